"""What can go wrong: an exception for each status of the library, which also is the built-in exception that one would expect."""

from __future__ import annotations

from .status import Status


class Error(Exception):
    """A call of the library failed. Its text names the argument, what it got and what it wanted; everything is as it was before."""

    status = Status.INTERNAL


class InvalidArgumentError(Error, ValueError):
    """An argument is invalid."""

    status = Status.INVALID_ARGUMENT


class OutOfMemoryError(Error, MemoryError):
    """Memory could not be allocated."""

    status = Status.OUT_OF_MEMORY


class ShapeError(Error, ValueError):
    """A shape or an element count does not fit."""

    status = Status.SHAPE


class DtypeError(Error, TypeError):
    """An element type does not fit."""

    status = Status.DTYPE


class DeviceError(Error, ValueError):
    """A buffer is on the wrong device, or there is no usable one."""

    status = Status.DEVICE


class UnsupportedError(Error, NotImplementedError):
    """This build or version does not offer that."""

    status = Status.UNSUPPORTED


class UnknownHyperError(Error, AttributeError):
    """The rule has no such hyper-parameter, or the object no such field."""

    status = Status.UNKNOWN_HYPER


class OutOfRangeError(Error, ValueError):
    """A value is outside its range."""

    status = Status.OUT_OF_RANGE


class BusyError(Error, RuntimeError):
    """The handle is in use by another call."""

    status = Status.BUSY


class StateError(Error, RuntimeError):
    """The object is not in a state that allows the call."""

    status = Status.STATE


class NonfiniteError(Error, ArithmeticError):
    """A number is not finite."""

    status = Status.NONFINITE


class CorruptError(Error, ValueError):
    """Stored data is damaged."""

    status = Status.CORRUPT


class VersionError(Error, ValueError):
    """Stored data is of another version."""

    status = Status.VERSION


class IoError(Error, OSError):
    """Reading or writing failed."""

    status = Status.IO


class InternalError(Error, RuntimeError):
    """An internal check failed; please report it."""


class ClosedError(Error, ValueError):
    """The object was closed."""

    status = Status.INVALID_ARGUMENT


_CLASSES = {kind.status: kind for kind in Error.__subclasses__() if kind is not ClosedError}


def error_of(number: int, text: str) -> Error:
    """The exception of a status; one that this module does not know is an Error with its number in the text."""
    try:
        status = Status(number)
    except ValueError:
        return Error(f"{text} (status {number})")
    error = _CLASSES.get(status, Error)(text)
    error.status = status
    return error

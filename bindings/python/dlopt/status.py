"""Kinds of error. Written by bindings/generate."""

from .numbered import Numbered, documented


@documented
class Status(Numbered):
    """What a call of the library came to. A number never changes its meaning."""

    OK = 0, "success"
    INVALID_ARGUMENT = -1, "an argument is invalid"
    OUT_OF_MEMORY = -2, "memory could not be allocated"
    SHAPE = -3, "a shape or an element count does not fit"
    DTYPE = -4, "an element type does not fit"
    DEVICE = -5, "a buffer is on the wrong device"
    UNSUPPORTED = -6, "this build or version does not offer that"
    UNKNOWN_HYPER = -7, "the rule has no such hyper-parameter"
    OUT_OF_RANGE = -8, "a value is outside its range"
    BUSY = -9, "the handle is in use by another call"
    STATE = -10, "the object is not in a state that allows the call"
    NONFINITE = -11, "a number is not finite"
    CORRUPT = -12, "stored data is damaged"
    VERSION = -13, "stored data is of another version"
    IO = -14, "reading or writing failed"
    NO_DEVICE = -15, "no usable device"
    CUDA = -16, "a CUDA call failed"
    CAPTURE = -17, "not possible while a CUDA graph is captured"
    COMM = -18, "communication between ranks failed"
    TIMEOUT = -19, "a deadline passed"
    INTERNAL = -20, "an internal check failed; please report it"

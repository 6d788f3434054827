"""Enumerations of the library: numbers that may be given by name as well."""

from __future__ import annotations

from enum import IntEnum
from inspect import cleandoc
from typing import Optional, Type, TypeVar, Union

E = TypeVar("E", bound="Numbered")


class Numbered(IntEnum):
    """A number of the library with what it means: Rule("adamw"), Rule(5) and Rule.ADAMW are the same."""

    def __new__(cls, number: Union[int, str], meaning: str = "") -> "Numbered":
        """Makes a member; later calls look one up, by number or (_missing_) by name."""
        member = int.__new__(cls, number)
        member._value_ = int(number)
        member.__doc__ = meaning
        return member

    @classmethod
    def _missing_(cls, value: object) -> Optional["Numbered"]:
        if isinstance(value, str):
            names = {member.name.rstrip("_").lower(): member for member in cls}
            if value in names:
                return names[value]
            raise ValueError(f"{cls.__name__}: got {value!r}, wanted one of {', '.join(names)}")
        return None


def documented(enum: Type[E]) -> Type[E]:
    """Tells in the documentation of an enumeration what its members mean."""
    rows = [f"{member.name.rstrip('_').lower()}: {member.__doc__}" for member in enum if member.__doc__]
    enum.__doc__ = "\n".join([cleandoc(enum.__doc__ or ""), *([""] if rows else []), *rows])
    return enum

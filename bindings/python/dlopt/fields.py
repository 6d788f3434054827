"""Attributes that are settings of the library: hyper-parameters, and fields of schedules, wrappers, loss scales and watches."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Callable, Generic, Optional, Sequence, Tuple, Type, TypeVar, Union, overload

from .errors import UnknownHyperError
from .numbered import Numbered

if TYPE_CHECKING:
    from .schedule import Schedule

Got = TypeVar("Got")
Given = TypeVar("Given")
E = TypeVar("E", bound=Numbered)
F = TypeVar("F", bound="Field[Any, Any]")

RealLike = Union[float, "Schedule", Callable[[int], float]]
"""A number, a schedule to follow, or a function from the step number to a number, which is asked before each step."""


class Settings:
    """Something with settings, each set and read by its number. A name that none of them has is an error."""

    def _get(self, number: int) -> float:
        raise NotImplementedError

    def _set(self, number: int, value: float) -> None:
        raise NotImplementedError

    def _settle(self, **values: object) -> None:
        """Sets what is not None."""
        for name, value in values.items():
            if value is not None:
                setattr(self, name, value)

    @classmethod
    def _fields(cls) -> "dict[str, Field[Any, Any]]":
        return {name: field for base in reversed(cls.__mro__) for name, field in vars(base).items() if isinstance(field, Field)}

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            raise UnknownHyperError(f"{type(self).__name__}: got {name}, wanted one of {', '.join(self._fields())}")
        object.__setattr__(self, name, value)

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Tells in the documentation of a class what its settings are."""
        super().__init_subclass__(**keywords)
        rows = [f"{name}: {field.__doc__}" for name, field in vars(cls).items() if isinstance(field, Field)]
        if rows:
            cls.__doc__ = "\n".join([cleandoc(cls.__doc__ or ""), "", *rows])


class Field(Generic[Got, Given]):
    """A setting: its number, and how it is read and written."""

    def __init__(self, number: int, doc: str) -> None:
        self.number = int(number)
        self.__doc__ = doc

    @overload
    def __get__(self: F, owner: None, kind: Type[Settings]) -> F: ...

    @overload
    def __get__(self, owner: Settings, kind: Type[Settings]) -> Got: ...

    def __get__(self, owner: Optional[Settings], kind: Type[Settings]) -> Any:
        return self if owner is None else self.read(owner)

    def __set__(self, owner: Settings, value: Given) -> None:
        self.write(owner, value)

    def read(self, owner: Settings) -> Got:
        """The value that it has now."""
        raise NotImplementedError

    def write(self, owner: Settings, value: Given) -> None:
        """Sets it."""
        owner._set(self.number, value)  # type: ignore[arg-type]  # the library says so where it is no number

    def shown(self, owner: Settings) -> str:
        """The value as it would be given."""
        return repr(self.read(owner))


class Real(Field[float, float]):
    """A real number."""

    def read(self, owner: Settings) -> float:
        return owner._get(self.number)


class HyperReal(Field[float, "RealLike"]):
    """A real hyper-parameter of an optimizer, which may follow a schedule. It reads as what the next step takes."""

    def read(self, owner: Settings) -> float:
        return owner._get(self.number)


class Integer(Field[int, int]):
    """A whole number."""

    def read(self, owner: Settings) -> int:
        return int(owner._get(self.number))


class Flag(Field[bool, bool]):
    """Yes or no."""

    def read(self, owner: Settings) -> bool:
        return owner._get(self.number) != 0


class Choice(Field[E, Given]):
    """One of an enumeration, which may be given by name as well."""

    def __init__(self, number: int, enum: Type[E], doc: str) -> None:
        super().__init__(number, doc)
        self.enum = enum

    def read(self, owner: Settings) -> E:
        return self.enum(int(owner._get(self.number)))

    def shown(self, owner: Settings) -> str:
        return repr(self.read(owner).name.rstrip("_").lower())

    def write(self, owner: Settings, value: Given) -> None:
        owner._set(self.number, self.enum(value) if isinstance(value, str) else value)  # type: ignore[arg-type]  # as above


class Lists(Settings):
    """Something with settings that are lists."""

    def _get_list(self, number: int) -> Sequence[float]:
        raise NotImplementedError

    def _set_list(self, number: int, values: Sequence[float]) -> None:
        raise NotImplementedError


class List(Field[Tuple[float, ...], Sequence[float]]):
    """Any number of numbers."""

    def read(self, owner: Settings) -> Tuple[float, ...]:
        assert isinstance(owner, Lists)
        return tuple(owner._get_list(self.number))

    def write(self, owner: Settings, value: Sequence[float]) -> None:
        assert isinstance(owner, Lists)
        owner._set_list(self.number, value)

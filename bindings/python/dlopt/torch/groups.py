"""Param groups, and the groups of the library that have their values."""

from __future__ import annotations

from operator import is_, itemgetter
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple, Type

from torch import Tensor

from .. import _native
from ..enums import Rule
from ..fields import Choice, Field
from ..optimizer import Optimizer as Native
from ..torch_names import KEYS, Values, from_torch
from .place import Place


def plain(value: Any) -> Any:
    """A value that stays as it is when a tensor that it came in changes."""
    if isinstance(value, Tensor):
        return value.item()
    return type(value)(map(plain, value)) if isinstance(value, (list, tuple)) else value


def number(field: "Field[Any, Any]", value: Any, key: str) -> float:
    """What the library keeps of a value."""
    if isinstance(field, Choice) and isinstance(value, str):
        return float(field.enum(value))
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{key}: got {value!r}, wanted a number") from None


class Names:
    """How the hyper-parameters of a rule are called in param groups: as in torch.optim, or as in dlopt."""

    def __init__(self, kind: Type[Native], rule: Rule, as_torch: bool) -> None:
        self.rule, self.fields = rule, kind._fields()
        self.keys: Sequence[str] = KEYS[rule] if as_torch else ()

    def watched(self, group: Mapping[str, Any]) -> List[str]:
        """The entries of a group that are hyper-parameters; those of dlopt beside torch's come last, and win."""
        return [*(key for key in self.keys if key in group), *(key for key in group if key in self.fields and key not in self.keys)]

    def hypers(self, key: str, value: Any) -> Values:
        return from_torch(self.rule, key, value) if key in self.keys else {key: value}


class Link:
    """The group of the library behind a param group, with the places of its parameters."""

    def __init__(self, number: int, names: Names) -> None:
        self.number, self.names = number, names
        self.places: List[Place] = []
        self.params: List[Tensor] = []
        self.keys: List[str] = []
        self.size = -1
        self.seen: Tuple[Any, ...] = ()
        self.read: Callable[[Dict[str, Any]], Tuple[Any, ...]]

    def settle(self, places: List[Place]) -> None:
        """Sets which parameters the group has."""
        self.places, self.params = places, [place.param for place in places]

    def fits(self, params: List[Tensor]) -> bool:
        """Whether these still are its parameters."""
        return len(params) == len(self.params) and all(map(is_, self.params, params))

    def forget(self) -> None:
        """Lets the next hand_over hand over everything."""
        self.size = -1

    def _watch(self, group: Dict[str, Any]) -> None:
        self.keys = self.names.watched(group)
        self.read = itemgetter(*self.keys)
        self.size, self.seen = len(group), (None,) * len(self.keys)

    def hand_over(self, handle: Any, group: Dict[str, Any]) -> None:
        """Sets what has changed since the last time: schedulers write to groups."""
        if len(group) != self.size:
            self._watch(group)
        values = self.read(group)
        if values == self.seen:
            return
        for key, value, seen in zip(self.keys, values, self.seen):
            if value != seen:
                self._set(handle, key, plain(value))
        self.seen = plain(values)

    def _set(self, handle: Any, key: str, value: Any) -> None:
        for name, hyper in self.names.hypers(key, value).items():
            field = self.names.fields[name]
            _native.optimizer_group_set(handle, self.number, field.number, number(field, hyper, key))

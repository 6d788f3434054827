"""Param groups, and the groups of the library that have their values."""

from __future__ import annotations

from operator import is_, itemgetter
from typing import Any, Callable, Dict, List, Tuple, Union

from torch import Tensor

from .. import _native
from ..torch_names import Names
from .place import Place


Number = Union[float, Tensor]
"""A hyper-parameter. One in a tensor may be changed in place."""


def plain(value: Any) -> Any:
    """A value that stays as it is when a tensor that it came in changes."""
    if isinstance(value, Tensor):
        return value.item()
    return type(value)(map(plain, value)) if isinstance(value, (list, tuple)) else value


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
                for hyper, number in self.names.numbers(key, plain(value)):
                    _native.optimizer_group_set(handle, self.number, hyper, number)
        self.seen = plain(values)

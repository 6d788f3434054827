"""Groups of parameters, each with hyper-parameters of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Iterator, Sequence, Tuple

from . import _native
from .enums import Hyper
from .errors import UnknownHyperError

if TYPE_CHECKING:
    from .optimizer import Optimizer


class Group:
    """The hyper-parameters of one group, as attributes (group.lr) or by name (group["lr"])."""

    index: int

    def __init__(self, optimizer: "Optimizer", index: int) -> None:
        object.__setattr__(self, "_optimizer", optimizer)
        object.__setattr__(self, "index", index)

    def _set(self, number: int, value: Any) -> None:
        """Set by a field; see Settings."""
        self._optimizer._set_in(self.index, number, value)

    def _get(self, number: int) -> float:
        return _native.optimizer_group_get(self._optimizer._handle, self.index, number)

    def _field(self, name: str) -> Any:
        fields = self._optimizer._fields()
        if name not in fields:
            raise UnknownHyperError(f"{name}: got a name that the group does not have, wanted one of {', '.join(fields)}")
        return fields[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what copy and pickle ask of an object that is not filled yet
            raise AttributeError(name)
        return self._field(name).read(self)

    def __setattr__(self, name: str, value: Any) -> None:
        self._field(name).write(self, value)

    __getitem__ = __getattr__
    __setitem__ = __setattr__

    def __repr__(self) -> str:
        return f"<group {self.index}: {', '.join(f'{name}={field.shown(self)}' for name, field in self._optimizer._fields().items())}>"


class Groups(Sequence[Group]):
    """The groups of an optimizer; opt.groups[-1] is the last."""

    def __init__(self, optimizer: "Optimizer") -> None:
        self._optimizer = optimizer

    def __len__(self) -> int:
        return self._optimizer._group_count

    def __getitem__(self, index: Any) -> Any:
        numbers = range(len(self))[index]
        return [Group(self._optimizer, number) for number in numbers] if isinstance(index, slice) else Group(self._optimizer, numbers)


class Followed:
    """Functions of the step that hyper-parameters follow, asked before each step."""

    def __init__(self) -> None:
        self._functions: Dict[Tuple[int, int], Callable[[int], float]] = {}

    def copy(self) -> "Followed":
        """Those of a clone."""
        copied = Followed()
        copied._functions.update(self._functions)
        return copied

    def __bool__(self) -> bool:
        return bool(self._functions)

    def __iter__(self) -> Iterator[Tuple[Tuple[int, int], Callable[[int], float]]]:
        return iter(self._functions.items())

    def names(self) -> str:
        """What follows one, in words."""
        return ", ".join(Hyper(number).name.lower() for _, number in self._functions)

    def end(self, groups: Iterable[int], number: int) -> None:
        """They follow none any more."""
        for group in groups:
            self._functions.pop((group, number), None)

    def begin(self, groups: Iterable[int], number: int, function: Callable[[int], float]) -> None:
        """They follow this one."""
        self._functions.update({(group, number): function for group in groups})

    def copied(self, group: int) -> None:
        """A new group follows what group 0 follows."""
        self._functions.update({(group, number): function for (of, number), function in list(self._functions.items()) if of == 0})


"""What accompanies an optimizer and acts within its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from . import _native
from .enums import Rule, WrapperKind
from .errors import StateError
from .fields import Settings
from .owner import Owner

if TYPE_CHECKING:
    from .optimizer import Optimizer


class _Draft(Owner):
    """An optimizer of its own, for the fields of a wrapper that none has yet: the library checks them all the same."""

    _destroy = staticmethod(_native.optimizer_destroy)

    def __init__(self) -> None:
        super().__init__(_native.optimizer_create(None, Rule.SGD))


class Wrapper(Settings):
    """Accompanies an optimizer; those that there are: dlopt.wrappers.

    Until Optimizer.wrap takes it, its fields are its own; then they are those of the optimizer.
    """

    def __init__(self, kind: WrapperKind) -> None:
        self._kind = kind
        self._optimizer: Optional[Optimizer] = None
        self._draft: Optional[_Draft] = _Draft()
        self._index = _native.optimizer_wrap(self._draft._handle, kind)

    @property
    def _place(self) -> Any:
        """The handle that the fields belong to."""
        owner = self._draft or self._optimizer
        assert owner is not None
        return owner._handle

    def _get(self, number: int) -> float:
        return _native.optimizer_wrap_get(self._place, self._index, number)

    def _set(self, number: int, value: float) -> None:
        _native.optimizer_wrap_set(self._place, self._index, number, value)

    def _join(self, optimizer: Optimizer) -> None:
        """Becomes a part of an optimizer, with the fields that it has."""
        if self._draft is None:
            raise StateError(f"wrapper: got {self!r}, which an optimizer has, wanted a new one")
        values = {field.number: self._get(field.number) for field in self._fields().values()}
        index = _native.optimizer_wrap(optimizer._handle, self._kind)
        for number, value in values.items():
            _native.optimizer_wrap_set(optimizer._handle, index, number, value)
        self._draft.close()
        self._optimizer, self._draft, self._index = optimizer, None, index

    @classmethod
    def _found(cls, optimizer: Optimizer, index: int) -> "Wrapper":
        """The one that an optimizer has already: a copy, or one that was loaded."""
        found = cls.__new__(cls)
        found._optimizer, found._draft, found._index = optimizer, None, index
        return found

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={field.shown(self)}' for name, field in self._fields().items())})"

    def __reduce__(self) -> Any:
        if self._draft is None:
            raise TypeError(f"{type(self).__name__}: an optimizer has it; copy or pickle that")
        return _remade, (type(self), {name: field.read(self) for name, field in self._fields().items()})


def _remade(kind: "type[Wrapper]", fields: "dict[str, Any]") -> Wrapper:
    return kind(**fields)

"""Watches over norms; the class with their fields is dlopt.NormWatch."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence, Tuple, Type, TypeVar

from . import _native
from .fields import Settings
from .owner import Owner
from .runtime import Runtime, raw

W = TypeVar("W", bound="Watch")

Told = Callable[[int, float, float], object]
"""Is told of an explosion: the step, the norm, and the median of the norms before it, NaN when there was none."""


class Watch(Settings, Owner):
    """Watches a norm for the moment when it explodes. It only reports."""

    _destroy = staticmethod(_native.norm_watch_destroy)

    def __init__(self, runtime: Optional[Runtime] = None) -> None:
        super().__init__(_native.norm_watch_create(raw(runtime)))

    def on_explosion(self, told: Optional[Told]) -> None:
        """Sets who is told of explosions; None: nobody. What it raises, look raises."""
        _native.norm_watch_callback(self._handle, told)

    def look(self, step: int, norm: float) -> bool:
        """Shows the norm of a step. True: it exploded."""
        return _native.norm_watch_look(self._handle, step, norm) != 0

    def norms(self) -> Tuple[float, ...]:
        """The norms that the median is of, from the oldest on."""
        return tuple(_native.norm_watch_window(self._handle))

    def restore(self, norms: Sequence[float]) -> None:
        """Puts norms into the window in place of what it holds."""
        _native.norm_watch_restore(self._handle, norms)

    def _get(self, number: int) -> float:
        return _native.norm_watch_get(self._handle, number)

    def _set(self, number: int, value: float) -> None:
        _native.norm_watch_set(self._handle, number, value)

    def __reduce__(self) -> Any:
        """All but who is told."""
        return _remade, (type(self), [(field.number, self._get(field.number)) for field in self._fields().values()], self.norms())


def _remade(kind: Type[W], values: "list[tuple[int, float]]", norms: Sequence[float]) -> W:
    made = kind()
    for number, value in values:
        made._set(number, value)
    made.restore(norms)
    return made

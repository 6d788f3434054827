"""Loss scales; the class with their fields is dlopt.Scaler."""

from __future__ import annotations

from typing import Any, Optional, Type, TypeVar, cast

from . import _native
from .fields import Settings
from .owner import Owner
from .runtime import Runtime, raw

S = TypeVar("S", bound="LossScale")
T = TypeVar("T")


class LossScale(Settings, Owner):
    """The factor that keeps gradients of f16 from vanishing, and how it follows from what they come to.

    Multiply the loss by it before the backward pass, and hand it to the step, which divides by it, holds back steps whose gradients are not
    finite, and updates it.
    """

    _destroy = staticmethod(_native.scaler_destroy)

    def __init__(self, preset: Optional[str] = None, runtime: Optional[Runtime] = None) -> None:
        super().__init__(_native.scaler_create(raw(runtime)))
        if preset is not None:
            self.preset(preset)

    def preset(self, name: str) -> None:
        """Sets all fields as a framework has them, and begins anew: torch, deepspeed, static."""
        _native.scaler_preset(self._handle, name)

    def scaled(self, loss: T) -> T:
        """A loss, or anything else that a number can multiply, times the scale."""
        return cast(T, cast(Any, loss) * _native.scaler_scale(self._handle))

    def update(self, nonfinite: bool = False) -> None:
        """Updates the scale, for those who check gradients themselves, and once for several steps of a deferred one."""
        _native.scaler_update(self._handle, nonfinite)

    def _get(self, number: int) -> float:
        return _native.scaler_get(self._handle, number)

    def _set(self, number: int, value: float) -> None:
        _native.scaler_set(self._handle, number, value)

    def __reduce__(self) -> Any:
        return _remade, (type(self), [(field.number, self._get(field.number)) for field in self._fields().values()])

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, closed>" if self.closed else f"<{type(self).__name__} at {_native.scaler_scale(self._handle):g}>"


def _remade(kind: Type[S], values: "list[tuple[int, float]]") -> S:
    made = kind()
    for number, value in values:  # in the order of the table: what it remembers comes after what begins it anew
        made._set(number, value)
    return made

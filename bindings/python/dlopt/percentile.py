"""Clipping by a percentile of recent norms."""

from __future__ import annotations

from array import array
from typing import NamedTuple, Optional, Tuple

from . import _native
from .arrays import Arrays, listed
from .enums import ClipForm, ClipFormLike, PercentileForm, PercentileFormLike
from .runtime import Runtime, raw


class Clipped(NamedTuple):
    """The norm of the gradients before clipping, and the percentile that they were clipped to."""

    norm: float
    max_norm: float


class PercentileClip:
    """Clips gradients to a percentile of their last norms, as bitsandbytes (form "bnb") or AutoClip ("linear") do."""

    def __init__(self, capacity: int = 100, *, percentile: float = 5, form: PercentileFormLike = "bnb") -> None:
        self._norms = array("d", bytes(8 * capacity))
        self._history = {**_native.norm_history_init(self._norms), "percentile": percentile, "form": PercentileForm(form)}

    @property
    def norms(self) -> Tuple[float, ...]:
        """The norms that are remembered, the oldest first."""
        seen, capacity = int(self._history["seen"]), len(self._norms)
        return tuple(self._norms[:seen]) if seen <= capacity else tuple(self._norms[seen % capacity :] + self._norms[: seen % capacity])

    def clip(self, grads: Arrays, *, p: float = 2, form: ClipFormLike = "exact", runtime: Optional[Runtime] = None) -> Clipped:
        """Scales all gradients so that their common norm is at most the percentile, this norm included, and remembers the norm."""
        norm, max_norm, self._history["seen"] = _native.clip_percentile(raw(runtime), listed(grads), p, ClipForm(form), self._history)
        return Clipped(norm, max_norm)

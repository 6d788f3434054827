"""Clipping by a percentile of recent norms."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional, Sequence, Tuple

from . import _native
from .enums import ClipForm, ClipFormLike, PercentileForm, PercentileFormLike
from .gradient import Arrays, _listed
from .runtime import Runtime, raw


class Clipped(NamedTuple):
    """The norm of the gradients before clipping, and the percentile that they were clipped to."""

    norm: float
    max_norm: float


class PercentileClip:
    """Clips gradients to a percentile of their last norms, as bitsandbytes (form "bnb") or AutoClip ("linear") do."""

    def __init__(self, capacity: int = 100, *, percentile: float = 5, form: PercentileFormLike = "bnb") -> None:
        self._history = _native.norm_history_init(capacity)
        self._history.percentile = percentile
        self._history.form = PercentileForm(form)

    def clip(self, grads: Arrays, *, p: float = 2, form: ClipFormLike = "exact", runtime: Optional[Runtime] = None) -> Clipped:
        """Scales all gradients so that their common norm is at most the percentile, this norm included, and remembers the norm."""
        _native.clip_percentile(raw(runtime), _listed(grads), p, ClipForm(form), self._history)
        return Clipped(self._history.norm, self._history.max_norm)

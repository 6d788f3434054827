"""Looking inside a training: statistics, and a hash of all that decides the next steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Tuple

from . import _native
from .gradient import Arrays, _listed

if TYPE_CHECKING:
    from .optimizer import Optimizer


@dataclass(frozen=True)
class Numbers:
    """What is known of the elements of parameters or gradients."""

    norm: float
    nonfinite: int
    measured: int
    """how many elements what follows is of"""
    nan: int
    inf: int
    zero: int
    denormal: int
    magnitudes: Tuple[int, ...]
    """how many there are of each power of two: entry i is of magnitudes from 2^(i - 48) up to twice that"""


@dataclass(frozen=True)
class Stats:
    """What is known of one parameter, or of several together. Norms are 2-norms."""

    numel: int
    steps: int
    """steps applied to it: its age; of several the largest"""
    effective_lr: float
    """learning rate of the next step, bias correction not counted; NaN where several parameters differ"""
    effective_weight_decay: float
    """weight decay of the next step; NaN where several parameters differ"""
    param: Optional[Numbers]
    """of the parameters that were shown"""
    grad: Optional[Numbers]
    """of the gradients that were shown"""
    update_norm: Optional[float]
    """norm of what they have moved by, where they were shown as they were before"""
    update_ratio: Optional[float]
    """update_norm / param norm: about 1e-3 in a healthy training"""
    state_nonfinite: int
    state_norms: Tuple[float, ...]
    """of each state in the order of info.states; NaN for one that is not kept"""


def _numbers(stats: "_native._stats", of: str) -> Numbers:
    counts = {name: getattr(stats, f"{of}_{name}") for name in ("norm", "nonfinite", "measured", "nan", "inf", "zero", "denormal")}
    return Numbers(**counts, magnitudes=tuple(getattr(stats, f"{of}_magnitudes")))


def _stats(stats: "_native._stats") -> Stats:
    shown, moved = {of: getattr(stats, f"{of}_nonfinite") >= 0 for of in ("param", "grad")}, stats.update_norm == stats.update_norm
    return Stats(
        numel=stats.numel,
        steps=stats.steps,
        effective_lr=stats.effective_lr,
        effective_weight_decay=stats.effective_weight_decay,
        param=_numbers(stats, "param") if shown["param"] else None,
        grad=_numbers(stats, "grad") if shown["grad"] else None,
        update_norm=stats.update_norm if moved else None,
        update_ratio=stats.update_ratio if moved else None,
        state_nonfinite=stats.state_nonfinite,
        state_norms=tuple(stats.state_norm)[: stats.state_count],
    )

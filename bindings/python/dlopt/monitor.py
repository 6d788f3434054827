"""What Optimizer.measure tells of parameters, gradients and states."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any, Dict, Optional, Tuple


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


def _numbers(stats: Dict[str, Any], of: str) -> Optional[Numbers]:
    if stats[f"{of}_nonfinite"] < 0:  # none was shown
        return None
    counts = {name: stats[f"{of}_{name}"] for name in ("norm", "nonfinite", "measured", "nan", "inf", "zero", "denormal")}
    return Numbers(**counts, magnitudes=tuple(stats[f"{of}_magnitudes"]))


def _stats(stats: Dict[str, Any]) -> Stats:
    moved = not isnan(stats["update_norm"])
    return Stats(
        **{name: stats[name] for name in ("numel", "steps", "effective_lr", "effective_weight_decay", "state_nonfinite")},
        param=_numbers(stats, "param"),
        grad=_numbers(stats, "grad"),
        update_norm=stats["update_norm"] if moved else None,
        update_ratio=stats["update_ratio"] if moved else None,
        state_norms=tuple(stats["state_norm"][: stats["state_count"]]),
    )

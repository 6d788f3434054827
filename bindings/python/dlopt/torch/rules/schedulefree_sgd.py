"""The rule schedulefree_sgd for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class ScheduleFreeSGD(Optimizer):
    """Schedule-Free SGD: steps of z, an average x of them, and gradients taken at y between the two. Hyper-parameters and presets:
    dlopt.ScheduleFreeSGD."""

    def __init__(
        self,
        params: Any,
        lr: Number = 1,
        *,
        preset: Optional[Literal["schedulefree"]] = None,
        momentum: Number = 0.9,
        weight_decay: Number = 0,
        warmup_steps: int = 0,
        r: Number = 0,
        weight_lr_power: Number = 2,
        maximize: bool = False,
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
    ) -> None:
        super().__init__(params, rules.ScheduleFreeSGD, preset=preset, lr=lr, momentum=momentum, weight_decay=weight_decay,
                                 warmup_steps=warmup_steps, r=r, weight_lr_power=weight_lr_power, maximize=maximize, null_grad=null_grad,
                                 max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad)

"""The rule schedulefree_adamw for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class ScheduleFreeAdamW(Optimizer):
    """Schedule-Free AdamW: as schedulefree_sgd, with gradients divided by the root of their second moment. Hyper-parameters and presets:
    dlopt.ScheduleFreeAdamW."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.0025,
        *,
        preset: Optional[Literal["schedulefree"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 1e-08,
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
        super().__init__(params, rules.ScheduleFreeAdamW, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps,
                                 weight_decay=weight_decay, warmup_steps=warmup_steps, r=r, weight_lr_power=weight_lr_power,
                                 maximize=maximize, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed,
                                 zero_grad=zero_grad)

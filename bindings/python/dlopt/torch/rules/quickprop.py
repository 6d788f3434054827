"""The rule quickprop for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class Quickprop(Optimizer):
    """Quickprop: the secant method for each weight on its own. Hyper-parameters and presets: dlopt.Quickprop."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.7,
        *,
        preset: Optional[Literal["fann"]] = None,
        mu: Number = 1.75,
        step_threshold: Optional[Number] = None,
        weight_limit: Optional[Number] = None,
        weight_decay: Number = 0.0001,
        decay_mode: DecayModeLike = "l2",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
        decay_order: DecayOrderLike = "before",
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.Quickprop, preset=preset, lr=lr, mu=mu, step_threshold=step_threshold, weight_limit=weight_limit,
                                 weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                                 null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad,
                                 decay_order=decay_order, decay_lr=decay_lr)

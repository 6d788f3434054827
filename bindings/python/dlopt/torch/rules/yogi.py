"""The rule yogi for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class Yogi(Optimizer):
    """Yogi: Adam whose second moment moves by a part of the squared gradient, up or down, not by a part of its distance from it.
    Hyper-parameters and presets: dlopt.Yogi."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.01,
        *,
        preset: Optional[Literal["optax", "pytorch_optimizer", "paper"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 0.001,
        initial_accumulator_value: Optional[Number] = None,
        bias_correction: Optional[bool] = None,
        weight_decay: Number = 0,
        decay_mode: DecayModeLike = "decoupled",
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
        super().__init__(params, rules.Yogi, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps,
                                 initial_accumulator_value=initial_accumulator_value, bias_correction=bias_correction,
                                 weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                                 null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad,
                                 decay_order=decay_order, decay_lr=decay_lr)

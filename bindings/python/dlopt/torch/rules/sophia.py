"""The rule sophia for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class Sophia(Optimizer):
    """Sophia: momentum over a running diagonal of the Hessian, each element clipped. Hyper-parameters and presets: dlopt.Sophia."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.0001,
        *,
        preset: Optional[Literal["optax", "pytorch_optimizer"]] = None,
        beta1: Number = 0.96,
        beta2: Number = 0.99,
        eps: Number = 1e-12,
        gamma: Optional[Number] = None,
        clip_threshold: Optional[Number] = None,
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
        super().__init__(params, rules.Sophia, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, gamma=gamma,
                                 clip_threshold=clip_threshold, bias_correction=bias_correction, weight_decay=weight_decay,
                                 decay_mode=decay_mode, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                                 clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

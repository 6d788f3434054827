"""The rule nadamw for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, EpsModeLike, NesterovFormLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class NAdamW(Optimizer):
    """NAdamW: NAdam with decoupled weight decay, in the form that the AlgoPerf benchmark's baseline has. Hyper-parameters and presets:
    dlopt.NAdamW."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["timm", "torch", "optax"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 1e-08,
        weight_decay: Number = 0.01,
        momentum_decay: Number = 0.004,
        nesterov_form: Optional[NesterovFormLike] = None,
        eps_mode: EpsModeLike = "outside",
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
        super().__init__(params, rules.NAdamW, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay,
                                 momentum_decay=momentum_decay, nesterov_form=nesterov_form, eps_mode=eps_mode, decay_mode=decay_mode,
                                 maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value,
                                 seed=seed, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

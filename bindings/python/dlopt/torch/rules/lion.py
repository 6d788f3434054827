"""The rule lion for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike, SignFormLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class Lion(Optimizer):
    """Lion: the sign of an interpolated momentum. Hyper-parameters and presets: dlopt.Lion."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.0001,
        *,
        preset: Optional[Literal["optax", "timm", "bnb"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.99,
        sign_form: SignFormLike = "hard",
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
        super().__init__(params, rules.Lion, preset=preset, lr=lr, beta1=beta1, beta2=beta2, sign_form=sign_form, weight_decay=weight_decay,
                                 decay_mode=decay_mode, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                                 clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

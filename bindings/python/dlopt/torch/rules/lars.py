"""The rule lars for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, FirstStepLike, LrPlaceLike, NullGradLike, TrustFormLike, TrustRatioLike
from ..groups import Number
from ..optimizer import Optimizer


class LARS(Optimizer):
    """LARS: SGD with momentum whose gradient is scaled to each tensor's norm; LARC, which clips that scale. Hyper-parameters and presets:
    dlopt.LARS."""

    def __init__(
        self,
        params: Any,
        lr: Number = 1,
        *,
        preset: Optional[Literal["timm", "optax", "apex"]] = None,
        momentum: Number = 0,
        dampening: Number = 0,
        nesterov: bool = False,
        weight_decay: Number = 0,
        trust_coefficient: Number = 0.001,
        eps: Number = 1e-08,
        trust_ratio: Optional[TrustRatioLike] = None,
        trust_form: Optional[TrustFormLike] = None,
        trust_clip: Optional[bool] = None,
        lr_place: Optional[LrPlaceLike] = None,
        first_step: Optional[FirstStepLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(params, rules.LARS, preset=preset, lr=lr, momentum=momentum, dampening=dampening, nesterov=nesterov,
                                 weight_decay=weight_decay, trust_coefficient=trust_coefficient, eps=eps, trust_ratio=trust_ratio,
                                 trust_form=trust_form, trust_clip=trust_clip, lr_place=lr_place, first_step=first_step, maximize=maximize,
                                 cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed)

"""The rule laprop for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, EpsModeLike, LrPlaceLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class LaProp(Optimizer):
    """LaProp: each gradient is divided by the root of the second moment first, and then averaged. Hyper-parameters and presets:
    dlopt.LaProp."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.0004,
        *,
        preset: Optional[Literal["timm", "pytorch_optimizer"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 1e-15,
        eps_root: Optional[Number] = None,
        eps_mode: Optional[EpsModeLike] = None,
        lr_place: LrPlaceLike = "inside",
        weight_decay: Number = 0,
        decay_mode: DecayModeLike = "decoupled",
        decay_order: DecayOrderLike = "after",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.LaProp, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, eps_root=eps_root,
                                 eps_mode=eps_mode, lr_place=lr_place, weight_decay=weight_decay, decay_mode=decay_mode,
                                 decay_order=decay_order, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                                 clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_lr=decay_lr)

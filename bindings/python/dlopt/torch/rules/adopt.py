"""The rule adopt for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, ClipBaseLike, DecayModeLike, DecayOrderLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class ADOPT(Optimizer):
    """ADOPT: each gradient is divided by the second moment of those before it, and then averaged. Hyper-parameters and presets:
    dlopt.ADOPT."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["optax", "timm", "pytorch_optimizer"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.9999,
        eps: Number = 1e-06,
        clip_exp: Optional[Number] = None,
        clip_base: Optional[ClipBaseLike] = None,
        weight_decay: Number = 0,
        decay_mode: Optional[DecayModeLike] = None,
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
        super().__init__(params, rules.ADOPT, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, clip_exp=clip_exp,
                                 clip_base=clip_base, weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize,
                                 cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed,
                                 zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

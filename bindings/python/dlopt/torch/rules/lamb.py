"""The rule lamb for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, CorrectionFormLike, DecayPlaceLike, EpsModeLike, NullGradLike, TrustRatioLike
from ..groups import Number
from ..optimizer import Optimizer


class LAMB(Optimizer):
    """LAMB: Adam whose update is scaled to each tensor's norm. Hyper-parameters and presets: dlopt.LAMB."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["apex", "timm", "optax", "deepspeed", "pytorch_optimizer"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 1e-06,
        weight_decay: Number = 0.01,
        trust_ratio: Optional[TrustRatioLike] = None,
        trust_min: Optional[Number] = None,
        trust_max: Optional[Number] = None,
        trust_eps: Optional[Number] = None,
        norm_max: Optional[Number] = None,
        grad_averaging: bool = True,
        bias_correction: Optional[CorrectionFormLike] = None,
        eps_mode: EpsModeLike = "outside",
        decay_place: Optional[DecayPlaceLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(params, rules.LAMB, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay,
                                 trust_ratio=trust_ratio, trust_min=trust_min, trust_max=trust_max, trust_eps=trust_eps, norm_max=norm_max,
                                 grad_averaging=grad_averaging, bias_correction=bias_correction, eps_mode=eps_mode, decay_place=decay_place,
                                 maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value,
                                 seed=seed)

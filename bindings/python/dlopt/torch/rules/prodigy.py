"""The rule prodigy for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayPlaceLike, NullGradLike
from ..groups import Number
from ..optimizer import Optimizer


class Prodigy(Optimizer):
    """Prodigy: Adam that estimates its learning rate as the distance to the solution, over all parameters together. Hyper-parameters and
    presets: dlopt.Prodigy."""

    def __init__(
        self,
        params: Any,
        lr: Number = 1,
        *,
        preset: Optional[Literal["prodigyopt", "optax"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        beta3: Number = 0,
        eps: Number = 1e-08,
        weight_decay: Number = 0,
        d0: Number = 1e-06,
        d_coef: Number = 1,
        growth_rate: Number = 1e+30,
        safeguard_warmup: bool = False,
        bias_correction: Optional[bool] = None,
        decay_place: DecayPlaceLike = "parameter",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(params, rules.Prodigy, preset=preset, lr=lr, beta1=beta1, beta2=beta2, beta3=beta3, eps=eps,
                                 weight_decay=weight_decay, d0=d0, d_coef=d_coef, growth_rate=growth_rate,
                                 safeguard_warmup=safeguard_warmup, bias_correction=bias_correction, decay_place=decay_place,
                                 maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value,
                                 seed=seed)

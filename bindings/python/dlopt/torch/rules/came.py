"""The rule came for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike
from ..groups import Number
from ..optimizer import Optimizer


class CAME(Optimizer):
    """CAME: Adafactor with momentum, where steps are short if the updates have not agreed with their mean. Hyper-parameters and presets:
    dlopt.CAME."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.0002,
        *,
        preset: Optional[Literal["pytorch_optimizer"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        beta3: Number = 0.9999,
        eps1: Number = 1e-30,
        eps2: Number = 1e-16,
        d: Number = 1,
        weight_decay: Number = 0,
        decay_mode: DecayModeLike = "decoupled",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        decay_order: DecayOrderLike = "before",
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.CAME, preset=preset, lr=lr, beta1=beta1, beta2=beta2, beta3=beta3, eps1=eps1, eps2=eps2, d=d,
                                 weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                                 null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, decay_order=decay_order,
                                 decay_lr=decay_lr)

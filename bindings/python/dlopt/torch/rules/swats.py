"""The rule swats for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, EpsModeLike, NullGradLike
from ..groups import Number
from ..optimizer import Optimizer


class SWATS(Optimizer):
    """SWATS: Adam that goes over to SGD with momentum, at a rate that it learns from its own steps. Hyper-parameters and presets:
    dlopt.SWATS."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["ensmallen"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 1e-09,
        weight_decay: Number = 0,
        switch_atol: Number = 1e-09,
        switch_rtol: Number = 0,
        eps_mode: Optional[EpsModeLike] = None,
        decay_mode: DecayModeLike = "l2",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        decay_order: DecayOrderLike = "before",
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.SWATS, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay,
                                 switch_atol=switch_atol, switch_rtol=switch_rtol, eps_mode=eps_mode, decay_mode=decay_mode,
                                 maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value,
                                 seed=seed, decay_order=decay_order, decay_lr=decay_lr)

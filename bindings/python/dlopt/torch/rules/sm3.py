"""The rule sm3 for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import AccumulatorFormLike, CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike
from ..groups import Number
from ..optimizer import Optimizer


class SM3(Optimizer):
    """SM3: AdaGrad that keeps one sum for each index of each dimension, the largest that its elements have. Hyper-parameters and presets:
    dlopt.SM3."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.1,
        *,
        preset: Optional[Literal["optax", "pytorch_optimizer"]] = None,
        momentum: Number = 0.9,
        beta2: Number = 1,
        eps: Number = 1e-08,
        weight_decay: Number = 0,
        accumulator_form: Optional[AccumulatorFormLike] = None,
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
        super().__init__(params, rules.SM3, preset=preset, lr=lr, momentum=momentum, beta2=beta2, eps=eps, weight_decay=weight_decay,
                                 accumulator_form=accumulator_form, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                                 null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, decay_order=decay_order,
                                 decay_lr=decay_lr)

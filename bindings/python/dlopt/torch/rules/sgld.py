"""The rule sgld for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class SGLD(Optimizer):
    """Stochastic gradient Langevin dynamics: a step of gradient descent and as much noise as makes the parameters a sample.
    Hyper-parameters and presets: dlopt.SGLD."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["tfp"]] = None,
        data_size: Number = 1,
        temperature: Number = 1,
        burn_in: Optional[int] = None,
        seed: int = 0,
        weight_decay: Number = 0,
        decay_mode: DecayModeLike = "l2",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        zero_grad: ZeroGradLike = "step",
        decay_order: DecayOrderLike = "before",
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.SGLD, preset=preset, lr=lr, data_size=data_size, temperature=temperature, burn_in=burn_in, seed=seed,
                                 weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                                 null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, zero_grad=zero_grad,
                                 decay_order=decay_order, decay_lr=decay_lr)

"""The rule psgld for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, EpsModeLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class PSGLD(Optimizer):
    """Preconditioned stochastic gradient Langevin dynamics. Hyper-parameters and presets: dlopt.PSGLD."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["tfp"]] = None,
        alpha: Number = 0.99,
        eps: Number = 1e-05,
        data_size: Number = 1,
        temperature: Number = 1,
        burn_in: Optional[int] = None,
        seed: int = 0,
        initial_accumulator_value: Optional[Number] = None,
        eps_mode: Optional[EpsModeLike] = None,
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
        super().__init__(params, rules.PSGLD, preset=preset, lr=lr, alpha=alpha, eps=eps, data_size=data_size, temperature=temperature,
                                 burn_in=burn_in, seed=seed, initial_accumulator_value=initial_accumulator_value, eps_mode=eps_mode,
                                 weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                                 null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, zero_grad=zero_grad,
                                 decay_order=decay_order, decay_lr=decay_lr)

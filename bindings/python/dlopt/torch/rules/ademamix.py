"""The rule ademamix for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class AdEMAMix(Optimizer):
    """AdEMAMix: Adam with a second, slow mean of gradients added to the first. Hyper-parameters and presets: dlopt.AdEMAMix."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["optax", "pytorch_optimizer", "bnb"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        beta3: Number = 0.9999,
        alpha: Number = 5,
        t_alpha: int = 0,
        t_beta3: int = 0,
        eps: Number = 1e-08,
        eps_root: Number = 0,
        weight_decay: Number = 0,
        decay_mode: Optional[DecayModeLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
        decay_order: Optional[DecayOrderLike] = None,
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.AdEMAMix, preset=preset, lr=lr, beta1=beta1, beta2=beta2, beta3=beta3, alpha=alpha, t_alpha=t_alpha,
                                 t_beta3=t_beta3, eps=eps, eps_root=eps_root, weight_decay=weight_decay, decay_mode=decay_mode,
                                 maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value,
                                 seed=seed, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

"""The rule adabelief for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, EpsRootFormLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class AdaBelief(Optimizer):
    """AdaBelief: Adam whose second moment is that of what the first one did not foresee. Hyper-parameters and presets: dlopt.AdaBelief."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["optax", "timm", "pytorch_optimizer"]] = None,
        beta1: Number = 0.9,
        beta2: Number = 0.999,
        eps: Number = 1e-16,
        eps_root: Number = 1e-16,
        eps_root_form: Optional[EpsRootFormLike] = None,
        weight_decay: Number = 0,
        amsgrad: bool = False,
        rectified: Optional[bool] = None,
        decay_mode: DecayModeLike = "decoupled",
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
        super().__init__(params, rules.AdaBelief, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, eps_root=eps_root,
                                 eps_root_form=eps_root_form, weight_decay=weight_decay, amsgrad=amsgrad, rectified=rectified,
                                 decay_mode=decay_mode, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                                 clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

"""The rule adan for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayModeLike, DecayOrderLike, DiffFormLike, NullGradLike, ZeroGradLike
from ..groups import Number
from ..optimizer import Optimizer


class Adan(Optimizer):
    """Adan: Adam with Nesterov's momentum made of the differences between successive gradients. Hyper-parameters and presets: dlopt.Adan.
    """

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["timm", "pytorch_optimizer", "optax"]] = None,
        beta1: Number = 0.98,
        beta2: Number = 0.92,
        beta3: Number = 0.99,
        eps: Number = 1e-08,
        eps_root: Optional[Number] = None,
        diff_form: Optional[DiffFormLike] = None,
        weight_decay: Number = 0,
        decay_mode: Optional[DecayModeLike] = None,
        decay_order: Optional[DecayOrderLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
        decay_lr: Number = 0,
    ) -> None:
        super().__init__(params, rules.Adan, preset=preset, lr=lr, beta1=beta1, beta2=beta2, beta3=beta3, eps=eps, eps_root=eps_root,
                                 diff_form=diff_form, weight_decay=weight_decay, decay_mode=decay_mode, decay_order=decay_order,
                                 maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value,
                                 seed=seed, zero_grad=zero_grad, decay_lr=decay_lr)

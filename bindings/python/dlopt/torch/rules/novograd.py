"""The rule novograd for PyTorch. Written by bindings/generate."""

from math import inf
from typing import Any, Literal, Optional

from ... import rules
from ...enums import CautiousLike, DecayPlaceLike, EpsModeLike, FirstStepLike, GradAveragingLike, NullGradLike
from ..groups import Number
from ..optimizer import Optimizer


class NovoGrad(Optimizer):
    """NovoGrad: momentum of gradients that are divided by a running norm of their tensor. Hyper-parameters and presets: dlopt.NovoGrad."""

    def __init__(
        self,
        params: Any,
        lr: Number = 0.001,
        *,
        preset: Optional[Literal["pytorch_optimizer", "optax", "timm", "apex"]] = None,
        beta1: Number = 0.95,
        beta2: Number = 0.98,
        eps: Number = 1e-08,
        weight_decay: Number = 0,
        grad_averaging: Optional[GradAveragingLike] = None,
        bias_correction: Optional[bool] = None,
        eps_mode: EpsModeLike = "outside",
        first_step: Optional[FirstStepLike] = None,
        decay_place: Optional[DecayPlaceLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: Number = inf,
        clip_value: Number = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(params, rules.NovoGrad, preset=preset, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay,
                                 grad_averaging=grad_averaging, bias_correction=bias_correction, eps_mode=eps_mode, first_step=first_step,
                                 decay_place=decay_place, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                                 clip_value=clip_value, seed=seed)

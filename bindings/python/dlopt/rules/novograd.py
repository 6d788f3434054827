"""The rule novograd. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayPlace, DecayPlaceLike, EpsMode, EpsModeLike, FirstStep, FirstStepLike, GradAveraging,
                     GradAveragingLike, Hyper, NullGrad, NullGradLike, Rule)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class NovoGrad(Optimizer):
    """NovoGrad: momentum of gradients that are divided by a running norm of their tensor. Paper and departures: src/rules/novograd.h.

    Presets, set before whatever is given beside them:

    pytorch_optimizer: the defaults
    optax: the defaults
    timm: first_step "nonzero"
    apex: grad_averaging "on", bias_correction True, decay_place "update"
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.001)")
    beta1 = HyperReal(Hyper.BETA1, "how much of the first moment stays (0 .. below 1, default 0.95)")
    beta2 = HyperReal(Hyper.BETA2, "how much of the second moment stays (0 .. below 1, default 0.98)")
    eps = HyperReal(Hyper.EPS, "keeps the denominator from zero (0 .. 1e+30, default 1e-08)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    grad_averaging = Choice[GradAveraging, GradAveragingLike](Hyper.GRAD_AVERAGING, GradAveraging,
        "gradients enter the first moment times 1 - beta1: none, all, all but the first (off, on, later; default off)")
    bias_correction = Flag(Hyper.BIAS_CORRECTION, "divide the moments by 1 - beta^t (default False)")
    eps_mode = Choice[EpsMode, EpsModeLike](Hyper.EPS_MODE, EpsMode, "sqrt(v) + eps, or sqrt(v + eps) (outside, inside; default outside)")
    first_step = Choice[FirstStep, FirstStepLike](Hyper.FIRST_STEP, FirstStep,
        "what the second moment begins with (gradient, zeros, nonzero; default gradient)")
    decay_place = Choice[DecayPlace, DecayPlaceLike](Hyper.DECAY_PLACE, DecayPlace,
        "where weight_decay acts; see DecayPlace (gradient, parameter, update; default gradient)")
    maximize = Flag(Hyper.MAXIMIZE, "climb instead of descend (default False)")
    cautious = Choice[Cautious, CautiousLike](Hyper.CAUTIOUS, Cautious,
        "take only steps that agree with their gradients; see Cautious (off, mask, mean, count; default off)")
    null_grad = Choice[NullGrad, NullGradLike](Hyper.NULL_GRAD, NullGrad,
        "a parameter without a gradient is left out, or steps with zeros (skip, zero; default skip)")
    max_norm = HyperReal(Hyper.MAX_NORM,
        "limit of the common norm of all gradients, where a step gives none; the same in every group (0 .. inf, default inf)")
    clip_value = HyperReal(Hyper.CLIP_VALUE,
        "limit of each gradient element, where a step gives none; the same in every group (0 .. inf, default inf)")
    seed = Integer(Hyper.SEED, "of parameters that are rounded stochastically (0 .. 2^53, default 0)")

    def __init__(
        self,
        *,
        params: Params = None,
        preset: Optional[Literal["pytorch_optimizer", "optax", "timm", "apex"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.001,
        beta1: RealLike = 0.95,
        beta2: RealLike = 0.98,
        eps: RealLike = 1e-08,
        weight_decay: RealLike = 0,
        grad_averaging: Optional[GradAveragingLike] = None,
        bias_correction: Optional[bool] = None,
        eps_mode: EpsModeLike = "outside",
        first_step: Optional[FirstStepLike] = None,
        decay_place: Optional[DecayPlaceLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(Rule.NOVOGRAD, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay, grad_averaging=grad_averaging,
                     bias_correction=bias_correction, eps_mode=eps_mode, first_step=first_step, decay_place=decay_place, maximize=maximize,
                     cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed)

"""The rule lamb. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, CorrectionForm, CorrectionFormLike, DecayPlace, DecayPlaceLike, EpsMode, EpsModeLike, Hyper,
                     NullGrad, NullGradLike, Rule, TrustRatio, TrustRatioLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class LAMB(Optimizer):
    """LAMB: Adam whose update is scaled to each tensor's norm. Paper and departures: src/rules/lamb.h.

    Presets, set before whatever is given beside them:

    apex: the defaults
    timm: the defaults
    optax: trust_ratio "always"
    deepspeed: trust_ratio "always", trust_min 0.01, trust_max 10, bias_correction "lr"
    pytorch_optimizer: trust_ratio "always", trust_eps 1e-06, norm_max 10, bias_correction "first", decay_place "parameter"
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.001)")
    beta1 = HyperReal(Hyper.BETA1, "how much of the first moment stays (0 .. below 1, default 0.9)")
    beta2 = HyperReal(Hyper.BETA2, "how much of the second moment stays (0 .. below 1, default 0.999)")
    eps = HyperReal(Hyper.EPS, "keeps the denominator from zero (0 .. 1e+30, default 1e-06)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0.01)")
    trust_ratio = Choice[TrustRatio, TrustRatioLike](Hyper.TRUST_RATIO, TrustRatio,
        "which tensors are scaled: none, those with weight decay, all (never, decayed, always; default decayed)")
    trust_min = HyperReal(Hyper.TRUST_MIN, "the trust ratio is at least this (0 .. 1e+30, default 0)")
    trust_max = HyperReal(Hyper.TRUST_MAX, "the trust ratio is at most this; 0: no limit (0 .. 1e+30, default 0)")
    trust_eps = HyperReal(Hyper.TRUST_EPS, "added to the update's norm (0 .. 1e+30, default 0)")
    norm_max = HyperReal(Hyper.NORM_MAX, "the parameter's norm counts as this at most; 0: no limit (0 .. 1e+30, default 0)")
    grad_averaging = Flag(Hyper.GRAD_AVERAGING, "gradients enter the first moment times 1 - beta1 (default True)")
    bias_correction = Choice[CorrectionForm, CorrectionFormLike](Hyper.BIAS_CORRECTION, CorrectionForm,
        "see CorrectionForm (none, moments, lr, first; default moments)")
    eps_mode = Choice[EpsMode, EpsModeLike](Hyper.EPS_MODE, EpsMode, "sqrt(v) + eps, or sqrt(v + eps) (outside, inside; default outside)")
    decay_place = Choice[DecayPlace, DecayPlaceLike](Hyper.DECAY_PLACE, DecayPlace,
        "where weight_decay acts; see DecayPlace (gradient, parameter, update; default update)")
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
        preset: Optional[Literal["apex", "timm", "optax", "deepspeed", "pytorch_optimizer"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.001,
        beta1: RealLike = 0.9,
        beta2: RealLike = 0.999,
        eps: RealLike = 1e-06,
        weight_decay: RealLike = 0.01,
        trust_ratio: Optional[TrustRatioLike] = None,
        trust_min: Optional[RealLike] = None,
        trust_max: Optional[RealLike] = None,
        trust_eps: Optional[RealLike] = None,
        norm_max: Optional[RealLike] = None,
        grad_averaging: bool = True,
        bias_correction: Optional[CorrectionFormLike] = None,
        eps_mode: EpsModeLike = "outside",
        decay_place: Optional[DecayPlaceLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(Rule.LAMB, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay, trust_ratio=trust_ratio, trust_min=trust_min,
                     trust_max=trust_max, trust_eps=trust_eps, norm_max=norm_max, grad_averaging=grad_averaging,
                     bias_correction=bias_correction, eps_mode=eps_mode, decay_place=decay_place, maximize=maximize, cautious=cautious,
                     null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed)

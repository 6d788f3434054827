"""The rule lars. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, FirstStep, FirstStepLike, Hyper, LrPlace, LrPlaceLike, NullGrad, NullGradLike, Rule, TrustForm,
                     TrustFormLike, TrustRatio, TrustRatioLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class LARS(Optimizer):
    """LARS: SGD with momentum whose gradient is scaled to each tensor's norm; LARC, which clips that scale. Paper and departures:
    src/rules/lars.h.

    Presets, set before whatever is given beside them:

    timm: the defaults
    optax: trust_ratio "always", trust_form "joint", lr_place "inside", first_step "zeros"
    apex: trust_ratio "always", trust_form "larc", trust_clip True
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 1)")
    momentum = HyperReal(Hyper.MOMENTUM, "how much of the momentum buffer stays; 0: no buffer (0 .. below 1, default 0)")
    dampening = HyperReal(Hyper.DAMPENING, "how much of the scaled gradient the buffer refuses (0 .. 1, default 0)")
    nesterov = Flag(Hyper.NESTEROV, "step with gradient and buffer; needs momentum and no dampening (default False)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    trust_coefficient = HyperReal(Hyper.TRUST_COEFFICIENT, "what the trust ratio is multiplied by (0 .. 1e+30, default 0.001)")
    eps = HyperReal(Hyper.EPS, "added to the norm that the trust ratio divides by (0 .. 1e+30, default 1e-08)")
    trust_ratio = Choice[TrustRatio, TrustRatioLike](Hyper.TRUST_RATIO, TrustRatio,
        "which tensors are scaled: none, those with weight decay, all (never, decayed, always; default decayed)")
    trust_form = Choice[TrustForm, TrustFormLike](Hyper.TRUST_FORM, TrustForm,
        "how the ratio is made; see TrustForm (separate, joint, larc; default separate)")
    trust_clip = Flag(Hyper.TRUST_CLIP, "the smaller of lr and the ratio in place of their product (default False)")
    lr_place = Choice[LrPlace, LrPlaceLike](Hyper.LR_PLACE, LrPlace,
        "lr outside or inside the momentum buffer (outside, inside; default outside)")
    first_step = Choice[FirstStep, FirstStepLike](Hyper.FIRST_STEP, FirstStep,
        "what the buffer holds after its first gradient (gradient, zeros; default gradient)")
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
        preset: Optional[Literal["timm", "optax", "apex"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 1,
        momentum: RealLike = 0,
        dampening: RealLike = 0,
        nesterov: bool = False,
        weight_decay: RealLike = 0,
        trust_coefficient: RealLike = 0.001,
        eps: RealLike = 1e-08,
        trust_ratio: Optional[TrustRatioLike] = None,
        trust_form: Optional[TrustFormLike] = None,
        trust_clip: Optional[bool] = None,
        lr_place: Optional[LrPlaceLike] = None,
        first_step: Optional[FirstStepLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(Rule.LARS, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, momentum=momentum, dampening=dampening, nesterov=nesterov, weight_decay=weight_decay,
                     trust_coefficient=trust_coefficient, eps=eps, trust_ratio=trust_ratio, trust_form=trust_form, trust_clip=trust_clip,
                     lr_place=lr_place, first_step=first_step, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                     clip_value=clip_value, seed=seed)

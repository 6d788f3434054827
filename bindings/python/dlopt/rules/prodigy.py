"""The rule prodigy. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import Cautious, CautiousLike, DecayPlace, DecayPlaceLike, Hyper, NullGrad, NullGradLike, Rule
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class Prodigy(Optimizer):
    """Prodigy: Adam that estimates its learning rate as the distance to the solution, over all parameters together. Paper and departures:
    src/rules/prodigy.h.

    Presets, set before whatever is given beside them:

    prodigyopt: the defaults
    optax: bias_correction True
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 1)")
    beta1 = HyperReal(Hyper.BETA1, "how much of the first moment stays (0 .. below 1, default 0.9)")
    beta2 = HyperReal(Hyper.BETA2, "how much of the second moment stays (0 .. below 1, default 0.999)")
    beta3 = HyperReal(Hyper.BETA3, "how much of the sums behind the estimate stays; 0: sqrt(beta2) (0 .. below 1, default 0)")
    eps = HyperReal(Hyper.EPS, "keeps the denominator from zero (0 .. 1e+30, default 1e-08)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    d0 = HyperReal(Hyper.D0, "first estimate of the distance to the solution (1e-30 .. 1e+30, default 1e-06)")
    d_coef = HyperReal(Hyper.D_COEF, "what the estimate is multiplied by (0 .. 1e+30, default 1)")
    growth_rate = HyperReal(Hyper.GROWTH_RATE, "the estimate grows by this factor a step at most (1 .. 1e+30, default 1e+30)")
    safeguard_warmup = Flag(Hyper.SAFEGUARD_WARMUP, "keep lr out of the estimate's denominator (default False)")
    bias_correction = Flag(Hyper.BIAS_CORRECTION, "divide the moments by 1 - beta^t (default False)")
    decay_place = Choice[DecayPlace, DecayPlaceLike](Hyper.DECAY_PLACE, DecayPlace,
        "where weight_decay acts; see DecayPlace (gradient, parameter; default parameter)")
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
        preset: Optional[Literal["prodigyopt", "optax"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 1,
        beta1: RealLike = 0.9,
        beta2: RealLike = 0.999,
        beta3: RealLike = 0,
        eps: RealLike = 1e-08,
        weight_decay: RealLike = 0,
        d0: RealLike = 1e-06,
        d_coef: RealLike = 1,
        growth_rate: RealLike = 1e+30,
        safeguard_warmup: bool = False,
        bias_correction: Optional[bool] = None,
        decay_place: DecayPlaceLike = "parameter",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
    ) -> None:
        super().__init__(Rule.PRODIGY, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, beta1=beta1, beta2=beta2, beta3=beta3, eps=eps, weight_decay=weight_decay, d0=d0, d_coef=d_coef,
                     growth_rate=growth_rate, safeguard_warmup=safeguard_warmup, bias_correction=bias_correction, decay_place=decay_place,
                     maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed)

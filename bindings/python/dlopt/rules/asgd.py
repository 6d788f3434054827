"""The rule asgd. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import Cautious, CautiousLike, Hyper, NullGrad, NullGradLike, RateLr, RateLrLike, Rule, ZeroGrad, ZeroGradLike
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class ASGD(Optimizer):
    """Averaged SGD: plain steps, and the mean of the parameters that they pass. Paper and departures: src/rules/asgd.h.

    Presets, set before whatever is given beside them:

    torch: the defaults
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.01)")
    lambd = HyperReal(Hyper.LAMBD, "decay of the parameters that also slows the rate (0 .. 1e+30, default 0.0001)")
    alpha = HyperReal(Hyper.RATE_POWER, "the rate falls as lr / (1 + lambd lr t)^alpha (0 .. 1e+30, default 0.75)")
    t0 = HyperReal(Hyper.T0, "the step after which averaging starts (0 .. 1e+30, default 1e+06)")
    rate_lr = Choice[RateLr, RateLrLike](Hyper.RATE_LR, RateLr,
        "whether the rate is of the lr of the step before (previous, current; default previous)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
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
    zero_grad = Choice[ZeroGrad, ZeroGradLike](Hyper.ZERO_GRAD, ZeroGrad,
        "an element with gradient 0 steps as any other, or stays with its state (step, skip; default step)")

    def __init__(
        self,
        *,
        params: Params = None,
        preset: Optional[Literal["torch"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.01,
        lambd: RealLike = 0.0001,
        alpha: RealLike = 0.75,
        t0: RealLike = 1000000.0,
        rate_lr: RateLrLike = "previous",
        weight_decay: RealLike = 0,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
    ) -> None:
        super().__init__(Rule.ASGD, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, lambd=lambd, alpha=alpha, t0=t0, rate_lr=rate_lr, weight_decay=weight_decay, maximize=maximize,
                     cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad)

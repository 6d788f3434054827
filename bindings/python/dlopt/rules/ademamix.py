"""The rule ademamix. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayMode, DecayModeLike, DecayOrder, DecayOrderLike, Hyper, NullGrad, NullGradLike, Rule,
                     ZeroGrad, ZeroGradLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class AdEMAMix(Optimizer):
    """AdEMAMix: Adam with a second, slow mean of gradients added to the first. Paper and departures: src/rules/ademamix.h.

    Presets, set before whatever is given beside them:

    optax: the defaults
    pytorch_optimizer: decay_mode "l2"
    bnb: decay_order "after"
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.001)")
    beta1 = HyperReal(Hyper.BETA1, "how much of the fast mean stays (0 .. below 1, default 0.9)")
    beta2 = HyperReal(Hyper.BETA2, "how much of the second moment stays (0 .. below 1, default 0.999)")
    beta3 = HyperReal(Hyper.BETA3, "how much of the slow mean stays, after its warm-up (0 .. below 1, default 0.9999)")
    alpha = HyperReal(Hyper.SLOW_WEIGHT, "how often the slow mean counts, after its warm-up (0 .. 1e+30, default 5)")
    t_alpha = Integer(Hyper.T_ALPHA, "steps over which alpha rises from 0; 0: none (0 .. 2^53, default 0)")
    t_beta3 = Integer(Hyper.T_BETA3, "steps over which beta3 rises from beta1; 0: none (0 .. 2^53, default 0)")
    eps = HyperReal(Hyper.EPS, "keeps the denominator from zero (0 .. 1e+30, default 1e-08)")
    eps_root = HyperReal(Hyper.EPS_ROOT, "added to the second moment inside the root (0 .. 1e+30, default 0)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    decay_mode = Choice[DecayMode, DecayModeLike](Hyper.DECAY_MODE, DecayMode,
        "how weight_decay acts; see DecayMode (l2, decoupled, independent, corrected, fixed, proximal, l1, cautious; default decoupled)")
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
    decay_order = Choice[DecayOrder, DecayOrderLike](Hyper.DECAY_ORDER, DecayOrder,
        "decay beside the update: before or after it (before, after; default before)")
    decay_lr = HyperReal(Hyper.DECAY_LR, "lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)")

    def __init__(
        self,
        *,
        params: Params = None,
        preset: Optional[Literal["optax", "pytorch_optimizer", "bnb"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.001,
        beta1: RealLike = 0.9,
        beta2: RealLike = 0.999,
        beta3: RealLike = 0.9999,
        alpha: RealLike = 5,
        t_alpha: int = 0,
        t_beta3: int = 0,
        eps: RealLike = 1e-08,
        eps_root: RealLike = 0,
        weight_decay: RealLike = 0,
        decay_mode: Optional[DecayModeLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
        decay_order: Optional[DecayOrderLike] = None,
        decay_lr: RealLike = 0,
    ) -> None:
        super().__init__(Rule.ADEMAMIX, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, beta1=beta1, beta2=beta2, beta3=beta3, alpha=alpha, t_alpha=t_alpha, t_beta3=t_beta3, eps=eps,
                     eps_root=eps_root, weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                     null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order,
                     decay_lr=decay_lr)

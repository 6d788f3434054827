"""The rule adagrad. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayMode, DecayModeLike, DecayOrder, DecayOrderLike, EpsMode, EpsModeLike, Hyper, NullGrad,
                     NullGradLike, Rule, ZeroGrad, ZeroGradLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class Adagrad(Optimizer):
    """AdaGrad. Paper and departures: src/rules/adagrad.h.

    Presets, set before whatever is given beside them:

    torch: the defaults
    optax: initial_accumulator_value 0.1, eps_mode "inside"
    tf: initial_accumulator_value 0.1, eps_mode "inside", decay_mode "decoupled"
    apex: the defaults
    bnb: the defaults
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.01)")
    lr_decay = HyperReal(Hyper.LR_DECAY, "at step t the rate is lr / (1 + (t - 1) lr_decay) (0 .. 1e+30, default 0)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    initial_accumulator_value = HyperReal(Hyper.INITIAL_ACCUMULATOR_VALUE, "what the sum of squares starts from (0 .. 1e+30, default 0)")
    eps = HyperReal(Hyper.EPS, "keeps the denominator from zero (0 .. 1e+30, default 1e-10)")
    eps_mode = Choice[EpsMode, EpsModeLike](Hyper.EPS_MODE, EpsMode,
        "sqrt(sum) + eps, or sqrt(sum + eps) (outside, inside; default outside)")
    decay_mode = Choice[DecayMode, DecayModeLike](Hyper.DECAY_MODE, DecayMode,
        "how weight_decay acts; see DecayMode (l2, decoupled, independent, corrected, fixed, proximal, l1, cautious; default l2)")
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
        preset: Optional[Literal["torch", "optax", "tf", "apex", "bnb"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.01,
        lr_decay: RealLike = 0,
        weight_decay: RealLike = 0,
        initial_accumulator_value: Optional[RealLike] = None,
        eps: RealLike = 1e-10,
        eps_mode: Optional[EpsModeLike] = None,
        decay_mode: Optional[DecayModeLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
        decay_order: DecayOrderLike = "before",
        decay_lr: RealLike = 0,
    ) -> None:
        super().__init__(Rule.ADAGRAD, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, lr_decay=lr_decay, weight_decay=weight_decay, initial_accumulator_value=initial_accumulator_value, eps=eps,
                     eps_mode=eps_mode, decay_mode=decay_mode, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                     clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

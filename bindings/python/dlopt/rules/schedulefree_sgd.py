"""The rule schedulefree_sgd. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import Hyper, NullGrad, NullGradLike, Rule, ZeroGrad, ZeroGradLike
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class ScheduleFreeSGD(Optimizer):
    """Schedule-Free SGD: steps of z, an average x of them, and gradients taken at y between the two. Paper and departures:
    src/rules/schedulefree_sgd.h.

    Presets, set before whatever is given beside them:

    schedulefree: the defaults
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 1)")
    momentum = HyperReal(Hyper.MOMENTUM, "how far y stands from z towards the average x (0.001 .. below 1, default 0.9)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    warmup_steps = Integer(Hyper.WARMUP_STEPS, "steps over which lr rises linearly to its value (0 .. 2^53, default 0)")
    r = HyperReal(Hyper.R, "step t counts t^r times in the average (0 .. 10, default 0)")
    weight_lr_power = HyperReal(Hyper.WEIGHT_LR_POWER, "and the largest lr so far to this power (0 .. 10, default 2)")
    maximize = Flag(Hyper.MAXIMIZE, "climb instead of descend (default False)")
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
        preset: Optional[Literal["schedulefree"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 1,
        momentum: RealLike = 0.9,
        weight_decay: RealLike = 0,
        warmup_steps: int = 0,
        r: RealLike = 0,
        weight_lr_power: RealLike = 2,
        maximize: bool = False,
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
        zero_grad: ZeroGradLike = "step",
    ) -> None:
        super().__init__(Rule.SCHEDULEFREE_SGD, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, momentum=momentum, weight_decay=weight_decay, warmup_steps=warmup_steps, r=r, weight_lr_power=weight_lr_power,
                     maximize=maximize, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad)

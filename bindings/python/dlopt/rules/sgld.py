"""The rule sgld. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayMode, DecayModeLike, DecayOrder, DecayOrderLike, Hyper, NullGrad, NullGradLike, Rule,
                     ZeroGrad, ZeroGradLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class SGLD(Optimizer):
    """Stochastic gradient Langevin dynamics: a step of gradient descent and as much noise as makes the parameters a sample. Paper and
    departures: src/rules/sgld.h.

    Presets, set before whatever is given beside them:

    tfp: burn_in 25
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.001)")
    data_size = HyperReal(Hyper.DATA_SIZE, "examples in the data, N (1 .. 1e+30, default 1)")
    temperature = HyperReal(Hyper.TEMPERATURE, "the noise has variance lr temperature (0 .. 1e+30, default 1)")
    burn_in = Integer(Hyper.BURN_IN, "steps without noise at the beginning (0 .. 2^53, default 0)")
    seed = Integer(Hyper.SEED, "of the noise, and of parameters that are rounded stochastically (0 .. 2^53, default 0)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
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
    zero_grad = Choice[ZeroGrad, ZeroGradLike](Hyper.ZERO_GRAD, ZeroGrad,
        "an element with gradient 0 steps as any other, or stays with its state (step, skip; default step)")
    decay_order = Choice[DecayOrder, DecayOrderLike](Hyper.DECAY_ORDER, DecayOrder,
        "decay beside the update: before or after it (before, after; default before)")
    decay_lr = HyperReal(Hyper.DECAY_LR, "lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)")

    def __init__(
        self,
        *,
        params: Params = None,
        preset: Optional[Literal["tfp"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.001,
        data_size: RealLike = 1,
        temperature: RealLike = 1,
        burn_in: Optional[int] = None,
        seed: int = 0,
        weight_decay: RealLike = 0,
        decay_mode: DecayModeLike = "l2",
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        zero_grad: ZeroGradLike = "step",
        decay_order: DecayOrderLike = "before",
        decay_lr: RealLike = 0,
    ) -> None:
        super().__init__(Rule.SGLD, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, data_size=data_size, temperature=temperature, burn_in=burn_in, seed=seed, weight_decay=weight_decay,
                     decay_mode=decay_mode, maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm,
                     clip_value=clip_value, zero_grad=zero_grad, decay_order=decay_order, decay_lr=decay_lr)

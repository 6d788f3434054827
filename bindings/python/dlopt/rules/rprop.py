"""The rule rprop. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayMode, DecayModeLike, DecayOrder, DecayOrderLike, Hyper, NullGrad, NullGradLike, RpropForm,
                     RpropFormLike, Rule, ZeroGrad, ZeroGradLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class Rprop(Optimizer):
    """Rprop: a step size of its own for each weight, led by the sign of the gradient alone. Paper and departures: src/rules/rprop.h.

    Presets, set before whatever is given beside them:

    torch: the defaults
    """

    lr = HyperReal(Hyper.LR, "size of a weight's first step; later ones do not read it (0 .. 1e+30, default 0.01)")
    etaminus = HyperReal(Hyper.ETAMINUS, "factor of the step size where the gradient turned (0 .. below 1, default 0.5)")
    etaplus = HyperReal(Hyper.ETAPLUS, "factor of the step size where the gradient kept its sign (1 .. 1e+30, default 1.2)")
    step_size_min = HyperReal(Hyper.STEP_SIZE_MIN, "smallest step size (0 .. 1e+30, default 1e-06)")
    step_size_max = HyperReal(Hyper.STEP_SIZE_MAX, "largest step size (0 .. 1e+30, default 50)")
    rprop_form = Choice[RpropForm, RpropFormLike](Hyper.RPROP_FORM, RpropForm,
        "what a weight does where its gradient turned (irprop_minus, irprop_plus, rprop_plus; default irprop_minus)")
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
        preset: Optional[Literal["torch"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.01,
        etaminus: RealLike = 0.5,
        etaplus: RealLike = 1.2,
        step_size_min: RealLike = 1e-06,
        step_size_max: RealLike = 50,
        rprop_form: RpropFormLike = "irprop_minus",
        weight_decay: RealLike = 0,
        decay_mode: DecayModeLike = "l2",
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
        super().__init__(Rule.RPROP, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, etaminus=etaminus, etaplus=etaplus, step_size_min=step_size_min, step_size_max=step_size_max,
                     rprop_form=rprop_form, weight_decay=weight_decay, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                     null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order,
                     decay_lr=decay_lr)

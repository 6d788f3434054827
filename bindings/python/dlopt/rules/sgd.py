"""The rule sgd. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayMode, DecayModeLike, DecayOrder, DecayOrderLike, FirstStep, FirstStepLike, Hyper,
                     MomentumForm, MomentumFormLike, NullGrad, NullGradLike, Rule, ZeroGrad, ZeroGradLike)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class SGD(Optimizer):
    """SGD with momentum. Paper and departures: src/rules/sgd.h.

    Presets, set before whatever is given beside them:

    torch: the defaults
    optax: first_step "zeros"
    sutskever: momentum_form "sutskever", first_step "zeros"
    tf: momentum_form "sutskever", first_step "zeros", decay_mode "decoupled"
    timm: decay_mode "decoupled"
    apex: the defaults
    bnb: the defaults
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.001)")
    momentum = HyperReal(Hyper.MOMENTUM, "how much of the momentum buffer stays; 0: no buffer (0 .. below 1, default 0)")
    dampening = HyperReal(Hyper.DAMPENING, "how much of the gradient the buffer refuses (momentum_form torch) (0 .. 1, default 0)")
    nesterov = Flag(Hyper.NESTEROV, "step with gradient and buffer; needs momentum and no dampening (default False)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    momentum_form = Choice[MomentumForm, MomentumFormLike](Hyper.MOMENTUM_FORM, MomentumForm,
        "how the buffer is kept (torch, ema, sutskever; default torch)")
    first_step = Choice[FirstStep, FirstStepLike](Hyper.FIRST_STEP, FirstStep,
        "what the buffer holds after its first gradient (gradient, zeros; default gradient)")
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
        preset: Optional[Literal["torch", "optax", "sutskever", "tf", "timm", "apex", "bnb"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.001,
        momentum: RealLike = 0,
        dampening: RealLike = 0,
        nesterov: bool = False,
        weight_decay: RealLike = 0,
        momentum_form: Optional[MomentumFormLike] = None,
        first_step: Optional[FirstStepLike] = None,
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
        super().__init__(Rule.SGD, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, momentum=momentum, dampening=dampening, nesterov=nesterov, weight_decay=weight_decay,
                     momentum_form=momentum_form, first_step=first_step, decay_mode=decay_mode, maximize=maximize, cautious=cautious,
                     null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed, zero_grad=zero_grad, decay_order=decay_order,
                     decay_lr=decay_lr)

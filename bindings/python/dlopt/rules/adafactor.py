"""The rule adafactor. Written by bindings/generate."""

from math import inf
from typing import Literal, Optional

from ..enums import (Cautious, CautiousLike, DecayBy, DecayByLike, DecayMode, DecayModeLike, DecayOrder, DecayOrderLike, EpsForm,
                     EpsFormLike, Factored, FactoredLike, Hyper, LrPlace, LrPlaceLike, NullGrad, NullGradLike, RelativeStep,
                     RelativeStepLike, Rule)
from ..fields import Choice, Flag, HyperReal, Integer, RealLike
from ..optimizer import Optimizer, Params
from ..runtime import Runtime


class Adafactor(Optimizer):
    """Adafactor: gradients divided by a root mean square of which only the means of rows and columns are kept. Paper and departures:
    src/rules/adafactor.h.

    Presets, set before whatever is given beside them:

    torch: the defaults
    optax: eps_form "added", relative_step "off", factored "largest", min_dim_size_to_factor 128, decay_mode "fixed"
    timm: eps_form "added", factored "leading", min_dim_size_to_factor 17, decay_by "step_size"
    pytorch_optimizer: eps_form "added", decay_by "step_size"
    big_vision: eps_form "added", relative_step "off", scale_parameter False, factored "largest", min_dim_size_to_factor 16, lr_place
        "outside"
    """

    lr = HyperReal(Hyper.LR, "learning rate (0 .. 1e+30, default 0.01)")
    beta2_decay = HyperReal(Hyper.BETA2_DECAY, "1 - t^this of the second moment stays at step t (-100 .. 0, default -0.8)")
    beta2 = HyperReal(Hyper.BETA2, "at most this much of the second moment stays (0 .. 1, default 1)")
    beta1 = HyperReal(Hyper.BETA1, "how much of the mean update stays; 0: there is none (0 .. below 1, default 0)")
    eps1 = HyperReal(Hyper.EPS1, "keeps the second moment from zero (0 .. 1e+30, default 1e-30)")
    eps2 = HyperReal(Hyper.EPS2, "the RMS of a parameter counts as this at least (0 .. 1e+30, default 0.001)")
    d = HyperReal(Hyper.D, "limit of the RMS of a parameter's update, before lr (1e-30 .. inf, default 1)")
    weight_decay = HyperReal(Hyper.WEIGHT_DECAY, "pull of the parameters towards zero (0 .. 1e+30, default 0)")
    eps_form = Choice[EpsForm, EpsFormLike](Hyper.EPS_FORM, EpsForm,
        "where eps1 acts; see EpsForm (machine, floor, added; default machine)")
    relative_step = Choice[RelativeStep, RelativeStepLike](Hyper.RELATIVE_STEP, RelativeStep,
        "lr at a step; see RelativeStep (off, on, warmup; default on)")
    scale_parameter = Flag(Hyper.SCALE_PARAMETER, "multiply the step by the RMS of its parameter (default True)")
    factored = Choice[Factored, FactoredLike](Hyper.FACTORED, Factored,
        "which dimensions; see Factored (none, last, largest, leading; default last)")
    min_dim_size_to_factor = Integer(Hyper.MIN_DIM_SIZE_TO_FACTOR, "dimensions of fewer elements are not factored (0 .. 2^53, default 0)")
    lr_place = Choice[LrPlace, LrPlaceLike](Hyper.LR_PLACE, LrPlace,
        "lr outside or inside the mean update (outside, inside; default inside)")
    decay_mode = Choice[DecayMode, DecayModeLike](Hyper.DECAY_MODE, DecayMode,
        "how weight_decay acts; see DecayMode (l2, decoupled, independent, corrected, fixed, proximal, l1, cautious; default decoupled)")
    decay_by = Choice[DecayBy, DecayByLike](Hyper.DECAY_BY, DecayBy, "what decay takes for lr; see DecayBy (lr, step_size; default lr)")
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
    decay_order = Choice[DecayOrder, DecayOrderLike](Hyper.DECAY_ORDER, DecayOrder,
        "decay beside the update: before or after it (before, after; default before)")
    decay_lr = HyperReal(Hyper.DECAY_LR, "lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)")

    def __init__(
        self,
        *,
        params: Params = None,
        preset: Optional[Literal["torch", "optax", "timm", "pytorch_optimizer", "big_vision"]] = None,
        runtime: Optional[Runtime] = None,
        lr: RealLike = 0.01,
        beta2_decay: RealLike = -0.8,
        beta2: RealLike = 1,
        beta1: RealLike = 0,
        eps1: RealLike = 1e-30,
        eps2: RealLike = 0.001,
        d: RealLike = 1,
        weight_decay: RealLike = 0,
        eps_form: Optional[EpsFormLike] = None,
        relative_step: Optional[RelativeStepLike] = None,
        scale_parameter: Optional[bool] = None,
        factored: Optional[FactoredLike] = None,
        min_dim_size_to_factor: Optional[int] = None,
        lr_place: Optional[LrPlaceLike] = None,
        decay_mode: Optional[DecayModeLike] = None,
        decay_by: Optional[DecayByLike] = None,
        maximize: bool = False,
        cautious: CautiousLike = "off",
        null_grad: NullGradLike = "skip",
        max_norm: RealLike = inf,
        clip_value: RealLike = inf,
        seed: int = 0,
        decay_order: DecayOrderLike = "before",
        decay_lr: RealLike = 0,
    ) -> None:
        super().__init__(Rule.ADAFACTOR, params=params, preset=preset, runtime=runtime)
        self._settle(lr=lr, beta2_decay=beta2_decay, beta2=beta2, beta1=beta1, eps1=eps1, eps2=eps2, d=d, weight_decay=weight_decay,
                     eps_form=eps_form, relative_step=relative_step, scale_parameter=scale_parameter, factored=factored,
                     min_dim_size_to_factor=min_dim_size_to_factor, lr_place=lr_place, decay_mode=decay_mode, decay_by=decay_by,
                     maximize=maximize, cautious=cautious, null_grad=null_grad, max_norm=max_norm, clip_value=clip_value, seed=seed,
                     decay_order=decay_order, decay_lr=decay_lr)

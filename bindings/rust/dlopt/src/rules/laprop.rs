//! Builder of `laprop`. Written by bindings/generate.

use crate::choices::{Cautious, DecayMode, DecayOrder, EpsMode, LrPlace, NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// LaProp: each gradient is divided by the root of the second moment first, and then averaged. Paper and
    /// departures: `src/rules/laprop.h` of the library. Presets: `timm`, `pytorch_optimizer`.
    LaProp {
        /// learning rate (0 .. 1e+30, default 0.0004)
        lr: f64 => Lr,
        /// how much of the mean of scaled gradients stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-15)
        eps: f64 => Eps,
        /// added to the second moment inside the root; eps_mode hat: before its correction (0 .. 1e+30, default 0)
        eps_root: f64 => EpsRoot,
        /// where eps stands; see [`EpsMode`] (default [`Outside`](EpsMode))
        eps_mode: EpsMode => EpsMode,
        /// lr outside or inside the mean (default [`Inside`](LrPlace))
        lr_place: LrPlace => LrPlace,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// how weight_decay acts; see [`DecayMode`] (default [`Decoupled`](DecayMode))
        decay_mode: DecayMode => DecayMode,
        /// decay beside the update: before or after it (default [`After`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// climb instead of descend (default false)
        maximize: bool => Maximize,
        /// take only steps that agree with their gradients; see [`Cautious`] (default [`Off`](Cautious))
        cautious: Cautious => Cautious,
        /// a parameter without a gradient is left out, or steps with zeros (default [`Skip`](NullGrad))
        null_grad: NullGrad => NullGrad,
        /// limit of the common norm of all gradients, where a step gives none; the same in every group (0 .. infinity,
        /// default infinity)
        max_norm: f64 => MaxNorm,
        /// limit of each gradient element, where a step gives none; the same in every group (0 .. infinity, default
        /// infinity)
        clip_value: f64 => ClipValue,
        /// of parameters that are rounded stochastically (0 .. 2^53, default 0)
        seed: i64 => Seed,
        /// an element with gradient 0 steps as any other, or stays with its state (default [`Step`](ZeroGrad))
        zero_grad: ZeroGrad => ZeroGrad,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}

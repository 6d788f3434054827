//! Builder of `came`. Written by bindings/generate.

use crate::choices::{Cautious, DecayMode, DecayOrder, NullGrad};
use crate::value::rule;

rule! {
    /// CAME: Adafactor with momentum, where steps are short if the updates have not agreed with their mean. Paper and
    /// departures: `src/rules/came.h` of the library. Presets: `pytorch_optimizer`.
    Came {
        /// learning rate (0 .. 1e+30, default 0.0002)
        lr: f64 => Lr,
        /// how much of the mean update stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// how much of the mean squared distance of updates from their mean stays (0 .. below 1, default 0.9999)
        beta3: f64 => Beta3,
        /// added to squared gradients (0 .. 1e+30, default 1e-30)
        eps1: f64 => Eps1,
        /// added to squared distances of updates from their mean (0 .. 1e+30, default 1e-16)
        eps2: f64 => Eps2,
        /// limit of the RMS of a parameter's update, before lr (1e-30 .. infinity, default 1)
        d: f64 => D,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// how weight_decay acts; see [`DecayMode`] (default [`Decoupled`](DecayMode))
        decay_mode: DecayMode => DecayMode,
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
        /// decay beside the update: before or after it (default [`Before`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}

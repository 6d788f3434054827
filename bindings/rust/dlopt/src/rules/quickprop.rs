//! Builder of `quickprop`. Written by bindings/generate.

use crate::choices::{Cautious, DecayMode, DecayOrder, NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// Quickprop: the secant method for each weight on its own. Paper and departures: `src/rules/quickprop.h` of the
    /// library. Presets: `fann`.
    Quickprop {
        /// learning rate (0 .. 1e+30, default 0.7)
        lr: f64 => Lr,
        /// how many times the last step a step may be (0 .. 1e+30, default 1.75)
        mu: f64 => Mu,
        /// last steps up to this size count as none (0 .. 1e+30, default 0)
        step_threshold: f64 => StepThreshold,
        /// weights are kept in \[-this, this\]; 0: they are not (0 .. 1e+30, default 0)
        weight_limit: f64 => WeightLimit,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0.0001)
        weight_decay: f64 => WeightDecay,
        /// how weight_decay acts; see [`DecayMode`] (default [`L2`](DecayMode))
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
        /// an element with gradient 0 steps as any other, or stays with its state (default [`Step`](ZeroGrad))
        zero_grad: ZeroGrad => ZeroGrad,
        /// decay beside the update: before or after it (default [`Before`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}

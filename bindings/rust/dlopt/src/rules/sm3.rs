//! Builder of `sm3`. Written by bindings/generate.

use crate::choices::{AccumulatorForm, Cautious, DecayMode, DecayOrder, NullGrad};
use crate::value::rule;

rule! {
    /// SM3: AdaGrad that keeps one sum for each index of each dimension, the largest that its elements have. Paper and
    /// departures: `src/rules/sm3.h` of the library. Presets: `optax`, `pytorch_optimizer`.
    Sm3 {
        /// learning rate (0 .. 1e+30, default 0.1)
        lr: f64 => Lr,
        /// how much of the mean of scaled gradients stays; 0: there is none (0 .. below 1, default 0.9)
        momentum: f64 => Momentum,
        /// how much of the second moment stays; 1: it is a sum (0 .. 1, default 1)
        beta2: f64 => Beta2,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// whether a running mean may fall; see [`AccumulatorForm`] (default [`Latest`](AccumulatorForm))
        accumulator_form: AccumulatorForm => AccumulatorForm,
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

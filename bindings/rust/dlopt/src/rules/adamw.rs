//! Builder of `adamw`. Written by bindings/generate.

use crate::choices::{AmsgradForm, Cautious, DecayMode, DecayOrder, EpsMode, NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// AdamW: Adam with decoupled weight decay, on by default. Paper and departures: `src/rules/adamw.h` of the
    /// library. Presets: `torch`, `optax`, `apex`, `bnb`.
    AdamW {
        /// learning rate (0 .. 1e+30, default 0.001)
        lr: f64 => Lr,
        /// how much of the first moment stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0.01)
        weight_decay: f64 => WeightDecay,
        /// divide by the largest second moment so far (default false)
        amsgrad: bool => Amsgrad,
        /// divide the moments by 1 - beta^t (default true)
        bias_correction: bool => BiasCorrection,
        /// where eps stands; see [`EpsMode`] (default [`Outside`](EpsMode))
        eps_mode: EpsMode => EpsMode,
        /// maximum of the raw or of the corrected moment (default [`Raw`](AmsgradForm))
        amsgrad_form: AmsgradForm => AmsgradForm,
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
        /// an element with gradient 0 steps as any other, or stays with its state (default [`Step`](ZeroGrad))
        zero_grad: ZeroGrad => ZeroGrad,
        /// decay beside the update: before or after it (default [`Before`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}

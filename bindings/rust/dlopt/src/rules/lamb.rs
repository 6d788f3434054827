//! Builder of `lamb`. Written by bindings/generate.

use crate::choices::{Cautious, CorrectionForm, DecayPlace, EpsMode, NullGrad, TrustRatio};
use crate::value::rule;

rule! {
    /// LAMB: Adam whose update is scaled to each tensor's norm. Paper and departures: `src/rules/lamb.h` of the
    /// library. Presets: `apex`, `timm`, `optax`, `deepspeed`, `pytorch_optimizer`.
    Lamb {
        /// learning rate (0 .. 1e+30, default 0.001)
        lr: f64 => Lr,
        /// how much of the first moment stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-06)
        eps: f64 => Eps,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0.01)
        weight_decay: f64 => WeightDecay,
        /// which tensors are scaled: none, those with weight decay, all (default [`Decayed`](TrustRatio))
        trust_ratio: TrustRatio => TrustRatio,
        /// the trust ratio is at least this (0 .. 1e+30, default 0)
        trust_min: f64 => TrustMin,
        /// the trust ratio is at most this; 0: no limit (0 .. 1e+30, default 0)
        trust_max: f64 => TrustMax,
        /// added to the update's norm (0 .. 1e+30, default 0)
        trust_eps: f64 => TrustEps,
        /// the parameter's norm counts as this at most; 0: no limit (0 .. 1e+30, default 0)
        norm_max: f64 => NormMax,
        /// gradients enter the first moment times 1 - beta1 (default true)
        grad_averaging: bool => GradAveraging,
        /// see [`CorrectionForm`] (default [`Moments`](CorrectionForm))
        bias_correction: CorrectionForm => BiasCorrection,
        /// sqrt(v) + eps, or sqrt(v + eps) (default [`Outside`](EpsMode))
        eps_mode: EpsMode => EpsMode,
        /// where weight_decay acts; see [`DecayPlace`] (default [`Update`](DecayPlace))
        decay_place: DecayPlace => DecayPlace,
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
    }
}

//! Builder of `novograd`. Written by bindings/generate.

use crate::choices::{Cautious, DecayPlace, EpsMode, FirstStep, GradAveraging, NullGrad};
use crate::value::rule;

rule! {
    /// NovoGrad: momentum of gradients that are divided by a running norm of their tensor. Paper and departures:
    /// `src/rules/novograd.h` of the library. Presets: `pytorch_optimizer`, `optax`, `timm`, `apex`.
    NovoGrad {
        /// learning rate (0 .. 1e+30, default 0.001)
        lr: f64 => Lr,
        /// how much of the first moment stays (0 .. below 1, default 0.95)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.98)
        beta2: f64 => Beta2,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// gradients enter the first moment times 1 - beta1: none, all, all but the first (default
        /// [`Off`](GradAveraging))
        grad_averaging: GradAveraging => GradAveraging,
        /// divide the moments by 1 - beta^t (default false)
        bias_correction: bool => BiasCorrection,
        /// sqrt(v) + eps, or sqrt(v + eps) (default [`Outside`](EpsMode))
        eps_mode: EpsMode => EpsMode,
        /// what the second moment begins with (default [`Gradient`](FirstStep))
        first_step: FirstStep => FirstStep,
        /// where weight_decay acts; see [`DecayPlace`] (default [`Gradient`](DecayPlace))
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

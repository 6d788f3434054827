//! Builder of `prodigy`. Written by bindings/generate.

use crate::choices::{Cautious, DecayPlace, NullGrad};
use crate::value::rule;

rule! {
    /// Prodigy: Adam that estimates its learning rate as the distance to the solution, over all parameters together.
    /// Paper and departures: `src/rules/prodigy.h` of the library. Presets: `prodigyopt`, `optax`.
    Prodigy {
        /// learning rate (0 .. 1e+30, default 1)
        lr: f64 => Lr,
        /// how much of the first moment stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// how much of the sums behind the estimate stays; 0: sqrt(beta2) (0 .. below 1, default 0)
        beta3: f64 => Beta3,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// first estimate of the distance to the solution (1e-30 .. 1e+30, default 1e-06)
        d0: f64 => D0,
        /// what the estimate is multiplied by (0 .. 1e+30, default 1)
        d_coef: f64 => DCoef,
        /// the estimate grows by this factor a step at most (1 .. 1e+30, default 1e+30)
        growth_rate: f64 => GrowthRate,
        /// keep lr out of the estimate's denominator (default false)
        safeguard_warmup: bool => SafeguardWarmup,
        /// divide the moments by 1 - beta^t (default false)
        bias_correction: bool => BiasCorrection,
        /// where weight_decay acts; see [`DecayPlace`] (default [`Parameter`](DecayPlace))
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

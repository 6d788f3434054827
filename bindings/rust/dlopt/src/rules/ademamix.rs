//! Builder of `ademamix`. Written by bindings/generate.

use crate::choices::{Cautious, DecayMode, DecayOrder, NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// AdEMAMix: Adam with a second, slow mean of gradients added to the first. Paper and departures:
    /// `src/rules/ademamix.h` of the library. Presets: `optax`, `pytorch_optimizer`, `bnb`.
    AdEmaMix {
        /// learning rate (0 .. 1e+30, default 0.001)
        lr: f64 => Lr,
        /// how much of the fast mean stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// how much of the slow mean stays, after its warm-up (0 .. below 1, default 0.9999)
        beta3: f64 => Beta3,
        /// how often the slow mean counts, after its warm-up (0 .. 1e+30, default 5)
        alpha: f64 => SlowWeight,
        /// steps over which alpha rises from 0; 0: none (0 .. 2^53, default 0)
        t_alpha: i64 => TAlpha,
        /// steps over which beta3 rises from beta1; 0: none (0 .. 2^53, default 0)
        t_beta3: i64 => TBeta3,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// added to the second moment inside the root (0 .. 1e+30, default 0)
        eps_root: f64 => EpsRoot,
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
        /// an element with gradient 0 steps as any other, or stays with its state (default [`Step`](ZeroGrad))
        zero_grad: ZeroGrad => ZeroGrad,
        /// decay beside the update: before or after it (default [`Before`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}

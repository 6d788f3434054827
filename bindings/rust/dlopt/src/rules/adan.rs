//! Builder of `adan`. Written by bindings/generate.

use crate::choices::{Cautious, DecayMode, DecayOrder, DiffForm, NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// Adan: Adam with Nesterov's momentum made of the differences between successive gradients. Paper and departures:
    /// `src/rules/adan.h` of the library. Presets: `timm`, `pytorch_optimizer`, `optax`.
    Adan {
        /// learning rate (0 .. 1e+30, default 0.001)
        lr: f64 => Lr,
        /// how much of the first moment stays (0 .. below 1, default 0.98)
        beta1: f64 => Beta1,
        /// how much of the mean difference stays (0 .. below 1, default 0.92)
        beta2: f64 => Beta2,
        /// how much of the second moment stays (0 .. below 1, default 0.99)
        beta3: f64 => Beta3,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// added to the second moment inside the root (0 .. 1e+30, default 0)
        eps_root: f64 => EpsRoot,
        /// how often differences count: beta2 or 1 - beta2 (default [`Beta2`](DiffForm))
        diff_form: DiffForm => DiffForm,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// how weight_decay acts; see [`DecayMode`] (default [`Proximal`](DecayMode))
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

//! Builder of `asgd`. Written by bindings/generate.

use crate::choices::{Cautious, NullGrad, RateLr, ZeroGrad};
use crate::value::rule;

rule! {
    /// Averaged SGD: plain steps, and the mean of the parameters that they pass. Paper and departures:
    /// `src/rules/asgd.h` of the library. Presets: `torch`.
    Asgd {
        /// learning rate (0 .. 1e+30, default 0.01)
        lr: f64 => Lr,
        /// decay of the parameters that also slows the rate (0 .. 1e+30, default 0.0001)
        lambd: f64 => Lambd,
        /// the rate falls as lr / (1 + lambd lr t)^alpha (0 .. 1e+30, default 0.75)
        alpha: f64 => RatePower,
        /// the step after which averaging starts (0 .. 1e+30, default 1e+06)
        t0: f64 => T0,
        /// whether the rate is of the lr of the step before (default [`Previous`](RateLr))
        rate_lr: RateLr => RateLr,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
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
    }
}

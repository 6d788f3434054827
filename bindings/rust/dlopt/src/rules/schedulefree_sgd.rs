//! Builder of `schedulefree_sgd`. Written by bindings/generate.

use crate::choices::{NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// Schedule-Free SGD: steps of z, an average x of them, and gradients taken at y between the two. Paper and
    /// departures: `src/rules/schedulefree_sgd.h` of the library. Presets: `schedulefree`.
    ScheduleFreeSgd {
        /// learning rate (0 .. 1e+30, default 1)
        lr: f64 => Lr,
        /// how far y stands from z towards the average x (0.001 .. below 1, default 0.9)
        momentum: f64 => Momentum,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// steps over which lr rises linearly to its value (0 .. 2^53, default 0)
        warmup_steps: i64 => WarmupSteps,
        /// step t counts t^r times in the average (0 .. 10, default 0)
        r: f64 => R,
        /// and the largest lr so far to this power (0 .. 10, default 2)
        weight_lr_power: f64 => WeightLrPower,
        /// climb instead of descend (default false)
        maximize: bool => Maximize,
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

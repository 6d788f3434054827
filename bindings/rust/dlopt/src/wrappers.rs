//! Builders of what accompanies an optimizer. Written by bindings/generate.

use crate::choices::{AccumulateReduce, EmaWarmup, LookaheadInitial, LookaheadState};
use crate::value::wrapper;

wrapper! {
    /// exponential moving average of the parameters, in buffers of the caller.
    Ema {
        /// how much of the average stays at an update (0 .. below 1, default 0.999)
        decay: f64 => Decay,
        /// how decay grows at first; see [`EmaWarmup`] (default [`None`](EmaWarmup))
        warmup: EmaWarmup => Warmup,
        /// warmup power: updates are divided by it (1e-30 .. 1e+30, default 1)
        gamma: f64 => Gamma,
        /// warmup power: its exponent (0 .. 1e+30, default 0.666667)
        power: f64 => Power,
        /// a warm-up does not go below it (0 .. below 1, default 0)
        min_decay: f64 => MinDecay,
        /// average as if from zero, corrected as Adam corrects its moments (default false)
        debias: bool => Debias,
        /// steps of the optimizer before the average begins (0 .. 2^53, default 0)
        start: i64 => Start,
        /// steps from one update of the average to the next (1 .. 2^53, default 1)
        every: i64 => Every,
    }
}

wrapper! {
    /// plain mean of the parameters, in buffers of the caller.
    Swa {
        /// steps of the optimizer before the average begins (0 .. 2^53, default 0)
        start: i64 => Start,
        /// steps from one update of the average to the next (1 .. 2^53, default 1)
        every: i64 => Every,
    }
}

wrapper! {
    /// slow weights that the parameters return to every K steps; state "slow_param".
    Lookahead {
        /// steps from one synchronisation to the next (1 .. 2^53, default 5)
        k: i64 => K,
        /// part of the way that the slow weights go to the fast ones (0 .. 1, default 0.5)
        alpha: f64 => Alpha,
        /// when the slow weights are taken; see [`LookaheadInitial`] (default [`Start`](LookaheadInitial))
        initial: LookaheadInitial => Initial,
        /// what becomes of the rule's state at a synchronisation; see [`LookaheadState`] (default
        /// [`Keep`](LookaheadState))
        state: LookaheadState => State,
    }
}

wrapper! {
    /// gradients of several micro-batches for one step; state "accumulated_grad".
    Accumulate {
        /// what a step takes of the gradients; see [`AccumulateReduce`] (default [`Mean`](AccumulateReduce))
        reduce: AccumulateReduce => Reduce,
    }
}

wrapper! {
    /// gradients taken at the worst place nearby; state "sam_param".
    Sam {
        /// how far the parameters are moved (0 .. 1e+30, default 0.05)
        rho: f64 => Rho,
        /// added to the norm (0 .. 1e+30, default 1e-12)
        eps: f64 => Eps,
        /// measure distance by the size of each element: ASAM (default false)
        adaptive: bool => Adaptive,
        /// adaptive: added to the size of each element (0 .. 1e+30, default 0.01)
        eta: f64 => Eta,
    }
}

//! What fields of schedules, wrappers and scalers choose from. Written by bindings/generate.

use crate::value::numbered;

numbered! {
    /// at_minimum: what an overflow does that would have the scale fall below MIN_SCALE.
    pub enum AtMinimum {
        /// the scale comes to MIN_SCALE and stays there
        Stay = DLOPT_AT_MINIMUM_STAY,
        /// it comes there, too; one more overflow is `DLOPT_ERR_NONFINITE`, as DeepSpeed raises an exception
        Fail = DLOPT_AT_MINIMUM_FAIL,
    }
}

numbered! {
    /// after_end: what a cosine does past TOTAL_STEPS, and a table past its last value.
    pub enum AfterEnd {
        /// stays at FINAL, as optax; at the last value
        Hold = DLOPT_AFTER_END_HOLD,
        /// climbs and falls with period 2 TOTAL_STEPS, as PyTorch; starts again
        Repeat = DLOPT_AFTER_END_REPEAT,
    }
}

numbered! {
    /// warmup_kind: how a warm-up of W steps rises, from s = START_FACTOR times the value to the value.
    pub enum WarmupKind {
        /// `none`
        None = DLOPT_WARMUP_NONE,
        /// s + (1 - s) t / W
        Linear = DLOPT_WARMUP_LINEAR,
        /// s + (1 - s)(t + 1) / W: the first step is already on the way
        LinearFromOne = DLOPT_WARMUP_LINEAR_FROM_ONE,
        /// s + (1 - s) log(t + 1) / log(W), as DeepSpeed
        Log = DLOPT_WARMUP_LOG,
        /// s until W, as PyTorch's ConstantLR
        Constant = DLOPT_WARMUP_CONSTANT,
        /// s^(1 - t / W)
        Exponential = DLOPT_WARMUP_EXPONENTIAL,
    }
}

numbered! {
    /// anneal: how a value goes to the next; x runs from 0 to 1.
    pub enum Anneal {
        /// (1 + cos(pi x)) / 2 of the way is left
        Cosine = DLOPT_ANNEAL_COSINE,
        /// 1 - x is left
        Linear = DLOPT_ANNEAL_LINEAR,
        /// 1 - sqrt(x) is left (WSD only)
        MinusSqrt = DLOPT_ANNEAL_MINUS_SQRT,
        /// 2 (1/2)^x - 1 is left, as Megatron (WSD only)
        Exponential = DLOPT_ANNEAL_EXPONENTIAL,
    }
}

numbered! {
    /// cycle_mode: the height of the cycles i = 0, 1, ...
    pub enum CycleMode {
        /// always the same
        Triangular = DLOPT_CYCLE_TRIANGULAR,
        /// times 2^-i
        Triangular2 = DLOPT_CYCLE_TRIANGULAR2,
        /// times GAMMA^t, t being the step
        ExpRange = DLOPT_CYCLE_EXP_RANGE,
    }
}

numbered! {
    /// convention: where the phases of one cycle of T = TOTAL_STEPS meet.
    pub enum OneCycleConvention {
        /// PCT_START T - 1, with three phases 2 PCT_START T - 2, end at T - 1
        Torch = DLOPT_ONE_CYCLE_TORCH,
        /// floor(PCT_START T), with three phases floor(PCT_FINAL T), end at T
        Optax = DLOPT_ONE_CYCLE_OPTAX,
    }
}

numbered! {
    /// interpolation: what a piecewise schedule does between two milestones.
    pub enum Interpolation {
        /// `none`
        None = DLOPT_INTERPOLATION_NONE,
        /// `linear`
        Linear = DLOPT_INTERPOLATION_LINEAR,
        /// `cosine`
        Cosine = DLOPT_INTERPOLATION_COSINE,
    }
}

numbered! {
    /// growth: how a range test rises.
    pub enum Growth {
        /// `exponential`
        Exponential = DLOPT_GROWTH_EXPONENTIAL,
        /// `linear`
        Linear = DLOPT_GROWTH_LINEAR,
    }
}

numbered! {
    /// mode: which metrics are better.
    pub enum MetricMode {
        /// `min`
        Min = DLOPT_METRIC_MIN,
        /// `max`
        Max = DLOPT_METRIC_MAX,
    }
}

numbered! {
    /// threshold_mode: by how much a metric must beat the best one b, h being THRESHOLD.
    pub enum ThresholdMode {
        /// by h |b|
        Relative = DLOPT_THRESHOLD_RELATIVE,
        /// by h
        Absolute = DLOPT_THRESHOLD_ABSOLUTE,
        /// below b (1 - h), or above b (1 + h) where more is better: where b is negative, slightly worse is good enough
        RelativeTorch = DLOPT_THRESHOLD_RELATIVE_TORCH,
    }
}

numbered! {
    /// warmup: the decay of an EMA's update after n updates; the first update (n = 0) is a copy.
    pub enum EmaWarmup {
        /// DECAY
        None = DLOPT_EMA_WARMUP_NONE,
        /// min(DECAY, (1 + n) / (10 + n)), as TensorFlow
        Tf = DLOPT_EMA_WARMUP_TF,
        /// min(DECAY, 1 - (1 + n / GAMMA)^-POWER), as timm
        Power = DLOPT_EMA_WARMUP_POWER,
    }
}

numbered! {
    /// initial: what Lookahead's slow weights start from.
    pub enum LookaheadInitial {
        /// the parameter before its first step, as the paper and optax
        Start = DLOPT_LOOKAHEAD_INITIAL_START,
        /// the parameter at its first synchronisation, as timm
        Sync = DLOPT_LOOKAHEAD_INITIAL_SYNC,
    }
}

numbered! {
    /// state: what Lookahead does to the rule's state of a parameter when it is synchronised.
    pub enum LookaheadState {
        /// `keep`
        Keep = DLOPT_LOOKAHEAD_STATE_KEEP,
        /// states and age begin anew, as optax's reset_state; schedules and what all parameters share go on
        Reset = DLOPT_LOOKAHEAD_STATE_RESET,
    }
}

numbered! {
    /// reduce: what a step takes of accumulated gradients.
    pub enum AccumulateReduce {
        /// their weighted sum divided by the sum of the weights
        Mean = DLOPT_ACCUMULATE_MEAN,
        /// their weighted sum
        Sum = DLOPT_ACCUMULATE_SUM,
    }
}

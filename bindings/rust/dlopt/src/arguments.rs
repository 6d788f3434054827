//! What functions choose from. Written by bindings/generate.

use crate::value::numbered;

numbered! {
    /// What a parameter is to its model.
    pub enum Role {
        /// `weight`
        Weight = DLOPT_ROLE_WEIGHT,
        /// `bias`
        Bias = DLOPT_ROLE_BIAS,
        /// `norm`
        Norm = DLOPT_ROLE_NORM,
        /// `embedding`
        Embedding = DLOPT_ROLE_EMBEDDING,
    }
}

numbered! {
    /// What the parameters of schedule-free rules hold.
    pub enum Mode {
        /// y, where gradients are taken: the mode of a new optimizer
        Train = DLOPT_MODE_TRAIN,
        /// x, the average, for evaluation and for keeping
        Eval = DLOPT_MODE_EVAL,
    }
}

numbered! {
    /// What is kept of a parameter of 16 bits beside its own.
    pub enum Master {
        /// x = p, p = round(x'). Nothing is kept. The only form of F32 and F64 parameters
        None = DLOPT_MASTER_NONE,
        /// x = m, m = x', p = round(x'): 4 bytes for each element, the state "master", F32. x = p where p is no longer
        /// round(m): written by the caller
        Full = DLOPT_MASTER_FULL,
        /// BF16 alone. The bits of x are 65536 bits(p) + r: 2 bytes, the state "master_remainder", I16. x is f32 to the
        /// last bit, as of FULL; p is x rounded to nearest, ties away from zero. r of an element that the caller writes
        /// stays: x is then within half a unit of p's last place; a zero, an infinity or a NaN is taken as written
        /// wherever its bits plus r would be a number of another sign or none at all
        Split = DLOPT_MASTER_SPLIT,
        /// x = p, p = one of the two neighbours of x', the farther from zero with a probability that is the part of the
        /// way that x' lies towards it: p is x' on average. Nothing is kept. The random bits depend on the
        /// hyper-parameter seed, the slot, the element and the applied step alone. Between the largest number and
        /// infinity rounds to nearest. Of F16, a magnitude below 2^-14 looks at 16 bits beyond its last place, so the
        /// mean is too small by at most 2^-40
        Stochastic = DLOPT_MASTER_STOCHASTIC,
        /// x = p + c, p = round(x'), c = round(x' - p), or the number next to it towards zero where p + c would not
        /// round to p: 2 bytes, the state "kahan_comp", of the parameter's type. What is below the last place of c is
        /// lost. x = p where p + c no longer rounds to p: written by the caller; a c that is small enough to be p's own
        /// stays. As Zamirai et al. 2020, algorithm 2, and optimi, with the sum in f32
        Kahan = DLOPT_MASTER_KAHAN,
    }
}

numbered! {
    /// How the moments of a parameter are kept.
    pub enum StateForm {
        /// the parameter's arithmetic type
        Full = DLOPT_STATES_FULL,
        /// BF16. First moments are rounded to nearest, second moments to one of the two neighbours with the probability
        /// that keeps the mean: a step of 1 - beta2 = 0.001 is less than half a unit of BF16. The random bits depend on
        /// the hyper-parameter seed, the slot, the state, the element and the applied step alone
        Bf16 = DLOPT_STATES_BF16,
        /// first moments: I8, x = code / 127 \* scale. Second moments: U8, x = (code / 255)^2 \* scale. Codes are to
        /// nearest (of the root), ties to even
        Linear8 = DLOPT_STATES_LINEAR8,
        /// U8, x = map\[code\] \* scale, with the dynamic maps of bitsandbytes (create_dynamic_map), signed for first
        /// moments and unsigned for second ones: codes and scales are those of its quantize_blockwise with blocks of
        /// 256, to the nearest number of the map as its CUDA kernels find it (its CPU code is coarser)
        Dynamic8 = DLOPT_STATES_DYNAMIC8,
    }
}

numbered! {
    /// clip_form: the factor that brings a norm down to max_norm.
    pub enum ClipForm {
        /// min(1, max_norm / (norm + 1e-6)), as PyTorch
        Torch = DLOPT_CLIP_TORCH,
        /// max_norm / norm where norm \> max_norm, else 1, as optax
        Exact = DLOPT_CLIP_EXACT,
    }
}

numbered! {
    /// units: the parts of a weight that adaptive clipping treats each on its own, by where a framework keeps the
    /// output of a layer.
    pub enum Units {
        /// each index of dimension 0, over all others (weights of PyTorch); one dimension or none: the whole tensor. As
        /// timm
        First = DLOPT_UNITS_FIRST,
        /// 2 or 3 dimensions: over dimension 0 alone; 4 or more: over all but the last (weights of JAX); at most one
        /// dimension longer than 1: the whole tensor. As optax, which refuses more than 5 dimensions
        Last = DLOPT_UNITS_LAST,
    }
}

numbered! {
    /// percentile_form: which number of n sorted ones is their k-th percentile.
    pub enum PercentileForm {
        /// number floor(k n / 100), counted from 0, at most the last: as bitsandbytes with its 100 norms
        Bnb = DLOPT_PERCENTILE_BNB,
        /// between the two around k (n - 1) / 100, in proportion: as AutoClip and NumPy
        Linear = DLOPT_PERCENTILE_LINEAR,
    }
}

numbered! {
    /// What a step does with the rows of a parameter that are not named. A row that is named takes the step in every
    /// mode.
    pub enum RowsMode {
        /// parameter and states keep every bit
        Skip = DLOPT_ROWS_SKIP,
        /// states become what a step with a gradient of zeros and without weight decay makes of them; the parameter
        /// keeps every bit. Ages of rows stay
        DecayMoments = DLOPT_ROWS_DECAY_MOMENTS,
        /// as SKIP, and rows whose gradient is all zeros, as it arrives, are not named. The gradient must be whole
        ZeroSkips = DLOPT_ROWS_ZERO_SKIPS,
    }
}

numbered! {
    /// Element types. Arithmetic is in f64 for f64 parameters, in f32 for all others.
    pub enum Dtype {
        /// `f64`
        F64 = DLOPT_DTYPE_F64,
        /// `f32`
        F32 = DLOPT_DTYPE_F32,
        /// IEEE binary16
        F16 = DLOPT_DTYPE_F16,
        /// the upper half of a binary32
        Bf16 = DLOPT_DTYPE_BF16,
        /// only of states
        I8 = DLOPT_DTYPE_I8,
        /// only of states
        U8 = DLOPT_DTYPE_U8,
        /// only of states: the remainder of a split master
        I16 = DLOPT_DTYPE_I16,
        /// only of states: ages of rows
        I32 = DLOPT_DTYPE_I32,
    }
}

numbered! {
    /// How grave a line of the log is.
    pub enum LogLevel {
        /// `error`
        Error = DLOPT_LOG_ERROR,
        /// `warning`
        Warning = DLOPT_LOG_WARNING,
        /// `info`
        Info = DLOPT_LOG_INFO,
        /// `debug`
        Debug = DLOPT_LOG_DEBUG,
    }
}

numbered! {
    /// How `dlopt_lr_suggest` reads a range test.
    pub enum Suggestion {
        /// where the smoothed loss falls fastest, over log lr
        Steepest = DLOPT_SUGGESTION_STEEPEST,
        /// a tenth of where the smoothed loss is lowest
        Minimum = DLOPT_SUGGESTION_MINIMUM,
    }
}

numbered! {
    /// How `dlopt_lr_scale` follows the batch.
    pub enum BatchScaling {
        /// lr batch / reference (Goyal et al. 2017)
        Linear = DLOPT_BATCH_SCALING_LINEAR,
        /// lr sqrt(batch / reference) (Krizhevsky 2014; the usual one for Adam)
        Sqrt = DLOPT_BATCH_SCALING_SQRT,
    }
}

numbered! {
    /// Kinds of value. Every value but a list is set and read as a double.
    pub enum ValueKind {
        /// any number in \[lower, upper\]
        Real = DLOPT_KIND_REAL,
        /// a whole number in \[lower, upper\]
        Integer = DLOPT_KIND_INTEGER,
        /// 0 or 1
        Flag = DLOPT_KIND_FLAG,
        /// the index of a name in \`choices\`
        Choice = DLOPT_KIND_CHOICE,
        /// any number of numbers in \[lower, upper\]; of schedules only, see `dlopt_schedule_set_list`
        List = DLOPT_KIND_LIST,
    }
}

numbered! {
    /// Shapes of a state.
    pub enum StateShape {
        /// the parameter's shape and type
        Elements = DLOPT_STATE_ELEMENTS,
        /// one F64 number for each parameter
        Number = DLOPT_STATE_NUMBER,
        /// one F64 number for all parameters together; see `DLOPT_SLOT_ALL`
        Shared = DLOPT_STATE_SHARED,
        /// the parameter's type and shape, with size 1 in the dimension that the rows of a factored moment lie along
        Rows = DLOPT_STATE_ROWS,
        /// the same for its columns
        Columns = DLOPT_STATE_COLUMNS,
        /// the parameter's type; one dimension: a number for each index of the first dimension, then of the second, and
        /// so on
        Axes = DLOPT_STATE_AXES,
    }
}

numbered! {
    /// What a state holds, which decides how few bits may do for it (`dlopt_state_form`).
    pub enum StateMoment {
        /// neither of the others: always of the parameter's arithmetic type
        None = DLOPT_MOMENT_NONE,
        /// a mean or sum of gradients or steps, of either sign
        First = DLOPT_MOMENT_FIRST,
        /// a mean, sum or maximum of squares or magnitudes, never negative
        Second = DLOPT_MOMENT_SECOND,
    }
}

numbered! {
    /// How a history is written.
    pub enum HistoryFormat {
        /// RFC 4180 with a header: step, wall_time, the columns; lines end with CR LF. Numbers are the shortest that
        /// read back to the same double, in any locale; nan, inf and -inf stand for what has no digits
        Csv = DLOPT_HISTORY_CSV,
        /// an event file as TensorBoard reads it: a TFRecord for the version and one for each row, with a scalar for
        /// each column. Values are rounded to f32, as that format has them. The file's name must contain "tfevents"
        Events = DLOPT_HISTORY_EVENTS,
    }
}

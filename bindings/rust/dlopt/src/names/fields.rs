//! Names of fields. Written by bindings/generate.

use crate::value::numbered;

numbered! {
    /// Fields of schedules.
    pub enum ScheduleField {
        /// the value that the shape is applied to
        Base = DLOPT_FIELD_BASE,
        /// the value at the end
        Final = DLOPT_FIELD_FINAL,
        /// length in steps
        TotalSteps = DLOPT_FIELD_TOTAL_STEPS,
        /// steps between two changes
        StepSize = DLOPT_FIELD_STEP_SIZE,
        /// factor per step, or per drop; above 1 it grows
        Gamma = DLOPT_FIELD_GAMMA,
        /// rate of the exponential or of 1 / t, per step
        Lambda = DLOPT_FIELD_LAMBDA,
        /// factor at step 0
        StartFactor = DLOPT_FIELD_START_FACTOR,
        /// factor at TOTAL_STEPS and after
        EndFactor = DLOPT_FIELD_END_FACTOR,
        /// length of the warm-up; counted within TOTAL_STEPS
        WarmupSteps = DLOPT_FIELD_WARMUP_STEPS,
        /// choice: `dlopt_after_end`
        AfterEnd = DLOPT_FIELD_AFTER_END,
        /// exponent
        Power = DLOPT_FIELD_POWER,
        /// steps at BASE before the shape starts
        Begin = DLOPT_FIELD_BEGIN,
        /// flag: changes only every STEP_SIZE steps
        Staircase = DLOPT_FIELD_STAIRCASE,
        /// choice: `dlopt_warmup_kind`
        WarmupKind = DLOPT_FIELD_WARMUP_KIND,
        /// length of the decay; counted within TOTAL_STEPS
        DecaySteps = DLOPT_FIELD_DECAY_STEPS,
        /// choice: `dlopt_anneal`
        Anneal = DLOPT_FIELD_ANNEAL,
        /// length of the first cycle
        CycleSteps = DLOPT_FIELD_CYCLE_STEPS,
        /// whole factor from one cycle's length to the next
        TMult = DLOPT_FIELD_T_MULT,
        /// factor from one cycle's first value to the next
        CycleDecay = DLOPT_FIELD_CYCLE_DECAY,
        /// the value at the top of the first cycle
        Peak = DLOPT_FIELD_PEAK,
        /// steps from PEAK to BASE; 0: STEP_SIZE
        StepSizeDown = DLOPT_FIELD_STEP_SIZE_DOWN,
        /// choice: `dlopt_cycle_mode`
        CycleMode = DLOPT_FIELD_CYCLE_MODE,
        /// part of TOTAL_STEPS before the peak
        PctStart = DLOPT_FIELD_PCT_START,
        /// part of TOTAL_STEPS before the third phase, in optax's convention
        PctFinal = DLOPT_FIELD_PCT_FINAL,
        /// flag: down to the start first, then to the end
        ThreePhase = DLOPT_FIELD_THREE_PHASE,
        /// choice: `dlopt_one_cycle_convention`
        Convention = DLOPT_FIELD_CONVENTION,
        /// width of the model
        ModelSize = DLOPT_FIELD_MODEL_SIZE,
        /// choice: `dlopt_interpolation`
        Interpolation = DLOPT_FIELD_INTERPOLATION,
        /// choice: `dlopt_growth`
        Growth = DLOPT_FIELD_GROWTH,
        /// reports in a row that may be no better
        Patience = DLOPT_FIELD_PATIENCE,
        /// reports after a reduction during which bad ones do not count
        Cooldown = DLOPT_FIELD_COOLDOWN,
        /// choice: `dlopt_metric_mode`
        Mode = DLOPT_FIELD_MODE,
        /// by how much a metric must be better to count
        Threshold = DLOPT_FIELD_THRESHOLD,
        /// choice: `dlopt_threshold_mode`
        ThresholdMode = DLOPT_FIELD_THRESHOLD_MODE,
        /// a reduction by no more than this is not made
        Eps = DLOPT_FIELD_EPS,
        /// list of whole steps, not falling; `dlopt_schedule_set_list`
        Milestones = DLOPT_FIELD_MILESTONES,
        /// list of factors of BASE; `dlopt_schedule_set_list`
        Values = DLOPT_FIELD_VALUES,
        /// flag of a sequence: its children see its step instead of one of their own
        SharedClock = DLOPT_FIELD_SHARED_CLOCK,
    }
}

numbered! {
    /// Fields of wrappers.
    pub enum WrapperField {
        /// how much of an average stays at an update
        Decay = DLOPT_WRAP_DECAY,
        /// choice: `dlopt_ema_warmup`
        Warmup = DLOPT_WRAP_WARMUP,
        /// of the warm-up by a power
        Gamma = DLOPT_WRAP_GAMMA,
        /// of the warm-up by a power
        Power = DLOPT_WRAP_POWER,
        /// the least decay of a warm-up
        MinDecay = DLOPT_WRAP_MIN_DECAY,
        /// flag: an average from zero, corrected as Adam's moments; the buffer always holds the corrected one
        Debias = DLOPT_WRAP_DEBIAS,
        /// steps of the optimizer before an average begins
        Start = DLOPT_WRAP_START,
        /// an average is updated after steps START + EVERY, START + 2 EVERY, ...
        Every = DLOPT_WRAP_EVERY,
        /// steps of a parameter from one synchronisation to the next
        K = DLOPT_WRAP_K,
        /// part of the way that slow weights go
        Alpha = DLOPT_WRAP_ALPHA,
        /// choice: `dlopt_lookahead_initial`
        Initial = DLOPT_WRAP_INITIAL,
        /// choice: `dlopt_lookahead_state`
        State = DLOPT_WRAP_STATE,
        /// choice: `dlopt_accumulate_reduce`
        Reduce = DLOPT_WRAP_REDUCE,
        /// distance of SAM's perturbation
        Rho = DLOPT_WRAP_RHO,
        /// added to the norm that SAM divides by
        Eps = DLOPT_WRAP_EPS,
        /// flag: ASAM
        Adaptive = DLOPT_WRAP_ADAPTIVE,
        /// ASAM: added to the size of each element
        Eta = DLOPT_WRAP_ETA,
    }
}

numbered! {
    /// Fields of a scaler. Those from \`Scale\` on are what it remembers.
    pub enum ScalerField {
        /// the scale to begin with; setting it begins anew: SCALE and all behind it
        InitScale = DLOPT_SCALER_INIT_SCALE,
        /// the scale is multiplied by it after GROWTH_INTERVAL finite updates in a row; a growth beyond MAX_SCALE is
        /// not made
        GrowthFactor = DLOPT_SCALER_GROWTH_FACTOR,
        /// and by this at an update that found a gradient that is not finite
        BackoffFactor = DLOPT_SCALER_BACKOFF_FACTOR,
        /// finite updates in a row before it grows
        GrowthInterval = DLOPT_SCALER_GROWTH_INTERVAL,
        /// it does not fall below this; see AT_MINIMUM
        MinScale = DLOPT_SCALER_MIN_SCALE,
        /// it does not grow beyond this
        MaxScale = DLOPT_SCALER_MAX_SCALE,
        /// the scale falls at the one of this number of updates with an overflow; those before only use it up. A growth
        /// restores it; setting it does
        Hysteresis = DLOPT_SCALER_HYSTERESIS,
        /// flag: every finite update restores it, so that overflows count in a row only
        ConsecutiveHysteresis = DLOPT_SCALER_CONSECUTIVE_HYSTERESIS,
        /// flag: 0 keeps the scale as it is; steps are held back all the same
        Dynamic = DLOPT_SCALER_DYNAMIC,
        /// choice: `dlopt_at_minimum`
        AtMinimum = DLOPT_SCALER_AT_MINIMUM,
        /// flag: the scale is rounded to f32 at each change, as PyTorch keeps it
        Single = DLOPT_SCALER_SINGLE,
        /// flag: steps only note what they find in FOUND, and `dlopt_scaler_update` takes it: for several optimizers on
        /// one scaler
        Deferred = DLOPT_SCALER_DEFERRED,
        /// finite updates that do not count towards GROWTH_INTERVAL, at the beginning and after an overflow: 1 in
        /// DeepSpeed; setting it begins the count anew
        GrowthDelay = DLOPT_SCALER_GROWTH_DELAY,
        /// the scale now
        Scale = DLOPT_SCALER_SCALE,
        /// finite updates in a row that count so far; negative: so many more do not
        GrowthTracker = DLOPT_SCALER_GROWTH_TRACKER,
        /// at 1 the next overflow lowers the scale
        HysteresisLeft = DLOPT_SCALER_HYSTERESIS_LEFT,
        /// updates with an overflow so far
        Skipped = DLOPT_SCALER_SKIPPED,
        /// flag: a step since the last update found a gradient that is not finite
        Found = DLOPT_SCALER_FOUND,
    }
}

numbered! {
    /// Fields of a watch.
    pub enum NormWatchField {
        /// the median is of the last so many finite norms; a smaller window forgets the oldest
        Window = DLOPT_NORM_WATCH_WINDOW,
        /// a norm above FACTOR times the median is an explosion
        Factor = DLOPT_NORM_WATCH_FACTOR,
        /// norms that the window must hold before a finite one can be an explosion; with more than WINDOW none ever is
        Warmup = DLOPT_NORM_WATCH_WARMUP,
        /// explosions so far; to be kept beside the window
        Fired = DLOPT_NORM_WATCH_FIRED,
    }
}

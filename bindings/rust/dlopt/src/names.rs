//! Names of rules, hyper-parameters, kinds and fields. Written by bindings/generate.

use crate::value::numbered;

numbered! {
    /// An update rule.
    pub enum Rule {
        /// `sgd`
        Sgd = DLOPT_RULE_SGD,
        /// `adagrad`
        Adagrad = DLOPT_RULE_ADAGRAD,
        /// `rmsprop`
        RmsProp = DLOPT_RULE_RMSPROP,
        /// `adam`
        Adam = DLOPT_RULE_ADAM,
        /// `adamw`
        AdamW = DLOPT_RULE_ADAMW,
        /// `lion`
        Lion = DLOPT_RULE_LION,
        /// `sgld`
        Sgld = DLOPT_RULE_SGLD,
        /// `psgld`
        Psgld = DLOPT_RULE_PSGLD,
        /// `adabelief`
        AdaBelief = DLOPT_RULE_ADABELIEF,
        /// `yogi`
        Yogi = DLOPT_RULE_YOGI,
        /// `adan`
        Adan = DLOPT_RULE_ADAN,
        /// `adopt`
        Adopt = DLOPT_RULE_ADOPT,
        /// `ademamix`
        AdEmaMix = DLOPT_RULE_ADEMAMIX,
        /// `laprop`
        LaProp = DLOPT_RULE_LAPROP,
        /// `lars`
        Lars = DLOPT_RULE_LARS,
        /// `lamb`
        Lamb = DLOPT_RULE_LAMB,
        /// `novograd`
        NovoGrad = DLOPT_RULE_NOVOGRAD,
        /// `prodigy`
        Prodigy = DLOPT_RULE_PRODIGY,
        /// `adadelta`
        Adadelta = DLOPT_RULE_ADADELTA,
        /// `adamax`
        Adamax = DLOPT_RULE_ADAMAX,
        /// `signsgd`
        SignSgd = DLOPT_RULE_SIGNSGD,
        /// `asgd`
        Asgd = DLOPT_RULE_ASGD,
        /// `radam`
        RAdam = DLOPT_RULE_RADAM,
        /// `nadam`
        NAdam = DLOPT_RULE_NADAM,
        /// `nadamw`
        NAdamW = DLOPT_RULE_NADAMW,
        /// `rprop`
        Rprop = DLOPT_RULE_RPROP,
        /// `quickprop`
        Quickprop = DLOPT_RULE_QUICKPROP,
        /// `schedulefree_sgd`
        ScheduleFreeSgd = DLOPT_RULE_SCHEDULEFREE_SGD,
        /// `schedulefree_adamw`
        ScheduleFreeAdamW = DLOPT_RULE_SCHEDULEFREE_ADAMW,
        /// `sophia`
        Sophia = DLOPT_RULE_SOPHIA,
        /// `sparse_adam`
        SparseAdam = DLOPT_RULE_SPARSE_ADAM,
        /// `adafactor`
        Adafactor = DLOPT_RULE_ADAFACTOR,
        /// `came`
        Came = DLOPT_RULE_CAME,
        /// `sm3`
        Sm3 = DLOPT_RULE_SM3,
        /// `swats`
        Swats = DLOPT_RULE_SWATS,
    }
}

numbered! {
    /// A hyper-parameter. A number means the same in every rule that has it; `dlopt_rule_hyper_info` tells which, and
    /// its bounds.
    pub enum Hyper {
        /// learning rate
        Lr = DLOPT_HYPER_LR,
        /// decay of the parameters; see decay_mode
        WeightDecay = DLOPT_HYPER_WEIGHT_DECAY,
        /// how much of the momentum buffer stays
        Momentum = DLOPT_HYPER_MOMENTUM,
        /// how much of the gradient the momentum buffer refuses
        Dampening = DLOPT_HYPER_DAMPENING,
        /// flag: look ahead along the momentum
        Nesterov = DLOPT_HYPER_NESTEROV,
        /// how much of the first moment stays
        Beta1 = DLOPT_HYPER_BETA1,
        /// how much of the second moment stays
        Beta2 = DLOPT_HYPER_BETA2,
        /// added to the denominator; see eps_mode
        Eps = DLOPT_HYPER_EPS,
        /// how much of the mean square stays
        Alpha = DLOPT_HYPER_ALPHA,
        /// flag: never let the second moment shrink
        Amsgrad = DLOPT_HYPER_AMSGRAD,
        /// flag: use the variance in place of the mean square
        Centered = DLOPT_HYPER_CENTERED,
        /// flag: climb instead of descend; decay still pulls towards zero
        Maximize = DLOPT_HYPER_MAXIMIZE,
        /// lr / (1 + (t - 1) lr_decay) at step t
        LrDecay = DLOPT_HYPER_LR_DECAY,
        /// what the sum or mean of squares starts from
        InitialAccumulatorValue = DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE,
        /// flag: divide the moments by 1 - beta^t (LAMB: choice: `dlopt_correction_form`)
        BiasCorrection = DLOPT_HYPER_BIAS_CORRECTION,
        /// choice: `dlopt_momentum_form`
        MomentumForm = DLOPT_HYPER_MOMENTUM_FORM,
        /// choice: `dlopt_first_step`
        FirstStep = DLOPT_HYPER_FIRST_STEP,
        /// choice: `dlopt_decay_mode`
        DecayMode = DLOPT_HYPER_DECAY_MODE,
        /// choice: `dlopt_decay_order`
        DecayOrder = DLOPT_HYPER_DECAY_ORDER,
        /// choice: `dlopt_eps_mode`
        EpsMode = DLOPT_HYPER_EPS_MODE,
        /// choice: `dlopt_amsgrad_form`
        AmsgradForm = DLOPT_HYPER_AMSGRAD_FORM,
        /// choice: `dlopt_lr_place`
        LrPlace = DLOPT_HYPER_LR_PLACE,
        /// learning rate that decay_mode independent and corrected compare lr with; 0: lr as it was set
        DecayLr = DLOPT_HYPER_DECAY_LR,
        /// how much of a third average stays
        Beta3 = DLOPT_HYPER_BETA3,
        /// how much of the mean squares stays
        Rho = DLOPT_HYPER_RHO,
        /// choice: `dlopt_cautious`
        Cautious = DLOPT_HYPER_CAUTIOUS,
        /// choice: `dlopt_zero_grad`
        ZeroGrad = DLOPT_HYPER_ZERO_GRAD,
        /// choice: `dlopt_null_grad`
        NullGrad = DLOPT_HYPER_NULL_GRAD,
        /// limit of the common norm of all gradients; of the whole optimizer
        MaxNorm = DLOPT_HYPER_MAX_NORM,
        /// ASGD's own decay, which also slows its rate
        Lambd = DLOPT_HYPER_LAMBD,
        /// ASGD's alpha: the power by which its rate falls
        RatePower = DLOPT_HYPER_RATE_POWER,
        /// the step after which averaging starts
        T0 = DLOPT_HYPER_T0,
        /// length of RAdam's average that its rectification waits for
        Threshold = DLOPT_HYPER_THRESHOLD,
        /// choice: `dlopt_rectify`
        Rectify = DLOPT_HYPER_RECTIFY,
        /// choice: `dlopt_unrectified`
        Unrectified = DLOPT_HYPER_UNRECTIFIED,
        /// choice: `dlopt_nesterov_form`
        NesterovForm = DLOPT_HYPER_NESTEROV_FORM,
        /// how fast NAdam's momentum rises to beta1
        MomentumDecay = DLOPT_HYPER_MOMENTUM_DECAY,
        /// choice: `dlopt_rate_lr`
        RateLr = DLOPT_HYPER_RATE_LR,
        /// choice: `dlopt_accumulator_form`
        AccumulatorForm = DLOPT_HYPER_ACCUMULATOR_FORM,
        /// added to the second moment, beside eps
        EpsRoot = DLOPT_HYPER_EPS_ROOT,
        /// choice: `dlopt_eps_root_form`
        EpsRootForm = DLOPT_HYPER_EPS_ROOT_FORM,
        /// flag: rectify the step as RAdam does
        Rectified = DLOPT_HYPER_RECTIFIED,
        /// choice: `dlopt_diff_form`
        DiffForm = DLOPT_HYPER_DIFF_FORM,
        /// power of the number of steps that limits ADOPT's scaled gradients
        ClipExp = DLOPT_HYPER_CLIP_EXP,
        /// choice: `dlopt_clip_base`
        ClipBase = DLOPT_HYPER_CLIP_BASE,
        /// AdEMAMix's alpha: how often its slow mean counts
        SlowWeight = DLOPT_HYPER_SLOW_WEIGHT,
        /// steps over which that rises to its value; 0: none
        TAlpha = DLOPT_HYPER_T_ALPHA,
        /// steps over which beta3 rises to its value; 0: none
        TBeta3 = DLOPT_HYPER_T_BETA3,
        /// choice: `dlopt_sign_form`
        SignForm = DLOPT_HYPER_SIGN_FORM,
        /// factor of a step size that was too large
        Etaminus = DLOPT_HYPER_ETAMINUS,
        /// factor of a step size that may grow
        Etaplus = DLOPT_HYPER_ETAPLUS,
        /// smallest step size of a weight
        StepSizeMin = DLOPT_HYPER_STEP_SIZE_MIN,
        /// largest step size of a weight
        StepSizeMax = DLOPT_HYPER_STEP_SIZE_MAX,
        /// choice: `dlopt_rprop_form`
        RpropForm = DLOPT_HYPER_RPROP_FORM,
        /// how many times the last step a step may be
        Mu = DLOPT_HYPER_MU,
        /// last steps up to this size count as none
        StepThreshold = DLOPT_HYPER_STEP_THRESHOLD,
        /// weights are kept in \[-this, this\]; 0: they are not
        WeightLimit = DLOPT_HYPER_WEIGHT_LIMIT,
        /// steps over which lr rises linearly to its value
        WarmupSteps = DLOPT_HYPER_WARMUP_STEPS,
        /// step t counts t^r times in an average
        R = DLOPT_HYPER_R,
        /// what the trust ratio is multiplied by
        TrustCoefficient = DLOPT_HYPER_TRUST_COEFFICIENT,
        /// choice: `dlopt_trust_ratio`
        TrustRatio = DLOPT_HYPER_TRUST_RATIO,
        /// flag: the smaller of lr and the trust ratio in place of their product: LARC
        TrustClip = DLOPT_HYPER_TRUST_CLIP,
        /// choice: `dlopt_trust_form`
        TrustForm = DLOPT_HYPER_TRUST_FORM,
        /// the trust ratio is at least this
        TrustMin = DLOPT_HYPER_TRUST_MIN,
        /// the trust ratio is at most this; 0: no limit
        TrustMax = DLOPT_HYPER_TRUST_MAX,
        /// added to the norm that the trust ratio divides by
        TrustEps = DLOPT_HYPER_TRUST_EPS,
        /// in the trust ratio a parameter's norm counts as this at most; 0: no limit
        NormMax = DLOPT_HYPER_NORM_MAX,
        /// flag: gradients enter the first moment times 1 - beta1 (NovoGrad: choice: `dlopt_grad_averaging`)
        GradAveraging = DLOPT_HYPER_GRAD_AVERAGING,
        /// choice: `dlopt_decay_place`
        DecayPlace = DLOPT_HYPER_DECAY_PLACE,
        /// 1 - t^this of Adafactor's second moment stays at step t
        Beta2Decay = DLOPT_HYPER_BETA2_DECAY,
        /// first eps of a factored rule: that of its second moment
        Eps1 = DLOPT_HYPER_EPS1,
        /// second eps of a factored rule: of Adafactor the least RMS of a parameter, of CAME that of its confidence
        Eps2 = DLOPT_HYPER_EPS2,
        /// choice: `dlopt_eps_form`
        EpsForm = DLOPT_HYPER_EPS_FORM,
        /// limit of the RMS of a parameter's update, before lr
        D = DLOPT_HYPER_D,
        /// choice: `dlopt_relative_step`
        RelativeStep = DLOPT_HYPER_RELATIVE_STEP,
        /// flag: multiply the step by the RMS of its parameter
        ScaleParameter = DLOPT_HYPER_SCALE_PARAMETER,
        /// choice: `dlopt_factored`
        Factored = DLOPT_HYPER_FACTORED,
        /// dimensions of fewer elements are not factored
        MinDimSizeToFactor = DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR,
        /// choice: `dlopt_decay_by`
        DecayBy = DLOPT_HYPER_DECAY_BY,
        /// examples in the data; the gradient is of their mean loss
        DataSize = DLOPT_HYPER_DATA_SIZE,
        /// of the noise: its variance is multiplied by it
        Temperature = DLOPT_HYPER_TEMPERATURE,
        /// steps without noise at the beginning
        BurnIn = DLOPT_HYPER_BURN_IN,
        /// of the noise, and of parameters that are rounded stochastically (`DLOPT_MASTER_STOCHASTIC`)
        Seed = DLOPT_HYPER_SEED,
        /// limit of each gradient element; of the whole optimizer
        ClipValue = DLOPT_HYPER_CLIP_VALUE,
        /// first estimate of the distance to the solution
        D0 = DLOPT_HYPER_D0,
        /// what the estimate is multiplied by
        DCoef = DLOPT_HYPER_D_COEF,
        /// the estimate grows by this factor a step at most
        GrowthRate = DLOPT_HYPER_GROWTH_RATE,
        /// flag: keep lr out of the estimate's denominator
        SafeguardWarmup = DLOPT_HYPER_SAFEGUARD_WARMUP,
        /// power of the largest lr so far in the weight of a step in an average
        WeightLrPower = DLOPT_HYPER_WEIGHT_LR_POWER,
        /// multiplies the diagonal of the Hessian
        Gamma = DLOPT_HYPER_GAMMA,
        /// largest magnitude of an element's quotient, before lr
        ClipThreshold = DLOPT_HYPER_CLIP_THRESHOLD,
        /// SWATS goes over to SGD once its learned rate is settled within this ...
        SwitchAtol = DLOPT_HYPER_SWITCH_ATOL,
        /// ... plus this times the rate
        SwitchRtol = DLOPT_HYPER_SWITCH_RTOL,
    }
}

numbered! {
    /// Shapes of schedule; \`t\` is the step, from 0, upper-case names are fields.
    pub enum ScheduleKind {
        /// BASE
        Constant = DLOPT_SCHEDULE_CONSTANT,
        /// BASE GAMMA^floor(t / STEP_SIZE)
        Step = DLOPT_SCHEDULE_STEP,
        /// BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it
        /// comes to FINAL
        Exponential = DLOPT_SCHEDULE_EXPONENTIAL,
        /// FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER
        Cosine = DLOPT_SCHEDULE_COSINE,
        /// BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS
        Linear = DLOPT_SCHEDULE_LINEAR,
        /// linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS
        WarmupCosine = DLOPT_SCHEDULE_WARMUP_COSINE,
        /// made by `dlopt_schedule_sequence`
        Sequence = DLOPT_SCHEDULE_SEQUENCE,
        /// made by `dlopt_schedule_product`
        Product = DLOPT_SCHEDULE_PRODUCT,
        /// made by `dlopt_schedule_chain`
        Chain = DLOPT_SCHEDULE_CHAIN,
        /// BASE GAMMA^n, n being how many of MILESTONES are \<= t
        MultiStep = DLOPT_SCHEDULE_MULTI_STEP,
        /// FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER
        Polynomial = DLOPT_SCHEDULE_POLYNOMIAL,
        /// SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ...
        CosineRestarts = DLOPT_SCHEDULE_COSINE_RESTARTS,
        /// START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start
        OneCycle = DLOPT_SCHEDULE_ONE_CYCLE,
        /// BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height
        Cyclic = DLOPT_SCHEDULE_CYCLIC,
        /// linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t)
        InverseSqrt = DLOPT_SCHEDULE_INVERSE_SQRT,
        /// BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1
        Noam = DLOPT_SCHEDULE_NOAM,
        /// BASE / (1 + LAMBDA t)^POWER
        InverseTime = DLOPT_SCHEDULE_INVERSE_TIME,
        /// linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says
        /// how
        Wsd = DLOPT_SCHEDULE_WSD,
        /// from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how
        Warmup = DLOPT_SCHEDULE_WARMUP,
        /// FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS
        Rex = DLOPT_SCHEDULE_REX,
        /// BASE VALUES\[n\], n being how many of MILESTONES are \<= t; INTERPOLATION may join the values
        Piecewise = DLOPT_SCHEDULE_PIECEWISE,
        /// BASE VALUES\[t\]
        Table = DLOPT_SCHEDULE_TABLE,
        /// BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how
        RangeTest = DLOPT_SCHEDULE_RANGE_TEST,
        /// BASE GAMMA^n, not below FINAL, n being the reductions that `dlopt_schedule_report` has caused
        Plateau = DLOPT_SCHEDULE_PLATEAU,
    }
}

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
    /// Things that accompany an optimizer and act within its steps.
    pub enum WrapperKind {
        /// exponential moving average of the parameters, in buffers of the caller
        Ema = DLOPT_WRAPPER_EMA,
        /// plain mean of the parameters, in buffers of the caller
        Swa = DLOPT_WRAPPER_SWA,
        /// slow weights that the parameters return to every K steps; state "slow_param"
        Lookahead = DLOPT_WRAPPER_LOOKAHEAD,
        /// gradients of several micro-batches for one step; state "accumulated_grad"
        Accumulate = DLOPT_WRAPPER_ACCUMULATE,
        /// gradients taken at the worst place nearby; state "sam_param"
        Sam = DLOPT_WRAPPER_SAM,
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
    /// A whole set-up of a known training.
    pub enum Recipe {
        /// Image classification: SGD, lr 0.1, momentum 0.9, weight decay 1e-4 (L2, of all parameters), lr times 0.1
        /// every 30 epochs. Reads steps_per_epoch. Source: He et al. 2016, "Deep residual learning for image
        /// recognition", section 3.4, with the epochs of PyTorch's ImageNet example. For batches of 256: see
        /// `dlopt_lr_scale` for others. To the caller: warm-up for large batches.
        Resnet = DLOPT_RECIPE_RESNET,
        /// Pre-training of a language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-6, weight decay 0.01 but for
        /// biases and norms (by role), a common norm of gradients of at most 1, lr linear from 0 in 10000 steps and
        /// then linear to 0 at total_steps. Reads total_steps. Source: Devlin et al. 2019, "BERT", appendix A.2; eps
        /// and clip as in its authors' code. Departs: that code has no bias correction (set bias_correction to 0), and
        /// its lr falls from step 0 on, with a jump where the warm-up ends. To the caller: roles, batches of 256, mixed
        /// precision.
        Bert = DLOPT_RECIPE_BERT,
        /// A small language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01 of all parameters,
        /// a common norm of gradients of at most 1, lr along a cosine to 0 at total_steps, where it stays. Reads
        /// total_steps. Source: the training set-up that goes with small GPTs in tutorials: torch.optim.AdamW,
        /// CosineAnnealingLR (T_max 1000), clip_grad_norm_. Departs: past its end PyTorch's cosine climbs again. To the
        /// caller: warm-up, which there is none of.
        Minigpt = DLOPT_RECIPE_MINIGPT,
        /// Reinforcement learning by policy gradients: Adam, lr 3e-4, betas 0.9 and 0.999, eps 1e-8, a common norm of
        /// gradients of at most 0.5. Reads no length. Source: Schulman et al. 2017, "Proximal policy optimization
        /// algorithms", table 3; the clip as in OpenAI's baselines. Departs: baselines have eps 1e-5. To the caller: an
        /// lr that falls, where one is wanted; everything about rollouts and losses.
        Ppo = DLOPT_RECIPE_PPO,
        /// Adversarial networks: Adam, lr 2e-4, beta1 0.5, beta2 0.999, eps 1e-8. One optimizer for each of the two
        /// networks. Reads no length. Source: Radford, Metz and Chintala 2016, "Unsupervised representation learning
        /// with deep convolutional generative adversarial networks", section 4. To the caller: how often each of them
        /// steps; penalties of gradients.
        Gan = DLOPT_RECIPE_GAN,
    }
}

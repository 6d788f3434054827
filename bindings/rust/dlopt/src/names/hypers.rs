//! Names of hyper-parameters. Written by bindings/generate.

use crate::value::numbered;

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

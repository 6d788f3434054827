//! Names of rules, schedules, wrappers and recipes. Written by bindings/generate.

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

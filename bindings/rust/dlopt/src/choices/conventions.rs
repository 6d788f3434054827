//! Where implementations of one rule differ. Written by bindings/generate.

use crate::value::numbered;

numbered! {
    /// momentum_form: how SGD keeps its buffer b for momentum u, dampening d and gradient g.
    pub enum MomentumForm {
        /// b = u b + (1 - d) g; p -= lr b
        Torch = DLOPT_MOMENTUM_TORCH,
        /// b = u b + (1 - u) g; p -= lr b
        Ema = DLOPT_MOMENTUM_EMA,
        /// b = u b - lr g; p += b: lr inside the buffer
        Sutskever = DLOPT_MOMENTUM_SUTSKEVER,
    }
}

numbered! {
    /// first_step: what a momentum buffer holds after its first gradient.
    pub enum FirstStep {
        /// the gradient itself, without dampening
        Gradient = DLOPT_FIRST_STEP_GRADIENT,
        /// what the recurrence gives from zero
        Zeros = DLOPT_FIRST_STEP_ZEROS,
        /// the first gradient that is not all zeros (NovoGrad's second moment only)
        Nonzero = DLOPT_FIRST_STEP_NONZERO,
    }
}

numbered! {
    /// decay_mode: where weight decay w acts, with lr0 = decay_lr. All but l2 act beside the update.
    pub enum DecayMode {
        /// g += w p, so the decay passes through the moments
        L2 = DLOPT_DECAY_L2,
        /// p \*= 1 - lr w
        Decoupled = DLOPT_DECAY_DECOUPLED,
        /// p \*= 1 - lr / lr0 w: follows the schedule of lr, not its size
        Independent = DLOPT_DECAY_INDEPENDENT,
        /// p \*= 1 - lr^2 / lr0 w
        Corrected = DLOPT_DECAY_CORRECTED,
        /// p \*= 1 - w
        Fixed = DLOPT_DECAY_FIXED,
        /// p /= 1 + lr w
        Proximal = DLOPT_DECAY_PROXIMAL,
        /// p moves by lr w towards zero, and stops there
        L1 = DLOPT_DECAY_L1,
        /// p \*= 1 - lr w where the step, too, pulls p towards zero
        Cautious = DLOPT_DECAY_CAUTIOUS,
    }
}

numbered! {
    /// cautious: which steps are taken. One agrees with its gradient when both have the same sign (the step is
    /// subtracted). The forms but the first are those of Liang et al. 2024, "Cautious optimizers"; n of N steps of a
    /// parameter agree.
    pub enum Cautious {
        /// all
        Off = DLOPT_CAUTIOUS_OFF,
        /// those that agree
        Mask = DLOPT_CAUTIOUS_MASK,
        /// those that agree, divided by max(n / N, 0.001)
        Mean = DLOPT_CAUTIOUS_MEAN,
        /// those that agree, multiplied by N / (n + 1)
        Count = DLOPT_CAUTIOUS_COUNT,
    }
}

numbered! {
    /// zero_grad: what an element does whose gradient is exactly 0, decay not counted.
    pub enum ZeroGrad {
        /// 0 is a gradient: momentum and decay act
        Step = DLOPT_ZERO_GRAD_STEP,
        /// the element and its state stay as they are
        Skip = DLOPT_ZERO_GRAD_SKIP,
    }
}

numbered! {
    /// null_grad: what a parameter does whose gradient has no data.
    pub enum NullGrad {
        /// it is left out: neither it nor its state nor its age changes
        Skip = DLOPT_NULL_GRAD_SKIP,
        /// a step with gradients of zero
        Zero = DLOPT_NULL_GRAD_ZERO,
    }
}

numbered! {
    /// decay_order: when decay beside the update acts.
    pub enum DecayOrder {
        /// before the update
        Before = DLOPT_DECAY_BEFORE,
        /// after it, on the updated parameter
        After = DLOPT_DECAY_AFTER,
    }
}

numbered! {
    /// eps_mode: where eps stands, for second moment v and bias correction c2 = 1 - beta2^t (1 where a rule has none).
    /// Adamax has a maximum for a root: inside it eps is added to |g|.
    pub enum EpsMode {
        /// sqrt(v / c2) + eps
        Outside = DLOPT_EPS_OUTSIDE,
        /// sqrt(v / c2 + eps)
        Inside = DLOPT_EPS_INSIDE,
        /// (sqrt(v) + eps) / sqrt(c2): eps is not corrected
        Hat = DLOPT_EPS_HAT,
    }
}

numbered! {
    /// amsgrad_form: of what the maximum is kept.
    pub enum AmsgradForm {
        /// max of v, corrected afterwards
        Raw = DLOPT_AMSGRAD_RAW,
        /// max of v / (1 - beta2^t)
        Corrected = DLOPT_AMSGRAD_CORRECTED,
    }
}

numbered! {
    /// lr_place: whether a momentum buffer b (of RMSprop or LARS), or the mean of LaProp or Adafactor, holds lr.
    pub enum LrPlace {
        /// b = u b + d; p -= lr b
        Outside = DLOPT_LR_OUTSIDE,
        /// b = u b + lr d; p -= b
        Inside = DLOPT_LR_INSIDE,
    }
}

numbered! {
    /// eps_root_form: what AdaBelief adds to its second moment at every step.
    pub enum EpsRootForm {
        /// eps, which it also adds to the root
        Same = DLOPT_EPS_ROOT_SAME,
        /// eps_root
        Own = DLOPT_EPS_ROOT_OWN,
    }
}

numbered! {
    /// diff_form: how often Adan counts the difference of two gradients.
    pub enum DiffForm {
        /// beta2 times
        Beta2 = DLOPT_DIFF_BETA2,
        /// 1 - beta2 times
        OneMinusBeta2 = DLOPT_DIFF_ONE_MINUS_BETA2,
    }
}

numbered! {
    /// clip_base: what ADOPT's limit at step t is a power of.
    pub enum ClipBase {
        /// t - 1, the number of steps before
        Before = DLOPT_CLIP_BASE_BEFORE,
        /// t
        Step = DLOPT_CLIP_BASE_STEP,
        /// there is no limit
        None = DLOPT_CLIP_BASE_NONE,
    }
}

numbered! {
    /// sign_form: what Lion makes of its direction c.
    pub enum SignForm {
        /// sign(c)
        Hard = DLOPT_SIGN_HARD,
        /// c where |c| \< 1, else sign(c)
        Refined = DLOPT_SIGN_REFINED,
    }
}

numbered! {
    /// rate_lr: which lr makes the rate of ASGD's step t, lr / (1 + lambd lr (t - 1))^alpha.
    pub enum RateLr {
        /// that of step t - 1: a schedule acts one step late
        Previous = DLOPT_RATE_LR_PREVIOUS,
        /// that of step t
        Current = DLOPT_RATE_LR_CURRENT,
    }
}

numbered! {
    /// rectify: which lengths rho of RAdam's average are long enough for its threshold.
    pub enum Rectify {
        /// rho \> threshold
        Above = DLOPT_RECTIFY_ABOVE,
        /// rho \>= threshold
        From = DLOPT_RECTIFY_FROM,
    }
}

numbered! {
    /// unrectified: what RAdam does while its average is too short.
    pub enum Unrectified {
        /// p -= lr m / (1 - beta1^t)
        Momentum = DLOPT_UNRECTIFIED_MOMENTUM,
        /// no update; weight decay and moments go on
        Nothing = DLOPT_UNRECTIFIED_NOTHING,
    }
}

numbered! {
    /// nesterov_form: what NAdam divides by the root, for gradient g, first moment m, u_t = beta1 (1 - 0.96^(t
    /// momentum_decay) / 2) and U_t, the product of u_1 to u_t.
    pub enum NesterovForm {
        /// (1 - u_t) g / (1 - U_t) + u_t+1 m / (1 - U_t+1)
        Scheduled = DLOPT_NESTEROV_SCHEDULED,
        /// (1 - beta1) g / (1 - beta1^t) + beta1 m / (1 - beta1^(t + 1))
        Next = DLOPT_NESTEROV_NEXT,
        /// ((1 - beta1) g + beta1 m) / (1 - beta1^t)
        Same = DLOPT_NESTEROV_SAME,
    }
}

numbered! {
    /// rprop_form: what a weight does where its gradient changed sign. In all forms its step size shrinks, and the next
    /// step compares no signs.
    pub enum RpropForm {
        /// it stays
        IrpropMinus = DLOPT_RPROP_IRPROP_MINUS,
        /// it takes back the step before if the loss grew (`dlopt_step_desc`, loss), else it stays
        IrpropPlus = DLOPT_RPROP_IRPROP_PLUS,
        /// it takes back the step before
        RpropPlus = DLOPT_RPROP_RPROP_PLUS,
    }
}

numbered! {
    /// trust_ratio: of which parameters lr is multiplied by a trust ratio.
    pub enum TrustRatio {
        /// of none
        Never = DLOPT_TRUST_NEVER,
        /// of those whose weight decay is not 0
        Decayed = DLOPT_TRUST_DECAYED,
        /// of all
        Always = DLOPT_TRUST_ALWAYS,
    }
}

numbered! {
    /// trust_form: LARS's ratio for parameter p, gradient g, weight decay w and trust coefficient c.
    pub enum TrustForm {
        /// c |p| / (|g| + w |p| + eps), and 1 when p or g is 0
        Separate = DLOPT_TRUST_SEPARATE,
        /// c |p| / (|g + w p| + eps), and 1 when p or g + w p is 0
        Joint = DLOPT_TRUST_JOINT,
        /// as separate; but when p or g is 0 the gradient alone, without decay and trust_clip
        Larc = DLOPT_TRUST_LARC,
    }
}

numbered! {
    /// bias_correction of LAMB, with c1 = 1 - beta1^t and c2 = 1 - beta2^t.
    pub enum CorrectionForm {
        /// none
        None = DLOPT_CORRECTION_NONE,
        /// the moments are divided by c1 and c2
        Moments = DLOPT_CORRECTION_MOMENTS,
        /// lr sqrt(c2) / c1 in place of lr, after the ratio
        Lr = DLOPT_CORRECTION_LR,
        /// lr / c1 in place of lr, after the ratio
        First = DLOPT_CORRECTION_FIRST,
    }
}

numbered! {
    /// grad_averaging of NovoGrad: whether gradients enter the first moment times 1 - beta1.
    pub enum GradAveraging {
        /// none does
        Off = DLOPT_AVERAGING_OFF,
        /// all do
        On = DLOPT_AVERAGING_ON,
        /// all but the parameter's first
        Later = DLOPT_AVERAGING_LATER,
    }
}

numbered! {
    /// decay_place: where weight decay w acts in rules that see to it themselves.
    pub enum DecayPlace {
        /// g += w p, before the moments (NovoGrad: after g was divided by its norm)
        Gradient = DLOPT_DECAY_IN_GRADIENT,
        /// p \*= 1 - lr w, before the norm of p is taken (Prodigy: lr with all that it is multiplied by)
        Parameter = DLOPT_DECAY_IN_PARAMETER,
        /// the update that lr multiplies += w p (NovoGrad: there, too, the norm divides)
        Update = DLOPT_DECAY_IN_UPDATE,
    }
}

numbered! {
    /// eps_form: where eps1 of Adafactor acts, for gradient g, mean R of the mean squares of all rows, and second
    /// moment v.
    pub enum EpsForm {
        /// as floor, with the distance from 1 to the next number of the parameter's type in place of eps1
        Machine = DLOPT_EPS_MACHINE,
        /// R counts as eps1 at least, and v as eps1^2
        Floor = DLOPT_EPS_FLOOR,
        /// g^2 + eps1 enters v
        Added = DLOPT_EPS_ADDED,
    }
}

numbered! {
    /// relative_step: what lr is at step t.
    pub enum RelativeStep {
        /// lr
        Off = DLOPT_RELATIVE_STEP_OFF,
        /// min(lr, 1 / sqrt(t)); 0.01 is the paper's lr
        On = DLOPT_RELATIVE_STEP_ON,
        /// min(lr t / 10000, 1 / sqrt(t))
        Warmup = DLOPT_RELATIVE_STEP_WARMUP,
    }
}

numbered! {
    /// factored: which two dimensions a second moment is kept of, as means along each, where both have
    /// min_dim_size_to_factor elements. Of other parameters it is kept whole.
    pub enum Factored {
        /// none: always whole
        None = DLOPT_FACTORED_NONE,
        /// the last two
        Last = DLOPT_FACTORED_LAST,
        /// the two largest; of equal ones the last
        Largest = DLOPT_FACTORED_LARGEST,
        /// from three dimensions on the first two, as of a convolution's kernel; else, or where these are too small,
        /// the last two
        Leading = DLOPT_FACTORED_LEADING,
    }
}

numbered! {
    /// decay_by: what weight decay beside the update takes for lr.
    pub enum DecayBy {
        /// lr
        Lr = DLOPT_DECAY_BY_LR,
        /// what relative_step and scale_parameter make of it
        StepSize = DLOPT_DECAY_BY_STEP_SIZE,
    }
}

numbered! {
    /// accumulator_form: what SM3's accumulator of an index holds after a step, of the second moments that its elements
    /// had.
    pub enum AccumulatorForm {
        /// the largest of this step
        Latest = DLOPT_ACCUMULATOR_LATEST,
        /// with beta2 below 1 the largest so far; else as latest
        Largest = DLOPT_ACCUMULATOR_LARGEST,
    }
}

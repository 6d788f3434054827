/* dlopt/conventions.h - where implementations of one rule differ: the choices of hyper-parameters of kind choice, by the names of those. */
#ifndef DLOPT_CONVENTIONS_H
#define DLOPT_CONVENTIONS_H

/** momentum_form: how SGD keeps its buffer b for momentum u, dampening d and gradient g. */
enum dlopt_momentum_form {
  DLOPT_MOMENTUM_TORCH = 0,    /**< b = u b + (1 - d) g; p -= lr b */
  DLOPT_MOMENTUM_EMA = 1,      /**< b = u b + (1 - u) g; p -= lr b */
  DLOPT_MOMENTUM_SUTSKEVER = 2 /**< b = u b - lr g; p += b: lr inside the buffer */
};
/** first_step: what a momentum buffer holds after its first gradient. */
enum dlopt_first_step {
  DLOPT_FIRST_STEP_GRADIENT = 0, /**< the gradient itself, without dampening */
  DLOPT_FIRST_STEP_ZEROS = 1,    /**< what the recurrence gives from zero */
  DLOPT_FIRST_STEP_NONZERO = 2   /**< the first gradient that is not all zeros (NovoGrad's second moment only) */
};
/** decay_mode: where weight decay w acts, with lr0 = decay_lr. All but l2 act beside the update. */
enum dlopt_decay_mode {
  DLOPT_DECAY_L2 = 0,          /**< g += w p, so the decay passes through the moments */
  DLOPT_DECAY_DECOUPLED = 1,   /**< p *= 1 - lr w */
  DLOPT_DECAY_INDEPENDENT = 2, /**< p *= 1 - lr / lr0 w: follows the schedule of lr, not its size */
  DLOPT_DECAY_CORRECTED = 3,   /**< p *= 1 - lr^2 / lr0 w */
  DLOPT_DECAY_FIXED = 4,       /**< p *= 1 - w */
  DLOPT_DECAY_PROXIMAL = 5,    /**< p /= 1 + lr w */
  DLOPT_DECAY_L1 = 6,          /**< p moves by lr w towards zero, and stops there */
  DLOPT_DECAY_CAUTIOUS = 7     /**< p *= 1 - lr w where the step, too, pulls p towards zero */
};
/** cautious: which steps are taken. One agrees with its gradient when both have the same sign (the step is subtracted). The forms but the first
 *  are those of Liang et al. 2024, "Cautious optimizers"; n of N steps of a parameter agree. */
enum dlopt_cautious {
  DLOPT_CAUTIOUS_OFF = 0,   /**< all */
  DLOPT_CAUTIOUS_MASK = 1,  /**< those that agree */
  DLOPT_CAUTIOUS_MEAN = 2,  /**< those that agree, divided by max(n / N, 0.001) */
  DLOPT_CAUTIOUS_COUNT = 3  /**< those that agree, multiplied by N / (n + 1) */
};
/** zero_grad: what an element does whose gradient is exactly 0, decay not counted. */
enum dlopt_zero_grad {
  DLOPT_ZERO_GRAD_STEP = 0, /**< 0 is a gradient: momentum and decay act */
  DLOPT_ZERO_GRAD_SKIP = 1  /**< the element and its state stay as they are */
};
/** null_grad: what a parameter does whose gradient has no data. */
enum dlopt_null_grad {
  DLOPT_NULL_GRAD_SKIP = 0, /**< it is left out: neither it nor its state nor its age changes */
  DLOPT_NULL_GRAD_ZERO = 1  /**< a step with gradients of zero */
};
/** decay_order: when decay beside the update acts. */
enum dlopt_decay_order {
  DLOPT_DECAY_BEFORE = 0, /**< before the update */
  DLOPT_DECAY_AFTER = 1   /**< after it, on the updated parameter */
};
/** eps_mode: where eps stands, for second moment v and bias correction c2 = 1 - beta2^t (1 where a rule has none). Adamax has a maximum for
 *  a root: inside it eps is added to |g|. */
enum dlopt_eps_mode {
  DLOPT_EPS_OUTSIDE = 0, /**< sqrt(v / c2) + eps */
  DLOPT_EPS_INSIDE = 1,  /**< sqrt(v / c2 + eps) */
  DLOPT_EPS_HAT = 2      /**< (sqrt(v) + eps) / sqrt(c2): eps is not corrected */
};
/** amsgrad_form: of what the maximum is kept. */
enum dlopt_amsgrad_form {
  DLOPT_AMSGRAD_RAW = 0,      /**< max of v, corrected afterwards */
  DLOPT_AMSGRAD_CORRECTED = 1 /**< max of v / (1 - beta2^t) */
};
/** lr_place: whether a momentum buffer b (of RMSprop or LARS), or the mean of LaProp or Adafactor, holds lr. */
enum dlopt_lr_place {
  DLOPT_LR_OUTSIDE = 0, /**< b = u b + d; p -= lr b */
  DLOPT_LR_INSIDE = 1   /**< b = u b + lr d; p -= b */
};
/** eps_root_form: what AdaBelief adds to its second moment at every step. */
enum dlopt_eps_root_form {
  DLOPT_EPS_ROOT_SAME = 0, /**< eps, which it also adds to the root */
  DLOPT_EPS_ROOT_OWN = 1   /**< eps_root */
};
/** diff_form: how often Adan counts the difference of two gradients. */
enum dlopt_diff_form {
  DLOPT_DIFF_BETA2 = 0,          /**< beta2 times */
  DLOPT_DIFF_ONE_MINUS_BETA2 = 1 /**< 1 - beta2 times */
};
/** clip_base: what ADOPT's limit at step t is a power of. */
enum dlopt_clip_base {
  DLOPT_CLIP_BASE_BEFORE = 0, /**< t - 1, the number of steps before */
  DLOPT_CLIP_BASE_STEP = 1,   /**< t */
  DLOPT_CLIP_BASE_NONE = 2    /**< there is no limit */
};
/** sign_form: what Lion makes of its direction c. */
enum dlopt_sign_form {
  DLOPT_SIGN_HARD = 0,   /**< sign(c) */
  DLOPT_SIGN_REFINED = 1 /**< c where |c| < 1, else sign(c) */
};
/** rate_lr: which lr makes the rate of ASGD's step t, lr / (1 + lambd lr (t - 1))^alpha. */
enum dlopt_rate_lr {
  DLOPT_RATE_LR_PREVIOUS = 0, /**< that of step t - 1: a schedule acts one step late */
  DLOPT_RATE_LR_CURRENT = 1   /**< that of step t */
};
/** rectify: which lengths rho of RAdam's average are long enough for its threshold. */
enum dlopt_rectify {
  DLOPT_RECTIFY_ABOVE = 0, /**< rho > threshold */
  DLOPT_RECTIFY_FROM = 1   /**< rho >= threshold */
};
/** unrectified: what RAdam does while its average is too short. */
enum dlopt_unrectified {
  DLOPT_UNRECTIFIED_MOMENTUM = 0, /**< p -= lr m / (1 - beta1^t) */
  DLOPT_UNRECTIFIED_NOTHING = 1   /**< no update; weight decay and moments go on */
};
/** nesterov_form: what NAdam divides by the root, for gradient g, first moment m, u_t = beta1 (1 - 0.96^(t momentum_decay) / 2) and U_t,
 *  the product of u_1 to u_t. */
enum dlopt_nesterov_form {
  DLOPT_NESTEROV_SCHEDULED = 0, /**< (1 - u_t) g / (1 - U_t) + u_t+1 m / (1 - U_t+1) */
  DLOPT_NESTEROV_NEXT = 1,      /**< (1 - beta1) g / (1 - beta1^t) + beta1 m / (1 - beta1^(t + 1)) */
  DLOPT_NESTEROV_SAME = 2       /**< ((1 - beta1) g + beta1 m) / (1 - beta1^t) */
};
/** rprop_form: what a weight does where its gradient changed sign. In all forms its step size shrinks, and the next step compares no signs. */
enum dlopt_rprop_form {
  DLOPT_RPROP_IRPROP_MINUS = 0, /**< it stays */
  DLOPT_RPROP_IRPROP_PLUS = 1,  /**< it takes back the step before if the loss grew (dlopt_step_desc, loss), else it stays */
  DLOPT_RPROP_RPROP_PLUS = 2    /**< it takes back the step before */
};
/** trust_ratio: of which parameters lr is multiplied by a trust ratio. */
enum dlopt_trust_ratio {
  DLOPT_TRUST_NEVER = 0,   /**< of none */
  DLOPT_TRUST_DECAYED = 1, /**< of those whose weight decay is not 0 */
  DLOPT_TRUST_ALWAYS = 2   /**< of all */
};
/** trust_form: LARS's ratio for parameter p, gradient g, weight decay w and trust coefficient c. */
enum dlopt_trust_form {
  DLOPT_TRUST_SEPARATE = 0, /**< c |p| / (|g| + w |p| + eps), and 1 when p or g is 0 */
  DLOPT_TRUST_JOINT = 1,    /**< c |p| / (|g + w p| + eps), and 1 when p or g + w p is 0 */
  DLOPT_TRUST_LARC = 2      /**< as separate; but when p or g is 0 the gradient alone, without decay and trust_clip */
};
/** bias_correction of LAMB, with c1 = 1 - beta1^t and c2 = 1 - beta2^t. */
enum dlopt_correction_form {
  DLOPT_CORRECTION_NONE = 0,    /**< none */
  DLOPT_CORRECTION_MOMENTS = 1, /**< the moments are divided by c1 and c2 */
  DLOPT_CORRECTION_LR = 2,      /**< lr sqrt(c2) / c1 in place of lr, after the ratio */
  DLOPT_CORRECTION_FIRST = 3    /**< lr / c1 in place of lr, after the ratio */
};
/** grad_averaging of NovoGrad: whether gradients enter the first moment times 1 - beta1. */
enum dlopt_grad_averaging {
  DLOPT_AVERAGING_OFF = 0,  /**< none does */
  DLOPT_AVERAGING_ON = 1,   /**< all do */
  DLOPT_AVERAGING_LATER = 2 /**< all but the parameter's first */
};
/** decay_place: where weight decay w acts in rules that see to it themselves. */
enum dlopt_decay_place {
  DLOPT_DECAY_IN_GRADIENT = 0,  /**< g += w p, before the moments (NovoGrad: after g was divided by its norm) */
  DLOPT_DECAY_IN_PARAMETER = 1, /**< p *= 1 - lr w, before the norm of p is taken (Prodigy: lr with all that it is multiplied by) */
  DLOPT_DECAY_IN_UPDATE = 2     /**< the update that lr multiplies += w p (NovoGrad: there, too, the norm divides) */
};

/** eps_form: where eps1 of Adafactor acts, for gradient g, mean R of the mean squares of all rows, and second moment v. */
enum dlopt_eps_form {
  DLOPT_EPS_MACHINE = 0, /**< as floor, with the distance from 1 to the next number of the parameter's type in place of eps1 */
  DLOPT_EPS_FLOOR = 1,   /**< R counts as eps1 at least, and v as eps1^2 */
  DLOPT_EPS_ADDED = 2    /**< g^2 + eps1 enters v */
};
/** relative_step: what lr is at step t. */
enum dlopt_relative_step {
  DLOPT_RELATIVE_STEP_OFF = 0,   /**< lr */
  DLOPT_RELATIVE_STEP_ON = 1,    /**< min(lr, 1 / sqrt(t)); 0.01 is the paper's lr */
  DLOPT_RELATIVE_STEP_WARMUP = 2 /**< min(lr t / 10000, 1 / sqrt(t)) */
};
/** factored: which two dimensions a second moment is kept of, as means along each, where both have min_dim_size_to_factor elements. Of other parameters it is kept whole. */
enum dlopt_factored {
  DLOPT_FACTORED_NONE = 0,    /**< none: always whole */
  DLOPT_FACTORED_LAST = 1,    /**< the last two */
  DLOPT_FACTORED_LARGEST = 2, /**< the two largest; of equal ones the last */
  DLOPT_FACTORED_LEADING = 3  /**< from three dimensions on the first two, as of a convolution's kernel; else, or where these are too small, the last two */
};
/** decay_by: what weight decay beside the update takes for lr. */
enum dlopt_decay_by {
  DLOPT_DECAY_BY_LR = 0,       /**< lr */
  DLOPT_DECAY_BY_STEP_SIZE = 1 /**< what relative_step and scale_parameter make of it */
};
/** accumulator_form: what SM3's accumulator of an index holds after a step, of the second moments that its elements had. */
enum dlopt_accumulator_form {
  DLOPT_ACCUMULATOR_LATEST = 0, /**< the largest of this step */
  DLOPT_ACCUMULATOR_LARGEST = 1 /**< with beta2 below 1 the largest so far; else as latest */
};

#endif

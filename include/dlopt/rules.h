/* dlopt/rules.h - the update rules, their hyper-parameters and their state, as data: what bindings and user interfaces are made from. */
#ifndef DLOPT_RULES_H
#define DLOPT_RULES_H

#include "tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An update rule. A number keeps its rule for ever. */
typedef int32_t dlopt_rule;
enum dlopt_rule_code {
  DLOPT_RULE_SGD = 1,
  DLOPT_RULE_ADAGRAD = 2,
  DLOPT_RULE_RMSPROP = 3,
  DLOPT_RULE_ADAM = 4,
  DLOPT_RULE_ADAMW = 5,
  DLOPT_RULE_LION = 6,
  DLOPT_RULE_SGLD = 7,
  DLOPT_RULE_PSGLD = 8,
  DLOPT_RULE_ADABELIEF = 9,
  DLOPT_RULE_YOGI = 10,
  DLOPT_RULE_ADAN = 11,
  DLOPT_RULE_ADOPT = 12,
  DLOPT_RULE_ADEMAMIX = 13,
  DLOPT_RULE_LAPROP = 14,
  DLOPT_RULE_LARS = 15,
  DLOPT_RULE_LAMB = 16,
  DLOPT_RULE_NOVOGRAD = 17,
  DLOPT_RULE_PRODIGY = 18,
  DLOPT_RULE_ADADELTA = 19,
  DLOPT_RULE_ADAMAX = 20,
  DLOPT_RULE_SIGNSGD = 21,
  DLOPT_RULE_ASGD = 22,
  DLOPT_RULE_RADAM = 23,
  DLOPT_RULE_NADAM = 24,
  DLOPT_RULE_NADAMW = 25,
  DLOPT_RULE_RPROP = 26,
  DLOPT_RULE_QUICKPROP = 27,
  DLOPT_RULE_SCHEDULEFREE_SGD = 28,
  DLOPT_RULE_SCHEDULEFREE_ADAMW = 29,
  DLOPT_RULE_SOPHIA = 30,
  DLOPT_RULE_SPARSE_ADAM = 31,
  DLOPT_RULE_ADAFACTOR = 32,
  DLOPT_RULE_CAME = 33,
  DLOPT_RULE_SM3 = 34,
  DLOPT_RULE_SWATS = 35
};

/** A hyper-parameter. A number means the same in every rule that has it; dlopt_rule_hyper_info tells which, and its bounds. */
typedef int32_t dlopt_hyper;
enum dlopt_hyper_code {
  DLOPT_HYPER_LR = 1, /**< learning rate */
  DLOPT_HYPER_WEIGHT_DECAY = 2, /**< decay of the parameters; see decay_mode */
  DLOPT_HYPER_MOMENTUM = 3, /**< how much of the momentum buffer stays */
  DLOPT_HYPER_DAMPENING = 4, /**< how much of the gradient the momentum buffer refuses */
  DLOPT_HYPER_NESTEROV = 5, /**< flag: look ahead along the momentum */
  DLOPT_HYPER_BETA1 = 6, /**< how much of the first moment stays */
  DLOPT_HYPER_BETA2 = 7, /**< how much of the second moment stays */
  DLOPT_HYPER_EPS = 8, /**< added to the denominator; see eps_mode */
  DLOPT_HYPER_ALPHA = 9, /**< how much of the mean square stays */
  DLOPT_HYPER_AMSGRAD = 10, /**< flag: never let the second moment shrink */
  DLOPT_HYPER_CENTERED = 11, /**< flag: use the variance in place of the mean square */
  DLOPT_HYPER_MAXIMIZE = 12, /**< flag: climb instead of descend; decay still pulls towards zero */
  DLOPT_HYPER_LR_DECAY = 13, /**< lr / (1 + (t - 1) lr_decay) at step t */
  DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE = 14, /**< what the sum or mean of squares starts from */
  DLOPT_HYPER_BIAS_CORRECTION = 15, /**< flag: divide the moments by 1 - beta^t (LAMB: choice: dlopt_correction_form) */
  DLOPT_HYPER_MOMENTUM_FORM = 16, /**< choice: dlopt_momentum_form */
  DLOPT_HYPER_FIRST_STEP = 17, /**< choice: dlopt_first_step */
  DLOPT_HYPER_DECAY_MODE = 18, /**< choice: dlopt_decay_mode */
  DLOPT_HYPER_DECAY_ORDER = 19, /**< choice: dlopt_decay_order */
  DLOPT_HYPER_EPS_MODE = 20, /**< choice: dlopt_eps_mode */
  DLOPT_HYPER_AMSGRAD_FORM = 21, /**< choice: dlopt_amsgrad_form */
  DLOPT_HYPER_LR_PLACE = 22, /**< choice: dlopt_lr_place */
  DLOPT_HYPER_DECAY_LR = 23, /**< learning rate that decay_mode independent and corrected compare lr with; 0: lr as it was set */
  DLOPT_HYPER_BETA3 = 24, /**< how much of a third average stays */
  DLOPT_HYPER_RHO = 25, /**< how much of the mean squares stays */
  DLOPT_HYPER_CAUTIOUS = 26, /**< choice: dlopt_cautious */
  DLOPT_HYPER_ZERO_GRAD = 27, /**< choice: dlopt_zero_grad */
  DLOPT_HYPER_NULL_GRAD = 28, /**< choice: dlopt_null_grad */
  DLOPT_HYPER_MAX_NORM = 29, /**< limit of the common norm of all gradients; of the whole optimizer */
  DLOPT_HYPER_LAMBD = 30, /**< ASGD's own decay, which also slows its rate */
  DLOPT_HYPER_RATE_POWER = 31, /**< ASGD's alpha: the power by which its rate falls */
  DLOPT_HYPER_T0 = 32, /**< the step after which averaging starts */
  DLOPT_HYPER_THRESHOLD = 33, /**< length of RAdam's average that its rectification waits for */
  DLOPT_HYPER_RECTIFY = 34, /**< choice: dlopt_rectify */
  DLOPT_HYPER_UNRECTIFIED = 35, /**< choice: dlopt_unrectified */
  DLOPT_HYPER_NESTEROV_FORM = 36, /**< choice: dlopt_nesterov_form */
  DLOPT_HYPER_MOMENTUM_DECAY = 37, /**< how fast NAdam's momentum rises to beta1 */
  DLOPT_HYPER_RATE_LR = 38, /**< choice: dlopt_rate_lr */
  DLOPT_HYPER_ACCUMULATOR_FORM = 39, /**< choice: dlopt_accumulator_form */
  DLOPT_HYPER_EPS_ROOT = 40, /**< added to the second moment, beside eps */
  DLOPT_HYPER_EPS_ROOT_FORM = 41, /**< choice: dlopt_eps_root_form */
  DLOPT_HYPER_RECTIFIED = 42, /**< flag: rectify the step as RAdam does */
  DLOPT_HYPER_DIFF_FORM = 43, /**< choice: dlopt_diff_form */
  DLOPT_HYPER_CLIP_EXP = 44, /**< power of the number of steps that limits ADOPT's scaled gradients */
  DLOPT_HYPER_CLIP_BASE = 45, /**< choice: dlopt_clip_base */
  DLOPT_HYPER_SLOW_WEIGHT = 46, /**< AdEMAMix's alpha: how often its slow mean counts */
  DLOPT_HYPER_T_ALPHA = 47, /**< steps over which that rises to its value; 0: none */
  DLOPT_HYPER_T_BETA3 = 48, /**< steps over which beta3 rises to its value; 0: none */
  DLOPT_HYPER_SIGN_FORM = 49, /**< choice: dlopt_sign_form */
  DLOPT_HYPER_ETAMINUS = 50, /**< factor of a step size that was too large */
  DLOPT_HYPER_ETAPLUS = 51, /**< factor of a step size that may grow */
  DLOPT_HYPER_STEP_SIZE_MIN = 52, /**< smallest step size of a weight */
  DLOPT_HYPER_STEP_SIZE_MAX = 53, /**< largest step size of a weight */
  DLOPT_HYPER_RPROP_FORM = 54, /**< choice: dlopt_rprop_form */
  DLOPT_HYPER_MU = 55, /**< how many times the last step a step may be */
  DLOPT_HYPER_STEP_THRESHOLD = 56, /**< last steps up to this size count as none */
  DLOPT_HYPER_WEIGHT_LIMIT = 57, /**< weights are kept in [-this, this]; 0: they are not */
  DLOPT_HYPER_WARMUP_STEPS = 58, /**< steps over which lr rises linearly to its value */
  DLOPT_HYPER_R = 59, /**< step t counts t^r times in an average */
  DLOPT_HYPER_TRUST_COEFFICIENT = 60, /**< what the trust ratio is multiplied by */
  DLOPT_HYPER_TRUST_RATIO = 61, /**< choice: dlopt_trust_ratio */
  DLOPT_HYPER_TRUST_CLIP = 62, /**< flag: the smaller of lr and the trust ratio in place of their product: LARC */
  DLOPT_HYPER_TRUST_FORM = 63, /**< choice: dlopt_trust_form */
  DLOPT_HYPER_TRUST_MIN = 64, /**< the trust ratio is at least this */
  DLOPT_HYPER_TRUST_MAX = 65, /**< the trust ratio is at most this; 0: no limit */
  DLOPT_HYPER_TRUST_EPS = 66, /**< added to the norm that the trust ratio divides by */
  DLOPT_HYPER_NORM_MAX = 67, /**< in the trust ratio a parameter's norm counts as this at most; 0: no limit */
  DLOPT_HYPER_GRAD_AVERAGING = 68, /**< flag: gradients enter the first moment times 1 - beta1 (NovoGrad: choice: dlopt_grad_averaging) */
  DLOPT_HYPER_DECAY_PLACE = 69, /**< choice: dlopt_decay_place */
  DLOPT_HYPER_BETA2_DECAY = 70, /**< 1 - t^this of Adafactor's second moment stays at step t */
  DLOPT_HYPER_EPS1 = 71, /**< first eps of a factored rule: that of its second moment */
  DLOPT_HYPER_EPS2 = 72, /**< second eps of a factored rule: of Adafactor the least RMS of a parameter, of CAME that of its confidence */
  DLOPT_HYPER_EPS_FORM = 73, /**< choice: dlopt_eps_form */
  DLOPT_HYPER_D = 74, /**< limit of the RMS of a parameter's update, before lr */
  DLOPT_HYPER_RELATIVE_STEP = 75, /**< choice: dlopt_relative_step */
  DLOPT_HYPER_SCALE_PARAMETER = 76, /**< flag: multiply the step by the RMS of its parameter */
  DLOPT_HYPER_FACTORED = 77, /**< choice: dlopt_factored */
  DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR = 78, /**< dimensions of fewer elements are not factored */
  DLOPT_HYPER_DECAY_BY = 79, /**< choice: dlopt_decay_by */
  DLOPT_HYPER_DATA_SIZE = 80, /**< examples in the data; the gradient is of their mean loss */
  DLOPT_HYPER_TEMPERATURE = 81, /**< of the noise: its variance is multiplied by it */
  DLOPT_HYPER_BURN_IN = 82, /**< steps without noise at the beginning */
  DLOPT_HYPER_SEED = 83, /**< of the noise */
  DLOPT_HYPER_CLIP_VALUE = 84, /**< limit of each gradient element; of the whole optimizer */
  DLOPT_HYPER_D0 = 86, /**< first estimate of the distance to the solution */
  DLOPT_HYPER_D_COEF = 87, /**< what the estimate is multiplied by */
  DLOPT_HYPER_GROWTH_RATE = 88, /**< the estimate grows by this factor a step at most */
  DLOPT_HYPER_SAFEGUARD_WARMUP = 89, /**< flag: keep lr out of the estimate's denominator */
  DLOPT_HYPER_WEIGHT_LR_POWER = 90, /**< power of the largest lr so far in the weight of a step in an average */
  DLOPT_HYPER_GAMMA = 91, /**< multiplies the diagonal of the Hessian */
  DLOPT_HYPER_CLIP_THRESHOLD = 92, /**< largest magnitude of an element's quotient, before lr */
  DLOPT_HYPER_SWITCH_ATOL = 93, /**< SWATS goes over to SGD once its learned rate is settled within this ... */
  DLOPT_HYPER_SWITCH_RTOL = 94 /**< ... plus this times the rate */
};

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

/** Kinds of value. Every value but a list is set and read as a double. */
enum dlopt_value_kind {
  DLOPT_KIND_REAL = 1,    /**< any number in [lower, upper] */
  DLOPT_KIND_INTEGER = 2, /**< a whole number in [lower, upper] */
  DLOPT_KIND_FLAG = 3,    /**< 0 or 1 */
  DLOPT_KIND_CHOICE = 4,  /**< the index of a name in `choices` */
  DLOPT_KIND_LIST = 5     /**< any number of numbers in [lower, upper]; of schedules only, see dlopt_schedule_set_list */
};

/** What is known about one hyper-parameter of one rule, or one field of one schedule or wrapper. */
typedef struct dlopt_hyper_info {
  uint32_t struct_size; /**< set by the caller: sizeof(dlopt_hyper_info) */
  int32_t id;           /**< DLOPT_HYPER_..., or DLOPT_FIELD_... of a schedule, or DLOPT_WRAP_... of a wrapper */
  int32_t kind;         /**< DLOPT_KIND_... */
  uint32_t reserved;    /**< 0 */
  double default_value; /**< what a new object has */
  double lower;         /**< smallest allowed value */
  double upper;         /**< largest allowed value */
  const char *name;     /**< such as "beta1"; static */
  const char *doc;      /**< one line; static */
  const char *choices;  /**< names of a choice in the order of their numbers, separated by spaces; "" for other kinds; static */
} dlopt_hyper_info;

/** Shapes of a state. */
enum dlopt_state_shape {
  DLOPT_STATE_ELEMENTS = 0, /**< the parameter's shape and type */
  DLOPT_STATE_NUMBER = 1,   /**< one F64 number for each parameter */
  DLOPT_STATE_SHARED = 2,   /**< one F64 number for all parameters together; see DLOPT_SLOT_ALL */
  DLOPT_STATE_ROWS = 3,     /**< the parameter's type and shape, with size 1 in the dimension that the rows of a factored moment lie along */
  DLOPT_STATE_COLUMNS = 4,  /**< the same for its columns */
  DLOPT_STATE_AXES = 5      /**< the parameter's type; one dimension: a number for each index of the first dimension, then of the second, and so on */
};

/** What is known about one state of one rule. */
typedef struct dlopt_state_info {
  uint32_t struct_size;      /**< set by the caller: sizeof(dlopt_state_info) */
  int32_t optional;          /**< 1: kept only while a hyper-parameter asks for it, or of some shapes of parameters; see doc */
  int32_t bytes_per_element; /**< for F32 parameters; F64 parameters need twice that. 0 for a state that does not have the parameter's shape */
  int32_t shape;             /**< DLOPT_STATE_... */
  const char *name;          /**< PyTorch's name where PyTorch has one, such as "exp_avg"; static */
  const char *doc;      /**< one line; static */
} dlopt_state_info;

/** Returns the number of rules. Rules are numbered 1 .. count.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_rule_count(void);

/** Returns the name of a rule in lower case, such as "adamw"; NULL when there is no such rule.
 *
 *  @threads  Any. @stream None. @owns Static text. @repeat Not applicable.
 *  @errors   None (NULL; the last error is left alone).
 *  @since    0.1 */
DLOPT_API const char *dlopt_rule_name(dlopt_rule rule);

/** Finds a rule by name (exact, lower case).
 *
 *  @param name  Must not be NULL.
 *  @param rule  Receives the rule; 0 on failure.
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, or no such name; the text lists the names).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_rule_from_name(const char *name, dlopt_rule *rule);

/** Returns how many hyper-parameters a rule has; 0 when there is no such rule.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_rule_hyper_count(dlopt_rule rule);

/** Describes the index-th hyper-parameter of a rule.
 *
 *  @param index  0 .. dlopt_rule_hyper_count(rule) - 1.
 *  @param info   info->struct_size must be set; the rest is filled.
 *  @threads  Any. @stream None. @owns Texts are static. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such rule or index, info NULL, struct_size unknown); info is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_rule_hyper_info(dlopt_rule rule, int32_t index, dlopt_hyper_info *info);

/** Returns how many states a rule may keep for each parameter, optional ones included; 0 when there is no such rule.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_rule_state_count(dlopt_rule rule);

/** Describes the index-th state of a rule.
 *
 *  @param index  0 .. dlopt_rule_state_count(rule) - 1.
 *  @param info   info->struct_size must be set; the rest is filled.
 *  @threads  Any. @stream None. @owns Texts are static. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such rule or index, info NULL, struct_size unknown); info is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_rule_state_info(dlopt_rule rule, int32_t index, dlopt_state_info *info);

/** Returns the name of the index-th preset of a rule ("torch", "optax", ...; for dlopt_optimizer_preset), NULL past the last.
 *
 *  @threads  Any. @stream None. @owns Static text. @repeat Not applicable.
 *  @errors   None (NULL).
 *  @since    0.1 */
DLOPT_API const char *dlopt_rule_preset_name(dlopt_rule rule, int32_t index);

#ifdef __cplusplus
}
#endif
#endif

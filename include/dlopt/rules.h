/* dlopt/rules.h - the update rules, their hyper-parameters and their state, as data: what bindings and user interfaces are made from. */
#ifndef DLOPT_RULES_H
#define DLOPT_RULES_H

#include "conventions.h"
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
  DLOPT_HYPER_SEED = 83, /**< of the noise, and of parameters that are rounded stochastically (DLOPT_MASTER_STOCHASTIC) */
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

/** What a state holds, which decides how few bits may do for it (dlopt_state_form). */
enum dlopt_state_moment {
  DLOPT_MOMENT_NONE = 0,  /**< neither of the others: always of the parameter's arithmetic type */
  DLOPT_MOMENT_FIRST = 1, /**< a mean or sum of gradients or steps, of either sign */
  DLOPT_MOMENT_SECOND = 2 /**< a mean, sum or maximum of squares or magnitudes, never negative */
};

/** What is known about one state of one rule. */
typedef struct dlopt_state_info {
  uint32_t struct_size;      /**< set by the caller: sizeof(dlopt_state_info) */
  int32_t optional;          /**< 1: kept only while a hyper-parameter asks for it, or of some shapes of parameters; see doc */
  int32_t bytes_per_element; /**< for F32 parameters with full states (dlopt_state_form); F64 parameters need twice that. 0 for a state that does not have the parameter's shape */
  int32_t shape;             /**< DLOPT_STATE_... */
  const char *name;          /**< PyTorch's name where PyTorch has one, such as "exp_avg"; static */
  const char *doc;      /**< one line; static */
  int32_t moment;       /**< DLOPT_MOMENT_... */
  int32_t reserved;     /**< 0 */
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

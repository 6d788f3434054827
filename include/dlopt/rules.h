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
  DLOPT_RULE_RPROP = 7,
  DLOPT_RULE_QUICKPROP = 8,
  DLOPT_RULE_SCHEDULEFREE_SGD = 9,
  DLOPT_RULE_SCHEDULEFREE_ADAMW = 10,
  DLOPT_RULE_SOPHIA = 11,
  DLOPT_RULE_SPARSE_ADAM = 12
};

/** A hyper-parameter. A number means the same in every rule that has it; dlopt_rule_hyper_info tells which, and its bounds. */
typedef int32_t dlopt_hyper;
enum dlopt_hyper_code {
  DLOPT_HYPER_LR = 1,             /**< learning rate */
  DLOPT_HYPER_WEIGHT_DECAY = 2,   /**< decay of the parameters; see decay_mode */
  DLOPT_HYPER_MOMENTUM = 3,       /**< how much of the momentum buffer stays */
  DLOPT_HYPER_DAMPENING = 4,      /**< how much of the gradient the momentum buffer refuses */
  DLOPT_HYPER_NESTEROV = 5,       /**< flag: look ahead along the momentum */
  DLOPT_HYPER_BETA1 = 6,          /**< how much of the first moment stays */
  DLOPT_HYPER_BETA2 = 7,          /**< how much of the second moment stays */
  DLOPT_HYPER_EPS = 8,            /**< added to the denominator; see eps_mode */
  DLOPT_HYPER_ALPHA = 9,          /**< how much of the mean square stays */
  DLOPT_HYPER_AMSGRAD = 10,       /**< flag: never let the second moment shrink */
  DLOPT_HYPER_CENTERED = 11,      /**< flag: use the variance in place of the mean square */
  DLOPT_HYPER_MAXIMIZE = 12,      /**< flag: climb instead of descend; decay still pulls towards zero */
  DLOPT_HYPER_LR_DECAY = 13,      /**< lr / (1 + (t - 1) lr_decay) at step t */
  DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE = 14, /**< what the sum or mean of squares starts from */
  DLOPT_HYPER_BIAS_CORRECTION = 15,           /**< flag: divide the moments by 1 - beta^t */
  DLOPT_HYPER_MOMENTUM_FORM = 16, /**< choice: dlopt_momentum_form */
  DLOPT_HYPER_FIRST_STEP = 17,    /**< choice: dlopt_first_step */
  DLOPT_HYPER_DECAY_MODE = 18,    /**< choice: dlopt_decay_mode */
  DLOPT_HYPER_DECAY_ORDER = 19,   /**< choice: dlopt_decay_order */
  DLOPT_HYPER_EPS_MODE = 20,      /**< choice: dlopt_eps_mode */
  DLOPT_HYPER_AMSGRAD_FORM = 21,  /**< choice: dlopt_amsgrad_form */
  DLOPT_HYPER_LR_PLACE = 22,      /**< choice: dlopt_lr_place */
  DLOPT_HYPER_DECAY_LR = 23,      /**< learning rate that decay_mode independent and corrected compare lr with; 0: lr as it was set */
  DLOPT_HYPER_BETA3 = 24,         /**< how much of a third average stays */
  DLOPT_HYPER_RHO = 25,           /**< how much of the mean squares stays */
  DLOPT_HYPER_ETAMINUS = 50,      /**< factor of a step size that was too large */
  DLOPT_HYPER_ETAPLUS = 51,       /**< factor of a step size that may grow */
  DLOPT_HYPER_STEP_SIZE_MIN = 52, /**< smallest step size of a weight */
  DLOPT_HYPER_STEP_SIZE_MAX = 53, /**< largest step size of a weight */
  DLOPT_HYPER_RPROP_FORM = 54,    /**< choice: dlopt_rprop_form */
  DLOPT_HYPER_MU = 55,            /**< how many times the last step a step may be */
  DLOPT_HYPER_STEP_THRESHOLD = 56, /**< last steps up to this size count as none */
  DLOPT_HYPER_WEIGHT_LIMIT = 57,  /**< weights are kept in [-this, this]; 0: they are not */
  DLOPT_HYPER_WARMUP_STEPS = 58,  /**< steps over which lr rises linearly to its value */
  DLOPT_HYPER_R = 59,             /**< step t counts t^r times in an average */
  DLOPT_HYPER_WEIGHT_LR_POWER = 90, /**< power of the largest lr so far in the weight of a step in an average */
  DLOPT_HYPER_GAMMA = 91,         /**< multiplies the diagonal of the Hessian */
  DLOPT_HYPER_CLIP_THRESHOLD = 92 /**< largest magnitude of an element's quotient, before lr */
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
  DLOPT_FIRST_STEP_ZEROS = 1     /**< what the recurrence gives from zero */
};
/** decay_mode: where weight decay w acts, with lr0 = decay_lr. All but l2 act beside the update. */
enum dlopt_decay_mode {
  DLOPT_DECAY_L2 = 0,          /**< g += w p, so the decay passes through the moments */
  DLOPT_DECAY_DECOUPLED = 1,   /**< p *= 1 - lr w */
  DLOPT_DECAY_INDEPENDENT = 2, /**< p *= 1 - lr / lr0 w: follows the schedule of lr, not its size */
  DLOPT_DECAY_CORRECTED = 3,   /**< p *= 1 - lr^2 / lr0 w */
  DLOPT_DECAY_FIXED = 4,       /**< p *= 1 - w */
  DLOPT_DECAY_PROXIMAL = 5     /**< p /= 1 + lr w */
};
/** decay_order: when decay beside the update acts. */
enum dlopt_decay_order {
  DLOPT_DECAY_BEFORE = 0, /**< before the update */
  DLOPT_DECAY_AFTER = 1   /**< after it, on the updated parameter */
};
/** eps_mode: where eps stands, for second moment v and bias correction c2 = 1 - beta2^t (1 where a rule has none). */
enum dlopt_eps_mode {
  DLOPT_EPS_OUTSIDE = 0, /**< sqrt(v / c2) + eps */
  DLOPT_EPS_INSIDE = 1,  /**< sqrt(v / c2 + eps) */
  DLOPT_EPS_HAT = 2      /**< (sqrt(v) + eps) / sqrt(c2): eps is not corrected (Adam only) */
};
/** amsgrad_form: of what the maximum is kept. */
enum dlopt_amsgrad_form {
  DLOPT_AMSGRAD_RAW = 0,      /**< max of v, corrected afterwards */
  DLOPT_AMSGRAD_CORRECTED = 1 /**< max of v / (1 - beta2^t) */
};
/** lr_place: whether RMSprop's momentum buffer holds lr. */
enum dlopt_lr_place {
  DLOPT_LR_OUTSIDE = 0, /**< b = u b + d; p -= lr b */
  DLOPT_LR_INSIDE = 1   /**< b = u b + lr d; p -= b */
};

/** rprop_form: what a weight does where its gradient changed sign. In all forms its step size shrinks, and the next step compares no signs. */
enum dlopt_rprop_form {
  DLOPT_RPROP_IRPROP_MINUS = 0, /**< it stays */
  DLOPT_RPROP_IRPROP_PLUS = 1,  /**< it takes back the step before if the loss grew (dlopt_step_desc, loss), else it stays */
  DLOPT_RPROP_RPROP_PLUS = 2    /**< it takes back the step before */
};

/** Kinds of value. Every value is set and read as a double. */
enum dlopt_value_kind {
  DLOPT_KIND_REAL = 1,    /**< any number in [lower, upper] */
  DLOPT_KIND_INTEGER = 2, /**< a whole number in [lower, upper] */
  DLOPT_KIND_FLAG = 3,    /**< 0 or 1 */
  DLOPT_KIND_CHOICE = 4   /**< the index of a name in `choices` */
};

/** What is known about one hyper-parameter of one rule, or one field of one schedule. */
typedef struct dlopt_hyper_info {
  uint32_t struct_size; /**< set by the caller: sizeof(dlopt_hyper_info) */
  int32_t id;           /**< DLOPT_HYPER_..., or DLOPT_FIELD_... of a schedule */
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
  DLOPT_STATE_NUMBER = 1    /**< one F64 number for each parameter */
};

/** What is known about one state of one rule. */
typedef struct dlopt_state_info {
  uint32_t struct_size;      /**< set by the caller: sizeof(dlopt_state_info) */
  int32_t optional;          /**< 1: kept only while a hyper-parameter asks for it; see doc */
  int32_t bytes_per_element; /**< for F32 parameters; F64 parameters need twice that. 0 for a state that does not grow with the parameter */
  int32_t shape;             /**< DLOPT_STATE_... */
  const char *name;          /**< PyTorch's name where PyTorch has one, such as "exp_avg"; static */
  const char *doc;           /**< one line; static */
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

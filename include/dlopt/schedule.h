/* dlopt/schedule.h - values as pure functions of the step: learning rates and every other real hyper-parameter. */
#ifndef DLOPT_SCHEDULE_H
#define DLOPT_SCHEDULE_H

#include "rules.h"
#include "runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A function from the step number to a value, in closed form: any step, any order, the same bits on every machine. A plateau alone has a past. */
typedef struct dlopt_schedule dlopt_schedule;

/** Shapes of schedule. `t` is the step, from 0; upper-case names are fields. A number keeps its shape for ever. */
typedef int32_t dlopt_schedule_kind;
enum dlopt_schedule_kind_code {
  DLOPT_SCHEDULE_CONSTANT = 1,         /**< BASE */
  DLOPT_SCHEDULE_STEP = 2,             /**< BASE GAMMA^floor(t / STEP_SIZE) */
  DLOPT_SCHEDULE_EXPONENTIAL = 3,      /**< BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL */
  DLOPT_SCHEDULE_COSINE = 4,           /**< FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER */
  DLOPT_SCHEDULE_LINEAR = 5,           /**< BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS */
  DLOPT_SCHEDULE_WARMUP_COSINE = 6,    /**< linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS */
  DLOPT_SCHEDULE_SEQUENCE = 7,         /**< made by dlopt_schedule_sequence */
  DLOPT_SCHEDULE_PRODUCT = 8,          /**< made by dlopt_schedule_product */
  DLOPT_SCHEDULE_CHAIN = 9,            /**< made by dlopt_schedule_chain */
  DLOPT_SCHEDULE_MULTI_STEP = 10,      /**< BASE GAMMA^n, n being how many of MILESTONES are <= t */
  DLOPT_SCHEDULE_POLYNOMIAL = 11,      /**< FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER */
  DLOPT_SCHEDULE_COSINE_RESTARTS = 12, /**< SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ... */
  DLOPT_SCHEDULE_ONE_CYCLE = 13,       /**< START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start */
  DLOPT_SCHEDULE_CYCLIC = 14,          /**< BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height */
  DLOPT_SCHEDULE_INVERSE_SQRT = 15,    /**< linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t) */
  DLOPT_SCHEDULE_NOAM = 16,            /**< BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1 */
  DLOPT_SCHEDULE_INVERSE_TIME = 17,    /**< BASE / (1 + LAMBDA t)^POWER */
  DLOPT_SCHEDULE_WSD = 18,             /**< linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how */
  DLOPT_SCHEDULE_WARMUP = 19,          /**< from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how */
  DLOPT_SCHEDULE_REX = 20,             /**< FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS */
  DLOPT_SCHEDULE_PIECEWISE = 21,       /**< BASE VALUES[n], n being how many of MILESTONES are <= t; INTERPOLATION may join the values */
  DLOPT_SCHEDULE_TABLE = 22,           /**< BASE VALUES[t] */
  DLOPT_SCHEDULE_RANGE_TEST = 23,      /**< BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how */
  DLOPT_SCHEDULE_PLATEAU = 24          /**< BASE GAMMA^n, not below FINAL, n being the reductions that dlopt_schedule_report has caused */
};

/** Fields of schedules; dlopt_schedule_field_info tells which a kind has, their defaults and bounds. */
typedef int32_t dlopt_schedule_field;
enum dlopt_schedule_field_code {
  DLOPT_FIELD_BASE = 1,            /**< the value that the shape is applied to */
  DLOPT_FIELD_FINAL = 2,           /**< the value at the end */
  DLOPT_FIELD_TOTAL_STEPS = 3,     /**< length in steps */
  DLOPT_FIELD_STEP_SIZE = 4,       /**< steps between two changes */
  DLOPT_FIELD_GAMMA = 5,           /**< factor per step, or per drop; above 1 it grows */
  DLOPT_FIELD_LAMBDA = 6,          /**< rate of the exponential or of 1 / t, per step */
  DLOPT_FIELD_START_FACTOR = 7,    /**< factor at step 0 */
  DLOPT_FIELD_END_FACTOR = 8,      /**< factor at TOTAL_STEPS and after */
  DLOPT_FIELD_WARMUP_STEPS = 9,    /**< length of the warm-up; counted within TOTAL_STEPS */
  DLOPT_FIELD_AFTER_END = 10,      /**< choice: dlopt_after_end */
  DLOPT_FIELD_POWER = 11,          /**< exponent */
  DLOPT_FIELD_BEGIN = 12,          /**< steps at BASE before the shape starts */
  DLOPT_FIELD_STAIRCASE = 13,      /**< flag: changes only every STEP_SIZE steps */
  DLOPT_FIELD_WARMUP_KIND = 14,    /**< choice: dlopt_warmup_kind */
  DLOPT_FIELD_DECAY_STEPS = 15,    /**< length of the decay; counted within TOTAL_STEPS */
  DLOPT_FIELD_ANNEAL = 16,          /**< choice: dlopt_anneal */
  DLOPT_FIELD_CYCLE_STEPS = 17,    /**< length of the first cycle */
  DLOPT_FIELD_T_MULT = 18,         /**< whole factor from one cycle's length to the next */
  DLOPT_FIELD_CYCLE_DECAY = 19,    /**< factor from one cycle's first value to the next */
  DLOPT_FIELD_PEAK = 20,           /**< the value at the top of the first cycle */
  DLOPT_FIELD_STEP_SIZE_DOWN = 21, /**< steps from PEAK to BASE; 0: STEP_SIZE */
  DLOPT_FIELD_CYCLE_MODE = 22,     /**< choice: dlopt_cycle_mode */
  DLOPT_FIELD_PCT_START = 23,      /**< part of TOTAL_STEPS before the peak */
  DLOPT_FIELD_PCT_FINAL = 24,      /**< part of TOTAL_STEPS before the third phase, in optax's convention */
  DLOPT_FIELD_THREE_PHASE = 25,    /**< flag: down to the start first, then to the end */
  DLOPT_FIELD_CONVENTION = 26,     /**< choice: dlopt_one_cycle_convention */
  DLOPT_FIELD_MODEL_SIZE = 27,     /**< width of the model */
  DLOPT_FIELD_INTERPOLATION = 28,  /**< choice: dlopt_interpolation */
  DLOPT_FIELD_GROWTH = 29,         /**< choice: dlopt_growth */
  DLOPT_FIELD_PATIENCE = 30,       /**< reports in a row that may be no better */
  DLOPT_FIELD_COOLDOWN = 31,       /**< reports after a reduction during which bad ones do not count */
  DLOPT_FIELD_MODE = 32,           /**< choice: dlopt_metric_mode */
  DLOPT_FIELD_THRESHOLD = 33,      /**< by how much a metric must be better to count */
  DLOPT_FIELD_THRESHOLD_MODE = 34, /**< choice: dlopt_threshold_mode */
  DLOPT_FIELD_EPS = 35,            /**< a reduction by no more than this is not made */
  DLOPT_FIELD_MILESTONES = 36,     /**< list of whole steps, not falling; dlopt_schedule_set_list */
  DLOPT_FIELD_VALUES = 37,         /**< list of factors of BASE; dlopt_schedule_set_list */
  DLOPT_FIELD_SHARED_CLOCK = 38    /**< flag of a sequence: its children see its step instead of one of their own */
};
/** after_end: what a cosine does past TOTAL_STEPS, and a table past its last value. */
enum dlopt_after_end {
  DLOPT_AFTER_END_HOLD = 0,  /**< stays at FINAL, as optax; at the last value */
  DLOPT_AFTER_END_REPEAT = 1 /**< climbs and falls with period 2 TOTAL_STEPS, as PyTorch; starts again */
};
/** warmup_kind: how a warm-up of W steps rises, from s = START_FACTOR times the value to the value. */
enum dlopt_warmup_kind {
  DLOPT_WARMUP_NONE = 0,
  DLOPT_WARMUP_LINEAR = 1,          /**< s + (1 - s) t / W */
  DLOPT_WARMUP_LINEAR_FROM_ONE = 2, /**< s + (1 - s)(t + 1) / W: the first step is already on the way */
  DLOPT_WARMUP_LOG = 3,             /**< s + (1 - s) log(t + 1) / log(W), as DeepSpeed */
  DLOPT_WARMUP_CONSTANT = 4,        /**< s until W, as PyTorch's ConstantLR */
  DLOPT_WARMUP_EXPONENTIAL = 5      /**< s^(1 - t / W) */
};
/** anneal: how a value goes to the next; x runs from 0 to 1. */
enum dlopt_anneal {
  DLOPT_ANNEAL_COSINE = 0,     /**< (1 + cos(pi x)) / 2 of the way is left */
  DLOPT_ANNEAL_LINEAR = 1,     /**< 1 - x is left */
  DLOPT_ANNEAL_MINUS_SQRT = 2, /**< 1 - sqrt(x) is left (WSD only) */
  DLOPT_ANNEAL_EXPONENTIAL = 3 /**< 2 (1/2)^x - 1 is left, as Megatron (WSD only) */
};
/** cycle_mode: the height of the cycles i = 0, 1, ... */
enum dlopt_cycle_mode {
  DLOPT_CYCLE_TRIANGULAR = 0,  /**< always the same */
  DLOPT_CYCLE_TRIANGULAR2 = 1, /**< times 2^-i */
  DLOPT_CYCLE_EXP_RANGE = 2    /**< times GAMMA^t, t being the step */
};
/** convention: where the phases of one cycle of T = TOTAL_STEPS meet. */
enum dlopt_one_cycle_convention {
  DLOPT_ONE_CYCLE_TORCH = 0, /**< PCT_START T - 1, with three phases 2 PCT_START T - 2, end at T - 1 */
  DLOPT_ONE_CYCLE_OPTAX = 1  /**< floor(PCT_START T), with three phases floor(PCT_FINAL T), end at T */
};
/** interpolation: what a piecewise schedule does between two milestones. */
enum dlopt_interpolation { DLOPT_INTERPOLATION_NONE = 0, DLOPT_INTERPOLATION_LINEAR = 1, DLOPT_INTERPOLATION_COSINE = 2 };
/** growth: how a range test rises. */
enum dlopt_growth { DLOPT_GROWTH_EXPONENTIAL = 0, DLOPT_GROWTH_LINEAR = 1 };
/** mode: which metrics are better. */
enum dlopt_metric_mode { DLOPT_METRIC_MIN = 0, DLOPT_METRIC_MAX = 1 };
/** threshold_mode: by how much a metric must beat the best one b, h being THRESHOLD. */
enum dlopt_threshold_mode {
  DLOPT_THRESHOLD_RELATIVE = 0,      /**< by h |b| */
  DLOPT_THRESHOLD_ABSOLUTE = 1,      /**< by h */
  DLOPT_THRESHOLD_RELATIVE_TORCH = 2 /**< below b (1 - h), or above b (1 + h) where more is better: where b is negative, slightly worse is good enough */
};

/** Returns the number of schedule kinds, numbered 1 .. count.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_schedule_kind_count(void);

/** Returns the name of a kind in lower case, such as "warmup_cosine"; NULL when there is no such kind.
 *
 *  @threads  Any. @stream None. @owns Static text. @repeat Not applicable.
 *  @errors   None (NULL).
 *  @since    0.1 */
DLOPT_API const char *dlopt_schedule_kind_name(dlopt_schedule_kind kind);

/** Returns how many fields a kind has; 0 when there is no such kind.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_schedule_field_count(dlopt_schedule_kind kind);

/** Describes the index-th field of a kind.
 *
 *  @param index  0 .. dlopt_schedule_field_count(kind) - 1.
 *  @param info   info->struct_size must be set; the rest is filled.
 *  @threads  Any. @stream None. @owns Texts are static. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such kind or index, info NULL, struct_size unknown); info is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_field_info(dlopt_schedule_kind kind, int32_t index, dlopt_hyper_info *info);

/** Makes a schedule of a kind with the default fields. BASE is 1, so that a schedule is a factor until it is given a base.
 *
 *  @param runtime   NULL: the default runtime.
 *  @param kind      Any kind but SEQUENCE, PRODUCT and CHAIN, which have calls of their own.
 *  @param schedule  Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_schedule_destroy.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such kind, one with a call of its own, schedule NULL), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_create(dlopt_runtime *runtime, dlopt_schedule_kind kind, dlopt_schedule **schedule);

/** Frees a schedule. NULL is fine. Optimizers and compositions hold copies, so a schedule may go as soon as it was handed over.
 *
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT when it is not a live schedule (best effort).
 *  @threads  Not while another thread uses it. @stream None. @owns Takes the handle. @repeat Not applicable.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_destroy(dlopt_schedule *schedule);

/** Sets a field of a schedule.
 *
 *  @param value  Within the bounds of dlopt_schedule_field_info.
 *  @threads  Not while another thread uses the schedule. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER (the kind has no such field; the text lists those it has), DLOPT_ERR_OUT_OF_RANGE,
 *            DLOPT_ERR_INVALID_ARGUMENT (no schedule; the field is a list). The schedule is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_set(dlopt_schedule *schedule, dlopt_schedule_field field, double value);

/** Reads a field of a schedule.
 *
 *  @threads  Any, while nobody changes it. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   As dlopt_schedule_set, and DLOPT_ERR_INVALID_ARGUMENT when value is NULL; value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_get(const dlopt_schedule *schedule, dlopt_schedule_field field, double *value);

/** Sets a field of kind list: MILESTONES or VALUES.
 *
 *  @param values  count numbers within the bounds of dlopt_schedule_field_info, copied; milestones are whole and do not fall. NULL when count is 0.
 *  @param count   0 .. 2^24. A new schedule has empty lists.
 *  @owns     Nothing. @threads Not while another thread uses the schedule. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER, DLOPT_ERR_OUT_OF_RANGE (a number; count), DLOPT_ERR_INVALID_ARGUMENT (no schedule; the field is one number; values NULL), DLOPT_ERR_OUT_OF_MEMORY.
 *            The schedule is then unchanged. Lists that do not fit each other are reported by dlopt_schedule_value, so that they can be set in any order.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_set_list(dlopt_schedule *schedule, dlopt_schedule_field field, const double *values, size_t count);

/** Shows a field of kind list.
 *
 *  @param values  Receives where its numbers stand, until the list is set again or the schedule destroyed; NULL when it is empty.
 *  @param count   Receives how many there are.
 *  @owns     The schedule keeps the numbers. @threads Any, while nobody changes it. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER, DLOPT_ERR_INVALID_ARGUMENT (no schedule; the field is one number; a NULL); the results are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_get_list(const dlopt_schedule *schedule, dlopt_schedule_field field, const double **values, size_t *count);

/** Writes the value at a step, in O(1): a search in a list or the cycles of SGDR is logarithmic, compositions ask their children.
 *
 *  @param step   0 .. INT64_MAX; 0 is the first step.
 *  @param value  Receives the value. Must not be NULL.
 *  @source   PyTorch's closed forms (torch.optim.lr_scheduler) and optax's schedules; the sources of each kind stand in src/schedules. Departs: no
 *            recursion on the value before, so a run can be entered anywhere; past its end a schedule holds its last value unless AFTER_END says otherwise.
 *  @threads  Any, while nobody changes the schedule. @stream None. @owns Nothing.
 *  @repeat   Identical bits on every machine: own powers, exponentials, logarithms and cosines, built on + - * /.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (step < 0; fields that contradict each other, such as WARMUP_STEPS > TOTAL_STEPS; a value beyond the doubles, such as
 *            a GAMMA above 1 gives in the end), DLOPT_ERR_INVALID_ARGUMENT (NULL). value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_value(const dlopt_schedule *schedule, int64_t step, double *value);

/** Tells a plateau schedule, or every one within a composition, the metric that it watches: once per epoch, say.
 *
 *  After more than PATIENCE reports in a row that were no better than the best one, the value is reduced and COOLDOWN reports pass before bad ones count again.
 *  A NaN is never better. Set the fields before the first report. An optimizer follows a copy, which dlopt_optimizer_report reaches.
 *
 *  @param metric  Any number.
 *  @owns     Nothing. @threads Not while another thread uses the schedule. @stream None. @repeat Identical bits on every machine.
 *  @source   torch.optim.lr_scheduler.ReduceLROnPlateau. Departs: THRESHOLD_MODE.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no schedule; one without a plateau); nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_report(dlopt_schedule *schedule, double metric);

/** Makes a schedule that runs several one after another, each on a clock of its own that starts at 0.
 *
 *  Child i is in force from milestones[i - 1] on (child 0 from step 0) and sees step - milestones[i - 1], or step itself where SHARED_CLOCK is set: then a
 *  cosine after a warm-up starts on its way down, as timm's does with warmup_prefix=False.
 *
 *  @param children    count schedules, copied.
 *  @param count       1 .. 65536.
 *  @param milestones  count - 1 steps > 0, not falling; NULL when count is 1.
 *  @param schedule    Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_schedule_destroy. The children stay the caller's.
 *  @source   torch.optim.lr_scheduler.SequentialLR. Departs: no state, so it cannot be stepped out of order.
 *  @threads  Any, while nobody changes the children. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count 0, a NULL child, nesting deeper than 16), DLOPT_ERR_OUT_OF_RANGE (milestones), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_sequence(dlopt_runtime *runtime, const dlopt_schedule *const *children, int32_t count,
                                               const int64_t *milestones, dlopt_schedule **schedule);

/** Makes a schedule whose value is the product of its children's values at the same step.
 *
 *  @param children  count schedules, copied. @param count 1 .. 65536. @param schedule Receives the handle; NULL on failure.
 *  @owns     As dlopt_schedule_sequence. @source torch.optim.lr_scheduler.ChainedScheduler, where every child but one has BASE 1.
 *  @threads  Any, while nobody changes the children. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count 0, a NULL child, nesting deeper than 16), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_product(dlopt_runtime *runtime, const dlopt_schedule *const *children, int32_t count,
                                              dlopt_schedule **schedule);

/** Makes a schedule that applies its children one after another: the value of each at the step is the BASE of the next, whatever BASE that was given.
 *
 *  A sequence hands its BASE to the child in force, a product and a chain to their first. For children that multiply BASE (steps, exponentials, lines, a cosine to 0) this is
 *  what PyTorch's recursion gives. PyTorch's cosine to a FINAL other than 0 depends on all values before it and has no closed form when it is chained; here it ends at FINAL.
 *
 *  @param children  count schedules, copied. @param count 1 .. 65536. @param schedule Receives the handle; NULL on failure.
 *  @owns     As dlopt_schedule_sequence. @source torch.optim.lr_scheduler.ChainedScheduler. Departs: as said.
 *  @threads  Any, while nobody changes the children. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count 0, a NULL child, nesting deeper than 16), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_chain(dlopt_runtime *runtime, const dlopt_schedule *const *children, int32_t count,
                                            dlopt_schedule **schedule);

/** Puts a warm-up before a schedule: one from 0 to inner(0) for t < steps, then inner(t - steps).
 *
 *  @param inner  Copied. @param steps 0 .. 2^53. @param schedule Receives the handle; NULL on failure.
 *  @param warmup_kind DLOPT_WARMUP_LINEAR: inner(0) t / steps; _LINEAR_FROM_ONE: inner(0)(t + 1) / steps; _LOG. One that does not start at 0 is a sequence
 *                     of a DLOPT_SCHEDULE_WARMUP and inner.
 *  @owns     As dlopt_schedule_sequence; the result is a sequence. @source Goyal et al. 2017, section 2.2.
 *  @threads  Any, while nobody changes inner. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, nesting deeper than 16), DLOPT_ERR_OUT_OF_RANGE (steps; or fields of inner that contradict each other), DLOPT_ERR_UNSUPPORTED (no such kind, or not from 0), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_warmup(dlopt_runtime *runtime, const dlopt_schedule *inner, int64_t steps, int32_t warmup_kind,
                                             dlopt_schedule **schedule);

/** How dlopt_lr_suggest reads a range test. */
enum dlopt_suggestion {
  DLOPT_SUGGESTION_STEEPEST = 1, /**< where the smoothed loss falls fastest, over log lr */
  DLOPT_SUGGESTION_MINIMUM = 2   /**< a tenth of where the smoothed loss is lowest */
};

/** Suggests a learning rate from the record of an LR range test (DLOPT_SCHEDULE_RANGE_TEST).
 *
 *  Losses are averaged, each older one counting `smoothing` times less. The record ends at the first loss that is not finite.
 *
 *  @param lr          count learning rates > 0, each above the one before.
 *  @param loss        The losses measured with them.
 *  @param count       2 or more.
 *  @param smoothing   0 (none) or more, less than 1; fastai smooths by 0.98, which suits some hundred steps.
 *  @param method      DLOPT_SUGGESTION_...
 *  @param suggestion  Receives the learning rate. Must not be NULL.
 *  @owns     Nothing. @threads Any. @stream None. @repeat Identical bits on every machine.
 *  @source   Smith 2017, section 3.3; fastai's lr_find.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count, no such method), DLOPT_ERR_OUT_OF_RANGE (smoothing; lr; a loss that never falls, for STEEPEST),
 *            DLOPT_ERR_NONFINITE (the first loss). suggestion is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_lr_suggest(const double *lr, const double *loss, size_t count, double smoothing, int32_t method, double *suggestion);

/** How dlopt_lr_scale follows the batch. */
enum dlopt_batch_scaling {
  DLOPT_BATCH_SCALING_LINEAR = 1, /**< lr batch / reference (Goyal et al. 2017) */
  DLOPT_BATCH_SCALING_SQRT = 2    /**< lr sqrt(batch / reference) (Krizhevsky 2014; the usual one for Adam) */
};

/** Scales a learning rate that was found with one batch size for another.
 *
 *  @param lr         0 .. 1e30.
 *  @param batch      The batch size to scale to, 1 or more.
 *  @param reference  The batch size that lr was found with, 1 or more.
 *  @param scaling    DLOPT_BATCH_SCALING_...
 *  @param scaled     Receives the learning rate. Must not be NULL.
 *  @owns     Nothing. @threads Any. @stream None. @repeat Identical bits on every machine.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (lr, batch, reference), DLOPT_ERR_INVALID_ARGUMENT (no such scaling, scaled NULL); scaled is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_lr_scale(double lr, int64_t batch, int64_t reference, int32_t scaling, double *scaled);

#ifdef __cplusplus
}
#endif
#endif

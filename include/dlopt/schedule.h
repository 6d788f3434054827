/* dlopt/schedule.h - values as pure functions of the step: learning rates and every other real hyper-parameter. */
#ifndef DLOPT_SCHEDULE_H
#define DLOPT_SCHEDULE_H

#include "rules.h"
#include "runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A function from the step number to a value, in closed form: any step, any order, the same bits on every machine. */
typedef struct dlopt_schedule dlopt_schedule;

/** Shapes of schedule. `t` is the step, from 0; upper-case names are fields. A number keeps its shape for ever. */
typedef int32_t dlopt_schedule_kind;
enum dlopt_schedule_kind_code {
  DLOPT_SCHEDULE_CONSTANT = 1,      /**< BASE */
  DLOPT_SCHEDULE_STEP = 2,          /**< BASE GAMMA^floor(t / STEP_SIZE) */
  DLOPT_SCHEDULE_EXPONENTIAL = 3,   /**< BASE GAMMA^t exp(-LAMBDA t) */
  DLOPT_SCHEDULE_COSINE = 4,        /**< FINAL + (BASE - FINAL)(1 + cos(pi t / TOTAL_STEPS)) / 2 */
  DLOPT_SCHEDULE_LINEAR = 5,        /**< BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS */
  DLOPT_SCHEDULE_WARMUP_COSINE = 6, /**< linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS */
  DLOPT_SCHEDULE_SEQUENCE = 7,      /**< made by dlopt_schedule_sequence */
  DLOPT_SCHEDULE_PRODUCT = 8        /**< made by dlopt_schedule_product */
};

/** Fields of schedules; dlopt_schedule_field_info tells which a kind has, their defaults and bounds. */
typedef int32_t dlopt_schedule_field;
enum dlopt_schedule_field_code {
  DLOPT_FIELD_BASE = 1,         /**< the value that the shape is applied to */
  DLOPT_FIELD_FINAL = 2,        /**< the value at the end */
  DLOPT_FIELD_TOTAL_STEPS = 3,  /**< length in steps */
  DLOPT_FIELD_STEP_SIZE = 4,    /**< steps between two drops */
  DLOPT_FIELD_GAMMA = 5,        /**< factor per step, or per drop */
  DLOPT_FIELD_LAMBDA = 6,       /**< rate of the exponential, per step */
  DLOPT_FIELD_START_FACTOR = 7, /**< factor at step 0 */
  DLOPT_FIELD_END_FACTOR = 8,   /**< factor at TOTAL_STEPS and after */
  DLOPT_FIELD_WARMUP_STEPS = 9, /**< length of the warm-up; counted within TOTAL_STEPS */
  DLOPT_FIELD_AFTER_END = 10    /**< choice: dlopt_after_end */
};
/** after_end: what a cosine does past TOTAL_STEPS. */
enum dlopt_after_end {
  DLOPT_AFTER_END_HOLD = 0,  /**< stays at FINAL, as optax */
  DLOPT_AFTER_END_REPEAT = 1 /**< climbs and falls with period 2 TOTAL_STEPS, as PyTorch */
};

/** Kinds of warm-up for dlopt_schedule_warmup. */
enum dlopt_warmup_kind { DLOPT_WARMUP_LINEAR = 1 };

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
 *  @param kind      Any kind but SEQUENCE and PRODUCT, which have calls of their own.
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
 *            DLOPT_ERR_INVALID_ARGUMENT (no schedule). The schedule is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_set(dlopt_schedule *schedule, dlopt_schedule_field field, double value);

/** Reads a field of a schedule.
 *
 *  @threads  Any, while nobody changes it. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   As dlopt_schedule_set, and DLOPT_ERR_INVALID_ARGUMENT when value is NULL; value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_get(const dlopt_schedule *schedule, dlopt_schedule_field field, double *value);

/** Writes the value at a step, in O(1) (O(children) for compositions).
 *
 *  @param step   0 .. INT64_MAX; 0 is the first step.
 *  @param value  Receives the value. Must not be NULL.
 *  @source   PyTorch's closed forms (torch.optim.lr_scheduler); SGDR (Loshchilov and Hutter 2017, eq. 5) for the cosine. Departs: the cosine
 *            holds its final value past its end unless AFTER_END says otherwise.
 *  @threads  Any, while nobody changes the schedule. @stream None. @owns Nothing.
 *  @repeat   Identical bits on every machine: own powers, exponentials and cosines, built on + - * /.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (step < 0; or fields that contradict each other, such as WARMUP_STEPS > TOTAL_STEPS),
 *            DLOPT_ERR_INVALID_ARGUMENT (NULL). value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_value(const dlopt_schedule *schedule, int64_t step, double *value);

/** Makes a schedule that runs several one after another, each on a clock of its own that starts at 0.
 *
 *  Child i is in force from milestones[i - 1] on (child 0 from step 0) and sees step - milestones[i - 1].
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
 *  @owns     As dlopt_schedule_sequence. @source torch.optim.lr_scheduler.ChainedScheduler, in closed form.
 *  @threads  Any, while nobody changes the children. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count 0, a NULL child, nesting deeper than 16), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_product(dlopt_runtime *runtime, const dlopt_schedule *const *children, int32_t count,
                                              dlopt_schedule **schedule);

/** Puts a warm-up before a schedule: inner(0) t / steps for t < steps, then inner(t - steps).
 *
 *  @param inner  Copied. @param steps 0 .. 2^53. @param warmup_kind DLOPT_WARMUP_LINEAR. @param schedule Receives the handle; NULL on failure.
 *  @owns     As dlopt_schedule_sequence; the result is a sequence. @source Goyal et al. 2017, section 2.2.
 *  @threads  Any, while nobody changes inner. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, nesting deeper than 16), DLOPT_ERR_OUT_OF_RANGE (steps; or fields of inner that contradict each other), DLOPT_ERR_UNSUPPORTED (no such kind), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_schedule_warmup(dlopt_runtime *runtime, const dlopt_schedule *inner, int64_t steps, int32_t warmup_kind,
                                             dlopt_schedule **schedule);

#ifdef __cplusplus
}
#endif
#endif

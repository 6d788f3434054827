/* dlopt/wrapper.h - what accompanies an optimizer: averages of the parameters, Lookahead, accumulation, SAM, projections. */
#ifndef DLOPT_WRAPPER_H
#define DLOPT_WRAPPER_H

#include "optimizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Things that accompany an optimizer and act within its steps. They belong to it: cloned with it, counted in its memory, freed with it. A number keeps its meaning for ever.
 *
 *  In a step: the parameters that dlopt_optimizer_perturb moved are put back; the rule steps, with the accumulated gradients if there are such; parameters are projected; then the averages and
 *  Lookahead act one after the other, in the order in which they were wrapped, each seeing the parameter as the one before left it. When a step is skipped nothing after the rule happens.
 *
 *  All that wrappers keep is of the arithmetic type (F64 for F64 parameters, else F32), and of a parameter with a master they see the number that it stands for (dlopt_master); Lookahead and
 *  projections write that number, SAM moves the parameter alone and leaves what is kept beside it. */
typedef int32_t dlopt_wrapper;
enum dlopt_wrapper_code {
  DLOPT_WRAPPER_EMA = 1,        /**< exponential moving average of the parameters, in buffers of the caller */
  DLOPT_WRAPPER_SWA = 2,        /**< plain mean of the parameters, in buffers of the caller */
  DLOPT_WRAPPER_LOOKAHEAD = 3,  /**< slow weights that the parameters return to every K steps; state "slow_param" */
  DLOPT_WRAPPER_ACCUMULATE = 4, /**< gradients of several micro-batches for one step; state "accumulated_grad" */
  DLOPT_WRAPPER_SAM = 5         /**< gradients taken at the worst place nearby; state "sam_param" */
};

/** Fields of wrappers; dlopt_wrapper_field_info tells which a wrapper has, their defaults and bounds. */
typedef int32_t dlopt_wrapper_field;
enum dlopt_wrapper_field_code {
  DLOPT_WRAP_DECAY = 1,     /**< how much of an average stays at an update */
  DLOPT_WRAP_WARMUP = 2,    /**< choice: dlopt_ema_warmup */
  DLOPT_WRAP_GAMMA = 3,     /**< of the warm-up by a power */
  DLOPT_WRAP_POWER = 4,     /**< of the warm-up by a power */
  DLOPT_WRAP_MIN_DECAY = 5, /**< the least decay of a warm-up */
  DLOPT_WRAP_DEBIAS = 6,    /**< flag: an average from zero, corrected as Adam's moments; the buffer always holds the corrected one */
  DLOPT_WRAP_START = 7,     /**< steps of the optimizer before an average begins */
  DLOPT_WRAP_EVERY = 8,     /**< an average is updated after steps START + EVERY, START + 2 EVERY, ... */
  DLOPT_WRAP_K = 9,         /**< steps of a parameter from one synchronisation to the next */
  DLOPT_WRAP_ALPHA = 10,    /**< part of the way that slow weights go */
  DLOPT_WRAP_INITIAL = 11,  /**< choice: dlopt_lookahead_initial */
  DLOPT_WRAP_STATE = 12,    /**< choice: dlopt_lookahead_state */
  DLOPT_WRAP_REDUCE = 13,   /**< choice: dlopt_accumulate_reduce */
  DLOPT_WRAP_RHO = 14,      /**< distance of SAM's perturbation */
  DLOPT_WRAP_EPS = 15,      /**< added to the norm that SAM divides by */
  DLOPT_WRAP_ADAPTIVE = 16, /**< flag: ASAM */
  DLOPT_WRAP_ETA = 17       /**< ASAM: added to the size of each element */
};

/** warmup: the decay of an EMA's update after n updates; the first update (n = 0) is a copy. */
enum dlopt_ema_warmup {
  DLOPT_EMA_WARMUP_NONE = 0, /**< DECAY */
  DLOPT_EMA_WARMUP_TF = 1,   /**< min(DECAY, (1 + n) / (10 + n)), as TensorFlow */
  DLOPT_EMA_WARMUP_POWER = 2 /**< min(DECAY, 1 - (1 + n / GAMMA)^-POWER), as timm */
};
/** initial: what Lookahead's slow weights start from. */
enum dlopt_lookahead_initial {
  DLOPT_LOOKAHEAD_INITIAL_START = 0, /**< the parameter before its first step, as the paper and optax */
  DLOPT_LOOKAHEAD_INITIAL_SYNC = 1   /**< the parameter at its first synchronisation, as timm */
};
/** state: what Lookahead does to the rule's state of a parameter when it is synchronised. */
enum dlopt_lookahead_state {
  DLOPT_LOOKAHEAD_STATE_KEEP = 0,
  DLOPT_LOOKAHEAD_STATE_RESET = 1 /**< states and age begin anew, as optax's reset_state; schedules and what all parameters share go on */
};
/** reduce: what a step takes of accumulated gradients. */
enum dlopt_accumulate_reduce {
  DLOPT_ACCUMULATE_MEAN = 0, /**< their weighted sum divided by the sum of the weights */
  DLOPT_ACCUMULATE_SUM = 1   /**< their weighted sum */
};

/** Returns the number of wrappers. They are numbered 1 .. count.
 *
 *  @owns     Nothing. @threads Any. @stream None. @repeat Not applicable. @errors None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_wrapper_count(void);

/** Returns the name of a wrapper, such as "lookahead"; NULL when there is none.
 *
 *  @owns     The text is static. @threads Any. @stream None. @repeat Not applicable. @errors None.
 *  @since    0.1 */
DLOPT_API const char *dlopt_wrapper_name(dlopt_wrapper wrapper);

/** Returns how many fields a wrapper has; 0 when there is no such wrapper.
 *
 *  @owns     Nothing. @threads Any. @stream None. @repeat Not applicable. @errors None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_wrapper_field_count(dlopt_wrapper wrapper);

/** Describes one field of a wrapper.
 *
 *  @param wrapper  DLOPT_WRAPPER_...
 *  @param index    0 .. dlopt_wrapper_field_count(wrapper) - 1.
 *  @param info     info->struct_size must be set; the rest is filled. Its id is a DLOPT_WRAP_... number.
 *  @owns     Texts are static. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such wrapper or index, info NULL, struct_size unknown); info is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_wrapper_field_info(dlopt_wrapper wrapper, int32_t index, dlopt_hyper_info *info);

/** Adds a wrapper to an optimizer, with its default fields, and allocates what it keeps of the parameters declared so far; later ones get theirs when they are declared.
 *
 *  @param wrapper  DLOPT_WRAPPER_...; at most 8 in all. EMA and SWA may be added several times, each of the others once.
 *  @param index    Receives its number: 0, 1, ... in the order of wrapping. Must not be NULL.
 *  @source   The file of each wrapper (src/wrappers) names its paper and whose numbers it reproduces.
 *  @owns     The optimizer owns the wrapper and its arrays, which dlopt_optimizer_state shows while they hold something. @threads One call at a time. @stream None.
 *  @repeat   Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such wrapper, index NULL), DLOPT_ERR_STATE (it has this one; a ninth), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY. Nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_wrap(dlopt_optimizer *optimizer, dlopt_wrapper wrapper, int32_t *index);

/** Sets a field of a wrapper. It takes effect with the next step.
 *
 *  @param index  As dlopt_optimizer_wrap gave it.
 *  @param field  DLOPT_WRAP_...
 *  @param value  Within the bounds of dlopt_wrapper_field_info. Flags: 0 or 1. Choices: their number.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such index), DLOPT_ERR_UNKNOWN_HYPER (the text lists those of the wrapper), DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_BUSY; nothing is then changed. Values
 *            that contradict each other (debias with a warm-up) are reported by the step, so that they can be set in any order.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_wrap_set(dlopt_optimizer *optimizer, int32_t index, dlopt_wrapper_field field, double value);

/** Reads a field of a wrapper.
 *
 *  @param index  As dlopt_optimizer_wrap gave it. @param field DLOPT_WRAP_...
 *  @param value  Receives it. Must not be NULL.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such index, NULL), DLOPT_ERR_UNKNOWN_HYPER, DLOPT_ERR_BUSY; value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_wrap_get(dlopt_optimizer *optimizer, int32_t index, dlopt_wrapper_field field, double *value);

/** Adds gradients, times a weight, to those that the next step uses: a step with grads NULL takes their weighted mean, or with REDUCE sum their weighted sum.
 *
 *  The optimizer must be wrapped with DLOPT_WRAPPER_ACCUMULATE. A gradient with data NULL adds nothing; a parameter that had none in any of the calls counts as one without a gradient. A step,
 *  applied or skipped, ends the accumulation; one that fails does not. While something is accumulated, a step with gradients of its own is DLOPT_ERR_STATE, as is one without any while nothing is.
 *
 *  @param grads         count tensors in slot order; shapes as declared; F64, F32, F16 or BF16; only read. Those of frozen parameters are not used.
 *  @param count         dlopt_optimizer_param_count(optimizer).
 *  @param weight        1e-30 .. 1e30: 1 for equal micro-batches, or a number of samples or tokens.
 *  @param total_weight  Receives the sum of the weights so far; at most 1e30. NULL: not asked for.
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Calls parallel_for, never alloc. @stream None (CPU). @repeat As dlopt_optimizer_step.
 *  @errors   DLOPT_ERR_STATE (not wrapped so; a step was torn), DLOPT_ERR_INVALID_ARGUMENT (NULL, count, struct_size), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED
 *            (strides that dlopt_tensor does not name, devices), DLOPT_ERR_OUT_OF_RANGE (weight), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for did not run every task once). Nothing is then changed, except after
 *            DLOPT_ERR_INTERNAL, as for a step.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_accumulate(dlopt_optimizer *optimizer, const dlopt_tensor *grads, size_t count, double weight,
                                                  double *total_weight);

/** Moves the parameters, in place, to where SAM or ASAM takes the gradient of the next step. That step puts them back, to the bit, before it does anything else, also when it is then skipped.
 *
 *  The optimizer must be wrapped with DLOPT_WRAPPER_SAM. Parameters that are frozen or have no gradient stay. With the hyper-parameter maximize they move against the gradient.
 *
 *  @param params  count tensors in slot order, written in place; as for dlopt_optimizer_step.
 *  @param grads   Gradients at the parameters, only read; data NULL: none. NULL in place of the array puts the parameters back without a step.
 *  @param count   dlopt_optimizer_param_count(optimizer).
 *  @source   Foret et al. 2021, eq. 2; Kwon et al. 2021, eq. 4.
 *  @owns     Nothing: no pointer is kept; parameters are kept as copies in the optimizer's memory. @threads One call at a time. Calls parallel_for, never alloc. @stream None (CPU).
 *  @repeat   As dlopt_optimizer_step.
 *  @errors   DLOPT_ERR_STATE (not wrapped so; perturbed before; nothing to put back; in eval mode; a step was torn), DLOPT_ERR_NONFINITE (the norm), DLOPT_ERR_INVALID_ARGUMENT (NULL, count,
 *            overlap, struct_size), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name, devices), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for did not
 *            run every task once). Nothing is then changed, except after DLOPT_ERR_INTERNAL, as for a step.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_perturb(dlopt_optimizer *optimizer, const dlopt_tensor *params, const dlopt_tensor *grads, size_t count);

/** Keeps a parameter within limits: after each step that moves it, each element is brought into [lower, upper], and then each run of `unit` elements of the last dimension to norm 1.
 *
 *  Meant for colours, scales, normals and quaternions. NaN stays NaN; a run whose elements are all zero, or not all finite, stays. Limits are rounded to the parameter's type; so are, without a master, the elements of a run of norm 1. With gradients of rows
 *  only those rows are projected; runs in a parameter of one dimension then need whole gradients. A step whose deltas are asked for cannot be projected.
 *
 *  @param lower  At most upper; -infinity: no limit. @param upper Infinity: no limit.
 *  @param unit   0: none; else 2 .. 64, and the last dimension a multiple of it. -infinity, infinity and 0 end the projection.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat As dlopt_optimizer_step.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot), DLOPT_ERR_STATE (removed), DLOPT_ERR_OUT_OF_RANGE (lower, upper, unit), DLOPT_ERR_SHAPE (the last dimension), DLOPT_ERR_OUT_OF_MEMORY,
 *            DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_project(dlopt_optimizer *optimizer, int32_t slot, double lower, double upper, int32_t unit);

#ifdef __cplusplus
}
#endif
#endif

/* dlopt/exchange.h - states and counters handed over and taken out as arrays of the caller's, by name: to go on where another library stopped, and back. */
#ifndef DLOPT_EXCHANGE_H
#define DLOPT_EXCHANGE_H

#include "optimizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What PyTorch keeps of a parameter (torch.optim, optimizer.state_dict()["state"][i]) has the same name and meaning here, under the preset "torch":
 *
 *   Adam, AdamW          exp_avg, exp_avg_sq; max_exp_avg_sq with amsgrad
 *   NAdam                exp_avg, exp_avg_sq, mu_product
 *   RAdam, SparseAdam    exp_avg, exp_avg_sq
 *   Adamax               exp_avg, exp_inf
 *   Adadelta             square_avg, acc_delta
 *   Adagrad              sum
 *   RMSprop              square_avg; momentum_buffer with momentum; grad_avg with centered
 *   Rprop                prev, step_size
 *   ASGD                 ax, eta. Its mu is 1 / max(1, step - t0), and not kept here
 *   SGD                  momentum_buffer. Where PyTorch has none yet (None) it is not started here
 *   Adafactor            row_var and col_var, or variance
 *
 * and its step is the count of the parameter (dlopt_optimizer_steps_set), which SGD has not got and does not need. A run that has these set goes on as it would have gone on in the other library,
 * but for rounding. Schedules go by the count of the optimizer, DLOPT_SLOT_ALL. */

/** flags of dlopt_optimizer_state_set, or-ed. */
enum dlopt_state_set_flags {
  DLOPT_STATE_SET_NONFINITE = 1 /**< values may be NaN and infinite, as after a run that diverged; else DLOPT_ERR_OUT_OF_RANGE */
};

/** Copies one state of one parameter, or one number that all share, into an array of the caller's.
 *
 *  @param slot  A parameter, or DLOPT_SLOT_ALL for a state of shape DLOPT_STATE_SHARED.
 *  @param name  As dlopt_optimizer_state, which tells the shape; but for names that end in "_absmax": those scales are part of their state here.
 *  @param to    Written; of that shape. States in few bits are decoded. F64, F32, F16 or BF16: a value is rounded to the nearest of the type, beyond its range to the largest number (F32) or to
 *               infinity (F16, BF16). Bits, which are never converted, have the type that they are kept in: row_age (I32), master_remainder (I16).
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Never calls alloc. @stream None. @repeat Identical bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot or name; the text lists the names; data NULL), DLOPT_ERR_STATE (as dlopt_optimizer_state), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE,
 *            DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name, devices), DLOPT_ERR_BUSY; nothing is then written.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_state_get(dlopt_optimizer *optimizer, int32_t slot, const char *name, const dlopt_tensor *to);

/** Sets one state of one parameter, or one number that all share, from an array of the caller's. It has then seen a gradient: what a rule does at the first one (SGD's first momentum, Adafactor's
 *  first moment) is over for it. With row_ages that holds for rows that have an age; set "row_age" too.
 *
 *  @param slot   As dlopt_optimizer_state_get.
 *  @param name   The same. Arrays of wrappers cannot be set.
 *  @param from   Only read; of the state's shape. F64, F32, F16 or BF16: a value is rounded to the nearest of the type that is kept (beyond the range of F32 it is the largest number); states in few bits are
 *                encoded as a step does it, those of BF16 to nearest (what dlopt_optimizer_state_get gave becomes the same codes again, but for first moments in DYNAMIC8, whose largest code is smaller below
 *                zero than above). Bits as dlopt_optimizer_state_get. NULL: as before the first gradient (numbers and rows' ages: as of a new parameter).
 *  @param flags  dlopt_state_set_flags; 0.
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Never calls alloc. @stream None. @repeat Identical bits.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (a negative second moment or age, a value that is not finite; the text names its element), DLOPT_ERR_UNSUPPORTED (arrays of wrappers; strides that dlopt_tensor
 *            does not name, devices), DLOPT_ERR_STATE (as dlopt_optimizer_state; a step was torn), as dlopt_optimizer_state_get; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_state_set(dlopt_optimizer *optimizer, int32_t slot, const char *name, const dlopt_tensor *from, uint32_t flags);

/** Tells whether a state has seen a gradient, or was set: PyTorch has none before (SGD's momentum_buffer is None). With row_ages: of the parameter as a whole.
 *
 *  @param slot     As dlopt_optimizer_state_get. @param name The same. What is no state of the rule (numbers, masters, ages) has begun once its parameter, or the optimizer, counts a step.
 *  @param started  Receives 1 or 0. Must not be NULL.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_STATE, DLOPT_ERR_BUSY, as dlopt_optimizer_state_get; started is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_state_started(dlopt_optimizer *optimizer, int32_t slot, const char *name, int32_t *started);

/** Tells how many steps were applied to one parameter (its age, PyTorch's "step": bias corrections go by it), or to the optimizer.
 *
 *  @param slot   A parameter, or DLOPT_SLOT_ALL for the optimizer's own count, that of dlopt_optimizer_steps.
 *  @param steps  Receives it. Must not be NULL.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot), DLOPT_ERR_STATE (removed), DLOPT_ERR_BUSY; steps is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_steps_get(dlopt_optimizer *optimizer, int32_t slot, int64_t *steps);

/** Sets how many steps were applied to one parameter, or to the optimizer. States stay; so do the ages of rows, which are the state "row_age".
 *
 *  @param slot   A parameter, or DLOPT_SLOT_ALL for the optimizer's own count, which schedules and stochastic rounding of masters go by.
 *  @param steps  0 .. 2^62.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_INVALID_ARGUMENT (no such slot), DLOPT_ERR_STATE (removed), DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_steps_set(dlopt_optimizer *optimizer, int32_t slot, int64_t steps);

/** Tells how a parameter is declared: what dlopt_optimizer_param_add would need to declare one like it. Also of parameters that a checkpoint or a flat step declared.
 *
 *  @param desc  desc->struct_size must be set; the rest is filled, with what holds now: group, role and scales as they were set last, rows as they were edited, state_form FULL where the parameter
 *               is too small for few bits. name and shape are the optimizer's own memory.
 *  @owns     The optimizer owns name and shape: valid until the parameter is removed or its rows edited, a checkpoint is loaded, or the optimizer destroyed. @threads One call at a time.
 *  @stream   None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot, desc NULL, struct_size), DLOPT_ERR_STATE (removed), DLOPT_ERR_BUSY; desc is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_info(dlopt_optimizer *optimizer, int32_t slot, dlopt_param_desc *desc);

#ifdef __cplusplus
}
#endif
#endif

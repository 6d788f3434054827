/* dlopt/step.h - the step: its options, its results, and all that happens to parameters in one pass. */
#ifndef DLOPT_STEP_H
#define DLOPT_STEP_H

#include "optimizer.h"
#include "rows.h"
#include "scaler.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Switches of one step; bits that are none of these are an error. */
enum dlopt_step_flags {
  DLOPT_STEP_ZERO_GRADS = 1,     /**< write zeros over the gradients that were used, in the same pass */
  DLOPT_STEP_SKIP_NONFINITE = 2, /**< a NaN or infinity in any gradient: change nothing, count nothing, set skipped; max_skips limits how often in a row */
  DLOPT_STEP_GRAD_NORM = 4,      /**< compute grad_norm even when nothing else needs it */
  DLOPT_STEP_FLUSH_DENORMALS = 8 /**< take denormal numbers for zeros, as operands and as results, on every thread that works for the step */
};

/** Options and results of one step. Fill it with dlopt_step_desc_init, then change what you need. */
typedef struct dlopt_step_desc {
  uint32_t struct_size;      /**< sizeof(dlopt_step_desc) */
  uint32_t flags;            /**< DLOPT_STEP_..., or-ed */
  double grad_scale;         /**< gradients are divided by this first (a loss scale, a number of micro-batches); 1e-30 .. 1e30, default 1 */
  double max_norm;           /**< then scaled so that their common norm is at most this; >= 0, default infinity: as the hyper-parameter max_norm says */
  double norm_type;          /**< p of that norm; > 0 or infinity, default 2 */
  double clip_value;         /**< then each element is limited to [-clip_value, clip_value]; >= 0, default infinity: as the hyper-parameter clip_value says */
  dlopt_clip_form clip_form; /**< DLOPT_CLIP_TORCH (default) or DLOPT_CLIP_EXACT */
  int32_t skipped;           /**< out: 1 when SKIP_NONFINITE held the step back */
  double grad_norm;          /**< out: norm of the gradients after grad_scale, before clipping; NaN when nothing asked for it */
  int64_t nonfinite;         /**< out: elements that are NaN or infinite; -1 when nothing asked for a norm */
  int64_t applied_step;      /**< out: steps applied so far, this one included */
  const dlopt_tensor *deltas; /**< count tensors in slot order, or NULL (default). Given: each receives what the step would add to its parameter, and the parameters stay; the
                                   state moves on. F64, F32, F16 or BF16 (rounded); data may be NULL only where the parameter takes no step */
  int32_t max_skips;         /**< SKIP_NONFINITE holds back so many steps in a row, and lets the next through as it is; >= 0, default 0: no limit */
  int32_t skips;             /**< out: steps held back in a row so far, this one included; a step with SKIP_NONFINITE and finite gradients ends the row */
  double loss;               /**< at the parameters that the gradients were taken at; only rules that say so need it; default NaN: not told */
  const dlopt_rows *rows;    /**< for each slot, which rows the step is for; NULL (default): all. The struct_size of rows[0] is the distance between them */
  const dlopt_tensor *averages; /**< for each EMA and SWA in the order of wrapping (dlopt_optimizer_wrap), count tensors in slot order: the caller's second buffers, of the arithmetic type (F64 for F64, else F32), written; data NULL: none */
  dlopt_scaler *scaler;       /**< gradients are divided by its scale, too; ones that are not finite hold the step back as SKIP_NONFINITE does, and it is updated. NULL (default): none */
  const dlopt_tensor *copies; /**< count tensors in slot order, or NULL (default). Each receives its parameter as the step leaves it, its number, the master's where it has one, rounded to nearest: F64,
                                   F32, F16 or BF16 (an f64 parameter comes to F16 and BF16 by way of f32); data NULL: none. Written where the parameter takes a step */
  double tensor_max_norm;     /**< after max_norm each gradient is scaled so that its own norm is at most this; >= 0, default infinity: not */
  double agc_clipping;        /**< then each row of a gradient so that its norm is at most this part of that of the parameter's row: 0 .. 1e30, default infinity: not */
  double agc_eps;             /**< norms of parameters below this count as this; 0 .. 1e30, default 1e-3 */
} dlopt_step_desc;

/** Fills a step description with the defaults named at its fields.
 *
 *  @param desc  Must not be NULL. @param struct_size sizeof(dlopt_step_desc) as the caller was compiled.
 *  @owns     The caller owns desc. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (desc NULL, struct_size unknown); desc is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_step_desc_init(dlopt_step_desc *desc, size_t struct_size);

/** Takes one step: divides by grad_scale and the scaler's scale, clips by norm, tensor, row and value, updates every parameter and its state in place. One pass over memory; a second,
 *  reading one, when a norm is asked for that was not observed (dlopt_optimizer_observe). Gradients are never written but to be zeroed.
 *
 *  A parameter whose gradient has data NULL is left out (unless null_grad is zero), as is a frozen, removed or empty one: neither it nor its state nor its age changes. A gradient of zeros is a
 *  gradient: momentum and decay act (unless zero_grad is skip). Gradients are only read unless ZERO_GRADS is set (their memory must then be writable). Without SKIP_NONFINITE a NaN goes through to where it leads, and a norm that is not finite
 *  clips as PyTorch does (infinite: finite elements become 0 and infinite ones NaN; NaN: all become NaN). A finite gradient is never taken for zero or for infinite; with f32 arithmetic the square of
 *  one beyond 1.8e19 still overflows in rules that keep squares.
 *
 *  With rows, a step moves only the rows of a parameter and of its state that are named, by a list (the gradient is compact, of shape [rows[i].count, the other dimensions as declared], or whole) or by a
 *  mask (it is whole); the others keep every bit, and do not decay, unless the mode says otherwise (dlopt_rows_mode). The same rows in any form give the same bits. Norms, clipping, zeroing, and what a
 *  rule does at a parameter's first step see the rows that are named. The parameter's age goes on, also when no row is named (data must not be NULL then either); with row_ages only those of named rows do.
 *
 *  Clips, in this order: the common norm (max_norm), the norm of each gradient (tensor_max_norm), that of each row beside its parameter's (agc_clipping: AGC over DLOPT_UNITS_FIRST),
 *  each element (clip_value); all norms are p-norms by norm_type. Each norm is that of the gradients as the clips before leave them, and the factors are multiplied in f64 and rounded
 *  once to the arithmetic type. Where one of them acts, with a scale that is a power of two and gradients of the arithmetic type, the bits are those of dlopt_grad_unscale, dlopt_clip_norm,
 *  dlopt_clip_per_tensor, dlopt_clip_agc and dlopt_clip_value before a plain step; where several act, or the scale is another, results differ by that rounding alone.
 *  AGC sees parameters as they are before the update, and after SAM put them back; of one with a master the numbers that it stands for (dlopt_master).
 *
 *  With a scaler, gradients that are not finite hold the step back: nothing advances, neither counts nor state, schedules or random numbers. The scaler is updated, or only told (DEFERRED).
 *
 *  Copies are of parameters as the step leaves them, after wrappers and projections (of the numbers that they stand for: an F32 copy of a parameter with a full or split master is exact), and are written while these are in the cache. Where a parameter takes no step (no gradient, frozen, a step
 *  held back), its copy is not written; of a gradient of rows only those rows are, but all where Lookahead comes to its slow weights or a projection crosses chunks.
 *
 *  A moment whose gradients have stopped decays into denormal numbers, with which processors compute slowly (for AdamW in cache 1.7 times as long on the machine of the README, more on others). With FLUSH_DENORMALS they are
 *  zeros of their sign throughout the step (FTZ and DAZ on x86, FZ on AArch64), on every thread that works for it, and the mode of each thread is put back. Only numbers below the smallest
 *  normal one of the arithmetic type (2^-126 in f32, 2^-1022 in f64) are concerned, the stored bits of f16 gradients not.
 *
 *  @param params  count tensors in slot order, written in place; dtype and shape as declared. The struct_size of params[0] is the distance between them; all must have the same.
 *  @param grads   count tensors in slot order; same shapes; F64, F32, F16 or BF16. NULL: those of dlopt_optimizer_accumulate.
 *  @param count   dlopt_optimizer_param_count(optimizer).
 *  @param desc    Options and results. NULL: defaults.
 *  @source   Each rule's file names its paper and equations. Clipping: dlopt_clip_norm, dlopt_clip_per_tensor, dlopt_clip_agc, dlopt_clip_value. Scaler: dlopt_scaler. max_skips: optax.apply_if_finite. What comes before and after the rule: dlopt_wrapper.
 *  @owns     Nothing: no pointer is kept. Parameters, copies and averages may not overlap each other or a gradient; with ZERO_GRADS gradients may not
 *            overlap each other either.
 *  @threads  One call at a time for a handle; other handles are free. Calls parallel_for, never alloc. @stream None (CPU).
 *  @repeat   Identical bits for any threads, parallel_for, instruction set and alignment, under any floating-point mode of the caller (round to nearest with denormals is set for the step
 *            and put back). Which NaN a NaN is (sign, payload) is not promised. With FLUSH_DENORMALS the bits do not differ between threads or instruction sets either, but between x86 and
 *            AArch64 where a denormal arises: a result just below the smallest normal number that rounds up to it stays on x86, which looks after rounding, and is 0 on AArch64, which looks before.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count, flags, clip_form, overlap, struct_size; no loss for a rule that needs it; no averages for a wrapper that needs them; row numbers not
 *            strictly increasing: the text names the first), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name, devices; rows with a rule that needs
 *            whole tensors; agc_clipping with rows; DECAY_MOMENTS with one whose state follows the parameter (asgd); deltas with rows; deltas beside averages, Lookahead, projections or copies), DLOPT_ERR_STATE (in eval mode; gradients or none at the wrong time:
 *            dlopt_optimizer_accumulate; another gradient than was observed; a step in pieces is under way), DLOPT_ERR_OUT_OF_RANGE (a value of desc; a row number; a schedule's value;
 *            hyper-parameters that contradict each other; what gradients are divided by in all beyond 1e-30 .. 1e30), DLOPT_ERR_NONFINITE (the scaler: DLOPT_AT_MINIMUM_FAIL), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for did not
 *            run every task once). Nothing is then changed, except after DLOPT_ERR_INTERNAL: parts of the step may be applied, and the handle refuses more with DLOPT_ERR_STATE.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step(dlopt_optimizer *optimizer, const dlopt_tensor *params, const dlopt_tensor *grads, size_t count,
                                            dlopt_step_desc *desc);

/** Measures one gradient before the step, while it is still in the cache: from the loop that made it. When all that take the step were observed, the step reads gradients once.
 *
 *  The gradient must not change between this call and the step, which takes its word for it: that cannot be checked. The norm has the bits that the step would find itself; gradients that were
 *  not observed are measured in the step. To observe a slot again replaces what was known; a step forgets all, taken or held back; so does adding or removing a parameter.
 *  It spares norms with norm_type 2, as max_norm, tensor_max_norm, SKIP_NONFINITE, GRAD_NORM and a scaler ask for; other norms, AGC, and a gradient that is not finite are read in the step.
 *
 *  @param slot  As param_add gave it.
 *  @param grad  A gradient of the slot's shape, only read, which the step then gets at the same address and with the same strides. NULL, or data NULL: forgets what was observed of the slot.
 *  @owns     Nothing; the address is kept to compare it, and not followed. @threads One call at a time for a handle, whichever slots. Calls parallel_for, never alloc. @stream None (CPU).
 *  @repeat   Identical bits for any threads, instruction set and alignment.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (slot, struct_size), _SHAPE, _DTYPE, _DEVICE, DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name; an optimizer that accumulates; the step: rows of a gradient that
 *            was observed), DLOPT_ERR_STATE (a step in pieces is under way), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for). What was observed is then as before, after
 *            DLOPT_ERR_INTERNAL nothing of this slot.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_observe(dlopt_optimizer *optimizer, int32_t slot, const dlopt_tensor *grad);

/** Begins a step in pieces: for programs that can spare only a part of each frame. Checks everything that dlopt_optimizer_step does, and changes nothing.
 *
 *  Then call dlopt_optimizer_step_part until it is done, and dlopt_optimizer_step_end. Until then every other call on the optimizer is refused with DLOPT_ERR_STATE, but for
 *  dlopt_optimizer_step_abort, dlopt_optimizer_destroy, dlopt_optimizer_steps and dlopt_optimizer_param_count.
 *
 *  @param params,grads,count  As dlopt_optimizer_step. All buffers, those that desc leads to and row numbers included, must stay where they are until the end, gradients as they are, and parameters
 *                             untouched from the first part on: the exception to the rule that no pointer outlives its call. The tensors themselves, their shapes and desc may go.
 *  @param desc  Options as for dlopt_optimizer_step, only read. NULL: defaults. Its scaler must live until the end, and is read now and updated then.
 *  @owns     The buffers stay the caller's. @threads One call at a time for a handle, from any thread. @stream None (CPU). @repeat Identical bits to the whole step.
 *  @errors   As dlopt_optimizer_step, without DLOPT_ERR_INTERNAL; no step is then under way.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step_begin(dlopt_optimizer *optimizer, const dlopt_tensor *params, const dlopt_tensor *grads, size_t count,
                                                  const dlopt_step_desc *desc);

/** Does a part of the step that was begun.
 *
 *  @param max_elements  How many to go over, 1 or more; each pass of the step (norm, update, what a rule sees before, averages) counts. Work is not cut finer than a task: 16384 to
 *                       32767 elements, or 256 small tensors. INT64_MAX: all the rest.
 *  @param done          Receives 1 when nothing is left to do but dlopt_optimizer_step_end, else 0.
 *  @owns     Nothing. @threads As dlopt_optimizer_step_begin. Calls parallel_for, never alloc. @stream None (CPU). @repeat Identical bits however the step is cut.
 *  @errors   DLOPT_ERR_STATE (none is under way), DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_OUT_OF_RANGE (max_elements), DLOPT_ERR_BUSY: the step is then as it was. DLOPT_ERR_NONFINITE (the
 *            scaler: DLOPT_AT_MINIMUM_FAIL), DLOPT_ERR_INTERNAL (parallel_for): the step is over, as dlopt_optimizer_step leaves it.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step_part(dlopt_optimizer *optimizer, int64_t max_elements, int32_t *done);

/** Ends the step that was begun: counts it, updates its scaler, and tells its results.
 *
 *  @param desc  Receives the results (fields marked out); the rest of it is ignored. May be NULL.
 *  @owns     Nothing. @threads As dlopt_optimizer_step_begin. @stream None. @repeat As the whole step.
 *  @errors   DLOPT_ERR_STATE (none is under way; it is not done), DLOPT_ERR_INVALID_ARGUMENT (desc; the scaler no longer lives), DLOPT_ERR_BUSY. The step is then as it was.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step_end(dlopt_optimizer *optimizer, dlopt_step_desc *desc);

/** Gives up the step that was begun, as if it had not been, while no part of it is applied: before its update, while gradients are measured. After that it can only be finished, or the optimizer
 *  destroyed, which leaves parameters half updated.
 *
 *  @owns Nothing. @threads As dlopt_optimizer_step_begin. @stream None. @repeat Not applicable.
 *  @errors DLOPT_ERR_STATE (none is under way; parts are applied), DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_BUSY. The step is then as it was. @since 0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step_abort(dlopt_optimizer *optimizer);

/** Takes one step on one flat buffer of f32. The first call on an optimizer without parameters declares one of n elements (and allocates its state); later calls are checked against it.
 *
 *  @param param  n elements, written in place. @param grad n elements, only read. Both may be NULL with n 0, which does nothing and counts nothing.
 *  @owns     Nothing. @threads As dlopt_optimizer_step. @stream None. @repeat As dlopt_optimizer_step.
 *  @errors   As dlopt_optimizer_step; DLOPT_ERR_SHAPE (n differs from the declared size), DLOPT_ERR_DTYPE (declared as f64), DLOPT_ERR_STATE (more than one parameter is declared), and from
 *            the declaration DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step_f32(dlopt_optimizer *optimizer, float *param, const float *grad, size_t n);

/** Takes one step on one flat buffer of f64; otherwise as dlopt_optimizer_step_f32.
 *
 *  @param param  n elements, written in place. @param grad n elements, only read.
 *  @owns     Nothing. @threads As dlopt_optimizer_step. @stream None. @repeat As dlopt_optimizer_step.
 *  @errors   As dlopt_optimizer_step_f32.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step_f64(dlopt_optimizer *optimizer, double *param, const double *grad, size_t n);

#ifdef __cplusplus
}
#endif
#endif

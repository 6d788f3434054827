/* dlopt/step.h - the step: its options, its results, and all that happens to parameters in one pass. */
#ifndef DLOPT_STEP_H
#define DLOPT_STEP_H

#include "optimizer.h"
#include "rows.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Switches of one step; bits that are none of these are an error. */
enum dlopt_step_flags {
  DLOPT_STEP_ZERO_GRADS = 1,     /**< write zeros over the gradients that were used, in the same pass */
  DLOPT_STEP_SKIP_NONFINITE = 2, /**< a NaN or infinity in any gradient: change nothing, count nothing, set skipped; max_skips limits how often in a row */
  DLOPT_STEP_GRAD_NORM = 4       /**< compute grad_norm even when nothing else needs it */
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
  const dlopt_tensor *averages; /**< for each EMA and SWA in the order of wrapping (dlopt_optimizer_wrap), count tensors in slot order: the caller's second buffers, written; data NULL: none */
} dlopt_step_desc;

/** Fills a step description with the defaults named at its fields.
 *
 *  @param desc  Must not be NULL. @param struct_size sizeof(dlopt_step_desc) as the caller was compiled.
 *  @owns     The caller owns desc. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (desc NULL, struct_size unknown); desc is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_step_desc_init(dlopt_step_desc *desc, size_t struct_size);

/** Takes one step: divides by grad_scale, clips by norm, clips by value, updates every parameter and its state in place. One pass over memory; a second,
 *  reading one, when a norm is asked for.
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
 *  @param params  count tensors in slot order, written in place; dtype and shape as declared. The struct_size of params[0] is the distance between them; all must have the same.
 *  @param grads   count tensors in slot order; same shapes; F64, F32, F16 or BF16. NULL: those of dlopt_optimizer_accumulate.
 *  @param count   dlopt_optimizer_param_count(optimizer).
 *  @param desc    Options and results. NULL: defaults.
 *  @source   Each rule's file names its paper and equations. Clipping: dlopt_clip_norm, dlopt_clip_value; order: scale, norm, value. max_skips: optax.apply_if_finite. What comes before and after the rule: dlopt_wrapper.
 *  @owns     Nothing: no pointer is kept. Parameters and averages may not overlap each other or a gradient; with ZERO_GRADS gradients may not
 *            overlap each other either.
 *  @threads  One call at a time for a handle; other handles are free. Calls parallel_for, never alloc. @stream None (CPU).
 *  @repeat   Identical bits for any threads, parallel_for, instruction set and alignment, under any floating-point mode of the caller (round to nearest with denormals is set for the step
 *            and put back). Which NaN a NaN is (sign, payload) is not promised.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, count, flags, clip_form, overlap, struct_size; no loss for a rule that needs it; no averages for a wrapper that needs them; row numbers not
 *            strictly increasing: the text names the first), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED (strides with gaps, devices; rows with a rule that needs
 *            whole tensors; DECAY_MOMENTS with one whose state follows the parameter (asgd); deltas with rows; deltas beside averages, Lookahead or projections), DLOPT_ERR_STATE (in eval mode; gradients or none at the wrong time: dlopt_optimizer_accumulate),
 *            DLOPT_ERR_OUT_OF_RANGE (a value of desc; a row number; a schedule's value; hyper-parameters that contradict each other), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for did not
 *            run every task once). Nothing is then changed, except after DLOPT_ERR_INTERNAL: parts of the step may be applied, and the handle refuses more with DLOPT_ERR_STATE.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_step(dlopt_optimizer *optimizer, const dlopt_tensor *params, const dlopt_tensor *grads, size_t count,
                                            dlopt_step_desc *desc);

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

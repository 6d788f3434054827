/* dlopt/kernel.h - the bare update on state that the caller keeps: for engines that have their own tensors, threads and step count. */
#ifndef DLOPT_KERNEL_H
#define DLOPT_KERNEL_H

#include "rules.h"
#include "runtime.h"
#include "step.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One hyper-parameter and its value. The struct_size of the first of an array is the distance between them; all must have the same. */
typedef struct dlopt_hyper_value {
  uint32_t struct_size; /**< sizeof(dlopt_hyper_value) */
  dlopt_hyper hyper;    /**< DLOPT_HYPER_... */
  double value;         /**< within the bounds of dlopt_rule_hyper_info; flags: 0 or 1; choices: their number */
} dlopt_hyper_value;

/** The buffers of one parameter, on the CPU, and how its gradients enter. Fill it with dlopt_kernel_buffers_init, then change what you need. */
typedef struct dlopt_kernel_buffers {
  uint32_t struct_size;     /**< sizeof(dlopt_kernel_buffers) */
  dlopt_dtype dtype;        /**< of param and states: F32 (default) or F64 */
  dlopt_dtype grad_dtype;   /**< F64, F32 (default), F16 or BF16 */
  dlopt_dtype delta_dtype;  /**< F64, F32 (default), F16 or BF16 (rounded); without delta it does not matter */
  int64_t n;                /**< elements of each buffer; default 0 */
  void *param;              /**< n elements, param_stride apart, written in place; only read when there is a delta */
  void *grad;               /**< n elements, grad_stride apart, only read unless ZERO_GRADS is set; NULL with null_grad zero: zeros */
  void *delta;              /**< NULL (default), or n elements, delta_stride apart: receives what would be added to the parameter, which then stays. It may be grad itself, if both have one type and stride */
  void *const *states;      /**< n_states pointers in the order of dlopt_rule_state_info, each to n elements, state_strides apart, written in place; those of states that are not kept are not looked at */
  int32_t n_states;         /**< as many as it takes to reach the last state that is kept, at most dlopt_rule_state_count */
  uint32_t fresh;           /**< bit k: state k has not seen a gradient yet though this is not step 1, as after momentum was switched on; default 0 */
  double grad_factor;       /**< gradients are multiplied by it (1 / loss scale, times the factor of clipping), in the type of the parameter; -1e30 .. 1e30, default 1 */
  double clip_value;        /**< then limited to [-clip_value, clip_value]; >= 0, default infinity: as the hyper-parameter clip_value says */
  double lr_scale;          /**< factor of the learning rate, as of dlopt_param_desc; 0 .. 1e6, default 1 */
  double decay_scale;       /**< factor of weight decay; 0 .. 1e6, default 1 */
  uint32_t slot;            /**< number of the parameter; the noise of rules that add some differs with it; default 0 */
  uint32_t flags;           /**< DLOPT_STEP_ZERO_GRADS and DLOPT_STEP_FLUSH_DENORMALS, or-ed; default 0 */
  int64_t param_stride;     /**< elements from one of param to the next: 1 (default) where they lie side by side, more where they are members of structures; what lies between is never read or written. Bits are the same */
  int64_t grad_stride;      /**< the same of grad */
  int64_t delta_stride;     /**< the same of delta */
  const int64_t *state_strides; /**< the same of each state, in the order of states; NULL (default): 1 for all. Those of states that are not kept are not looked at */
} dlopt_kernel_buffers;

/** Fills a description of buffers with the defaults named at its fields.
 *
 *  @param buffers  Must not be NULL. @param struct_size sizeof(dlopt_kernel_buffers) as the caller was compiled.
 *  @owns     The caller owns buffers. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (buffers NULL, struct_size unknown); buffers is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_kernel_buffers_init(dlopt_kernel_buffers *buffers, size_t struct_size);

/** Tells which states a rule keeps under some hyper-parameters, and what they start from.
 *
 *  @param hypers   count of them, each at most once; the others have the rule's defaults. NULL with count 0.
 *  @param kept     Receives the states that must be given, as bits in the order of dlopt_rule_state_info: each has the shape and type of its parameter. Must not be NULL.
 *  @param initial  NULL, or room for dlopt_rule_state_count(rule) numbers: receives what every element of a state starts from (0 for one that is not kept).
 *  @owns     Nothing. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   As dlopt_kernel_apply about rule and hypers; DLOPT_ERR_INVALID_ARGUMENT (kept NULL). Nothing is then written.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_kernel_states(dlopt_rule rule, const dlopt_hyper_value *hypers, size_t count, uint32_t *kept, double *initial);

/** Updates the elements [first, past) of one parameter and their states: what dlopt_optimizer_step does for them, with nothing kept between calls. However a parameter is cut into
 *  ranges, in whatever order and on whatever threads they are updated, the bits are those of the object at the same step, hyper-parameters and states.
 *
 *  Rules that look at more than one element have no such update: sums or norms of whole tensors (LARS, LAMB, NovoGrad, Prodigy, SWATS), moments of rows and columns (Adafactor, CAME, SM3),
 *  numbers of a whole tensor that go from step to step (ASGD, LaProp, NAdam, NAdamW, Rprop, the schedule-free ones). Nor have cautious mean and count, and max_norm: give its factor in grad_factor. What Sophia is told of the
 *  Hessian the caller blends into the state himself.
 *
 *  @param runtime  NULL: the default runtime. The call runs on the caller's thread alone.
 *  @param hypers   count of them, each at most once; the others have the rule's defaults. NULL with count 0. With decay_lr 0, lr as it is given counts as lr0 in decay_mode independent and corrected.
 *  @param step     Number of the step for bias correction, noise and whatever else changes from step to step; 1 for the first, when no state has seen a gradient. Count it once for all ranges.
 *  @param buffers  Borrowed for the call. Any alignment. Parameter, states and delta may not overlap each other or the gradient, delta on the gradient's own place excepted.
 *                  Members of one array of structures (param_stride and the others) do not overlap where their strides are the same number of bytes; with other strides they must lie apart.
 *  @param first    First element of the range. @param past Element after the last; the range may be empty.
 *  @param stream   NULL on the CPU.
 *  @source   As dlopt_optimizer_step.
 *  @owns     Nothing; allocates nothing. @threads Any, at once for ranges that have no element in common; takes no lock. @stream None (CPU).
 *  @repeat   As dlopt_optimizer_step.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, no such rule, dead runtime, struct_size, step or a stride below 1, flags, a hyper-parameter given twice, overlap), DLOPT_ERR_OUT_OF_RANGE (the range, a value,
 *            hyper-parameters that contradict each other), DLOPT_ERR_UNKNOWN_HYPER, DLOPT_ERR_SHAPE (n; n times a stride), DLOPT_ERR_DTYPE, DLOPT_ERR_UNSUPPORTED (a rule, cautious or max_norm as above; a stream). Nothing
 *            is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_kernel_apply(dlopt_runtime *runtime, dlopt_rule rule, const dlopt_hyper_value *hypers, size_t count, int64_t step,
                                          const dlopt_kernel_buffers *buffers, int64_t first, int64_t past, void *stream);

#ifdef __cplusplus
}
#endif
#endif

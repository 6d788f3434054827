/* dlopt/optimizer.h - the optimizer: groups of hyper-parameters, and parameter slots with their state. Its step: step.h. */
#ifndef DLOPT_OPTIMIZER_H
#define DLOPT_OPTIMIZER_H

#include "gradient.h"
#include "rules.h"
#include "runtime.h"
#include "schedule.h"
#include "storage.h"
#include "tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One rule with its groups, its parameter slots, their state, and a count of applied steps. Parameters and gradients stay the caller's. */
typedef struct dlopt_optimizer dlopt_optimizer;

/** Makes an optimizer of a rule, with one group (number 0) that has the rule's default hyper-parameters, and no parameters.
 *
 *  @param runtime    NULL: the default runtime.
 *  @param rule       DLOPT_RULE_...
 *  @param optimizer  Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_optimizer_destroy. The runtime must outlive it.
 *  @threads  Any. One handle serves one call at a time: a second one gets DLOPT_ERR_BUSY. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such rule, dead runtime, optimizer NULL), DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_create(dlopt_runtime *runtime, dlopt_rule rule, dlopt_optimizer **optimizer);

/** Frees an optimizer with all its state. NULL is fine.
 *
 *  @errors   DLOPT_ERR_BUSY (another call uses it, or it is called from a hook of its own step; it lives on), DLOPT_ERR_INVALID_ARGUMENT (not a live optimizer; best effort).
 *  @owns     Takes the handle; views from dlopt_optimizer_state die with it. @threads Any. @stream None. @repeat Not applicable.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_destroy(dlopt_optimizer *optimizer);

/** Makes an independent copy: hyper-parameters, schedules, slots, state, wrappers and counters. Both then take the same steps to the same bits.
 *
 *  @param copy  Receives the handle; NULL on failure. It uses the same runtime.
 *  @owns     The caller. @threads Any. @stream None. @repeat Identical bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_BUSY, DLOPT_ERR_OUT_OF_MEMORY. The original is never changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_clone(dlopt_optimizer *optimizer, dlopt_optimizer **copy);

/** Sets a hyper-parameter in every group.
 *
 *  One that decides which state is kept (momentum, amsgrad, centered, factored) allocates that state for the existing parameters here, not in a step. A second moment that is then kept in
 *  another way (factored, min_dim_size_to_factor) starts afresh.
 *  A change takes effect with the next step; coefficients too small for the arithmetic type become 0 (eps: the smallest normal number), too large ones its largest number.
 *
 *  @param value  Within the bounds of dlopt_rule_hyper_info. Flags: 0 or 1. Choices: their number.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER (the text lists those of the rule), DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_STATE (it follows a schedule in some group),
 *            DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY, DLOPT_ERR_INVALID_ARGUMENT. Nothing is then changed. Values that contradict each other (nesterov without momentum) are
 *            reported by the step, so that they can be set in any order.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_set(dlopt_optimizer *optimizer, dlopt_hyper hyper, double value);

/** Reads a hyper-parameter of group 0: as set, or what its schedule gives for the next step.
 *
 *  @param value  Receives it. Must not be NULL.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER, DLOPT_ERR_BUSY, DLOPT_ERR_INVALID_ARGUMENT; value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_get(dlopt_optimizer *optimizer, dlopt_hyper hyper, double *value);

/** Adds a group, a copy of what group 0 has now, schedules included.
 *
 *  @param group  Receives its number: 1, 2, ... Must not be NULL.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY, DLOPT_ERR_INVALID_ARGUMENT; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_group_add(dlopt_optimizer *optimizer, int32_t *group);

/** Sets a hyper-parameter of one group; otherwise as dlopt_optimizer_set.
 *
 *  @param group  0 .. number of groups - 1.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   As dlopt_optimizer_set; DLOPT_ERR_INVALID_ARGUMENT (no such group).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_group_set(dlopt_optimizer *optimizer, int32_t group, dlopt_hyper hyper, double value);

/** Reads a hyper-parameter of one group; otherwise as dlopt_optimizer_get.
 *
 *  @param group  0 .. number of groups - 1.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   As dlopt_optimizer_get; DLOPT_ERR_INVALID_ARGUMENT (no such group).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_group_get(dlopt_optimizer *optimizer, int32_t group, dlopt_hyper hyper, double *value);

/** Sets, in every group, the conventions of a peer by name: where eps stands, how momentum starts, and so on. Learning rates, betas and other amounts stay.
 *
 *  @param name  One of dlopt_rule_preset_name for the rule, such as "torch".
 *  @source   The comment at the head of the rule's file (src/rules) says what each preset reproduces.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, or no such preset; the text lists them), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_preset(dlopt_optimizer *optimizer, const char *name);

/** Lets a hyper-parameter of a group follow a schedule: at each step its value is the schedule's value at the number of steps applied so far.
 *
 *  A skipped step does not advance it. While it follows a schedule the hyper-parameter cannot be set.
 *
 *  @param group     0 .. number of groups - 1, or -1 for every group.
 *  @param hyper     Of kind real. One that decides which state is kept (momentum) must be set to what keeps it first; where its schedule is 0 that state rests.
 *  @param schedule  Copied. NULL: stop following; the value set before holds again.
 *  @owns     Nothing; the schedule stays the caller's. @threads One call at a time. @stream None. @repeat As dlopt_schedule_value.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER, DLOPT_ERR_INVALID_ARGUMENT (no such group; not of kind real; a state starts from it), DLOPT_ERR_STATE (it is 0, and a state is kept only while it is not), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY; nothing is
 *            then changed. A value outside the bounds is reported by the step that would use it.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_schedule(dlopt_optimizer *optimizer, int32_t group, dlopt_hyper hyper, const dlopt_schedule *schedule);

/** Tells every plateau schedule that the optimizer's groups follow, alone or within a composition, the metric that it watches.
 *
 *  Groups follow copies of schedules, so dlopt_schedule_report does not reach them. A clone goes on from what its original was told.
 *
 *  @param metric  As dlopt_schedule_report.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat As dlopt_schedule_report.
 *  @errors   DLOPT_ERR_STATE (no group follows a plateau), DLOPT_ERR_BUSY, DLOPT_ERR_INVALID_ARGUMENT; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_report(dlopt_optimizer *optimizer, double metric);

/** What a parameter is to its model. Kept with the slot; rules do not read it. */
typedef int32_t dlopt_role;
enum dlopt_role_code { DLOPT_ROLE_WEIGHT = 0, DLOPT_ROLE_BIAS = 1, DLOPT_ROLE_NORM = 2, DLOPT_ROLE_EMBEDDING = 3 };

/** What dlopt_optimizer_param_add reads. Fill it with dlopt_param_desc_init, then change what you need. */
typedef struct dlopt_param_desc {
  uint32_t struct_size;          /**< sizeof(dlopt_param_desc) */
  dlopt_dtype dtype;             /**< DLOPT_DTYPE_F32 (default), F64, BF16 or F16. Arithmetic and state are F64 for F64, F32 for all others */
  int32_t ndim;                  /**< number of dimensions, 0 .. 64 */
  dlopt_device_type device_type; /**< DLOPT_DEVICE_CPU (default) */
  int32_t device_id;             /**< 0 */
  int32_t group;                 /**< 0 (default) .. number of groups - 1 */
  dlopt_role role;               /**< DLOPT_ROLE_WEIGHT (default) */
  uint32_t reserved;             /**< 0 */
  const char *name;              /**< 1 .. 1023 bytes of UTF-8 without control characters, not "__metadata__", unique; NULL (default): "param_<slot>". Copied */
  const int64_t *shape;          /**< ndim sizes >= 0. Copied */
  double lr_scale;               /**< multiplies lr for this parameter; 0 .. 1e6, default 1 */
  double decay_scale;            /**< multiplies weight_decay for this parameter; 0 .. 1e6, default 1 */
  dlopt_master master;           /**< DLOPT_MASTER_NONE (default); the others for BF16 and F16 */
  dlopt_state_form state_form;   /**< DLOPT_STATES_FULL (default): how its moments are kept */
  int32_t row_ages;              /**< 1: each row (what one index of the first dimension leads to) counts the steps that it takes, and bias corrections, and what a rule does at a first step,
                                      go by that count: a row is what a parameter of its own would be. The state "row_age" has the counts. Default 0: the parameter's age is that of all rows */
  int32_t reserved2;             /**< 0 */
} dlopt_param_desc;

/** Fills a parameter description with the defaults named at its fields, and no shape.
 *
 *  @param desc  Must not be NULL. @param struct_size sizeof(dlopt_param_desc) as the caller was compiled.
 *  @owns     The caller owns desc. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (desc NULL, struct_size unknown); desc is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_param_desc_init(dlopt_param_desc *desc, size_t struct_size);

/** Declares a parameter and allocates its state, so that no step allocates.
 *
 *  @param desc  Read during the call.
 *  @param slot  Receives its number: 0, 1, 2, ... in the order of declaration; numbers are not used again. Must not be NULL.
 *  @owns     The optimizer owns the state; the buffers stay the caller's. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, struct_size, ndim, group, role, reserved, state_form, name invalid or in use, a master that does not fit the type), DLOPT_ERR_SHAPE (a negative size; a product over 2^63 - 1),
 *            DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE (no such device type), DLOPT_ERR_UNSUPPORTED (CUDA: not in this build; unknown fields set; state_form of an F64 parameter, or with centered; row_ages with states in few bits, or with a rule that keeps numbers of whole tensors, states that are not of rows, or noise), DLOPT_ERR_OUT_OF_RANGE (scales),
 *            DLOPT_ERR_OUT_OF_MEMORY (also when the bytes do not fit size_t), DLOPT_ERR_BUSY. Nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_add(dlopt_optimizer *optimizer, const dlopt_param_desc *desc, int32_t *slot);

/** Returns the number of slots ever declared, removed ones included: what `count` of dlopt_optimizer_step must be. 0 for NULL.
 *
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable. @errors None.
 *  @since    0.1 */
DLOPT_API int32_t dlopt_optimizer_param_count(const dlopt_optimizer *optimizer);

/** Removes a parameter and frees its state. Its slot number stays empty: hand over tensors with data NULL there.
 *
 *  @owns     Views of its state die. @threads One call at a time. @stream None. @repeat Other parameters keep their bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot), DLOPT_ERR_STATE (removed before), DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_remove(dlopt_optimizer *optimizer, int32_t slot);

/** Freezes a parameter (frozen != 0) or lets it move again. A frozen parameter is not read (except by averages), not written, not counted in norms, and keeps state and age.
 *
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot), DLOPT_ERR_STATE (removed), DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_freeze(dlopt_optimizer *optimizer, int32_t slot, int32_t frozen);

/** Sets the factors that multiply lr and weight_decay for one parameter.
 *
 *  @param lr_scale     0 .. 1e6. @param decay_scale 0 .. 1e6.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_INVALID_ARGUMENT (no such slot), DLOPT_ERR_STATE (removed), DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_scale(dlopt_optimizer *optimizer, int32_t slot, double lr_scale, double decay_scale);

/** Sets factors that multiply lr and weight_decay for every parameter of some roles, those declared later too; a parameter's own factors multiply them.
 *
 *  The usual "no decay on biases and norms" is dlopt_optimizer_role_scale(opt, 1 << DLOPT_ROLE_BIAS | 1 << DLOPT_ROLE_NORM, 1, 0).
 *
 *  @param roles     Bits 1 << DLOPT_ROLE_..., or-ed.
 *  @param lr_scale  0 .. 1e6. @param decay_scale 0 .. 1e6.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (a bit that is no role), DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_role_scale(dlopt_optimizer *optimizer, uint32_t roles, double lr_scale, double decay_scale);

/** Sets factors for each element of one parameter, or each column (its last dimension): of its steps, and of its weight decay. They multiply those of the whole
 *  parameter. The steps are multiplied as the rule makes them, so a momentum buffer that holds lr (momentum_form sutskever) does not hold these.
 *
 *  @param lr_scales     Values in 0 .. 1e6; the parameter's shape, or one dimension of its last size; F64, F32, F16 or BF16. Copied. NULL: 1 for every element.
 *  @param decay_scales  The same for weight decay.
 *  @owns     The optimizer owns the copies. @threads One call at a time. @stream None. @repeat Identical bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot, data NULL), DLOPT_ERR_STATE (removed), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name,
 *            devices), DLOPT_ERR_OUT_OF_RANGE (a factor; the text names its element), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY; nothing is then changed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_param_scales(dlopt_optimizer *optimizer, int32_t slot, const dlopt_tensor *lr_scales,
                                                    const dlopt_tensor *decay_scales);

/** Returns how many steps were applied; skipped ones do not count. 0 for NULL.
 *
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable. @errors None.
 *  @since    0.1 */
DLOPT_API int64_t dlopt_optimizer_steps(const dlopt_optimizer *optimizer);

/** In place of a slot: what all parameters share. */
enum dlopt_slot_code { DLOPT_SLOT_ALL = -1 };

/** Gives a view of one state array of one parameter, such as "exp_avg": the optimizer's own memory, to read or to write.
 *
 *  @param slot    A parameter, or DLOPT_SLOT_ALL for a state of shape DLOPT_STATE_SHARED.
 *  @param name    One of the rule's state names (dlopt_rule_state_info), of the master's (dlopt_master), or of the wrappers' (dlopt_wrapper); or one of the first and "_absmax": the scales of a state in 8 bits;
 *                 or, with row_ages, "row_age": DLOPT_DTYPE_I32, one for each row, which stops at 2^31 - 1; one that the caller makes negative counts as 0, and what is written there is the age from then on.
 *  @param tensor  tensor->struct_size must be set; the rest is filled: the shape is the parameter's, or what dlopt_state_info, shape, makes of it.
 *  @owns     The optimizer; valid until the parameter is removed or its rows edited, the optimizer destroyed, or a hyper-parameter set that decides which state is kept.
 *  @threads  One call at a time; do not read while a step runs. @stream None. @repeat The bytes are identical everywhere.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such slot or name; the text lists the names), DLOPT_ERR_STATE (removed; or the hyper-parameters do not keep this array; or that of a wrapper holds nothing), DLOPT_ERR_BUSY; tensor is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_state(dlopt_optimizer *optimizer, int32_t slot, const char *name, dlopt_tensor *tensor);

/** What the parameters of schedule-free rules hold. */
typedef int32_t dlopt_mode;
enum dlopt_mode_code {
  DLOPT_MODE_TRAIN = 0, /**< y, where gradients are taken: the mode of a new optimizer */
  DLOPT_MODE_EVAL = 1   /**< x, the average, for evaluation and for keeping */
};

/** Turns the parameters, in place, into what another mode needs: y of a schedule-free rule in train mode, x = y + (1 - 1 / beta1) (z - y) in eval mode.
 *
 *  All parameters are converted, frozen ones too, or none. To the mode that it is in, and with a rule that has no modes, this changes nothing and reads no tensor, so a training loop may call it
 *  whatever the rule is. Steps in eval mode are refused. Parameters that have not seen a step are the same in both modes.
 *
 *  @param mode    DLOPT_MODE_TRAIN or DLOPT_MODE_EVAL.
 *  @param params  count tensors in slot order, written in place; as for dlopt_optimizer_step. Removed parameters, and those that have not seen a step, may have data NULL.
 *  @param count   dlopt_optimizer_param_count(optimizer).
 *  @source   Defazio et al. 2024, "The road less scheduled"; train() and eval() of the package schedulefree.
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Calls parallel_for, never alloc. @stream None (CPU). @repeat As dlopt_optimizer_step.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (mode, NULL, count, overlap, struct_size), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name, devices),
 *            DLOPT_ERR_OUT_OF_RANGE (a schedule's value), DLOPT_ERR_STATE (a step was torn; perturbed), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for did not run every task once). Nothing is then
 *            changed, except after DLOPT_ERR_INTERNAL, as for a step.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_mode(dlopt_optimizer *optimizer, dlopt_mode mode, const dlopt_tensor *params, size_t count);

/** Hands over estimates of the diagonal of the Hessian to a rule that uses them (sophia): hessian = beta2 hessian + (1 - beta2) estimate. The next step reads what it then is.
 *
 *  Any number of calls may stand between two steps. A negative estimate is taken as it is, and so is one that is NaN or infinite: it stays in the state, where it makes its element so.
 *
 *  @param hessians  count tensors in slot order; shapes as declared; F64, F32, F16 or BF16; only read. Data NULL: no estimate for this parameter. Those of frozen parameters are not used.
 *  @param count     dlopt_optimizer_param_count(optimizer).
 *  @source   Liu et al. 2023, "Sophia", algorithm 3.
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Calls parallel_for, never alloc. @stream None (CPU). @repeat As dlopt_optimizer_step.
 *  @errors   DLOPT_ERR_UNSUPPORTED (the rule uses none; strides that dlopt_tensor does not name, devices), DLOPT_ERR_INVALID_ARGUMENT (NULL, count, struct_size), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE,
 *            DLOPT_ERR_OUT_OF_RANGE (a schedule's value), DLOPT_ERR_STATE (a step was torn), DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for did not run every task once). Nothing is then changed,
 *            except after DLOPT_ERR_INTERNAL, as for a step.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_hessian(dlopt_optimizer *optimizer, const dlopt_tensor *hessians, size_t count);

/** Memory of an optimizer by kind, in bytes as asked of the allocator. */
typedef struct dlopt_memory {
  uint32_t struct_size; /**< set by the caller: sizeof(dlopt_memory) */
  uint32_t reserved;    /**< 0 */
  int64_t state;        /**< state arrays, those of masters and wrappers too, padding for alignment included */
  int64_t scratch;      /**< work space of the step: partial norms, plan */
  int64_t handle;       /**< everything else: handle, groups, slots, names, schedules */
} dlopt_memory;

/** Tells how much memory an optimizer holds. Steps never change it.
 *
 *  @param memory  memory->struct_size must be set; the rest is filled.
 *  @owns     Nothing. @threads One call at a time. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_BUSY; memory is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_memory_query(dlopt_optimizer *optimizer, dlopt_memory *memory);

#ifdef __cplusplus
}
#endif
#endif

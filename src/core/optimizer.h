// The optimizer behind the handle: its groups, its parameter slots, and the work space of a step.
#pragma once

#include "core/array.h"
#include "core/decay.h"
#include "core/masters.h"
#include "core/name_index.h"
#include "core/plan.h"
#include "core/ranges.h"
#include "core/registry.h"
#include "core/schedule.h"
#include "core/shape.h"
#include "core/small_states.h"
#include "core/state_forms.h"
#include "core/step_run.h"
#include "core/wrappers.h"
#include "drivers/mix.h"
#include "drivers/row_clip.h"
#include "drivers/update.h"
#include "gradient/norm.h"

#include <atomic>

namespace dlopt {

// A set of hyper-parameters that several parameters share.
struct group {
  hyper_values set;                     // as the caller set them
  hyper_values now;                     // at the coming step: schedules applied
  uint32_t used;                        // states that the coming step uses, as bits
  dlopt_schedule* follows[kHyperLimit]; // owned; nullptr: does not follow one
};

// Factors of learning rate and weight decay.
struct slot_scales {
  double lr, decay;
};

// One parameter. Slots are numbered for ever; a removed one stays as a husk without elements.
struct slot {
  block text; // the rule's numbers, name and shape
  double* numbers;
  const char* name;
  const int64_t *shape, *blocks; // and the shape of its scales, where there are some
  int32_t ndim;
  dlopt_dtype dtype;      // as the caller stores it
  dlopt_dtype arithmetic; // of states and of all that is computed: f32, or f64 of f64
  dlopt_master master;
  dlopt_state_form form; // of its moments; full where the parameter is small
  int32_t group;
  dlopt_role role;
  bool frozen, removed;
  uint32_t stream;    // of its random numbers: the number it was declared under, also where a checkpoint brings it to another slot
  uint32_t fresh;     // states that have not seen a gradient yet, as bits
  uint32_t allocated; // states that have memory, as bits
  int64_t numel;
  factored_dims dims; // of its moments, as its states are laid out
  int64_t steps;      // applied to this parameter: its age
  double lr_scale, decay_scale;
  block scales;                         // the memory of what follows
  const void *lr_scales, *decay_scales; // factors of each element, of the arithmetic type; nullptr: none
  int64_t scale_period;                 // element i has factor i % scale_period
  void* states[kMaxStates];
  block owned[kMaxStates]; // the memory of the states; one block may hold several
  void* beside;            // what its master keeps; nullptr: nothing
  block beside_memory;
  int64_t row_length; // elements of a row; a row is what one index of the first dimension leads to
  int64_t row_room;   // rows that all its arrays have memory for
  block aged;         // the memory of row_ages, and of what it points to; empty: rows have no ages of their own
};

// What of an update depends only on step and hyper-parameters.
struct step_coefs {
  double values[kMaxCoefs]; // the rule's
  decay_plan decay;
};
struct coefs_set {
  size_t slot; // the first that has them
  step_coefs coefs;
};

// The buffers of a slot as they were checked; only compared, never followed.
struct checked_buffers {
  const void* param;
  const void* grad;
  const void* copy;
  dlopt_dtype grad_dtype, copy_dtype; // decide how far they reach, as do
  element_spacing param_spacing, grad_spacing, copy_spacing;
};

// A gradient that was measured before the step.
struct observation {
  const void* data; // only compared; nullptr: none
  dlopt_dtype dtype;
  element_spacing spacing;
  int64_t first; // of its parts
};

// The norm of one gradient, for a clip of its own.
struct tensor_norm {
  double norm; // or its largest magnitude, until it is known
  double unit; // what elements are multiplied by to find it
  bool known;
};

// What a step does with rows that are not named, and where it marks those that are; see dlopt_rows.
struct row_mode {
  dlopt_rows_mode mode;
  uint8_t* moved;
};

// Work space of steps that are for some rows, and of rows that have ages.
struct row_space {
  explicit row_space(dlopt_runtime& r) noexcept : modes(r), ranks(r), numels(r), whole(r), scratch(r) {}
  size_t bytes() const noexcept { return modes.bytes() + ranks.bytes() + numels.bytes() + whole.bytes() + scratch.bytes(); }

  array<row_mode> modes; // one for each slot; of those that some rows are named of
  array<int64_t> ranks;
  array<int64_t> numels; // of slots whose moments decay
  plan whole;            // of numels
  array<char> scratch;   // of edits: one array of the slot that has the largest
  bool any = false;      // rows are to be counted before this step
  bool decays = false;   // of these, some moments decay
  uint64_t generation = 0;
};

} // namespace dlopt

struct dlopt_optimizer {
  dlopt_optimizer(dlopt_runtime& r, const dlopt::rule_info& rule_of) noexcept
      : runtime(r), rule(rule_of), groups(r), slots(r), names(r), cut(r), numels(r), updates(r), views(r), ranges(r), checked(r),
        settled(r), mixes(r), observations(r), observed(r), tensor_norms(r), row_clips(r), row_ends(r), small(r), rows(r), wraps(r) {}

  uint32_t tag = 0;
  std::atomic<bool> busy{false};
  bool broken = false;  // a step was torn by parallel_for
  bool outline = false; // no states have memory: to be measured and placed
  bool changed = true;  // slots changed since the plan was cut
  dlopt_runtime& runtime;
  const dlopt::rule_info& rule;
  int64_t steps = 0;
  dlopt::slot_scales role_scales[DLOPT_ROLE_EMBEDDING + 1] = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
  int32_t skips = 0;                      // steps held back in a row, at most INT32_MAX
  double shared[dlopt::kMaxNumbers] = {}; // the rule's numbers of all parameters together
  int32_t mode = DLOPT_MODE_TRAIN;        // of rules that have modes

  dlopt::array<dlopt::group> groups;
  dlopt::array<dlopt::slot> slots;
  dlopt::name_index names;
  int64_t total_elements = 0, total_chunks = 0; // of the largest array of every slot that was ever declared

  // Work space of a step, one element for each slot; sized when a parameter is declared.
  dlopt::plan cut;
  dlopt::array<int64_t> numels;
  dlopt::array<dlopt::parameter_update> updates;
  dlopt::array<dlopt::gradient_view> views;
  dlopt::array<dlopt::address_range> ranges;    // four for each slot, and one for each average
  dlopt::array<dlopt::checked_buffers> checked; // what was found free of overlaps last time, one for each slot
  dlopt::array<dlopt::step_coefs> settled;      // one for each slot, of rules that need sums over a tensor
  dlopt::array<dlopt::array_mix> mixes;         // one for each slot, of rules with modes or a Hessian
  dlopt::array<dlopt::observation> observations;
  dlopt::array<double> observed; // sums of squares, one for each chunk
  dlopt::array<dlopt::tensor_norm> tensor_norms;
  dlopt::array<dlopt::row_clip> row_clips;
  dlopt::array<dlopt::row_end> row_ends; // two for each chunk
  dlopt::small_space small;              // of rules with states that are smaller than the parameter
  dlopt::row_space rows;
  bool checked_written = false; // with gradients that were written
  static constexpr int kCoefsSets = 32;
  dlopt::coefs_set coefs[kCoefsSets];
  int n_coefs = 0;
  double loss = 0; // of the step being taken
  dlopt::step_run run;
  int64_t n_observed = 0;

  dlopt::wrapping wraps;
};

namespace dlopt {

inline constexpr double kLargestScale = 1e6;
inline constexpr uint32_t kOptimizerTag = 0x6f707431;

// A parameter's own factors and those of its role.
inline slot_scales scales_of(const dlopt_optimizer& o, const slot& s) noexcept {
  const slot_scales& role = o.role_scales[s.role];
  return {s.lr_scale * role.lr, s.decay_scale * role.decay};
}

// handles.cpp
dlopt_optimizer* make_optimizer(dlopt_runtime& runtime, const rule_info& rule) noexcept; // nullptr: out of memory
void free_optimizer(dlopt_optimizer* o) noexcept;
// On this runtime, as an outline or with memory for its states; those of an outline start anew. nullptr: out of memory.
dlopt_optimizer* copy_optimizer(const dlopt_optimizer& original, dlopt_runtime& runtime, bool outline) noexcept;
// The same to be exchanged with the original and not to step: it has work space only for what it is given beyond that.
dlopt_optimizer* copy_contents(const dlopt_optimizer& original, dlopt_runtime& runtime) noexcept;
dlopt_status check_has_states(const dlopt_optimizer& o) noexcept; // an error for an outline
dlopt_status check_whole(const dlopt_optimizer& o) noexcept;      // the same, and for one that a torn step has left in pieces
void measure_memory(const dlopt_optimizer& o, dlopt_memory& memory) noexcept;

// groups.cpp. `index` -1 stands for every group.
dlopt_status add_group(dlopt_optimizer& o, int32_t& index) noexcept;
dlopt_status set_hyper(dlopt_optimizer& o, int32_t index, dlopt_hyper hyper, double value) noexcept;
dlopt_status get_hyper(dlopt_optimizer& o, int32_t index, dlopt_hyper hyper, double& value) noexcept;
dlopt_status apply_preset(dlopt_optimizer& o, const char* name) noexcept;
dlopt_status follow_schedule(dlopt_optimizer& o, int32_t index, dlopt_hyper hyper, const dlopt_schedule* schedule) noexcept;
int32_t report_metric(dlopt_optimizer& o, double metric) noexcept; // to the plateaus that are followed; returns how many there are
// Fills `now` of a group for the coming step and checks it.
dlopt_status refresh_group(dlopt_optimizer& o, int32_t index) noexcept;

// slots.cpp
dlopt_status find_slot(const dlopt_optimizer& o, int32_t index) noexcept; // an error unless the slot lives
dlopt_status add_slot(dlopt_optimizer& o, const dlopt_param_desc& desc, int32_t& index) noexcept;
dlopt_status declare_flat(dlopt_optimizer& o, const int64_t* shape, dlopt_dtype dtype) noexcept; // one dimension, all else by default
void remove_slot(dlopt_optimizer& o, int32_t index) noexcept;
dlopt_status check_against(const slot& s, const dlopt_tensor& tensor, argument what) noexcept; // a tensor of the declared shape
inline bool same_shape(const slot& s, const dlopt_tensor& t) noexcept {
  if (t.ndim != s.ndim || (!t.shape && s.ndim)) return false;
  for (int32_t d = 0; d < s.ndim; ++d)
    if (t.shape[d] != s.shape[d]) return false;
  return true;
}
// The usual tensor, which check_against would pass: the declared shape was counted when it was declared, and a step of many small tensors
// is spared the rest.
inline bool plainly_as_declared(const slot& s, const dlopt_tensor& t) noexcept {
  return same_shape(s, t) && t.device_type == DLOPT_DEVICE_CPU && !t.device_id && !t.reserved && !t.strides;
}
dlopt_status check_param(const slot& s, const dlopt_tensor& param, size_t index) noexcept; // of params: shape, dtype, data
void renew_states(const dlopt_optimizer& o, slot& s) noexcept;                             // states, numbers and age as of a new parameter
void forget_last_slot(dlopt_optimizer& o) noexcept;                                        // as if it had never been declared
dlopt_status scale_slot(dlopt_optimizer& o, int32_t index, double lr_scale, double decay_scale) noexcept;
dlopt_status scale_roles(dlopt_optimizer& o, uint32_t roles, double lr_scale, double decay_scale) noexcept;
// element_scales.cpp. nullptr: 1 for every element.
dlopt_status scale_elements(dlopt_optimizer& o, int32_t index, const dlopt_tensor* lr_scales, const dlopt_tensor* decay_scales) noexcept;
// Memory for states; an outline only notes how much it will be.
[[nodiscard]] bool allocate_block(const dlopt_optimizer& o, size_t bytes, block& made) noexcept;
double initial_of(const dlopt_optimizer& o, const slot& s, int32_t k) noexcept; // what the elements of a state start from
// Memory for states of a slot, in one block; false when it is short or the bytes do not fit. And back.
[[nodiscard]] bool allocate_states(dlopt_optimizer& o, slot& s, uint32_t wanted) noexcept;
void release_state(dlopt_runtime& runtime, slot& s, int32_t k) noexcept;
// Gives every slot the states that its group's hyper-parameters ask for, and fresh ones their initial value. On failure nothing changes.
dlopt_status provide_states(dlopt_optimizer& o) noexcept;
// Elements of what one index of the first dimension leads to; 0 where they are too many, which only a parameter without rows can have.
int64_t row_length_of(const int64_t* shape, int32_t ndim) noexcept;
// nullptr: rows have no ages of their own.
inline row_ages* ages_of(const slot& s) noexcept { return static_cast<row_ages*>(s.aged.memory); }
// Elements that a slot has room for.
inline int64_t room_of(const slot& s) noexcept { return s.row_room * s.row_length; }
// As state_count, with the rows that a state has room for.
inline int64_t state_room(const rule_info& rule, const slot& s, int32_t k) noexcept {
  return rule.states[k].shape == DLOPT_STATE_ELEMENTS ? room_of(s) : state_count(rule, s, k);
}
[[nodiscard]] bool reserve_for_slots(dlopt_optimizer& o, size_t slots, int64_t elements, int64_t chunks) noexcept;

// step.cpp
dlopt_status take_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                       dlopt_step_desc& desc) noexcept;
// The same in pieces. An error ends the step.
dlopt_status begin_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                        const dlopt_step_desc& desc) noexcept;
dlopt_status go_on_with_step(dlopt_optimizer& o, int64_t elements, bool& complete) noexcept;
dlopt_status end_step(dlopt_optimizer& o, dlopt_step_desc& desc) noexcept;
void cut_if_changed(dlopt_optimizer& o) noexcept; // makes the plan fit the slots

// observe.cpp
dlopt_status observe(dlopt_optimizer& o, int32_t index, const dlopt_tensor* grad) noexcept;
// An error where the coming step has another gradient than was observed.
dlopt_status check_observations(const dlopt_optimizer& o) noexcept;
void forget_observations(dlopt_optimizer& o) noexcept;
void lay_out_observations(dlopt_optimizer& o) noexcept; // anew, so that nothing is observed

// mix.cpp
dlopt_status enter_mode(dlopt_optimizer& o, int32_t mode, const dlopt_tensor* params, size_t count) noexcept;
dlopt_status take_hessians(dlopt_optimizer& o, const dlopt_tensor* hessians, size_t count) noexcept;

// wrappers.cpp
dlopt_status add_wrapper(dlopt_optimizer& o, dlopt_wrapper kind, int32_t& index) noexcept;
dlopt_status find_wrapped(const dlopt_optimizer& o, int32_t index) noexcept; // an error unless there is such a wrapper
[[nodiscard]] bool reserve_wrapping(dlopt_optimizer& o, size_t slots, int64_t elements, int64_t chunks) noexcept;
void begin_wrapped_slots(dlopt_optimizer& o) noexcept; // for slots declared before there was anything; after reserve_wrapping
// What the wrappers keep of a new slot. `made` holds what there is, also when memory is short.
[[nodiscard]] bool wrap_slot(dlopt_optimizer& o, const slot& s, wrapped_slot& made) noexcept;
void unwrap_slot(dlopt_runtime& runtime, wrapped_slot& wrapped) noexcept;
void copy_wrapping(dlopt_optimizer& to, const dlopt_optimizer& from) noexcept; // without its slots
[[nodiscard]] bool copy_wrapped_slot(dlopt_optimizer& to, const wrapped_slot& from) noexcept;
void* kept_array(const dlopt_optimizer& o, size_t slot, int32_t index) noexcept; // of a wrapper; nullptr: it keeps none
void* kept_in(const slot& s, const wrapped_slot& wrapped, int32_t index) noexcept;

// after_step.cpp
// What this step does beside the update of each parameter, checked. Only with wrappers or projections; before the search for overlaps.
dlopt_status note_accompaniment(dlopt_optimizer& o, const dlopt_tensor* params, size_t count, const dlopt_step_desc& d) noexcept;
void forget_accompaniment(dlopt_optimizer& o) noexcept; // for calls that are no steps
void accompany_chunk(const dlopt_optimizer& o, const kernels& k, size_t index, int64_t first, int64_t n) noexcept; // after its update
void end_perturbation(dlopt_optimizer& o) noexcept;                                                                // once all was put back
void count_accompaniment(dlopt_optimizer& o) noexcept; // once the step is counted

// accumulate.cpp
dlopt_status accumulate(dlopt_optimizer& o, const dlopt_tensor* grads, size_t count, double weight, double* total_weight) noexcept;
// The gradients of a step: the caller's, or those that were accumulated; `divisor` is what they are divided by.
dlopt_status choose_gradients(dlopt_optimizer& o, size_t count, const dlopt_step_desc& d, const dlopt_tensor*& grads,
                              double& divisor) noexcept;
void forget_accumulated(dlopt_optimizer& o) noexcept;

// perturb.cpp
dlopt_status perturb(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count) noexcept;

// projection.cpp
dlopt_status project_slot(dlopt_optimizer& o, int32_t index, const projection& onto) noexcept;
// Projects a range of a parameter's update: of its rows, where the gradient holds rows.
void project_update(const kernels& k, const projection& onto, const parameter_storage& storage, const parameter_update& u, int64_t first,
                    int64_t n) noexcept;

// overlap.cpp. Parameters may overlap nothing; gradients may overlap each other.
dlopt_status check_overlaps(dlopt_optimizer& o, bool gradients_written, bool deltas_written) noexcept;

} // namespace dlopt

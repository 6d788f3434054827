// Parameter slots: declared, given state, removed.
#include "core/gaps.h"
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/row_steps.h"
#include "core/shape.h"
#include "core/utf8.h"
#include "drivers/staging.h"

#include <cstdio>
#include <cstring>

namespace dlopt {

namespace {

constexpr size_t kLongestName = 1023;

dlopt_status check_name(const dlopt_optimizer& o, const char* name) noexcept {
  const char* problem = nullptr;
  if (!*name) problem = "at least one byte";
  else if (strnlen(name, kLongestName + 1) > kLongestName) problem = "at most 1023 bytes";
  else if (!std::strcmp(name, "__metadata__")) problem = "another name: that one is reserved";
  else if (!is_clean_utf8(name)) problem = "UTF-8 without control characters";
  else if (o.names.find(name) >= 0) problem = "a name that no other parameter has";
  return problem ? fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted %s", quoted(name).text(), problem) : DLOPT_OK;
}

dlopt_status check_scale(const char* name, double scale) noexcept {
  if (scale >= 0 && scale <= kLargestScale) return DLOPT_OK;
  return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %s, wanted a number in [0, 1e6]", name, number(scale).text());
}

dlopt_status check_row_ages(const dlopt_optimizer& o, const dlopt_param_desc& d) noexcept {
  if (d.row_ages != 0 && d.row_ages != 1) return fail(DLOPT_ERR_INVALID_ARGUMENT, "row_ages: got %d, wanted 0 or 1", d.row_ages);
  if (d.reserved2) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved2: got %d, wanted 0", d.reserved2);
  if (!d.row_ages) return DLOPT_OK;
  if (d.ndim == 0) return fail(DLOPT_ERR_SHAPE, "row_ages: got 1 for a parameter without dimensions, wanted one that has rows");
  if (const char* reason = needs_one_age(o.rule))
    return fail(DLOPT_ERR_UNSUPPORTED, "row_ages: got 1, wanted 0 for %s: %s", o.rule.name, reason);
  if (d.state_form != DLOPT_STATES_FULL) return fail(DLOPT_ERR_UNSUPPORTED, "row_ages: got 1 with states in few bits, wanted full ones");
  return DLOPT_OK;
}

dlopt_status check_desc(const dlopt_optimizer& o, const dlopt_param_desc& d, int64_t& numel) noexcept {
  if (dlopt_status status = check_gradient_dtype(d.dtype, {"a parameter"})) return status;
  if (dlopt_status status = check_device(d.device_type, d.device_id, {"a parameter"})) return status;
  if (d.group < 0 || size_t(d.group) >= o.groups.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "group: got %d, wanted 0 to %d", d.group, int32_t(o.groups.count()) - 1);
  if (d.role < DLOPT_ROLE_WEIGHT || d.role > DLOPT_ROLE_EMBEDDING)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "role: got %d, wanted 0 to 3", d.role);
  if (dlopt_status status = check_state_form(o, d)) return status;
  if (dlopt_status status = check_row_ages(o, d)) return status;
  if (d.reserved) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved: got %u, wanted 0", d.reserved);
  if (dlopt_status status = check_master(d.master, d.dtype)) return status;
  if (dlopt_status status = check_scale("lr_scale", d.lr_scale)) return status;
  if (dlopt_status status = check_scale("decay_scale", d.decay_scale)) return status;
  if (dlopt_status status = count_elements(d.shape, d.ndim, {"a parameter"}, numel)) return status;
  return d.name ? check_name(o, d.name) : DLOPT_OK;
}

} // namespace

bool allocate_block(const dlopt_optimizer& o, size_t bytes, block& made) noexcept {
  void* const memory = o.outline ? nullptr : allocate(o.runtime, bytes);
  if (!memory && !o.outline) return false;
  made = {memory, bytes};
  return true;
}

double initial_of(const dlopt_optimizer& o, const slot& s, int32_t k) noexcept {
  const dlopt_hyper from = o.rule.states[k].initial;
  return from ? o.groups[size_t(s.group)].set[from] : 0;
}

// The block belongs to the lowest of the states.
bool allocate_states(dlopt_optimizer& o, slot& s, uint32_t wanted) noexcept {
  size_t bytes = 0, offsets[kMaxStates] = {};
  for (int32_t k = 0; k < kMaxStates; ++k) {
    if (!(wanted >> k & 1u)) continue;
    int64_t scales_at = 0;
    const int64_t needed = state_bytes(o.rule, s, k, scales_at);
    if (needed < 0) return false;
    const auto bytes_each = size_t(needed);
    offsets[k] = (bytes + kAlignment - 1) / kAlignment * kAlignment + gap_before(bytes_each);
    if (__builtin_add_overflow(offsets[k], bytes_each, &bytes) || bytes > PTRDIFF_MAX - 2 * (kPage + kGap)) return false;
  }
  if (!bytes) return true; // no states, or an empty parameter
  block& owned = s.owned[__builtin_ctz(wanted)];
  if (!allocate_block(o, bytes, owned)) return false;
  for (int32_t k = 0; owned.memory && k < kMaxStates; ++k)
    if (wanted >> k & 1u) s.states[k] = static_cast<char*>(owned.memory) + offsets[k];
  return true;
}

void release_state(dlopt_runtime& runtime, slot& s, int32_t k) noexcept {
  release(runtime, s.owned[k].memory, s.owned[k].bytes);
  s.owned[k] = {nullptr, 0};
  s.states[k] = nullptr;
}

namespace {

void release_slot(dlopt_runtime& runtime, slot& s) noexcept {
  release(runtime, s.scales.memory, s.scales.bytes);
  release_ages(runtime, s);
  for (int32_t k = 0; k < kMaxStates; ++k) release_state(runtime, s, k);
  release_beside(runtime, s);
  release(runtime, s.text.memory, s.text.bytes);
}

// Gives the fresh states among `which` their initial values.
void initialise(const dlopt_optimizer& o, slot& s, uint32_t which) noexcept {
  for (int32_t k = 0; !o.outline && k < o.rule.n_states; ++k) {
    if (!(which & s.fresh & s.allocated & 1u << k) || !state_count(o.rule, s, k)) continue;
    fill_state(o, s, k, initial_of(o, s, k));
  }
}

// States whose initial value a hyper-parameter gives.
uint32_t states_with_initial(const rule_info& rule) noexcept {
  uint32_t bits = 0;
  for (int32_t k = 0; k < rule.n_states; ++k)
    if (rule.states[k].initial) bits |= 1u << k;
  return bits;
}

// Elements of a slot's largest array. States with a number for each index of each dimension may have more than the parameter.
int64_t largest_array(const rule_info& rule, const slot& s) noexcept {
  int64_t most = room_of(s);
  for (int32_t k = 0; k < rule.n_states; ++k)
    if (const int64_t count = state_count(rule, s, k); count > most) most = count;
  return most;
}

// Numbers, shapes and name in one block, in the order of their alignment.
bool keep_text(dlopt_optimizer& o, slot& s, const dlopt_param_desc& d) noexcept {
  char automatic[24];
  const char* name = d.name;
  if (!name) {
    std::snprintf(automatic, sizeof automatic, "param_%zu", o.slots.count());
    name = automatic;
  }
  const size_t number_bytes = size_t(o.rule.n_numbers) * sizeof(double);
  const size_t shape_bytes = size_t(d.ndim) * sizeof(int64_t), sizes_bytes = size_t(extra_sizes(o.rule, d.ndim)) * sizeof(int64_t);
  const size_t blocks_bytes = s.form < DLOPT_STATES_LINEAR8 ? 0 : sizeof(int64_t), name_bytes = std::strlen(name) + 1;
  const size_t bytes = number_bytes + shape_bytes + sizes_bytes + blocks_bytes + name_bytes;
  s.text = {allocate(o.runtime, bytes), bytes};
  if (!s.text.memory) return false;
  s.numbers = static_cast<double*>(s.text.memory);
  for (int32_t k = 0; k < o.rule.n_numbers; ++k) s.numbers[k] = o.rule.numbers[k].initial;
  char* memory = static_cast<char*>(s.text.memory) + number_bytes;
  if (shape_bytes) std::memcpy(memory, d.shape, shape_bytes);
  s.shape = reinterpret_cast<const int64_t*>(memory);
  write_sizes(o.rule, s);
  memory += shape_bytes + sizes_bytes;
  const int64_t blocks = scale_count(state_code::linear, s.numel);
  if (blocks_bytes) std::memcpy(memory, &blocks, blocks_bytes);
  s.blocks = reinterpret_cast<const int64_t*>(memory);
  s.name = static_cast<const char*>(std::memcpy(memory + blocks_bytes, name, name_bytes));
  return true;
}

} // namespace

int64_t row_length_of(const int64_t* shape, int32_t ndim) noexcept {
  int64_t length = 1;
  for (int32_t d = 1; d < ndim; ++d)
    if (__builtin_mul_overflow(length, shape[d], &length)) return 0;
  return length;
}

dlopt_status find_slot(const dlopt_optimizer& o, int32_t index) noexcept {
  if (index < 0 || size_t(index) >= o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "slot: got %d, wanted 0 to %d", index, int32_t(o.slots.count()) - 1);
  if (o.slots[size_t(index)].removed) return fail(DLOPT_ERR_STATE, "slot: got %d, which was removed; wanted a live one", index);
  return DLOPT_OK;
}

bool reserve_for_slots(dlopt_optimizer& o, size_t n, int64_t elements, int64_t chunks) noexcept {
  return o.slots.reserve(n) && o.names.reserve(n) && o.cut.reserve(elements, chunks, o.rule.n_sums > 1 ? o.rule.n_sums : 1) &&
         o.numels.reserve(n) && o.updates.reserve(n) && o.views.reserve(n) && o.ranges.reserve((4 + size_t(o.wraps.n_averages)) * n) &&
         o.checked.reserve(n) && o.observations.reserve(n) && o.observed.reserve(size_t(chunks)) && o.tensor_norms.reserve(n) &&
         o.row_clips.reserve(n) && o.row_ends.reserve(2 * size_t(chunks)) && reserve_rows(o, n, elements, chunks) &&
         (!o.rule.n_sums || o.settled.reserve(n)) && (!(o.rule.mode_weight || o.rule.hessian_weight) || o.mixes.reserve(n)) &&
         (!o.wraps.any() || reserve_wrapping(o, n, elements, chunks));
}

dlopt_status add_slot(dlopt_optimizer& o, const dlopt_param_desc& d, int32_t& index) noexcept {
  int64_t numel = 0, elements = 0;
  if (dlopt_status status = check_desc(o, d, numel)) return status;
  const size_t n = o.slots.count() + 1;
  slot s = {};
  s.stream = uint32_t(n - 1);
  s.ndim = d.ndim;
  s.dtype = d.dtype;
  s.arithmetic = arithmetic_of(d.dtype);
  s.master = d.master;
  s.form = form_for(d, numel);
  s.group = d.group;
  s.role = d.role;
  s.numel = numel;
  s.lr_scale = d.lr_scale;
  s.decay_scale = d.decay_scale;
  s.shape = d.shape; // until keep_text has its own
  s.dims = dims_of(o.rule, o.groups[size_t(d.group)].set, d.shape, d.ndim, numel);
  s.row_room = d.ndim ? d.shape[0] : 1;
  s.row_length = row_length_of(d.shape, d.ndim);
  const uint32_t used = kept_states(o.rule, o.groups[size_t(d.group)].set, s.dims);
  const int64_t most = largest_array(o.rule, s), chunks = o.total_chunks + chunks_of(most);
  const bool countable = n <= INT32_MAX && !__builtin_add_overflow(o.total_elements, most, &elements);
  // The states first: they are what may be too large, and an impossible size must not grow the tables.
  wrapped_slot wrapped = {};
  if (!countable || !allocate_states(o, s, used) || !allocate_beside(o, s) || (d.row_ages && !allocate_ages(o.runtime, s)) ||
      !wrap_slot(o, s, wrapped) || !reserve_for_slots(o, n, elements, chunks) ||
      !reserve_small(o, n, o.small.total + needs_of(o.rule, s)) || !keep_text(o, s, d)) {
    unwrap_slot(o.runtime, wrapped);
    release_slot(o.runtime, s);
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "param_add: no memory for a parameter of %lld elements and its state", (long long)numel);
  }
  if (!d.name && o.names.find(s.name) >= 0) {
    const dlopt_status status = fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got NULL, but %s is in use; wanted a name", quoted(s.name).text());
    unwrap_slot(o.runtime, wrapped);
    release_slot(o.runtime, s);
    return status;
  }
  s.allocated = s.fresh = used;
  initialise(o, s, used);
  index = int32_t(n) - 1;
  o.slots.add(s);
  if (o.wraps.any()) o.wraps.slots.add(wrapped);
  o.names.insert(s.name, index);
  o.total_elements = elements;
  o.total_chunks = chunks;
  o.small.total = o.small.total + needs_of(o.rule, s);
  o.changed = true;
  return DLOPT_OK;
}

void remove_slot(dlopt_optimizer& o, int32_t index) noexcept {
  slot& s = o.slots[size_t(index)];
  if (!s.removed) o.names.remove(s.name);
  release_slot(o.runtime, s);
  if (o.wraps.any()) unwrap_slot(o.runtime, o.wraps.slots[size_t(index)]);
  s = {};
  s.dims = {-1, -1};
  s.removed = true;
  o.changed = true;
}

dlopt_status declare_flat(dlopt_optimizer& o, const int64_t* shape, dlopt_dtype dtype) noexcept {
  dlopt_param_desc d = {};
  d.dtype = dtype;
  d.device_type = DLOPT_DEVICE_CPU;
  d.ndim = 1;
  d.shape = shape;
  d.lr_scale = d.decay_scale = 1;
  int32_t index = 0;
  return add_slot(o, d, index);
}

dlopt_status check_against(const slot& s, const dlopt_tensor& t, argument what) noexcept {
  int64_t numel = 0;
  if (dlopt_status status = check_tensor(t, what, numel)) return status;
  if (same_shape(s, t)) return DLOPT_OK;
  return fail(DLOPT_ERR_SHAPE, "shape of %s: got %s, wanted %s, as declared for %s", argument_text(what).text(),
              shape_text(t.shape, t.ndim).text(), shape_text(s.shape, s.ndim).text(), quoted(s.name).text());
}

dlopt_status check_param(const slot& s, const dlopt_tensor& param, size_t index) noexcept {
  if (!plainly_as_declared(s, param))
    if (dlopt_status status = check_against(s, param, {"params", ptrdiff_t(index)})) return status;
  if (param.dtype != s.dtype)
    return fail(DLOPT_ERR_DTYPE, "dtype of params[%zu]: got %s, wanted %s, as declared for %s", index, dtype_name(param.dtype),
                dtype_name(s.dtype), quoted(s.name).text());
  if (!param.data && s.numel)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of params[%zu]: got NULL, wanted %lld elements", index, (long long)s.numel);
  return DLOPT_OK;
}

void renew_states(const dlopt_optimizer& o, slot& s) noexcept {
  s.steps = 0;
  s.fresh = s.allocated;
  initialise(o, s, s.allocated);
  renew_ages(s);
  for (int32_t k = 0; k < o.rule.n_numbers; ++k) s.numbers[k] = o.rule.numbers[k].initial;
}

void forget_last_slot(dlopt_optimizer& o) noexcept {
  const size_t last = o.slots.count() - 1;
  const int64_t most = largest_array(o.rule, o.slots[last]);
  o.total_elements -= most;
  o.total_chunks -= chunks_of(most);
  o.small.total = o.small.total - needs_of(o.rule, o.slots[last]);
  remove_slot(o, int32_t(last));
  o.slots.remove_last();
  if (o.wraps.any()) o.wraps.slots.remove_last();
}

dlopt_status scale_slot(dlopt_optimizer& o, int32_t index, double lr_scale, double decay_scale) noexcept {
  if (dlopt_status status = check_scale("lr_scale", lr_scale)) return status;
  if (dlopt_status status = check_scale("decay_scale", decay_scale)) return status;
  o.slots[size_t(index)].lr_scale = lr_scale;
  o.slots[size_t(index)].decay_scale = decay_scale;
  return DLOPT_OK;
}

dlopt_status scale_roles(dlopt_optimizer& o, uint32_t roles, double lr_scale, double decay_scale) noexcept {
  constexpr uint32_t kRoles = (1u << (DLOPT_ROLE_EMBEDDING + 1)) - 1;
  if (roles & ~kRoles) return fail(DLOPT_ERR_INVALID_ARGUMENT, "roles: got %#x, wanted only bits of %#x", roles, kRoles);
  if (dlopt_status status = check_scale("lr_scale", lr_scale)) return status;
  if (dlopt_status status = check_scale("decay_scale", decay_scale)) return status;
  for (int role = 0; role <= DLOPT_ROLE_EMBEDDING; ++role)
    if (roles >> role & 1u) o.role_scales[role] = {lr_scale, decay_scale};
  return DLOPT_OK;
}

dlopt_status provide_states(dlopt_optimizer& o) noexcept {
  if (dlopt_status status = refactor_slots(o)) return status;
  bool complete = true;
  for (size_t i = 0; complete && i < o.slots.count(); ++i) {
    slot& s = o.slots[i];
    const uint32_t missing = s.removed ? 0 : kept_states(o.rule, o.groups[size_t(s.group)].set, s.dims) & ~s.allocated;
    if (missing) complete = allocate_states(o, s, missing);
  }
  if (!complete) { // what was added just now is not marked as allocated: give it back
    for (slot& s : o.slots)
      for (int32_t k = 0; k < kMaxStates; ++k)
        if (!(s.allocated >> k & 1u)) release_state(o.runtime, s, k);
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "hyper: no memory for the state that it asks for");
  }
  const uint32_t with_initial = states_with_initial(o.rule);
  for (slot& s : o.slots) {
    if (s.removed) continue;
    const uint32_t added = kept_states(o.rule, o.groups[size_t(s.group)].set, s.dims) & ~s.allocated;
    s.allocated |= added;
    s.fresh |= added;
    mark_late(s, added);
    initialise(o, s, added | with_initial);
  }
  return DLOPT_OK;
}

} // namespace dlopt

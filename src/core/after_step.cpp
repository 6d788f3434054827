// What goes with a step beside the rule: parameters put back where SAM took them from, projections, Lookahead, averages.
//
// Each chunk is followed up in the task that updated it, while it is in the cache. Two things no single task can do: normalise runs that
// cross the end of a chunk, and follow the whole of a parameter whose gradient held some rows. They have a parallel region of their own.
#include "core/last_error.h"
#include "core/step.h"
#include "drivers/copy.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

namespace {

// Whether an average is updated after a step.
bool is_due(const wrap_values& fields, int64_t step) noexcept {
  const int64_t since = step - fields.whole(DLOPT_WRAP_START);
  return since > 0 && since % fields.whole(DLOPT_WRAP_EVERY) == 0;
}

// Whether Lookahead brings fast and slow weights together at a parameter's coming step.
bool is_sync(const wrapped_slot& w, int32_t index, const wrap_values& fields) noexcept {
  return (w.counts[index] + 1) % fields.whole(DLOPT_WRAP_K) == 0;
}

dlopt_status check_wrappers(const dlopt_optimizer& o, const dlopt_step_desc& d) noexcept {
  const wrapping& w = o.wraps;
  for (int32_t k = 0; k < w.count; ++k) {
    const wrapper_info& info = *find_wrapper(w.all[k].kind);
    if (const char* problem = info.conflict(w.all[k].fields))
      return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: %s (wrapper %d)", info.name, problem, k);
    if (d.deltas && info.weight)
      return fail(DLOPT_ERR_UNSUPPORTED, "deltas: got tensors, wanted none with %s, which follows parameters that move", info.name);
  }
  if (w.n_averages && o.slots.count() && !d.averages)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "averages of desc: got NULL, wanted %zu tensors: one for each slot and average",
                size_t(w.n_averages) * o.slots.count());
  return DLOPT_OK;
}

// The caller's buffer for an average of a parameter, checked.
dlopt_status take_average(const dlopt_optimizer& o, const dlopt_step_desc& d, size_t place, size_t index, average_buffer& buffer) noexcept {
  const slot& s = o.slots[index];
  const dlopt_tensor& average = tensor_at(d.averages, place);
  buffer = {};
  if (dlopt_status status = check_size(average, *d.averages, "averages", place)) return status;
  if (s.removed || !average.data) return DLOPT_OK;
  if (dlopt_status status = check_against(s, average, {"averages", ptrdiff_t(place)})) return status;
  if (average.dtype != s.arithmetic)
    return fail(DLOPT_ERR_DTYPE, "dtype of averages[%zu]: got %s, wanted %s, the arithmetic type of %s", place, dtype_name(average.dtype),
                dtype_name(s.arithmetic), quoted(s.name).text());
  if (s.numel) buffer = {average.data, spacing_of(average)};
  return DLOPT_OK;
}

// Notes the buffers of all averages of a parameter; tells whether there is one.
dlopt_status note_averages(dlopt_optimizer& o, const dlopt_tensor& param, size_t index, const dlopt_step_desc& d, bool& some) noexcept {
  const size_t n = o.slots.count();
  for (size_t a = 0; a < size_t(o.wraps.n_averages); ++a) {
    average_buffer& buffer = o.wraps.averages[a * n + index];
    if (dlopt_status status = take_average(o, d, a * n + index, index, buffer)) return status;
    if (!param.data) buffer = {};
    some |= buffer.data != nullptr;
  }
  return DLOPT_OK;
}

// Adds what follows a parameter, in the order of wrapping.
void note_followers(dlopt_optimizer& o, size_t index) noexcept {
  const wrapping& w = o.wraps;
  const wrapped_slot& its = w.slots[index];
  accompaniment& a = o.wraps.now[index];
  size_t average = 0;
  for (int32_t k = 0; k < w.count; ++k) {
    const wrapper& one = w.all[k];
    const wrapper_info& info = *find_wrapper(one.kind);
    if (averages(one.kind)) {
      const average_buffer& buffer = w.averages[average++ * o.slots.count() + index];
      if (buffer.data && is_due(one.fields, o.steps + 1))
        a.after.each[a.after.count++] = {buffer.data, buffer.spacing, info.weight(one.fields, its.counts[k]), false};
    } else if (info.weight && a.moves) {
      const bool taken = its.filled >> k & 1u, from_start = one.fields.is(DLOPT_WRAP_INITIAL, DLOPT_LOOKAHEAD_INITIAL_START);
      void* const slow = kept_array(o, index, k);
      if (!taken && from_start) a.first_slow = slow;
      if (is_sync(its, k, one.fields))
        a.after.each[a.after.count++] = {slow, {}, taken || from_start ? info.weight(one.fields, its.counts[k]) : 1, true};
    }
  }
}

// Runs that cross the end of a chunk.
bool crosses_chunks(const projection& onto, int64_t numel) noexcept { return onto.unit && kChunk % onto.unit && numel > kChunk; }

dlopt_status note_projection(dlopt_optimizer& o, size_t index, bool deltas) noexcept {
  const projection& onto = o.wraps.slots[index].onto;
  if (!onto.moves()) return DLOPT_OK;
  if (deltas)
    return fail(DLOPT_ERR_UNSUPPORTED, "deltas: got tensors, wanted none while %s is projected", quoted(o.slots[index].name).text());
  if (onto.unit && o.updates[index].rows.some && o.slots[index].ndim == 1)
    return fail(DLOPT_ERR_UNSUPPORTED, "rows[%zu]: got some rows, wanted a whole gradient: runs of %d elements are projected", index,
                onto.unit);
  o.wraps.now[index].projects_later = crosses_chunks(onto, o.numels[index]);
  return DLOPT_OK;
}

dlopt_status note_slot(dlopt_optimizer& o, const dlopt_tensor& param, size_t index, const dlopt_step_desc& d) noexcept {
  const slot& s = o.slots[index];
  const wrapped_slot& its = o.wraps.slots[index];
  accompaniment& a = o.wraps.now[index];
  a = {};
  a.moves = o.updates[index].param != nullptr;
  const int32_t sam = wrapper_of(o.wraps, DLOPT_WRAPPER_SAM);
  const bool perturbed = sam >= 0 && (its.filled >> sam & 1u);
  bool averaged = false;
  if (dlopt_status status = note_averages(o, param, index, d, averaged)) return status;
  if (!a.moves && !perturbed && !averaged) return DLOPT_OK;
  if (dlopt_status status = check_param(s, param, index)) return status;
  a.after.param = param.data;
  a.after.dtype = s.arithmetic;
  a.after.storage = storage_of(o, index, spacing_of(param), rounded_array::led_by_slow);
  a.projected = storage_of(o, index, spacing_of(param), rounded_array::projected);
  if (perturbed) a.put_back = kept_array(o, index, sam);
  if (a.moves)
    if (dlopt_status status = note_projection(o, index, d.deltas)) return status;
  note_followers(o, index);
  a.follows_later = a.projects_later || o.updates[index].rows.some;
  return DLOPT_OK;
}

template <class Asks> bool any_slot(const dlopt_optimizer& o, Asks asks) noexcept {
  for (const accompaniment& a : o.wraps.now)
    if (asks(a)) return true;
  return false;
}

bool is_put_back(const dlopt_optimizer& o, const accompaniment& a) noexcept { return a.put_back || (a.first_slow && !o.run.skip); }

template <class T> void put_back_chunk(const step_run& run, const accompaniment& a, int64_t first, int64_t n) {
  const parameter_storage& storage = a.after.storage;
  // What stands beside the parameter was never moved.
  if (a.put_back)
    store_parameter(*run.k, stored_plainly(storage.dtype, storage.spacing), static_cast<const T*>(a.put_back) + first, n, a.after.param,
                    first);
  if (a.first_slow && !run.skip) load_parameter(*run.k, storage, a.after.param, first, n, static_cast<T*>(a.first_slow) + first);
}

void put_back_task(void* context, size_t task) {
  const auto& o = *static_cast<const dlopt_optimizer*>(context);
  const wrapping& w = o.wraps;
  w.whole.for_each_chunk(task, w.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    const accompaniment& a = w.now[i];
    if (a.after.dtype == DLOPT_DTYPE_F32) put_back_chunk<float>(o.run, a, first, n);
    else put_back_chunk<double>(o.run, a, first, n);
  });
}

// Runs of the step's own chunks, each with the elements of the run that it ends in, without those of the run that it begins in.
void project_task(void* context, size_t task) {
  const auto& o = *static_cast<const dlopt_optimizer*>(context);
  o.cut.for_each_chunk(task, o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    if (!o.wraps.now[i].projects_later) return;
    const projection& onto = o.wraps.slots[i].onto;
    const auto rounded_up = [&](int64_t at) { return (at + onto.unit - 1) / onto.unit * onto.unit; };
    const int64_t from = rounded_up(first), to = rounded_up(first + n); // the last run ends with the parameter
    project_update(*o.run.k, onto, o.wraps.now[i].projected, o.updates[i], from, to - from);
  });
}

void follow_task(void* context, size_t task) {
  const auto& o = *static_cast<const dlopt_optimizer*>(context);
  const wrapping& w = o.wraps;
  w.whole.for_each_chunk(task, w.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    if (w.now[i].follows_later) follow_range(*o.run.k, w.now[i].after, first, n);
  });
}

void copy_task(void* context, size_t task) {
  const auto& o = *static_cast<const dlopt_optimizer*>(context);
  const wrapping& w = o.wraps;
  w.whole.for_each_chunk(task, w.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    if (o.updates[i].copy && is_copied_later(o, i)) copy_elements(*o.run.k, o.updates[i], first, n);
  });
}

pass over_whole(dlopt_optimizer& o, dlopt_task_fn task) noexcept {
  plan& whole = o.wraps.whole;
  return {task, whole.n_tasks(), whole.elements(), whole.ran()};
}

bool asks_put_back(const dlopt_optimizer& o) noexcept {
  return o.wraps.any() && any_slot(o, [&](const accompaniment& a) { return is_put_back(o, a); });
}
pass put_back(dlopt_optimizer& o) noexcept { return over_whole(o, put_back_task); }

bool asks_projection(const dlopt_optimizer& o) noexcept {
  return !o.run.skip && o.wraps.any() && any_slot(o, [](const accompaniment& a) { return a.projects_later; });
}
pass project(dlopt_optimizer& o) noexcept { return over_chunks(o, project_task); }

bool asks_followers(const dlopt_optimizer& o) noexcept {
  return !o.run.skip && o.wraps.any() && any_slot(o, [](const accompaniment& a) { return a.follows_later && a.after.count; });
}
pass follow(dlopt_optimizer& o) noexcept { return over_whole(o, follow_task); }

bool asks_copies(const dlopt_optimizer& o) noexcept {
  bool asked = false;
  for (size_t i = 0; !o.run.skip && o.wraps.any() && i < o.slots.count(); ++i) asked |= o.updates[i].copy && is_copied_later(o, i);
  return asked;
}
pass copy(dlopt_optimizer& o) noexcept { return over_whole(o, copy_task); }

// A parameter's steps under Lookahead, and what a synchronisation leaves.
void count_lookahead(dlopt_optimizer& o, size_t index, int32_t k) noexcept {
  wrapped_slot& its = o.wraps.slots[index];
  const wrap_values& fields = o.wraps.all[k].fields;
  const bool sync = is_sync(its, k, fields);
  if (sync || o.wraps.now[index].first_slow) its.filled |= 1u << k;
  if (sync && fields.is(DLOPT_WRAP_STATE, DLOPT_LOOKAHEAD_STATE_RESET)) renew_states(o, o.slots[index]);
  ++its.counts[k];
}

} // namespace

void forget_accompaniment(dlopt_optimizer& o) noexcept {
  o.wraps.now.set_count(0);
  o.wraps.averages.set_count(0);
}

dlopt_status note_accompaniment(dlopt_optimizer& o, const dlopt_tensor* params, size_t count, const dlopt_step_desc& d) noexcept {
  if (dlopt_status status = check_wrappers(o, d)) return status;
  o.wraps.now.set_count(count);
  o.wraps.averages.set_count(count * size_t(o.wraps.n_averages));
  for (size_t i = 0; i < count; ++i)
    if (dlopt_status status = note_slot(o, tensor_at(params, i), i, d)) return status;
  return DLOPT_OK;
}

const phase put_back_phase = {asks_put_back, put_back, nullptr, true};
const phase project_phase = {asks_projection, project, nullptr, true};
const phase follow_phase = {asks_followers, follow, nullptr, true};
const phase copy_phase = {asks_copies, copy, nullptr, true};

// Where the parameter is not yet what the step leaves. One that Lookahead leads may change where its gradient held no rows.
bool is_copied_later(const dlopt_optimizer& o, size_t i) noexcept {
  if (!o.wraps.any()) return false;
  const accompaniment& a = o.wraps.now[i];
  bool led = false;
  for (int32_t k = 0; k < a.after.count; ++k) led |= a.after.each[k].leads;
  return a.projects_later || (a.follows_later && led);
}

void accompany_chunk(const dlopt_optimizer& o, const kernels& k, size_t i, int64_t first, int64_t n) noexcept {
  const accompaniment& a = o.wraps.now[i];
  if (!a.after.param) return;
  if (a.moves && !a.projects_later) project_update(k, o.wraps.slots[i].onto, a.projected, o.updates[i], first, n);
  if (!a.follows_later) follow_range(k, a.after, first, n);
}

void end_perturbation(dlopt_optimizer& o) noexcept {
  if (const int32_t sam = wrapper_of(o.wraps, DLOPT_WRAPPER_SAM); sam >= 0)
    for (wrapped_slot& its : o.wraps.slots) its.filled &= ~(1u << sam);
  o.wraps.perturbed = false;
}

void count_accompaniment(dlopt_optimizer& o) noexcept {
  const size_t n = o.slots.count();
  size_t average = 0;
  for (int32_t k = 0; k < o.wraps.count; ++k) {
    const wrapper& one = o.wraps.all[k];
    for (size_t i = 0; averages(one.kind) && is_due(one.fields, o.steps) && i < n; ++i)
      o.wraps.slots[i].counts[k] += o.wraps.averages[average * n + i].data != nullptr;
    for (size_t i = 0; one.kind == DLOPT_WRAPPER_LOOKAHEAD && i < n; ++i)
      if (o.wraps.now[i].moves) count_lookahead(o, i, k);
    average += averages(one.kind);
  }
}

} // namespace dlopt

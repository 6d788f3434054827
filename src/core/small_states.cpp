#include "core/small_states.h"

#include "core/last_error.h"
#include "core/step.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

namespace {

dimension dimension_of(const int64_t* shape, int32_t ndim, int32_t d) noexcept {
  int64_t inner = 1;
  for (int32_t i = d + 1; i < ndim; ++i) inner *= shape[i];
  return {shape[d], inner};
}

bool is_factored(const slot& s) noexcept { return s.dims.across >= 0; }

// Doubles that hold so many numbers of a slot's type.
int64_t doubles_for(const slot& s, int64_t count) noexcept { return (count * bytes_of(s.arithmetic) + 7) / 8; }

// Numbers of a cover; a tensor without dimensions has one.
int64_t cover_count(const slot& s) noexcept {
  int64_t count = s.ndim == 0;
  for (int32_t d = 0; s.numel && d < s.ndim; ++d) count += s.shape[d];
  return count;
}

// Cells to a task: they may be small.
int64_t cells_per_task(int64_t cell) noexcept { return cell < kChunk ? kChunk / cell : 1; }
int64_t fold_cell_size(const fold& f) noexcept {
  const int64_t strip = f.over.inner / f.strips;
  return f.pack * f.band * (strip ? strip : 1);
}
int64_t tasks_of(int64_t cells, int64_t per_task) noexcept { return (cells + per_task - 1) / per_task; }

struct slot_folds {
  dimension across, down;
  fold rows, columns;
  int64_t matrices;
};
slot_folds folds_of(const slot& s) noexcept {
  const dimension across = dimension_of(s.shape, s.ndim, s.dims.across), down = dimension_of(s.shape, s.ndim, s.dims.down);
  return {across, down, fold_over(across, s.numel), fold_over(down, s.numel), s.numel / (across.size * down.size)};
}

} // namespace

factored_dims dims_of(const rule_info& rule, const hyper_values& h, const int64_t* shape, int32_t ndim, int64_t numel) noexcept {
  return rule.n_moments && numel ? rule.dims(h, {shape, ndim}) : factored_dims{-1, -1};
}

uint32_t kept_states(const rule_info& rule, const hyper_values& h, factored_dims dims) noexcept {
  uint32_t kept = states_in_use(rule, h);
  for (int32_t m = 0; m < rule.n_moments; ++m) {
    const moment_row& row = rule.moments[m];
    if (dims.across < 0) kept &= ~(1u << row.rows | 1u << row.columns);
    else if (row.whole >= 0) kept &= ~(1u << row.whole);
  }
  return kept;
}

int64_t state_count(const rule_info& rule, const slot& s, int32_t state) noexcept {
  switch (rule.states[state].shape) {
  case DLOPT_STATE_ROWS: return is_factored(s) ? s.numel / s.shape[s.dims.across] : 0;
  case DLOPT_STATE_COLUMNS: return is_factored(s) ? s.numel / s.shape[s.dims.down] : 0;
  case DLOPT_STATE_AXES: return cover_count(s);
  default: return s.numel;
  }
}

int32_t extra_sizes(const rule_info& rule, int32_t ndim) noexcept { return rule.n_moments ? 2 * ndim : rule.cover_state >= 0 ? 1 : 0; }

void write_sizes(const rule_info& rule, slot& s) noexcept {
  auto* const rows = const_cast<int64_t*>(s.shape) + s.ndim; // in the slot's own memory
  if (rule.cover_state >= 0) rows[0] = cover_count(s);
  if (!rule.n_moments || !s.ndim) return;
  std::memcpy(rows, s.shape, size_t(s.ndim) * sizeof *rows);
  std::memcpy(rows + s.ndim, s.shape, size_t(s.ndim) * sizeof *rows);
  if (!is_factored(s)) return;
  rows[s.dims.across] = 1;
  rows[s.ndim + s.dims.down] = 1;
}

const int64_t* sizes_of(const rule_info& rule, const slot& s, int32_t state, int32_t& ndim) noexcept {
  ndim = s.ndim;
  switch (rule.states[state].shape) {
  case DLOPT_STATE_ROWS: return s.shape + s.ndim;
  case DLOPT_STATE_COLUMNS: return s.shape + 2 * s.ndim;
  case DLOPT_STATE_AXES: ndim = 1; return s.shape + s.ndim;
  default: return s.shape;
  }
}

small_needs needs_of(const rule_info& rule, const slot& s) noexcept {
  small_needs needs;
  if (rule.cover_state >= 0) needs.numbers = doubles_for(s, cover_count(s));
  if (!rule.n_moments) return needs;
  if (!is_factored(s)) {
    needs.fold_tasks = chunks_of(s.numel);
    return needs;
  }
  const slot_folds f = folds_of(s);
  needs.numbers =
      f.rows.partials() + f.columns.partials() + rule.n_moments * (doubles_for(s, f.rows.sums()) + doubles_for(s, f.columns.sums()));
  needs.fold_tasks = tasks_of(f.rows.cells(), cells_per_task(fold_cell_size(f.rows))) +
                     tasks_of(f.columns.cells(), cells_per_task(fold_cell_size(f.columns)));
  needs.settle_tasks = tasks_of(f.matrices, cells_per_task(f.across.size + f.down.size));
  return needs;
}

bool reserve_small(dlopt_optimizer& o, size_t n, small_needs total) noexcept {
  if (!has_small_parts(o.rule)) return true;
  small_space& space = o.small;
  const int64_t tasks = total.fold_tasks > total.settle_tasks ? total.fold_tasks : total.settle_tasks;
  return space.slots.reserve(n) && space.numbers.reserve(size_t(total.numbers)) && space.fold_tasks.reserve(size_t(total.fold_tasks)) &&
         space.settle_tasks.reserve(size_t(total.settle_tasks)) && space.ran.reserve(size_t(tasks));
}

namespace {

void add_tasks(array<small_task>& tasks, size_t slot, int32_t side, int64_t cells, int64_t per_task) noexcept {
  for (int64_t first = 0; first < cells; first += per_task)
    tasks.add({slot, side, first, cells - first < per_task ? cells - first : per_task});
}

enum side { rows, columns, whole };

// Hands out a slot's part of the numbers, in the order of needs_of.
void lay_out_moments(dlopt_optimizer& o, size_t index, double*& numbers) noexcept {
  const slot& s = o.slots[index];
  small_space& space = o.small;
  small_slot& to = space.slots[index];
  if (!is_factored(s)) return add_tasks(space.fold_tasks, index, whole, chunks_of(s.numel), 1);
  const slot_folds f = folds_of(s);
  to.states.across = f.across;
  to.states.down = f.down;
  to.rows = f.rows;
  to.columns = f.columns;
  to.matrices = f.matrices;
  to.row_partials = numbers;
  to.column_partials = to.row_partials + f.rows.partials();
  numbers = to.column_partials + f.columns.partials();
  for (int32_t m = 0; m < o.rule.n_moments; ++m) {
    to.states.moments[m].row_roots = numbers;
    to.states.moments[m].column_roots = numbers += doubles_for(s, f.rows.sums());
    numbers += doubles_for(s, f.columns.sums());
  }
  add_tasks(space.fold_tasks, index, rows, f.rows.cells(), cells_per_task(fold_cell_size(f.rows)));
  add_tasks(space.fold_tasks, index, columns, f.columns.cells(), cells_per_task(fold_cell_size(f.columns)));
  add_tasks(space.settle_tasks, index, rows, f.matrices, cells_per_task(f.across.size + f.down.size));
}

// A slot with all it keeps of moments anew, in memory of its own; empty memory where there is none.
bool refactored(dlopt_optimizer& o, const slot& s, factored_dims dims, slot& next) noexcept {
  next = s;
  next.dims = dims;
  std::memset(next.states, 0, sizeof next.states);
  std::memset(next.owned, 0, sizeof next.owned);
  const uint32_t plain = (1u << (o.rule.element_states - o.rule.n_moments)) - 1;
  const uint32_t anew = kept_states(o.rule, o.groups[size_t(s.group)].set, dims) & ~plain;
  next.allocated = (s.allocated & plain) | anew;
  next.fresh = (s.fresh & plain) | anew;
  if (!allocate_states(o, next, next.allocated)) return false;
  if (o.outline) return true;
  for (int32_t k = 0; k < o.rule.n_states; ++k) {
    if (!(next.allocated >> k & 1u)) continue;
    int64_t scales_at = 0;
    const auto bytes = size_t(state_bytes(o.rule, next, k, scales_at));
    if (plain >> k & 1u) std::memcpy(next.states[k], s.states[k], bytes);
    else std::memset(next.states[k], 0, bytes);
  }
  return true;
}

void release_states(dlopt_runtime& runtime, slot& s) noexcept {
  for (int32_t k = 0; k < kMaxStates; ++k) release_state(runtime, s, k);
}

} // namespace

dlopt_status refactor_slots(dlopt_optimizer& o) noexcept {
  struct change {
    size_t index;
    slot next;
  };
  if (!o.rule.n_moments) return DLOPT_OK;
  array<change> changes(o.runtime);
  small_needs total;
  bool complete = true;
  for (size_t i = 0; complete && i < o.slots.count(); ++i) {
    slot next = o.slots[i];
    const factored_dims dims = dims_of(o.rule, o.groups[size_t(next.group)].set, next.shape, next.ndim, next.numel);
    if (dims.across != next.dims.across || dims.down != next.dims.down) {
      complete = changes.reserve(changes.count() + 1) && refactored(o, o.slots[i], dims, next);
      if (complete) changes.add({i, next});
    }
    total = total + needs_of(o.rule, next);
  }
  complete = complete && reserve_small(o, o.slots.count(), total);
  for (change& each : changes) {
    slot& s = o.slots[each.index];
    release_states(o.runtime, complete ? s : each.next);
    if (!complete) continue;
    s = each.next;
    write_sizes(o.rule, s);
  }
  if (!complete) return fail(DLOPT_ERR_OUT_OF_MEMORY, "hyper: no memory for the state that it asks for");
  o.small.total = total;
  o.changed = true;
  return DLOPT_OK;
}

void cut_small(dlopt_optimizer& o) noexcept {
  if (!has_small_parts(o.rule)) return;
  small_space& space = o.small;
  space.slots.set_count(o.slots.count());
  space.fold_tasks.set_count(0);
  space.settle_tasks.set_count(0);
  double* numbers = space.numbers.begin();
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const slot& s = o.slots[i];
    small_slot& to = space.slots[i];
    to = {};
    if (s.removed) continue;
    if (o.rule.n_moments) {
      to.states.first = o.rule.element_states - o.rule.n_moments;
      to.states.n_moments = o.rule.n_moments;
      lay_out_moments(o, i, numbers);
    } else {
      to.states.first = o.rule.cover_state;
      to.states.rising = numbers;
      to.cover_count = cover_count(s);
      numbers += doubles_for(s, to.cover_count);
    }
  }
}

void attach_small(dlopt_optimizer& o, size_t index, const hyper_values& h) noexcept {
  const slot& s = o.slots[index];
  small_slot& its = o.small.slots[index];
  parameter_update& u = o.updates[index];
  small_states& states = its.states;
  u.how.apart = true;
  // Where an element has an index of its own, its number is a state as any other.
  if (o.rule.cover_state >= 0 && s.ndim < 2 && !o.rule.cover_rises(h)) return;
  u.small = &states;
  const uint32_t plain = (1u << states.first) - 1, all = (1u << o.rule.element_states) - 1;
  u.used = (states_in_use(o.rule, h) & plain) | (all & ~plain);
  if (o.rule.cover_state >= 0) {
    states.shape = s.shape;
    states.ndim = s.ndim;
    states.cover = s.states[o.rule.cover_state];
    std::memset(states.rising, 0, size_t(its.cover_count * bytes_of(s.arithmetic)));
  }
  for (int32_t m = 0; m < o.rule.n_moments; ++m) {
    const moment_row& row = o.rule.moments[m];
    moment_view& view = states.moments[m];
    view.whole = row.whole >= 0 && !is_factored(s) ? s.states[row.whole] : nullptr;
    view.rows = is_factored(s) ? s.states[row.rows] : nullptr;
    view.columns = is_factored(s) ? s.states[row.columns] : nullptr;
  }
}

namespace {

template <int32_t moment> void fold_task(void* context, size_t index) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  const small_task& task = o.small.fold_tasks[index];
  const small_slot& its = o.small.slots[task.slot];
  const parameter_update& u = o.updates[task.slot];
  if (!u.param || (task.side == whole && !its.states.moments[moment].whole)) return;
  for (int64_t cell = task.first; cell < task.first + task.count; ++cell) {
    const int64_t first = cell * kChunk, left = o.slots[task.slot].numel - first;
    if (task.side == whole) blend_range(*o.run.k, u, moment, first, left < kChunk ? left : kChunk);
    else if (task.side == rows) fold_cell(*o.run.k, u, moment, its.rows, cell, its.row_partials);
    else fold_cell(*o.run.k, u, moment, its.columns, cell, its.column_partials);
  }
}

template <int32_t moment> void moment_task(void* context, size_t index) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  const small_task& task = o.small.settle_tasks[index];
  const small_slot& its = o.small.slots[task.slot];
  if (!o.updates[task.slot].param) return;
  for (int64_t matrix = task.first; matrix < task.first + task.count; ++matrix)
    settle_matrix(its.states, moment, its.rows, its.row_partials, its.columns, its.column_partials, o.slots[task.slot].arithmetic, matrix);
}

template <int32_t moment> bool has_moment(const dlopt_optimizer& o) noexcept { return !o.run.skip && moment < o.rule.n_moments; }

pass over_small(dlopt_optimizer& o, const array<small_task>& tasks, dlopt_task_fn task) noexcept {
  return {task, tasks.count(), o.cut.elements(), reinterpret_cast<std::atomic<uint8_t>*>(o.small.ran.begin())};
}
template <int32_t moment> pass fold_moment(dlopt_optimizer& o) noexcept {
  if (moment == 0) plan_moments(o);
  return over_small(o, o.small.fold_tasks, fold_task<moment>);
}
template <int32_t moment> pass make_moment(dlopt_optimizer& o) noexcept { return over_small(o, o.small.settle_tasks, moment_task<moment>); }

} // namespace

const phase fold_phases[] = {{has_moment<0>, fold_moment<0>, nullptr, true}, {has_moment<1>, fold_moment<1>, nullptr, true}};
const phase moment_phases[] = {{has_moment<0>, make_moment<0>, nullptr, true}, {has_moment<1>, make_moment<1>, nullptr, true}};

namespace {

template <class T> void keep_cover(const small_slot& its, T* cover, bool rises) noexcept {
  const T* const rising = static_cast<const T*>(its.states.rising);
  for (int64_t i = 0; i < its.cover_count; ++i) cover[i] = rises ? larger(cover[i], rising[i]) : rising[i];
}

} // namespace

void keep_covers(dlopt_optimizer& o) noexcept {
  for (size_t i = 0; i < o.slots.count(); ++i) {
    if (!o.updates[i].param || !o.updates[i].small) continue;
    const slot& s = o.slots[i];
    const bool rises = o.rule.cover_rises(o.groups[size_t(s.group)].now);
    void* const cover = s.states[o.rule.cover_state];
    if (s.arithmetic == DLOPT_DTYPE_F32) keep_cover(o.small.slots[i], static_cast<float*>(cover), rises);
    else keep_cover(o.small.slots[i], static_cast<double*>(cover), rises);
  }
}

} // namespace dlopt

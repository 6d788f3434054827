#include "core/row_steps.h"

#include "core/last_error.h"
#include "core/step.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

namespace {

template <class Bits> bool are_zeros(const char* numbers, int64_t n) noexcept {
  constexpr int64_t kLook = 64; // a row that is not zero shows it early
  for (int64_t done = 0; done < n; done += kLook) {
    Bits any = 0;
    for (int64_t i = done; i < n && i < done + kLook; ++i) {
      Bits x;
      std::memcpy(&x, numbers + i * int64_t(sizeof x), sizeof x);
      any = Bits(any | Bits(x << 1)); // a negative zero is one, too
    }
    if (any) return false;
  }
  return true;
}

bool is_zero_row(const parameter_update& u, int64_t row) noexcept {
  bool zeros = true;
  for_each_unit(u.grad_spacing, row * u.rows.length, u.rows.length, [&](int64_t place, int64_t, int64_t n) {
    const char* const at = element(static_cast<const void*>(u.grad), u.grad_dtype, place);
    switch (bytes_of(u.grad_dtype)) {
    case 8: zeros = zeros && are_zeros<uint64_t>(at, n); break;
    case 4: zeros = zeros && are_zeros<uint32_t>(at, n); break;
    default: zeros = zeros && are_zeros<uint16_t>(at, n);
    }
  });
  return zeros;
}

struct mark_job {
  const parameter_update& u;
  uint8_t* moved;
};

// Marks the rows of a task that are named and have a gradient. Tasks begin at whole bytes of marks.
void mark_task(void* context, size_t task) {
  const auto& job = *static_cast<const mark_job*>(context);
  const row_set& rows = job.u.rows;
  uint8_t* const moved = job.moved;
  const int64_t first = int64_t(task) * kChunk, past = rows.total - first < kChunk ? rows.total : first + kChunk;
  std::memset(moved + first / 8, 0, size_t((past - first + 7) / 8));
  const auto mark = [&](int64_t row) {
    if (!is_zero_row(job.u, row)) moved[row / 8] = uint8_t(moved[row / 8] | 1u << row % 8);
  };
  if (rows.mask.marks)
    for (int64_t row = rows.mask.find(first, past, true); row < past; row = rows.mask.find(row + 1, past, true)) mark(row);
  else if (rows.indices || rows.count == 0)
    for (int64_t i = rows.ordinal_from(first); i < rows.count && rows.indices[i] < past; ++i) mark(rows.indices[i]);
  else
    for (int64_t row = first; row < past; ++row) mark(row);
}

void add_bytes(dlopt_optimizer& o, const void* data, int64_t bytes, bool written, size_t argument) noexcept {
  add_unless_empty(o.ranges, range_of(data, DLOPT_DTYPE_U8, {}, bytes, written, argument));
}

// An error where marks of rows that move share memory with other ranges, which are only read; `kinds` names those by argument / slots.
dlopt_status check_ranges(dlopt_optimizer& o, const char* const (&kinds)[3]) noexcept {
  const size_t n = o.slots.count();
  const range_pair found = find_overlap(o.ranges.begin(), o.ranges.end());
  if (!found.a) return DLOPT_OK;
  const address_range &moved = found.a->written ? *found.a : *found.b, &other = found.a->written ? *found.b : *found.a;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "moved of rows[%zu]: got memory that overlaps %s[%zu], wanted %s", moved.argument % n,
              kinds[other.argument / n], other.argument % n, wanted_of(moved, other));
}

// Marks of rows that move are written while everything else is still to be read.
dlopt_status check_marks(dlopt_optimizer& o) noexcept {
  const size_t n = o.slots.count();
  for (const bool names : {false, true}) {
    o.ranges.set_count(0);
    for (size_t i = 0; i < n; ++i) {
      const parameter_update& u = o.updates[i];
      if (!u.param) continue;
      if (!names) {
        const int64_t in_param = o.slots[i].numel, in_grad = u.rows.whole ? in_param : o.numels[i];
        add_unless_empty(o.ranges, range_of(u.param, o.slots[i].dtype, u.storage.spacing, in_param, false, i));
        add_unless_empty(o.ranges, range_of(u.grad, u.grad_dtype, u.grad_spacing, in_grad, false, n + i));
      }
      if (!u.rows.some) continue;
      add_bytes(o, o.rows.modes[i].moved, (u.rows.total + 7) / 8, true, 2 * n + i);
      if (!names) continue;
      if (u.rows.mask.marks) add_bytes(o, u.rows.mask.marks, u.rows.mask.bits ? (u.rows.total + 7) / 8 : u.rows.total, false, i);
      else add_bytes(o, u.rows.indices, u.rows.count * int64_t(sizeof *u.rows.indices), false, n + i);
    }
    const char* const buffers[] = {"params", "grads", "moved of rows"};
    const char* const lists[] = {"mask of rows", "indices of rows", "moved of rows"};
    if (dlopt_status status = names ? check_ranges(o, lists) : check_ranges(o, buffers)) return status;
  }
  return DLOPT_OK;
}

dlopt_status mark_rows(dlopt_optimizer& o, size_t index) noexcept {
  parameter_update& u = o.updates[index];
  mark_job job = {u, o.rows.modes[index].moved};
  if (!run_parallel(o.runtime, size_t(chunks_of(u.rows.total)), o.slots[index].numel, mark_task, &job, o.cut.ran()))
    return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
  u.rows.indices = nullptr;
  u.rows.mask = {job.moved, true};
  return DLOPT_OK;
}

} // namespace

bool reserve_rows(dlopt_optimizer& o, size_t n, int64_t elements, int64_t chunks) noexcept {
  row_space& space = o.rows;
  return space.modes.reserve(n) && space.ranks.reserve(size_t(elements / kRankRows) + 2 * n) && space.numels.reserve(n) &&
         space.whole.reserve(elements, chunks, 0);
}

dlopt_status settle_rows(dlopt_optimizer& o) noexcept {
  if (!o.rows.any) return DLOPT_OK;
  if (dlopt_status status = check_marks(o)) return status;
  const size_t n = o.slots.count();
  int64_t* ranks = o.rows.ranks.begin();
  o.rows.decays = false;
  o.rows.numels.set_count(n);
  for (size_t i = 0; i < n; ++i) {
    parameter_update& u = o.updates[i];
    o.rows.numels[i] = 0;
    if (!u.param || !u.rows.some) continue;
    if (o.rows.modes[i].moved)
      if (dlopt_status status = mark_rows(o, i)) return status;
    if (u.rows.mask.marks) {
      rank_rows(u.rows, ranks);
      ranks += (u.rows.total - 1) / kRankRows + 2;
      o.numels[i] = u.rows.count * u.rows.length;
    }
    if (o.rows.modes[i].mode != DLOPT_ROWS_DECAY_MOMENTS) continue;
    o.rows.decays = true;
    o.rows.numels[i] = o.slots[i].numel;
  }
  o.cut.cut(o.numels.begin(), n);
  if (o.rows.decays) o.rows.whole.cut(o.rows.numels.begin(), n);
  return DLOPT_OK;
}

namespace {

void decay_task(void* context, size_t task) {
  const auto& o = *static_cast<const dlopt_optimizer*>(context);
  o.rows.whole.for_each_chunk(task, o.rows.numels.begin(), [&o](size_t i, int64_t first, int64_t n, int64_t) {
    const parameter_update& u = o.updates[i];
    if (u.coefs) return decay_moments(*o.run.k, u, first, n);
    step_coefs coefs;
    compute_coefs(o, o.slots[i], coefs);
    parameter_update own = u;
    use_coefs(own, coefs);
    decay_moments(*o.run.k, own, first, n);
  });
}

bool asks_decay(const dlopt_optimizer& o) noexcept { return !o.run.skip && o.rows.any && o.rows.decays; }
pass decay_left_rows(dlopt_optimizer& o) noexcept {
  plan& whole = o.rows.whole;
  return {decay_task, whole.n_tasks(), whole.elements(), whole.ran()};
}

} // namespace

const phase left_rows_phase = {asks_decay, decay_left_rows, nullptr, true};

} // namespace dlopt

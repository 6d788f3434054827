// The search for buffers that overlap: a parameter that is also a gradient, or part of another parameter, would be half-updated.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

namespace {

// The buffer of a parameter that moves, or that is only averaged or put back; nullptr: none.
const void* param_of(const dlopt_optimizer& o, size_t i) noexcept {
  const void* const param = o.updates[i].param;
  return param || !o.wraps.now.count() ? param : o.wraps.now[i].after.param;
}

bool same_averages(const dlopt_optimizer& o) noexcept {
  const array<void*>&now = o.wraps.averages, &checked = o.wraps.checked;
  return now.count() == checked.count() && (!now.count() || !std::memcmp(now.begin(), checked.begin(), now.count() * sizeof(void*)));
}

// Programs hand over the same buffers step after step; then nothing needs to be searched.
bool same_as_checked(const dlopt_optimizer& o, bool gradients_written) noexcept {
  const size_t n = o.slots.count();
  if (o.checked.count() != n || o.checked_written < gradients_written) return false;
  for (size_t i = 0; i < n; ++i) {
    const parameter_update& u = o.updates[i];
    const checked_buffers& c = o.checked[i];
    if (c.param != param_of(o, i) || c.grad != u.grad || c.grad_dtype != u.grad_dtype || c.copy != u.copy || c.copy_dtype != u.copy_dtype)
      return false;
  }
  return same_averages(o);
}

void remember(dlopt_optimizer& o, bool gradients_written) noexcept {
  o.checked.set_count(0);
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const parameter_update& u = o.updates[i];
    o.checked.add({param_of(o, i), u.grad, u.copy, u.grad_dtype, u.copy_dtype});
  }
  o.checked_written = gradients_written;
  o.wraps.checked.set_count(0);
  for (void* average : o.wraps.averages) o.wraps.checked.add(average);
}

void add_range(array<address_range>& ranges, const void* data, int64_t bytes, bool written, size_t argument) noexcept {
  const uintptr_t first = reinterpret_cast<uintptr_t>(data);
  if (data && bytes > 0) ranges.add({first, first + uintptr_t(bytes), written, argument});
}

dlopt_status report(const dlopt_optimizer& o, const address_range& a, const address_range& b) noexcept {
  const size_t n = o.slots.count();
  const auto kind = [n](const address_range& r) {
    return r.argument < n       ? "params"
           : r.argument < 2 * n ? "grads"
           : r.argument < 3 * n ? "deltas"
           : r.argument < 4 * n ? "copies"
                                : "averages";
  };
  const auto index = [n](const address_range& r) { return r.argument < 4 * n ? r.argument % n : r.argument - 4 * n; };
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s[%zu]: got memory that overlaps %s[%zu], wanted buffers that do not overlap", kind(a),
              index(a), kind(b), index(b));
}

} // namespace

dlopt_status check_overlaps(dlopt_optimizer& o, bool gradients_written, bool deltas_written) noexcept {
  if (!deltas_written && same_as_checked(o, gradients_written)) return DLOPT_OK;
  const size_t n = o.slots.count();
  o.checked.set_count(0);
  o.ranges.set_count(0);
  for (size_t i = 0; i < n; ++i) {
    const parameter_update& u = o.updates[i];
    add_range(o.ranges, param_of(o, i), o.slots[i].numel * bytes_of(o.slots[i].dtype), true, i);
    add_range(o.ranges, u.grad, (u.rows.whole ? o.slots[i].numel : o.numels[i]) * bytes_of(u.grad_dtype), gradients_written, n + i);
    add_range(o.ranges, u.delta, o.numels[i] * bytes_of(u.delta_dtype), true, 2 * n + i);
    add_range(o.ranges, u.copy, o.slots[i].numel * bytes_of(u.copy_dtype), true, 3 * n + i);
  }
  for (size_t a = 0; a < o.wraps.averages.count(); ++a)
    add_range(o.ranges, o.wraps.averages[a], o.slots[a % n].numel * bytes_of(o.slots[a % n].arithmetic), true, 4 * n + a);
  if (const range_pair found = find_overlap(o.ranges.begin(), o.ranges.end()); found.a) return report(o, *found.a, *found.b);
  remember(o, gradients_written);
  return DLOPT_OK;
}

} // namespace dlopt

// The search for buffers that overlap: a parameter that is also a gradient, or part of another parameter, would be half-updated.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/staging.h"

namespace dlopt {

namespace {

// Programs hand over the same buffers step after step; then nothing needs to be searched.
bool same_as_checked(const dlopt_optimizer& o, bool gradients_written) noexcept {
  const size_t n = o.slots.count();
  if (o.checked.count() != n || o.checked_written < gradients_written) return false;
  for (size_t i = 0; i < n; ++i) {
    const parameter_update& u = o.updates[i];
    const checked_buffers& c = o.checked[i];
    if (c.param != u.param || c.grad != u.grad || c.grad_dtype != u.grad_dtype) return false;
  }
  return true;
}

void remember(dlopt_optimizer& o, bool gradients_written) noexcept {
  o.checked.set_count(0);
  for (const parameter_update& u : o.updates) o.checked.add({u.param, u.grad, u.grad_dtype});
  o.checked_written = gradients_written;
}

void add_range(array<address_range>& ranges, const void* data, int64_t bytes, bool written, size_t argument) noexcept {
  const uintptr_t first = reinterpret_cast<uintptr_t>(data);
  if (data && bytes > 0) ranges.add({first, first + uintptr_t(bytes), written, argument});
}

dlopt_status report(const dlopt_optimizer& o, const address_range& a, const address_range& b) noexcept {
  const size_t n = o.slots.count();
  const auto kind = [n](const address_range& r) { return r.argument < n ? "params" : r.argument < 2 * n ? "grads" : "deltas"; };
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s[%zu]: got memory that overlaps %s[%zu], wanted buffers that do not overlap", kind(a),
              a.argument % n, kind(b), b.argument % n);
}

} // namespace

dlopt_status check_overlaps(dlopt_optimizer& o, bool gradients_written, bool deltas_written) noexcept {
  if (!deltas_written && same_as_checked(o, gradients_written)) return DLOPT_OK;
  const size_t n = o.slots.count();
  o.checked.set_count(0);
  o.ranges.set_count(0);
  for (size_t i = 0; i < n; ++i) {
    const parameter_update& u = o.updates[i];
    add_range(o.ranges, u.param, o.slots[i].numel * bytes_of(u.dtype), true, i);
    add_range(o.ranges, u.grad, o.numels[i] * bytes_of(u.grad_dtype), gradients_written, n + i);
    add_range(o.ranges, u.delta, o.numels[i] * bytes_of(u.delta_dtype), true, 2 * n + i);
  }
  if (const range_pair found = find_overlap(o.ranges.begin(), o.ranges.end()); found.a) return report(o, *found.a, *found.b);
  remember(o, gradients_written);
  return DLOPT_OK;
}

} // namespace dlopt

// The search for buffers that overlap: a parameter that is also a gradient, or part of another parameter, would be half-updated.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/staging.h"

#include <algorithm>

namespace dlopt {

namespace {

// The buffer of a parameter that moves, or that is only averaged or put back; nullptr: none.
const void* param_of(const dlopt_optimizer& o, size_t i) noexcept {
  const void* const param = o.updates[i].param;
  return param || !o.wraps.now.count() ? param : o.wraps.now[i].after.param;
}

element_spacing spacing_of_param(const dlopt_optimizer& o, size_t i) noexcept {
  return o.updates[i].param || !o.wraps.now.count() ? o.updates[i].storage.spacing : o.wraps.now[i].after.storage.spacing;
}

bool same_averages(const dlopt_optimizer& o) noexcept {
  const array<average_buffer>&now = o.wraps.averages, &checked = o.wraps.checked;
  return std::equal(now.begin(), now.end(), checked.begin(), checked.end());
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
    if (c.param_spacing != spacing_of_param(o, i) || c.grad_spacing != u.grad_spacing || c.copy_spacing != u.copy_spacing) return false;
  }
  return same_averages(o);
}

void remember(dlopt_optimizer& o, bool gradients_written) noexcept {
  o.checked.set_count(0);
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const parameter_update& u = o.updates[i];
    o.checked.add({param_of(o, i), u.grad, u.copy, u.grad_dtype, u.copy_dtype, spacing_of_param(o, i), u.grad_spacing, u.copy_spacing});
  }
  o.checked_written = gradients_written;
  o.wraps.checked.set_count(0);
  for (const average_buffer& average : o.wraps.averages) o.wraps.checked.add(average);
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
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s[%zu]: got memory that overlaps %s[%zu], wanted %s", kind(a), index(a), kind(b), index(b),
              wanted_of(a, b));
}

} // namespace

dlopt_status check_overlaps(dlopt_optimizer& o, bool gradients_written, bool deltas_written) noexcept {
  if (!deltas_written && same_as_checked(o, gradients_written)) return DLOPT_OK;
  const size_t n = o.slots.count();
  o.checked.set_count(0);
  o.ranges.set_count(0);
  for (size_t i = 0; i < n; ++i) {
    const parameter_update& u = o.updates[i];
    const slot& s = o.slots[i];
    const int64_t in_grad = u.rows.whole ? s.numel : o.numels[i];
    add_unless_empty(o.ranges, range_of(param_of(o, i), s.dtype, spacing_of_param(o, i), s.numel, true, i));
    add_unless_empty(o.ranges, range_of(u.grad, u.grad_dtype, u.grad_spacing, in_grad, gradients_written, n + i));
    add_unless_empty(o.ranges, range_of(u.delta, u.delta_dtype, u.delta_spacing, o.numels[i], true, 2 * n + i));
    add_unless_empty(o.ranges, range_of(u.copy, u.copy_dtype, u.copy_spacing, s.numel, true, 3 * n + i));
  }
  for (size_t a = 0; a < o.wraps.averages.count(); ++a)
    add_unless_empty(o.ranges, range_of(o.wraps.averages[a].data, o.slots[a % n].arithmetic, o.wraps.averages[a].spacing,
                                        o.slots[a % n].numel, true, 4 * n + a));
  if (const range_pair found = find_overlap(o.ranges.begin(), o.ranges.end()); found.a) return report(o, *found.a, *found.b);
  remember(o, gradients_written);
  return DLOPT_OK;
}

} // namespace dlopt

// Parameters kept within limits.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/staging.h"

namespace dlopt {

namespace {

constexpr int32_t kShortestRun = 2, kLongestRun = 64;

dlopt_status check_projection(const slot& s, const projection& onto) noexcept {
  if (!(onto.lower <= onto.upper))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "lower: got %s, wanted at most upper, %s", number(onto.lower).text(), number(onto.upper).text());
  if (onto.lower == INFINITY || onto.upper == -INFINITY)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %s, wanted a limit that numbers can be on the other side of",
                onto.lower == INFINITY ? "lower" : "upper", number(onto.lower == INFINITY ? onto.lower : onto.upper).text());
  if (!onto.unit) return DLOPT_OK;
  if (onto.unit < kShortestRun || onto.unit > kLongestRun)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "unit: got %d, wanted 0 or %d to %d", onto.unit, kShortestRun, kLongestRun);
  if (s.ndim && s.shape[s.ndim - 1] % onto.unit == 0) return DLOPT_OK;
  return fail(DLOPT_ERR_SHAPE, "unit: got %d for %s of shape %s, wanted a divisor of its last dimension", onto.unit, quoted(s.name).text(),
              shape_text(s.shape, s.ndim).text());
}

} // namespace

dlopt_status project_slot(dlopt_optimizer& o, int32_t index, const projection& onto) noexcept {
  wrapping& w = o.wraps;
  if (dlopt_status status = check_projection(o.slots[size_t(index)], onto)) return status;
  if (!onto.moves() && !w.any()) return DLOPT_OK;
  if (!reserve_wrapping(o, o.slots.count(), o.total_elements, o.total_chunks))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "param_project: no memory for the work space of projections");
  begin_wrapped_slots(o);
  w.slots[size_t(index)].onto = onto;
  o.changed |= !w.any(); // the work space begins with the next step
  w.projects |= onto.moves();
  return DLOPT_OK;
}

void project_update(const kernels& k, const projection& onto, const parameter_storage& storage, const parameter_update& u, int64_t first,
                    int64_t n) noexcept {
  if (!onto.moves()) return;
  for_each_row_run(u.rows, first, n,
                   [&](int64_t at, int64_t count, int64_t shift) { project_range(k, onto, storage, u.param, at + shift, count); });
}

} // namespace dlopt

#include "gradient/history.h"

#include "core/array.h"
#include "core/last_error.h"

#include <algorithm>
#include <cmath>

namespace dlopt {

namespace {

constexpr int64_t kMaxHistory = 1 << 20;

int64_t place_of_next(const dlopt_norm_history& h) { return h.seen % h.capacity; }

// Where among n sorted numbers the percentile lies; a fraction is a place between two of them.
double rank_of(const dlopt_norm_history& h, int64_t n) {
  if (h.form == DLOPT_PERCENTILE_LINEAR) return h.percentile * double(n - 1) / 100;
  const int64_t rank = int64_t(h.percentile * double(n) / 100); // the product first: it is exact for whole percentiles
  return double(rank < n ? rank : n - 1);
}

} // namespace

dlopt_status check_history(const dlopt_norm_history& h) noexcept {
  if (h.form != DLOPT_PERCENTILE_BNB && h.form != DLOPT_PERCENTILE_LINEAR)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "form of history: got %d, wanted 0 or 1", h.form);
  if (!(h.percentile >= 0 && h.percentile <= 100))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "percentile of history: got %s, wanted a number in [0, 100]", number(h.percentile).text());
  if (!(h.capacity >= 1 && h.capacity <= kMaxHistory))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "capacity of history: got %lld, wanted 1 to %lld", (long long)h.capacity, (long long)kMaxHistory);
  if (h.seen < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "seen of history: got %lld, wanted 0 or more", (long long)h.seen);
  if (!h.norms) return fail(DLOPT_ERR_INVALID_ARGUMENT, "norms of history: got NULL, wanted %lld numbers", (long long)h.capacity);
  return DLOPT_OK;
}

dlopt_status percentile_with(dlopt_runtime& runtime, const dlopt_norm_history& h, double norm, double& percentile) noexcept {
  const int64_t n = h.seen < h.capacity ? h.seen + 1 : h.capacity;
  array<double> sorted(runtime);
  if (!sorted.reserve(size_t(n))) return fail(DLOPT_ERR_OUT_OF_MEMORY, "history: no memory for %lld norms", (long long)n);
  for (int64_t i = 0; i < n; ++i) sorted.add(i == place_of_next(h) ? norm : h.norms[i]);
  for (double kept : sorted)
    if (!(kept >= 0 && kept < INFINITY)) return fail(DLOPT_ERR_CORRUPT, "norms of history: got %s, wanted norms only", number(kept).text());
  std::sort(sorted.begin(), sorted.end());
  const double rank = rank_of(h, n);
  const size_t below = size_t(rank), above = below + 1 < size_t(n) ? below + 1 : below;
  percentile = sorted[below] + (rank - double(below)) * (sorted[above] - sorted[below]);
  return DLOPT_OK;
}

void remember(dlopt_norm_history& h, double norm) noexcept {
  h.norms[place_of_next(h)] = norm;
  ++h.seen;
}

} // namespace dlopt

#include "monitor/norm_watch.h"

#include "core/last_error.h"
#include "core/registry.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

constexpr hyper_row fields[] = {
    {DLOPT_NORM_WATCH_WINDOW, DLOPT_KIND_INTEGER, "window", 100, 1, DLOPT_NORM_WATCH_MAX_WINDOW, "the median is of the last so many norms"},
    {DLOPT_NORM_WATCH_FACTOR, DLOPT_KIND_REAL, "factor", 10, 1, kLargestAmount, "a norm above so many times the median is an explosion"},
    {DLOPT_NORM_WATCH_WARMUP, DLOPT_KIND_INTEGER, "warmup", 20, 1, DLOPT_NORM_WATCH_MAX_WINDOW,
     "norms in the window before a finite one can be an explosion"},
    {DLOPT_NORM_WATCH_FIRED, DLOPT_KIND_INTEGER, "fired", 0, 0, 0x1p+53, "explosions so far"},
};
constexpr int32_t kFields = int32_t(sizeof fields / sizeof *fields);
static_assert(kFields == DLOPT_NORM_WATCH_FIRED, "fields are numbered from 1 without gaps");

void forget_oldest(dlopt_norm_watch& w) noexcept {
  double* const place = std::lower_bound(w.sorted, w.sorted + w.count, w.norms[0]);
  --w.count;
  std::memmove(place, place + 1, size_t(w.sorted + w.count - place) * sizeof *place);
  std::memmove(w.norms, w.norms + 1, w.count * sizeof *w.norms);
}

void remember(dlopt_norm_watch& w, double norm) noexcept {
  if (double(w.count) == w[DLOPT_NORM_WATCH_WINDOW]) forget_oldest(w);
  double* const place = std::upper_bound(w.sorted, w.sorted + w.count, norm);
  std::memmove(place + 1, place, size_t(w.sorted + w.count - place) * sizeof *place);
  *place = norm;
  w.norms[w.count++] = norm;
}

double median_of(const dlopt_norm_watch& w) noexcept {
  if (!w.count) return NAN;
  // Halves first: the sum of two large norms may be beyond the doubles.
  return w.sorted[(w.count - 1) / 2] / 2 + w.sorted[w.count / 2] / 2;
}

} // namespace

int32_t watch_field_count() noexcept { return kFields; }
const hyper_row& watch_field_at(int32_t index) noexcept { return fields[index]; }

const hyper_row* find_watch_field(dlopt_norm_watch_field field) noexcept {
  return find_field(fields, kFields, field, "norm watches", "do not");
}

dlopt_norm_watch* make_watch(dlopt_runtime& runtime) noexcept {
  auto* const w = make_handle<dlopt_norm_watch>(runtime, kNormWatchTag);
  if (!w) return nullptr;
  w->runtime = &runtime;
  for (const hyper_row& row : fields) w->value[row.id] = row.default_value;
  return w;
}

void free_watch(dlopt_norm_watch* w) noexcept { unmake_handle(*w->runtime, w); }

void set_field(dlopt_norm_watch& w, dlopt_norm_watch_field field, double value) noexcept {
  w.value[field] = value;
  while (double(w.count) > w[DLOPT_NORM_WATCH_WINDOW]) forget_oldest(w);
}

bool look_at(dlopt_norm_watch& w, int64_t step, double norm) noexcept {
  const double median = median_of(w);
  const bool warm = double(w.count) >= w[DLOPT_NORM_WATCH_WARMUP];
  const bool exploded = !std::isfinite(norm) || (warm && norm > w[DLOPT_NORM_WATCH_FACTOR] * median);
  if (exploded && w[DLOPT_NORM_WATCH_FIRED] < 0x1p+53) ++w.value[DLOPT_NORM_WATCH_FIRED];
  if (exploded && w.fn) w.fn(w.user, step, norm, median);
  if (std::isfinite(norm)) remember(w, norm + 0.0); // -0.0 becomes 0.0
  return exploded;
}

dlopt_status restore_window(dlopt_norm_watch& w, const double* norms, size_t count) noexcept {
  if (double(count) > w[DLOPT_NORM_WATCH_WINDOW])
    return fail(DLOPT_ERR_OUT_OF_RANGE, "count: got %zu, wanted at most the window, %s", count, number(w[DLOPT_NORM_WATCH_WINDOW]).text());
  if (count && !norms) return fail(DLOPT_ERR_INVALID_ARGUMENT, "norms: got NULL, wanted %zu norms", count);
  for (size_t i = 0; i < count; ++i)
    if (!(norms[i] >= 0 && norms[i] < INFINITY))
      return fail(DLOPT_ERR_OUT_OF_RANGE, "norms[%zu]: got %s, wanted a finite number, 0 or more", i, number(norms[i]).text());
  w.count = 0;
  for (size_t i = 0; i < count; ++i) remember(w, norms[i] + 0.0);
  return DLOPT_OK;
}

} // namespace dlopt

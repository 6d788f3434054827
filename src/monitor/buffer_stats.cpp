#include "monitor/buffer_stats.h"

#include "core/runtime.h"
#include "drivers/dispatch.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

constexpr size_t kCounts = sizeof(census) / sizeof(int64_t);

// Counts are whole numbers: whoever adds first, the sums are the same.
struct census_sums {
  std::atomic<int64_t> of[kCounts];

  void add(const census& part) noexcept {
    int64_t counts[kCounts];
    std::memcpy(counts, &part, sizeof counts);
    for (size_t i = 0; i < kCounts; ++i)
      if (counts[i]) of[i].fetch_add(counts[i], std::memory_order_relaxed);
  }
  census total() const noexcept {
    int64_t counts[kCounts];
    for (size_t i = 0; i < kCounts; ++i) counts[i] = of[i].load(std::memory_order_relaxed);
    census sum;
    std::memcpy(&sum, counts, sizeof sum);
    return sum;
  }
};

struct census_job {
  const kernels& k;
  plan& cut;
  const census_view& view;
  int64_t count, sample;
  norm_search search;
  census_sums* kinds; // nullptr: they are not, or no longer, asked for
};

void measure_task(void* context, size_t task) {
  const auto& job = *static_cast<const census_job*>(context);
  job.cut.for_each_chunk(task, &job.count, [&](size_t, int64_t first, int64_t n, int64_t ordinal) {
    census kinds;
    job.cut.partials()[ordinal] =
        census_range(job.k, job.search.what, job.search.unit, job.view, job.sample, first, n, job.kinds ? &kinds : nullptr);
    if (job.kinds) job.kinds->add(kinds);
  });
}

} // namespace

dlopt_status measure_buffer(dlopt_runtime& runtime, plan& cut, const census_view& view, int64_t count, int64_t sample, bool with_kinds,
                            buffer_stats& stats) noexcept {
  const gradient_view whole = {view.data, view.storage.dtype};
  census_sums sums = {};
  census_job job = {current_kernels(), cut, view, count, sample, search_norm(&whole, &count, 1, 2), with_kinds ? &sums : nullptr};
  cut.cut(&count, 1);
  do {
    if (!run_parallel(runtime, cut.n_tasks(), sampled_count(count, sample), measure_task, &job, cut.ran()))
      return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
    job.kinds = nullptr;
  } while (search_on(job.search, cut.partials()));
  stats = {sampled_count(count, sample), job.search.result, sums.total()};
  return DLOPT_OK;
}

double joined_norm(double a, double b) noexcept {
  if (a != a || b != b) return NAN;
  const double large = std::max(a, b), small = std::min(a, b);
  if (large == 0 || std::isinf(large)) return large;
  const double part = small / large;
  return large * std::sqrt(1 + part * part);
}

void join(buffer_stats& sum, const buffer_stats& more) noexcept {
  sum.measured += more.measured;
  sum.found.norm = joined_norm(sum.found.norm, more.found.norm);
  sum.found.nonfinite += more.found.nonfinite;
  sum.kinds.nan += more.kinds.nan;
  sum.kinds.infinite += more.kinds.infinite;
  sum.kinds.zero += more.kinds.zero;
  sum.kinds.denormal += more.kinds.denormal;
  for (int i = 0; i < kMagnitudes; ++i) sum.kinds.magnitudes[i] += more.kinds.magnitudes[i];
}

} // namespace dlopt

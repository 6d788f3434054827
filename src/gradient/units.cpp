#include "gradient/units.h"

#include "core/last_error.h"

namespace dlopt {

namespace {

int32_t dims_longer_than_one(const dlopt_tensor& t) {
  int32_t count = 0;
  for (int32_t d = 0; d < t.ndim; ++d) count += t.shape[d] != 1;
  return count;
}

// Up to three dimensions a unit of the last convention runs down the first dimension alone, from four on down all but the last.
unit_shape cut_last(const dlopt_tensor& t, int64_t numel) {
  const int64_t length = t.ndim < 4 ? t.shape[0] : numel / t.shape[t.ndim - 1];
  return {unit_shape::columns, 0, numel / length, length};
}

unit_shape cut_tensor(const dlopt_tensor& t, int64_t numel, unit_cut how) {
  if (how == unit_cut::first_dim && t.ndim > 1) return {unit_shape::rows, 0, t.shape[0], numel / t.shape[0]};
  if (how == unit_cut::last_dim && dims_longer_than_one(t) > 1) return cut_last(t, numel);
  return {unit_shape::rows, 0, 1, numel};
}

} // namespace

dlopt_status unit_list::split(unit_cut how, int32_t min_ndim) noexcept {
  const char* const name = g.name();
  if (!shapes_.reserve(g.count())) return fail(DLOPT_ERR_OUT_OF_MEMORY, "%s: no memory for %zu tensors", name, g.count());
  int64_t chunks = 0, strips = 0;
  for (size_t i = 0; i < g.count(); ++i) {
    const dlopt_tensor& t = g.tensor(i);
    unit_shape s = {unit_shape::left_out, 0, 0, 0};
    if (g.numel(i) && t.ndim >= min_ndim) s = cut_tensor(t, g.numel(i), how);
    s.first = count_;
    shapes_.add(s);
    count_ += s.units;
    chunks += chunks_of(g.numel(i));
    if (s.lie == unit_shape::columns) strips += (s.units - 1) / kStrip + 1;
  }
  if (!fragments_.reserve(size_t(chunks) + size_t(count_)) || !strips_.reserve(size_t(strips)) || !ran_.reserve(size_t(strips)))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "%s: no memory for the sums of %lld units", name, (long long)count_);
  for (size_t i = 0; i < g.count(); ++i) {
    if (shapes_[i].lie != unit_shape::columns) continue;
    for (int64_t first = 0; first < shapes_[i].units; first += kStrip) strips_.add({i, first});
    in_columns_ += g.numel(i);
  }
  return DLOPT_OK;
}

dlopt_status unit_list::run_strips(dlopt_task_fn task, void* job) noexcept {
  auto* const ran = reinterpret_cast<std::atomic<uint8_t>*>(ran_.begin());
  return run_parallel(g.runtime(), strips_.count(), in_columns_, task, job, ran) ? DLOPT_OK : torn_job(false);
}

} // namespace dlopt

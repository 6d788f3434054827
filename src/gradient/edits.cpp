#include "gradient/edits.h"

#include "drivers/dispatch.h"
#include "drivers/staging.h"
#include "lanes/convert.h"

namespace dlopt {

namespace {

enum class edit { scale, limit, unscale };

struct edit_job {
  gradient_tensors& g;
  const kernels& k;
  edit what;
  double amount;
};

// A limit that the element type cannot hold is rounded towards zero, so that no element ends up outside.
template <class T> T at_most(double bound, dlopt_dtype dtype) {
  if (dtype == DLOPT_DTYPE_F64) return T(bound);
  float limit = float(bound);
  if (double(limit) > bound) limit = float_of(bits_of(limit) - 1);
  if (dtype == DLOPT_DTYPE_BF16) limit = truncated_to_bf16(limit);
  if (dtype == DLOPT_DTYPE_F16) limit = truncated_to_f16(limit);
  return T(limit);
}

// Returns how many elements were not finite, where that was asked for.
template <class T> double edit_chunk(const edit_job& job, const gradient_view& view, int64_t first, int64_t n) {
  const typed_kernels<T>& with = typed<T>(job.k);
  const T amount = job.what == edit::limit ? at_most<T>(job.amount, view.dtype) : T(job.amount);
  double nonfinite = 0;
  edit_as<T>(job.k, const_cast<void*>(view.data), view.dtype, view.spacing, first, n, [&](T* x, int64_t count) {
    if (job.what == edit::unscale) nonfinite += double(with.count_nonfinite(x, count));
    (job.what == edit::limit ? with.limit : with.scale)(amount, count, x);
  });
  return nonfinite;
}

void edit_task(void* context, size_t task) {
  const auto& job = *static_cast<const edit_job*>(context);
  job.g.for_each_chunk(task, [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const gradient_view& view = job.g.view(i);
    job.g.cut.partials()[ordinal] =
        view.dtype == DLOPT_DTYPE_F64 ? edit_chunk<double>(job, view, first, n) : edit_chunk<float>(job, view, first, n);
  });
}

dlopt_status run(gradient_tensors& g, edit what, double amount) {
  edit_job job = {g, current_kernels(), what, amount};
  return g.run(edit_task, &job, true);
}

} // namespace

dlopt_status scale(gradient_tensors& g, double factor) noexcept { return run(g, edit::scale, factor); }
dlopt_status limit(gradient_tensors& g, double bound) noexcept { return run(g, edit::limit, bound); }

dlopt_status unscale(gradient_tensors& g, double factor, int64_t& nonfinite) noexcept {
  if (dlopt_status status = run(g, edit::unscale, factor)) return status;
  nonfinite = 0;
  for (size_t i = 0, ordinal = 0; i < g.count(); ++i)
    for (int64_t chunk = chunks_of(g.numel(i)); chunk > 0; --chunk) nonfinite += int64_t(g.cut.partials()[ordinal++]);
  return DLOPT_OK;
}

} // namespace dlopt

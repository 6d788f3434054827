#include "gradient/penalty.h"

#include "core/last_error.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

namespace dlopt {

namespace {

struct penalty_job {
  gradient_tensors& params;
  const kernels& k;
  double l1, l2;
};

template <class T> void penalise_chunk(const penalty_job& job, size_t i, int64_t first, int64_t n) {
  const gradient_view param = job.params.view(i), grad = job.params.beside(i);
  for (int64_t at = first, past = first + n; at < past; at += kBlock) // both are staged alike
    edit_as<T>(job.k, const_cast<void*>(grad.data), grad.dtype, grad.spacing, at, past - at < kBlock ? past - at : kBlock,
               [&](T* g, int64_t count) {
                 read_as<T>(job.k, param.data, param.dtype, param.spacing, at, count,
                            [&](const T* p, int64_t) { typed<T>(job.k).add_penalty(T(job.l1), T(job.l2), p, count, g); });
               });
}

void penalty_task(void* context, size_t task) {
  const auto& job = *static_cast<const penalty_job*>(context);
  gradient_tensors& params = job.params;
  params.for_each_chunk(task, [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const gradient_view param = params.view(i), grad = params.beside(i);
    double* const sums = params.cut.partials() + ordinal * kPenaltySums;
    sums[0] = measure_range(job.k, quantity::magnitudes, 1, 1, param, first, n);
    sums[1] = measure_range(job.k, quantity::squares, 2, 1, param, first, n);
    if (!grad.data) return;
    if (param.dtype == DLOPT_DTYPE_F64 || grad.dtype == DLOPT_DTYPE_F64) penalise_chunk<double>(job, i, first, n);
    else penalise_chunk<float>(job, i, first, n);
  });
}

} // namespace

dlopt_status add_penalty(gradient_tensors& params, double l1, double l2, double& value) noexcept {
  penalty_job job = {params, current_kernels(), l1, l2};
  if (dlopt_status status = params.run(penalty_task, &job, true)) return status;
  double magnitudes = 0, squares = 0;
  const double* sums = params.cut.partials();
  for (size_t i = 0; i < params.count(); ++i)
    for (int64_t chunk = chunks_of(params.numel(i)); chunk > 0; --chunk, sums += kPenaltySums) {
      magnitudes += sums[0];
      squares += sums[1];
    }
  value = (l1 > 0 ? l1 * magnitudes : 0) + (l2 > 0 ? l2 / 2 * squares : 0);
  return DLOPT_OK;
}

} // namespace dlopt

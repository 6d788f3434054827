#include "gradient/tensors.h"

#include "core/last_error.h"
#include "core/shape.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"
#include "lanes/convert.h"

namespace dlopt {

dlopt_status gradient_tensors::read(const dlopt_tensor* grads, size_t count) noexcept {
  if (count && !grads) return fail(DLOPT_ERR_INVALID_ARGUMENT, "grads: got NULL, wanted %zu tensors", count);
  if (count > PTRDIFF_MAX / sizeof(dlopt_tensor))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, more than memory could hold", count);
  if (!views_.reserve(count) || !numels_.reserve(count)) return fail(DLOPT_ERR_OUT_OF_MEMORY, "grads: no memory for %zu tensors", count);
  int64_t elements = 0, chunks = 0;
  for (size_t i = 0; i < count; ++i) {
    const dlopt_tensor& t = tensor_at(grads, i);
    int64_t numel = 0;
    if (dlopt_status status = check_size(t, *grads, "grads", i)) return status;
    if (dlopt_status status = check_tensor(t, {"grads", ptrdiff_t(i)}, numel)) return status;
    if (dlopt_status status = check_gradient_dtype(t.dtype, {"grads", ptrdiff_t(i)})) return status;
    if (!t.data) numel = 0;
    if (__builtin_add_overflow(elements, numel, &elements)) return fail(DLOPT_ERR_SHAPE, "grads: got 2^63 elements or more together");
    chunks += chunks_of(numel);
    views_.add({t.data, t.dtype});
    numels_.add(numel);
  }
  if (!cut_.reserve(elements, chunks)) return fail(DLOPT_ERR_OUT_OF_MEMORY, "grads: no memory for %lld partial sums", (long long)chunks);
  cut_.cut(numels_.begin(), count);
  return DLOPT_OK;
}

dlopt_status gradient_tensors::norm(double p, norm_result& result) noexcept {
  if (gradient_norm(runtime_, current_kernels(), cut_, views_.begin(), numels_.begin(), views_.count(), p, result)) return DLOPT_OK;
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
}

struct gradient_tensors::edit_job {
  gradient_tensors& tensors;
  const kernels& k;
  edit what;
  double amount;
};

namespace {

// A limit that the element type cannot hold is rounded towards zero, so that no element ends up outside.
template <class T> T at_most(double bound, dlopt_dtype dtype) noexcept {
  if (dtype == DLOPT_DTYPE_F64) return T(bound);
  float limit = float(bound);
  if (double(limit) > bound) limit = float_of(bits_of(limit) - 1);
  if (dtype == DLOPT_DTYPE_BF16) limit = truncated_to_bf16(limit);
  if (dtype == DLOPT_DTYPE_F16) limit = truncated_to_f16(limit);
  return T(limit);
}

} // namespace

void gradient_tensors::edit_task(void* context, size_t task) {
  const auto& job = *static_cast<const edit_job*>(context);
  const gradient_tensors& g = job.tensors;
  g.cut_.for_each_chunk(task, g.numels_.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    const gradient_view& view = g.views_[i];
    const auto edit_with = [&](auto type) {
      using T = decltype(type);
      const T amount = job.what == edit::limit ? at_most<T>(job.amount, view.dtype) : T(job.amount);
      edit_as<T>(job.k, const_cast<void*>(view.data), view.dtype, first, n,
                 [&](T* x, int64_t count) { (job.what == edit::limit ? typed<T>(job.k).limit : typed<T>(job.k).scale)(amount, count, x); });
    };
    if (view.dtype == DLOPT_DTYPE_F64) edit_with(double());
    else edit_with(float());
  });
}

dlopt_status gradient_tensors::run(edit what, double amount) noexcept {
  edit_job job = {*this, current_kernels(), what, amount};
  if (run_parallel(runtime_, cut_.n_tasks(), cut_.elements(), edit_task, &job, cut_.ran())) return DLOPT_OK;
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; parts of the gradients were changed");
}

dlopt_status gradient_tensors::scale(double factor) noexcept { return run(edit::scale, factor); }
dlopt_status gradient_tensors::limit(double bound) noexcept { return run(edit::limit, bound); }

double clip_factor(double norm, double max_norm, dlopt_clip_form form) noexcept {
  if (form == DLOPT_CLIP_EXACT) return norm > max_norm || norm != norm ? max_norm / norm : 1;
  const double factor = max_norm / (norm + 1e-6);
  return factor < 1 || factor != factor ? factor : 1;
}

} // namespace dlopt

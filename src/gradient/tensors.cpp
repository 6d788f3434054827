#include "gradient/tensors.h"

#include "core/last_error.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

dlopt_status gradient_tensors::read(const char* name, const dlopt_tensor* tensors, size_t count, int32_t sums) noexcept {
  if (count && !tensors) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %zu tensors", name, count);
  if (count > PTRDIFF_MAX / sizeof(dlopt_tensor))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, more than memory could hold", count);
  if (!views_.reserve(count) || !numels_.reserve(count)) return fail(DLOPT_ERR_OUT_OF_MEMORY, "%s: no memory for %zu tensors", name, count);
  name_ = name;
  tensors_ = tensors;
  int64_t elements = 0, chunks = 0;
  for (size_t i = 0; i < count; ++i) {
    const dlopt_tensor& t = tensor_at(tensors, i);
    int64_t numel = 0;
    if (dlopt_status status = check_size(t, *tensors, name, i)) return status;
    if (dlopt_status status = check_tensor(t, {name, ptrdiff_t(i)}, numel)) return status;
    if (dlopt_status status = check_gradient_dtype(t.dtype, {name, ptrdiff_t(i)})) return status;
    if (!t.data) numel = 0;
    if (__builtin_add_overflow(elements, numel, &elements)) return fail(DLOPT_ERR_SHAPE, "%s: got 2^63 elements or more together", name);
    chunks += chunks_of(numel);
    views_.add({t.data, t.dtype, nullptr, spacing_of(t)});
    numels_.add(numel);
  }
  if (!cut.reserve(elements, chunks, sums))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "%s: no memory for %lld partial sums", name, (long long)chunks);
  cut.cut(numels_.begin(), count);
  return DLOPT_OK;
}

namespace {

dlopt_status check_same_shape(const dlopt_tensor& t, argument what, const dlopt_tensor& other, argument like) noexcept {
  if (t.ndim == other.ndim && (!t.ndim || !std::memcmp(t.shape, other.shape, size_t(t.ndim) * sizeof *t.shape))) return DLOPT_OK;
  return fail(DLOPT_ERR_SHAPE, "shape of %s: got %s, wanted %s, as %s", argument_text(what).text(), shape_text(t.shape, t.ndim).text(),
              shape_text(other.shape, other.ndim).text(), argument_text(like).text());
}

} // namespace

dlopt_status gradient_tensors::read_beside(const char* name, const dlopt_tensor* tensors) noexcept {
  if (count() && !tensors) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %zu tensors", name, count());
  if (!beside_.reserve(count())) return fail(DLOPT_ERR_OUT_OF_MEMORY, "%s: no memory for %zu tensors", name, count());
  beside_name_ = name;
  for (size_t i = 0; i < count(); ++i) {
    const dlopt_tensor& t = tensor_at(tensors, i);
    const argument what = {name, ptrdiff_t(i)};
    int64_t numel = 0;
    if (dlopt_status status = check_size(t, *tensors, name, i)) return status;
    if (dlopt_status status = check_tensor(t, what, numel)) return status;
    if (dlopt_status status = check_gradient_dtype(t.dtype, what)) return status;
    if (dlopt_status status = check_same_shape(t, what, tensor(i), {name_, ptrdiff_t(i)})) return status;
    beside_.add({t.data, t.dtype, nullptr, spacing_of(t)});
  }
  return DLOPT_OK;
}

void gradient_tensors::add_ranges(const array<gradient_view>& views, bool written) noexcept {
  for (size_t i = 0; i < views.count(); ++i) {
    const size_t argument = &views == &views_ ? i : count() + i;
    add_unless_empty(ranges_, range_of(views[i].data, views[i].dtype, views[i].spacing, numels_[i], written, argument));
  }
}

dlopt_status gradient_tensors::check_overlaps(bool written, bool beside_written) noexcept {
  if (!ranges_.reserve(views_.count() + beside_.count()))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "%s: no memory for %zu tensors", name_, count());
  add_ranges(views_, written);
  add_ranges(beside_, beside_written);
  const range_pair found = find_overlap(ranges_.begin(), ranges_.end());
  if (!found.a) return DLOPT_OK;
  const auto name = [this](const address_range* r) { return r->argument < count() ? name_ : beside_name_; };
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s[%zu]: got memory that overlaps %s[%zu], wanted %s", name(found.a),
              found.a->argument % count(), name(found.b), found.b->argument % count(), wanted_of(*found.a, *found.b));
}

dlopt_status torn_job(bool changes) noexcept {
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; %s",
              changes ? "parts of the gradients were changed" : "nothing was changed");
}

dlopt_status gradient_tensors::run(dlopt_task_fn task, void* job, bool changes) noexcept {
  return run_parallel(runtime_, cut.n_tasks(), cut.elements(), task, job, cut.ran()) ? DLOPT_OK : torn_job(changes);
}

dlopt_status gradient_tensors::norm(double p, norm_result& result) noexcept {
  if (gradient_norm(runtime_, current_kernels(), cut, views_.begin(), numels_.begin(), views_.count(), p, result)) return DLOPT_OK;
  return torn_job(false);
}

} // namespace dlopt

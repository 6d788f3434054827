#include "gradient/unit_edits.h"

#include "core/last_error.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"
#include "gradient/unit_norms.h"

#include <type_traits>

namespace dlopt {

namespace {

struct unit_edit {
  unit_list& units;
  const kernels& k;
  const double* amounts;
};

// Calls visit(elements, how many) as edit_as, in the type that the view's arithmetic is done in.
template <class Visit> void edit_view(const kernels& k, const gradient_view& view, int64_t first, int64_t n, Visit visit) {
  void* const data = const_cast<void*>(view.data);
  if (view.dtype == DLOPT_DTYPE_F64) edit_as<double>(k, data, view.dtype, view.spacing, first, n, visit);
  else edit_as<float>(k, data, view.dtype, view.spacing, first, n, visit);
}

void subtract_task(void* context, size_t task) {
  const auto& job = *static_cast<const unit_edit*>(context);
  job.units.for_each_fragment(task, [&](size_t i, int64_t first, int64_t n, int64_t unit, double&) {
    edit_view(job.k, job.units.g.view(i), first, n, [&](auto* x, int64_t count) {
      using T = std::remove_reference_t<decltype(*x)>;
      typed<T>(job.k).subtract(T(job.amounts[unit]), count, x);
    });
  });
}

void scale_rows(const unit_edit& job, size_t task) {
  job.units.for_each_fragment(task, [&](size_t i, int64_t first, int64_t n, int64_t unit, double&) {
    if (!(job.amounts[unit] < 1)) return;
    edit_view(job.k, job.units.g.view(i), first, n, [&](auto* x, int64_t count) {
      using T = std::remove_reference_t<decltype(*x)>;
      typed<T>(job.k).scale(T(job.amounts[unit]), count, x);
    });
  });
}

void scale_columns(const unit_edit& job, size_t task) {
  job.units.g.for_each_chunk(task, [&](size_t i, int64_t first, int64_t n, int64_t) {
    const unit_shape& s = job.units.shape(i);
    if (s.lie != unit_shape::columns) return;
    int64_t column = first % s.units;
    edit_view(job.k, job.units.g.view(i), first, n, [&](auto* x, int64_t count) {
      using T = std::remove_reference_t<decltype(*x)>;
      for (int64_t j = 0; j < count; ++j) {
        x[j] = x[j] * T(job.amounts[s.first + column]);
        column = column + 1 < s.units ? column + 1 : 0;
      }
    });
  });
}

void scale_task(void* context, size_t task) {
  const auto& job = *static_cast<const unit_edit*>(context);
  scale_rows(job, task);
  scale_columns(job, task);
}

} // namespace

dlopt_status scale_units(unit_list& units, const double* factors, int64_t& scaled) noexcept {
  scaled = 0;
  for (int64_t unit = 0; unit < units.count(); ++unit) scaled += factors[unit] < 1;
  if (!scaled) return DLOPT_OK;
  unit_edit job = {units, current_kernels(), factors};
  return units.g.run(scale_task, &job, true);
}

dlopt_status centralize(gradient_tensors& g, int32_t min_ndim) noexcept {
  unit_list units(g);
  array<double> means(g.runtime());
  if (dlopt_status status = units.split(unit_cut::first_dim, min_ndim)) return status;
  if (!means.reserve(size_t(units.count())))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "grads: no memory for the means of %lld rows", (long long)units.count());
  if (dlopt_status status = unit_means(units, means.begin())) return status;
  unit_edit job = {units, current_kernels(), means.begin()};
  return g.run(subtract_task, &job, true);
}

} // namespace dlopt

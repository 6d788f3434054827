#include "drivers/row_clip.h"

#include "drivers/measure.h"
#include "lanes/number.h"

namespace dlopt {

namespace {

constexpr double kLeastNorm = 1e-6; // of the gradient, in the division

double measured_factor(const kernels& k, const parameter_update& u, int64_t first) noexcept {
  const row_clip& c = *u.clip;
  const double grad =
      range_norm(k, c.p, gradient_view{u.grad, u.grad_dtype, nullptr, u.grad_spacing}, first, c.length) * std::fabs(u.grad_factor);
  return adaptive_factor(grad, range_norm(k, c.p, parameter_view{u.param, u.storage}, first, c.length), c.clipping, c.eps);
}

} // namespace

double adaptive_factor(double grad_norm, double param_norm, double clipping, double eps) noexcept {
  const double most = clipping * larger(eps, param_norm);
  return grad_norm < most ? 1 : most / larger(kLeastNorm, grad_norm);
}

double gradient_scaler::factor_of(int64_t row) noexcept {
  if (row == row_) return factor_;
  const int64_t length = u_.clip->length, first = row * length, chunk = first / kChunk;
  row_ = row;
  return factor_ = chunk == (first + length - 1) / kChunk ? measured_factor(k_, u_, first) : u_.clip->ends[2 * chunk + 1].factor;
}

} // namespace dlopt

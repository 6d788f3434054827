// dlopt/cpp/gradient.hpp - what is done to gradients before a step. Buffers in braces, {gw, gb}, or tensors; see dlopt/gradient.h for each.
#ifndef DLOPT_CPP_GRADIENT_HPP
#define DLOPT_CPP_GRADIENT_HPP

#include "../gradient.h"

#include "runtime.hpp"
#include "tensor.hpp"
#include "values.hpp"

namespace dlopt {
inline namespace cpp {

/// What a norm was, and how many elements are not finite.
struct norm_report {
  double norm;
  int64_t nonfinite;
};

} // namespace cpp

inline namespace DLOPT_CPP_MODE {

/// dlopt_grad_norm.
[[nodiscard]] inline outcome<norm_report> grad_norm(const const_tensors& grads, double p = 2, const runtime& rt = {}) {
  norm_report found{};
  const dlopt_status status = dlopt_grad_norm(rt.native(), grads.data(), grads.size(), p, &found.norm, &found.nonfinite);
  return detail::settle(status, found);
}
/// dlopt_clip_norm: gives the norm before.
inline outcome<double> clip_norm(const tensors& grads, double max_norm, double p = 2, clip_form form = clip_form::torch,
                                 const runtime& rt = {}) {
  double norm = 0;
  const dlopt_status status = dlopt_clip_norm(rt.native(), grads.data(), grads.size(), max_norm, p, static_cast<int32_t>(form), &norm);
  return detail::settle(status, norm);
}
/// dlopt_clip_value.
inline outcome<void> clip_value(const tensors& grads, double limit, const runtime& rt = {}) {
  return detail::settle(dlopt_clip_value(rt.native(), grads.data(), grads.size(), limit));
}
/// dlopt_clip_per_tensor: gives how many were scaled.
inline outcome<int64_t> clip_per_tensor(const tensors& grads, double max_norm, double p = 2, clip_form form = clip_form::torch,
                                        const runtime& rt = {}) {
  int64_t clipped = 0;
  const dlopt_status status =
      dlopt_clip_per_tensor(rt.native(), grads.data(), grads.size(), max_norm, p, static_cast<int32_t>(form), &clipped);
  return detail::settle(status, clipped);
}
/// dlopt_clip_per_row: gives how many rows were scaled. A buffer in braces is one row.
inline outcome<int64_t> clip_per_row(const tensors& grads, double max_norm, double p = 2, clip_form form = clip_form::torch,
                                     const runtime& rt = {}) {
  int64_t clipped = 0;
  const dlopt_status status =
      dlopt_clip_per_row(rt.native(), grads.data(), grads.size(), max_norm, p, static_cast<int32_t>(form), &clipped);
  return detail::settle(status, clipped);
}

/// What adaptive clipping goes by; the paper's numbers.
struct agc_options {
  double factor = 0.01;
  double eps = 1e-3;
  double p = 2;
  dlopt::units units = dlopt::units::first;
};

/// dlopt_clip_agc: gives how many units were scaled.
inline outcome<int64_t> clip_agc(const const_tensors& params, const tensors& grads, const agc_options& o = {}, const runtime& rt = {}) {
  if (params.size() != grads.size())
    return detail::refuse<int64_t>(DLOPT_ERR_INVALID_ARGUMENT, "grads: got %zu, wanted %zu, as many as params", grads.size(),
                                   params.size());
  int64_t clipped = 0;
  const dlopt_status status =
      dlopt_clip_agc(rt.native(), params.data(), grads.data(), grads.size(), o.factor, o.eps, o.p, static_cast<int32_t>(o.units), &clipped);
  return detail::settle(status, clipped);
}

/// dlopt_norm_history_init: the norms of the last steps, in memory of the caller's that must outlive it.
[[nodiscard]] inline outcome<dlopt_norm_history> norm_history(view<double> norms, percentile_form form = percentile_form::bnb,
                                                              double percentile = 5) {
  dlopt_norm_history made{};
  const dlopt_status status = dlopt_norm_history_init(&made, sizeof made, norms.data(), static_cast<int64_t>(norms.size()));
  made.form = static_cast<int32_t>(form);
  made.percentile = percentile;
  return detail::settle(status, made);
}
/// dlopt_clip_percentile: gives the norm before.
inline outcome<double> clip_percentile(const tensors& grads, dlopt_norm_history& history, double p = 2, clip_form form = clip_form::exact,
                                       const runtime& rt = {}) {
  const dlopt_status status = dlopt_clip_percentile(rt.native(), grads.data(), grads.size(), p, static_cast<int32_t>(form), &history);
  return detail::settle(status, history.norm);
}
/// dlopt_grad_centralize.
inline outcome<void> centralize(const tensors& grads, int32_t min_ndim = 2, const runtime& rt = {}) {
  return detail::settle(dlopt_grad_centralize(rt.native(), grads.data(), grads.size(), min_ndim));
}
/// dlopt_grad_unscale: gives how many elements are not finite; a step must not follow where there are some.
[[nodiscard]] inline outcome<int64_t> unscale(const tensors& grads, double scale, const runtime& rt = {}) {
  int64_t nonfinite = 0;
  const dlopt_status status = dlopt_grad_unscale(rt.native(), grads.data(), grads.size(), scale, &nonfinite);
  return detail::settle(status, nonfinite);
}
/// dlopt_grad_penalty: adds the gradient of l1 |p| + l2 p^2 / 2, and gives its value.
inline outcome<double> add_penalty(const const_tensors& params, const tensors& grads, double l1, double l2, const runtime& rt = {}) {
  if (params.size() != grads.size())
    return detail::refuse<double>(DLOPT_ERR_INVALID_ARGUMENT, "grads: got %zu, wanted %zu, as many as params", grads.size(), params.size());
  double value = 0;
  const dlopt_status status = dlopt_grad_penalty(rt.native(), params.data(), grads.data(), params.size(), l1, l2, &value);
  return detail::settle(status, value);
}
/// dlopt_grad_penalty without gradients: the value alone.
[[nodiscard]] inline outcome<double> penalty(const const_tensors& params, double l1, double l2, const runtime& rt = {}) {
  double value = 0;
  const dlopt_status status = dlopt_grad_penalty(rt.native(), params.data(), nullptr, params.size(), l1, l2, &value);
  return detail::settle(status, value);
}

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

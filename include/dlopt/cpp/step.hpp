// dlopt/cpp/step.hpp - the options, results and pieces of a step; and the layer of dlopt::optimizer that takes it.
#ifndef DLOPT_CPP_STEP_HPP
#define DLOPT_CPP_STEP_HPP

#include "../step.h"

#include "exchange.hpp"
#include "scaler.hpp"

namespace dlopt {
inline namespace cpp {

/// What a step tells: the fields of dlopt_step_desc that are marked out.
struct step_report {
  bool skipped;         ///< held back, for gradients that are not finite
  double grad_norm;     ///< before clipping; NaN when nothing asked for it
  int64_t nonfinite;    ///< elements; -1 when nothing asked for a norm
  int64_t applied_step; ///< steps so far, this one included
  int32_t skips;        ///< held back in a row so far
};

} // namespace cpp

inline namespace DLOPT_CPP_MODE {

/// The options of dlopt_step_desc, with its defaults.
struct step_options {
  bool zero_grads = false;                                ///< write zeros over the gradients, which must be writable
  bool skip_nonfinite = false;                            ///< a NaN or infinity in any gradient: change nothing, and say so
  bool grad_norm = false;                                 ///< compute it even when nothing else needs it
  bool flush_denormals = false;                           ///< take denormal numbers for zeros
  double grad_scale = 1;                                  ///< gradients are divided by this first
  double max_norm = detail::infinity;                     ///< then clipped by their common norm
  double norm_type = 2;                                   ///< p of that norm
  double clip_value = detail::infinity;                   ///< at last each element is limited to this
  dlopt::clip_form clip_form = clip_form::torch;          ///< how a norm is brought down
  int32_t max_skips = 0;                                  ///< so many steps in a row are held back; 0: no limit
  double loss = std::numeric_limits<double>::quiet_NaN(); ///< for rules that want to know it
  double tensor_max_norm = detail::infinity;              ///< the norm of each gradient
  double agc_clipping = detail::infinity;                 ///< the norm of each row, as a part of its parameter's
  double agc_eps = 1e-3;                                  ///< norms of parameters count as this at least
  const dlopt::scaler* scaler = nullptr;                  ///< divides, holds back, and is updated
  view<const dlopt_rows> rows = {};                       ///< for each slot, which rows the step is for: dlopt::rows
  view<const dlopt_tensor> deltas = {};                   ///< for each slot, what receives the update in place of the parameter
  view<const dlopt_tensor> copies = {};                   ///< for each slot, what receives a copy of the parameter
  view<const dlopt_tensor> averages = {};                 ///< for each EMA and SWA, and each slot
};

namespace detail {

inline dlopt_status fill(dlopt_step_desc& desc, const step_options& o) noexcept {
  const dlopt_status status = dlopt_step_desc_init(&desc, sizeof desc);
  desc.flags = (o.zero_grads ? uint32_t(DLOPT_STEP_ZERO_GRADS) : 0u) | (o.skip_nonfinite ? uint32_t(DLOPT_STEP_SKIP_NONFINITE) : 0u) |
               (o.grad_norm ? uint32_t(DLOPT_STEP_GRAD_NORM) : 0u) | (o.flush_denormals ? uint32_t(DLOPT_STEP_FLUSH_DENORMALS) : 0u);
  desc.grad_scale = o.grad_scale;
  desc.max_norm = o.max_norm;
  desc.norm_type = o.norm_type;
  desc.clip_value = o.clip_value;
  desc.clip_form = static_cast<dlopt_clip_form>(o.clip_form);
  desc.max_skips = o.max_skips;
  desc.loss = o.loss;
  desc.tensor_max_norm = o.tensor_max_norm;
  desc.agc_clipping = o.agc_clipping;
  desc.agc_eps = o.agc_eps;
  desc.scaler = o.scaler ? o.scaler->native() : nullptr;
  desc.rows = o.rows.data();
  desc.deltas = o.deltas.data();
  desc.copies = o.copies.data();
  desc.averages = o.averages.data();
  return status;
}

inline step_report report_of(const dlopt_step_desc& desc) noexcept {
  return {desc.skipped != 0, desc.grad_norm, desc.nonfinite, desc.applied_step, desc.skips};
}

/// Containers of float or double, for the flat step.
template <class C, class T> inline constexpr bool holds = std::is_same<std::remove_const_t<pointee<C>>, T>::value;

} // namespace detail

/// A step in pieces that is under way (dlopt_optimizer_step_begin). It ends with end(); left alone it is given up, which leaves everything
/// as it was while no part is applied. After that only end() finishes it: one that is left alone then stays under way, and the optimizer
/// refuses everything else.
class step_in_pieces {
public:
  step_in_pieces() noexcept = default;
  explicit step_in_pieces(dlopt_optimizer* optimizer) noexcept : optimizer_(optimizer) {}
  step_in_pieces(step_in_pieces&& other) noexcept : optimizer_(std::exchange(other.optimizer_, nullptr)) {}
  step_in_pieces& operator=(step_in_pieces&& other) noexcept {
    std::swap(optimizer_, other.optimizer_);
    return *this;
  }
  ~step_in_pieces() {
    if (optimizer_) (void)dlopt_optimizer_step_abort(optimizer_);
  }

  /// dlopt_optimizer_step_part: gives whether nothing is left but end().
  outcome<bool> part(int64_t max_elements) {
    int32_t done = 0;
    const dlopt_status status = dlopt_optimizer_step_part(optimizer_, max_elements, &done);
    return detail::settle(status, done != 0);
  }
  /// dlopt_optimizer_step_end.
  outcome<step_report> end() {
    dlopt_step_desc desc;
    dlopt_status status = dlopt_step_desc_init(&desc, sizeof desc);
    if (status == DLOPT_OK) status = dlopt_optimizer_step_end(optimizer_, &desc);
    if (status == DLOPT_OK) optimizer_ = nullptr;
    return detail::settle(status, detail::report_of(desc));
  }
  /// dlopt_optimizer_step_abort.
  outcome<void> abort() {
    const dlopt_status status = dlopt_optimizer_step_abort(optimizer_);
    if (status == DLOPT_OK) optimizer_ = nullptr;
    return detail::settle(status);
  }

private:
  dlopt_optimizer* optimizer_ = nullptr;
};

namespace detail {

class with_steps : public with_exchange {
public:
  using with_exchange::with_exchange;

  /// dlopt_optimizer_step_f32, dlopt_optimizer_step_f64: one flat buffer, in containers of float or double; the first call declares the
  /// parameter.
  template <class P, class G>
  auto step(P&& param, const G& grad) -> std::enable_if_t<holds<P, float> && holds<const G, float>, outcome<void>> {
    if (std::size(param) != std::size(grad)) return of_other_size(std::size(grad), std::size(param));
    float* data = std::data(param);
    return settle(dlopt_optimizer_step_f32(handle_, data, std::data(grad), std::size(param)));
  }
  template <class P, class G>
  auto step(P&& param, const G& grad) -> std::enable_if_t<holds<P, double> && holds<const G, double>, outcome<void>> {
    if (std::size(param) != std::size(grad)) return of_other_size(std::size(grad), std::size(param));
    double* data = std::data(param);
    return settle(dlopt_optimizer_step_f64(handle_, data, std::data(grad), std::size(param)));
  }

  /// dlopt_optimizer_step: step({w, b}, {gw, gb}), in the order in which the parameters were declared, with their shapes.
  outcome<void> step(std::initializer_list<buffer> params, std::initializer_list<const_buffer> grads) {
    if (params.size() != grads.size()) return of_other_count<void>(grads.size(), params.size());
    return alone<void>(
        [&] { return settle(dlopt_optimizer_step(handle_, known_.params(params), known_.grads(grads), params.size(), nullptr)); });
  }
  outcome<step_report> step(std::initializer_list<buffer> params, std::initializer_list<const_buffer> grads, const step_options& options) {
    if (params.size() != grads.size()) return of_other_count<step_report>(grads.size(), params.size());
    size_t i = 0;
    for (const const_buffer& grad : grads) {
      if (options.zero_grads && !grad.writable())
        return refuse<step_report>(DLOPT_ERR_INVALID_ARGUMENT, "grads[%zu]: got what is only to be read, wanted memory for zero_grads", i);
      ++i;
    }
    return alone<step_report>([&] { return step({known_.params(params), params.size()}, {known_.grads(grads), grads.size()}, options); });
  }
  /// The full form. No gradients at all: those that were accumulated.
  outcome<step_report> step(view<const dlopt_tensor> params, view<const dlopt_tensor> grads, const step_options& options = {}) {
    dlopt_step_desc desc;
    dlopt_status status = fill(desc, options);
    if (const char* name = misfit(params.size(), grads, options))
      return refuse<step_report>(DLOPT_ERR_INVALID_ARGUMENT, misfit_text, name, params.size());
    if (status == DLOPT_OK) status = dlopt_optimizer_step(handle_, params.data(), grads.data(), params.size(), &desc);
    return settle(status, report_of(desc));
  }

  /// dlopt_optimizer_observe: measures one gradient before the step; dlopt::no_buffer forgets it.
  outcome<void> observe(int32_t slot, const const_buffer& grad) {
    return alone<void>([&] {
      const dlopt_tensor seen = known_.tensor(slot, grad);
      return settle(dlopt_optimizer_observe(handle_, slot, grad.data() ? &seen : nullptr));
    });
  }

  /// dlopt_optimizer_step_begin. The buffers must stay where they are until the end.
  outcome<step_in_pieces> begin(std::initializer_list<buffer> params, std::initializer_list<const_buffer> grads,
                                const step_options& options = {}) {
    if (params.size() != grads.size()) return of_other_count<step_in_pieces>(grads.size(), params.size());
    return alone<step_in_pieces>([&] {
      return begin({known_.params(params), params.size()}, {known_.grads(grads), grads.size()}, options);
    });
  }
  outcome<step_in_pieces> begin(view<const dlopt_tensor> params, view<const dlopt_tensor> grads, const step_options& options = {}) {
    dlopt_step_desc desc;
    dlopt_status status = fill(desc, options);
    if (const char* name = misfit(params.size(), grads, options))
      return refuse<step_in_pieces>(DLOPT_ERR_INVALID_ARGUMENT, misfit_text, name, params.size());
    if (status == DLOPT_OK) status = dlopt_optimizer_step_begin(handle_, params.data(), grads.data(), params.size(), &desc);
    return settle(status, step_in_pieces(status == DLOPT_OK ? handle_ : nullptr));
  }

protected:
  static outcome<void> of_other_size(size_t got, size_t wanted) {
    return refuse<void>(DLOPT_ERR_SHAPE, "grad: got %zu elements, wanted %zu, as many as param", got, wanted);
  }
  template <class T> static outcome<T> of_other_count(size_t got, size_t wanted) {
    return refuse<T>(DLOPT_ERR_INVALID_ARGUMENT, "grads: got %zu buffers, wanted %zu, as many as params", got, wanted);
  }

private:
  static constexpr const char* misfit_text = "%s: got another count than there are params, wanted one for each of %zu";

  /// The C API has one count for all: what is given must have it.
  const char* misfit(size_t count, view<const dlopt_tensor> grads, const step_options& o) const noexcept {
    if (grads.data() && grads.size() != count) return "grads";
    if (o.rows.data() && o.rows.size() != count) return "rows";
    if (o.deltas.data() && o.deltas.size() != count) return "deltas";
    if (o.copies.data() && o.copies.size() != count) return "copies";
    if (o.averages.data() && averages_ > 0 && o.averages.size() != averages_ * count) return "averages";
    return nullptr;
  }

protected:
  size_t averages_ = 0; // EMA and SWA that were wrapped here; 0: not known
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

// dlopt/cpp/scaler.hpp - loss scales.
#ifndef DLOPT_CPP_SCALER_HPP
#define DLOPT_CPP_SCALER_HPP

#include "../scaler.h"

#include "fields.hpp"
#include "options.hpp"
#include "runtime.hpp"
#include "scaler_options.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {

/// dlopt_scaler. Multiply the loss by scale(), and name the scaler in the options of the step. It must outlive a step in pieces that was
/// begun with it.
class scaler : public detail::owned<dlopt_scaler, dlopt_scaler_destroy> {
public:
  using owned::owned;

#ifndef DLOPT_NO_EXCEPTIONS
  explicit scaler(const scaler_options& options, const runtime& rt = {}) : scaler(make(options, rt)) {}
#endif
  /// dlopt_scaler_create; then the preset, and all values that differ from their defaults.
  static outcome<scaler> make(const scaler_options& options = {}, const runtime& rt = {}) {
    scaler made;
    dlopt_status status = dlopt_scaler_create(rt.native(), &made.handle_);
    if (status == DLOPT_OK && options.preset) status = dlopt_scaler_preset(made.handle_, options.preset);
    const auto set = [&](dlopt_scaler_field field, double value) { return dlopt_scaler_set(made.handle_, field, value); };
    if (status == DLOPT_OK) status = detail::set_differing(options, set);
    return detail::settle(status, std::move(made));
  }

  /// dlopt_scaler_scale: what the loss is to be multiplied by now.
  [[nodiscard]] outcome<double> scale() const {
    double scale = 0;
    const dlopt_status status = dlopt_scaler_scale(handle_, &scale);
    return detail::settle(status, scale);
  }
  /// dlopt_scaler_update: for programs that check gradients themselves, and once an iteration for several optimizers.
  outcome<void> update(bool nonfinite = false) { return detail::settle(dlopt_scaler_update(handle_, nonfinite)); }

  outcome<void> set(scaler_field field, double value) {
    return detail::settle(dlopt_scaler_set(handle_, static_cast<int32_t>(field), value));
  }
  [[nodiscard]] outcome<double> get(scaler_field field) const {
    double value = 0;
    const dlopt_status status = dlopt_scaler_get(handle_, static_cast<int32_t>(field), &value);
    return detail::settle(status, value);
  }
};

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

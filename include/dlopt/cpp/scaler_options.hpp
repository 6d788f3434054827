// dlopt/cpp/scaler_options.hpp - settings of a loss scale. Written by bindings/generate.
#ifndef DLOPT_CPP_SCALER_OPTIONS_HPP
#define DLOPT_CPP_SCALER_OPTIONS_HPP

#include "choices.hpp"
#include "values.hpp"

namespace dlopt {
inline namespace cpp {

/// What a scaler does. What it remembers: scaler_field.
struct scaler_options {
  double init_scale = 65536; ///< the scale to begin with; setting it begins anew; 1e-30 .. 1e+30
  double growth_factor = 2; ///< what the scale is multiplied by when it grows; 1 .. 1e+30
  double backoff_factor = 0.5; ///< what it is multiplied by after an overflow; 1e-30 .. 1
  int64_t growth_interval = 2000; ///< finite updates in a row before it grows; 1 .. 2^53
  double min_scale = 9.999999999999999e-31; ///< it does not fall below this; 1e-30 .. 1e+30
  double max_scale = 1e+30; ///< it does not grow beyond this; 1e-30 .. 1e+30
  int64_t hysteresis = 1; ///< the scale falls at this overflow, those before only use it up; 1 .. 2^53
  bool consecutive_hysteresis = false; ///< every finite update restores hysteresis
  bool dynamic = true; ///< 0 keeps the scale as it is
  dlopt::at_minimum at_minimum = dlopt::at_minimum::stay; ///< what an overflow does there; see dlopt_at_minimum
  bool single = true; ///< the scale is rounded to f32 at each change
  bool deferred = false; ///< steps only note what they find, for dlopt_scaler_update
  int64_t growth_delay = 0; ///< finite updates after an overflow that do not count; 0 .. 2^53
  const char* preset = nullptr; ///< set before all that differs from its default here; see dlopt_scaler_preset

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_SCALER_INIT_SCALE, detail::number(init_scale), 65536) &&
           visit(DLOPT_SCALER_GROWTH_FACTOR, detail::number(growth_factor), 2) &&
           visit(DLOPT_SCALER_BACKOFF_FACTOR, detail::number(backoff_factor), 0.5) &&
           visit(DLOPT_SCALER_GROWTH_INTERVAL, detail::number(growth_interval), 2000) &&
           visit(DLOPT_SCALER_MIN_SCALE, detail::number(min_scale), 9.999999999999999e-31) &&
           visit(DLOPT_SCALER_MAX_SCALE, detail::number(max_scale), 1e+30) &&
           visit(DLOPT_SCALER_HYSTERESIS, detail::number(hysteresis), 1) &&
           visit(DLOPT_SCALER_CONSECUTIVE_HYSTERESIS, detail::number(consecutive_hysteresis), 0) &&
           visit(DLOPT_SCALER_DYNAMIC, detail::number(dynamic), 1) &&
           visit(DLOPT_SCALER_AT_MINIMUM, detail::number(at_minimum), 0) &&
           visit(DLOPT_SCALER_SINGLE, detail::number(single), 1) &&
           visit(DLOPT_SCALER_DEFERRED, detail::number(deferred), 0) &&
           visit(DLOPT_SCALER_GROWTH_DELAY, detail::number(growth_delay), 0);
  }
};

} // namespace cpp
} // namespace dlopt

#endif

// dlopt/cpp/norm_watch_options.hpp - settings of a watch over norms. Written by bindings/generate.
#ifndef DLOPT_CPP_NORM_WATCH_OPTIONS_HPP
#define DLOPT_CPP_NORM_WATCH_OPTIONS_HPP

#include "values.hpp"

namespace dlopt {
inline namespace cpp {

/// What a watch takes for an explosion. How many there were: norm_watch_field.
struct norm_watch_options {
  int64_t window = 100; ///< the median is of the last so many norms; 1 .. 1024
  double factor = 10; ///< a norm above so many times the median is an explosion; 1 .. 1e+30
  int64_t warmup = 20; ///< norms in the window before a finite one can be an explosion; 1 .. 1024

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_NORM_WATCH_WINDOW, detail::number(window), 100) &&
           visit(DLOPT_NORM_WATCH_FACTOR, detail::number(factor), 10) &&
           visit(DLOPT_NORM_WATCH_WARMUP, detail::number(warmup), 20);
  }
};

} // namespace cpp
} // namespace dlopt

#endif

// dlopt/cpp/options.hpp - how the values of an option structure come to a handle.
#ifndef DLOPT_CPP_OPTIONS_HPP
#define DLOPT_CPP_OPTIONS_HPP

#include "../optimizer.h"

namespace dlopt {
inline namespace cpp {
namespace detail {

/// Calls set(id, value) for each value that differs from its default, until one is refused.
template <class Options, class Set> dlopt_status set_differing(const Options& options, Set set) {
  dlopt_status status = DLOPT_OK;
  options.each([&](int32_t id, double value, double standard) {
    if (value != standard) status = set(id, value);
    return status == DLOPT_OK;
  });
  return status;
}

/// Of a new optimizer, which is thrown away where a value is refused.
template <class Options> dlopt_status set_up(dlopt_optimizer* optimizer, const Options& options) {
  const dlopt_status status = options.preset ? dlopt_optimizer_preset(optimizer, options.preset) : DLOPT_OK;
  if (status != DLOPT_OK) return status;
  return set_differing(options, [&](dlopt_hyper hyper, double value) { return dlopt_optimizer_set(optimizer, hyper, value); });
}

/// Of one group, all or none: what was set before a value is refused gets its old value back.
template <class Options> dlopt_status set_group(dlopt_optimizer* optimizer, int32_t group, const Options& options) {
  struct {
    dlopt_hyper hyper;
    double value;
  } before[Options::count];
  int changed = 0;
  const dlopt_status status = set_differing(options, [&](dlopt_hyper hyper, double value) {
    before[changed].hyper = hyper;
    dlopt_status step = dlopt_optimizer_group_get(optimizer, group, hyper, &before[changed].value);
    if (step == DLOPT_OK) step = dlopt_optimizer_group_set(optimizer, group, hyper, value);
    if (step == DLOPT_OK) ++changed;
    return step;
  });
  while (status != DLOPT_OK && changed > 0) {
    --changed;
    (void)dlopt_optimizer_group_set(optimizer, group, before[changed].hyper, before[changed].value);
  }
  return status;
}

/// A count as the C API takes some: what it cannot hold is too many for every function.
inline int32_t count32(size_t count) noexcept { return count < INT32_MAX ? static_cast<int32_t>(count) : INT32_MAX; }

} // namespace detail
} // namespace cpp
} // namespace dlopt

#endif

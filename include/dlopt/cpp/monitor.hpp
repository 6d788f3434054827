// dlopt/cpp/monitor.hpp - the layer of dlopt::optimizer that looks inside a training: statistics, a hash of the state.
#ifndef DLOPT_CPP_MONITOR_HPP
#define DLOPT_CPP_MONITOR_HPP

#include "../monitor.h"

#include "state.hpp"

namespace dlopt {
inline namespace cpp {

/// dlopt_stats_desc, with its defaults. Tensors are for the full form alone.
struct stats_options {
  int32_t slot = DLOPT_SLOT_ALL;        ///< a parameter
  int32_t group = -1;                   ///< all parameters of a group; -1: of all groups
  int32_t sample = 1;                   ///< only every so many blocks of elements
  view<const dlopt_tensor> params = {}; ///< for each slot; none: no parameter is shown
  view<const dlopt_tensor> grads = {};  ///< the same for gradients
  view<const dlopt_tensor> before = {}; ///< the same for parameters as they were before the last step
};

} // namespace cpp

inline namespace DLOPT_CPP_MODE {
namespace detail {

class with_measures : public with_checkpoints {
public:
  using with_checkpoints::with_checkpoints;

  /// dlopt_optimizer_measure: one parameter, a group or all; what is in braces is for each slot, or nothing: {} is not shown.
  [[nodiscard]] outcome<dlopt_stats> measure(std::initializer_list<const_buffer> params, std::initializer_list<const_buffer> grads = {},
                                             std::initializer_list<const_buffer> before = {}, const stats_options& options = {}) {
    return alone<dlopt_stats>([&]() -> outcome<dlopt_stats> {
      stats_options shown = options;
      shown.params = {known_.params(params), params.size()};
      shown.grads = {known_.grads(grads), grads.size()};
      shown.before = {known_.before(before), before.size()};
      for (const view<const dlopt_tensor>& one : {shown.params, shown.grads, shown.before})
        if (!one.data() && !one.empty())
          return refuse<dlopt_stats>(DLOPT_ERR_OUT_OF_MEMORY, "measure: got no memory for %zu tensors", one.size());
      return measure(shown);
    });
  }
  /// The full form; alone it measures states.
  [[nodiscard]] outcome<dlopt_stats> measure(const stats_options& options = {}) const {
    dlopt_stats_desc desc;
    dlopt_stats found{};
    found.struct_size = sizeof found;
    dlopt_status status = dlopt_stats_desc_init(&desc, sizeof desc);
    desc.slot = options.slot;
    desc.group = options.group;
    desc.sample = options.sample;
    for (const view<const dlopt_tensor>& one : {options.params, options.grads, options.before}) {
      if (one.empty()) continue;
      if (desc.count != 0 && desc.count != one.size())
        return refuse<dlopt_stats>(DLOPT_ERR_INVALID_ARGUMENT, "measure: got %zu tensors beside %zu, wanted one for each slot", one.size(),
                                   desc.count);
      desc.count = one.size();
    }
    desc.params = given(options.params);
    desc.grads = given(options.grads);
    desc.before = given(options.before);
    if (status == DLOPT_OK) status = dlopt_optimizer_measure(handle_, &desc, &found);
    return settle(status, found);
  }

  /// dlopt_optimizer_state_hash: of all that decides the next steps, with the parameters where they are given.
  [[nodiscard]] outcome<uint64_t> state_hash(std::initializer_list<const_buffer> params) {
    return alone<uint64_t>([&] { return state_hash({known_.params(params), params.size()}); });
  }
  [[nodiscard]] outcome<uint64_t> state_hash(view<const dlopt_tensor> params) const {
    uint64_t hash = 0;
    const dlopt_status status = dlopt_optimizer_state_hash(handle_, given(params), params.size(), &hash);
    return settle(status, hash);
  }
  [[nodiscard]] outcome<uint64_t> state_hash() const { return state_hash(view<const dlopt_tensor>()); }

private:
  static const dlopt_tensor* given(view<const dlopt_tensor> tensors) noexcept { return tensors.empty() ? nullptr : tensors.data(); }
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

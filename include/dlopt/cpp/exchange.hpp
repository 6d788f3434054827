// dlopt/cpp/exchange.hpp - the layer of dlopt::optimizer that hands states and counts over, and takes them.
#ifndef DLOPT_CPP_EXCHANGE_HPP
#define DLOPT_CPP_EXCHANGE_HPP

#include "parameters.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace detail {

/// `slot` may be DLOPT_SLOT_ALL: numbers that all parameters share, and the optimizer's own count of steps.
class with_exchange : public with_parameters {
public:
  using with_parameters::with_parameters;

  /// dlopt_optimizer_state_get: copies a state to a container of as many elements, or to a tensor.
  outcome<void> copy_state(int32_t slot, const char* name, const buffer& to) const {
    dlopt_tensor tensor;
    describe_flat(tensor, to);
    const dlopt_status status = give_shape(slot, name, to, tensor);
    return settle(status == DLOPT_OK ? dlopt_optimizer_state_get(handle_, slot, name, &tensor) : status);
  }
  outcome<void> copy_state(int32_t slot, const char* name, const dlopt_tensor& to) const {
    return settle(dlopt_optimizer_state_get(handle_, slot, name, &to));
  }
  /// dlopt_optimizer_state_set: sets a state from a container of as many elements, or from a tensor.
  outcome<void> set_state(int32_t slot, const char* name, const const_buffer& from, bool nonfinite = false) {
    dlopt_tensor tensor;
    describe_flat(tensor, from);
    const dlopt_status status = give_shape(slot, name, from, tensor);
    return settle(status == DLOPT_OK ? dlopt_optimizer_state_set(handle_, slot, name, &tensor, flags(nonfinite)) : status);
  }
  outcome<void> set_state(int32_t slot, const char* name, const dlopt_tensor& from, bool nonfinite = false) {
    return settle(dlopt_optimizer_state_set(handle_, slot, name, &from, flags(nonfinite)));
  }
  /// dlopt_optimizer_state_set without an array: as before the first gradient.
  outcome<void> forget_state(int32_t slot, const char* name) { return settle(dlopt_optimizer_state_set(handle_, slot, name, nullptr, 0)); }
  /// dlopt_optimizer_state_started.
  [[nodiscard]] outcome<bool> has_started(int32_t slot, const char* name) const {
    int32_t started = 0;
    const dlopt_status status = dlopt_optimizer_state_started(handle_, slot, name, &started);
    return settle(status, started != 0);
  }

  /// dlopt_optimizer_steps_get: of one parameter.
  [[nodiscard]] outcome<int64_t> steps_of(int32_t slot) const {
    int64_t steps = 0;
    const dlopt_status status = dlopt_optimizer_steps_get(handle_, slot, &steps);
    return settle(status, steps);
  }
  /// dlopt_optimizer_steps_set.
  outcome<void> set_steps(int32_t slot, int64_t steps) { return settle(dlopt_optimizer_steps_set(handle_, slot, steps)); }

private:
  static uint32_t flags(bool nonfinite) noexcept { return nonfinite ? uint32_t(DLOPT_STATE_SET_NONFINITE) : 0u; }
  /// The state's shape, where the buffer has as many elements; else the library names both.
  dlopt_status give_shape(int32_t slot, const char* name, const const_buffer& b, dlopt_tensor& tensor) const noexcept {
    dlopt_tensor found{};
    found.struct_size = sizeof found;
    const dlopt_status status = dlopt_optimizer_state(handle_, slot, name, &found);
    if (status != DLOPT_OK) return status;
    uint64_t elements = 1; // of memory that is there
    for (int32_t d = 0; d < found.ndim; ++d) elements *= static_cast<uint64_t>(found.shape[d]);
    if (elements != static_cast<uint64_t>(b.size())) return DLOPT_OK;
    tensor.ndim = found.ndim;
    tensor.shape = found.shape;
    return DLOPT_OK;
  }
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

// dlopt/cpp/parameters.hpp - the layer of dlopt::optimizer that declares parameters and looks at their state.
#ifndef DLOPT_CPP_PARAMETERS_HPP
#define DLOPT_CPP_PARAMETERS_HPP

#include "../exchange.h"

#include "hypers.hpp"
#include "tensor.hpp"

namespace dlopt {
inline namespace cpp {

/// dlopt_param_desc, with its defaults.
struct parameter {
  shape dims;                                         ///< elements along each dimension; none: one element
  const char* name = nullptr;                         ///< unique; nullptr: "param_<slot>"
  dlopt::dtype dtype = dlopt::dtype::f32;             ///< f32, f64, bf16 or f16
  dlopt::role role = dlopt::role::weight;             ///< what role_scale knows it by
  int32_t group = 0;                                  ///< whose hyper-parameters it has
  double lr_scale = 1;                                ///< multiplies lr; 0 .. 1e6
  double decay_scale = 1;                             ///< multiplies weight_decay; 0 .. 1e6
  dlopt::master master = dlopt::master::none;         ///< what is kept beside 16 bits
  dlopt::state_form states = dlopt::state_form::full; ///< how its moments are kept
  bool row_ages = false;                              ///< each row counts its own steps
};

/// Several roles, for role_scale.
constexpr uint32_t roles(std::initializer_list<role> list) noexcept {
  uint32_t bits = 0;
  for (const role r : list) bits |= 1u << static_cast<int32_t>(r);
  return bits;
}

namespace detail {

inline const char* name_of(dlopt_dtype type) noexcept {
  constexpr const char* names[] = {"?", "f64", "f32", "f16", "bf16", "i8", "u8", "i16", "i32"};
  return names[type >= DLOPT_DTYPE_F64 && type <= DLOPT_DTYPE_I32 ? type : 0];
}

inline dlopt_status fill(dlopt_param_desc& desc, const parameter& p) noexcept {
  const dlopt_status status = dlopt_param_desc_init(&desc, sizeof desc);
  desc.dtype = static_cast<dlopt_dtype>(p.dtype);
  desc.ndim = p.dims.ndim();
  desc.shape = p.dims.dims();
  desc.group = p.group;
  desc.role = static_cast<dlopt_role>(p.role);
  desc.name = p.name;
  desc.lr_scale = p.lr_scale;
  desc.decay_scale = p.decay_scale;
  desc.master = static_cast<dlopt_master>(p.master);
  desc.state_form = static_cast<dlopt_state_form>(p.states);
  desc.row_ages = p.row_ages;
  return status;
}

inline parameter parameter_of(const dlopt_param_desc& desc) noexcept {
  parameter p;
  p.dims = view<const int64_t>(desc.shape, static_cast<size_t>(desc.ndim));
  p.name = desc.name;
  p.dtype = static_cast<dlopt::dtype>(desc.dtype);
  p.role = static_cast<dlopt::role>(desc.role);
  p.group = desc.group;
  p.lr_scale = desc.lr_scale;
  p.decay_scale = desc.decay_scale;
  p.master = static_cast<dlopt::master>(desc.master);
  p.states = static_cast<dlopt::state_form>(desc.state_form);
  p.row_ages = desc.row_ages != 0;
  return p;
}

} // namespace detail
} // namespace cpp

inline namespace DLOPT_CPP_MODE {
namespace detail {

class with_parameters : public with_hypers {
public:
  using with_hypers::with_hypers;

  /// dlopt_optimizer_param_add: declares a parameter and gives its slot. The shape is remembered, so that steps need none.
  outcome<int32_t> add(const parameter& p) {
    return alone<int32_t>([&]() -> outcome<int32_t> {
      if (!known_.reserve(param_count(), static_cast<size_t>(p.dims.ndim())))
        return refuse<int32_t>(DLOPT_ERR_OUT_OF_MEMORY, "dims: got no memory for %d sizes", int(p.dims.ndim()));
      dlopt_param_desc desc;
      int32_t slot = -1;
      dlopt_status status = fill(desc, p);
      if (status == DLOPT_OK) status = dlopt_optimizer_param_add(handle_, &desc, &slot);
      if (status == DLOPT_OK) known_.add(slot, p.dims);
      return settle(status, slot);
    });
  }
  /// Tells the shape of a parameter that was not declared by add(), for calls with buffers, which check it. A load finds out
  /// itself.
  outcome<void> know_shape(int32_t slot, const shape& dims) {
    return alone<void>([&]() -> outcome<void> {
      if (slot < 0 || slot >= param_count())
        return refuse<void>(DLOPT_ERR_INVALID_ARGUMENT, "slot: got %d, wanted one of the %d that are declared", int(slot),
                            int(param_count()));
      if (dims.ndim() > DLOPT_MAX_DIMS)
        return refuse<void>(DLOPT_ERR_INVALID_ARGUMENT, "dims: got more than %d sizes, wanted so many at most", int(DLOPT_MAX_DIMS));
      if (!known_.reserve(param_count(), static_cast<size_t>(dims.ndim())))
        return refuse<void>(DLOPT_ERR_OUT_OF_MEMORY, "dims: got no memory for %d sizes", int(dims.ndim()));
      known_.add(slot, dims);
      return settle(DLOPT_OK);
    });
  }
  /// dlopt_optimizer_param_info: how a parameter is declared. Its name is the optimizer's own memory; see there how long it lives.
  [[nodiscard]] outcome<parameter> declaration(int32_t slot) const {
    dlopt_param_desc desc{};
    desc.struct_size = sizeof desc;
    const dlopt_status status = dlopt_optimizer_param_info(handle_, slot, &desc);
    return settle(status, status == DLOPT_OK ? parameter_of(desc) : parameter());
  }
  /// dlopt_optimizer_param_count: slots ever declared.
  [[nodiscard]] int32_t param_count() const noexcept { return dlopt_optimizer_param_count(handle_); }
  /// dlopt_optimizer_param_remove: from then on its place in a step takes dlopt::no_buffer.
  outcome<void> remove(int32_t slot) { return settle(dlopt_optimizer_param_remove(handle_, slot)); }
  /// dlopt_optimizer_param_freeze.
  outcome<void> freeze(int32_t slot, bool frozen = true) { return settle(dlopt_optimizer_param_freeze(handle_, slot, frozen)); }

  /// dlopt_optimizer_param_scale.
  outcome<void> scale(int32_t slot, double lr, double decay) { return settle(dlopt_optimizer_param_scale(handle_, slot, lr, decay)); }
  /// dlopt_optimizer_role_scale: scale_roles(dlopt::roles({dlopt::role::bias, dlopt::role::norm}), 1, 0) takes decay from biases and norms.
  outcome<void> scale_roles(uint32_t roles, double lr, double decay) {
    return settle(dlopt_optimizer_role_scale(handle_, roles, lr, decay));
  }
  /// dlopt_optimizer_param_scales: a factor for each element or each column; dlopt::no_buffer: 1.
  outcome<void> scale_elements(int32_t slot, const const_buffer& lr, const const_buffer& decay = {}) {
    return alone<void>([&] {
      const dlopt_tensor lr_scales = known_.tensor(slot, lr), decay_scales = known_.tensor(slot, decay);
      return settle(dlopt_optimizer_param_scales(handle_, slot, lr.data() ? &lr_scales : nullptr, decay.data() ? &decay_scales : nullptr));
    });
  }

  /// dlopt_optimizer_state: the optimizer's own memory; see there how long it lives.
  [[nodiscard]] outcome<dlopt_tensor> state(int32_t slot, const char* name) const {
    dlopt_tensor found{};
    found.struct_size = sizeof found;
    const dlopt_status status = dlopt_optimizer_state(handle_, slot, name, &found);
    return settle(status, found);
  }
  /// The same as elements of T: double, float, dlopt::bf16, or what else the state has.
  template <class T> [[nodiscard]] outcome<view<T>> state(int32_t slot, const char* name) const {
    dlopt_tensor found{};
    found.struct_size = sizeof found;
    const dlopt_status status = dlopt_optimizer_state(handle_, slot, name, &found);
    constexpr dlopt_dtype wanted = static_cast<dlopt_dtype>(element<std::remove_const_t<T>>::type);
    if (status == DLOPT_OK && found.dtype != wanted)
      return refuse<view<T>>(DLOPT_ERR_DTYPE, "state %.40s: got elements of %s, wanted %s", name, name_of(found.dtype), name_of(wanted));
    size_t size = 1;
    for (int32_t d = 0; d < found.ndim; ++d) size *= static_cast<size_t>(found.shape[d]);
    return settle(status, view<T>(static_cast<T*>(found.data), size));
  }
  /// dlopt_optimizer_stats: of a parameter and its gradient, where they are given, and of its state.
  [[nodiscard]] outcome<dlopt_stats> stats(int32_t slot, const const_buffer& param = {}, const const_buffer& grad = {}) const {
    return alone<dlopt_stats>([&] {
      const dlopt_tensor p = known_.tensor(slot, param), g = known_.tensor(slot, grad);
      dlopt_stats found{};
      found.struct_size = sizeof found;
      const dlopt_status status = dlopt_optimizer_stats(handle_, slot, param.data() ? &p : nullptr, grad.data() ? &g : nullptr, &found);
      return settle(status, found);
    });
  }
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

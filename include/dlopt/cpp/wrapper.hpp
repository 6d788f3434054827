// dlopt/cpp/wrapper.hpp - the layer of dlopt::optimizer for what accompanies it: averages, Lookahead, accumulation, SAM, projections,
// modes.
#ifndef DLOPT_CPP_WRAPPER_HPP
#define DLOPT_CPP_WRAPPER_HPP

#include "../wrapper.h"

#include "step.hpp"
#include "wrappers.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace detail {

class with_wrappers : public with_steps {
public:
  using with_steps::with_steps;

  /// dlopt_optimizer_wrap: wrap(dlopt::wrappers::ema{...}); gives its number. What is wrong with its values is found on an optimizer made
  /// for that, before this one is wrapped.
  template <class Fields, dlopt_wrapper = Fields::wrapper> outcome<int32_t> wrap(const Fields& fields) {
    int32_t index = -1;
    dlopt_optimizer* raw = nullptr;
    dlopt_status status = dlopt_optimizer_create(nullptr, DLOPT_RULE_SGD, &raw);
    const owned trial(raw);
    if (status == DLOPT_OK) status = wrap_one(raw, fields, index);
    if (status == DLOPT_OK) status = wrap_one(handle_, fields, index);
    if (status == DLOPT_OK && (Fields::wrapper == DLOPT_WRAPPER_EMA || Fields::wrapper == DLOPT_WRAPPER_SWA)) ++averages_;
    return settle(status, index);
  }
  /// dlopt_optimizer_wrap_set.
  outcome<void> set_wrapper(int32_t index, wrapper_field field, double value) {
    return settle(dlopt_optimizer_wrap_set(handle_, index, static_cast<dlopt_wrapper_field>(field), value));
  }
  /// dlopt_optimizer_wrap_get.
  [[nodiscard]] outcome<double> get_wrapper(int32_t index, wrapper_field field) const {
    double value = 0;
    const dlopt_status status = dlopt_optimizer_wrap_get(handle_, index, static_cast<dlopt_wrapper_field>(field), &value);
    return settle(status, value);
  }

  /// dlopt_optimizer_accumulate: gives the sum of the weights so far.
  outcome<double> accumulate(std::initializer_list<const_buffer> grads, double weight = 1) {
    return alone<double>([&] { return accumulate({known_.grads(grads), grads.size()}, weight); });
  }
  outcome<double> accumulate(view<const dlopt_tensor> grads, double weight = 1) {
    double total = 0;
    const dlopt_status status = dlopt_optimizer_accumulate(handle_, grads.data(), grads.size(), weight, &total);
    return settle(status, total);
  }
  /// dlopt_optimizer_step with the gradients that were accumulated.
  outcome<step_report> step_accumulated(std::initializer_list<buffer> params, const step_options& options = {}) {
    return alone<step_report>([&] { return step({known_.params(params), params.size()}, view<const dlopt_tensor>(), options); });
  }

  /// dlopt_optimizer_perturb: moves the parameters to where SAM takes the gradient of the next step.
  outcome<void> perturb(std::initializer_list<buffer> params, std::initializer_list<const_buffer> grads) {
    if (params.size() != grads.size()) return of_other_count<void>(grads.size(), params.size());
    return alone<void>([&] { return settle(dlopt_optimizer_perturb(handle_, known_.params(params), known_.grads(grads), params.size())); });
  }
  /// The same without gradients: puts them back without a step.
  outcome<void> put_back(std::initializer_list<buffer> params) {
    return alone<void>([&] { return settle(dlopt_optimizer_perturb(handle_, known_.params(params), nullptr, params.size())); });
  }

  /// dlopt_optimizer_param_project: keeps elements within limits, or runs of `unit` elements at norm 1.
  outcome<void> project(int32_t slot, double lower, double upper, int32_t unit = 0) {
    return settle(dlopt_optimizer_param_project(handle_, slot, lower, upper, unit));
  }

  /// dlopt_optimizer_mode: turns the parameters of schedule-free rules into what another mode needs.
  outcome<void> enter(mode which, std::initializer_list<buffer> params) {
    return alone<void>(
        [&] { return settle(dlopt_optimizer_mode(handle_, static_cast<dlopt_mode>(which), known_.params(params), params.size())); });
  }
  /// dlopt_optimizer_hessian: estimates of its diagonal, for rules that use them.
  outcome<void> hessian(std::initializer_list<const_buffer> estimates) {
    return alone<void>([&] { return settle(dlopt_optimizer_hessian(handle_, known_.grads(estimates), estimates.size())); });
  }

private:
  template <class Fields> static dlopt_status wrap_one(dlopt_optimizer* optimizer, const Fields& fields, int32_t& index) {
    const dlopt_status status = dlopt_optimizer_wrap(optimizer, Fields::wrapper, &index);
    if (status != DLOPT_OK) return status;
    return set_differing(fields,
                         [&](dlopt_wrapper_field field, double value) { return dlopt_optimizer_wrap_set(optimizer, index, field, value); });
  }
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

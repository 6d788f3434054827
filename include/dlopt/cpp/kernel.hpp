// dlopt/cpp/kernel.hpp - the bare update on state that the caller keeps.
#ifndef DLOPT_CPP_KERNEL_HPP
#define DLOPT_CPP_KERNEL_HPP

#include "../kernel.h"

#include "options.hpp"
#include "rules.hpp"
#include "runtime.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {

/// dlopt_kernel_buffers with its defaults: set its fields.
[[nodiscard]] inline outcome<dlopt_kernel_buffers> kernel_buffers() {
  dlopt_kernel_buffers made{};
  const dlopt_status status = dlopt_kernel_buffers_init(&made, sizeof made);
  return detail::settle(status, made);
}

/// Which states a rule keeps, as bits in the order of its table, and what each starts from.
struct kernel_states {
  uint32_t kept = 0;
  double initial[32] = {};
};

/// A rule with its hyper-parameters: dlopt::kernel(dlopt::adamw{...}). It keeps no state and may be used from any thread.
class kernel {
public:
  kernel() noexcept = default;

#ifndef DLOPT_NO_EXCEPTIONS
  template <class Options, dlopt_rule = Options::rule> explicit kernel(const Options& options) : kernel(make(options)) {}
#endif
  /// Checks the options on an optimizer made for that, which also makes values of a preset.
  template <class Options> static outcome<kernel> make(const Options& options) {
    static_assert(Options::count <= most, "room for the hyper-parameters of every rule");
    kernel made;
    made.rule_ = Options::rule;
    dlopt_optimizer* raw = nullptr;
    dlopt_status status = dlopt_optimizer_create(nullptr, Options::rule, &raw);
    const detail::owned<dlopt_optimizer, dlopt_optimizer_destroy> trial(raw);
    if (status == DLOPT_OK) status = detail::set_up(raw, options);
    options.each([&](dlopt_hyper hyper, double, double standard) {
      double value = standard;
      if (status == DLOPT_OK) status = dlopt_optimizer_get(raw, hyper, &value);
      if (value != standard) made.hypers_[made.count_++] = {sizeof(dlopt_hyper_value), hyper, value};
      return status == DLOPT_OK;
    });
    return detail::settle(status, made);
  }

  /// dlopt_kernel_states.
  [[nodiscard]] outcome<kernel_states> states() const {
    kernel_states found;
    const dlopt_status status = dlopt_kernel_states(rule_, hypers_, count_, &found.kept, found.initial);
    return detail::settle(status, found);
  }
  /// dlopt_kernel_apply: elements first .. past - 1 at a step, counted from 1.
  outcome<void> apply(int64_t step, const dlopt_kernel_buffers& buffers, int64_t first, int64_t past, void* stream = nullptr,
                      const runtime& rt = {}) const {
    return detail::settle(dlopt_kernel_apply(rt.native(), rule_, hypers_, count_, step, &buffers, first, past, stream));
  }
  outcome<void> apply(int64_t step, const dlopt_kernel_buffers& buffers) const { return apply(step, buffers, 0, buffers.n); }

private:
  static constexpr int most = 32;

  dlopt_rule rule_ = 0;
  size_t count_ = 0;
  dlopt_hyper_value hypers_[most] = {};
};

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

// dlopt/cpp/optimizer.hpp - dlopt::optimizer: how it is made; what it does stands in its layers.
#ifndef DLOPT_CPP_OPTIMIZER_HPP
#define DLOPT_CPP_OPTIMIZER_HPP

#include "../place.h"
#include "../recipe.h"

#include "monitor.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {

/// dlopt_optimizer: dlopt::optimizer(dlopt::adamw{...}). Its layers, each a base class: with_hypers (set, get, groups, schedules),
/// with_parameters (add, freeze, state, stats), with_exchange (copy_state, set_state, set_steps), with_steps (step, observe, begin), with_wrappers (wrap, accumulate, perturb, enter),
/// with_rows, with_checkpoints (save, load), with_measures (measure, state_hash).
///
/// An optimizer that was moved from, or made of nothing, is refused by every call. The runtime must outlive it. Memory of its own is for
/// the shapes of parameters alone.
class optimizer : public detail::with_measures {
public:
  using with_measures::with_measures;

#ifndef DLOPT_NO_EXCEPTIONS
  template <class Options, dlopt_rule = Options::rule>
  explicit optimizer(const Options& options, const runtime& rt = {}) : optimizer(make(options, rt)) {}
#endif
  /// dlopt_optimizer_create; then the preset, and all values that differ from their defaults.
  template <class Options> static outcome<optimizer> make(const Options& options, const runtime& rt = {}) {
    return set_up(dlopt_optimizer_create, options, rt);
  }
  /// dlopt_optimizer_outline: without states, for size() and place().
  template <class Options> static outcome<optimizer> outline(const Options& options, const runtime& rt = {}) {
    return set_up(dlopt_optimizer_outline, options, rt);
  }
  /// dlopt_recipe_create: as a known training sets it up.
  static outcome<optimizer> from(recipe which, int64_t steps_per_epoch, int64_t total_steps, const runtime& rt = {}) {
    optimizer made;
    const dlopt_status status =
        dlopt_recipe_create(rt.native(), static_cast<dlopt_recipe>(which), steps_per_epoch, total_steps, &made.handle_);
    return detail::settle(status, std::move(made));
  }

  /// dlopt_optimizer_clone.
  outcome<optimizer> clone() const {
    return copied([&](dlopt_optimizer** copy) { return dlopt_optimizer_clone(handle_, copy); });
  }
  /// dlopt_optimizer_size: bytes that place() wants.
  [[nodiscard]] outcome<size_t> size() const {
    size_t bytes = 0;
    const dlopt_status status = dlopt_optimizer_size(handle_, &bytes);
    return detail::settle(status, bytes);
  }
  /// dlopt_optimizer_place: a copy wholly inside a block of the caller's, which must outlive it.
  outcome<optimizer> place(void* memory, size_t bytes) const {
    return copied([&](dlopt_optimizer** copy) { return dlopt_optimizer_place(handle_, memory, bytes, copy); });
  }

private:
  template <class Options>
  static outcome<optimizer> set_up(dlopt_status (*create)(dlopt_runtime*, dlopt_rule, dlopt_optimizer**), const Options& options,
                                   const runtime& rt) {
    optimizer made;
    dlopt_status status = create(rt.native(), Options::rule, &made.handle_);
    if (status == DLOPT_OK) status = detail::set_up(made.handle_, options);
    made.rule_ = Options::rule;
    return detail::settle(status, std::move(made));
  }
  template <class Copy> outcome<optimizer> copied(Copy copy) const {
    return alone<optimizer>([&]() -> outcome<optimizer> {
      optimizer made;
      if (!made.known_.copy(known_))
        return detail::refuse<optimizer>(DLOPT_ERR_OUT_OF_MEMORY, "optimizer: got no memory for the shapes of %d parameters",
                                         int(param_count()));
      made.rule_ = rule_;
      made.averages_ = averages_;
      const dlopt_status status = copy(&made.handle_);
      return detail::settle(status, std::move(made));
    });
  }
};

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

// dlopt/cpp/hypers.hpp - the layer of dlopt::optimizer that sets hyper-parameters, groups and schedules.
#ifndef DLOPT_CPP_HYPERS_HPP
#define DLOPT_CPP_HYPERS_HPP

#include "declared.hpp"
#include "rules.hpp"
#include "schedule.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace detail {

class with_hypers : public owned<dlopt_optimizer, dlopt_optimizer_destroy> {
public:
  using owned::owned;

  /// dlopt_optimizer_set: in every group. Flags are 0 or 1, choices their number.
  outcome<void> set(hyper which, double value) { return settle(dlopt_optimizer_set(handle_, static_cast<dlopt_hyper>(which), value)); }
  template <class Choice, class = std::enable_if_t<std::is_enum<Choice>::value>> outcome<void> set(hyper which, Choice value) {
    return set(which, number(value));
  }
  /// dlopt_optimizer_get: of group 0.
  [[nodiscard]] outcome<double> get(hyper which) const {
    double value = 0;
    const dlopt_status status = dlopt_optimizer_get(handle_, static_cast<dlopt_hyper>(which), &value);
    return settle(status, value);
  }

  /// dlopt_optimizer_group_add: a copy of what group 0 has now; gives its number.
  outcome<int32_t> add_group() {
    int32_t group = 0;
    const dlopt_status status = dlopt_optimizer_group_add(handle_, &group);
    return settle(status, group);
  }
  /// dlopt_optimizer_group_set.
  outcome<void> set(int32_t group, hyper which, double value) {
    return settle(dlopt_optimizer_group_set(handle_, group, static_cast<dlopt_hyper>(which), value));
  }
  /// Sets in one group what differs from the rule's defaults, all of it or nothing. A preset is of the whole optimizer: none here.
  template <class Options, dlopt_rule = Options::rule> outcome<void> set(int32_t group, const Options& options) {
    if (rule_ && rule_ != Options::rule)
      return refuse<void>(DLOPT_ERR_INVALID_ARGUMENT, "options: got those of %s, wanted those of %s", dlopt_rule_name(Options::rule),
                          dlopt_rule_name(rule_));
    if (options.preset)
      return refuse<void>(DLOPT_ERR_INVALID_ARGUMENT, "options.preset: got \"%.40s\" for one group, wanted none", options.preset);
    return settle(set_group(handle_, group, options));
  }
  /// dlopt_optimizer_group_get.
  [[nodiscard]] outcome<double> get(int32_t group, hyper which) const {
    double value = 0;
    const dlopt_status status = dlopt_optimizer_group_get(handle_, group, static_cast<dlopt_hyper>(which), &value);
    return settle(status, value);
  }

  /// dlopt_optimizer_preset: the conventions of a peer, in every group.
  outcome<void> preset(const char* name) { return settle(dlopt_optimizer_preset(handle_, name)); }

  /// dlopt_optimizer_schedule: lets a hyper-parameter of every group follow a copy of a schedule.
  outcome<void> follow(hyper which, const schedule& along) { return follow(-1, which, along); }
  outcome<void> follow(int32_t group, hyper which, const schedule& along) {
    if (!along) return refuse<void>(DLOPT_ERR_INVALID_ARGUMENT, "along: got a schedule that is empty, wanted one (group %d)", int(group));
    return settle(dlopt_optimizer_schedule(handle_, group, static_cast<dlopt_hyper>(which), along.native()));
  }
  /// Stops following; the value set before holds again.
  outcome<void> unfollow(hyper which, int32_t group = -1) {
    return settle(dlopt_optimizer_schedule(handle_, group, static_cast<dlopt_hyper>(which), nullptr));
  }
  /// dlopt_optimizer_report: the metric, to every plateau that is followed.
  outcome<void> report(double metric) { return settle(dlopt_optimizer_report(handle_, metric)); }

  /// dlopt_optimizer_steps: how many were applied.
  [[nodiscard]] int64_t steps() const noexcept { return dlopt_optimizer_steps(handle_); }
  /// dlopt_optimizer_memory_query.
  [[nodiscard]] outcome<dlopt_memory> memory() const {
    dlopt_memory held{};
    held.struct_size = sizeof held;
    const dlopt_status status = dlopt_optimizer_memory_query(handle_, &held);
    return settle(status, held);
  }

protected:
  /// What uses the shapes of parameters, or changes them.
  template <class T, class Call> outcome<T> alone(Call call) const {
    const turn mine(known_);
    return mine ? call() : busy<T>();
  }

  declared known_;
  dlopt_rule rule_ = 0; // 0: not known, because the handle came from the C API or a recipe
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

// dlopt/cpp/schedule.hpp - schedules, made of the structures in dlopt::schedules, alone and composed.
#ifndef DLOPT_CPP_SCHEDULE_HPP
#define DLOPT_CPP_SCHEDULE_HPP

#include "buffer.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "runtime.hpp"
#include "schedules.hpp"

namespace dlopt {
inline namespace cpp {
namespace detail {

template <class Shape, class Set> auto set_lists(const Shape& shape, Set set, int) -> decltype(shape.each_list(set), dlopt_status()) {
  dlopt_status status = DLOPT_OK;
  shape.each_list([&](dlopt_schedule_field field, const list& values) {
    if (status == DLOPT_OK) status = set(field, values);
    return status == DLOPT_OK;
  });
  return status;
}
template <class Shape, class Set> dlopt_status set_lists(const Shape&, Set, long) { return DLOPT_OK; }

} // namespace detail
} // namespace cpp

inline namespace DLOPT_CPP_MODE {

/// dlopt_schedule: dlopt::schedule(dlopt::schedules::cosine{...}). Optimizers and compositions copy it.
class schedule : public detail::owned<dlopt_schedule, dlopt_schedule_destroy> {
public:
  using owned::owned;

#ifndef DLOPT_NO_EXCEPTIONS
  template <class Shape, dlopt_schedule_kind = Shape::kind>
  explicit schedule(const Shape& shape, const runtime& rt = {}) : schedule(make(shape, rt)) {}
#endif
  /// dlopt_schedule_create; then all values that differ from their defaults are set.
  template <class Shape> static outcome<schedule> make(const Shape& shape, const runtime& rt = {}) {
    schedule made;
    dlopt_status status = dlopt_schedule_create(rt.native(), Shape::kind, &made.handle_);
    if (status != DLOPT_OK) return detail::settle(status, std::move(made));
    status = detail::set_differing(
        shape, [&](dlopt_schedule_field field, double value) { return dlopt_schedule_set(made.handle_, field, value); });
    bool complete = true;
    const auto set_list = [&](dlopt_schedule_field field, const dlopt::list& values) {
      complete = complete && values.complete();
      return dlopt_schedule_set_list(made.handle_, field, values.data(), values.size());
    };
    if (status == DLOPT_OK) status = detail::set_lists(shape, set_list, 0);
    if (!complete)
      return detail::refuse<schedule>(DLOPT_ERR_OUT_OF_MEMORY, "list: got no memory for the numbers of kind %d", int(Shape::kind));
    return detail::settle(status, std::move(made));
  }

  /// dlopt_schedule_sequence: children by native(), and the steps, one fewer, from which each but the first is in force.
  static outcome<schedule> sequence(view<const dlopt_schedule* const> children, view<const int64_t> milestones, const runtime& rt = {}) {
    if (children.size() != milestones.size() + 1)
      return detail::refuse<schedule>(DLOPT_ERR_INVALID_ARGUMENT, "milestones: got %zu for %zu children, wanted one fewer",
                                      milestones.size(), children.size());
    return composed([&](dlopt_schedule** made) {
      return dlopt_schedule_sequence(rt.native(), children.data(), detail::count32(children.size()), milestones.data(), made);
    });
  }
  /// dlopt_schedule_product.
  static outcome<schedule> product(view<const dlopt_schedule* const> children, const runtime& rt = {}) {
    return composed([&](dlopt_schedule** made) {
      return dlopt_schedule_product(rt.native(), children.data(), detail::count32(children.size()), made);
    });
  }
  /// dlopt_schedule_chain.
  static outcome<schedule> chain(view<const dlopt_schedule* const> children, const runtime& rt = {}) {
    return composed(
        [&](dlopt_schedule** made) { return dlopt_schedule_chain(rt.native(), children.data(), detail::count32(children.size()), made); });
  }
  /// dlopt_schedule_warmup: a warm-up from 0 before this schedule.
  outcome<schedule> after_warmup(int64_t steps, warmup_kind kind = warmup_kind::linear, const runtime& rt = {}) const {
    return composed(
        [&](dlopt_schedule** made) { return dlopt_schedule_warmup(rt.native(), handle_, steps, static_cast<int32_t>(kind), made); });
  }

  /// dlopt_schedule_value: at a step, from 0.
  [[nodiscard]] outcome<double> value(int64_t step) const {
    double value = 0;
    const dlopt_status status = dlopt_schedule_value(handle_, step, &value);
    return detail::settle(status, value);
  }
  /// dlopt_schedule_report: the metric that a plateau watches.
  outcome<void> report(double metric) { return detail::settle(dlopt_schedule_report(handle_, metric)); }

  outcome<void> set(schedule_field field, double value) {
    return detail::settle(dlopt_schedule_set(handle_, static_cast<int32_t>(field), value));
  }
  [[nodiscard]] outcome<double> get(schedule_field field) const {
    double value = 0;
    const dlopt_status status = dlopt_schedule_get(handle_, static_cast<int32_t>(field), &value);
    return detail::settle(status, value);
  }
  outcome<void> set_list(schedule_field field, view<const double> values) {
    return detail::settle(dlopt_schedule_set_list(handle_, static_cast<int32_t>(field), values.data(), values.size()));
  }
  /// dlopt_schedule_get_list: the schedule's own numbers.
  [[nodiscard]] outcome<view<const double>> get_list(schedule_field field) const {
    const double* values = nullptr;
    size_t count = 0;
    const dlopt_status status = dlopt_schedule_get_list(handle_, static_cast<int32_t>(field), &values, &count);
    return detail::settle(status, view<const double>(values, count));
  }

private:
  template <class Create> static outcome<schedule> composed(Create create) {
    schedule made;
    const dlopt_status status = create(&made.handle_);
    return detail::settle(status, std::move(made));
  }
};

/// dlopt_lr_suggest: a learning rate from the record of a range test.
[[nodiscard]] inline outcome<double> suggest_lr(view<const double> lr, view<const double> loss, double smoothing, suggestion method) {
  if (lr.size() != loss.size())
    return detail::refuse<double>(DLOPT_ERR_INVALID_ARGUMENT, "loss: got %zu numbers, wanted %zu, one for each lr", loss.size(), lr.size());
  double found = 0;
  const dlopt_status status = dlopt_lr_suggest(lr.data(), loss.data(), lr.size(), smoothing, static_cast<int32_t>(method), &found);
  return detail::settle(status, found);
}
/// dlopt_lr_scale: a learning rate for another batch size.
[[nodiscard]] inline outcome<double> scale_lr(double lr, int64_t batch, int64_t reference, batch_scaling scaling) {
  double scaled = 0;
  const dlopt_status status = dlopt_lr_scale(lr, batch, reference, static_cast<int32_t>(scaling), &scaled);
  return detail::settle(status, scaled);
}

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

// Every schedule of schedules.txt at every step, in order and out of order, alone and followed by an optimizer.
#include "isa.h"
#include "schedule_build.h"

#include <cmath>

namespace dlopt_test {
namespace {

constexpr double kBound = 1e-13; // relative; the schedules in use stay away from zero crossings

double value_at(const dlopt_schedule* schedule, int64_t step) {
  double value = NAN;
  EXPECT_DLOPT(dlopt_schedule_value(schedule, step, &value));
  return value;
}

void expect_close(double truth, double got, const std::string& where) {
  EXPECT_LE(std::fabs(got - truth), kBound * std::fabs(truth)) << where << ": got " << got << ", wanted " << truth;
}

TEST(schedules, agree_with_the_vectors_at_every_step) {
  for (const schedule_record& record : all_vectors().schedules) {
    const schedule_handle schedule = build_schedule(all_vectors(), record);
    for (const auto& [step, truth] : record.values)
      expect_close(truth, value_at(schedule.get(), step), record.name + " step " + std::to_string(step));
  }
}

TEST(schedules, do_not_depend_on_the_order_of_questions) {
  for (const schedule_record& record : all_vectors().schedules) {
    const schedule_handle forward = build_schedule(all_vectors(), record), backward = build_schedule(all_vectors(), record);
    std::map<int64_t, double> first;
    for (const auto& row : record.values) first[row.first] = value_at(forward.get(), row.first);
    for (auto row = record.values.rbegin(); row != record.values.rend(); ++row)
      EXPECT_EQ(first[row->first], value_at(backward.get(), row->first)) << record.name << " step " << row->first;
  }
}

// A composition keeps copies: its children may go or change.
TEST(schedules, compositions_do_not_see_later_changes_of_their_children) {
  const schedule_handle child = make_schedule(DLOPT_SCHEDULE_CONSTANT, {{"base", "0.25"}});
  const dlopt_schedule* children[] = {child.get(), child.get()};
  dlopt_schedule* raw = nullptr;
  ASSERT_DLOPT(dlopt_schedule_product(nullptr, children, 2, &raw));
  const schedule_handle product(raw);
  ASSERT_DLOPT(dlopt_schedule_set(child.get(), DLOPT_FIELD_BASE, 0.5));
  EXPECT_EQ(0.0625, value_at(product.get(), 3));
}

// p -= lr * 1 tells lr at each step; step T of the optimizer is taken with the value at T - 1.
TEST(schedules, an_optimizer_follows_them_from_step_zero) {
  for (const schedule_record& record : all_vectors().schedules) {
    const schedule_handle schedule = build_schedule(all_vectors(), record);
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
    ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), -1, DLOPT_HYPER_LR, schedule.get()));
    const double gradient = -1;
    for (int64_t t = 0; t < 40; t++) {
      const double expected = value_at(schedule.get(), t);
      double next = NAN, param = 0;
      ASSERT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_LR, &next));
      ASSERT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &param, &gradient, 1));
      EXPECT_EQ(expected, next) << record.name << " step " << t;
      EXPECT_EQ(expected, param) << record.name << " step " << t;
    }
  }
}

TEST(schedules, stop_following_gives_the_old_value_back) {
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  const schedule_handle schedule = make_schedule(DLOPT_SCHEDULE_CONSTANT, {{"base", "0.5"}});
  double lr = 0;
  ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, 0.125));
  ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), 0, DLOPT_HYPER_LR, schedule.get()));
  ASSERT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_LR, &lr));
  EXPECT_EQ(0.5, lr);
  ASSERT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), 0, DLOPT_HYPER_LR, nullptr));
  ASSERT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_LR, &lr));
  EXPECT_EQ(0.125, lr);
}

} // namespace
} // namespace dlopt_test

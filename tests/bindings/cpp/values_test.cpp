// Every value of every option structure, one at a time: what is set in the structure is what the handle says, and nothing else is changed.
#include "check.h"

namespace {

// Reads every value of a handle beside the structure, which holds the defaults but for one.
template <class Options, class Get> void expect_held(const Options& options, int32_t changed, Get get) {
  int differ = 0;
  options.each([&](int32_t id, double value, double standard) {
    EXPECT_EQ(value, get(id)) << "value " << id;
    EXPECT_EQ(id == changed, value != standard) << "value " << id;
    differ += value != standard;
    return true;
  });
  EXPECT_EQ(1, differ);
}

template <class Options> void rule_holds(const Options& options, dlopt_hyper changed) {
  const dlopt::optimizer made(options);
  expect_held(options, changed, [&](int32_t id) { return made.get(static_cast<dlopt::hyper>(id)); });
}
template <class Shape> void schedule_holds(const Shape& shape, dlopt_schedule_field changed) {
  const dlopt::schedule made(shape);
  expect_held(shape, changed, [&](int32_t id) { return made.get(static_cast<dlopt::schedule_field>(id)); });
}
template <class Fields> void wrapper_holds(const Fields& fields, dlopt_wrapper_field changed) {
  dlopt::optimizer wrapped{dlopt::sgd()};
  const int32_t index = wrapped.wrap(fields);
  expect_held(fields, changed, [&](int32_t id) { return wrapped.get_wrapper(index, static_cast<dlopt::wrapper_field>(id)); });
}
void scaler_holds(const dlopt::scaler_options& options, dlopt_scaler_field changed) {
  const dlopt::scaler made(options);
  expect_held(options, changed, [&](int32_t id) { return made.get(static_cast<dlopt::scaler_field>(id)); });
}

#define HOLDS(of, type, name, id, value)                                                                                                   \
  {                                                                                                                                        \
    SCOPED_TRACE(#type "." #name);                                                                                                         \
    type options;                                                                                                                          \
    options.name = value;                                                                                                                  \
    of(options, id);                                                                                                                       \
  }

TEST(values, reach_their_handle) {
#define RULE(type, name, id, value) HOLDS(rule_holds, dlopt::type, name, id, value)
#define SCHEDULE(type, name, id, value) HOLDS(schedule_holds, dlopt::schedules::type, name, id, value)
#define WRAPPER(type, name, id, value) HOLDS(wrapper_holds, dlopt::wrappers::type, name, id, value)
#define SCALER(type, name, id, value) HOLDS(scaler_holds, dlopt::type, name, id, value)
#include "values.def"
#undef RULE
#undef SCHEDULE
#undef WRAPPER
#undef SCALER
}

// The table has a row for everything that the library has.
TEST(values, are_all_tried) {
  int rows = 0, known = 0;
#define RULE(type, name, id, value) rows++;
#define SCHEDULE(type, name, id, value) rows++;
#define WRAPPER(type, name, id, value) rows++;
#define SCALER(type, name, id, value) rows++;
#include "values.def"
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) known += dlopt_rule_hyper_count(rule);
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) known += dlopt_wrapper_field_count(wrapper);
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++) {
    if (kind == DLOPT_SCHEDULE_SEQUENCE || kind == DLOPT_SCHEDULE_PRODUCT || kind == DLOPT_SCHEDULE_CHAIN) continue;
    for (int32_t i = 0; i < dlopt_schedule_field_count(kind); i++) known += dlopt::introspection::schedule_field(kind, i).kind != DLOPT_KIND_LIST;
  }
  for (int32_t i = 0; i < dlopt_scaler_field_count(); i++) known += dlopt::introspection::scaler_field(i).id < DLOPT_SCALER_SCALE;
  EXPECT_EQ(known, rows);
}

TEST(values, of_a_preset_are_set_before_those_that_differ) {
  dlopt::rmsprop options;
  options.preset = "tf";
  options.lr = 0.5;
  const dlopt::optimizer made(options);
  dlopt::optimizer by_hand{dlopt::rmsprop()};
  by_hand.preset("tf");
  by_hand.set(dlopt::hyper::lr, 0.5);
  for (int32_t i = 0; i < dlopt_rule_hyper_count(DLOPT_RULE_RMSPROP); i++) {
    const auto id = static_cast<dlopt::hyper>(dlopt::introspection::hyper(DLOPT_RULE_RMSPROP, i).id);
    EXPECT_EQ(by_hand.get(id), made.get(id)) << "hyper-parameter " << int32_t(id);
  }
  EXPECT_EQ(1, made.get(dlopt::hyper::eps_mode)); // as TensorFlow; rmsprop's own default is 0
}

// Options of functions have the defaults of the C structures.
TEST(values, of_descriptions_are_those_of_the_library) {
  dlopt_step_desc step, standard_step;
  dlopt_param_desc param, standard_param;
  std::memset(&step, 0, sizeof step), std::memset(&standard_step, 0, sizeof step);
  std::memset(&param, 0, sizeof param), std::memset(&standard_param, 0, sizeof param);
  ASSERT_EQ(DLOPT_OK, dlopt_step_desc_init(&standard_step, sizeof step));
  ASSERT_EQ(DLOPT_OK, dlopt_param_desc_init(&standard_param, sizeof param));
  ASSERT_EQ(DLOPT_OK, dlopt::throwing::detail::fill(step, dlopt::step_options()));
  EXPECT_EQ(0, std::memcmp(&step, &standard_step, sizeof step));
  const dlopt::parameter scalar;
  ASSERT_EQ(DLOPT_OK, dlopt::cpp::detail::fill(param, scalar));
  EXPECT_EQ(scalar.dims.dims(), param.shape);
  param.shape = standard_param.shape;
  EXPECT_EQ(0, std::memcmp(&param, &standard_param, sizeof param));
}

} // namespace

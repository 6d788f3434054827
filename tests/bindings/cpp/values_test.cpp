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

void norm_watch_holds(const dlopt::norm_watch_options& options, dlopt_norm_watch_field changed) {
  const dlopt::norm_watch made(options);
  expect_held(options, changed, [&](int32_t id) { return made.get(static_cast<dlopt::norm_watch_field>(id)); });
}

#define HOLDS(of, type, name, id, value)                                                                                                   \
  {                                                                                                                                        \
    SCOPED_TRACE(#type "." #name);                                                                                                         \
    type options;                                                                                                                          \
    options.name = value;                                                                                                                  \
    of(options, id);                                                                                                                       \
  }

TEST(values, reach_their_handle){
#define RULE(type, name, id, value) HOLDS(rule_holds, dlopt::type, name, id, value)
#define SCHEDULE(type, name, id, value) HOLDS(schedule_holds, dlopt::schedules::type, name, id, value)
#define WRAPPER(type, name, id, value) HOLDS(wrapper_holds, dlopt::wrappers::type, name, id, value)
#define SCALER(type, name, id, value) HOLDS(scaler_holds, dlopt::type, name, id, value)
#define NORM_WATCH(type, name, id, value) HOLDS(norm_watch_holds, dlopt::type, name, id, value)
#include "values.def"
#undef RULE
#undef SCHEDULE
#undef WRAPPER
#undef SCALER
#undef NORM_WATCH
}

// The table has a row for everything that the library has.
TEST(values, are_all_tried) {
  int rows = 0, known = 0;
#define RULE(type, name, id, value) rows++;
#define SCHEDULE(type, name, id, value) rows++;
#define WRAPPER(type, name, id, value) rows++;
#define SCALER(type, name, id, value) rows++;
#define NORM_WATCH(type, name, id, value) rows++;
#include "values.def"
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) known += dlopt_rule_hyper_count(rule);
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) known += dlopt_wrapper_field_count(wrapper);
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++) {
    if (kind == DLOPT_SCHEDULE_SEQUENCE || kind == DLOPT_SCHEDULE_PRODUCT || kind == DLOPT_SCHEDULE_CHAIN) continue;
    for (int32_t i = 0; i < dlopt_schedule_field_count(kind); i++)
      known += dlopt::introspection::schedule_field(kind, i).kind != DLOPT_KIND_LIST;
  }
  for (int32_t i = 0; i < dlopt_scaler_field_count(); i++) known += dlopt::introspection::scaler_field(i).id < DLOPT_SCALER_SCALE;
  for (int32_t i = 0; i < dlopt_norm_watch_field_count(); i++)
    known += dlopt::introspection::norm_watch_field(i).id != DLOPT_NORM_WATCH_FIRED;
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

// Each option is another than its default, and stands where it belongs.
TEST(values, of_a_step_reach_its_description) {
  const dlopt::scaler scaler{dlopt::scaler_options()};
  const dlopt_tensor tensors[3] = {};
  const dlopt_rows rows[1] = {};
  dlopt::step_options o;
  o.grad_scale = 2, o.max_norm = 3, o.norm_type = 4, o.clip_value = 5, o.clip_form = dlopt::clip_form::exact, o.max_skips = 6, o.loss = 7;
  o.tensor_max_norm = 8, o.agc_clipping = 9, o.agc_eps = 10, o.scaler = &scaler, o.rows = rows;
  o.deltas = {tensors, 1}, o.copies = {tensors + 1, 1}, o.averages = {tensors + 2, 1};
  dlopt_step_desc d;
  ASSERT_EQ(DLOPT_OK, dlopt::throwing::detail::fill(d, o));
  const double numbers[] = {d.grad_scale,        d.max_norm, d.norm_type,       d.clip_value,   double(d.clip_form),
                            double(d.max_skips), d.loss,     d.tensor_max_norm, d.agc_clipping, d.agc_eps};
  const double wanted[] = {2, 3, 4, 5, DLOPT_CLIP_EXACT, 6, 7, 8, 9, 10};
  for (size_t i = 0; i < std::size(wanted); i++) EXPECT_EQ(wanted[i], numbers[i]) << i;
  EXPECT_EQ(scaler.native(), d.scaler);
  EXPECT_EQ(rows, d.rows);
  EXPECT_EQ(tensors, d.deltas);
  EXPECT_EQ(tensors + 1, d.copies);
  EXPECT_EQ(tensors + 2, d.averages);

  const std::pair<bool dlopt::step_options::*, uint32_t> flags[] = {{&dlopt::step_options::zero_grads, DLOPT_STEP_ZERO_GRADS},
                                                                    {&dlopt::step_options::skip_nonfinite, DLOPT_STEP_SKIP_NONFINITE},
                                                                    {&dlopt::step_options::grad_norm, DLOPT_STEP_GRAD_NORM},
                                                                    {&dlopt::step_options::flush_denormals, DLOPT_STEP_FLUSH_DENORMALS}};
  for (const auto& [flag, bit] : flags) {
    dlopt::step_options one;
    one.*flag = true;
    ASSERT_EQ(DLOPT_OK, dlopt::throwing::detail::fill(d, one));
    EXPECT_EQ(bit, d.flags);
  }
}

TEST(values, of_saves_and_loads_reach_their_descriptions) {
  dlopt::scaler scaler{dlopt::scaler_options()};
  dlopt_save_desc save, standard_save;
  dlopt_load_desc load, standard_load;
  std::memset(&save, 0, sizeof save), std::memset(&standard_save, 0, sizeof save);
  std::memset(&load, 0, sizeof load), std::memset(&standard_load, 0, sizeof load);
  ASSERT_EQ(DLOPT_OK, dlopt_save_desc_init(&standard_save, sizeof save));
  ASSERT_EQ(DLOPT_OK, dlopt_load_desc_init(&standard_load, sizeof load));
  ASSERT_EQ(DLOPT_OK, dlopt::throwing::detail::fill(save, dlopt::save_options()));
  ASSERT_EQ(DLOPT_OK, dlopt::throwing::detail::fill(load, dlopt::load_options()));
  EXPECT_EQ(0, std::memcmp(&save, &standard_save, sizeof save));
  EXPECT_EQ(0, std::memcmp(&load, &standard_load, sizeof load));

  const std::pair<bool dlopt::load_options::*, uint32_t> flags[] = {
      {&dlopt::load_options::declare, DLOPT_LOAD_DECLARE},
      {&dlopt::load_options::partial, DLOPT_LOAD_PARTIAL},
      {&dlopt::load_options::extra, DLOPT_LOAD_EXTRA},
      {&dlopt::load_options::keep_configuration, DLOPT_LOAD_KEEP_CONFIGURATION},
      {&dlopt::load_options::nonfinite, DLOPT_LOAD_NONFINITE}};
  for (const auto& [flag, bit] : flags) {
    dlopt::load_options one;
    one.*flag = true;
    one.scaler = &scaler;
    ASSERT_EQ(DLOPT_OK, dlopt::throwing::detail::fill(load, one));
    EXPECT_EQ(bit, load.flags);
    EXPECT_EQ(scaler.native(), load.scaler);
  }
}

TEST(values, of_parameters_and_rows_reach_their_descriptions) {
  dlopt::parameter p;
  p.dims = {2, 3}, p.name = "w", p.dtype = dlopt::dtype::bf16, p.role = dlopt::role::norm, p.group = 4, p.lr_scale = 5, p.decay_scale = 6;
  p.master = dlopt::master::kahan, p.states = dlopt::state_form::linear8, p.row_ages = true;
  dlopt_param_desc d;
  ASSERT_EQ(DLOPT_OK, dlopt::cpp::detail::fill(d, p));
  const double numbers[] = {double(d.ndim), double(d.shape[1]), double(d.dtype),  double(d.role),       double(d.group),
                            d.lr_scale,     d.decay_scale,      double(d.master), double(d.state_form), double(d.row_ages)};
  const double wanted[] = {2, 3, DLOPT_DTYPE_BF16, DLOPT_ROLE_NORM, 4, 5, 6, DLOPT_MASTER_KAHAN, DLOPT_STATES_LINEAR8, 1};
  for (size_t i = 0; i < std::size(wanted); i++) EXPECT_EQ(wanted[i], numbers[i]) << i;
  EXPECT_STREQ("w", d.name);

  const int64_t indices[] = {1, 2};
  const uint8_t mask[] = {1};
  uint8_t moved[1];
  dlopt::rows rows;
  rows.indices = indices, rows.mask = mask, rows.mask_form = dlopt::mask_form::bits, rows.form = dlopt::rows_form::whole;
  rows.mode = dlopt::rows_mode::zero_skips, rows.moved = moved;
  const dlopt_rows r = rows;
  EXPECT_EQ(indices, r.indices);
  EXPECT_EQ(mask, r.mask);
  EXPECT_EQ(moved, r.moved);
  const int64_t fields[] = {r.count, r.mask_form, r.form, r.mode, r.struct_size, r.reserved, r.reserved2};
  const int64_t as_set[] = {2, DLOPT_MASK_BITS, DLOPT_ROWS_WHOLE, DLOPT_ROWS_ZERO_SKIPS, sizeof r, 0, 0};
  for (size_t i = 0; i < std::size(as_set); i++) EXPECT_EQ(as_set[i], fields[i]) << i;
}

} // namespace

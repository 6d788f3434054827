// Input that must be refused, with the status that the C API gives and nothing changed. Numbers are those of the requirements, as in
// tests/capi/bad_input/rows/.
#include "check.h"

#include <cmath>
#include <limits>

namespace {

// REFUSED(number, status, word, call): as FAILS, and the subject stays as it was.
#define REFUSED(number, status, word, call)                                                                                                \
  do {                                                                                                                                     \
    SCOPED_TRACE("requirement " #number);                                                                                                  \
    const std::vector<unsigned char> before = s.bits();                                                                                    \
    FAILS(status, word, call);                                                                                                             \
    EXPECT_EQ(before, s.bits()) << #call;                                                                                                  \
  } while (0)

constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

template <class Options, class Value> Options with(Value Options::*member, Value value) {
  Options options;
  options.*member = value;
  return options;
}

MODE_TEST(bad_input, making) {
  subject s;
  REFUSED(2, DLOPT_ERR_INVALID_ARGUMENT, "rule", dlopt::introspection::hyper(0, 0));
  REFUSED(2, DLOPT_ERR_INVALID_ARGUMENT, "name", dlopt::introspection::rule_named("adamw "));
  REFUSED(2, DLOPT_ERR_INVALID_ARGUMENT, "recipe", dlopt::optimizer::from(static_cast<dlopt::recipe>(99), 1, 20000));
  REFUSED(9, DLOPT_ERR_OUT_OF_RANGE, "threads", dlopt::runtime::make(dlopt::threads{-1}));
  REFUSED(9, DLOPT_ERR_INVALID_ARGUMENT, "threads",
          dlopt::runtime::make(dlopt::threads{2}, dlopt::parallel_for([](size_t, dlopt::task) {})));
  REFUSED(9, DLOPT_ERR_INVALID_ARGUMENT, "name", dlopt::force_cpu_isa("mmx"));
  REFUSED(10, DLOPT_ERR_UNSUPPORTED, "CUDA", dlopt::cuda_device_count());
  REFUSED(28, DLOPT_ERR_INVALID_ARGUMENT, "Torch", dlopt::optimizer::make(with(&dlopt::adamw::preset, static_cast<const char*>("Torch"))));
  REFUSED(28, DLOPT_ERR_INVALID_ARGUMENT, "preset", s.opt.preset(nullptr));
}

MODE_TEST(bad_input, hyper_parameters) {
  subject s;
  REFUSED(11, DLOPT_ERR_OUT_OF_RANGE, "lr", dlopt::optimizer::make(with(&dlopt::adamw::lr, nan_)));
  REFUSED(12, DLOPT_ERR_OUT_OF_RANGE, "lr", s.opt.set(dlopt::hyper::lr, inf));
  REFUSED(13, DLOPT_ERR_OUT_OF_RANGE, "lr", dlopt::optimizer::make(with(&dlopt::sgd::lr, -1e-3)));
  REFUSED(15, DLOPT_ERR_OUT_OF_RANGE, "lr", s.opt.set(dlopt::hyper::lr, 1e39));
  REFUSED(16, DLOPT_ERR_OUT_OF_RANGE, "beta1", dlopt::optimizer::make(with(&dlopt::adam::beta1, 1.0)));
  REFUSED(20, DLOPT_ERR_OUT_OF_RANGE, "weight_decay", s.opt.set(dlopt::hyper::weight_decay, -1));
  REFUSED(21, DLOPT_ERR_UNKNOWN_HYPER, "momentum", s.opt.set(dlopt::hyper::momentum, 0.9));
  REFUSED(22, DLOPT_ERR_UNKNOWN_HYPER, "hyper", s.opt.set(static_cast<dlopt::hyper>(0), 1));
  REFUSED(23, DLOPT_ERR_OUT_OF_RANGE, "amsgrad", s.opt.set(dlopt::hyper::amsgrad, 7));
  REFUSED(23, DLOPT_ERR_OUT_OF_RANGE, "decay_mode", s.opt.set(dlopt::hyper::decay_mode, static_cast<dlopt::decay_mode>(99)));
  REFUSED(23, DLOPT_ERR_OUT_OF_RANGE, "seed", dlopt::optimizer::make(with(&dlopt::sgld::seed, (int64_t(1) << 53) + 1)));
  REFUSED(23, DLOPT_ERR_OUT_OF_RANGE, "seed", dlopt::optimizer::make(with(&dlopt::sgld::seed, std::numeric_limits<int64_t>::min())));
  dlopt::sgd contradiction;
  contradiction.nesterov = true; // without momentum: found by the step
  dlopt::optimizer nesterov = MUST(dlopt::optimizer::make(contradiction));
  REFUSED(24, DLOPT_ERR_OUT_OF_RANGE, "nesterov", nesterov.step(s.b, s.gb));
  REFUSED(27, DLOPT_ERR_INVALID_ARGUMENT, "group", s.opt.set(1, dlopt::hyper::lr, 1));
  REFUSED(27, DLOPT_ERR_INVALID_ARGUMENT, "group", s.opt.get(-1, dlopt::hyper::lr));
}

MODE_TEST(bad_input, options_of_a_group_are_set_all_or_none) {
  subject s;
  dlopt::adamw half;
  half.lr = 0.5;
  half.beta1 = 2;
  REFUSED(26, DLOPT_ERR_OUT_OF_RANGE, "beta1", s.opt.set(0, half));
  REFUSED(26, DLOPT_ERR_INVALID_ARGUMENT, "sgd", s.opt.set(0, dlopt::sgd()));
  half.preset = "torch";
  REFUSED(26, DLOPT_ERR_INVALID_ARGUMENT, "preset", s.opt.set(0, half));
}

MODE_TEST(bad_input, parameters) {
  subject s;
  dlopt::parameter p;
  p.dims = {2, -1};
  REFUSED(30, DLOPT_ERR_SHAPE, "shape", s.opt.add(p));
  p.dims = {int64_t(1) << 32, int64_t(1) << 32};
  REFUSED(31, DLOPT_ERR_SHAPE, "shape", s.opt.add(p));
  const std::vector<int64_t> many(65, 1);
  p.dims = dlopt::view<const int64_t>(many);
  REFUSED(29, DLOPT_ERR_INVALID_ARGUMENT, "ndim", s.opt.add(p));
  p.dims = {2};
  p.name = "matrix";
  REFUSED(37, DLOPT_ERR_INVALID_ARGUMENT, "name", s.opt.add(p));
  p.name = nullptr;
  p.dtype = dlopt::dtype::i8;
  REFUSED(35, DLOPT_ERR_DTYPE, "dtype", s.opt.add(p));
  p.dtype = dlopt::dtype::f32;
  p.group = 1;
  REFUSED(27, DLOPT_ERR_INVALID_ARGUMENT, "group", s.opt.add(p));
  REFUSED(42, DLOPT_ERR_INVALID_ARGUMENT, "slot", s.opt.remove(2));
  REFUSED(42, DLOPT_ERR_OUT_OF_RANGE, "lr_scale", s.opt.scale(0, -1, 1));
  REFUSED(71, DLOPT_ERR_INVALID_ARGUMENT, "momentum_buffer", s.opt.state(0, "momentum_buffer"));
  REFUSED(71, DLOPT_ERR_DTYPE, "exp_avg", s.opt.state<double>(0, "exp_avg"));
}

MODE_TEST(bad_input, steps) {
  subject s;
  std::vector<double> wide(15);
  const floats constant = s.gw;
  REFUSED(45, DLOPT_ERR_SHAPE, "params[1]", s.opt.step({s.w, s.w}, {s.gw, s.gb}));
  REFUSED(45, DLOPT_ERR_SHAPE, "grads[0]", s.opt.step({s.w, s.b}, {s.gb, s.gb}));
  REFUSED(45, DLOPT_ERR_SHAPE, "grads[0]", s.opt.step({s.w, s.b}, {floats(), s.gb}));
  REFUSED(53, DLOPT_ERR_DTYPE, "params[0]", s.opt.step({wide, s.b}, {s.gw, s.gb}));
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "count", s.opt.step({s.w}, {s.gw}));
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "count", s.opt.step({s.w, s.b, s.w}, {s.gw, s.gb, s.gw}));
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "grads", s.opt.step({s.w, s.b}, {s.gw}));
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "grads", s.opt.step({s.w, s.b}, {}));
  REFUSED(48, DLOPT_ERR_INVALID_ARGUMENT, "overlap", s.opt.step({s.w, s.b}, {s.w, s.gb}));
  REFUSED(49, DLOPT_ERR_INVALID_ARGUMENT, "overlap", s.opt.step({s.w, dlopt::view<float>(s.w.data() + 8, 7)}, {s.gw, s.gb}));
  REFUSED(57, DLOPT_ERR_INVALID_ARGUMENT, "params[0]", s.opt.step({dlopt::no_buffer, s.b}, {s.gw, s.gb}));

  dlopt::step_options options;
  options.zero_grads = true;
  REFUSED(51, DLOPT_ERR_INVALID_ARGUMENT, "grads[0]", s.opt.step({s.w, s.b}, {constant, s.gb}, options));
  options = {};
  options.grad_scale = 0;
  REFUSED(62, DLOPT_ERR_OUT_OF_RANGE, "grad_scale", s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
  options = {};
  options.max_norm = nan_;
  REFUSED(63, DLOPT_ERR_OUT_OF_RANGE, "max_norm", s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
  options = {};
  options.norm_type = 0;
  REFUSED(64, DLOPT_ERR_OUT_OF_RANGE, "norm_type", s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));

  const int64_t backwards[] = {2, 1};
  const dlopt_rows chosen[] = {dlopt::rows{}, dlopt::rows{}};
  options = {};
  options.rows = dlopt::view<const dlopt_rows>(chosen, 1);
  REFUSED(67, DLOPT_ERR_INVALID_ARGUMENT, "rows", s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
  // Good tensors, but one too many: the C API, which is told of one count, would not look at it.
  const int64_t matrix[] = {3, 5}, seven[] = {7};
  floats other_w(15), other_b(7);
  const dlopt_tensor three[] = {MUST(dlopt::tensor(other_w, matrix)), MUST(dlopt::tensor(other_b, seven)),
                                MUST(dlopt::tensor(other_b, seven))};
  const dlopt_tensor params[] = {MUST(dlopt::tensor(s.w, matrix)), MUST(dlopt::tensor(s.b, seven))};
  options = {};
  options.deltas = three;
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "deltas", s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
  options = {};
  options.copies = three;
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "copies", s.opt.begin({s.w, s.b}, {s.gw, s.gb}, options));
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "grads", s.opt.step(params, three));
  dlopt::optimizer averaging = MUST(s.opt.clone());
  (void)MUST(averaging.wrap(dlopt::wrappers::swa()));
  options = {};
  options.averages = three;
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "averages", averaging.step({s.w, s.b}, {s.gw, s.gb}, options));
  REFUSED(54, DLOPT_ERR_INVALID_ARGUMENT, "averages", MUST(averaging.clone()).step({s.w, s.b}, {s.gw, s.gb}, options));

  options = {};
  dlopt::rows named;
  named.indices = backwards;
  named.form = dlopt::rows_form::whole;
  const dlopt_rows unordered[] = {named, dlopt::rows{}};
  options.rows = unordered;
  REFUSED(67, DLOPT_ERR_INVALID_ARGUMENT, "rows", s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
}

MODE_TEST(bad_input, flat_steps) {
  subject s;
  dlopt::optimizer flat = MUST(dlopt::optimizer::make(dlopt::adamw()));
  MUST(flat.step(s.b, s.gb));
  std::vector<double> wide(7);
  REFUSED(45, DLOPT_ERR_SHAPE, "grad", flat.step(s.b, s.gw));
  REFUSED(45, DLOPT_ERR_SHAPE, "15", flat.step(s.w, s.gw));
  REFUSED(53, DLOPT_ERR_DTYPE, "f64", flat.step(wide, std::vector<double>(7)));
  REFUSED(54, DLOPT_ERR_STATE, "parameter", s.opt.step(s.b, s.gb));
}

MODE_TEST(bad_input, schedules_and_scalers) {
  subject s;
  REFUSED(73, DLOPT_ERR_OUT_OF_RANGE, "step_size", dlopt::schedule::make(with(&dlopt::schedules::step::step_size, int64_t(0))));
  REFUSED(73, DLOPT_ERR_OUT_OF_RANGE, "gamma", dlopt::schedule::make(with(&dlopt::schedules::exponential::gamma, nan_)));
  REFUSED(74, DLOPT_ERR_OUT_OF_RANGE, "milestones",
          dlopt::schedule::make(with(&dlopt::schedules::multi_step::milestones, dlopt::list{3, 2})));
  dlopt::schedule cosine = MUST(dlopt::schedule::make(dlopt::schedules::cosine()));
  REFUSED(75, DLOPT_ERR_OUT_OF_RANGE, "step", cosine.value(-1));
  REFUSED(76, DLOPT_ERR_INVALID_ARGUMENT, "children", dlopt::schedule::product({cosine.native(), nullptr}));
  REFUSED(76, DLOPT_ERR_INVALID_ARGUMENT, "milestones", dlopt::schedule::sequence({cosine.native(), cosine.native()}, {}));
  REFUSED(76, DLOPT_ERR_INVALID_ARGUMENT, "milestones", dlopt::schedule::sequence({cosine.native(), cosine.native()}, {1, 2}));
  REFUSED(21, DLOPT_ERR_UNKNOWN_HYPER, "momentum", s.opt.follow(dlopt::hyper::momentum, cosine));
  REFUSED(21, DLOPT_ERR_INVALID_ARGUMENT, "along", s.opt.follow(dlopt::hyper::lr, dlopt::schedule()));
  REFUSED(77, DLOPT_ERR_OUT_OF_RANGE, "backoff_factor", dlopt::scaler::make(with(&dlopt::scaler_options::backoff_factor, 2.0)));
  REFUSED(78, DLOPT_ERR_INVALID_ARGUMENT, "plateau", cosine.report(nan_));
  REFUSED(78, DLOPT_ERR_OUT_OF_RANGE, "patience", dlopt::schedule::make(with(&dlopt::schedules::plateau::patience, int64_t(-1))));
}

MODE_TEST(bad_input, everything_else) {
  subject s;
  dlopt::step_in_pieces nothing;
  REFUSED(70, DLOPT_ERR_INVALID_ARGUMENT, "optimizer", nothing.part(1));
  REFUSED(13, DLOPT_ERR_OUT_OF_RANGE, "decay", s.opt.wrap(with(&dlopt::wrappers::ema::decay, 1.0)));
  EXPECT_EQ(0, MUST(MUST(s.opt.clone()).wrap(dlopt::wrappers::ema()))); // the one that was refused has left nothing
  REFUSED(13, DLOPT_ERR_STATE, "accumulate", s.opt.accumulate({s.gw, s.gb}));
  REFUSED(64, DLOPT_ERR_OUT_OF_RANGE, "p", dlopt::clip_norm({s.gw, s.gb}, 1, -2));
  REFUSED(63, DLOPT_ERR_OUT_OF_RANGE, "max_norm", dlopt::clip_norm({s.gw, s.gb}, -1));
  REFUSED(45, DLOPT_ERR_INVALID_ARGUMENT, "grads", dlopt::clip_agc({s.w, s.b}, {s.gw}));
  const int64_t square[] = {4, 4};
  REFUSED(45, DLOPT_ERR_SHAPE, "dims", dlopt::tensor(s.w, square));
  REFUSED(39, DLOPT_ERR_OUT_OF_RANGE, "source", s.opt.edit_rows({0}, {0, 3}));
  MUST(s.opt.step({s.w, s.b}, {s.gw, s.gb})); // of the shapes as they were
  REFUSED(2, DLOPT_ERR_OUT_OF_RANGE, "beta2", dlopt::kernel::make(with(&dlopt::adamw::beta2, 1.0)));
  char block[16];
  REFUSED(1, DLOPT_ERR_OUT_OF_RANGE, "bytes", s.opt.place(block, sizeof block));
}

MODE_TEST(bad_input, what_was_moved_from_or_closed) {
  subject s;
  dlopt::optimizer moved = std::move(s.opt);
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "optimizer", s.opt.step({s.w, s.b}, {s.gw, s.gb}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "optimizer", s.opt.set(dlopt::hyper::lr, 1));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "optimizer", s.opt.clone());
  EXPECT_FALSE(s.opt);
  EXPECT_EQ(0, s.opt.steps());
  MUST(moved.step({s.w, s.b}, {s.gw, s.gb})); // the shapes moved along
  MUST(moved.close());
  MUST(moved.close());
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "optimizer", moved.step({s.w, s.b}, {s.gw, s.gb}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "schedule", dlopt::schedule().value(0));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "scaler", dlopt::scaler().scale());
}

} // namespace

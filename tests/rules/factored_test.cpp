// Rules whose states are smaller than their parameter: what is kept of which shape, the traps of the conventions, and bits.
#include "bit_run.h"
#include "isa.h"

#include <cfloat>

namespace dlopt_test {
namespace {

using sizes = std::vector<int64_t>;

class factored : public on_each_isa {};

constexpr dlopt_rule kRules[] = {DLOPT_RULE_ADAFACTOR, DLOPT_RULE_CAME, DLOPT_RULE_SM3};

// An optimizer with parameters of f64, or another type.
class shaped_run {
public:
  shaped_run(optimizer_handle optimizer, const std::vector<sizes>& shapes, dlopt_dtype dtype = DLOPT_DTYPE_F64)
      : shaped_run(std::move(optimizer), shapes, std::vector<dlopt_dtype>(shapes.size(), dtype)) {}

  shaped_run(optimizer_handle optimizer, const std::vector<sizes>& shapes, const std::vector<dlopt_dtype>& dtypes)
      : optimizer_(std::move(optimizer)), shapes_(shapes), dtypes_(dtypes) {
    for (const sizes& shape : shapes_) {
      const dlopt_dtype dtype = dtypes_[params_.size()];
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      desc.dtype = dtype;
      desc.ndim = int32_t(shape.size());
      desc.shape = shape.data();
      int32_t slot;
      EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer_.get(), &desc, &slot));
      size_t count = 1;
      for (int64_t size : shape) count *= size_t(size);
      params_.emplace_back(dtype, numbers(count, 1.0));
    }
  }

  dlopt_status step(const std::vector<numbers>& gradients) {
    std::vector<buffer> grads;
    std::vector<dlopt_tensor> p, g;
    for (size_t k = 0; k < params_.size(); k++) grads.emplace_back(dtypes_[k], gradients[k]);
    for (size_t k = 0; k < params_.size(); k++) {
      p.push_back(shaped(params_[k].tensor(), k));
      g.push_back(shaped(grads[k].tensor(), k));
    }
    return dlopt_optimizer_step(optimizer_.get(), p.data(), g.data(), p.size(), nullptr);
  }
  // How far the parameters moved from 1.
  numbers moved(size_t slot = 0) const {
    numbers out = params_[slot].values();
    for (double& v : out) v = 1 - v;
    return out;
  }
  void put_back() {
    for (buffer& each : params_) each.assign(numbers(each.values().size(), 1.0));
  }
  dlopt_tensor view(const char* name, int32_t slot = 0) {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    EXPECT_DLOPT(dlopt_optimizer_state(optimizer_.get(), slot, name, &view));
    return view;
  }
  bool keeps(const char* name, int32_t slot = 0) {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    return dlopt_optimizer_state(optimizer_.get(), slot, name, &view) == DLOPT_OK;
  }
  sizes shape_of(const char* name, int32_t slot = 0) {
    const dlopt_tensor seen = view(name, slot);
    return sizes(seen.shape, seen.shape + seen.ndim);
  }
  void set(dlopt_hyper hyper, double value) { EXPECT_DLOPT(dlopt_optimizer_set(optimizer_.get(), hyper, value)); }
  dlopt_optimizer* get() const { return optimizer_.get(); }

private:
  dlopt_tensor shaped(dlopt_tensor tensor, size_t slot) const {
    tensor.ndim = int32_t(shapes_[slot].size());
    tensor.shape = shapes_[slot].data();
    return tensor;
  }

  optimizer_handle optimizer_;
  std::vector<sizes> shapes_;
  std::vector<dlopt_dtype> dtypes_;
  std::vector<buffer> params_;
};

optimizer_handle with_preset(dlopt_rule rule, const char* preset) {
  optimizer_handle optimizer = make_optimizer(rule);
  EXPECT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset));
  return optimizer;
}

// ---- what is kept ---------------------------------------------------------------------------------------------------------------------

// The shapes of row_var and col_var; empty where the moment is whole.
std::vector<sizes> factors_of(const char* preset, const sizes& shape) {
  shaped_run run(with_preset(DLOPT_RULE_ADAFACTOR, preset), {shape});
  EXPECT_NE(run.keeps("variance"), run.keeps("row_var"));
  EXPECT_EQ(run.keeps("row_var"), run.keeps("col_var"));
  if (run.keeps("variance")) {
    EXPECT_EQ(shape, run.shape_of("variance"));
    return {};
  }
  return {run.shape_of("row_var"), run.shape_of("col_var")};
}

// The trap of the factored dimensions: the same tensor is kept in another way by each framework.
TEST(factored_dimensions, are_those_of_each_framework) {
  const std::vector<sizes> none;
  for (const sizes& shape : {sizes{}, sizes{5}, sizes{0, 3}}) {
    for (const char* preset : {"torch", "optax", "timm", "pytorch_optimizer", "big_vision"}) EXPECT_EQ(none, factors_of(preset, shape));
  }
  EXPECT_EQ((std::vector<sizes>{{2, 1}, {1, 3}}), factors_of("torch", {2, 3})) << "torch: whatever the size";
  EXPECT_EQ((std::vector<sizes>{{64, 32, 3, 1}, {64, 32, 1, 3}}), factors_of("torch", {64, 32, 3, 3})) << "the last two";
  EXPECT_EQ(none, factors_of("optax", {127, 500})) << "optax: from 128 on";
  EXPECT_EQ((std::vector<sizes>{{128, 1}, {1, 500}}), factors_of("optax", {128, 500}));
  EXPECT_EQ((std::vector<sizes>{{1, 3, 200}, {300, 3, 1}}), factors_of("optax", {300, 3, 200})) << "rows along the largest";
  EXPECT_EQ((std::vector<sizes>{{3, 200, 1}, {3, 1, 200}}), factors_of("optax", {3, 200, 200})) << "of equal ones the last";
  EXPECT_EQ((std::vector<sizes>{{130, 2, 1}, {1, 2, 130}}), factors_of("optax", {130, 2, 130}));
  EXPECT_EQ(none, factors_of("timm", {16, 17})) << "timm: more than 16";
  EXPECT_EQ((std::vector<sizes>{{17, 1}, {1, 17}}), factors_of("timm", {17, 17}));
  EXPECT_EQ((std::vector<sizes>{{64, 1, 3, 3}, {1, 32, 3, 3}}), factors_of("timm", {64, 32, 3, 3})) << "a convolution's channels";
  EXPECT_EQ((std::vector<sizes>{{3, 3, 64, 1}, {3, 3, 1, 32}}), factors_of("timm", {3, 3, 64, 32})) << "the last two where these are small";
  EXPECT_EQ((std::vector<sizes>{{16, 1}, {1, 16}}), factors_of("big_vision", {16, 16})) << "16 is enough here";
  EXPECT_EQ((std::vector<sizes>{{2, 1}, {1, 3}}), factors_of("pytorch_optimizer", {2, 3}));
}

TEST(factored_states, are_as_small_as_they_say) {
  shaped_run came(make_optimizer(DLOPT_RULE_CAME), {{300, 200}, {7}});
  EXPECT_EQ((sizes{300, 1}), came.shape_of("exp_avg_res_row"));
  EXPECT_EQ((sizes{1, 200}), came.shape_of("exp_avg_res_col"));
  EXPECT_FALSE(came.keeps("exp_avg_sq"));
  EXPECT_TRUE(came.keeps("exp_avg_sq", 1));
  EXPECT_FALSE(came.keeps("exp_avg_res_row", 1)) << "no confidence without rows and columns";
  shaped_run sm3(make_optimizer(DLOPT_RULE_SM3), {{300, 200}, {7}, {}});
  EXPECT_EQ((sizes{500}), sm3.shape_of("accumulator"));
  EXPECT_EQ((sizes{7}), sm3.shape_of("accumulator", 1));
  EXPECT_EQ((sizes{1}), sm3.shape_of("accumulator", 2));
  shaped_run adafactor(make_optimizer(DLOPT_RULE_ADAFACTOR), {{3000, 2000}});
  dlopt_memory memory;
  memory.struct_size = sizeof memory;
  ASSERT_DLOPT(dlopt_optimizer_memory_query(adafactor.get(), &memory));
  EXPECT_GE(memory.state, 5000 * 8);
  EXPECT_LE(memory.state, 5000 * 8 + 10000);
  EXPECT_LE(memory.scratch, 6000000 / 4) << "sums of rows and columns";
}

// A state that a hyper-parameter makes anew starts afresh; what is not of the moment stays.
TEST_P(factored, moments_start_afresh_when_they_are_kept_in_another_way) {
  shaped_run run(make_optimizer(DLOPT_RULE_ADAFACTOR), {{2, 3}});
  run.set(DLOPT_HYPER_BETA1, 0.5);
  const numbers g = {1, -2, 3, -4, 5, -6};
  ASSERT_DLOPT(run.step({g}));
  const numbers mean = values_of(run.view("exp_avg"));
  run.set(DLOPT_HYPER_FACTORED, DLOPT_FACTORED_NONE);
  EXPECT_FALSE(run.keeps("row_var"));
  EXPECT_EQ(numbers(6, 0.0), values_of(run.view("variance")));
  EXPECT_EQ(mean, values_of(run.view("exp_avg")));
  ASSERT_DLOPT(run.step({g}));
  EXPECT_EQ((numbers{1, 4, 9, 16, 25, 36}), values_of(run.view("variance"))) << "the first gradient whole, not a part of it";
  run.set(DLOPT_HYPER_FACTORED, DLOPT_FACTORED_LAST);
  EXPECT_EQ((numbers{0, 0}), values_of(run.view("row_var")));
  ASSERT_DLOPT(run.step({g}));
  EXPECT_NEAR(14.0 / 3, values_of(run.view("row_var"))[0], 1e-14);
  EXPECT_NEAR(17.0 / 2, values_of(run.view("col_var"))[0], 1e-14);
}

// ---- Adafactor's traps ----------------------------------------------------------------------------------------------------------------

// Steps are gradients over roots, and no more.
void leave_updates_alone(shaped_run& run) {
  run.set(DLOPT_HYPER_LR, 1);
  run.set(DLOPT_HYPER_RELATIVE_STEP, DLOPT_RELATIVE_STEP_OFF);
  run.set(DLOPT_HYPER_SCALE_PARAMETER, 0);
  run.set(DLOPT_HYPER_D, INFINITY);
}

// One step from 1 of a 2 x 2 matrix whose second column has tiny gradients.
numbers tiny_step(dlopt_dtype dtype, int32_t eps_form, double eps1, double tiny) {
  shaped_run run(make_optimizer(DLOPT_RULE_ADAFACTOR), {{2, 2}}, dtype);
  leave_updates_alone(run);
  run.set(DLOPT_HYPER_EPS_FORM, eps_form);
  run.set(DLOPT_HYPER_EPS1, eps1);
  EXPECT_DLOPT(run.step({{1, tiny, 1, tiny}}));
  return run.moved();
}

// The trap of Adafactor's eps: PyTorch's is the machine's of the parameter's type and holds the root from below; others add 1e-30.
TEST_P(factored, adafactors_eps_is_a_floor_of_the_type_or_added_to_squares) {
  EXPECT_NEAR(0.5, tiny_step(DLOPT_DTYPE_F64, DLOPT_EPS_MACHINE, 1e-30, DBL_EPSILON / 2)[1], 1e-9);
  EXPECT_NEAR(0.5, tiny_step(DLOPT_DTYPE_F32, DLOPT_EPS_MACHINE, 1e-30, double(FLT_EPSILON) / 2)[1], 1e-5);
  EXPECT_NEAR(1, tiny_step(DLOPT_DTYPE_F32, DLOPT_EPS_MACHINE, 1e-30, double(FLT_EPSILON) * 2)[1], 1e-5);
  EXPECT_NEAR(0.25, tiny_step(DLOPT_DTYPE_F32, DLOPT_EPS_FLOOR, 0x1p-10, 0x1p-12)[1], 1e-5);
  EXPECT_NEAR(1, tiny_step(DLOPT_DTYPE_F32, DLOPT_EPS_ADDED, 1e-30, 0x1p-40)[1], 1e-5) << "the root of 1e-30 is far below";
  EXPECT_NEAR(0.6, tiny_step(DLOPT_DTYPE_F64, DLOPT_EPS_ADDED, 16 * 0x1p-80, 3 * 0x1p-40)[1], 1e-9);
}

// PyTorch's loop holds on to the eps of the first parameter's type.
TEST_P(factored, adafactors_eps_is_that_of_each_parameters_own_type) {
  shaped_run run(make_optimizer(DLOPT_RULE_ADAFACTOR), {{1}, {1}, {1}}, {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64, DLOPT_DTYPE_F32});
  leave_updates_alone(run);
  const numbers tiny(1, double(FLT_EPSILON) / 2);
  ASSERT_DLOPT(run.step({tiny, tiny, tiny}));
  EXPECT_NEAR(0.5, run.moved(0)[0], 1e-6);
  EXPECT_NEAR(1, run.moved(1)[0], 1e-12);
  EXPECT_NEAR(0.5, run.moved(2)[0], 1e-6);
}

TEST_P(factored, zeros_move_nothing_and_are_not_divided_by) {
  for (dlopt_rule rule : kRules)
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
      shaped_run run(make_optimizer(rule), {{2, 3}, {3}}, dtype);
      for (const dlopt_hyper_info& info : hypers_of(rule))
        if (info.id == DLOPT_HYPER_EPS || info.id == DLOPT_HYPER_EPS1 || info.id == DLOPT_HYPER_EPS2) run.set(info.id, 0);
      if (rule == DLOPT_RULE_ADAFACTOR) run.set(DLOPT_HYPER_EPS_FORM, DLOPT_EPS_ADDED);
      ASSERT_DLOPT(run.step({numbers(6), numbers(3)}));
      EXPECT_EQ(numbers(6), run.moved()) << dlopt_rule_name(rule);
      EXPECT_EQ(numbers(3), run.moved(1)) << dlopt_rule_name(rule);
      ASSERT_DLOPT(run.step({{0, 0, 1, 0, 0, 0}, {0, 1, 0}})); // a row and columns of zeros
      for (size_t i : {0, 1, 3, 4, 5}) EXPECT_EQ(0, run.moved()[i]) << dlopt_rule_name(rule);
      EXPECT_GT(run.moved()[2], 0) << dlopt_rule_name(rule);
    }
}

TEST_P(factored, a_nan_shows) {
  for (dlopt_rule rule : kRules) {
    shaped_run run(make_optimizer(rule), {{2, 3}});
    ASSERT_DLOPT(run.step({{1, 2, NAN, 4, 5, 6}}));
    EXPECT_TRUE(std::isnan(run.moved()[2])) << dlopt_rule_name(rule);
    ASSERT_DLOPT(run.step({{1, 2, 3, 4, 5, 6}}));
    EXPECT_TRUE(std::isnan(run.moved()[2])) << dlopt_rule_name(rule);
    dlopt_stats stats;
    stats.struct_size = sizeof stats;
    ASSERT_DLOPT(dlopt_optimizer_stats(run.get(), 0, nullptr, nullptr, &stats));
    EXPECT_GT(stats.state_nonfinite, 0) << dlopt_rule_name(rule);
  }
}

TEST_P(factored, stats_measure_small_states) {
  shaped_run run(make_optimizer(DLOPT_RULE_SM3), {{1, 1, 1}});
  run.set(DLOPT_HYPER_MOMENTUM, 0);
  ASSERT_DLOPT(run.step({{2}}));
  dlopt_stats stats;
  stats.struct_size = sizeof stats;
  ASSERT_DLOPT(dlopt_optimizer_stats(run.get(), 0, nullptr, nullptr, &stats));
  EXPECT_TRUE(std::isnan(stats.state_norm[0]));
  EXPECT_NEAR(std::sqrt(3.0) * 4, stats.state_norm[1], 1e-14) << "three numbers of one element";
}

// Anil et al. 2019, algorithm SM3-II, by hand: the least of a row's and a column's number, plus the square.
TEST_P(factored, sm3_keeps_the_largest_of_each_row_and_column) {
  shaped_run run(make_optimizer(DLOPT_RULE_SM3), {{2, 2}});
  ASSERT_DLOPT(run.step({{1, 2, 0, 3}}));
  EXPECT_EQ((numbers{4, 9, 1, 9}), values_of(run.view("accumulator")));
  ASSERT_DLOPT(run.step({{1, 0, 0, 0}})); // 1 + 1, 4, 1, 9
  EXPECT_EQ((numbers{4, 9, 2, 9}), values_of(run.view("accumulator")));
}

// ---- bits -----------------------------------------------------------------------------------------------------------------------------

std::vector<bit_case> plain_cases() {
  std::vector<bit_case> all;
  for (dlopt_rule rule : kRules)
    for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) all.push_back({busy_variant(rule), param, 3, INFINITY});
  for (int32_t form : {DLOPT_FACTORED_LARGEST, DLOPT_FACTORED_LEADING}) {
    all.push_back({busy_variant(DLOPT_RULE_ADAFACTOR), DLOPT_DTYPE_F32, 3, INFINITY});
    all.back().what.set[DLOPT_HYPER_FACTORED] = form;
  }
  return all;
}

// Every way of cutting sums: rows and columns longer than a chunk, strips, bands, packs, and what is left over of each.
const std::vector<sizes> kShapes = {{3, 20000}, {20000, 3}, {70, 300}, {5, 7, 11}, {33, 20, 3, 3}, {1, 40}, {40, 1}, {1, 1}, {0, 4}, {}};

TEST_P(factored, bits_do_not_depend_on_threads_alignment_or_instruction_set) {
  for (const bit_case& c : plain_cases()) {
    layout how = tensors_of_shapes(kShapes);
    bytes truth;
    {
      const forced_isa plain("scalar");
      truth = run_bits(c, how);
    }
    for (int32_t threads : {1, 2, 3, 7}) {
      const runtime_handle runtime = make_runtime(threads);
      how.runtime = runtime.get();
      how.offset = size_t(threads) * 5;
      ASSERT_TRUE(truth == run_bits(c, how)) << dlopt_rule_name(c.what.rule) << " with " << threads << " threads";
    }
  }
}

// A matrix among others does not know them; nor does it know how many there are of it.
TEST_P(factored, bits_do_not_depend_on_other_parameters) {
  for (const bit_case& c : plain_cases()) {
    const bytes alone = run_bits(c, tensors_of_shapes({{6, 5}}));
    const bytes among = run_bits(c, tensors_of_shapes({{6, 5}, {9, 4}, {3}}));
    const size_t bytes_of_param = 30 * size_of(c.param.dtype);
    EXPECT_TRUE(std::equal(alone.begin(), alone.begin() + long(bytes_of_param), among.begin())) << dlopt_rule_name(c.what.rule);
  }
}

TEST_P(factored, a_clone_goes_on_alike) {
  for (dlopt_rule rule : kRules) {
    shaped_run run(make_optimizer(rule), {{2, 3}});
    ASSERT_DLOPT(run.step({{1, -2, 3, -4, 5, -6}}));
    dlopt_optimizer* raw = nullptr;
    ASSERT_DLOPT(dlopt_optimizer_clone(run.get(), &raw));
    const optimizer_handle copy(raw);
    buffer p(DLOPT_DTYPE_F64, numbers(6, 1.0)), g(DLOPT_DTYPE_F64, {6, 5, 4, -3, -2, 1});
    const int64_t shape[] = {2, 3};
    dlopt_tensor param = p.tensor(), grad = g.tensor();
    param.ndim = grad.ndim = 2;
    param.shape = grad.shape = shape;
    ASSERT_DLOPT(dlopt_optimizer_step(raw, &param, &grad, 1, nullptr));
    run.put_back();
    ASSERT_DLOPT(run.step({{6, 5, 4, -3, -2, 1}}));
    numbers moved = p.values();
    for (double& v : moved) v = 1 - v;
    EXPECT_EQ(run.moved(), moved) << dlopt_rule_name(rule);
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(factored);

} // namespace
} // namespace dlopt_test

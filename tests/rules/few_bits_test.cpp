// What is promised of moments in few bits beside their numbers: which they are, where they lie, what they cost, and what is refused.
#include "draw.h"
#include "few_bits.h"
#include "isa.h"
#include "variants.h"

namespace dlopt_test {
namespace {

constexpr int64_t kLength = 3 * DLOPT_STATES_MIN_NUMEL + 100;
constexpr int64_t kBlocks = (kLength + 255) / 256;

// One parameter of two dimensions, the second of them 1 unless the test says otherwise.
struct single {
  single(const optimizer_handle& made, dlopt_state_form form_, int64_t rows_ = kLength, int64_t columns = 1)
      : optimizer(made.get()), form(form_), shape{rows_, columns}, param(DLOPT_DTYPE_F32, numbers(size_t(rows_ * columns), 0.5)) {
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 2;
    desc.shape = shape;
    desc.state_form = form;
    status = dlopt_optimizer_param_add(optimizer, &desc, &slot);
  }
  numbers gradient(uint64_t seed) const {
    draw r(seed);
    numbers g(size_t(shape[0] * shape[1]));
    for (double& x : g) x = double(float(r.between(-1, 1)));
    return g;
  }
  dlopt_tensor shaped(buffer& b) const {
    dlopt_tensor t = b.tensor();
    t.ndim = 2;
    t.shape = shape;
    return t;
  }
  dlopt_status step(const numbers& g, const dlopt_step_desc* given = nullptr) {
    buffer grad(DLOPT_DTYPE_F32, g);
    dlopt_step_desc desc = given ? *given : default_step();
    const dlopt_tensor p = shaped(param), its = shaped(grad);
    return dlopt_optimizer_step(optimizer, &p, &its, 1, &desc);
  }
  numbers state(dlopt_rule rule, const char* name) { return decoded(optimizer, rule, form, slot, name); }
  std::vector<uint8_t> bytes(const char* name) const {
    const dlopt_tensor view = state_view(optimizer, slot, name);
    const auto* first = static_cast<const uint8_t*>(view.data);
    return {first, first + elements_of(view) * size_of(view.dtype)};
  }

  dlopt_optimizer* optimizer;
  dlopt_state_form form;
  int64_t shape[2];
  buffer param;
  int32_t slot = -1;
  dlopt_status status;
};

int64_t state_memory(dlopt_optimizer* optimizer) {
  dlopt_memory memory;
  memory.struct_size = sizeof memory;
  EXPECT_DLOPT(dlopt_optimizer_memory_query(optimizer, &memory));
  return memory.state;
}

TEST(few_bits_of_states, cost_what_they_should) {
  constexpr double kBytes[] = {8, 4, 2 + 8.0 / 256, 2 + 8.0 / 256};
  for (dlopt_state_form form = DLOPT_STATES_FULL; form <= DLOPT_STATES_DYNAMIC8; form++) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAMW);
    const single s(optimizer, form, 1 << 20);
    ASSERT_DLOPT(s.status);
    EXPECT_NEAR(kBytes[form], double(state_memory(optimizer.get())) / (1 << 20), 0.02) << name_of_form(form);
  }
}

TEST(few_bits_of_states, are_shown_as_they_lie) {
  for (dlopt_rule rule : rules_with_moments())
    for (dlopt_state_form form : kFewBits) {
      const optimizer_handle optimizer = make_optimizer(busy_variant(rule));
      const single s(optimizer, form, kLength);
      ASSERT_DLOPT(s.status);
      for (const std::string& name : states_of(rule)) {
        const dlopt_tensor view = state_view(s.optimizer, 0, name), scales = state_view(s.optimizer, 0, name + "_absmax");
        const int32_t moment = moment_of(rule, name);
        if (!view.data) continue;
        if (moment == DLOPT_MOMENT_NONE) EXPECT_GE(size_of(view.dtype), 4u) << dlopt_rule_name(rule) << name;
        else EXPECT_LE(size_of(view.dtype), 2u) << dlopt_rule_name(rule) << name;
        ASSERT_EQ(moment != DLOPT_MOMENT_NONE && form != DLOPT_STATES_BF16, scales.data != nullptr) << dlopt_rule_name(rule) << name;
        if (!scales.data) continue;
        EXPECT_EQ(DLOPT_DTYPE_F32, scales.dtype);
        ASSERT_EQ(1, scales.ndim);
        EXPECT_EQ(kBlocks, scales.shape[0]);
      }
    }
}

TEST(few_bits_of_states, are_not_of_small_parameters) {
  for (dlopt_state_form form : kFewBits) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAMW);
    const single small(optimizer, form, DLOPT_STATES_MIN_NUMEL - 1), large(optimizer, form, DLOPT_STATES_MIN_NUMEL);
    EXPECT_EQ(DLOPT_DTYPE_F32, state_view(optimizer.get(), 0, "exp_avg").dtype);
    EXPECT_EQ(nullptr, state_view(optimizer.get(), 0, "exp_avg_absmax").data);
    EXPECT_NE(DLOPT_DTYPE_F32, state_view(optimizer.get(), 1, "exp_avg").dtype);
  }
}

TEST(few_bits_of_states, begin_from_an_initial_value) {
  for (dlopt_state_form form : kFewBits) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_YOGI);
    ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0.25));
    single s(optimizer, form);
    EXPECT_EQ(numbers(size_t(kLength), 0.25), s.state(DLOPT_RULE_YOGI, "exp_avg"));
    EXPECT_EQ(numbers(size_t(kLength), 0.25), s.state(DLOPT_RULE_YOGI, "exp_avg_sq"));
    ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0.5));
    EXPECT_EQ(numbers(size_t(kLength), 0.5), s.state(DLOPT_RULE_YOGI, "exp_avg_sq"));
  }
}

// A state that comes later gets few bits, too; one that goes is not shown.
TEST(few_bits_of_states, come_and_go_with_the_hyper_parameters) {
  for (dlopt_state_form form : kFewBits) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
    single s(optimizer, form);
    ASSERT_DLOPT(s.step(s.gradient(1)));
    EXPECT_EQ(nullptr, state_view(s.optimizer, 0, "momentum_buffer").data);
    ASSERT_DLOPT(dlopt_optimizer_set(s.optimizer, DLOPT_HYPER_MOMENTUM, 0.9));
    ASSERT_DLOPT(s.step(s.gradient(2)));
    EXPECT_LE(size_of(state_view(s.optimizer, 0, "momentum_buffer").dtype), 2u);
    EXPECT_NE(numbers(size_t(kLength), 0.0), s.state(DLOPT_RULE_SGD, "momentum_buffer"));
  }
}

TEST(few_bits_of_states, are_cloned_with_their_scales) {
  for (dlopt_state_form form : kFewBits) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAMW);
    single s(optimizer, form);
    ASSERT_DLOPT(s.step(s.gradient(1)));
    dlopt_optimizer* raw = nullptr;
    ASSERT_DLOPT(dlopt_optimizer_clone(s.optimizer, &raw));
    const optimizer_handle copy(raw);
    single twin(make_optimizer(DLOPT_RULE_ADAMW), form); // as s, with the copy for its optimizer
    twin.optimizer = raw;
    twin.param.assign(s.param.values());
    EXPECT_EQ(s.bytes("exp_avg"), twin.bytes("exp_avg"));
    if (form != DLOPT_STATES_BF16) EXPECT_EQ(s.bytes("exp_avg_sq_absmax"), twin.bytes("exp_avg_sq_absmax"));
    const std::vector<uint8_t> before = s.bytes("exp_avg");
    ASSERT_DLOPT(twin.step(twin.gradient(2)));
    EXPECT_EQ(before, s.bytes("exp_avg")); // memory of its own
    EXPECT_NE(before, twin.bytes("exp_avg"));
  }
}

TEST(few_bits_of_states, count_in_the_statistics) {
  for (dlopt_state_form form : kFewBits) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAMW);
    single s(optimizer, form);
    ASSERT_DLOPT(s.step(s.gradient(1)));
    dlopt_stats stats;
    stats.struct_size = sizeof stats;
    ASSERT_DLOPT(dlopt_optimizer_stats(s.optimizer, 0, nullptr, nullptr, &stats));
    double sum = 0;
    for (double x : s.state(DLOPT_RULE_ADAMW, "exp_avg")) sum += x * x;
    EXPECT_NEAR(1, stats.state_norm[0] / std::sqrt(sum), 1e-6) << name_of_form(form);
    EXPECT_EQ(0, stats.state_nonfinite);
  }
}

// What is not finite shows in its whole block and in no other, and in the parameter at the next step.
TEST(few_bits_of_states, do_not_hide_nan) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_LAMB, DLOPT_RULE_LION})
    for (dlopt_state_form form : kFewBits)
      for (double bad : {std::nan(""), HUGE_VAL}) {
        const optimizer_handle optimizer = make_optimizer(busy_variant(rule));
        single s(optimizer, form);
        ASSERT_DLOPT(s.step(s.gradient(1)));
        buffer grad(DLOPT_DTYPE_F32, s.gradient(2));
        grad.store_bits(700, std::isnan(bad) ? buffer::quiet_nan : buffer::infinity);
        const dlopt_tensor p = s.shaped(s.param), g = s.shaped(grad);
        ASSERT_DLOPT(dlopt_optimizer_step(s.optimizer, &p, &g, 1, nullptr));
        const numbers m = s.state(rule, "exp_avg");
        for (size_t i = 0; i < m.size(); i++) {
          const bool should = form == DLOPT_STATES_BF16 ? i == 700 : i >= 512 && i < 768;
          ASSERT_EQ(should, !std::isfinite(m[i])) << dlopt_rule_name(rule) << " " << name_of_form(form) << " " << i;
        }
      }
}

// zero_grad skip: a block without any gradient keeps its bytes; in others only what has one may move far.
TEST(few_bits_of_states, stay_where_gradients_are_zero) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_SGD, DLOPT_RULE_LION})
    for (dlopt_state_form form : kFewBits) {
      variant v = busy_variant(rule);
      v.set[DLOPT_HYPER_ZERO_GRAD] = DLOPT_ZERO_GRAD_SKIP;
      const optimizer_handle optimizer = make_optimizer(v);
      single s(optimizer, form);
      ASSERT_DLOPT(s.step(s.gradient(1)));
      const std::string name = states_of(rule)[0];
      const std::vector<uint8_t> before = s.bytes(name.c_str());
      const numbers p = s.param.values();
      numbers g(size_t(kLength), 0.0);
      g[300] = 0.01;
      for (int t = 0; t < 5; t++) ASSERT_DLOPT(s.step(g));
      const std::vector<uint8_t> after = s.bytes(name.c_str());
      const numbers now = s.param.values();
      const size_t size = after.size() / size_t(kLength);
      for (size_t i = 0; i < size_t(kLength); i++) {
        if (i / 256 != 1)
          ASSERT_TRUE(std::equal(before.begin() + long(i * size), before.begin() + long((i + 1) * size), after.begin() + long(i * size)));
        if (i != 300) ASSERT_EQ(p[i], now[i]) << i;
      }
      EXPECT_NE(p[300], now[300]);
    }
}

dlopt_status step_rows(single& s, const numbers& g, const std::vector<int64_t>& indices) {
  buffer some(DLOPT_DTYPE_F32, g);
  const int64_t shape[] = {int64_t(indices.size()), s.shape[1]};
  dlopt_tensor p = s.shaped(s.param), grad = some.tensor();
  grad.ndim = 2;
  grad.shape = shape;
  const dlopt_rows rows = {sizeof rows, 0, int64_t(indices.size()), indices.data()};
  dlopt_step_desc desc = default_step();
  desc.rows = &rows;
  return dlopt_optimizer_step(s.optimizer, &p, &grad, 1, &desc);
}

// Rows that are whole blocks step as they would in a parameter of their own; the others keep their bytes.
TEST(few_bits_of_states, step_by_rows_that_are_whole_blocks) {
  constexpr int64_t kColumns = 512;
  const std::vector<int64_t> indices = {0, 3, 4, 5, 9, 10, 17, 39};
  for (dlopt_state_form form : {DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8}) {
    const optimizer_handle of_all = make_optimizer(DLOPT_RULE_ADAMW), of_some = make_optimizer(DLOPT_RULE_ADAMW);
    single all(of_all, form, 40, kColumns), some(of_some, form, int64_t(indices.size()), kColumns);
    for (uint64_t t = 1; t <= 3; t++) {
      const numbers g = some.gradient(t);
      ASSERT_DLOPT(step_rows(all, g, indices));
      ASSERT_DLOPT(some.step(g));
    }
    const numbers p = all.param.values(), wanted = some.param.values();
    const numbers kept = all.state(DLOPT_RULE_ADAMW, "exp_avg_sq"), its = some.state(DLOPT_RULE_ADAMW, "exp_avg_sq");
    for (size_t row = 0; row < 40; row++) {
      const auto found = std::find(indices.begin(), indices.end(), int64_t(row));
      for (size_t c = 0; c < size_t(kColumns); c++) {
        const size_t at = row * size_t(kColumns) + c, other = size_t(found - indices.begin()) * size_t(kColumns) + c;
        if (found == indices.end()) ASSERT_EQ(0.5, p[at]);
        else ASSERT_EQ(wanted[other], p[at]);
        ASSERT_EQ(found == indices.end() ? 0 : its[other], kept[at]) << row << " " << c;
      }
    }
  }
}

// Random bits belong to a place in the parameter, not in the gradient: a row alone rounds as it does among others that are left alone.
TEST(few_bits_of_states, round_rows_to_bf16_where_they_stand) {
  constexpr int64_t kColumns = 101;
  variant v = busy_variant(DLOPT_RULE_ADAMW);
  const optimizer_handle by_rows = make_optimizer(v);
  v.set[DLOPT_HYPER_ZERO_GRAD] = DLOPT_ZERO_GRAD_SKIP;
  const optimizer_handle by_zeros = make_optimizer(v);
  single some(by_rows, DLOPT_STATES_BF16, 50, kColumns), all(by_zeros, DLOPT_STATES_BF16, 50, kColumns);
  const numbers g(size_t(3 * kColumns), 0.0625);
  numbers whole(size_t(50 * kColumns), 0.0);
  for (int64_t row : {7, 8, 30}) std::fill_n(whole.begin() + row * kColumns, kColumns, 0.0625);
  for (int t = 0; t < 3; t++) {
    ASSERT_DLOPT(step_rows(some, g, {7, 8, 30}));
    ASSERT_DLOPT(all.step(whole));
  }
  EXPECT_EQ(all.bytes("exp_avg_sq"), some.bytes("exp_avg_sq"));
  EXPECT_EQ(all.param.values(), some.param.values());
}

TEST(few_bits_of_states, refuse_rows_that_share_a_block) {
  for (dlopt_state_form form : kFewBits) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAMW);
    single s(optimizer, form, 100, 100);
    const dlopt_status got = step_rows(s, numbers(300, 0.5), {1, 2, 50});
    if (form == DLOPT_STATES_BF16) EXPECT_DLOPT(got);
    else {
      EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, got);
      EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "multiple of 256")) << dlopt_last_error();
      EXPECT_EQ(numbers(10000, 0.5), s.param.values());
    }
  }
}

TEST(few_bits_of_states, refuse_centered) {
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_RMSPROP);
  single s(optimizer, DLOPT_STATES_LINEAR8);
  ASSERT_DLOPT(s.status);
  ASSERT_DLOPT(s.step(s.gradient(1)));
  ASSERT_DLOPT(dlopt_optimizer_set(s.optimizer, DLOPT_HYPER_CENTERED, 1));
  const numbers p = s.param.values();
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, s.step(s.gradient(2)));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "centered")) << dlopt_last_error();
  EXPECT_EQ(p, s.param.values());
  const single late(optimizer, DLOPT_STATES_BF16);
  EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, late.status);
  ASSERT_DLOPT(dlopt_optimizer_set(s.optimizer, DLOPT_HYPER_CENTERED, 0));
  EXPECT_DLOPT(s.step(s.gradient(2)));
}

} // namespace
} // namespace dlopt_test

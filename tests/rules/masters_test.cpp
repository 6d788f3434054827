// What is kept beside parameters of 16 bits, to the bit: f32 where it is exact, and else what one rounding of the f32 step leaves.
#include "draw.h"
#include "isa.h"
#include "stored.h"
#include "variants.h"

namespace dlopt_test {
namespace {

using shape_list = std::vector<std::vector<int64_t>>;
const shape_list kShapes = {{5, 4}, {3}, {}, {2, 3, 2}, {0}, {1300}};

numbers drawn(const std::vector<int64_t>& shape, uint64_t seed) {
  int64_t count = 1;
  for (int64_t size : shape) count *= size;
  draw r(seed);
  numbers out(size_t(count), 0.0);
  for (double& v : out) v = r.gradient();
  return out;
}

// One optimizer with parameters stored in one way; gradients are exact in every type.
class stored_net {
public:
  stored_net(const variant& what, const storage& how_, dlopt_runtime* runtime = nullptr)
      : how(how_), optimizer(make_optimizer(what, runtime)) {
    for (const std::vector<int64_t>& shape : kShapes) {
      const int32_t slot = add_param(optimizer.get(), how, shape);
      params.emplace_back(how.dtype, drawn(shape, 100 + uint64_t(slot)), size_t(slot) * 3);
    }
  }

  std::vector<dlopt_tensor> tensors(std::vector<buffer>& buffers) const {
    std::vector<dlopt_tensor> out;
    for (size_t i = 0; i < buffers.size(); i++) {
      out.push_back(buffers[i].tensor());
      out.back().ndim = int32_t(kShapes[i].size());
      out.back().shape = kShapes[i].data();
    }
    return out;
  }
  std::vector<buffer> gradients(int t, dlopt_dtype dtype) const {
    std::vector<buffer> out;
    for (const std::vector<int64_t>& shape : kShapes) out.emplace_back(dtype, drawn(shape, 1000 * uint64_t(t) + out.size()), size_t(t));
    return out;
  }
  dlopt_status try_step(int t, dlopt_dtype gradient, dlopt_step_desc desc = default_step(), int without = -1) {
    std::vector<buffer> grads = gradients(t, gradient);
    std::vector<dlopt_tensor> p = tensors(params), g = tensors(grads);
    if (without >= 0) g[size_t(without)].data = nullptr;
    desc.loss = 1.0 / t + (t % 3 == 0); // it grows now and then
    return dlopt_optimizer_step(optimizer.get(), p.data(), g.data(), p.size(), &desc);
  }
  numbers standing(size_t slot) const { return stands_for(optimizer.get(), int32_t(slot), params[slot], how.master); }

  storage how;
  optimizer_handle optimizer;
  std::vector<buffer> params;
};

void expect_same_bits(const numbers& wanted, const numbers& got, const std::string& where) {
  ASSERT_EQ(wanted.size(), got.size()) << where;
  if (!wanted.empty() && !std::memcmp(wanted.data(), got.data(), wanted.size() * sizeof(double))) return;
  for (size_t i = 0; i < wanted.size(); i++) ASSERT_EQ(wanted[i], got[i]) << where << " element " << i;
  ASSERT_TRUE(wanted.empty()) << where << ": zeros of another sign";
}

void expect_same_states(const stored_net& wanted, const stored_net& got, dlopt_rule rule, const std::string& where) {
  for (const std::string& name : states_of(rule))
    for (int32_t slot = 0; slot < int32_t(kShapes.size()); slot++) {
      dlopt_tensor a, b;
      a.struct_size = b.struct_size = sizeof a;
      if (dlopt_optimizer_state(wanted.optimizer.get(), slot, name.c_str(), &a)) continue;
      ASSERT_DLOPT(dlopt_optimizer_state(got.optimizer.get(), slot, name.c_str(), &b));
      ASSERT_EQ(a.dtype, b.dtype);
      expect_same_bits(values_of(a), values_of(b), where + " " + name);
    }
}

// ---- full and split: f32 to the last bit

class masters : public testing::TestWithParam<storage> {};

TEST_P(masters, hold_the_bits_of_an_f32_run_in_every_rule_and_convention) {
  const storage& how = GetParam();
  if (!keeps_f32(how.master)) GTEST_SKIP() << "not exact";
  static const dlopt_dtype gradients[] = {DLOPT_DTYPE_BF16, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_F64};
  for (dlopt_rule rule : all_rules())
    for (const variant& v : variants_of(rule)) {
      stored_net truth(v, DLOPT_DTYPE_F32), got(v, how);
      for (int t = 1; t <= 8; t++) {
        const std::string where = std::string(dlopt_rule_name(rule)) + " " + v.name + " step " + std::to_string(t);
        ASSERT_DLOPT(truth.try_step(t, gradients[t % 4]));
        ASSERT_DLOPT(got.try_step(t, gradients[t % 4]));
        for (size_t slot = 0; slot < kShapes.size(); slot++) {
          const numbers wanted = truth.params[slot].values(), p = got.params[slot].values();
          expect_same_bits(wanted, got.standing(slot), where);
          for (size_t i = 0; i < wanted.size(); i++) {
            const bool is_rounded = how.master == DLOPT_MASTER_FULL ? p[i] == rounded(how.dtype, wanted[i])
                                                                    : std::fabs(p[i] - wanted[i]) <= unit_of(how.dtype, p[i]) / 2;
            if (!is_rounded) FAIL() << where << " element " << i << ": " << p[i] << " is not " << wanted[i] << ", rounded";
          }
        }
        expect_same_states(truth, got, rule, where);
        if (HasFailure()) return;
      }
    }
}

// ---- the others: one rounding of the step that f32 takes from the same numbers

void expect_rounded(const storage& how, double after, double p, double standing, const std::string& where) {
  if (how.master == DLOPT_MASTER_STOCHASTIC) {
    const double nearest = rounded(how.dtype, after), unit = std::max(unit_of(how.dtype, after), unit_of(how.dtype, p));
    ASSERT_TRUE(p == nearest || std::fabs(p - after) < unit) << where << ": " << after << " went to " << p;
    return;
  }
  ASSERT_EQ(rounded(how.dtype, after), p) << where;
  ASSERT_EQ(std::signbit(after), std::signbit(p)) << where;
  if (how.master != DLOPT_MASTER_KAHAN) return;
  double c = rounded(how.dtype, after - p);
  if (rounded(how.dtype, p + c) != p) c -= std::copysign(unit_of(how.dtype, c * (1 - 0x1p-20)), c);
  ASSERT_EQ(p + c, standing) << where;
}

TEST_P(masters, are_what_one_rounding_leaves_of_the_f32_step_in_every_rule) {
  const storage& how = GetParam();
  if (keeps_f32(how.master)) GTEST_SKIP() << "exact: above";
  for (dlopt_rule rule : all_rules()) {
    const variant v = busy_variant(rule);
    stored_net truth(v, DLOPT_DTYPE_F32), got(v, how);
    for (int t = 1; t <= 24; t++) {
      const std::string where = std::string(dlopt_rule_name(rule)) + " step " + std::to_string(t);
      for (size_t slot = 0; slot < kShapes.size(); slot++) truth.params[slot].assign(got.standing(slot));
      ASSERT_DLOPT(truth.try_step(t, DLOPT_DTYPE_BF16));
      ASSERT_DLOPT(got.try_step(t, DLOPT_DTYPE_BF16));
      for (size_t slot = 0; slot < kShapes.size(); slot++) {
        const numbers after = truth.params[slot].values(), p = got.params[slot].values(), standing = got.standing(slot);
        for (size_t i = 0; i < after.size(); i++) expect_rounded(how, after[i], p[i], standing[i], where);
      }
      expect_same_states(truth, got, rule, where);
      if (HasFailure()) return;
    }
  }
}

// ---- written by the caller

// Steps of nothing: a parameter shows what its master makes of it.
stored_net resting(const storage& how) {
  variant v{DLOPT_RULE_SGD, "resting", "", {{DLOPT_HYPER_LR, 0}}};
  return stored_net(v, how);
}

TEST_P(masters, of_an_element_that_the_caller_writes_are_forgotten) {
  const storage& how = GetParam();
  const variant v = busy_variant(DLOPT_RULE_ADAMW);
  stored_net net(v, how);
  for (int t = 1; t <= 5; t++) ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F32));
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_LR, 0));
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_WEIGHT_DECAY, 0));
  const numbers kept = net.standing(5);
  numbers written = net.params[5].values();
  for (size_t i = 0; i < written.size(); i += 2) written[i] = i % 4 ? written[i] * 2 : rounded(how.dtype, 1.0 + double(i % 100) / 128);
  net.params[5].assign(written);
  ASSERT_DLOPT(net.try_step(6, DLOPT_DTYPE_F32));
  const numbers now = net.standing(5), p = net.params[5].values();
  for (size_t i = 0; i < now.size(); i++) {
    ASSERT_EQ(written[i], p[i]) << i;
    const bool stays = i % 2 || p[i] == rounded(how.dtype, kept[i]);
    if (stays) ASSERT_EQ(kept[i], now[i]) << "was not written: element " << i;
    else if (how.master == DLOPT_MASTER_SPLIT) ASSERT_LE(std::fabs(now[i] - p[i]), unit_of(how.dtype, p[i]) / 2) << i;
    else if (how.master != DLOPT_MASTER_KAHAN) ASSERT_EQ(p[i], now[i]) << i;
    else ASSERT_LE(std::fabs(now[i] - p[i]), unit_of(how.dtype, p[i]) / 2) << i; // a c that is small enough may be its own
  }
}

TEST_P(masters, never_make_a_number_of_what_is_none_and_leave_zeros_alone) {
  const storage& how = GetParam();
  const uint16_t infinity = how.dtype == DLOPT_DTYPE_F16 ? 0x7c00 : 0x7f80;
  stored_net net = resting(how);
  ASSERT_DLOPT(net.try_step(1, DLOPT_DTYPE_F32));
  if (array_of(how.master)) { // what earlier numbers may have left, of either sign
    const dlopt_tensor view = view_of(net.optimizer.get(), 5, array_of(how.master));
    for (size_t i = 0; i < 1300; i++) {
      if (how.master == DLOPT_MASTER_FULL) static_cast<float*>(view.data)[i] = i % 2 ? 3.0f : -3.0f;
      else if (how.master == DLOPT_MASTER_SPLIT) static_cast<int16_t*>(view.data)[i] = i % 2 ? 1234 : -1234;
      else static_cast<uint16_t*>(view.data)[i] = i % 2 ? 0x0123 : 0x8123;
    }
  }
  const uint16_t special[] = {0, 0x8000, infinity, uint16_t(infinity | 0x8000), uint16_t(infinity | 0x55), uint16_t(infinity | 0x8001)};
  auto* const p = reinterpret_cast<uint16_t*>(net.params[5].data());
  for (size_t i = 0; i < 1300; i++) std::memcpy(p + i, &special[i / 2 % 6], 2);
  for (int t = 2; t <= 3; t++) ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F32));
  const numbers now = net.params[5].values();
  for (size_t i = 0; i < 1300; i++) {
    const size_t kind = i / 2 % 6;
    if (kind >= 4) EXPECT_TRUE(std::isnan(now[i])) << i;
    else if (kind >= 2) EXPECT_EQ(kind == 2 ? INFINITY : -INFINITY, now[i]) << i;
    else EXPECT_LT(std::fabs(now[i]), 1e-30) << i << ": a remainder may make a zero a number below the least of its type";
  }
}

TEST_P(masters, begin_at_the_parameter_as_it_is_at_the_first_step) {
  const storage& how = GetParam();
  stored_net late(busy_variant(DLOPT_RULE_ADAM), how), early(busy_variant(DLOPT_RULE_ADAM), how);
  const numbers other = drawn(kShapes[5], 77); // after the declaration
  late.params[5].assign(other);
  early.params[5].assign(other);
  ASSERT_DLOPT(late.try_step(1, DLOPT_DTYPE_F32));
  stored_net truth(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32);
  truth.params[5].assign(other);
  ASSERT_DLOPT(truth.try_step(1, DLOPT_DTYPE_F32));
  if (keeps_f32(how.master)) expect_same_bits(truth.params[5].values(), late.standing(5), "first step");
  else
    for (size_t i = 0; i < other.size(); i++)
      ASSERT_LE(std::fabs(late.params[5].values()[i] - truth.params[5].values()[i]), unit_of(how.dtype, truth.params[5].values()[i])) << i;
}

// ---- with the rest of the library

// Everything of a slot: the parameter, what it stands for, the rule's states.
std::vector<numbers> all_of(const stored_net& net, size_t slot, dlopt_rule rule) {
  std::vector<numbers> out = {net.params[slot].values(), net.standing(slot)};
  for (const std::string& name : states_of(rule)) {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    if (!dlopt_optimizer_state(net.optimizer.get(), int32_t(slot), name.c_str(), &view)) out.push_back(values_of(view));
  }
  return out;
}

TEST_P(masters, a_clone_goes_on_to_the_same_bits_and_a_removed_one_frees_its_array) {
  const storage& how = GetParam();
  stored_net net(busy_variant(DLOPT_RULE_ADAMW), how), twin(busy_variant(DLOPT_RULE_ADAMW), how);
  for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F16));
  dlopt_optimizer* copy = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &copy));
  twin.optimizer.reset(copy);
  for (size_t slot = 0; slot < kShapes.size(); slot++) twin.params[slot].assign(net.params[slot].values());
  for (int t = 4; t <= 6; t++) {
    ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F16));
    ASSERT_DLOPT(twin.try_step(t, DLOPT_DTYPE_F16));
  }
  for (size_t slot = 0; slot < kShapes.size(); slot++) EXPECT_EQ(all_of(net, slot, DLOPT_RULE_ADAMW), all_of(twin, slot, DLOPT_RULE_ADAMW));
  dlopt_memory before = {sizeof before, 0, 0, 0, 0}, after = before;
  ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &before));
  ASSERT_DLOPT(dlopt_optimizer_param_remove(net.optimizer.get(), 5));
  ASSERT_DLOPT(dlopt_optimizer_memory_query(net.optimizer.get(), &after));
  const int64_t beside = how.master == DLOPT_MASTER_FULL ? 4 : array_of(how.master) ? 2 : 0;
  EXPECT_GE(before.state - after.state, 1300 * (8 + beside));
  EXPECT_LE(before.state - after.state, 1300 * (8 + beside) + 8192);
  dlopt_tensor view;
  view.struct_size = sizeof view;
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_state(net.optimizer.get(), 5, "master", &view));
}

TEST_P(masters, a_frozen_parameter_and_one_without_a_gradient_keep_every_bit) {
  const storage& how = GetParam();
  stored_net net(busy_variant(DLOPT_RULE_ADAMW), how);
  for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F16));
  const std::vector<numbers> frozen = all_of(net, 0, DLOPT_RULE_ADAMW), without = all_of(net, 5, DLOPT_RULE_ADAMW);
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(net.optimizer.get(), 0, 1));
  ASSERT_DLOPT(net.try_step(4, DLOPT_DTYPE_F16, default_step(), 5));
  EXPECT_EQ(frozen, all_of(net, 0, DLOPT_RULE_ADAMW));
  EXPECT_EQ(without, all_of(net, 5, DLOPT_RULE_ADAMW));
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_NULL_GRAD, DLOPT_NULL_GRAD_ZERO));
  ASSERT_DLOPT(net.try_step(5, DLOPT_DTYPE_F16, default_step(), 5));
  EXPECT_NE(without, all_of(net, 5, DLOPT_RULE_ADAMW));
}

TEST_P(masters, an_element_whose_gradient_is_zero_keeps_every_bit_where_it_is_to_be_skipped) {
  const storage& how = GetParam();
  stored_net net(busy_variant(DLOPT_RULE_ADAM), how);
  for (int t = 1; t <= 4; t++) ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F16));
  ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_ZERO_GRAD, DLOPT_ZERO_GRAD_SKIP));
  const numbers before = net.standing(5), p = net.params[5].values(), g = net.gradients(5, DLOPT_DTYPE_F64)[5].values();
  ASSERT_DLOPT(net.try_step(5, DLOPT_DTYPE_F16));
  const numbers after = net.standing(5), q = net.params[5].values();
  int skipped = 0;
  for (size_t i = 0; i < g.size(); i++) {
    if (g[i] != 0) continue;
    skipped++;
    ASSERT_TRUE(before[i] == after[i] && p[i] == q[i]) << i;
  }
  EXPECT_GT(skipped, 30);
}

// Deltas are of the numbers that the parameters stand for; nothing moves.
TEST_P(masters, deltas_leave_parameter_and_master) {
  const storage& how = GetParam();
  stored_net net(busy_variant(DLOPT_RULE_ADAM), how), truth(busy_variant(DLOPT_RULE_ADAM), DLOPT_DTYPE_F32);
  const auto follow = [&] {
    for (size_t slot = 0; slot < kShapes.size(); slot++) truth.params[slot].assign(net.standing(slot));
  };
  for (int t = 1; t <= 4; t++) { // to the same states
    if (t > 1) follow();         // a master begins with the first step
    ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F16));
    ASSERT_DLOPT(truth.try_step(t, DLOPT_DTYPE_F16));
  }
  follow();
  std::vector<buffer> deltas;
  for (const buffer& param : net.params) deltas.emplace_back(DLOPT_DTYPE_F32, numbers(param.values().size()));
  std::vector<dlopt_tensor> tensors = net.tensors(deltas);
  dlopt_step_desc desc = default_step();
  desc.deltas = tensors.data();
  const numbers before = net.standing(5), p = net.params[5].values();
  ASSERT_DLOPT(net.try_step(5, DLOPT_DTYPE_F16, desc));
  ASSERT_DLOPT(truth.try_step(5, DLOPT_DTYPE_F16));
  EXPECT_EQ(before, net.standing(5));
  EXPECT_EQ(p, net.params[5].values());
  const numbers delta = deltas[5].values(), moved = truth.params[5].values();
  for (size_t i = 0; i < delta.size(); i++) ASSERT_EQ(float(moved[i] - before[i]), float(delta[i])) << i;
}

// Rows that are there move as with a whole gradient; the others keep every bit.
TEST_P(masters, rows_move_alone) {
  const storage& how = GetParam();
  const variant v = busy_variant(DLOPT_RULE_SPARSE_ADAM);
  stored_net whole(v, how), some(v, how);
  for (int t = 1; t <= 2; t++) {
    ASSERT_DLOPT(whole.try_step(t, DLOPT_DTYPE_F16));
    ASSERT_DLOPT(some.try_step(t, DLOPT_DTYPE_F16));
  }
  const numbers before = some.standing(0);
  ASSERT_DLOPT(whole.try_step(3, DLOPT_DTYPE_F16));
  std::vector<buffer> grads = some.gradients(3, DLOPT_DTYPE_F16);
  const numbers g = grads[0].values();
  numbers picked(g.begin() + 4, g.begin() + 12);
  picked.insert(picked.end(), g.begin() + 16, g.end());
  buffer given(DLOPT_DTYPE_F16, picked);
  const int64_t indices[] = {1, 2, 4}, shape[] = {3, 4};
  std::vector<dlopt_rows> rows(kShapes.size(), {sizeof(dlopt_rows), 0, 0, nullptr});
  rows[0] = {sizeof(dlopt_rows), 0, 3, indices};
  std::vector<dlopt_tensor> p = some.tensors(some.params), tensors = some.tensors(grads);
  tensors[0].data = given.data();
  tensors[0].shape = shape;
  dlopt_step_desc desc = default_step();
  desc.rows = rows.data();
  desc.loss = 1.0 / 3 + 1;
  ASSERT_DLOPT(dlopt_optimizer_step(some.optimizer.get(), p.data(), tensors.data(), p.size(), &desc));
  const numbers now = some.standing(0), wanted = whole.standing(0);
  for (size_t i = 0; i < now.size(); i++) EXPECT_EQ(i / 4 == 0 || i / 4 == 3 ? before[i] : wanted[i], now[i]) << i;
}

INSTANTIATE_TEST_SUITE_P(forms, masters, testing::ValuesIn(stored_forms()), [](const auto& info) { return name_of(info.param); });

// Another seed, another run; the same seed, the same.
TEST(stochastic_parameters, follow_the_seed) {
  std::vector<numbers> ends;
  for (double seed : {0.0, 1.0, 0x1p53, 0.0}) {
    stored_net net(busy_variant(DLOPT_RULE_SGD), {DLOPT_DTYPE_BF16, DLOPT_MASTER_STOCHASTIC});
    ASSERT_DLOPT(dlopt_optimizer_set(net.optimizer.get(), DLOPT_HYPER_SEED, seed));
    for (int t = 1; t <= 3; t++) ASSERT_DLOPT(net.try_step(t, DLOPT_DTYPE_F32));
    ends.push_back(net.params[5].values());
  }
  EXPECT_NE(ends[0], ends[1]);
  EXPECT_NE(ends[0], ends[2]);
  EXPECT_EQ(ends[0], ends[3]);
}

// 4000 steps of a twentieth of half a unit: only the mean arrives; rounding to nearest never leaves.
TEST(stochastic_parameters, arrive_where_rounding_to_nearest_stands_still) {
  constexpr int kSteps = 400;
  constexpr double kStep = 0x1p-13; // a 32nd of a unit above 1
  for (dlopt_master master : {DLOPT_MASTER_NONE, DLOPT_MASTER_STOCHASTIC, DLOPT_MASTER_KAHAN, DLOPT_MASTER_SPLIT, DLOPT_MASTER_FULL}) {
    const int64_t n = 4096;
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
    ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, kStep));
    add_param(optimizer.get(), {DLOPT_DTYPE_BF16, master}, {n});
    buffer p(DLOPT_DTYPE_BF16, numbers(size_t(n), 1.0)), g(DLOPT_DTYPE_BF16, numbers(size_t(n), -1.0));
    const dlopt_tensor params = p.tensor(), grads = g.tensor();
    for (int t = 0; t < kSteps; t++) ASSERT_DLOPT(dlopt_optimizer_step(optimizer.get(), &params, &grads, 1, nullptr));
    double mean = 0;
    for (double x : stands_for(optimizer.get(), 0, p, master)) mean += x / double(n);
    // Of one element: a variance of at most unit^2 / 4 a step.
    const double sigma = std::sqrt(double(kSteps) / double(n)) * 0x1p-7 / 2;
    const double wanted = master == DLOPT_MASTER_NONE ? 1 : 1 + kSteps * kStep;
    EXPECT_NEAR(mean, wanted, master == DLOPT_MASTER_STOCHASTIC ? 4 * sigma : 1e-12) << name_of(storage(DLOPT_DTYPE_BF16, master));
  }
}

} // namespace
} // namespace dlopt_test

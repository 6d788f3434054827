// Steps that are put into place apart: factors for each element and column, of roles, and the update alone.
#include "buffer.h"
#include "isa.h"
#include "variants.h"

#include <cmath>

namespace dlopt_test {
namespace {

class placing : public on_each_isa {};

constexpr int64_t kRows = 3, kColumns = 200; // more than one piece, and a rest
constexpr size_t kCount = size_t(kRows * kColumns);

// One optimizer with one parameter of kRows x kColumns.
class matrix_run {
public:
  matrix_run(const variant& v, dlopt_dtype dtype) : v_(v), optimizer_(make_optimizer(v)), param_(dtype, numbers(kCount)) {
    numbers start(kCount);
    for (size_t i = 0; i < kCount; i++) start[i] = std::sin(double(i) + 1);
    param_.assign(start);
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = dtype;
    desc.ndim = 2;
    desc.shape = shape_;
    int32_t slot = -1;
    EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer_.get(), &desc, &slot));
  }

  dlopt_tensor tensor_of(buffer& b, int32_t ndim = 2) {
    dlopt_tensor t = b.tensor();
    t.ndim = ndim;
    t.shape = ndim == 2 ? shape_ : shape_ + 1;
    return t;
  }

  // Gradients change sign and are sometimes zero.
  dlopt_status step(int t, buffer* delta = nullptr) {
    numbers g(kCount);
    for (size_t i = 0; i < kCount; i++)
      g[i] = (i + size_t(t)) % 7 == 0 ? 0 : std::ldexp(double(int(i * 37 + size_t(t) * 11) % 64 - 31), -4);
    buffer gradient(DLOPT_DTYPE_F32, g);
    const dlopt_tensor params = tensor_of(param_), grads = tensor_of(gradient);
    dlopt_step_desc desc = default_step();
    desc.loss = std::cos(double(t)); // for rules that need it
    dlopt_tensor deltas;
    if (delta) deltas = tensor_of(*delta), desc.deltas = &deltas;
    return dlopt_optimizer_step(optimizer_.get(), &params, &grads, 1, &desc);
  }

  void scale(const numbers* lr, const numbers* decay) {
    buffer lr_scales(DLOPT_DTYPE_F64, lr ? *lr : numbers()), decay_scales(DLOPT_DTYPE_F64, decay ? *decay : numbers());
    const dlopt_tensor lr_tensor = tensor_of(lr_scales, lr && lr->size() == kCount ? 2 : 1);
    const dlopt_tensor decay_tensor = tensor_of(decay_scales, decay && decay->size() == kCount ? 2 : 1);
    ASSERT_DLOPT(dlopt_optimizer_param_scales(optimizer_.get(), 0, lr ? &lr_tensor : nullptr, decay ? &decay_tensor : nullptr));
  }

  numbers everything() {
    numbers all = param_.values();
    for (const std::string& name : states_of(v_.rule)) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      if (dlopt_optimizer_state(optimizer_.get(), 0, name.c_str(), &view) != DLOPT_OK) continue;
      int64_t count = 1;
      for (int32_t d = 0; d < view.ndim; d++) count *= view.shape[d];
      for (int64_t i = 0; i < count; i++)
        all.push_back(view.dtype == DLOPT_DTYPE_F64 ? static_cast<double*>(view.data)[i] : double(static_cast<float*>(view.data)[i]));
    }
    return all;
  }
  numbers param() const { return param_.values(); }
  void set_param(const numbers& values) { param_.assign(values); }
  dlopt_optimizer* get() const { return optimizer_.get(); }

private:
  variant v_;
  optimizer_handle optimizer_;
  buffer param_;
  int64_t shape_[2] = {kRows, kColumns};
};

variant plain(dlopt_rule rule, int32_t decay_mode = DLOPT_DECAY_L2, int32_t decay_order = DLOPT_DECAY_BEFORE) {
  variant v = busy_variant(rule);
  v.set[DLOPT_HYPER_DECAY_MODE] = decay_mode;
  v.set[DLOPT_HYPER_DECAY_ORDER] = decay_order;
  return v;
}

numbers some_scales(size_t count, size_t shift) {
  numbers out(count);
  for (size_t i = 0; i < count; i++) out[i] = double((i + shift) % 5) * 0.5;
  return out;
}

// An element with its own factors does what the whole parameter does with these factors, in every form of decay.
TEST_P(placing, each_element_follows_its_own_factors) {
  const numbers lr = some_scales(kCount, 0), decay = some_scales(kCount, 3);
  for (dlopt_rule rule : {DLOPT_RULE_SGD, DLOPT_RULE_ADAMW})
    for (int32_t mode = DLOPT_DECAY_L2; mode <= DLOPT_DECAY_CAUTIOUS; mode++)
      for (int32_t order : {DLOPT_DECAY_BEFORE, DLOPT_DECAY_AFTER}) {
        const variant v = plain(rule, mode, order);
        matrix_run scaled(v, DLOPT_DTYPE_F64);
        scaled.scale(&lr, &decay);
        for (int t = 0; t < 5; t++) ASSERT_DLOPT(scaled.step(t));
        for (size_t i : {size_t(0), size_t(1), size_t(258), kCount - 1}) {
          matrix_run whole(v, DLOPT_DTYPE_F64);
          ASSERT_DLOPT(dlopt_optimizer_param_scale(whole.get(), 0, lr[i], decay[i]));
          for (int t = 0; t < 5; t++) ASSERT_DLOPT(whole.step(t));
          EXPECT_NEAR(whole.param()[i], scaled.param()[i], 1e-14) << dlopt_rule_name(rule) << " mode " << mode << " order " << order;
        }
      }
}

TEST_P(placing, columns_repeat_in_every_row_and_scales_can_be_taken_away) {
  numbers columns = some_scales(size_t(kColumns), 1), all;
  for (int64_t r = 0; r < kRows; r++) all.insert(all.end(), columns.begin(), columns.end());
  const numbers decay = some_scales(kCount, 2);
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    matrix_run by_column(plain(DLOPT_RULE_ADAM), dtype), by_element(plain(DLOPT_RULE_ADAM), dtype), never(plain(DLOPT_RULE_ADAM), dtype);
    by_column.scale(&columns, &decay);
    by_element.scale(&all, &decay);
    for (int t = 0; t < 3; t++) {
      ASSERT_DLOPT(by_column.step(t));
      ASSERT_DLOPT(by_element.step(t));
    }
    EXPECT_EQ(by_element.everything(), by_column.everything());
    matrix_run scaled_once(plain(DLOPT_RULE_ADAM), dtype);
    scaled_once.scale(&columns, nullptr);
    scaled_once.scale(nullptr, nullptr);
    ASSERT_DLOPT(scaled_once.step(0));
    ASSERT_DLOPT(never.step(0));
    EXPECT_EQ(never.everything(), scaled_once.everything());
  }
}

TEST_P(placing, factors_of_one_change_no_bit_without_decay) {
  const numbers ones(kCount, 1.0);
  for (dlopt_rule rule : all_rules()) {
    variant v = busy_variant(rule);
    v.set[DLOPT_HYPER_WEIGHT_DECAY] = 0;
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
      matrix_run apart(v, dtype), plainly(v, dtype);
      apart.scale(&ones, nullptr);
      for (int t = 0; t < 4; t++) {
        ASSERT_DLOPT(apart.step(t));
        ASSERT_DLOPT(plainly.step(t));
      }
      EXPECT_EQ(plainly.everything(), apart.everything()) << dlopt_rule_name(rule);
    }
  }
}

TEST_P(placing, a_clone_keeps_factors_of_elements_and_roles) {
  const numbers lr = some_scales(kCount, 0);
  matrix_run original(plain(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32);
  original.scale(&lr, &lr);
  ASSERT_DLOPT(dlopt_optimizer_role_scale(original.get(), 1u << DLOPT_ROLE_WEIGHT, 0.5, 0.25));
  ASSERT_DLOPT(original.step(0));
  dlopt_optimizer* copy = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_clone(original.get(), &copy));
  const optimizer_handle owned(copy);
  numbers g(kCount, 0.25);
  buffer param(DLOPT_DTYPE_F32, original.param()), gradient(DLOPT_DTYPE_F32, g), other(DLOPT_DTYPE_F32, original.param());
  for (auto [optimizer, b] : {std::pair{original.get(), &param}, std::pair{copy, &other}}) {
    const dlopt_tensor p = original.tensor_of(*b), grad = original.tensor_of(gradient);
    ASSERT_DLOPT(dlopt_optimizer_step(optimizer, &p, &grad, 1, nullptr));
  }
  EXPECT_EQ(param.values(), other.values());
  EXPECT_NE(original.param(), other.values());
}

// The update alone: what the step would add, with the state moved on, the parameter untouched.
TEST_P(placing, a_delta_is_the_step_to_the_bit) {
  for (dlopt_rule rule : all_rules())
    for (const variant& v : variants_of(rule))
      for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
        matrix_run apart(v, dtype), moving(v, dtype);
        for (int t = 0; t < 3; t++) {
          const numbers before = moving.param();
          buffer delta(dtype, numbers(kCount, 77.0));
          ASSERT_DLOPT(apart.step(t, &delta));
          ASSERT_DLOPT(moving.step(t));
          EXPECT_EQ(before, apart.param()) << "it moved";
          numbers wanted(kCount);
          const numbers after = moving.param();
          for (size_t i = 0; i < kCount; i++)
            wanted[i] = dtype == DLOPT_DTYPE_F32 ? double(float(after[i]) - float(before[i])) : after[i] - before[i];
          ASSERT_EQ(wanted, delta.values()) << dlopt_rule_name(rule) << " " << v.name << " " << name_of(dtype) << " step " << t;
          apart.set_param(after);
        }
        EXPECT_EQ(moving.everything(), apart.everything()) << dlopt_rule_name(rule) << " " << v.name;
      }
}

// "No decay on biases and norms", in one call, for parameters declared before and after it.
TEST_P(placing, roles_scale_all_their_parameters) {
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, 0.5));
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_WEIGHT_DECAY, 0.5));
  double p[4] = {8, 8, 8, 8}, zero = 0;
  dlopt_tensor params[4], grads[4];
  for (int32_t role = DLOPT_ROLE_WEIGHT; role <= DLOPT_ROLE_EMBEDDING; role++) {
    if (role == DLOPT_ROLE_NORM)
      ASSERT_DLOPT(dlopt_optimizer_role_scale(optimizer.get(), 1u << DLOPT_ROLE_BIAS | 1u << DLOPT_ROLE_NORM, 1, 0));
    dlopt_param_desc desc;
    ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = DLOPT_DTYPE_F64;
    desc.role = role;
    int32_t slot;
    ASSERT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
    ASSERT_DLOPT(dlopt_tensor_init(&params[slot], sizeof params[slot], &p[slot], DLOPT_DTYPE_F64, 0, nullptr));
    ASSERT_DLOPT(dlopt_tensor_init(&grads[slot], sizeof grads[slot], &zero, DLOPT_DTYPE_F64, 0, nullptr));
  }
  ASSERT_DLOPT(dlopt_optimizer_step(optimizer.get(), params, grads, 4, nullptr));
  EXPECT_EQ((numbers{6, 8, 8, 6}), numbers(p, p + 4));
  dlopt_stats stats;
  stats.struct_size = sizeof stats;
  ASSERT_DLOPT(dlopt_optimizer_stats(optimizer.get(), 1, nullptr, nullptr, &stats));
  EXPECT_EQ(0, stats.effective_weight_decay);
}

DLOPT_INSTANTIATE_ON_EACH_ISA(placing);

} // namespace
} // namespace dlopt_test

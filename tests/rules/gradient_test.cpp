// Norms and clipping against clipping.txt, for every gradient type that holds the numbers, on every instruction set; and extremes fused
// into a step.
#include "buffer.h"
#include "draw.h"
#include "isa.h"
#include "vector_file.h"

#include <cmath>

namespace dlopt_test {
namespace {

constexpr double kNormBound = 1e-14; // a few f64 roundings
constexpr double kSumBound = 1e-13;  // tens of thousands of them
// Clipped elements are rounded to their own type, once for the factor and once for the product.
constexpr double clipped_bound(dlopt_dtype dtype) { return dtype == DLOPT_DTYPE_F64 ? 1e-14 : 2e-7; }

class gradients : public on_each_isa {};

bool holds(dlopt_dtype dtype, const std::vector<numbers>& tensors) {
  for (const numbers& values : tensors)
    if (buffer(dtype, values).values() != values) return false;
  return true;
}

struct tensor_list {
  std::vector<buffer> buffers;
  std::vector<dlopt_tensor> tensors;

  tensor_list(dlopt_dtype dtype, const std::vector<numbers>& values) {
    for (const numbers& v : values) buffers.emplace_back(dtype, v, 2 * buffers.size());
    for (buffer& b : buffers) tensors.push_back(b.tensor());
  }
};

TEST_P(gradients, norms_agree) {
  std::map<std::string, int> checked;
  for (const clip_record& record : all_vectors().norms)
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F16}) {
      if (!holds(dtype, record.before)) continue;
      tensor_list list(dtype, record.before);
      double norm = NAN;
      int64_t nonfinite = -1;
      ASSERT_DLOPT(dlopt_grad_norm(nullptr, list.tensors.data(), list.tensors.size(), record.p, &norm, &nonfinite));
      EXPECT_LE(std::fabs(norm - record.norm), kNormBound * record.norm) << record.name << " " << name_of(dtype) << ": " << norm;
      EXPECT_EQ(0, nonfinite);
      checked[name_of(dtype)]++;
    }
  EXPECT_GE(checked["f64"], 40);
  EXPECT_GE(checked["f32"], 30);
  EXPECT_GE(checked["bf16"], 5);
}

// Across chunks, for every gradient type, against a plain sum in long double.
TEST_P(gradients, norms_of_large_tensors_agree_with_a_plain_sum) {
  draw random(6);
  std::vector<numbers> values = {numbers(2 * 16384 + 33), numbers(1), numbers(0), numbers(5000)};
  for (numbers& tensor : values)
    for (double& v : tensor) v = random.gradient();
  for (double p : {0.5, 1.0, 2.0, 3.0}) {
    long double sum = 0;
    for (const numbers& tensor : values)
      for (double v : tensor) sum += std::pow(std::fabs(static_cast<long double>(v)), static_cast<long double>(p));
    const double wanted = double(std::pow(sum, 1 / static_cast<long double>(p)));
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F16}) {
      tensor_list list(dtype, values);
      double norm = NAN;
      ASSERT_DLOPT(dlopt_grad_norm(nullptr, list.tensors.data(), list.tensors.size(), p, &norm, nullptr));
      EXPECT_NEAR(wanted, norm, kSumBound * wanted) << name_of(dtype) << " p " << p;
    }
  }
}

dlopt_status clip(const clip_record& record, tensor_list& list) {
  if (record.form == "value") return dlopt_clip_value(nullptr, list.tensors.data(), list.tensors.size(), record.limit);
  const dlopt_clip_form form = record.form == "exact" ? DLOPT_CLIP_EXACT : DLOPT_CLIP_TORCH;
  return dlopt_clip_norm(nullptr, list.tensors.data(), list.tensors.size(), record.limit, record.p, form, nullptr);
}

void expect_clipped(const clip_record& record, const tensor_list& list) {
  for (size_t k = 0; k < record.after.size(); k++) {
    const numbers got = list.buffers[k].values();
    for (size_t i = 0; i < got.size(); i++)
      EXPECT_LE(std::fabs(got[i] - record.after[k][i]), clipped_bound(list.buffers[k].dtype()) * std::fabs(record.after[k][i]))
          << record.name << " " << name_of(list.buffers[k].dtype()) << " tensor " << k << " element " << i;
  }
}

TEST_P(gradients, clipping_agrees) {
  for (const clip_record& record : all_vectors().clips)
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32}) {
      if (!holds(dtype, record.before)) continue;
      tensor_list list(dtype, record.before);
      ASSERT_DLOPT(clip(record, list));
      expect_clipped(record, list);
    }
}

// Within the limit nothing is written, not even a product with 1.
TEST_P(gradients, clipping_that_is_not_needed_changes_no_bit) {
  for (const clip_record& record : all_vectors().clips) {
    clip_record wide = record;
    wide.limit = 1e300;
    tensor_list list(DLOPT_DTYPE_F64, record.before);
    ASSERT_DLOPT(clip(wide, list));
    for (size_t k = 0; k < record.before.size(); k++)
      EXPECT_EQ(0, std::memcmp(list.buffers[k].data(), record.before[k].data(), list.buffers[k].bytes())) << record.name;
  }
}

// The step's own clipping: SGD with lr 1 from 0 shows the gradient that arrived.
numbers arrived(dlopt_dtype dtype, const numbers& gradient, dlopt_step_desc& desc) {
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, 1));
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_MAXIMIZE, 1));
  const int64_t count = int64_t(gradient.size());
  dlopt_param_desc param;
  EXPECT_DLOPT(dlopt_param_desc_init(&param, sizeof param));
  param.dtype = dtype;
  param.ndim = 1;
  param.shape = &count;
  int32_t slot;
  EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &param, &slot));
  buffer p(dtype, numbers(gradient.size(), 0.0)), g(dtype, gradient);
  const dlopt_tensor pt = p.tensor(), gt = g.tensor();
  EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), &pt, &gt, 1, &desc));
  return p.values();
}

TEST_P(gradients, a_step_clips_elements_whose_squares_overflow_f32) {
  dlopt_step_desc desc = default_step();
  desc.max_norm = 1;
  desc.clip_form = DLOPT_CLIP_EXACT;
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    const numbers got = arrived(dtype, numbers(4, double(1e20f)), desc);
    EXPECT_NEAR(2 * double(1e20f), desc.grad_norm, 1e6);
    for (double v : got) EXPECT_NEAR(0.5, v, 1e-7);
  }
}

TEST_P(gradients, a_step_clips_elements_whose_squares_underflow_f32) {
  dlopt_step_desc desc = default_step();
  desc.max_norm = 1e-26;
  desc.clip_form = DLOPT_CLIP_EXACT;
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
    const numbers got = arrived(dtype, numbers(9, double(1e-25f)), desc);
    EXPECT_NEAR(3 * double(1e-25f), desc.grad_norm, 1e-38);
    for (double v : got) EXPECT_NEAR(1e-26 / 3, v, 1e-33);
  }
}

TEST_P(gradients, a_step_unscales_then_clips_the_norm_then_the_value) {
  dlopt_step_desc desc = default_step();
  desc.grad_scale = 4;
  desc.max_norm = 2.5;
  desc.clip_form = DLOPT_CLIP_EXACT;
  desc.clip_value = 1.75;
  const numbers got = arrived(DLOPT_DTYPE_F64, {12, -16}, desc); // (3, -4) of norm 5, then (1.5, -2), then (1.5, -1.75)
  EXPECT_EQ(5, desc.grad_norm);
  EXPECT_EQ((numbers{1.5, -1.75}), got);
}

// As PyTorch: nothing is hidden from a caller who did not ask to skip.
TEST_P(gradients, a_step_shows_where_a_nonfinite_norm_leads) {
  dlopt_step_desc desc = default_step();
  desc.max_norm = 1;
  numbers got = arrived(DLOPT_DTYPE_F64, {3, INFINITY, -0.5}, desc);
  EXPECT_EQ(INFINITY, desc.grad_norm);
  EXPECT_EQ(1, desc.nonfinite);
  EXPECT_EQ(0, got[0]);
  EXPECT_TRUE(std::isnan(got[1]));
  EXPECT_EQ(0, got[2]);
  got = arrived(DLOPT_DTYPE_F64, {3, NAN, INFINITY}, desc);
  EXPECT_TRUE(std::isnan(desc.grad_norm));
  for (double v : got) EXPECT_TRUE(std::isnan(v));
}

TEST_P(gradients, a_step_limits_infinities_by_value_and_keeps_nan) {
  dlopt_step_desc desc = default_step();
  desc.clip_value = 2;
  const numbers got = arrived(DLOPT_DTYPE_F64, {INFINITY, -INFINITY, NAN, 1}, desc);
  EXPECT_EQ(2, got[0]);
  EXPECT_EQ(-2, got[1]);
  EXPECT_TRUE(std::isnan(got[2]));
  EXPECT_EQ(1, got[3]);
}

TEST_P(gradients, clipping_refuses_a_nonfinite_norm_and_changes_nothing) {
  for (double poison : {double(NAN), double(INFINITY)}) {
    tensor_list list(DLOPT_DTYPE_F64, {{3, 4}, {poison, 5}});
    double norm = 0;
    EXPECT_EQ(DLOPT_ERR_NONFINITE, dlopt_clip_norm(nullptr, list.tensors.data(), 2, 1, 2, DLOPT_CLIP_TORCH, &norm));
    EXPECT_FALSE(std::isfinite(norm));
    EXPECT_EQ((numbers{3, 4}), list.buffers[0].values());
    EXPECT_EQ(5, list.buffers[1].values()[1]);
  }
}

TEST_P(gradients, norms_count_every_nonfinite_element_and_show_it) {
  numbers values(40000, 1.0);
  values[0] = values[16384] = INFINITY;
  values[39999] = -INFINITY;
  for (const bool with_nan : {false, true}) {
    if (with_nan) values[20000] = NAN;
    for (double p : {0.5, 1.0, 2.0, 3.0, double(INFINITY)}) {
      tensor_list list(DLOPT_DTYPE_F32, {values});
      double norm = 0;
      int64_t nonfinite = 0;
      ASSERT_DLOPT(dlopt_grad_norm(nullptr, list.tensors.data(), 1, p, &norm, &nonfinite));
      EXPECT_EQ(with_nan ? 4 : 3, nonfinite);
      EXPECT_EQ(with_nan, bool(std::isnan(norm)));
      EXPECT_EQ(!with_nan, bool(std::isinf(norm)));
    }
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(gradients);

} // namespace
} // namespace dlopt_test

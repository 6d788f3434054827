// Stochastic rounding on every instruction set: where a number may go, how often, and that no element, step, slot or seed knows of another.
#include "drivers/dispatch.h"
#include "lanes/stochastic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace dlopt {
namespace {

struct format {
  const char* name;
  dlopt_dtype dtype;
  int fraction_bits;
  float least_normal;
};
constexpr format kFormats[] = {{"f16", DLOPT_DTYPE_F16, 10, 0x1p-14f}, {"bf16", DLOPT_DTYPE_BF16, 7, 0x1p-126f}};

float value_of(const format& f, uint16_t bits) { return f.dtype == DLOPT_DTYPE_F16 ? widen(f16{bits}) : widen(bf16{bits}); }
uint16_t nearest(const format& f, float x) { return f.dtype == DLOPT_DTYPE_F16 ? to_f16(x).bits : to_bf16(x).bits; }

constexpr position_key kKey = {0x12345678u, 0x9abcdef0u};

std::vector<uint16_t> rounded(const format& f, const std::vector<float>& x, int64_t first = 0, position_key key = kKey) {
  std::vector<uint16_t> out(x.size());
  current_kernels().mastering.round_stochastically[f.dtype](x.data(), first, int64_t(x.size()), key, out.data());
  return out;
}

class stochastic : public testing::TestWithParam<const kernels*> {
protected:
  void SetUp() override {
    if (force_kernels(GetParam()->isa) == force_result::unsupported) GTEST_SKIP() << GetParam()->isa << " does not run here";
  }
  void TearDown() override { force_kernels(nullptr); }
};

// A number t of the way from one neighbour to the next goes there with probability t: within 4 sigma over many places.
TEST_P(stochastic, is_unbiased_between_any_two_neighbours) {
  constexpr int kCount = 1 << 18;
  for (const format& f : kFormats)
    for (float below : {1.0f, -3.25f, 0x1p-10f, -0x1.8p9f, 3 * f.least_normal, 0.0f})
      for (double part : {1.0 / 64, 0.25, 0.5, 0.71875, 63.0 / 64}) {
        const float unit = below == 0 ? std::ldexp(f.least_normal, -f.fraction_bits)
                                      : std::ldexp(1.0f, std::ilogb(below) - f.fraction_bits) * (below < 0 ? -1.0f : 1.0f);
        const float x = below + float(part) * unit;
        int away = 0;
        for (uint16_t bits : rounded(f, std::vector<float>(kCount, x))) {
          const float got = value_of(f, bits);
          ASSERT_TRUE(got == below || got == below + unit) << f.name << " " << x << " went to " << got;
          away += got != below;
        }
        EXPECT_NEAR(away, part * kCount, 4 * std::sqrt(part * (1 - part) * kCount)) << f.name << " " << below << " and " << part;
      }
}

TEST_P(stochastic, leaves_what_the_type_holds_and_what_it_cannot) {
  for (const format& f : kFormats) {
    std::vector<float> all;
    for (uint32_t bits = 0; bits < 65536; bits++) all.push_back(value_of(f, uint16_t(bits)));
    for (int64_t first : {0, 1}) { // whichever half of the hash an element gets
      const std::vector<uint16_t> got = rounded(f, all, first);
      for (uint32_t bits = 0; bits < 65536; bits++) {
        if (all[bits] == all[bits]) ASSERT_EQ(bits, got[bits]) << f.name;
        else ASSERT_TRUE(std::isnan(value_of(f, got[bits]))) << f.name << " " << bits;
      }
    }
  }
}

TEST_P(stochastic, every_nan_stays_one_and_overflow_is_that_of_rounding_to_nearest) {
  for (const format& f : kFormats) {
    const bool half = f.dtype == DLOPT_DTYPE_F16;
    std::vector<float> x;
    for (uint32_t low : {1u, 0x7fffu, 0x8000u, 0xffffu, 0x3fffffu, 0x7fffffu})
      for (uint32_t sign : {0u, 0x80000000u}) x.push_back(float_of(sign | 0x7f800000u | low));
    for (uint16_t bits : rounded(f, std::vector<float>(x))) EXPECT_TRUE(std::isnan(value_of(f, bits))) << f.name;
    const float largest = half ? 65504.0f : 0x1.fep127f;
    std::vector<float> beyond;
    for (int i = 0; i < 4096; i++)
      beyond.push_back((i % 2 ? -1.0f : 1.0f) * std::fmin(largest * (1 + float(i) * 0x1p-20f), 0x1.fffffep127f));
    const std::vector<uint16_t> got = rounded(f, beyond);
    for (size_t i = 0; i < beyond.size(); i++) EXPECT_EQ(nearest(f, beyond[i]), got[i]) << f.name << " " << beyond[i];
  }
}

// The loops against the rule for one element, at even and odd beginnings and ends, and where the pairs pass 2^32.
TEST_P(stochastic, an_element_is_rounded_alike_wherever_a_range_begins) {
  std::vector<float> x;
  for (int i = 0; i < 301; i++) x.push_back(std::ldexp(1.0f + float(i) / 300, i % 60 - 30));
  for (const format& f : kFormats)
    for (int64_t base : {int64_t(0), int64_t(1), (int64_t(1) << 33) - 150, (int64_t(1) << 33) - 151, (int64_t(1) << 40) + 7}) {
      const std::vector<uint16_t> whole = rounded(f, x, base);
      for (size_t i = 0; i < x.size(); i++) {
        const uint32_t random = random16_at(uint64_t(base) + i, kKey);
        ASSERT_EQ(f.dtype == DLOPT_DTYPE_F16 ? to_f16_stochastic(x[i], random).bits : to_bf16_stochastic(x[i], random).bits, whole[i]);
      }
      for (size_t from : {1u, 2u, 17u, 150u, 299u, 300u}) {
        const std::vector<uint16_t> part = rounded(f, {x.begin() + long(from), x.end()}, base + int64_t(from));
        ASSERT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + long(from))) << f.name << " from " << base << " + " << from;
      }
    }
}

// ---- the random bits themselves

constexpr int kDraws = 1 << 16;

std::vector<double> drawn(int64_t first, position_key key) {
  std::vector<double> out;
  for (int i = 0; i < kDraws; i++) out.push_back(random16_at(uint64_t(first + i), key) / 65535.0 - 0.5);
  return out;
}

// Of uniform numbers; its deviation is 1 / sqrt(n) when they are independent.
double correlation(const std::vector<double>& a, const std::vector<double>& b, int lag = 0) {
  double sum = 0;
  for (int i = 0; i + lag < kDraws; i++) sum += a[size_t(i)] * b[size_t(i + lag)];
  return sum * 12 / (kDraws - lag);
}
constexpr double kFourSigma = 4.0 / 256;

TEST(random_bits, neighbours_do_not_know_each_other) {
  const std::vector<double> a = drawn(0, make_position_key(0, 0, 1, rounded_array::parameter));
  for (int lag : {1, 2, 3, 4, 8, 16, 32, 64, 256, 1024, 16384}) EXPECT_LT(std::fabs(correlation(a, a, lag)), kFourSigma) << lag;
}

TEST(random_bits, depend_on_seed_slot_step_array_and_every_bit_of_the_index) {
  const std::vector<double> a = drawn(0, make_position_key(0, 0, 1, rounded_array::parameter));
  const std::vector<position_key> others = {
      make_position_key(1, 0, 1, rounded_array::parameter),
      make_position_key(uint64_t(1) << 32, 0, 1, rounded_array::parameter),
      make_position_key(0, 1, 1, rounded_array::parameter),
      make_position_key(0, 0, 2, rounded_array::parameter),
      make_position_key(0, 0, 1 + (uint64_t(1) << 32), rounded_array::parameter),
      make_position_key(0, 0, 1, rounded_array::second_moment),
      make_position_key(0, 0, 1, rounded_array::projected),
      make_position_key(0, 0, 1, rounded_array::led_by_slow),
      make_position_key(0, 0, 1, rounded_array::entering_train),
      make_position_key(0, 0, 1, rounded_array::entering_eval),
  };
  for (size_t i = 0; i < others.size(); i++) EXPECT_LT(std::fabs(correlation(a, drawn(0, others[i]))), kFourSigma) << i;
  for (int bit = 17; bit < 62; bit++)
    EXPECT_LT(std::fabs(correlation(a, drawn(int64_t(1) << bit, make_position_key(0, 0, 1, rounded_array::parameter)))), kFourSigma) << bit;
}

TEST(random_bits, each_bit_is_set_half_of_the_time) {
  int set[16] = {};
  for (int i = 0; i < kDraws; i++)
    for (int bit = 0; bit < 16; bit++) set[bit] += int(random16_at(uint64_t(i), kKey) >> bit & 1u);
  for (int bit = 0; bit < 16; bit++) EXPECT_NEAR(set[bit], kDraws / 2, 4 * 128) << bit;
}

// Numbers that another program made from the same formulas: the bits of version 0.1, for ever.
TEST(random_bits, are_those_that_were_released) {
  const position_key key = make_position_key(0x123456789abcdefu, 7, 0x100000003u, rounded_array::parameter);
  EXPECT_EQ(0xa640b81du, key.begin);
  EXPECT_EQ(0x4fed9d50u, key.middle);
  EXPECT_EQ(0x13ecc44bu, position_hash(0, key));
  EXPECT_EQ(0x942eea06u, position_hash(0x300000005u, key));
}

std::vector<const kernels*> all_kernels() {
  std::vector<const kernels*> all;
  for (int i = 0; const kernels* k = built_kernels(i); i++) all.push_back(k);
  return all;
}
INSTANTIATE_TEST_SUITE_P(isa, stochastic, testing::ValuesIn(all_kernels()), [](const auto& info) { return std::string(info.param->isa); });

} // namespace
} // namespace dlopt

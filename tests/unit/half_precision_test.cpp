// f16 and bf16: every one of the 65536 patterns, and every rounding decision between two neighbours, on every instruction set, against
// a conversion that is made from the definition of the formats (ldexp, and the nearest entry of a table) instead of from their bits.
#include "drivers/dispatch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace {

struct format {
  const char* name;
  dlopt_dtype dtype;
  int exponent_bits, fraction_bits;
};
constexpr format kFormats[] = {{"f16", DLOPT_DTYPE_F16, 5, 10}, {"bf16", DLOPT_DTYPE_BF16, 8, 7}};

uint32_t bits_of(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

// What IEEE 754 says a pattern means.
double meaning(const format& f, uint32_t pattern) {
  const int full = (1 << f.exponent_bits) - 1, bias = full / 2;
  const int exponent = int(pattern >> f.fraction_bits) & full;
  const double fraction = std::ldexp(double(pattern & ((1u << f.fraction_bits) - 1)), -f.fraction_bits);
  double magnitude = exponent ? std::ldexp(1 + fraction, exponent - bias) : std::ldexp(fraction, 1 - bias);
  if (exponent == full) magnitude = fraction != 0 ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
  return (pattern >> 15) ? -magnitude : magnitude;
}

// The pattern whose value is nearest to x >= 0, the even one of two that are equally near. Infinity takes part as the number after the
// largest.
uint16_t nearest(const format& f, double x) {
  const uint32_t infinity = ((1u << f.exponent_bits) - 1) << f.fraction_bits;
  const auto value = [&](uint32_t pattern) {
    return pattern < infinity ? meaning(f, pattern) : 2 * meaning(f, infinity - 1) - meaning(f, infinity - 2);
  };
  if (x >= value(infinity)) return uint16_t(infinity);
  uint32_t below = 0, above = infinity; // value(below) <= x < value(above)
  while (above - below > 1) {
    const uint32_t middle = (below + above) / 2;
    (value(middle) <= x ? below : above) = middle;
  }
  const double to_below = x - value(below), to_above = value(above) - x;
  if (to_below != to_above) return uint16_t(to_below < to_above ? below : above);
  return uint16_t(below % 2 ? above : below);
}

// Every float at which rounding could go either way: each value, each midpoint, and the floats beside them, with both signs.
std::vector<float> hard_cases(const format& f) {
  const uint32_t infinity = ((1u << f.exponent_bits) - 1) << f.fraction_bits;
  std::vector<float> cases;
  const auto add = [&](double x) {
    for (const float y : {float(x), std::nextafterf(float(x), 0), std::nextafterf(float(x), INFINITY)}) {
      cases.push_back(y);
      cases.push_back(-y);
    }
  };
  for (uint32_t pattern = 0; pattern < infinity; ++pattern) {
    const double here = meaning(f, pattern);
    const double gap = pattern + 1 < infinity ? meaning(f, pattern + 1) - here : here - meaning(f, pattern - 1);
    add(here);
    add(here + gap / 2);
  }
  for (const float x : {std::numeric_limits<float>::max(), INFINITY, std::numeric_limits<float>::denorm_min()}) {
    cases.push_back(x);
    cases.push_back(-x);
  }
  return cases;
}

// Runs once for each instruction set of this build that this processor has.
class HalfPrecision : public testing::TestWithParam<std::tuple<int, int>> {
protected:
  void SetUp() override {
    const dlopt::kernels* chosen = dlopt::built_kernels(std::get<0>(GetParam()));
    if (dlopt::force_kernels(chosen->isa) != dlopt::force_result::done) GTEST_SKIP() << "this processor lacks " << chosen->isa;
    kernels = chosen;
  }
  void TearDown() override { dlopt::force_kernels("best"); }
  const format& half() const { return kFormats[std::get<1>(GetParam())]; }
  const dlopt::kernels* kernels = nullptr;
};

TEST_P(HalfPrecision, EveryPatternWidensToItsMeaning) {
  std::vector<unsigned char> stored(65536 * 2 + 1); // from an odd address: alignment is not asked for
  for (uint32_t i = 0; i < 65536; ++i) {
    const uint16_t pattern = uint16_t(i);
    std::memcpy(&stored[1 + 2 * i], &pattern, 2);
  }
  std::vector<float> in_f32(65536);
  std::vector<double> in_f64(65536);
  kernels->f32.decode[half().dtype](&stored[1], 65536, in_f32.data());
  kernels->f64.decode[half().dtype](&stored[1], 65536, in_f64.data());
  for (uint32_t i = 0; i < 65536; ++i) {
    const double wanted = meaning(half(), i);
    if (std::isnan(wanted)) {
      ASSERT_TRUE(std::isnan(in_f32[i]) && std::isnan(in_f64[i])) << "pattern " << i;
      continue;
    }
    ASSERT_EQ(bits_of(in_f32[i]), bits_of(float(wanted))) << "pattern " << i; // bits: zeros keep their sign
    ASSERT_EQ(in_f64[i], wanted) << "pattern " << i;
  }
}

TEST_P(HalfPrecision, EveryRoundingIsToNearestEven) {
  const std::vector<float> cases = hard_cases(half());
  std::vector<uint16_t> got(cases.size());
  kernels->f32.encode[half().dtype](cases.data(), int64_t(cases.size()), got.data());
  for (size_t i = 0; i < cases.size(); ++i) {
    const uint16_t wanted = uint16_t(nearest(half(), std::fabs(double(cases[i]))) | (std::signbit(cases[i]) ? 0x8000u : 0u));
    ASSERT_EQ(got[i], wanted) << "for " << cases[i] << ", bits " << bits_of(cases[i]);
  }
}

TEST_P(HalfPrecision, NanStaysNan) {
  for (const uint32_t bits : {0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xff800001u, 0x7fffffffu, 0x7f80ffffu, 0x7fbfe000u}) {
    float x;
    std::memcpy(&x, &bits, sizeof x);
    uint16_t got = 0;
    kernels->f32.encode[half().dtype](&x, 1, &got);
    EXPECT_TRUE(std::isnan(meaning(half(), got))) << std::hex << bits << " became " << got;
  }
}

int built_count() {
  int count = 0;
  while (dlopt::built_kernels(count)) ++count;
  return count;
}

INSTANTIATE_TEST_SUITE_P(Each, HalfPrecision, testing::Combine(testing::Range(0, built_count()), testing::Range(0, 2)),
                         [](const auto& test) {
                           return std::string(dlopt::built_kernels(std::get<0>(test.param))->isa) + "_" +
                                  kFormats[std::get<1>(test.param)].name;
                         });

} // namespace

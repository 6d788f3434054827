// The noise of the rules: known answers of the bits, and that the deviates are normal and do not depend on each other.
#include "drivers/dispatch.h"
#include "lanes/normal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace dlopt;

// What the authors' Random123 gives (kat_vectors).
TEST(Philox, GivesTheKnownAnswers) {
  const struct {
    philox_block counter;
    uint32_t key0, key1;
    philox_block wanted;
  } rows[] = {
      {{{0, 0, 0, 0}}, 0, 0, {{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}}},
      {{{~0u, ~0u, ~0u, ~0u}}, ~0u, ~0u, {{0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu}}},
      {{{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}},
       0xa4093822u,
       0x299f31d0u,
       {{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}}},
  };
  for (const auto& row : rows) {
    const philox_block got = philox(row.counter, row.key0, row.key1);
    for (int i = 0; i < 4; i++) EXPECT_EQ(row.wanted.word[i], got.word[i]);
  }
}

template <class T> void expect_accurate(double bound) {
  for (uint32_t i = 0; i < 100000; i++) {
    const uint32_t bits = i * 42949u;
    const double u = (double(bits >> 1) + 0.5) * 0x1p-31, part = double(bits >> 8) * 0x1p-24, pi = std::acos(-1.0);
    EXPECT_NEAR(std::log(u), double(logarithm(T(u))), bound * std::fmax(1, -std::log(u))) << u;
    const point<T> at = on_circle(T(part));
    ASSERT_NEAR(std::cos(2 * pi * part), double(at.x), bound) << part;
    ASSERT_NEAR(std::sin(2 * pi * part), double(at.y), bound) << part;
  }
}

TEST(Normal, LogarithmAndCircleAreAccurate) {
  expect_accurate<double>(1e-15);
  expect_accurate<float>(5e-7);
}

std::vector<double> deviates(uint64_t seed, uint64_t step, uint32_t slot, int64_t first, int64_t n) {
  std::vector<double> out(static_cast<size_t>(n));
  current_kernels().f64.placing.fill_normal({seed, step, slot}, first, n, out.data());
  return out;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); i++) sum += a[i] * b[i];
  return sum / double(a.size());
}

TEST(Normal, MomentsAndQuantilesAreThoseOfTheDistribution) {
  const int64_t n = 1 << 20;
  const std::vector<double> x = deviates(7, 1, 0, 0, n);
  double sum = 0, squares = 0, cubes = 0, fourths = 0, beyond_one = 0, beyond_three = 0;
  for (double v : x) {
    sum += v, squares += v * v, cubes += v * v * v, fourths += v * v * v * v;
    beyond_one += std::fabs(v) > 1, beyond_three += std::fabs(v) > 3;
  }
  const double of = double(n); // bounds are six standard errors
  EXPECT_NEAR(0, sum / of, 6e-3);
  EXPECT_NEAR(1, squares / of, 9e-3);
  EXPECT_NEAR(0, cubes / of, 25e-3);
  EXPECT_NEAR(3, fourths / of, 6e-2);
  EXPECT_NEAR(0.3173105, beyond_one / of, 3e-3);
  EXPECT_NEAR(0.0026998, beyond_three / of, 4e-4);
}

TEST(Normal, SeedsStepsSlotsAndNeighboursAreIndependent) {
  const int64_t n = 1 << 18;
  const std::vector<double> x = deviates(7, 1, 0, 0, n);
  const double bound = 6 / std::sqrt(double(n));
  for (const std::vector<double>& other :
       {deviates(8, 1, 0, 0, n), deviates(7, 2, 0, 0, n), deviates(7, 1, 1, 0, n), deviates(7 + (uint64_t(1) << 32), 1, 0, 0, n),
        deviates(7, 1 + (uint64_t(1) << 32), 0, 0, n), deviates(7, 1, 0, 4, n), deviates(7, 1, 0, int64_t(1) << 40, n)})
    EXPECT_NEAR(0, correlation(x, other), bound);
  const std::vector<double> next(x.begin() + 1, x.end());
  EXPECT_NEAR(0, correlation(std::vector<double>(x.begin(), x.end() - 1), next), bound);
}

} // namespace

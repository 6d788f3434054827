// Reproducible math: right within the stated bounds, right at the edges, and the same bits in every build.
#include "lanes/repro_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>

namespace repro = dlopt::repro;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kBiggest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
constexpr double kSmallestNormal = std::numeric_limits<double>::min();
constexpr int64_t kLastStep = std::numeric_limits<int64_t>::max();

// --- Accuracy against tests/vectors/math.txt ---

// The error bounds that repro_math.h states, in units in the last place, for normal and for subnormal results.
struct Bound {
  double normal;
  double subnormal;
};
const std::map<std::string, Bound> kBounds = {{"exp", {0.53, 0.78}},   {"log", {0.51, 0.51}}, {"pow", {0.9, 1.1}},
                                              {"pow_int", {0.9, 1.1}}, {"cospi", {0.9, 0.9}}, {"one_minus_pow_int", {0.6, 0.6}}};

double unit_in_last_place(double x) { return std::max(std::ldexp(1.0, std::ilogb(x) - 52), kSmallest); }

// Distance of `got` from the exact result, which lies `rest` units in the last place above `value`.
double error_in_ulps(double got, double value, double rest) {
  if (got == value && (value == 0 || std::isinf(value))) return 0;
  if (value == 0 || !std::isfinite(got) || !std::isfinite(value)) return kInfinity;
  return std::abs((got - value) / unit_in_last_place(value) - rest);
}

double next_double(std::istringstream& words) {
  std::string word;
  words >> word;
  return std::strtod(word.c_str(), nullptr); // streams do not read hexadecimal floats
}

double evaluate(const std::string& function, std::istringstream& words) {
  const double x = next_double(words);
  if (function == "exp") return repro::exp(x);
  if (function == "log") return repro::log(x);
  if (function == "cospi") return repro::cospi(x);
  if (function == "pow") return repro::pow(x, next_double(words));
  int64_t n = 0;
  words >> n;
  return function == "pow_int" ? repro::pow_int(x, n) : repro::one_minus_pow_int(x, n);
}

TEST(ReproMath, StaysWithinItsErrorBounds) {
  std::ifstream file(DLOPT_VECTORS_DIR "/math.txt");
  ASSERT_TRUE(file) << "cannot read " DLOPT_VECTORS_DIR "/math.txt";
  std::map<std::string, int> points;
  std::map<std::string, double> worst;
  for (std::string line; std::getline(file, line);) {
    if (line[0] == '#') continue;
    std::istringstream words(line);
    std::string function;
    words >> function;
    ASSERT_TRUE(kBounds.count(function)) << line;
    const double got = evaluate(function, words);
    const double value = next_double(words), rest = next_double(words);
    ASSERT_FALSE(words.fail()) << line;
    const Bound bound = kBounds.at(function);
    const double error = error_in_ulps(got, value, rest);
    EXPECT_LE(error, std::abs(value) < kSmallestNormal ? bound.subnormal : bound.normal) << line;
    worst[function] = std::max(worst[function], error);
    ++points[function];
  }
  for (const auto& row : kBounds) {
    EXPECT_GE(points[row.first], 200) << row.first;
    RecordProperty("worst_" + row.first, std::to_string(worst[row.first]));
  }
}

// --- Edges ---

TEST(ReproMath, ExpAtTheEdges) {
  EXPECT_EQ(repro::exp(0), 1);
  EXPECT_EQ(repro::exp(kSmallest), 1);
  EXPECT_EQ(repro::exp(kInfinity), kInfinity);
  EXPECT_EQ(repro::exp(-kInfinity), 0);
  EXPECT_TRUE(std::isnan(repro::exp(kNaN)));
  EXPECT_LT(repro::exp(0x1.62e42fefa39efp+9), kInfinity); // the last double below 1024 log 2
  EXPECT_EQ(repro::exp(0x1.62e42fefa39f0p+9), kInfinity);
  EXPECT_EQ(repro::exp(-0x1.74910d52d3051p+9), kSmallest); // the last double above -1075 log 2
  EXPECT_EQ(repro::exp(-0x1.74910d52d3052p+9), 0);
  EXPECT_EQ(repro::exp(kBiggest), kInfinity);
  EXPECT_EQ(repro::exp(-kBiggest), 0);
}

TEST(ReproMath, LogAtTheEdges) {
  EXPECT_EQ(repro::log(1), 0);
  EXPECT_FALSE(std::signbit(repro::log(1)));
  EXPECT_EQ(repro::log(0.0), -kInfinity);
  EXPECT_EQ(repro::log(-0.0), -kInfinity);
  EXPECT_EQ(repro::log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(repro::log(-kSmallest)));
  EXPECT_TRUE(std::isnan(repro::log(-kInfinity)));
  EXPECT_TRUE(std::isnan(repro::log(kNaN)));
}

TEST(ReproMath, PowAtTheEdges) {
  for (double x : {0.0, 0.5, 1.0, 2.0, kInfinity, kNaN}) {
    EXPECT_EQ(repro::pow(x, 0.0), 1) << x;
    EXPECT_EQ(repro::pow(1, x), 1) << x;
  }
  EXPECT_EQ(repro::pow(0, 0.1), 0);
  EXPECT_EQ(repro::pow(0, -0.1), kInfinity);
  EXPECT_EQ(repro::pow(0, kInfinity), 0);
  EXPECT_EQ(repro::pow(kInfinity, 0.1), kInfinity);
  EXPECT_EQ(repro::pow(kInfinity, -0.1), 0);
  EXPECT_EQ(repro::pow(0.5, kInfinity), 0);
  EXPECT_EQ(repro::pow(0.5, -kInfinity), kInfinity);
  EXPECT_EQ(repro::pow(2, kInfinity), kInfinity);
  EXPECT_EQ(repro::pow(2, -kInfinity), 0);
  EXPECT_EQ(repro::pow(std::nextafter(1, 0), 1e300), 0);
  EXPECT_EQ(repro::pow(std::nextafter(1, 2), 1e300), kInfinity);
  EXPECT_EQ(repro::pow(kBiggest, kBiggest), kInfinity);
  EXPECT_EQ(repro::pow(kSmallest, kBiggest), 0);
  EXPECT_EQ(repro::pow(kSmallest, kSmallest), 1);
  EXPECT_EQ(repro::pow(kBiggest, 1), kBiggest);
  EXPECT_EQ(repro::pow(kSmallest, 1), kSmallest);
  EXPECT_TRUE(std::isnan(repro::pow(-1, 2)));
  EXPECT_TRUE(std::isnan(repro::pow(kNaN, 1)));
  EXPECT_TRUE(std::isnan(repro::pow(2, kNaN)));
}

TEST(ReproMath, PowersOfTwoAreExact) {
  for (int k = -1074; k < 1024; ++k) {
    EXPECT_EQ(repro::pow(2, k), std::ldexp(1.0, k)) << k;
    EXPECT_EQ(repro::pow_int(2, k), std::ldexp(1.0, k)) << k;
    EXPECT_EQ(repro::pow_int(-0.5, -k), std::ldexp(k % 2 == 0 ? 1.0 : -1.0, k)) << k;
  }
}

TEST(ReproMath, PowIntAtTheEdges) {
  for (double base : {-2.0, -0.0, 0.0, 0.9, kInfinity, kNaN}) EXPECT_EQ(repro::pow_int(base, 0), 1) << base;
  for (double base : {0.9, -0.9, 0.1, kSmallest, kBiggest, -kBiggest, kSmallestNormal}) EXPECT_EQ(repro::pow_int(base, 1), base);
  EXPECT_EQ(repro::pow_int(0, kLastStep), 0);
  EXPECT_TRUE(std::signbit(repro::pow_int(-0.0, 3)));
  EXPECT_EQ(repro::pow_int(1, kLastStep), 1);
  EXPECT_EQ(repro::pow_int(-1, kLastStep), -1);
  EXPECT_EQ(repro::pow_int(0.9, kLastStep), 0);
  EXPECT_EQ(repro::pow_int(1.1, kLastStep), kInfinity);
  EXPECT_EQ(repro::pow_int(-1.1, kLastStep), -kInfinity);
  EXPECT_EQ(repro::pow_int(kInfinity, 2), kInfinity);
  EXPECT_EQ(repro::pow_int(-3, 33), -5559060566555523.0);
  EXPECT_TRUE(std::isnan(repro::pow_int(kNaN, 2)));
}

TEST(ReproMath, OneMinusPowIntAtTheEdges) {
  EXPECT_EQ(repro::one_minus_pow_int(std::nextafter(1, 0), 1), 0x1p-53);
  for (double beta : {0.0, 0.1, 0.3, 0.5, 0.9, 0.999, 1.0}) {
    EXPECT_EQ(repro::one_minus_pow_int(beta, 0), 0) << beta;
    EXPECT_EQ(repro::one_minus_pow_int(beta, 1), 1 - beta) << beta;
    EXPECT_EQ(repro::one_minus_pow_int(beta, kLastStep), beta == 1 ? 0 : 1) << beta;
    EXPECT_FALSE(std::signbit(repro::one_minus_pow_int(beta, 0))) << beta;
  }
  EXPECT_FALSE(std::signbit(repro::one_minus_pow_int(1, 7)));
  EXPECT_TRUE(std::isnan(repro::one_minus_pow_int(kNaN, 3)));
}

TEST(ReproMath, CospiAtMultiplesOfOneHalf) {
  for (int k = -9; k <= 9; ++k) {
    EXPECT_EQ(repro::cospi(k), k % 2 == 0 ? 1 : -1) << k;
    EXPECT_EQ(repro::cospi(k + 0.5), 0) << k;
    EXPECT_FALSE(std::signbit(repro::cospi(k + 0.5))) << k;
  }
  EXPECT_EQ(repro::cospi(0x1p51 + 0.5), 0);
  EXPECT_EQ(repro::cospi(0x1p53 - 1), -1);
  EXPECT_EQ(repro::cospi(0x1p53), 1);
  EXPECT_EQ(repro::cospi(-kBiggest), 1);
  EXPECT_EQ(repro::cospi(kSmallest), 1);
  EXPECT_TRUE(std::isnan(repro::cospi(kInfinity)));
  EXPECT_TRUE(std::isnan(repro::cospi(-kInfinity)));
  EXPECT_TRUE(std::isnan(repro::cospi(kNaN)));
}

// --- Shape ---

// Neighbouring doubles on both sides of x keep their order.
template <class Function> void expect_rising_around(double x, Function function) {
  for (int i = 0; i < 200; ++i) x = std::nextafter(x, -kInfinity);
  for (int i = 0; i < 400; ++i, x = std::nextafter(x, kInfinity))
    ASSERT_LE(function(x), function(std::nextafter(x, kInfinity))) << std::hexfloat << x;
}

TEST(ReproMath, RisesAcrossTheSeamsOfItsReductions) {
  for (int k = -1000; k <= 1000; k += 125) expect_rising_around((k + 0.5) * 0x1.62e42fefa39efp-1, repro::exp);
  for (double x : {1.0, 0x1.6a09e667f3bcdp-1, 0x1.6a09e667f3bcdp+0, 0x1.6a09e667f3bcdp+1, kSmallestNormal})
    expect_rising_around(x, repro::log);
}

TEST(ReproMath, DecaysAndCorrectionsAreMonotonicInTheStep) {
  for (double beta : {0.5, 0.9, 0.99, 0.999, 0.9999}) {
    for (int64_t n = 0; n < 20000; ++n) {
      ASSERT_GE(repro::pow_int(beta, n), repro::pow_int(beta, n + 1)) << beta << " " << n;
      ASSERT_LE(repro::one_minus_pow_int(beta, n), repro::one_minus_pow_int(beta, n + 1)) << beta << " " << n;
    }
  }
}

TEST(ReproMath, CospiFallsSymmetrically) {
  constexpr int kSteps = 100000;
  for (int i = 0; i < kSteps; ++i) {
    const double x = static_cast<double>(i) / kSteps;
    ASSERT_GT(repro::cospi(x), repro::cospi(static_cast<double>(i + 1) / kSteps)) << i;
    ASSERT_EQ(repro::cospi(x), repro::cospi(-x)) << i;
  }
}

// --- The same bits everywhere ---

// Inputs are made by integer work alone, so that this file's own compiler flags cannot change them.
class RandomBits {
public:
  uint64_t next() { // the SplitMix64 generator
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // A double of random fraction with 2^low <= |x| < 2^high.
  double positive(int low, int high) {
    const uint64_t exponent = static_cast<uint64_t>(1023 + low) + next() % static_cast<uint64_t>(high - low);
    const uint64_t bits = (next() >> 12) | (exponent << 52);
    double x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
  }
  double either_sign(int low, int high) { return (next() & 1) != 0 ? -positive(low, high) : positive(low, high); }
  // Of random size, up to INT64_MAX.
  int64_t step() {
    const uint64_t places = 1 + next() % 63;
    return static_cast<int64_t>(next() >> places);
  }

private:
  uint64_t state_ = 1;
};

// FNV-1a over the bits of many results.
template <class Function> uint64_t hash_of_calls(Function function) {
  RandomBits random;
  uint64_t hash = 0xcbf29ce484222325;
  for (int i = 0; i < 20000; ++i) {
    const double value = function(random);
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    for (int byte = 0; byte < 8; ++byte) hash = (hash ^ ((bits >> (8 * byte)) & 0xff)) * 0x100000001b3;
  }
  return hash;
}

// These constants hold for every compiler, optimisation level and processor. If one differs, the build contracts, reorders
// or widens floating point somewhere; if all that changed is the code of a function, that is a change of results for users.
TEST(ReproMath, GivesTheGoldenBits) {
  EXPECT_EQ(hash_of_calls([](RandomBits& r) { return repro::exp(r.either_sign(-30, 10)); }), 0xee29db50ac550ee4u);
  EXPECT_EQ(hash_of_calls([](RandomBits& r) { return repro::log(r.positive(-1022, 1024)); }), 0x2b3de8b705fef47du);
  EXPECT_EQ(hash_of_calls([](RandomBits& r) { return repro::log(r.positive(-1, 1)); }), 0x52212af341898674u);
  EXPECT_EQ(hash_of_calls([](RandomBits& r) {
              const double base = r.positive(-30, 30);
              return repro::pow(base, r.either_sign(-20, 6));
            }),
            0xbe7a77c5bfa0f87fu);
  EXPECT_EQ(hash_of_calls([](RandomBits& r) {
              const double base = r.either_sign(-1, 1);
              return repro::pow_int(base, r.step() & 0x3ff);
            }),
            0x45c9004764357d4eu);
  EXPECT_EQ(hash_of_calls([](RandomBits& r) {
              const double base = r.positive(-1, 0);
              return repro::one_minus_pow_int(base, r.step());
            }),
            0x707400400e83803fu);
  EXPECT_EQ(hash_of_calls([](RandomBits& r) { return repro::cospi(r.either_sign(-20, 52)); }), 0x6779f029e2ab2274u);
}

} // namespace

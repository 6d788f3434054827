// Random draws that are the same on every machine: SplitMix64 (Steele, Lea and Flood 2014), and nothing of <random>, whose distributions
// are not.
#pragma once

#include <cmath>
#include <cstdint>

namespace dlopt_test {

class draw {
public:
  explicit draw(uint64_t seed) : state_(seed) {}

  uint64_t bits() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // 0 .. n - 1
  int64_t below(int64_t n) { return int64_t(bits() % uint64_t(n)); }
  bool one_in(int64_t n) { return below(n) == 0; }
  // [low, high)
  double between(double low, double high) { return low + (high - low) * double(bits() >> 11) * 0x1p-53; }
  double power_of_ten(double low, double high) { return std::pow(10.0, between(low, high)); }
  // A number with 7 significant bits and an exponent in [-10, 6], sometimes a zero of either sign: exact in f64, f32, f16 and bf16.
  double gradient() {
    if (one_in(12)) return one_in(2) ? 0.0 : -0.0;
    const double fraction = double(64 + below(64)); // drawn one by one: the order of arguments is the compiler's
    const int exponent = int(below(17)) - 16;
    const double size = std::ldexp(fraction, exponent);
    return one_in(2) ? size : -size;
  }

private:
  uint64_t state_;
};

} // namespace dlopt_test

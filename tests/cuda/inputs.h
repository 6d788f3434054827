// Numbers of every kind, the same on every machine.
#pragma once

#include "../rules/draw.h"

#include <limits>
#include <vector>

namespace dlopt_cuda {

// Ordinary ones and, in the same array, zeros of either sign, tiny and subnormal ones; `wild` has huge ones, infinities and NaN as well.
template <class T> T number_of_kind(dlopt_test::draw& random, bool wild) {
  using limits = std::numeric_limits<T>;
  const T size = T(random.between(0.5, 1)), sign = random.one_in(2) ? T(1) : T(-1), x = sign * size;
  switch (random.below(wild ? 16 : 12)) {
  case 0: return sign * T(0);
  case 1: return x * limits::min();                                       // at the edge of the subnormal ones
  case 2: return sign * limits::denorm_min() * T(1 + random.below(1000)); // deep among them
  case 3: return x * T(1e-18);                                            // its square is subnormal in f32
  case 4: return x * T(1e-8);
  case 5: return x * T(1e3);
  case 12: return x * limits::max();
  case 13: return x * T(1e19); // its square is at the edge of f32
  case 14: return sign * limits::infinity();
  case 15: return limits::quiet_NaN();
  default: return x * T(std::ldexp(1.0, -int(random.below(12))));
  }
}

template <class T> std::vector<T> numbers_of_all_kinds(uint64_t seed, int64_t n, bool wild) {
  dlopt_test::draw random(seed);
  std::vector<T> numbers;
  for (int64_t i = 0; i < n; ++i) numbers.push_back(number_of_kind<T>(random, wild));
  return numbers;
}

} // namespace dlopt_cuda

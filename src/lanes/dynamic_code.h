// The dynamic code book of 8-bit optimizers (Dettmers et al. 2022, "8-bit optimizers via block-wise quantization"): numbers in [-1, 1] or
// in [0, 1] whose spacing grows with their size, a decade of ten after the other.
//
// Decade d = 0 .. 6 cuts [0.1, 1] * 10^(d - 6) into 2^d equal parts, twice as many where there are no negative numbers, and holds their
// middles; 0 and 1 stand beside them. The negative numbers mirror the others but for -1, which is not there. A code is the place of a
// number in their order. All are made here as bitsandbytes makes them, in float with the same roundings, so that bytes mean the same.
#pragma once

#include "lanes/convert.h"

namespace dlopt {

template <bool Signed> struct dynamic_code_book {
  static constexpr int kCount = Signed ? 129 : 256;            // of numbers that are not negative
  static constexpr uint32_t kZero = Signed ? 127 : 0;          // the code of 0
  static constexpr uint32_t kOctaves = Signed ? 22 : 23;       // from a number that goes to 0 up to 1
  static constexpr uint32_t kLowest = (127u - kOctaves) << 23; // the bits of what all smaller numbers count as
  static constexpr int kShift = Signed ? 17 : 16;              // a bucket holds floats that differ in so many bits
  static constexpr uint32_t kBuckets = (kOctaves << (23 - kShift)) + 1;

  float values[256];          // by code
  uint32_t buckets[kBuckets]; // see code_at
};

namespace dynamic_code {

// Where decade d is cut, at i of n places: from the nearer end, rounded once.
constexpr float cut(int i, int n) {
  constexpr float kFirst = 0.1f;
  const double step = double((1.0f - kFirst) / float(n));
  return i < (n + 1) / 2 ? float(double(kFirst) + step * i) : float(1.0 - step * (n - i));
}

template <bool Signed> constexpr void fill_numbers(float* numbers) {
  constexpr float kScales[] = {1e-6f, 1e-5f, 1e-4f, 1e-3f, 1e-2f, 1e-1f, 1.0f};
  int at = 0;
  numbers[at++] = 0;
  for (int d = 0; d < 7; ++d) {
    const int n = (Signed ? 1 : 2) << d;
    for (int i = 0; i < n; ++i) numbers[at++] = kScales[d] * ((cut(i, n) + cut(i + 1, n)) * 0.5f);
  }
  numbers[at] = 1;
}

// The bits of the largest float that goes to `at`, not to the number above: to the nearer, and half way to the one with the even code.
template <bool Signed> constexpr uint32_t last_of(const float* numbers, int at) {
  const uint32_t middle = __builtin_bit_cast(uint32_t, (numbers[at] + numbers[at + 1]) * 0.5f);
  return middle - uint32_t((dynamic_code_book<Signed>::kZero + uint32_t(at)) % 2);
}

// The bits of the smallest float that does not go to 0.
template <bool Signed> constexpr uint32_t least() {
  float numbers[dynamic_code_book<Signed>::kCount] = {};
  fill_numbers<Signed>(numbers);
  return last_of<Signed>(numbers, 0) + 1;
}

template <bool Signed> constexpr dynamic_code_book<Signed> make() {
  using book = dynamic_code_book<Signed>;
  book made = {};
  float numbers[book::kCount] = {};
  fill_numbers<Signed>(numbers);
  for (int i = 0; i < book::kCount; ++i) made.values[int(book::kZero) + i] = numbers[i];
  for (int i = 1; Signed && i < 128; ++i) made.values[127 - i] = -numbers[i];
  int at = 0; // of the number that the beginning of the bucket goes to
  for (uint32_t b = 0; b < book::kBuckets; ++b) {
    const uint32_t begin = book::kLowest + (b << book::kShift), end = begin + (1u << book::kShift);
    made.buckets[b] = uint32_t(at) << book::kShift;
    if (at + 1 == book::kCount || last_of<Signed>(numbers, at) >= end) continue;
    const uint32_t past = last_of<Signed>(numbers, at) + 1; // may be the bucket's end, where it no longer counts
    made.buckets[b] += end - past;
    ++at;
  }
  return made;
}

} // namespace dynamic_code

// The code of a magnitude with these bits, at least kLowest and at most those of 1 but for rounding, whose bucket holds `found`. There is
// one border between two numbers in a bucket at most: adding what lies above its beginning carries into the place of the number then.
template <bool Signed> DLOPT_LANE uint32_t code_at(uint32_t found, uint32_t bits, bool negative) {
  using book = dynamic_code_book<Signed>;
  constexpr uint32_t kMask = (1u << book::kShift) - 1;
  const uint32_t place = (found + (bits & kMask)) >> book::kShift;
  if constexpr (!Signed) return place;
  const uint32_t below = 127u - (place < 127u ? place : 127u); // the largest has no negative
  return negative ? below : 127u + place;
}

} // namespace dlopt

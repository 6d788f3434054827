#include "drivers/census.h"

#include "drivers/staging.h"
#include "lanes/convert.h"
#include "lanes/number.h"

#include <algorithm>
#include <cstring>

namespace dlopt {

namespace {

// A float tells its power of two by its exponent bits, and all counts follow from how often each exponent occurs: one shift and one
// increment an element. Neighbours often have the same exponent, and would wait for each other's increment, so that they take turns in
// several tables. Only where the lowest or the highest exponent occurs are zeros told from denormal numbers, and NaN from infinities.
template <class T> struct exponents;
template <> struct exponents<float> {
  using bits = uint32_t;
  static constexpr int shift = 23, count = 256, bias = 127, tables = 4;
};
template <> struct exponents<double> {
  using bits = uint64_t;
  static constexpr int shift = 52, count = 2048, bias = 1023, tables = 2;
};

template <class T> struct exponent_count {
  using form = exponents<T>;
  static constexpr int highest = form::count - 1;
  static_assert(kChunk / form::tables + form::tables <= UINT16_MAX, "a chunk fits its tables");

  uint16_t seen[form::tables][form::count];
  int64_t zero, nan;

  void add(const T* x, int64_t n) noexcept {
    const int32_t lowest_before = total(0), highest_before = total(highest);
    int64_t i = 0;
    for (; i + form::tables <= n; i += form::tables)
      for (int table = 0; table < form::tables; ++table) count(x[i + table], table);
    for (; i < n; ++i) count(x[i], 0);
    if (total(0) != lowest_before) zero += count_if(x, n, [](T each) { return each == 0; });
    if (total(highest) != highest_before) nan += count_if(x, n, [](T each) { return each != each; });
  }

  // `least_normal`: the exponent of the smallest normal number of the buffer's type.
  void tell(int least_normal, census& kinds) const noexcept {
    kinds = {nan, total(highest) - nan, zero, 0, {}};
    int32_t totals[highest];
    for (int e = 0; e < highest; ++e) totals[e] = total(e);
    totals[0] -= int32_t(zero);
    for (int e = 0; e < highest; ++e) {
      if (!totals[e]) continue;
      const int power = e - form::bias;
      if (e == 0 || power < least_normal) kinds.denormal += totals[e];
      kinds.magnitudes[std::clamp(power - kLowestMagnitude, 0, kMagnitudes - 1)] += totals[e];
    }
  }

private:
  void count(T x, int table) noexcept {
    typename form::bits bits;
    std::memcpy(&bits, &x, sizeof bits);
    ++seen[table][bits >> form::shift & highest];
  }
  template <class Condition> static int32_t count_if(const T* x, int64_t n, Condition holds) noexcept {
    int32_t found = 0;
    for (int64_t i = 0; i < n; ++i) found += holds(x[i]);
    return found;
  }
  int32_t total(int e) const noexcept {
    int32_t sum = 0;
    for (const auto& table : seen) sum += table[e];
    return sum;
  }
};

int least_normal(const census_view& view) noexcept { return view.storage.dtype == DLOPT_DTYPE_F16 && !view.storage.beside ? -14 : -1022; }

// Elements as T: in place where they may be, or in `block`. What has something beside it is of 16 bits, and never in place.
template <class T> const T* load_block(const kernels& k, const census_view& view, int64_t first, int64_t n, T* block) noexcept {
  const char* const from = element(view.data, view.storage.dtype, first);
  if constexpr (sizeof(T) == 4)
    if (view.few_bits) {
      decode_state(k, *view.few_bits, view.data, first, n, block);
      return block;
    }
  if (!view.before && usable_in_place<T>(from, view.storage.dtype, view.storage.spacing)) return reinterpret_cast<const T*>(from);
  load_parameter(k, view.storage, view.data, first, n, block);
  if (!view.before) return block;
  alignas(64) T before[kBlock];
  load_as<T>(k, view.before, view.before_dtype, view.before_spacing, first, n, before);
  for (int64_t i = 0; i < n; ++i) block[i] -= before[i];
  return block;
}

template <class T>
double census_as(const kernels& k, quantity what, double unit, const census_view& view, int64_t sample, int64_t first, int64_t n,
                 census* kinds) noexcept {
  const typed_kernels<T>& with = typed<T>(k);
  double parts[kSumParts] = {}, largest = 0;
  int64_t nonfinite = 0;
  exponent_count<T> counted;
  if (kinds) counted = {};
  const int64_t apart = sample * kBlock, end = first + n;
  for (int64_t at = (first + apart - 1) / apart * apart; at < end; at += apart) {
    alignas(64) T block[kBlock];
    const int64_t count = end - at < kBlock ? end - at : kBlock;
    const T* const x = load_block<T>(k, view, at, count, block);
    if (what == quantity::largest) largest = larger(largest, with.largest(x, count));
    else if (what == quantity::nonfinite) nonfinite += with.count_nonfinite(x, count);
    else with.add_squares(x, count, unit, parts);
    if (kinds) counted.add(x, count);
  }
  if (kinds) counted.tell(least_normal(view), *kinds);
  if (what == quantity::largest) return largest;
  return what == quantity::nonfinite ? double(nonfinite) : closed(parts);
}

} // namespace

int64_t sampled_count(int64_t n, int64_t sample) noexcept {
  const int64_t apart = sample * kBlock, rest = n % apart;
  return n / apart * kBlock + (rest < kBlock ? rest : kBlock);
}

double census_range(const kernels& k, quantity what, double unit, const census_view& view, int64_t sample, int64_t first, int64_t n,
                    census* kinds) noexcept {
  if (view.storage.dtype == DLOPT_DTYPE_F64) return census_as<double>(k, what, unit, view, sample, first, n, kinds);
  return census_as<float>(k, what, unit, view, sample, first, n, kinds);
}

} // namespace dlopt

#include "drivers/measure.h"

#include "drivers/staging.h"
#include "lanes/number.h"
#include "lanes/repro_math.h"

#include <cmath>

namespace dlopt {

namespace {

// As read_as, of some rows of a whole gradient: they are read block by block, as if they lay one after the other.
template <class T, class Visit> void read_rows(const kernels& k, const gradient_view& view, int64_t first, int64_t n, Visit visit) {
  alignas(64) T block[kBlock];
  int64_t filled = 0;
  for_each_row_run(*view.rows, first, n, [&](int64_t at, int64_t count, int64_t shift) {
    for (int64_t done = 0; done < count;) {
      const int64_t left = count - done, room = kBlock - filled, now = left < room ? left : room;
      typed<T>(k).decode[view.dtype](element(view.data, view.dtype, at + shift + done), now, block + filled);
      done += now;
      filled += now;
      if (filled < kBlock) continue;
      visit(static_cast<const T*>(block), filled);
      filled = 0;
    }
  });
  if (filled) visit(static_cast<const T*>(block), filled);
}

template <class T>
double measure_as(const kernels& k, quantity what, double p, double unit, const gradient_view& view, int64_t first, int64_t n) {
  const typed_kernels<T>& with = typed<T>(k);
  double parts[kSumParts] = {}, powers = 0, largest = 0;
  int64_t nonfinite = 0;
  const auto look = [&](const T* x, int64_t count) {
    switch (what) {
    case quantity::squares: with.add_squares(x, count, unit, parts); break;
    case quantity::magnitudes: with.add_magnitudes(x, count, unit, parts); break;
    case quantity::powers:
      for (int64_t i = 0; i < count; ++i) powers += repro::pow(std::fabs(double(x[i])) * unit, p);
      break;
    case quantity::largest: largest = larger(largest, with.largest(x, count)); break;
    case quantity::nonfinite: nonfinite += with.count_nonfinite(x, count); break;
    case quantity::elements: with.add_elements(x, count, unit, parts); break;
    }
  };
  if (view.rows) read_rows<T>(k, view, first, n, look);
  else read_as<T>(k, view.data, view.dtype, first, n, look);
  switch (what) {
  case quantity::powers: return powers;
  case quantity::largest: return largest;
  case quantity::nonfinite: return double(nonfinite);
  default: return closed(parts);
  }
}

// Whether a sum of squares or magnitudes is certain to have lost nothing; its limits leave room for 2^60 terms.
bool is_safe(double sum) { return sum > 0x1p-900 && sum < 0x1p+1020; }

} // namespace

double measure_range(const kernels& k, quantity what, double p, double unit, const gradient_view& view, int64_t first, int64_t n) noexcept {
  if (view.dtype == DLOPT_DTYPE_F64) return measure_as<double>(k, what, p, unit, view, first, n);
  return measure_as<float>(k, what, p, unit, view, first, n);
}

bool is_certain(double sum, bool of_f64) noexcept { return is_safe(sum) || (std::isfinite(sum) && !of_f64); }

double unit_for(double largest) noexcept {
  int exponent;
  std::frexp(largest, &exponent);
  return exponent < -1022 ? 0x1p+1022 : std::ldexp(1.0, -exponent);
}

double root(double sum, double p) noexcept { return p == 2 ? std::sqrt(sum) : p == 1 ? sum : repro::pow(sum, 1 / p); }

double range_norm(const kernels& k, double p, const gradient_view& view, int64_t first, int64_t n) noexcept {
  double unit = 1;
  if (needs_largest(p, view.dtype)) {
    const double largest = measure_range(k, quantity::largest, p, 1, view, first, n);
    unit = unit_of_norm(largest, p);
    if (unit == 0) return largest;
  }
  return root(measure_range(k, powers_of(p), p, unit, view, first, n), p) / unit;
}

} // namespace dlopt

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
      load_as<T>(k, view.data, view.dtype, view.spacing, at + shift + done, now, block + filled);
      done += now;
      filled += now;
      if (filled < kBlock) continue;
      visit(static_cast<const T*>(block), filled);
      filled = 0;
    }
  });
  if (filled) visit(static_cast<const T*>(block), filled);
}

dlopt_dtype dtype_of(const gradient_view& view) { return view.dtype; }
dlopt_dtype dtype_of(const parameter_view& view) { return view.storage.dtype; }

template <class T, class Visit> void read_view(const kernels& k, const gradient_view& view, int64_t first, int64_t n, Visit visit) {
  if (view.rows) read_rows<T>(k, view, first, n, visit);
  else read_as<T>(k, view.data, view.dtype, view.spacing, first, n, visit);
}
template <class T, class Visit> void read_view(const kernels& k, const parameter_view& view, int64_t first, int64_t n, Visit visit) {
  read_parameter<T>(k, view.storage, view.data, first, n, visit);
}

template <class T, class View>
double measure_as(const kernels& k, quantity what, double p, double unit, const View& view, int64_t first, int64_t n) {
  const typed_kernels<T>& with = typed<T>(k);
  double parts[kSumParts] = {}, powers = 0, largest = 0;
  int64_t nonfinite = 0;
  read_view<T>(k, view, first, n, [&](const T* x, int64_t count) {
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
  });
  switch (what) {
  case quantity::powers: return powers;
  case quantity::largest: return largest;
  case quantity::nonfinite: return double(nonfinite);
  default: return closed(parts);
  }
}

template <class View> double measure(const kernels& k, quantity what, double p, double unit, const View& view, int64_t first, int64_t n) {
  if (dtype_of(view) == DLOPT_DTYPE_F64) return measure_as<double>(k, what, p, unit, view, first, n);
  return measure_as<float>(k, what, p, unit, view, first, n);
}

template <class View> double norm(const kernels& k, double p, const View& view, int64_t first, int64_t n) {
  double unit = 1;
  if (needs_largest(p, dtype_of(view))) {
    const double largest = measure(k, quantity::largest, p, 1, view, first, n);
    unit = unit_of_norm(largest, p);
    if (unit == 0) return largest;
  }
  return root(measure(k, powers_of(p), p, unit, view, first, n), p) / unit;
}

// Whether a sum of squares or magnitudes is certain to have lost nothing; its limits leave room for 2^60 terms.
bool is_safe(double sum) { return sum > 0x1p-900 && sum < 0x1p+1020; }

} // namespace

double measure_range(const kernels& k, quantity what, double p, double unit, const gradient_view& view, int64_t first, int64_t n) noexcept {
  return measure(k, what, p, unit, view, first, n);
}
double measure_range(const kernels& k, quantity what, double p, double unit, const parameter_view& view, int64_t first,
                     int64_t n) noexcept {
  return measure(k, what, p, unit, view, first, n);
}

bool is_certain(double sum, bool of_f64) noexcept { return is_safe(sum) || (std::isfinite(sum) && !of_f64); }

double unit_for(double largest) noexcept {
  int exponent;
  std::frexp(largest, &exponent);
  return exponent < -1022 ? 0x1p+1022 : std::ldexp(1.0, -exponent);
}

double root(double sum, double p) noexcept { return p == 2 ? std::sqrt(sum) : p == 1 ? sum : repro::pow(sum, 1 / p); }

double range_norm(const kernels& k, double p, const gradient_view& view, int64_t first, int64_t n) noexcept {
  return norm(k, p, view, first, n);
}
double range_norm(const kernels& k, double p, const parameter_view& view, int64_t first, int64_t n) noexcept {
  return norm(k, p, view, first, n);
}

} // namespace dlopt

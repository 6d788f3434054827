// Sums of squares in f64, in the shape that norms have on the host: 32 interleaved parts of each chunk, their tree, chunk after chunk.
#include "check.h"
#include "device.h"
#include "drivers/dispatch.h"
#include "drivers/reduction.h"
#include "drivers/staging.h"
#include "inputs.h"

#include <algorithm>

namespace dlopt_cuda {
namespace {

using namespace dlopt;

template <class T> struct parts_work {
  const T* x;
  int64_t n;
  double unit;
  double* parts;
  DLOPT_LANE void operator()(int64_t index) const {
    const int64_t begin = index / kSumParts * kChunk, end = begin + kChunk < n ? begin + kChunk : n;
    double sum = 0;
    for (int64_t i = begin + index % kSumParts; i < end; i += kSumParts) sum += square::of(double(x[i]) * unit);
    parts[index] = sum;
  }
};

struct tree_work {
  double* parts;
  double* sums;
  DLOPT_LANE void operator()(int64_t chunk) const {
    double* its = parts + chunk * kSumParts;
    for (int half = kSumParts / 2; half > 0; half /= 2)
      for (int i = 0; i < half; ++i) its[i] += its[i + half];
    sums[chunk] = its[0];
  }
};

struct total_work {
  const double* sums;
  int64_t chunks;
  double* total;
  DLOPT_LANE void operator()(int64_t) const {
    double sum = 0;
    for (int64_t chunk = 0; chunk < chunks; ++chunk) sum += sums[chunk];
    *total = sum;
  }
};

template <class T> double total_on_host(const std::vector<T>& x, double unit) {
  double total = 0;
  for (int64_t first = 0; first < int64_t(x.size()); first += kChunk) {
    double parts[kSumParts] = {};
    typed<T>(current_kernels()).add_squares(x.data() + first, std::min(kChunk, int64_t(x.size()) - first), unit, parts);
    total += closed(parts);
  }
  return total;
}

template <class T> double total_on_device(const std::vector<T>& x, double unit) {
  const int64_t n = int64_t(x.size()), chunks = (n + kChunk - 1) / kChunk;
  device_array<T> device_x(x);
  device_array<double> parts(size_t(chunks) * kSumParts), sums{size_t(chunks)}, total(1);
  launch(chunks * kSumParts, parts_work<T>{device_x.data(), n, unit, parts.data()});
  launch(chunks, tree_work{parts.data(), sums.data()});
  launch(1, total_work{sums.data(), chunks, total.data()});
  return total.values()[0];
}

template <class T> void check_sums_of(const char* name) {
  check result(name);
  for (int64_t n : {int64_t(1), int64_t(31), int64_t(33), kChunk, kChunk + 1, int64_t(1000003)})
    for (double unit : {1.0, 0x1p-40}) {
      const std::vector<T> x = numbers_of_all_kinds<T>(uint64_t(n), n, false);
      result.compare(std::to_string(n) + " elements", std::vector<double>{total_on_device(x, unit)},
                     std::vector<double>{total_on_host(x, unit)});
    }
}

} // namespace

void check_sums() {
  check_sums_of<float>("sum of squares f32");
  check_sums_of<double>("sum of squares f64");
}

} // namespace dlopt_cuda

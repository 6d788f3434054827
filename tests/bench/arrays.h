// Memory for the benchmarks: big pages, and numbers that keep the arithmetic at its usual speed.
#ifndef DLOPT_BENCH_ARRAYS_H
#define DLOPT_BENCH_ARRAYS_H

#include <cstddef>
#include <cstdint>

namespace bench {

// An anonymous mapping that starts at a 2 MiB boundary plus `place` times 1088 bytes, with huge pages where the system gives them on
// request. Arrays of different places do not fall on the same 4 KiB offset, where a store can hold up an unrelated load.
class Array {
public:
  Array(size_t bytes, int place);
  ~Array();
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  float* f32() const { return static_cast<float*>(start_); }
  uint16_t* u16() const { return static_cast<uint16_t*>(start_); }

private:
  void* mapping_;
  size_t mapped_;
  void* start_;
};

// Random signs, sizes in [scale / 2, scale]: no zeros, so that moments neither decay into denormal numbers nor make a root of zero.
void fill(float* x, int64_t n, float scale);
// The same without the sign, for second moments.
void fill_positive(float* x, int64_t n, float scale);
// 16-bit floats in +-[2^-7, 2^-6).
void fill_f16(uint16_t* x, int64_t n);
void fill_bf16(uint16_t* x, int64_t n);

// What one AdamW loop works on. Cases of one size share one set: each leaves it as ordinary as it found it.
struct AdamArrays {
  explicit AdamArrays(int64_t n);
  int64_t n;
  Array p, g, m, v;
};
AdamArrays& shared_arrays(int64_t n);

} // namespace bench

#endif

#include "arrays.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <sys/mman.h>

namespace bench {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kStagger = 1088;

uint32_t next_random() {
  static uint32_t x = 2463534242u; // Marsaglia's xorshift: cheap, and the same numbers in every run
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return x;
}

float half_to_one(uint32_t r) { return 0.5f + static_cast<float>(r >> 9) * (0.5f / 8388608.0f); }

void fill_bits(uint16_t* x, int64_t n, uint16_t base, uint16_t mantissa_mask) {
  for (int64_t i = 0; i < n; i++) {
    uint32_t r = next_random();
    x[i] = static_cast<uint16_t>((r >> 31 << 15) | base | (r & mantissa_mask));
  }
}

} // namespace

Array::Array(size_t bytes, int place) {
  const size_t offset = static_cast<size_t>(place) * kStagger;
  mapped_ = (bytes + offset + 2 * kHugePage) / kHugePage * kHugePage + kHugePage;
  mapping_ = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping_ == MAP_FAILED) {
    std::perror("mmap");
    std::exit(EXIT_FAILURE);
  }
  const uintptr_t first = (reinterpret_cast<uintptr_t>(mapping_) + kHugePage - 1) / kHugePage * kHugePage;
  madvise(reinterpret_cast<void*>(first), (bytes + offset + kHugePage - 1) / kHugePage * kHugePage, MADV_HUGEPAGE);
  start_ = reinterpret_cast<void*>(first + offset);
}

Array::~Array() { munmap(mapping_, mapped_); }

void fill(float* x, int64_t n, float scale) {
  for (int64_t i = 0; i < n; i++) {
    uint32_t r = next_random();
    x[i] = (r & 1 ? scale : -scale) * half_to_one(r);
  }
}

void fill_positive(float* x, int64_t n, float scale) {
  for (int64_t i = 0; i < n; i++) x[i] = scale * half_to_one(next_random());
}

void fill_f16(uint16_t* x, int64_t n) { fill_bits(x, n, 0x2000, 0x03ff); }
void fill_bf16(uint16_t* x, int64_t n) { fill_bits(x, n, 0x3c00, 0x007f); }

AdamArrays::AdamArrays(int64_t count)
    : n(count), p(static_cast<size_t>(count) * 4, 0), g(static_cast<size_t>(count) * 4, 1), m(static_cast<size_t>(count) * 4, 2),
      v(static_cast<size_t>(count) * 4, 3) {
  fill(p.f32(), n, 1.0f);
  fill(g.f32(), n, 1e-2f);
  fill(m.f32(), n, 1e-2f);
  fill_positive(v.f32(), n, 1e-4f);
}

AdamArrays& shared_arrays(int64_t n) {
  static std::map<int64_t, std::unique_ptr<AdamArrays>> sets;
  std::unique_ptr<AdamArrays>& set = sets[n];
  if (!set) set = std::make_unique<AdamArrays>(n);
  return *set;
}

} // namespace bench

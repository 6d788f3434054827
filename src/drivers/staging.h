// Buffers of any dtype and alignment, brought a block at a time to the arithmetic type.
#pragma once

#include "drivers/kernels.h"
#include "drivers/spacing.h"

namespace dlopt {

inline int64_t bytes_of(dlopt_dtype dtype) noexcept {
  switch (dtype) {
  case DLOPT_DTYPE_F64: return 8;
  case DLOPT_DTYPE_F32: return 4;
  case DLOPT_DTYPE_I8:
  case DLOPT_DTYPE_U8: return 1;
  default: return 2;
  }
}

inline dlopt_dtype arithmetic_of(dlopt_dtype stored) noexcept { return stored == DLOPT_DTYPE_F64 ? DLOPT_DTYPE_F64 : DLOPT_DTYPE_F32; }

// The parts of a chunk are added pairwise: part i and i + 16, then 8, 4, 2, 1.
inline double closed(double* parts) noexcept {
  for (int half = kSumParts / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) parts[i] += parts[i + half];
  return parts[0];
}

template <class T> inline constexpr dlopt_dtype kDtypeOf = sizeof(T) == 4 ? DLOPT_DTYPE_F32 : DLOPT_DTYPE_F64;

// Whether a loop over T may run on the buffer itself.
template <class T> inline bool usable_in_place(const void* data, dlopt_dtype dtype, const element_spacing& spacing) noexcept {
  return dtype == kDtypeOf<T> && !spacing.has_gaps() && reinterpret_cast<uintptr_t>(data) % sizeof(T) == 0;
}

inline char* element(void* data, dlopt_dtype dtype, int64_t i) noexcept { return static_cast<char*>(data) + i * bytes_of(dtype); }
inline const char* element(const void* data, dlopt_dtype dtype, int64_t i) noexcept {
  return static_cast<const char*>(data) + i * bytes_of(dtype);
}

// n elements of a buffer from `first` on, as T.
template <class T>
void load_as(const kernels& k, const void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n, T* to) {
  if (!spacing.has_gaps()) return typed<T>(k).decode[dtype](element(data, dtype, first), n, to);
  alignas(64) gathered some;
  in_gathered(first, n, [&](int64_t at, int64_t count) {
    gather(data, dtype, spacing, at, count, some);
    typed<T>(k).decode[dtype](some, count, to + (at - first));
  });
}

template <class T>
void store_as(const kernels& k, const T* from, int64_t n, void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first) {
  if (!spacing.has_gaps()) return typed<T>(k).encode[dtype](from, n, element(data, dtype, first));
  alignas(64) gathered some;
  in_gathered(first, n, [&](int64_t at, int64_t count) {
    typed<T>(k).encode[dtype](from + (at - first), count, some);
    scatter(some, count, data, dtype, spacing, at);
  });
}

// Calls visit(elements as T, how many) for n elements from `first` on: once, in place, or block by block on a converted copy.
template <class T, class Visit>
void read_as(const kernels& k, const void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n, Visit visit) {
  const char* from = element(data, dtype, first);
  if (usable_in_place<T>(from, dtype, spacing)) return visit(reinterpret_cast<const T*>(from), n);
  alignas(64) T block[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t count = n - done < kBlock ? n - done : kBlock;
    load_as<T>(k, data, dtype, spacing, first + done, count, block);
    visit(static_cast<const T*>(block), count);
  }
}

// As read_as, and what visit leaves in the elements is written back.
template <class T, class Visit>
void edit_as(const kernels& k, void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n, Visit visit) {
  char* at = element(data, dtype, first);
  if (usable_in_place<T>(at, dtype, spacing)) return visit(reinterpret_cast<T*>(at), n);
  alignas(64) T block[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t count = n - done < kBlock ? n - done : kBlock;
    load_as<T>(k, data, dtype, spacing, first + done, count, block);
    visit(block, count);
    store_as<T>(k, block, count, data, dtype, spacing, first + done);
  }
}

} // namespace dlopt

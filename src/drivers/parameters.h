// How a parameter is stored: read as numbers of the arithmetic type, and written back.
#pragma once

#include "dlopt/storage.h"
#include "drivers/staging.h"
#include "lanes/stochastic.h"

namespace dlopt {

struct parameter_storage {
  dlopt_dtype dtype;
  dlopt_master master;
  void* beside;          // what is kept of each element beside the parameter; nullptr: nothing
  position_key rounding; // of DLOPT_MASTER_STOCHASTIC
  int64_t origin;        // where in the whole parameter element 0 stands
  element_spacing spacing;
};

// Of an array that is no parameter, or of a parameter that is not to move what is kept beside it.
inline parameter_storage stored_plainly(dlopt_dtype dtype, const element_spacing& spacing = {}) noexcept {
  return {dtype, DLOPT_MASTER_NONE, nullptr, {}, 0, spacing};
}

inline int64_t bytes_beside(dlopt_master master) noexcept {
  switch (master) {
  case DLOPT_MASTER_FULL: return 4;
  case DLOPT_MASTER_SPLIT:
  case DLOPT_MASTER_KAHAN: return 2;
  default: return 0;
  }
}

inline char* beside(const parameter_storage& s, int64_t first) noexcept {
  return static_cast<char*>(s.beside) + first * bytes_beside(s.master);
}

// The storage of what follows so many elements.
inline parameter_storage moved(parameter_storage s, int64_t elements) noexcept {
  if (s.beside) s.beside = beside(s, elements);
  s.origin += elements;
  return s;
}

// The numbers of n elements from `first` on, which lie side by side at `from`; any alignment.
template <class T>
void load_packed(const kernels& k, const parameter_storage& s, const void* from, int64_t first, int64_t n, T* to) noexcept {
  if constexpr (sizeof(T) == 4)
    if (s.beside) return k.mastering.of[s.master].load[s.dtype](from, beside(s, first), n, to);
  typed<T>(k).decode[s.dtype](from, n, to);
}

template <class T>
void store_packed(const kernels& k, const parameter_storage& s, const T* from, int64_t n, void* to, int64_t first) noexcept {
  if constexpr (sizeof(T) == 4) {
    if (s.beside) return k.mastering.of[s.master].store[s.dtype](from, n, to, beside(s, first));
    if (s.master == DLOPT_MASTER_STOCHASTIC) return k.mastering.round_stochastically[s.dtype](from, s.origin + first, n, s.rounding, to);
  }
  typed<T>(k).encode[s.dtype](from, n, to);
}

// n numbers of the parameter from `first` on.
template <class T>
void load_parameter(const kernels& k, const parameter_storage& s, const void* param, int64_t first, int64_t n, T* to) noexcept {
  if (!s.spacing.has_gaps()) return load_packed(k, s, element(param, s.dtype, first), first, n, to);
  alignas(64) gathered some;
  in_gathered(first, n, [&](int64_t at, int64_t count) {
    gather(param, s.dtype, s.spacing, at, count, some);
    load_packed(k, s, some, at, count, to + (at - first));
  });
}

template <class T>
void store_parameter(const kernels& k, const parameter_storage& s, const T* from, int64_t n, void* param, int64_t first) noexcept {
  if (!s.spacing.has_gaps()) return store_packed(k, s, from, n, element(param, s.dtype, first), first);
  alignas(64) gathered some;
  in_gathered(first, n, [&](int64_t at, int64_t count) {
    store_packed(k, s, from + (at - first), count, some, at);
    scatter(some, count, param, s.dtype, s.spacing, at);
  });
}

// As read_as, of a parameter.
template <class T, class Visit>
void read_parameter(const kernels& k, const parameter_storage& s, const void* param, int64_t first, int64_t n, Visit visit) {
  if (!s.beside) return read_as<T>(k, param, s.dtype, s.spacing, first, n, visit);
  alignas(64) T block[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t count = n - done < kBlock ? n - done : kBlock;
    load_parameter(k, s, param, first + done, count, block);
    visit(static_cast<const T*>(block), count);
  }
}

// As edit_as, of a parameter.
template <class T, class Visit>
void edit_parameter(const kernels& k, const parameter_storage& s, void* param, int64_t first, int64_t n, Visit visit) {
  if (s.master == DLOPT_MASTER_NONE) return edit_as<T>(k, param, s.dtype, s.spacing, first, n, visit);
  alignas(64) T block[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t count = n - done < kBlock ? n - done : kBlock;
    load_parameter(k, s, param, first + done, count, block);
    visit(block, count);
    store_parameter(k, s, block, count, param, first + done);
  }
}

} // namespace dlopt

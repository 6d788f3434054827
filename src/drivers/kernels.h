// The loops of one instruction set, as a table of functions. cpu_target.cpp fills one for each; dispatch chooses which one runs.
#pragma once

#include "dlopt/rules.h"
#include "dlopt/storage.h"

#include <cstdint>

namespace dlopt {

// Sums are kept in this many interleaved parts, whatever the vector width: element i of a chunk goes to part i % kSumParts.
inline constexpr int kSumParts = 32;
// Work is cut at multiples of this many elements of a parameter; sums are closed there.
inline constexpr int64_t kChunk = 16384;
// Elements that are converted to the arithmetic type at a time, in the first-level cache. A multiple of kSumParts.
inline constexpr int64_t kBlock = 1024;

// One update of n elements: the states in place, with gradient g * grad_factor + l2 * p, and p = keep * p - the rule's step.
template <class T>
using update_fn = void (*)(const double* coefs, T grad_factor, T l2, T keep, int64_t n, T* p, const T* g, T* const* states);

// One look at n elements by a rule that needs sums over a tensor before it can step: the states in place, with the gradient as above. Adds
// to parts[k * kSumParts + i % kSumParts] what element i has for the rule's k-th sum.
template <class T>
using measure_fn = void (*)(const double* coefs, T grad_factor, T l2, int64_t n, const T* p, const T* g, T* const* states, double* parts);

// The steps of n elements, which the caller puts into place: the states in place, with gradients as the rule is to see them, and normal
// deviates for a rule that is noisy.
template <class T>
using steps_fn = void (*)(const double* coefs, int64_t n, const T* p, const T* g, const T* noise, T* const* states, T* steps);

// The numbers whose squares n elements add to a factored moment of a rule; states are only read.
template <class T> using deviation_fn = void (*)(const double* coefs, int64_t n, const T* g, T* const* states, T* deviations);

// What the random numbers of an element depend on, beside its index.
struct noise_key {
  uint64_t seed, step;
  uint32_t slot;
};

struct position_key;

// See mastering.h. By dtype of the parameter; NULL where a form does not fit it. `param` may be unaligned.
struct master_kernels {
  void (*load[DLOPT_DTYPE_BF16 + 1])(const void* param, const void* beside, int64_t n, float* to);
  void (*store[DLOPT_DTYPE_BF16 + 1])(const float* from, int64_t n, void* param, void* beside);
};
struct mastering_kernels {
  master_kernels of[DLOPT_MASTER_KAHAN + 1];
  // Elements from `first` of a whole array on; by dtype.
  void (*round_stochastically[DLOPT_DTYPE_BF16 + 1])(const float* from, int64_t first, int64_t n, position_key key, void* to);
};

// See placing.h.
template <class T> struct placing_kernels {
  void (*add_products)(const T* weights, const T* x, int64_t n, T* to);
  void (*scale_each)(const T* factors, int64_t n, T* x);
  void (*subtract)(const T* steps, int64_t n, T* x);
  int64_t (*count_agreeing)(const T* a, const T* b, int64_t n);
  void (*mask)(const T* gradients, T factor, int64_t n, T* steps);
  void (*decay_linearly)(const T* weights, int64_t n, T* x);
  void (*decay_proximally)(const T* weights, int64_t n, T* x);
  void (*decay_by_size)(const T* weights, int64_t n, T* x);
  void (*decay_cautiously)(const T* weights, const T* p, const T* steps, int64_t n, T* x);
  void (*restore_at_zeros)(const T* gradients, const T* before, int64_t n, T* x);
  void (*fill_normal)(const noise_key& key, int64_t first, int64_t n, T* x); // `first` and the room in x are multiples of 4
};

// See spreading.h.
template <class T> struct spreading_kernels {
  void (*add_squares_each)(const T* x, int64_t n, double* sums);
  void (*blend_squares)(const T* x, T stays, T takes, T eps, int64_t n, T* mean);
  void (*take_roots)(const T* x, int64_t n, T* roots);
  void (*lessen)(const T* x, int64_t n, T* least);
  void (*lessen_all)(T x, int64_t n, T* least);
};

// See wrapping.h.
template <class T> struct wrapping_kernels {
  void (*bound)(T lower, T upper, int64_t n, T* x);
  void (*normalise)(int64_t unit, int64_t n, T* x); // n is a multiple of unit
  void (*add_scaled)(T factor, int64_t n, const T* x, T* to);
  void (*weigh_by_size)(T eta, int64_t n, const T* p, T* g);
};

struct position_key; // of lanes/stochastic.h

// See state_coding.h. Only states of float are kept in few bits.
struct state_kernels {
  uint32_t (*largest_bits)(const float* x, int64_t n);
  void (*decode_linear)(const int8_t* codes, float scale, int64_t n, float* to);
  void (*encode_linear)(const float* x, float inverse, int64_t n, int8_t* codes);
  void (*decode_squares)(const uint8_t* codes, float scale, int64_t n, float* to);
  void (*encode_squares)(const float* x, float inverse_root, int64_t n, uint8_t* codes);
  void (*find_buckets_signed)(const float* x, float inverse, int64_t n, uint32_t* bits, uint16_t* buckets);
  void (*find_buckets_unsigned)(const float* x, float inverse, int64_t n, uint32_t* bits, uint16_t* buckets);
  void (*finish_codes_signed)(const float* x, const uint32_t* bits, const uint32_t* found, int64_t n, uint8_t* codes);
  void (*finish_codes_unsigned)(const float* x, const uint32_t* bits, const uint32_t* found, int64_t n, uint8_t* codes);
  void (*encode_stochastically)(const float* x, uint64_t first, position_key key, int64_t n, void* to);
};

// Everything that depends on the arithmetic type T, float or double.
template <class T> struct typed_kernels {
  void (*decode[DLOPT_DTYPE_BF16 + 1])(const void* from, int64_t n, T* to); // by dtype; NULL where none. `from` may be unaligned
  void (*encode[DLOPT_DTYPE_BF16 + 1])(const T* from, int64_t n, void* to);
  void (*scale)(T factor, int64_t n, T* x);
  void (*limit)(T limit, int64_t n, T* x);
  void (*mix)(T weight, int64_t n, const T* toward, T* x); // x += weight (toward - x)
  // Add to parts[i % kSumParts] the square, or the magnitude, of x[i] * unit. The square of a float is exact in a double.
  void (*add_squares)(const T* x, int64_t n, double unit, double* parts);
  void (*add_magnitudes)(const T* x, int64_t n, double unit, double* parts);
  double (*largest)(const T* x, int64_t n); // largest magnitude; NaN if one is NaN
  int64_t (*count_nonfinite)(const T* x, int64_t n);
  void (*add_elements)(const T* x, int64_t n, double unit, double* parts); // as add_squares, of the elements themselves
  void (*subtract)(T amount, int64_t n, T* x);
  void (*add_penalty)(T l1, T l2, const T* p, int64_t n, T* g); // g += l1 sign(p) + l2 p
  placing_kernels<T> placing;
  spreading_kernels<T> spreading;
  wrapping_kernels<T> wrapping;
};

struct kernels {
  const char* isa; // from the compiler's own macros
  typed_kernels<float> f32;
  typed_kernels<double> f64;
  mastering_kernels mastering;
  // The loop of a rule for a set of used states; NULL where the set lacks one that the rule always keeps.
  update_fn<float> (*find_update_f32)(dlopt_rule rule, uint32_t used);
  update_fn<double> (*find_update_f64)(dlopt_rule rule, uint32_t used);
  // The same for the look before the step; NULL where a rule needs none.
  measure_fn<float> (*find_measure_f32)(dlopt_rule rule, uint32_t used);
  measure_fn<double> (*find_measure_f64)(dlopt_rule rule, uint32_t used);
  steps_fn<float> (*find_steps_f32)(dlopt_rule rule, uint32_t used);
  steps_fn<double> (*find_steps_f64)(dlopt_rule rule, uint32_t used);
  deviation_fn<float> (*find_deviations_f32)(dlopt_rule rule, uint32_t used, int32_t moment);
  deviation_fn<double> (*find_deviations_f64)(dlopt_rule rule, uint32_t used, int32_t moment);
  state_kernels states;
};

template <class T> inline const typed_kernels<T>& typed(const kernels& k) {
  if constexpr (sizeof(T) == 4) return k.f32;
  else return k.f64;
}
template <class T> inline update_fn<T> find_update(const kernels& k, dlopt_rule rule, uint32_t used) {
  if constexpr (sizeof(T) == 4) return k.find_update_f32(rule, used);
  else return k.find_update_f64(rule, used);
}

template <class T> inline measure_fn<T> find_measure(const kernels& k, dlopt_rule rule, uint32_t used) {
  if constexpr (sizeof(T) == 4) return k.find_measure_f32(rule, used);
  else return k.find_measure_f64(rule, used);
}

template <class T> inline steps_fn<T> find_steps(const kernels& k, dlopt_rule rule, uint32_t used) {
  if constexpr (sizeof(T) == 4) return k.find_steps_f32(rule, used);
  else return k.find_steps_f64(rule, used);
}

template <class T> inline deviation_fn<T> find_deviations(const kernels& k, dlopt_rule rule, uint32_t used, int32_t moment) {
  if constexpr (sizeof(T) == 4) return k.find_deviations_f32(rule, used, moment);
  else return k.find_deviations_f64(rule, used, moment);
}

} // namespace dlopt

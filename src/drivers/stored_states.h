// States that are kept in fewer bits than the arithmetic has: how they lie in memory, and how a stretch of them is brought to float and
// back.
#pragma once

#include "drivers/kernels.h"
#include "lanes/stochastic.h"

namespace dlopt {

// How a state is kept. The last four are codes of 8 bits, with a scale for each block.
enum class state_code : int32_t { full, bf16, bf16_stochastic, linear, squares, dynamic, unsigned_dynamic };

// Elements that share a scale.
inline constexpr int64_t kStateBlock = 256;
static_assert(kChunk % kStateBlock == 0 && kBlock % kStateBlock == 0, "no two tasks write one block");

struct stored_state {
  state_code code;
  position_key key; // of stochastic rounding, at this step
  float* scales;    // one for each block of 8-bit codes
};

inline bool has_scales(state_code code) noexcept { return code >= state_code::linear; }
inline int64_t scale_count(state_code code, int64_t n) noexcept { return has_scales(code) ? (n + kStateBlock - 1) / kStateBlock : 0; }
dlopt_dtype dtype_of(state_code code, dlopt_dtype full) noexcept;

// n elements from `first` on. Encoding begins and ends where blocks do, or at the end of the state; `place` is where in the parameter the
// first element stands. A block with an element that is not finite becomes NaN as a whole.
void decode_state(const kernels& k, const stored_state& how, const void* codes, int64_t first, int64_t n, float* to) noexcept;
void encode_state(const kernels& k, const stored_state& how, const float* from, int64_t first, int64_t n, int64_t place,
                  void* codes) noexcept;
// Gives all n elements of a state one value.
void fill_state(const kernels& k, const stored_state& how, double value, int64_t n, void* codes) noexcept;

// code_book.cpp: look-ups in the dynamic code book, which are the same scalar loops for every instruction set.
template <bool Signed> void look_up_values(const uint8_t* codes, int64_t n, float* to) noexcept;
template <bool Signed> void look_up_buckets(const uint16_t* buckets, int64_t n, uint32_t* found) noexcept;

} // namespace dlopt

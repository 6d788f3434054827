#include "drivers/stored_states.h"

#include "drivers/staging.h"
#include "lanes/dynamic_code.h"

#include <cstring>

namespace dlopt {

dlopt_dtype dtype_of(state_code code, dlopt_dtype full) noexcept {
  switch (code) {
  case state_code::full: return full;
  case state_code::bf16:
  case state_code::bf16_stochastic: return DLOPT_DTYPE_BF16;
  case state_code::linear: return DLOPT_DTYPE_I8;
  default: return DLOPT_DTYPE_U8;
  }
}

namespace {

// Calls visit(first element, how many, index of the block) for each block of a range, or what of it lies in there.
template <class Visit> void in_state_blocks(int64_t first, int64_t n, Visit visit) noexcept {
  for (int64_t at = first, end = first + n; at < end;) {
    const int64_t block = at / kStateBlock, past = (block + 1) * kStateBlock < end ? (block + 1) * kStateBlock : end;
    visit(at, past - at, block);
    at = past;
  }
}

void decode_block(const kernels& k, state_code code, const uint8_t* codes, float scale, int64_t n, float* to) noexcept {
  switch (code) {
  case state_code::linear: return k.states.decode_linear(reinterpret_cast<const int8_t*>(codes), scale, n, to);
  case state_code::squares: return k.states.decode_squares(codes, scale, n, to);
  case state_code::dynamic: look_up_values<true>(codes, n, to); break;
  default: look_up_values<false>(codes, n, to); break;
  }
  k.f32.scale(scale, n, to);
}

template <bool Signed> void encode_dynamic(const kernels& k, const float* x, float inverse, int64_t n, uint8_t* codes) noexcept {
  alignas(64) uint32_t bits[kStateBlock], found[kStateBlock];
  alignas(64) uint16_t buckets[kStateBlock];
  const auto find = Signed ? k.states.find_buckets_signed : k.states.find_buckets_unsigned;
  const auto finish = Signed ? k.states.finish_codes_signed : k.states.finish_codes_unsigned;
  find(x, inverse, n, bits, buckets);
  look_up_buckets<Signed>(buckets, n, found);
  finish(x, bits, found, n, codes);
}

float inverse_of(float scale, float largest_code) noexcept { return scale == 0 ? 0 : largest_code / scale; }

void encode_block(const kernels& k, state_code code, const float* x, float scale, int64_t n, uint8_t* codes) noexcept {
  switch (code) {
  case state_code::linear: return k.states.encode_linear(x, inverse_of(scale, 127), n, reinterpret_cast<int8_t*>(codes));
  case state_code::squares: return k.states.encode_squares(x, scale == 0 ? 0 : 255 / square_root(scale), n, codes);
  case state_code::dynamic: return encode_dynamic<true>(k, x, inverse_of(scale, 1), n, codes);
  default: return encode_dynamic<false>(k, x, inverse_of(scale, 1), n, codes);
  }
}

// As encode_block, of a block whose largest number has an inverse that may overflow.
void encode_tiny(const kernels& k, state_code code, const float* x, float scale, int64_t n, uint8_t* codes) noexcept {
  alignas(64) float lifted[kStateBlock];
  std::memcpy(lifted, x, size_t(n) * sizeof(float));
  k.f32.scale(0x1p100f, n, lifted);
  encode_block(k, code, lifted, scale * 0x1p100f, n, codes);
}

// The scale of a block; NaN where an element is not finite.
float scale_of(const kernels& k, const float* x, int64_t n) noexcept {
  const uint32_t largest = k.states.largest_bits(x, n);
  return float_of(largest < 0x7f800000u ? largest : 0x7fc00000u);
}

} // namespace

void decode_state(const kernels& k, const stored_state& how, const void* codes, int64_t first, int64_t n, float* to) noexcept {
  if (!has_scales(how.code)) return k.f32.decode[DLOPT_DTYPE_BF16](element(codes, DLOPT_DTYPE_BF16, first), n, to);
  in_state_blocks(first, n, [&](int64_t at, int64_t count, int64_t block) {
    decode_block(k, how.code, static_cast<const uint8_t*>(codes) + at, how.scales[block], count, to + (at - first));
  });
}

void encode_state(const kernels& k, const stored_state& how, const float* from, int64_t first, int64_t n, int64_t place,
                  void* codes) noexcept {
  void* const to = element(codes, dtype_of(how.code, DLOPT_DTYPE_F32), first);
  if (how.code == state_code::bf16) return k.f32.encode[DLOPT_DTYPE_BF16](from, n, to);
  if (how.code == state_code::bf16_stochastic) return k.states.encode_stochastically(from, uint64_t(place), how.key, n, to);
  // First all scales: a block's codes wait for a division, its neighbour's scale does not.
  in_state_blocks(first, n, [&](int64_t at, int64_t count, int64_t block) { how.scales[block] = scale_of(k, from + (at - first), count); });
  in_state_blocks(first, n, [&](int64_t at, int64_t count, int64_t block) {
    const float* const x = from + (at - first);
    const float scale = how.scales[block];
    auto* const bytes = static_cast<uint8_t*>(codes) + at;
    if (scale >= 0x1p-100f) encode_block(k, how.code, x, scale, count, bytes);
    else if (scale == scale) encode_tiny(k, how.code, x, scale, count, bytes);
    else std::memset(bytes, 0, size_t(count));
  });
}

void fill_state(const kernels& k, const stored_state& how, double value, int64_t n, void* codes) noexcept {
  const stored_state nearest = {how.code == state_code::bf16_stochastic ? state_code::bf16 : how.code, {}, how.scales};
  alignas(64) float block[kStateBlock];
  for (float& x : block) x = float(value);
  for (int64_t first = 0; first < n; first += kStateBlock)
    encode_state(k, nearest, block, first, n - first < kStateBlock ? n - first : kStateBlock, first, codes);
}

} // namespace dlopt

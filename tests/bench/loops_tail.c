/* The passes that a program makes after backward when each is a call of its own, as frameworks do. Compiled once for each instruction set;
 * BENCH_LOOP is the table's name. */
#include "loops.h"

#include <math.h>
#include <string.h>

/* Divides by the loss scale; how many elements are NaN or infinite. */
static double unscale(const bench_tail* t, int64_t first, int64_t past) {
  float* restrict g = t->g;
  const float factor = t->factor;
  int32_t bad = 0;
  for (int64_t i = first; i < past; i++) {
    const float x = g[i] * factor;
    g[i] = x;
    bad += !(x - x == 0.0f);
  }
  return bad;
}

/* Sums lanes of f32 that are emptied into f64 now and then: no slower than f32 alone. */
static double square_sum(const bench_tail* t, int64_t first, int64_t past) {
  enum { kLanes = 64, kBlock = 4096 };
  const float* restrict g = t->g;
  double sum = 0;
  for (int64_t begin = first; begin < past; begin += kBlock) {
    const int64_t end = begin + kBlock < past ? begin + kBlock : past;
    float lanes[kLanes] = {0};
    int64_t i = begin;
    for (; i + kLanes <= end; i += kLanes)
      for (int k = 0; k < kLanes; k++) lanes[k] += g[i + k] * g[i + k];
    for (; i < end; i++) lanes[0] += g[i] * g[i];
    for (int k = 0; k < kLanes; k++) sum += lanes[k];
  }
  return sum;
}

static double scale(const bench_tail* t, int64_t first, int64_t past) {
  float* restrict g = t->g;
  const float factor = t->factor;
  for (int64_t i = first; i < past; i++) g[i] *= factor;
  return 0;
}

static double zero(const bench_tail* t, int64_t first, int64_t past) {
  memset(t->g + first, 0, (size_t)(past - first) * sizeof *t->g);
  return 0;
}

/* Rounds to bf16, to nearest. */
static double cast(const bench_tail* t, int64_t first, int64_t past) {
  const float* restrict p = t->p;
  uint16_t* restrict copy = t->copy;
  for (int64_t i = first; i < past; i++) {
    uint32_t bits;
    memcpy(&bits, p + i, sizeof bits);
    const uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16, quiet = bits >> 16 | 0x40u;
    copy[i] = (uint16_t)(p[i] != p[i] ? quiet : rounded);
  }
  return 0;
}

/* AdamW as a chain of tensor operations: 88 bytes for each parameter instead of 28. */
#define PASS(name, statement)                                                                                                              \
  static double name(const bench_tail* t, int64_t first, int64_t past) {                                                                   \
    float* restrict p = t->p, * restrict m = t->m, * restrict v = t->v, * restrict scratch = t->scratch;                                   \
    const float* restrict g = t->g;                                                                                                        \
    const bench_adamw c = *t->c;                                                                                                           \
    (void)p, (void)m, (void)v, (void)scratch, (void)g;                                                                                     \
    for (int64_t i = first; i < past; i++) statement;                                                                                      \
    return 0;                                                                                                                              \
  }
PASS(decay, p[i] *= c.decay)
PASS(first_moment, m[i] += c.one_minus_beta1 * (g[i] - m[i]))
PASS(second_moment, v[i] *= c.beta2)
PASS(add_squares, v[i] += c.one_minus_beta2 * g[i] * g[i])
PASS(root, scratch[i] = sqrtf(v[i]))
PASS(correct, scratch[i] /= c.root_correction)
PASS(add_eps, scratch[i] += c.eps)
PASS(step_size, scratch[i] /= -c.step_size)
PASS(update, p[i] += m[i] / scratch[i])

const bench_passes BENCH_LOOP = {
    unscale, square_sum, scale, zero, cast, {decay, first_moment, second_moment, add_squares, root, correct, add_eps, step_size, update},
};

/* AdamW as one writes it in C, with the library's arithmetic. Compiled for each instruction set with and without -fno-math-errno: with
 * errno to set, the compiler must keep a call of sqrtf for negative arguments, and with it a loop of single elements. BENCH_LOOP is the
 * function's name. */
#include "loops.h"

#include <math.h>

void BENCH_LOOP(float* restrict p, const float* restrict g, float* restrict m, float* restrict v, int64_t first, int64_t past,
                const bench_adamw* c) {
  const bench_adamw k = *c;
  for (int64_t i = first; i < past; i++) {
    m[i] = k.beta1 * m[i] + k.one_minus_beta1 * g[i];
    v[i] = k.beta2 * v[i] + k.one_minus_beta2 * g[i] * g[i];
    p[i] = k.decay * p[i] - k.folded_step_size * (m[i] / (sqrtf(v[i]) + k.folded_eps));
  }
}

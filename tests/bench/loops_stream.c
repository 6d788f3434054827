/* The limit: reads p, g, m, v and writes p, m, v as AdamW does, with three products and four sums. Whatever a step costs beyond this is
 * arithmetic. All results stay bounded and away from zero for any number of rounds. Compiled once for each instruction set; BENCH_LOOP is
 * the function's name. */
#include "loops.h"

void BENCH_LOOP(float* restrict p, const float* restrict g, float* restrict m, float* restrict v, int64_t first, int64_t past,
                const bench_adamw* c) {
  const float beta1 = c->beta1, beta2 = c->beta2, decay = c->decay, eps = c->eps;
  for (int64_t i = first; i < past; i++) {
    m[i] = beta1 * m[i] + g[i];
    v[i] = beta2 * v[i] + eps;
    p[i] = decay * p[i] + g[i];
  }
}

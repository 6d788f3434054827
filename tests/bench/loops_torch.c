/* A re-creation of the arithmetic of PyTorch's fused CPU AdamW (no AMSGrad, no gradient scale), to compare with its loop without the cost
 * of Python: the decay first, the first moment as a linear interpolation, and two divisions: the root by its bias correction, then the
 * moment by the whole. As in PyTorch's wheels, products and sums become multiply-add instructions. It is a little kinder than the original,
 * which chooses the form of the interpolation anew for every vector. Compiled once for each instruction set; BENCH_LOOP is the function's
 * name. */
#include "loops.h"

#include <math.h>

void BENCH_LOOP(float* restrict p, const float* restrict g, float* restrict m, float* restrict v, int64_t first, int64_t past,
                const bench_adamw* c) {
  const float weight = c->one_minus_beta1, beta2 = c->beta2, one_minus_beta2 = c->one_minus_beta2, decay = c->decay;
  const float minus_step_size = -c->step_size, root_correction = c->root_correction, eps = c->eps;
  for (int64_t i = first; i < past; i++) {
    const float gi = g[i];
    const float mi = m[i] + weight * (gi - m[i]);
    const float vi = beta2 * v[i] + one_minus_beta2 * gi * gi;
    m[i] = mi;
    v[i] = vi;
    p[i] = decay * p[i] + minus_step_size * mi / (sqrtf(vi) / root_correction + eps);
  }
}

/* 01_ten_lines.c - the whole daily use of dlopt: create, set, step, destroy.
 *
 * AdamW carries three numbers to the minimum of |w - target|^2 / 2. The library sees two raw buffers and nothing else.
 *
 *   cc 01_ten_lines.c $(pkg-config --cflags --libs dlopt) -o 01_ten_lines
 */
#include "common/check.h"

#include <dlopt.h>
#include <stdio.h>

static const float target[3] = {0.5f, -2.0f, 3.0f};

static void gradient(const float* w, float* g) {
  for (int i = 0; i < 3; i++) g[i] = w[i] - target[i];
}

static float loss(const float* w) {
  float sum = 0;
  for (int i = 0; i < 3; i++) sum += (w[i] - target[i]) * (w[i] - target[i]);
  return sum / 2;
}

int main(void) {
  float w[3] = {1, 1, 1}, g[3];
  dlopt_optimizer* opt = NULL;
  CHECK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &opt)); /* NULL: no threads, malloc, silence */
  CHECK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.1));
  for (int i = 0; i < 100; i++) {
    if (i % 20 == 0) printf("  step %3d   loss %.6f\n", i, (double)loss(w));
    gradient(w, g);
    CHECK(dlopt_optimizer_step_f32(opt, w, g, 3)); /* the first call declares the parameter */
  }
  CHECK(dlopt_optimizer_destroy(opt));

  printf("  step 100   loss %.6f   w = (%.3f, %.3f, %.3f), wanted (0.5, -2, 3)\n", (double)loss(w), (double)w[0], (double)w[1],
         (double)w[2]);
  return loss(w) < 0.01f ? 0 : 1;
}

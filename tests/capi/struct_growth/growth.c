#include "growth.h"

void put_size(void* structure, uint32_t size) { memcpy(structure, &size, sizeof size); }

dlopt_optimizer* optimizer;
float p[3] = {1, 2, 3}, g[3] = {1, 1, 1};
int64_t three = 3;

dlopt_status use_step(void* structure) {
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &three), grad = vector(g, DLOPT_DTYPE_F32, &three);
  float before[3];
  memcpy(before, p, sizeof p);
  dlopt_status status = dlopt_optimizer_step(optimizer, &param, &grad, 1, structure);
  CHECK((memcmp(before, p, sizeof p) != 0) == (status == DLOPT_OK));
  return status;
}

void describe_kernel(dlopt_kernel_buffers* b) {
  static float m[3], v[3];
  static void* states[] = {m, v};
  b->n = 3, b->param = p, b->grad = g, b->states = states, b->n_states = 2;
}

dlopt_status use_kernel(void* structure) { return dlopt_kernel_apply(NULL, DLOPT_RULE_ADAM, NULL, 0, 1, structure, 0, 3, NULL); }

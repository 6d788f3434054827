/* Scenarios: steps with all that belongs to them, kernel calls, modes, Hessians. */
#include "world.h"

static dlopt_status kernel(world* w) {
  static float m[N], v[N];
  void* states[] = {m, v};
  dlopt_kernel_buffers b;
  dlopt_kernel_buffers_init(&b, sizeof b);
  b.n = N, b.param = buffers[0], b.grad = buffers[1], b.states = states, b.n_states = 2;
  return dlopt_kernel_apply(w->runtime, w->rule, NULL, 0, 1, &b, 5, N, NULL);
}

static dlopt_status step(world* w) {
  dlopt_step_desc desc;
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.max_norm = 1, desc.clip_value = 0.1, desc.flags = DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM;
  return dlopt_optimizer_step(w->opt, w->params, w->grads, w->count, &desc);
}

/* Everything that a step has to do beside its rule, in pieces, with gradients that were observed. */
static dlopt_status whole_tail(world* w) {
  static float copies[N];
  dlopt_tensor to[64];
  dlopt_step_desc desc;
  int32_t done = 0;
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.max_norm = 1, desc.tensor_max_norm = 0.5, desc.agc_clipping = 0.01, desc.clip_value = 0.1, desc.copies = to;
  dlopt_status status = DLOPT_OK;
  for (size_t i = 0; i < w->count && status == DLOPT_OK; i++) {
    to[i] = vector(&copies[i * 9], DLOPT_DTYPE_F32, &w->n);
    status = dlopt_optimizer_observe(w->opt, (int32_t)i, &w->grads[i]);
  }
  if (status == DLOPT_OK) status = dlopt_optimizer_step_begin(w->opt, w->params, w->grads, w->count, &desc);
  while (status == DLOPT_OK && !done) status = dlopt_optimizer_step_part(w->opt, 100, &done);
  return status == DLOPT_OK ? dlopt_optimizer_step_end(w->opt, &desc) : status;
}

static dlopt_status both_modes(world* w) {
  dlopt_status status = dlopt_optimizer_mode(w->opt, DLOPT_MODE_EVAL, w->params, w->count);
  return status == DLOPT_OK ? dlopt_optimizer_mode(w->opt, DLOPT_MODE_TRAIN, w->params, w->count) : status;
}

static dlopt_status hessian(world* w) { return dlopt_optimizer_hessian(w->opt, w->grads, w->count); }

static dlopt_status wrapped_step(world* w) {
  dlopt_status status = dlopt_optimizer_perturb(w->opt, w->params, w->grads, w->count);
  if (status == DLOPT_OK) status = dlopt_optimizer_accumulate(w->opt, w->grads, w->count, 1, NULL);
  return status == DLOPT_OK ? dlopt_optimizer_step(w->opt, w->params, NULL, w->count, NULL) : status;
}

static const scenario scenarios[] = {
    {"a kernel call", DLOPT_RULE_ADAM, 1, kernel, NEVER_ALLOCATES},
    {"a step", DLOPT_RULE_ADAM, 64, step, NEVER_ALLOCATES},
    {"a step with all its tail", DLOPT_RULE_ADAM, 64, whole_tail, NEVER_ALLOCATES},
    {"a long step with all its tail", DLOPT_RULE_LAMB, 1, whole_tail, NEVER_ALLOCATES},
    {"both modes", DLOPT_RULE_SCHEDULEFREE_ADAMW, 64, both_modes, NEVER_ALLOCATES},
    {"a Hessian", DLOPT_RULE_SOPHIA, 64, hessian, NEVER_ALLOCATES},
    {"a step with wrappers", DLOPT_RULE_ADAMW, 64, wrapped_step, WRAPPED | NEVER_ALLOCATES},
};

ROOM(steps);

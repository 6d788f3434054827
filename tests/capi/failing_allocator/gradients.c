/* Scenarios: norms, clips and penalties of gradients, and scalers. */
#include "world.h"

static dlopt_status norm(world* w) {
  double value;
  return dlopt_grad_norm(w->runtime, w->grads, w->count, 2, &value, NULL);
}
static dlopt_status norm_of_order_3(world* w) {
  double value;
  return dlopt_grad_norm(w->runtime, w->grads, w->count, 3, &value, NULL);
}
static dlopt_status clip_norm(world* w) { return dlopt_clip_norm(w->runtime, w->params, w->count, 1e9, 2, DLOPT_CLIP_TORCH, NULL); }
static dlopt_status clip_value(world* w) { return dlopt_clip_value(w->runtime, w->params, w->count, 1e9); }

/* One matrix of everything there is, for rows and columns. */
static dlopt_tensor matrix_of(float* data) {
  static const int64_t shape[] = {9, N / 9};
  dlopt_tensor t;
  dlopt_tensor_init(&t, sizeof t, data, DLOPT_DTYPE_F32, 2, shape);
  return t;
}
static dlopt_status clip_per_tensor(world* w) {
  return dlopt_clip_per_tensor(w->runtime, w->params, w->count, 1e9, 2, DLOPT_CLIP_TORCH, NULL);
}
static dlopt_status clip_per_row(world* w) {
  dlopt_tensor t = matrix_of(buffers[0]);
  return dlopt_clip_per_row(w->runtime, &t, 1, 1e9, 3, DLOPT_CLIP_TORCH, NULL);
}
static dlopt_status clip_agc(world* w) {
  dlopt_tensor p = matrix_of(buffers[0]), g = matrix_of(buffers[1]);
  return dlopt_clip_agc(w->runtime, &p, &g, 1, 1e9, 1e-3, 2, DLOPT_UNITS_LAST, NULL);
}
static dlopt_status clip_percentile(world* w) {
  double norms[3] = {1, 2, 3};
  dlopt_norm_history history;
  dlopt_norm_history_init(&history, sizeof history, norms, 3);
  history.seen = 3, history.percentile = 100;
  dlopt_status status = dlopt_clip_percentile(w->runtime, w->grads, w->count, 2, DLOPT_CLIP_EXACT, &history);
  CHECK_INT(history.seen, status == DLOPT_OK ? 4 : 3);
  return status;
}
static dlopt_status centralize(world* w) {
  dlopt_tensor g = matrix_of(buffers[1]);
  return dlopt_grad_centralize(w->runtime, &g, 1, 2);
}
static dlopt_status unscale(world* w) {
  int64_t nonfinite;
  return dlopt_grad_unscale(w->runtime, w->grads, w->count, 0.5, &nonfinite);
}
static dlopt_status penalty(world* w) {
  double value;
  return dlopt_grad_penalty(w->runtime, w->params, w->grads, w->count, 0.5, 0.25, &value);
}

static dlopt_status scaler(world* w) { return dlopt_scaler_create(w->runtime, &w->new_scaler); }

static const scenario scenarios[] = {
    {"a norm", DLOPT_RULE_SGD, 64, norm, 0},
    {"a norm of order 3", DLOPT_RULE_SGD, 1, norm_of_order_3, 0},
    {"clipping by norm", DLOPT_RULE_SGD, 64, clip_norm, 0},
    {"clipping by value", DLOPT_RULE_SGD, 1, clip_value, 0},
    {"clipping tensors", DLOPT_RULE_SGD, 64, clip_per_tensor, 0},
    {"clipping rows", DLOPT_RULE_SGD, 1, clip_per_row, 0},
    {"clipping units", DLOPT_RULE_SGD, 1, clip_agc, 0},
    {"clipping to a percentile", DLOPT_RULE_SGD, 64, clip_percentile, 0},
    {"centralising", DLOPT_RULE_SGD, 1, centralize, 0},
    {"unscaling", DLOPT_RULE_SGD, 64, unscale, 0},
    {"a penalty", DLOPT_RULE_SGD, 64, penalty, 0},
    {"a scaler", DLOPT_RULE_SGD, 1, scaler, 0},
};

ROOM(gradients);

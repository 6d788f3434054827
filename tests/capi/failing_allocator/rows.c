/* Scenarios: ages of rows, rows that come and go, steps with rows and masks. */
#include "world.h"

static dlopt_status step_with_rows(world* w) {
  static const int64_t first = 0, one = 1;
  dlopt_rows rows[64];
  dlopt_tensor grads[64];
  dlopt_step_desc desc;
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.rows = rows;
  for (size_t i = 0; i < w->count; i++) {
    rows[i] = (dlopt_rows){.struct_size = sizeof rows[i], .count = 1, .indices = &first};
    grads[i] = w->grads[i];
    grads[i].shape = &one;
  }
  return dlopt_optimizer_step(w->opt, w->params, grads, w->count, &desc);
}

static dlopt_status step_with_masks(world* w) {
  static const uint8_t mask[9] = {0, 1, 1, 0, 0, 1, 0, 0, 1};
  dlopt_rows rows[64];
  dlopt_step_desc desc;
  uint8_t moved[2];
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.rows = rows, desc.flags = DLOPT_STEP_GRAD_NORM;
  for (size_t i = 0; i < w->count; i++)
    rows[i] = (dlopt_rows){.struct_size = sizeof rows[i], .mask = mask, .mode = i % 2 ? DLOPT_ROWS_SKIP : DLOPT_ROWS_DECAY_MOMENTS};
  rows[0].mode = DLOPT_ROWS_ZERO_SKIPS, rows[0].moved = moved;
  return dlopt_optimizer_step(w->opt, w->params, w->grads, w->count, &desc);
}

static dlopt_status add_with_ages(world* w) {
  dlopt_param_desc desc = described(w);
  desc.row_ages = 1;
  return add(w, &desc);
}

static const int32_t five_slots[] = {4, 0, 2, 1, 3};
static dlopt_status reserve_rows(world* w) { return dlopt_optimizer_rows_reserve(w->opt, five_slots, 5, 100); }
static dlopt_status edit_rows(world* w, const int64_t* source, int64_t count) {
  const dlopt_rows_edit edit = {sizeof edit, 0, count, source};
  return dlopt_optimizer_rows_edit(w->opt, five_slots, 5, &edit);
}
static dlopt_status add_rows(world* w) {
  static const int64_t source[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, -1, 3, 5, -1, -1};
  return edit_rows(w, source, 14);
}
static dlopt_status turn_rows(world* w) {
  static const int64_t source[] = {8, 7, 6, 5, 4, 3, 2, 1, 0};
  return edit_rows(w, source, 9);
}
static dlopt_status keep_rows(world* w) {
  static const int64_t source[] = {0, 2, -1, 3, 7};
  return edit_rows(w, source, 5);
}
static dlopt_status reset_rows(world* w) {
  static const int64_t rows[] = {8, 0, 8};
  return dlopt_optimizer_rows_reset(w->opt, five_slots, 5, rows, 3);
}

static dlopt_status coalesce(world* w) {
  static const int64_t indices[] = {4, 1, 4};
  static float rows[3] = {1, 2, 3}, sums[3];
  static int64_t three = 3;
  int64_t unique[3], count = 0;
  const dlopt_tensor from = vector(rows, DLOPT_DTYPE_F32, &three), to = vector(sums, DLOPT_DTYPE_F32, &three);
  return dlopt_rows_coalesce(w->runtime, indices, &from, unique, &to, &count);
}

static const scenario scenarios[] = {
    {"a step with rows", DLOPT_RULE_SPARSE_ADAM, 64, step_with_rows, NEVER_ALLOCATES},
    {"a step with masks", DLOPT_RULE_ADAM, 64, step_with_masks, NEVER_ALLOCATES},
    {"a parameter with ages of rows", DLOPT_RULE_ADAM, 16, add_with_ages, 0},
    {"room for rows", DLOPT_RULE_ADAM, 6, reserve_rows, 0},
    {"rows added", DLOPT_RULE_ADAM, 6, add_rows, 0},
    {"rows in another order", DLOPT_RULE_ADAM, 6, turn_rows, 0},
    {"rows kept", DLOPT_RULE_ADAM, 6, keep_rows, NEVER_ALLOCATES},
    {"rows reset", DLOPT_RULE_ADAM, 6, reset_rows, NEVER_ALLOCATES},
    {"rows coalesced", DLOPT_RULE_ADAM, 1, coalesce, 0},
};

ROOM(rows);

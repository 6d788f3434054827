/* state_hash_subject.h - what the hash of a state is tested on, and the hashes that a test has seen. */
#ifndef STATE_HASH_SUBJECT_H
#define STATE_HASH_SUBJECT_H

#include "check.h"
#include "support.h"

#include <math.h>

enum { N = 40003, ROWS = 7, SMALL = 21 };

static const int64_t large[] = {N}, small[] = {ROWS, SMALL / ROWS};

typedef struct subject {
  dlopt_optimizer* opt;
  dlopt_rule rule;
  dlopt_tensor params[2], grads[2];
  int32_t group;
} subject;

static float room[2][2][N];

static void declare_shaped(dlopt_optimizer* opt, const char* name, int32_t ndim, const int64_t* shape, int32_t group,
                           dlopt_state_form form) {
  dlopt_param_desc d;
  int32_t slot;
  CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
  d.ndim = ndim, d.shape = shape, d.name = name, d.group = group, d.state_form = form;
  CHECK_OK(dlopt_optimizer_param_add(opt, &d, &slot));
}

/* Two groups; a parameter of three chunks and a small matrix; one step. */
static void subject_open_with(subject* s, dlopt_runtime* runtime, dlopt_rule rule, dlopt_state_form form) {
  memset(s, 0, sizeof *s);
  s->rule = rule;
  REQUIRE_OK(dlopt_optimizer_create(runtime, rule, &s->opt));
  CHECK_OK(dlopt_optimizer_group_add(s->opt, &s->group));
  declare_shaped(s->opt, "large", 1, large, 0, form), declare_shaped(s->opt, "small", 2, small, s->group, DLOPT_STATES_FULL);
  for (int i = 0; i < 2; i++) {
    const int64_t* const shape = i ? small : large;
    fill_f32(room[0][i], N, (uint32_t)i), fill_f32(room[1][i], N, (uint32_t)i + 5);
    CHECK_OK(dlopt_tensor_init(&s->params[i], sizeof *s->params, room[0][i], DLOPT_DTYPE_F32, i ? 2 : 1, shape));
    CHECK_OK(dlopt_tensor_init(&s->grads[i], sizeof *s->grads, room[1][i], DLOPT_DTYPE_F32, i ? 2 : 1, shape));
  }
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.loss = 1;
  CHECK_OK(dlopt_optimizer_step(s->opt, s->params, s->grads, 2, &desc));
}
static void subject_open(subject* s, dlopt_rule rule) { subject_open_with(s, NULL, rule, DLOPT_STATES_FULL); }
static void subject_close(subject* s) { CHECK_OK(dlopt_optimizer_destroy(s->opt)); }

static uint64_t hash_of(dlopt_optimizer* opt) {
  uint64_t hash = 0, again = 1;
  CHECK_OK(dlopt_optimizer_state_hash(opt, NULL, 0, &hash));
  CHECK_OK(dlopt_optimizer_state_hash(opt, NULL, 0, &again));
  CHECK_THAT(hash == again && hash, "a hash does not change by being asked for");
  return hash;
}

static uint64_t hash_with_params(subject* s) {
  uint64_t hash = 0;
  CHECK_OK(dlopt_optimizer_state_hash(s->opt, s->params, 2, &hash));
  return hash;
}

/* All hashes that a test has seen; no two of them may be the same. */
static uint64_t known[100000];
static size_t n_known;

static void check_new(uint64_t hash, const char* what, int64_t which) {
  int seen = 0;
  for (size_t i = 0; i < n_known; i++) seen |= known[i] == hash;
  CHECK_THAT(!seen, "%s %lld changes the hash", what, (long long)which);
  known[n_known++] = hash;
}

static void begin_with(subject* s) {
  n_known = 0;
  check_new(hash_of(s->opt), "what was there", 0);
}

/* Bits at both ends of a state, in its middle and where its chunks meet. */
static void flip_bits(subject* s, int32_t slot, const char* name) {
  dlopt_tensor view = {.struct_size = sizeof view};
  if (dlopt_optimizer_state(s->opt, slot, name, &view) != DLOPT_OK) return; /* not kept */
  size_t bytes = view.dtype == DLOPT_DTYPE_I8 || view.dtype == DLOPT_DTYPE_U8 ? 1
                 : view.dtype == DLOPT_DTYPE_I16                              ? 2
                                                                              : dtype_bytes(view.dtype);
  if (view.dtype == DLOPT_DTYPE_I32) bytes = 4;
  for (int32_t d = 0; d < view.ndim; d++) bytes *= (size_t)view.shape[d];
  for (size_t i = 0; i < 9 && bytes; i++) {
    const size_t places[] = {0, bytes - 1, bytes / 2, bytes > 65536 ? 65535 : 0, bytes > 65536 ? 65536 : 0, 1, 2, 3, bytes - 2};
    unsigned char* const at = (unsigned char*)view.data + places[i] % bytes;
    *at ^= (unsigned char)(1 << i % 8);
    check_new(hash_of(s->opt), name, (int64_t)i);
    *at ^= (unsigned char)(1 << i % 8);
  }
}

#endif

/* overhead.c - what the steps of bindings/java/examples/Overhead.java take in C. */
#include <dlopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LISTED = 100, ROUNDS = 500, CALLS = 200, LARGEST = 4096 };

static _Alignas(64) float w[LARGEST], g[LARGEST];
static dlopt_tensor params[LISTED], grads[LISTED];
static dlopt_optimizer* optimizer;

static void check(dlopt_status status) {
  if (status == DLOPT_OK) return;
  fprintf(stderr, "%s\n", dlopt_last_error());
  exit(1);
}

/* In nanoseconds. */
static int64_t now(void) {
  struct timespec time;
  timespec_get(&time, TIME_UTC);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void flat(int n) { check(dlopt_optimizer_step_f32(optimizer, w, g, (size_t)n)); }

static void listed(int n) { check(dlopt_optimizer_step(optimizer, params, grads, (size_t)n, NULL)); }

/* The best of many rounds. */
static void measure(const char* name, void (*step)(int n), int n) {
  double best = 1e300;
  for (int round = 0; round < ROUNDS; round++) {
    int64_t start = now();
    for (int i = 0; i < CALLS; i++) step(n);
    double each = (double)(now() - start) / CALLS;
    if (each < best) best = each;
  }
  printf("%s %d %.1f\n", name, n, best);
}

static void declare(void) {
  static const int64_t one = 1;
  for (int i = 0; i < LISTED; i++) {
    int32_t slot;
    dlopt_param_desc desc;
    check(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 1;
    desc.shape = &one;
    check(dlopt_optimizer_param_add(optimizer, &desc, &slot));
    check(dlopt_tensor_init(&params[i], sizeof params[i], &w[i], DLOPT_DTYPE_F32, 1, &one));
    check(dlopt_tensor_init(&grads[i], sizeof grads[i], &g[i], DLOPT_DTYPE_F32, 1, &one));
  }
}

int main(void) {
  static const int sizes[] = {1, 16, 256, 4096};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    check(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &optimizer));
    measure("flat", flat, sizes[i]);
    check(dlopt_optimizer_destroy(optimizer));
  }
  check(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &optimizer));
  declare();
  measure("listed", listed, LISTED);
  check(dlopt_optimizer_destroy(optimizer));
  return 0;
}

/* A million parameters of one element each: declaring, stepping and freeing them takes time and memory in proportion to their number. */
#include "check.h"
#include "support.h"

#include <time.h>

enum { FEW = 125000, MANY = 1000000 };

typedef struct cost {
  double declare, step, destroy; /* seconds of processor time */
  int64_t bytes;
} cost;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void declare_all(dlopt_optimizer* opt, int32_t count, int named) {
  dlopt_param_desc desc;
  char name[32];
  int32_t slot = -1;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  for (int32_t i = 0; i < count; i++) {
    if (named) snprintf(name, sizeof name, "layer.%d.bias", (int)i), desc.name = name;
    if (dlopt_optimizer_param_add(opt, &desc, &slot) != DLOPT_OK || slot != i) {
      CHECK_THAT(0, "parameter %d is declared: %s", (int)i, dlopt_last_error());
      return;
    }
  }
  CHECK_INT(dlopt_optimizer_param_count(opt), count);
}

static cost measure(int32_t count, int named) {
  cost c;
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 0);
  dlopt_optimizer* opt = NULL;
  float* p = malloc((size_t)count * sizeof *p);
  float* g = malloc((size_t)count * sizeof *g);
  dlopt_tensor* params = malloc((size_t)count * sizeof *params);
  dlopt_tensor* grads = malloc((size_t)count * sizeof *grads);
  for (int32_t i = 0; i < count; i++) {
    p[i] = 1, g[i] = 1;
    dlopt_tensor_init(&params[i], sizeof *params, &p[i], DLOPT_DTYPE_F32, 0, NULL);
    dlopt_tensor_init(&grads[i], sizeof *grads, &g[i], DLOPT_DTYPE_F32, 0, NULL);
  }
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAM, &opt));
  double start = seconds();
  declare_all(opt, count, named);
  c.declare = seconds() - start;
  c.bytes = books.live_bytes;
  start = seconds();
  for (int i = 0; i < 3; i++) CHECK_OK(dlopt_optimizer_step(opt, params, grads, (size_t)count, NULL));
  c.step = seconds() - start;
  CHECK(p[0] < 1 && p[count - 1] == p[0] && p[count / 2] == p[0]);
  start = seconds();
  CHECK_OK(dlopt_optimizer_destroy(opt));
  c.destroy = seconds() - start;
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_INT(books.live_blocks, 0);
  CHECK_INT(books.faults, 0);
  free(p), free(g), free(params), free(grads);
  return c;
}

/* Eight times as many may cost some more than eight times as much (caches), far from the 64 times of a quadratic way. */
static void check_growth(const char* what, double few, double many) {
  printf("       %-8s %8.3f s for %d, %8.3f s for %d\n", what, few, FEW, many, MANY);
  CHECK_THAT(many < 24 * (few > 0.01 ? few : 0.01), "%s grows in proportion: %g s, then %g s", what, few, many);
}

static void compare(int named) {
  cost few = measure(FEW, named), many = measure(MANY, named);
  check_growth("declare", few.declare, many.declare);
  check_growth("step", few.step, many.step);
  check_growth("destroy", few.destroy, many.destroy);
  CHECK_THAT(many.bytes < 20 * few.bytes, "memory grows in proportion: %lld, then %lld bytes", (long long)few.bytes, (long long)many.bytes);
  CHECK_THAT(many.bytes / MANY < 1792, "less than seven fourths of a kilobyte each (%lld bytes)", (long long)(many.bytes / MANY));
}

static void named_by_the_caller(void) { compare(1); }
static void named_by_default(void) { compare(0); }

int main(void) {
  RUN(named_by_the_caller);
  RUN(named_by_default);
  return check_done("many_parameters");
}

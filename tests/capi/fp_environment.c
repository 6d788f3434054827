/* The floating-point mode of the caller: whatever it is, a step gives the same bits, raises no trap, and leaves the mode as it was. */
#include "check.h"
#include "fp_modes.h"
#include "support.h"

#include <math.h>

#if defined(NO_MODES)
int main(void) { return check_skip("fp_environment", "this machine has no floating-point modes that the test knows"); }
#else

enum { N = 16384 * 5 + 11, STEPS = 3 };

static float *p, *g;

/* Numbers that show every mode: inexact sums, subnormal gradients and parameters, zeros. */
static void fill(void) {
  fill_f32(p, N, 1), fill_f32(g, N, 2);
  for (size_t i = 0; i < N; i += 5) g[i] = ldexpf(1 + (float)(i % 7), -147), p[i] = ldexpf(3, -140);
  for (size_t i = 0; i < N; i += 11) g[i] = 0;
}

/* One whole life of an optimizer in the given mode; every call must leave the mode alone. */
static uint64_t life(dlopt_rule rule, int32_t threads, void (*set_mode)(void), const char* name) {
  fenv_t usual;
  dlopt_runtime_desc desc;
  dlopt_runtime* runtime = NULL;
  dlopt_optimizer* opt = NULL;
  dlopt_schedule* schedule = NULL;
  dlopt_step_desc step;
  int64_t n = N;
  int32_t slot = -1;
  dlopt_status status[8 + STEPS] = {0};
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
  dlopt_param_desc description;
  fill();
  status[0] = dlopt_runtime_desc_init(&desc, sizeof desc);
  desc.threads = threads;
  status[1] = dlopt_param_desc_init(&description, sizeof description);
  description.ndim = 1, description.shape = &n;
  status[2] = dlopt_step_desc_init(&step, sizeof step);
  step.max_norm = 3;

  fegetenv(&usual);
  if (set_mode) set_mode();
  mode_word mode = read_mode();
  status[3] = dlopt_runtime_create(&desc, &runtime); /* its workers inherit the mode */
  status[4] = dlopt_optimizer_create(runtime, rule, &opt);
  status[5] = dlopt_optimizer_param_add(opt, &description, &slot);
  status[6] = dlopt_schedule_create(runtime, DLOPT_SCHEDULE_WARMUP_COSINE, &schedule);
  status[7] = dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, schedule);
  for (int i = 0; i < STEPS; i++) status[8 + i] = dlopt_optimizer_step(opt, &param, &grad, 1, &step);
  mode_word after = read_mode();
  fesetenv(&usual);

  for (size_t i = 0; i < sizeof status / sizeof *status; i++) CHECK_THAT(status[i] == DLOPT_OK, "%s: call %zu works", name, i);
  CHECK_THAT(mode == after, "%s: the mode is what it was (%lx, then %lx)", name, (unsigned long)mode, (unsigned long)after);
  uint64_t hash = optimizer_hash(opt, rule);
  hash = hash_bytes(hash, p, N * sizeof *p);
  hash = hash_bytes(hash, &step.grad_norm, sizeof step.grad_norm);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  return hash;
}

static void modes_do_not_matter(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    uint64_t usual = life(rule, 0, NULL, "usual");
    for (int32_t threads = 0; threads <= 3; threads += 3)
      for (int i = 0; i < MODES; i++)
        CHECK_THAT(life(rule, threads, modes[i].set, modes[i].name) == usual, "%s, %d threads: the bits under %s", dlopt_rule_name(rule),
                   (int)threads, modes[i].name);
  }
}

static void one_isa(const char* isa, void* context) {
  (void)isa, (void)context;
  modes_do_not_matter();
}

static void modes_do_not_matter_anywhere(void) { for_each_isa(one_isa, NULL); }

static void tasks_do_not_matter_either(void) {
  dlopt_runtime* const runtimes[] = {NULL, with_parallel_for(in_a_mode, NULL)};
  uint64_t hash[2];
  for (int i = 0; i < 2; i++) {
    dlopt_optimizer* opt = NULL;
    fill();
    REQUIRE_OK(dlopt_optimizer_create(runtimes[i], DLOPT_RULE_ADAMW, &opt));
    for (int j = 0; j < STEPS; j++) CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, N));
    hash[i] = hash_bytes(optimizer_hash(opt, DLOPT_RULE_ADAMW), p, N * sizeof *p);
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
  CHECK(hash[0] == hash[1]);
  CHECK_OK(dlopt_runtime_destroy(runtimes[1]));
}

/* All that changes gradients outside the step, on rows and columns of g with p as their parameter. */
static uint64_t process(void (*set_mode)(void), const char* name) {
  static const int64_t shape[] = {8, N / 8};
  dlopt_tensor param, grad;
  int64_t nonfinite;
  double value;
  dlopt_status status[6];
  fill();
  CHECK_OK(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F32, 2, shape));
  CHECK_OK(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 2, shape));
  fenv_t usual;
  fegetenv(&usual);
  if (set_mode) set_mode();
  status[0] = dlopt_grad_unscale(NULL, &grad, 1, 3, &nonfinite);
  status[1] = dlopt_grad_penalty(NULL, &param, &grad, 1, 0.1, 0.3, &value);
  status[2] = dlopt_grad_centralize(NULL, &grad, 1, 2);
  status[3] = dlopt_clip_agc(NULL, &param, &grad, 1, 0.1, 1e-3, 2, DLOPT_UNITS_LAST, NULL);
  status[4] = dlopt_clip_per_row(NULL, &grad, 1, 0.7, 3, DLOPT_CLIP_TORCH, NULL);
  status[5] = dlopt_clip_per_tensor(NULL, &grad, 1, 0.3, 2, DLOPT_CLIP_TORCH, NULL);
  fesetenv(&usual);
  for (int i = 0; i < 6; i++) CHECK_THAT(status[i] == DLOPT_OK, "%s: call %d works", name, i);
  return hash_bytes(hash_bytes(HASH_START, &value, sizeof value), g, N * sizeof *g);
}

static void gradients_are_processed_alike(void) {
  uint64_t usual = process(NULL, "usual");
  for (int i = 0; i < MODES; i++) CHECK_THAT(process(modes[i].set, modes[i].name) == usual, "the bits under %s", modes[i].name);
}

/* What is promised as "identical everywhere" outside the step. */
static void norms_and_schedules(void) {
  int64_t n = N;
  dlopt_schedule* schedule = NULL;
  dlopt_tensor grad = vector(g, DLOPT_DTYPE_F32, &n);
  double norm = 0, value = 0;
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_TOTAL_STEPS, 7));
  CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, NULL));
  CHECK_OK(dlopt_schedule_value(schedule, 3, &value));
  for (int i = 0; i < MODES; i++) {
    fenv_t usual;
    double norm_there = 0, value_there = 0;
    fegetenv(&usual);
    modes[i].set();
    mode_word before = read_mode();
    dlopt_status first = dlopt_grad_norm(NULL, &grad, 1, 2, &norm_there, NULL);
    dlopt_status second = dlopt_schedule_value(schedule, 3, &value_there);
    mode_word after = read_mode();
    fesetenv(&usual);
    CHECK_THAT(first == DLOPT_OK && norm_there == norm, "the norm under %s", modes[i].name);
    CHECK_THAT(second == DLOPT_OK && value_there == value, "the schedule under %s (%.17g, %.17g)", modes[i].name, value_there, value);
    CHECK_THAT(before == after, "the mode %s stays", modes[i].name);
  }
  CHECK_OK(dlopt_schedule_destroy(schedule));
}

int main(void) {
  p = malloc(N * sizeof *p), g = malloc(N * sizeof *g);
  fill();
  RUN(modes_do_not_matter_anywhere);
  RUN(tasks_do_not_matter_either);
  RUN(gradients_are_processed_alike);
  RUN(norms_and_schedules);
  free(p), free(g);
  return check_done("fp_environment");
}
#endif

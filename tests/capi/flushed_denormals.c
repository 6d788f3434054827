/* DLOPT_STEP_FLUSH_DENORMALS: denormals are zeros, as operands and as results, on every thread that works for the step; nowhere else, and
 * not afterwards. */
#include "check.h"
#include "fp_modes.h"
#include "support.h"

#include <math.h>

#if defined(NO_MODES)
int main(void) { return check_skip("flushed_denormals", "this machine has no floating-point modes that the test knows"); }
#else

enum { N = 16384 * 2 + 11 };

static float p[N], g[N];

/* Denormal gradients, denormal parameters, and what becomes denormal. */
static void fill(void) {
  fill_f32(p, N, 1), fill_f32(g, N, 2);
  for (size_t i = 0; i < N; i += 3) g[i] = ldexpf(1 + (float)(i % 7), -147);
  for (size_t i = 0; i < N; i += 5) p[i] = ldexpf(3, -140);
  for (size_t i = 0; i < N; i += 7) g[i] = ldexpf(g[i], -110), p[i] = ldexpf(p[i], -119);
}

static int is_denormal(float x) { return fpclassify(x) == FP_SUBNORMAL; }

static long denormals_in(const float* x, size_t n) {
  long count = 0;
  for (size_t i = 0; i < n; i++) count += is_denormal(x[i]);
  return count;
}

static long denormals_in_state(dlopt_optimizer* opt, const char* name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  const int kept = dlopt_optimizer_state(opt, 0, name, &view) == DLOPT_OK && view.ndim == 1;
  return kept ? denormals_in(view.data, N) : 0;
}

/* Hash of parameters and states after some steps with these flags in the caller's mode. */
static uint64_t life(dlopt_runtime* runtime, dlopt_rule rule, uint32_t flags, void (*set_mode)(void), long* denormals) {
  dlopt_optimizer* opt = NULL;
  dlopt_step_desc step;
  int64_t n = N;
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
  fill();
  REQUIRE_OK(dlopt_optimizer_create(runtime, rule, &opt));
  declare(opt, DLOPT_DTYPE_F32, N);
  CHECK_OK(dlopt_step_desc_init(&step, sizeof step));
  step.flags = flags, step.max_norm = 3, step.loss = 1;
  dlopt_status status[3];
  fenv_t usual;
  fegetenv(&usual);
  if (set_mode) set_mode();
  const mode_word before = read_mode();
  for (int i = 0; i < 3; i++) status[i] = dlopt_optimizer_step(opt, &param, &grad, 1, &step);
  const mode_word after = read_mode();
  fesetenv(&usual);
  for (int i = 0; i < 3; i++) CHECK_THAT(status[i] == DLOPT_OK, "%s: step %d", dlopt_rule_name(rule), i);
  CHECK_THAT(before == after, "%s: the mode is put back (%lx, then %lx)", dlopt_rule_name(rule), (unsigned long)before,
             (unsigned long)after);
  *denormals = denormals_in(p, N) + denormals_in_state(opt, "exp_avg") + denormals_in_state(opt, "exp_avg_sq");
  uint64_t hash = hash_bytes(optimizer_hash(opt, rule), p, sizeof p);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return hash_bytes(hash, &step.grad_norm, sizeof step.grad_norm);
}

/* NULL, three threads, and a job system. */
enum { RUNTIMES = 3 };
static void open_runtimes(dlopt_runtime** runtimes) {
  dlopt_runtime_desc three_threads = runtime_defaults();
  three_threads.threads = 3;
  runtimes[0] = NULL;
  runtimes[1] = runtime_of(three_threads);
  runtimes[2] = with_parallel_for(in_a_mode, NULL);
}

static void on_this_isa(const char* isa, void* context) {
  uint64_t* const first = context; /* the bits of each rule on the first of the instruction sets */
  dlopt_runtime* runtimes[RUNTIMES];
  open_runtimes(runtimes);
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    long kept, left;
    const uint64_t usual = life(NULL, rule, 0, NULL, &kept);
    const uint64_t flushed = life(NULL, rule, DLOPT_STEP_FLUSH_DENORMALS, NULL, &left);
    CHECK_THAT(left == 0, "%s: no denormals are left of %ld (%ld are)", dlopt_rule_name(rule), kept, left);
    CHECK_THAT((usual != flushed) == (kept > 0), "%s: flushing shows where there are denormals", dlopt_rule_name(rule));
    for (int r = 0; r < RUNTIMES; r++)
      for (int m = rule == DLOPT_RULE_ADAMW ? 0 : MODES - 1; m < MODES; m++)
        CHECK_THAT(life(runtimes[r], rule, DLOPT_STEP_FLUSH_DENORMALS, modes[m].set, &left) == flushed,
                   "%s: the bits on runtime %d, called in mode %s", dlopt_rule_name(rule), r, modes[m].name);
    CHECK_THAT(life(runtimes[1], rule, 0, NULL, &kept) == usual, "%s: the next step keeps denormals", dlopt_rule_name(rule));
    if (!first[rule]) first[rule] = flushed;
    CHECK_THAT(first[rule] == flushed, "%s: the bits of the other instruction sets on %s", dlopt_rule_name(rule), isa);
  }
  for (int i = 1; i < RUNTIMES; i++) CHECK_OK(dlopt_runtime_destroy(runtimes[i]));
}

static void every_thread_flushes_and_only_for_the_step(void) {
  static uint64_t first[256];
  for_each_isa(on_this_isa, first);
}

/* What is a zero and what is not, by hand: SGD. */
static float step_of(double lr, float param, const void* gradient, dlopt_dtype dtype, uint32_t flags) {
  dlopt_optimizer* opt = NULL;
  dlopt_step_desc step;
  int64_t n = 1;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &opt));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, lr));
  declare(opt, DLOPT_DTYPE_F32, 1);
  dlopt_tensor x = vector(&param, DLOPT_DTYPE_F32, &n), dx = vector((void*)(uintptr_t)gradient, dtype, &n);
  CHECK_OK(dlopt_step_desc_init(&step, sizeof step));
  step.flags = flags;
  CHECK_OK(dlopt_optimizer_step(opt, &x, &dx, 1, &step));
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return param;
}

static void only_denormals_of_the_arithmetic_are_zeros(void) {
  const float tiny = ldexpf(1, -126), denormal = ldexpf(1, -127), none = 0;
  const double wide = -1e-39; /* ordinary in f64, denormal in f32 */
  const uint16_t smallest_f16 = 0x8001, smallest_bf16 = 0x8001;
  const uint32_t flush = DLOPT_STEP_FLUSH_DENORMALS;
  CHECK_REAL(step_of(1, tiny, &none, DLOPT_DTYPE_F32, flush), tiny);
  CHECK_REAL(step_of(1, denormal, &none, DLOPT_DTYPE_F32, 0), denormal);
  CHECK_REAL(step_of(1, denormal, &none, DLOPT_DTYPE_F32, flush), 0);
  CHECK_REAL(step_of(1, 1.5f * tiny, &tiny, DLOPT_DTYPE_F32, flush), 0); /* a result */
  CHECK_REAL(step_of(1, 0, &wide, DLOPT_DTYPE_F64, 0), (float)1e-39);
  CHECK_REAL(step_of(1, 0, &wide, DLOPT_DTYPE_F64, flush), 0);
  CHECK_REAL(step_of(1, 0, &smallest_f16, DLOPT_DTYPE_F16, flush), ldexp(1, -24)); /* denormal in f16, ordinary in f32 */
  CHECK_REAL(step_of(1, 0, &smallest_bf16, DLOPT_DTYPE_BF16, 0), ldexp(1, -133));
  CHECK_REAL(step_of(1, 0, &smallest_bf16, DLOPT_DTYPE_BF16, flush), 0);
}

/* (1 - 2^-26) 2^-126 rounds to 2^-126: too small before rounding, not after. The one place where processors differ. */
static void what_rounds_up_to_a_normal_number_depends_on_the_processor(void) {
#if defined(__SSE2__)
  const float wanted = -ldexpf(1, -126);
#else
  const float wanted = 0;
#endif
  const float gradient = ldexpf(1 + ldexpf(1, -13), -63);
  const double lr = ldexp(1 - ldexp(1, -13), -63);
  CHECK_REAL(step_of(lr, 0, &gradient, DLOPT_DTYPE_F32, DLOPT_STEP_FLUSH_DENORMALS), wanted);
  CHECK_REAL(step_of(lr, 0, &gradient, DLOPT_DTYPE_F32, 0), -ldexpf(1, -126));
}

static void kernel_calls_flush_alike(void) {
  static float first[N], second[N];
  void* states[] = {first, second};
  dlopt_optimizer* opt = NULL;
  static float object[N];
  dlopt_step_desc step;
  int64_t n = N;
  fill();
  memcpy(object, p, sizeof p);
  dlopt_tensor param = vector(object, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
  dlopt_kernel_buffers b;
  CHECK_OK(dlopt_kernel_buffers_init(&b, sizeof b));
  b.n = N, b.param = p, b.grad = g, b.states = states, b.n_states = 2, b.flags = DLOPT_STEP_FLUSH_DENORMALS;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &opt));
  declare(opt, DLOPT_DTYPE_F32, N);
  CHECK_OK(dlopt_step_desc_init(&step, sizeof step));
  step.flags = DLOPT_STEP_FLUSH_DENORMALS;
  for (int m = 0; m < MODES; m++) {
    CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &step));
    fenv_t usual;
    fegetenv(&usual);
    modes[m].set();
    mode_word before = read_mode();
    dlopt_status status = dlopt_kernel_apply(NULL, DLOPT_RULE_ADAMW, NULL, 0, m + 1, &b, 0, N, NULL);
    mode_word after = read_mode();
    fesetenv(&usual);
    CHECK_THAT(status == DLOPT_OK && before == after, "a kernel call leaves the mode %s", modes[m].name);
    CHECK_BYTES(p, object, sizeof p);
  }
  CHECK_INT(denormals_in(p, N), 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

int main(void) {
  RUN(every_thread_flushes_and_only_for_the_step);
  RUN(only_denormals_of_the_arithmetic_are_zeros);
  RUN(what_rounds_up_to_a_normal_number_depends_on_the_processor);
  RUN(kernel_calls_flush_alike);
  return check_done("flushed_denormals");
}
#endif

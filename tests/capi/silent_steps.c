/* A hundred thousand steps allocate nothing: neither through the allocator hook nor behind its back. This program has its own malloc
 * family, in front of the C library's, so that every request of the whole process is counted. */
#include "check.h"
#include "support.h"

#if CHECK_ADDRESS_SANITIZER || CHECK_THREAD_SANITIZER || !defined(__GLIBC__)
int main(void) {
  return check_skip("silent_steps", "malloc cannot be replaced here: it belongs to a sanitizer, or the C library is not glibc");
}
#else

static long requests;
static void count_request(void) { __atomic_add_fetch(&requests, 1, __ATOMIC_RELAXED); }

/* glibc's own names for what stands behind. */
void* __libc_malloc(size_t bytes);
void* __libc_calloc(size_t count, size_t bytes);
void* __libc_realloc(void* memory, size_t bytes);
void* __libc_memalign(size_t alignment, size_t bytes);
void __libc_free(void* memory);

void* malloc(size_t bytes) { return count_request(), __libc_malloc(bytes); }
void* calloc(size_t count, size_t bytes) { return count_request(), __libc_calloc(count, bytes); }
void* realloc(void* memory, size_t bytes) { return count_request(), __libc_realloc(memory, bytes); }
void* memalign(size_t alignment, size_t bytes) { return count_request(), __libc_memalign(alignment, bytes); }
void* aligned_alloc(size_t alignment, size_t bytes) { return count_request(), __libc_memalign(alignment, bytes); }
void free(void* memory) {
  if (memory) count_request();
  __libc_free(memory);
}
int posix_memalign(void** memory, size_t alignment, size_t bytes) {
  count_request();
  *memory = __libc_memalign(alignment, bytes);
  return *memory ? 0 : 12; /* ENOMEM */
}

/* The replacements must really be in front of the library's calls. */
static void the_count_works(void) {
  long before = requests;
  dlopt_optimizer* opt = NULL;
  CHECK_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &opt));
  CHECK_THAT(requests > before, "making an optimizer asks for memory");
  before = requests;
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_THAT(requests > before, "and freeing it gives some back");
}

enum { PARAMS = 6, STEPS = 100000, LARGE = 16384 * 4 + 1, LARGE_STEPS = 40 };

typedef struct net {
  dlopt_optimizer* opt;
  int64_t n[PARAMS];
  dlopt_tensor params[PARAMS], grads[PARAMS];
} net;

static void net_open(net* t, dlopt_runtime* runtime, dlopt_rule rule, int64_t n) {
  dlopt_schedule* schedule = NULL;
  REQUIRE_OK(dlopt_optimizer_create(runtime, rule, &t->opt));
  REQUIRE_OK(dlopt_schedule_create(runtime, DLOPT_SCHEDULE_WARMUP_COSINE, &schedule));
  CHECK_OK(dlopt_optimizer_schedule(t->opt, -1, DLOPT_HYPER_LR, schedule));
  CHECK_OK(dlopt_schedule_destroy(schedule));
  for (int i = 0; i < PARAMS; i++) {
    t->n[i] = i % 2 ? 8 : n;
    size_t bytes = (size_t)t->n[i] * 8;
    dlopt_dtype grad = 1 + i % 4;
    float* p = malloc(bytes);
    void* g = malloc(bytes);
    fill_f32(p, (size_t)t->n[i], (uint32_t)i), fill_any(g, grad, (size_t)t->n[i], 7);
    declare(t->opt, DLOPT_DTYPE_F32, t->n[i]);
    t->params[i] = vector(p, DLOPT_DTYPE_F32, &t->n[i]);
    t->grads[i] = vector(g, grad, &t->n[i]);
  }
}

static void net_close(net* t) {
  CHECK_OK(dlopt_optimizer_destroy(t->opt));
  for (int i = 0; i < PARAMS; i++) free(t->params[i].data), free(t->grads[i].data);
}

/* Steps in all their forms. The first ones may still wake what is lazy, such as the pages of the heap, but not ask for memory either. */
static void steps(net* t, int count) {
  dlopt_step_desc forms[4];
  for (int i = 0; i < 4; i++) CHECK_OK(dlopt_step_desc_init(&forms[i], sizeof forms[i]));
  forms[1].max_norm = 1;
  forms[2].flags = DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM;
  forms[3].clip_value = 0.5, forms[3].grad_scale = 8, forms[3].norm_type = 3, forms[3].max_norm = 2;
  for (int i = 0; i < count; i++) {
    dlopt_status status = dlopt_optimizer_step(t->opt, t->params, t->grads, PARAMS, &forms[i % 4]);
    if (status != DLOPT_OK) CHECK_STATUS(status, DLOPT_OK);
  }
}

static void run(int32_t threads, dlopt_rule rule, int64_t n, int count) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, threads);
  net t;
  net_open(&t, runtime, rule, n);
  ledger_rewind(&books);
  long before = requests;
  steps(&t, count);
  long asked = requests - before, hooked = books.calls;
  CHECK_THAT(hooked == 0, "%s, %d threads: %ld requests through the hook", dlopt_rule_name(rule), (int)threads, hooked);
  CHECK_THAT(asked == 0, "%s, %d threads: %ld requests behind its back", dlopt_rule_name(rule), (int)threads, asked);
  CHECK_INT(dlopt_optimizer_steps(t.opt), count);
  net_close(&t);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

static void a_hundred_thousand_steps(void) { run(0, DLOPT_RULE_ADAMW, 8, STEPS); }

static void every_rule_inline_and_pooled(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int32_t threads = 0; threads <= 3; threads += 3) run(threads, rule, LARGE, LARGE_STEPS);
}

/* The flat call, and one that fails: neither asks for memory either. */
static void flat_and_failing_steps(void) {
  dlopt_optimizer* opt = NULL;
  static float p[32], g[32];
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &opt));
  CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, 32));
  long before = requests;
  for (int i = 0; i < 1000; i++)
    dlopt_optimizer_step_f32(opt, p, g, 32), dlopt_optimizer_step_f32(opt, p, g, 31), dlopt_optimizer_step_f32(opt, p, p, 32);
  CHECK_INT(requests - before, 0);
  CHECK_INT(dlopt_optimizer_steps(opt), 1001);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* Every wrapper in every step: perturbed, accumulated, projected, followed by averages and slow weights. */
static void wrapped_steps(int32_t threads) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, threads);
  dlopt_tensor averages[2 * PARAMS];
  dlopt_step_desc desc;
  int32_t index;
  net t;
  net_open(&t, runtime, DLOPT_RULE_ADAMW, LARGE);
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) CHECK_OK(dlopt_optimizer_wrap(t.opt, wrapper, &index));
  CHECK_OK(dlopt_optimizer_param_project(t.opt, 1, -1, 1, 8));
  for (int i = 0; i < 2 * PARAMS; i++) {
    averages[i] = t.params[i % PARAMS];
    averages[i].data = malloc((size_t)t.n[i % PARAMS] * 4);
  }
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.averages = averages;
  ledger_rewind(&books);
  long before = requests;
  for (int i = 0; i < LARGE_STEPS; i++) {
    CHECK_OK(dlopt_optimizer_perturb(t.opt, t.params, t.grads, PARAMS));
    CHECK_OK(dlopt_optimizer_accumulate(t.opt, t.grads, PARAMS, 1, NULL));
    CHECK_OK(dlopt_optimizer_step(t.opt, t.params, NULL, PARAMS, &desc));
  }
  CHECK_INT(requests - before, 0);
  CHECK_INT(books.calls, 0);
  for (int i = 0; i < 2 * PARAMS; i++) free(averages[i].data);
  net_close(&t);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}
static void wrapped_inline_and_pooled(void) { wrapped_steps(0), wrapped_steps(3); }

int main(void) {
  RUN(the_count_works);
  RUN(a_hundred_thousand_steps);
  RUN(every_rule_inline_and_pooled);
  RUN(flat_and_failing_steps);
  RUN(wrapped_inline_and_pooled);
  return check_done("silent_steps");
}
#endif

/* The runtime's hooks: allocator, parallel_for, pool, log. Whoever runs the tasks, and in whatever order, the bits are the same. */
#include "check.h"
#include "support.h"

#include <math.h>
#include <pthread.h>

enum { N = 16384 * 5 + 123, SMALL = 1000, STEPS = 4 };

/* One job: two parameters, a clipped norm, some steps. Its result is the hash of all it wrote. */
typedef struct job {
  dlopt_optimizer* opt;
  int64_t n[2];
  float *p[2], *g[2];
  dlopt_tensor params[2], grads[2];
  dlopt_step_desc desc;
} job;

static void job_open(job* j, dlopt_runtime* runtime) {
  memset(j, 0, sizeof *j);
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAMW, &j->opt));
  CHECK_OK(dlopt_step_desc_init(&j->desc, sizeof j->desc));
  j->desc.max_norm = 1;
  j->n[0] = N, j->n[1] = SMALL;
  for (int i = 0; i < 2; i++) {
    j->p[i] = malloc((size_t)j->n[i] * sizeof(float));
    j->g[i] = malloc((size_t)j->n[i] * sizeof(float));
    fill_f32(j->p[i], (size_t)j->n[i], 1), fill_f32(j->g[i], (size_t)j->n[i], 2);
    declare(j->opt, DLOPT_DTYPE_F32, j->n[i]);
    j->params[i] = vector(j->p[i], DLOPT_DTYPE_F32, &j->n[i]);
    j->grads[i] = vector(j->g[i], DLOPT_DTYPE_F32, &j->n[i]);
  }
}

static dlopt_status job_step(job* j) { return dlopt_optimizer_step(j->opt, j->params, j->grads, 2, &j->desc); }

static uint64_t job_close(job* j) {
  uint64_t hash = optimizer_hash(j->opt, DLOPT_RULE_ADAMW);
  for (int i = 0; i < 2; i++) {
    hash = hash_bytes(hash, j->p[i], (size_t)j->n[i] * sizeof(float));
    free(j->p[i]), free(j->g[i]);
  }
  hash = hash_bytes(hash, &j->desc.grad_norm, sizeof j->desc.grad_norm);
  CHECK_OK(dlopt_optimizer_destroy(j->opt));
  return hash;
}

static uint64_t run_job(dlopt_runtime* runtime) {
  job j;
  job_open(&j, runtime);
  for (int i = 0; i < STEPS; i++) CHECK_OK(job_step(&j));
  return job_close(&j);
}

static uint64_t reference(void) {
  static uint64_t hash;
  if (!hash) hash = run_job(NULL);
  return hash;
}

/* ---- good job systems --------------------------------------------------------------------------------------------------------------- */

static void in_order(void* user, size_t n, dlopt_task_fn task, void* context) {
  ++*(long*)user;
  for (size_t i = 0; i < n; i++) task(context, i);
}

static void reversed(void* user, size_t n, dlopt_task_fn task, void* context) {
  ++*(long*)user;
  while (n--) task(context, n);
}

typedef struct share {
  dlopt_task_fn task;
  void* context;
  size_t first, past, stride;
} share;

static void* run_share(void* argument) {
  share* s = argument;
  for (size_t i = s->first; i < s->past; i += s->stride) s->task(s->context, i);
  return NULL;
}

static void on_threads(void* user, size_t n, dlopt_task_fn task, void* context) {
  enum { THREADS = 5 };
  pthread_t threads[THREADS];
  share shares[THREADS];
  ++*(long*)user;
  for (size_t i = 0; i < THREADS; i++) {
    shares[i] = (share){task, context, i, n, THREADS};
    pthread_create(&threads[i], NULL, run_share, &shares[i]);
  }
  for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

static void any_job_system_gives_the_same_bits(void) {
  const dlopt_parallel_for_fn systems[] = {in_order, reversed, on_threads};
  for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
    long calls = 0;
    dlopt_runtime* runtime = with_parallel_for(systems[i], &calls);
    CHECK_THAT(run_job(runtime) == reference(), "job system %zu", i);
    CHECK_THAT(calls > 0, "job system %zu was used", i);
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
}

static void pools_give_the_same_bits(void) {
  static const int32_t sizes[] = {1, 2, 3, 7};
  int before = settled_thread_count();
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    ledger books = {0};
    dlopt_runtime* runtime = ledger_runtime(&books, sizes[i]);
    CHECK_INT(thread_count(before + sizes[i] - 1), before + sizes[i] - 1);
    for (int j = 0; j < 3; j++) CHECK_THAT(run_job(runtime) == reference(), "pool of %d", (int)sizes[i]);
    CHECK_OK(dlopt_runtime_destroy(runtime));
    CHECK_INT(thread_count(before), before);
    CHECK_INT(books.live_blocks, 0);
    CHECK_INT(books.faults, 0);
  }
}

static void no_threads_unless_asked_for(void) {
  int before = settled_thread_count();
  CHECK(run_job(NULL) == reference());
  CHECK_INT(thread_count(before), before);
}

/* ---- bad job systems ---------------------------------------------------------------------------------------------------------------- */

static void each_twice(void* user, size_t n, dlopt_task_fn task, void* context) {
  (void)user;
  for (size_t i = 0; i < n; i++) task(context, i), task(context, i);
}

static void none_at_all(void* user, size_t n, dlopt_task_fn task, void* context) { (void)user, (void)n, (void)task, (void)context; }

static void all_but_the_last(void* user, size_t n, dlopt_task_fn task, void* context) {
  (void)user;
  for (size_t i = 0; i + 1 < n; i++) task(context, i);
}

/* As many runs as there are tasks, but the first runs twice and the last never. */
static void one_for_another(void* user, size_t n, dlopt_task_fn task, void* context) {
  (void)user;
  task(context, 0);
  for (size_t i = 0; i + 1 < n; i++) task(context, i);
}

static const struct {
  const char* name;
  dlopt_parallel_for_fn run;
} bad_systems[] = {
    {"each twice", each_twice}, {"none", none_at_all}, {"all but the last", all_but_the_last}, {"one for another", one_for_another}};
enum { BAD_SYSTEMS = sizeof bad_systems / sizeof *bad_systems };

/* After a torn update nobody knows what was applied: the handle says so for good. */
static void torn_updates_are_caught(void) {
  for (int i = 0; i < BAD_SYSTEMS; i++) {
    dlopt_runtime* runtime = with_parallel_for(bad_systems[i].run, NULL);
    job j;
    job_open(&j, runtime);
    j.desc.max_norm = INFINITY;
    CHECK_THAT(job_step(&j) == DLOPT_ERR_INTERNAL, "%s: the step says so", bad_systems[i].name);
    CHECK_SAYS("parallel_for");
    CHECK_THAT(job_step(&j) == DLOPT_ERR_STATE, "%s: no further step", bad_systems[i].name);
    CHECK_INT(dlopt_optimizer_steps(j.opt), 0);
    job_close(&j);
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
}

/* Runs so many jobs well, and no task of any later one. */
static void sound_at_first(void* user, size_t n, dlopt_task_fn task, void* context) {
  long* left = user;
  if (*left > 0) in_order(&(long){0}, n, task, context);
  --*left;
}

/* SAM, an accumulated gradient, and a step that puts back, captures slow weights, projects runs that cross chunks and follows with an
 * average. */
static dlopt_status wrapped_calls(dlopt_optimizer* opt, const dlopt_tensor* p, const dlopt_tensor* g, const dlopt_tensor* average) {
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.averages = average;
  dlopt_status status = dlopt_optimizer_perturb(opt, p, g, 1);
  if (status == DLOPT_OK) status = dlopt_optimizer_accumulate(opt, g, 1, 1, NULL);
  return status == DLOPT_OK ? dlopt_optimizer_step(opt, p, NULL, 1, &desc) : status;
}

/* Whichever job of wrapped calls is torn, the call says so; where something was changed the handle refuses to go on. */
static void torn_wrappers_are_caught(void) {
  enum { WRAPPED = 3 * 20000 };
  static float p[WRAPPED], g[WRAPPED], a[WRAPPED];
  const int64_t shape[] = {WRAPPED / 3, 3};
  dlopt_tensor params, grads, averages;
  CHECK_OK(dlopt_tensor_init(&params, sizeof params, p, DLOPT_DTYPE_F32, 2, shape));
  CHECK_OK(dlopt_tensor_init(&grads, sizeof grads, g, DLOPT_DTYPE_F32, 2, shape));
  CHECK_OK(dlopt_tensor_init(&averages, sizeof averages, a, DLOPT_DTYPE_F32, 2, shape));
  long sound = 0;
  for (dlopt_status status = DLOPT_ERR_INTERNAL; status != DLOPT_OK && sound < 100; sound++) {
    long left = sound;
    dlopt_runtime* runtime = with_parallel_for(sound_at_first, &left);
    dlopt_optimizer* opt = NULL;
    dlopt_param_desc desc;
    int32_t index;
    REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAMW, &opt));
    CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 2, desc.shape = shape;
    CHECK_OK(dlopt_optimizer_param_add(opt, &desc, &index));
    for (dlopt_wrapper w = DLOPT_WRAPPER_SWA; w <= dlopt_wrapper_count(); w++) CHECK_OK(dlopt_optimizer_wrap(opt, w, &index));
    CHECK_OK(dlopt_optimizer_wrap_set(opt, index, DLOPT_WRAP_ADAPTIVE, 1));
    CHECK_OK(dlopt_optimizer_param_project(opt, 0, -1, 1, 3));
    fill_f32(p, WRAPPED, 1), fill_f32(g, WRAPPED, 2);
    uint64_t before = hash_bytes(HASH_START, p, sizeof p);
    status = wrapped_calls(opt, &params, &grads, &averages);
    int changed = hash_bytes(HASH_START, p, sizeof p) != before || sound >= 2; /* the first two only measure */
    CHECK_THAT(status == (left < 0 ? DLOPT_ERR_INTERNAL : DLOPT_OK), "job %ld is torn: %s", sound, dlopt_last_error());
    left = 1000;
    dlopt_status again = dlopt_optimizer_perturb(opt, &params, &grads, 1);
    CHECK_THAT(again == (status != DLOPT_OK && changed ? DLOPT_ERR_STATE : DLOPT_OK), "job %ld is torn: afterwards", sound);
    CHECK_OK(dlopt_optimizer_destroy(opt));
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
  CHECK_INT(sound - 1, 8); /* two to measure; perturbing; adding; putting back; the update; runs; what follows */
}

/* A torn norm is found before the update: it is not made up, and nothing changes. */
static void torn_norms_are_caught(void) {
  for (int i = 0; i < BAD_SYSTEMS; i++) {
    dlopt_runtime* runtime = with_parallel_for(bad_systems[i].run, NULL);
    job j;
    double norm = 77;
    job_open(&j, runtime);
    uint64_t before = hash_bytes(HASH_START, j.p[0], N * sizeof(float));
    CHECK_THAT(job_step(&j) == DLOPT_ERR_INTERNAL, "%s: the step says so", bad_systems[i].name);
    CHECK_SAYS("parallel_for");
    CHECK_THAT(hash_bytes(HASH_START, j.p[0], N * sizeof(float)) == before, "%s: nothing is updated", bad_systems[i].name);
    CHECK_INT(dlopt_optimizer_steps(j.opt), 0);
    CHECK_THAT(dlopt_grad_norm(runtime, j.grads, 2, 2, &norm, NULL) == DLOPT_ERR_INTERNAL, "%s: the norm says so", bad_systems[i].name);
    CHECK_REAL(norm, 77);
    job_close(&j);
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
}

/* ---- allocator and log -------------------------------------------------------------------------------------------------------------- */

static void misaligned_free(void* user, void* memory, size_t bytes, size_t alignment) {
  (void)bytes, (void)alignment;
  --*(long*)user;
  free((char*)memory - 1);
}

static void* misaligned_alloc(void* user, size_t bytes, size_t alignment) {
  (void)alignment;
  ++*(long*)user;
  return (char*)malloc(bytes + 1) + 1;
}

static void a_misaligned_block_is_given_back(void) {
  long live = 0;
  dlopt_runtime_desc desc;
  dlopt_runtime* runtime = NULL;
  CHECK_OK(dlopt_runtime_desc_init(&desc, sizeof desc));
  desc.alloc = misaligned_alloc, desc.free = misaligned_free, desc.allocator_user = &live;
  CHECK_STATUS(dlopt_runtime_create(&desc, &runtime), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("align");
  CHECK(!runtime);
  CHECK_INT(live, 0);
}

static void everything_goes_through_the_allocator(void) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 2);
  dlopt_schedule *a = NULL, *b = NULL;
  CHECK(run_job(runtime) == reference());
  CHECK_OK(dlopt_schedule_create(runtime, DLOPT_SCHEDULE_COSINE, &a));
  CHECK_OK(dlopt_schedule_warmup(runtime, a, 5, DLOPT_WARMUP_LINEAR, &b));
  CHECK(books.live_blocks >= 3);
  CHECK_OK(dlopt_schedule_destroy(a));
  CHECK_OK(dlopt_schedule_destroy(b));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_INT(books.live_blocks, 0);
  CHECK_INT(books.live_bytes, 0);
  CHECK_INT(books.faults, 0); /* sizes and alignments at free were those at alloc; no block was written past its end */
}

/* Lines by level. */
static void count_line(void* user, int32_t level, const char* text) {
  CHECK(level >= DLOPT_LOG_ERROR && level <= DLOPT_LOG_DEBUG);
  CHECK(text && text[0] && !strchr(text, '\n'));
  ++((long*)user)[level];
}

/* The log is told of the runtime's start and of skipped steps, and of no step that went well; the work is the same. */
static void the_log_is_told(void) {
  long lines[DLOPT_LOG_DEBUG + 1] = {0};
  dlopt_runtime_desc desc = runtime_defaults();
  job j;
  desc.log = count_line, desc.log_user = lines, desc.threads = 2;
  dlopt_runtime* const runtime = runtime_of(desc);
  CHECK(lines[DLOPT_LOG_INFO] >= 1);
  CHECK(run_job(runtime) == reference());
  CHECK_INT(lines[DLOPT_LOG_WARNING], 0);
  job_open(&j, runtime);
  j.desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  j.g[1][7] = INFINITY;
  CHECK_OK(job_step(&j));
  CHECK_INT(j.desc.skipped, 1);
  CHECK_INT(lines[DLOPT_LOG_WARNING], 1);
  CHECK_INT(lines[DLOPT_LOG_ERROR], 0);
  job_close(&j);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

static void the_defaults_are_as_documented(void) {
  dlopt_runtime_desc desc;
  memset(&desc, 0x5A, sizeof desc);
  CHECK_OK(dlopt_runtime_desc_init(&desc, sizeof desc));
  CHECK_INT(desc.struct_size, sizeof desc);
  CHECK_INT(desc.threads, 0);
  CHECK(!desc.alloc && !desc.free && !desc.allocator_user && !desc.parallel_for && !desc.parallel_for_user && !desc.log && !desc.log_user);
}

int main(void) {
  RUN(the_defaults_are_as_documented);
  RUN(any_job_system_gives_the_same_bits);
  RUN(pools_give_the_same_bits);
  RUN(no_threads_unless_asked_for);
  RUN(torn_updates_are_caught);
  RUN(torn_norms_are_caught);
  RUN(torn_wrappers_are_caught);
  RUN(a_misaligned_block_is_given_back);
  RUN(everything_goes_through_the_allocator);
  RUN(the_log_is_told);
  return check_done("runtime_hooks");
}

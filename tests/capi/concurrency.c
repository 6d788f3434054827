/* Many handles on many threads over one runtime; one handle on two threads; a handle inside its own hooks. */
#include "check.h"
#include "support.h"

#include <pthread.h>

enum { N = 16384 * 3 + 5, STEPS = 30, THREADS = 6 };

/* ---- many handles ------------------------------------------------------------------------------------------------------------------- */

typedef struct worker {
  pthread_t thread;
  dlopt_runtime* runtime;
  int index;
  uint64_t hash;
} worker;

static void* train(void* argument) {
  worker* w = argument;
  dlopt_rule rule = 1 + w->index % dlopt_rule_count();
  dlopt_optimizer* opt = NULL;
  size_t n = w->index % 2 ? N : 100; /* some use the pool, some are too small for it */
  float *p = malloc(n * sizeof *p), *g = malloc(n * sizeof *g);
  fill_f32(p, n, (uint32_t)w->index), fill_f32(g, n, 7);
  CHECK_OK(dlopt_optimizer_create(w->runtime, rule, &opt));
  for (int i = 0; i < STEPS; i++) CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, n));
  w->hash = hash_bytes(optimizer_hash(opt, rule), p, n * sizeof *p);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  free(p), free(g);
  return NULL;
}

static void many_handles_share_a_runtime(void) {
  for (int32_t threads = 1; threads <= 3; threads += 2) {
    ledger books = {0};
    dlopt_runtime* runtime = ledger_runtime(&books, threads);
    worker together[THREADS], alone;
    for (int i = 0; i < THREADS; i++) {
      together[i] = (worker){.runtime = runtime, .index = i};
      pthread_create(&together[i].thread, NULL, train, &together[i]);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(together[i].thread, NULL);
    for (int i = 0; i < THREADS; i++) {
      alone = (worker){.runtime = NULL, .index = i};
      train(&alone);
      CHECK_THAT(alone.hash == together[i].hash, "handle %d, %d threads: the bits of a run alone", i, (int)threads);
    }
    CHECK_OK(dlopt_runtime_destroy(runtime));
    CHECK_INT(books.live_blocks, 0);
    CHECK_INT(books.faults, 0);
  }
}

/* ---- one handle, from inside its own step ------------------------------------------------------------------------------------------- */

typedef struct inside {
  dlopt_optimizer* opt;
  int calls;
} inside;

/* Every call on the handle must be refused while its step runs; each in turn. */
static void meddle(void* user, size_t n, dlopt_task_fn task, void* context) {
  inside* in = user;
  float p = 1, g = 1;
  double value;
  int32_t slot;
  int64_t one = 1;
  dlopt_optimizer* copy = (dlopt_optimizer*)&p;
  dlopt_tensor tensor = vector(&p, DLOPT_DTYPE_F32, &one), view = {0};
  dlopt_stats stats = {0};
  dlopt_stats_desc stats_desc;
  uint64_t hash;
  dlopt_memory memory = {0};
  dlopt_param_desc desc;
  view.struct_size = sizeof view, stats.struct_size = sizeof stats, memory.struct_size = sizeof memory;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  CHECK_OK(dlopt_stats_desc_init(&stats_desc, sizeof stats_desc));
  task(context, 0);
  in->calls++;
  CHECK_STATUS(dlopt_optimizer_destroy(in->opt), DLOPT_ERR_BUSY);
  CHECK_SAYS("optimizer");
  CHECK_STATUS(dlopt_optimizer_clone(in->opt, &copy), DLOPT_ERR_BUSY);
  CHECK(!copy);
  CHECK_STATUS(dlopt_optimizer_set(in->opt, DLOPT_HYPER_LR, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_get(in->opt, DLOPT_HYPER_LR, &value), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_group_add(in->opt, &slot), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_group_set(in->opt, 0, DLOPT_HYPER_LR, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_group_get(in->opt, 0, DLOPT_HYPER_LR, &value), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_preset(in->opt, "torch"), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_schedule(in->opt, 0, DLOPT_HYPER_LR, NULL), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_report(in->opt, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_param_add(in->opt, &desc, &slot), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_param_remove(in->opt, 0), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_param_freeze(in->opt, 0, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_param_scale(in->opt, 0, 1, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_step(in->opt, &tensor, &tensor, 1, NULL), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_step_f32(in->opt, &p, &g, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_state(in->opt, 0, "exp_avg", &view), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_stats(in->opt, 0, NULL, NULL, &stats), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_measure(in->opt, &stats_desc, &stats), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_state_hash(in->opt, NULL, 0, &hash), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_memory_query(in->opt, &memory), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_wrap(in->opt, DLOPT_WRAPPER_SWA, &slot), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_wrap_set(in->opt, 0, DLOPT_WRAP_K, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_wrap_get(in->opt, 0, DLOPT_WRAP_K, &value), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_accumulate(in->opt, &tensor, 1, 1, NULL), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_perturb(in->opt, &tensor, &tensor, 1), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_param_project(in->opt, 0, 0, 1, 0), DLOPT_ERR_BUSY);
  for (size_t i = 1; i < n; i++) task(context, i);
}

static void hooks_cannot_use_the_handle(void) {
  inside in = {NULL, 0};
  dlopt_runtime* const runtime = with_parallel_for(meddle, &in);
  dlopt_optimizer* plain = NULL;
  static float p[N], q[N], g[N];
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAM, &in.opt));
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &plain));
  fill_f32(p, N, 1), fill_f32(q, N, 1), fill_f32(g, N, 2);
  for (int i = 0; i < 3; i++) {
    CHECK_OK(dlopt_optimizer_step_f32(in.opt, p, g, N));
    CHECK_OK(dlopt_optimizer_step_f32(plain, q, g, N));
  }
  CHECK(in.calls >= 3);
  CHECK_BYTES(p, q, sizeof p);
  CHECK_OK(dlopt_optimizer_set(in.opt, DLOPT_HYPER_LR, 1)); /* alive and free again */
  CHECK_OK(dlopt_optimizer_destroy(in.opt));
  CHECK_OK(dlopt_optimizer_destroy(plain));
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

/* ---- one handle, two threads -------------------------------------------------------------------------------------------------------- */

/* Holds the first thread inside its step until the second was refused. */
typedef struct gate {
  pthread_barrier_t inside, refused;
  int used;
} gate;

static void wait_at_gate(void* user, size_t n, dlopt_task_fn task, void* context) {
  gate* door = user;
  if (!door->used++) {
    pthread_barrier_wait(&door->inside);
    pthread_barrier_wait(&door->refused);
  }
  for (size_t i = 0; i < n; i++) task(context, i);
}

static dlopt_optimizer* contested;
static float contested_p[N], contested_g[N];

static void* step_once(void* unused) {
  (void)unused;
  CHECK_OK(dlopt_optimizer_step_f32(contested, contested_p, contested_g, N));
  return NULL;
}

static void a_second_thread_is_refused(void) {
  gate door;
  dlopt_runtime* const runtime = with_parallel_for(wait_at_gate, &door);
  pthread_t first;
  static float q[N], w[N];
  door.used = 0;
  pthread_barrier_init(&door.inside, NULL, 2);
  pthread_barrier_init(&door.refused, NULL, 2);
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAM, &contested));
  fill_f32(contested_p, N, 1), fill_f32(contested_g, N, 2), fill_f32(q, N, 1), fill_f32(w, N, 3);
  declare(contested, DLOPT_DTYPE_F32, N);
  pthread_create(&first, NULL, step_once, NULL);
  pthread_barrier_wait(&door.inside);
  CHECK_STATUS(dlopt_optimizer_step_f32(contested, w, contested_g, N), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_destroy(contested), DLOPT_ERR_BUSY);
  pthread_barrier_wait(&door.refused);
  pthread_join(first, NULL);

  dlopt_optimizer* plain = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &plain));
  CHECK_OK(dlopt_optimizer_step_f32(plain, q, contested_g, N));
  CHECK_BYTES(contested_p, q, sizeof q); /* the first step's bits are those of a step in peace */
  CHECK_INT(dlopt_optimizer_steps(contested), 1);
  CHECK_OK(dlopt_optimizer_destroy(plain));
  CHECK_OK(dlopt_optimizer_destroy(contested));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  pthread_barrier_destroy(&door.inside);
  pthread_barrier_destroy(&door.refused);
}

/* Two threads hammer one handle: each call is done or refused, and the counts add up. */
enum { ATTEMPTS = 20000 };
static long done, refused;

static void* hammer(void* unused) {
  (void)unused;
  float p[8], g[8];
  fill_f32(p, 8, 1), fill_f32(g, 8, 2);
  for (int i = 0; i < ATTEMPTS; i++) {
    dlopt_status status = dlopt_optimizer_step_f32(contested, p, g, 8);
    if (status == DLOPT_OK) __atomic_add_fetch(&done, 1, __ATOMIC_RELAXED);
    else if (status == DLOPT_ERR_BUSY) __atomic_add_fetch(&refused, 1, __ATOMIC_RELAXED);
  }
  return NULL;
}

static void two_hammers(void) {
  pthread_t threads[2];
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &contested));
  declare(contested, DLOPT_DTYPE_F32, 8);
  for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, hammer, NULL);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  CHECK_INT(done + refused, 2 * ATTEMPTS);
  CHECK_INT(dlopt_optimizer_steps(contested), done);
  printf("       %ld steps done, %ld refused\n", (long)done, (long)refused);
  CHECK_OK(dlopt_optimizer_destroy(contested));
}

int main(void) {
  RUN(many_handles_share_a_runtime);
  RUN(hooks_cannot_use_the_handle);
  RUN(a_second_thread_is_refused);
  RUN(two_hammers);
  return check_done("concurrency");
}

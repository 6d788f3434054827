/* A step in pieces: which calls it lets in, when it can be given up, and what is left when it cannot be finished. */
#include "check.h"
#include "support.h"

#include <math.h>
#include <pthread.h>

enum { N = 16384 * 3 + 5 };

typedef struct subject {
  dlopt_optimizer* opt;
  dlopt_scaler* scaler;
  int64_t n;
  dlopt_tensor param, grad;
  dlopt_step_desc desc;
} subject;

static float p[N], g[N];

static void subject_open(subject* s, dlopt_rule rule, dlopt_runtime* runtime) {
  memset(s, 0, sizeof *s);
  s->n = N;
  fill_f32(p, N, 1), fill_f32(g, N, 2);
  REQUIRE_OK(dlopt_optimizer_create(runtime, rule, &s->opt));
  REQUIRE_OK(dlopt_scaler_create(runtime, &s->scaler));
  declare(s->opt, DLOPT_DTYPE_F32, N);
  s->param = vector(p, DLOPT_DTYPE_F32, &s->n), s->grad = vector(g, DLOPT_DTYPE_F32, &s->n);
  CHECK_OK(dlopt_step_desc_init(&s->desc, sizeof s->desc));
  s->desc.max_norm = 1;
}
static void subject_close(subject* s) {
  CHECK_OK(dlopt_optimizer_destroy(s->opt));
  CHECK_OK(dlopt_scaler_destroy(s->scaler));
}
static dlopt_status begin(subject* s) { return dlopt_optimizer_step_begin(s->opt, &s->param, &s->grad, 1, &s->desc); }
static uint64_t fingerprint(subject* s, dlopt_rule rule) { return hash_bytes(optimizer_hash(s->opt, rule), p, sizeof p); }

static void other_calls_wait_for_the_end(void) {
  subject s;
  int32_t done = 7, index;
  double value = 0;
  dlopt_optimizer* copy = NULL;
  dlopt_memory memory;
  memory.struct_size = sizeof memory;
  subject_open(&s, DLOPT_RULE_ADAM, NULL);
  CHECK_STATUS(dlopt_optimizer_step_part(s.opt, 1, &done), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_step_end(s.opt, &s.desc), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_step_abort(s.opt), DLOPT_ERR_STATE);
  CHECK_INT(done, 7);
  CHECK_OK(begin(&s));
  CHECK_STATUS(begin(&s), DLOPT_ERR_STATE);
  CHECK_SAYS("in pieces");
  CHECK_STATUS(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, NULL), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_step_f32(s.opt, p, g, N), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_set(s.opt, DLOPT_HYPER_LR, 1), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_get(s.opt, DLOPT_HYPER_LR, &value), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_param_remove(s.opt, 0), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_clone(s.opt, &copy), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_wrap(s.opt, DLOPT_WRAPPER_LOOKAHEAD, &index), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_observe(s.opt, 0, &s.grad), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_memory_query(s.opt, &memory), DLOPT_ERR_STATE);
  CHECK_INT(dlopt_optimizer_steps(s.opt), 0);
  CHECK_INT(dlopt_optimizer_param_count(s.opt), 1);
  CHECK_STATUS(dlopt_optimizer_step_end(s.opt, &s.desc), DLOPT_ERR_STATE);
  CHECK_SAYS("not done");
  CHECK_STATUS(dlopt_optimizer_step_part(s.opt, 0, &done), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_step_part(s.opt, 1, NULL), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_OK(dlopt_optimizer_step_part(s.opt, INT64_MAX, &done));
  CHECK_INT(done, 1);
  CHECK_OK(dlopt_optimizer_step_part(s.opt, 1, &done)); /* nothing is left to do, and said so */
  CHECK_INT(done, 1);
  CHECK_INT(dlopt_optimizer_steps(s.opt), 0);
  CHECK_OK(dlopt_optimizer_step_end(s.opt, &s.desc));
  CHECK_INT(s.desc.applied_step, 1);
  CHECK(s.desc.grad_norm > 1);
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_LR, 1));
  CHECK_STATUS(dlopt_optimizer_step_end(s.opt, &s.desc), DLOPT_ERR_STATE);
  subject_close(&s);
}

/* Parts until something is applied: every part before can be taken back without a trace. */
static void a_step_can_be_given_up_until_it_applies_something(void) {
  const dlopt_rule rules[] = {DLOPT_RULE_ADAM, DLOPT_RULE_LAMB, DLOPT_RULE_ADAFACTOR};
  for (int r = 0; r < 3; r++)
    for (int parts = 0; parts < 12; parts++) {
      subject s;
      int32_t done = 0;
      subject_open(&s, rules[r], NULL);
      uint64_t before = fingerprint(&s, rules[r]);
      s.desc.flags = DLOPT_STEP_SKIP_NONFINITE;
      CHECK_OK(begin(&s));
      for (int i = 0; i < parts && !done; i++) CHECK_OK(dlopt_optimizer_step_part(s.opt, 1, &done));
      if (dlopt_optimizer_step_abort(s.opt) == DLOPT_OK) {
        CHECK_THAT(parts < 6, "rule %d: given up after %d parts", (int)rules[r], parts);
        CHECK_THAT(fingerprint(&s, rules[r]) == before, "rule %d: no trace after %d parts", (int)rules[r], parts);
        CHECK_OK(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc));
      } else {
        CHECK_THAT(parts > 3, "rule %d: too late after %d parts", (int)rules[r], parts);
        CHECK_SAYS("applied");
        while (!done) CHECK_OK(dlopt_optimizer_step_part(s.opt, 1, &done));
        CHECK_OK(dlopt_optimizer_step_end(s.opt, NULL));
      }
      CHECK_INT(dlopt_optimizer_steps(s.opt), 1);
      subject_close(&s);
    }
}

static void an_optimizer_can_be_destroyed_at_any_time(void) {
  for (int parts = 0; parts < 8; parts++) {
    ledger books = {0};
    dlopt_runtime* runtime = ledger_runtime(&books, 2);
    subject s;
    int32_t done = 0;
    subject_open(&s, DLOPT_RULE_ADAM, runtime);
    CHECK_OK(begin(&s));
    for (int i = 0; i < parts; i++) CHECK_OK(dlopt_optimizer_step_part(s.opt, 16384, &done));
    subject_close(&s);
    CHECK_OK(dlopt_runtime_destroy(runtime));
    CHECK_INT(books.live_blocks, 0);
  }
}

/* Held back, the step leaves every bit, and only its scaler goes on; at the lowest scale it leaves that, too. */
static void overflows_leave_every_bit(void) {
  for (int whole = 0; whole < 2; whole++) {
    subject s;
    int32_t done = 0;
    double scale = 0;
    subject_open(&s, DLOPT_RULE_ADAM, NULL);
    CHECK_OK(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc));
    s.desc.scaler = s.scaler;
    uint64_t before = fingerprint(&s, DLOPT_RULE_ADAM);
    g[N - 1] = INFINITY;
    if (whole) CHECK_OK(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc));
    else {
      CHECK_OK(begin(&s));
      while (!done) CHECK_OK(dlopt_optimizer_step_part(s.opt, 1, &done));
      CHECK_OK(dlopt_scaler_scale(s.scaler, &scale)); /* updated at the end */
      CHECK_REAL(scale, 65536);
      CHECK_OK(dlopt_optimizer_step_end(s.opt, &s.desc));
    }
    CHECK_INT(s.desc.skipped, 1);
    CHECK_INT(s.desc.skips, 1);
    CHECK_INT(s.desc.nonfinite, 1);
    CHECK_INT(s.desc.applied_step, 1);
    CHECK(fingerprint(&s, DLOPT_RULE_ADAM) == before);
    CHECK_OK(dlopt_scaler_scale(s.scaler, &scale));
    CHECK_REAL(scale, 32768);
    CHECK_OK(dlopt_scaler_set(s.scaler, DLOPT_SCALER_MIN_SCALE, 32768));
    CHECK_OK(dlopt_scaler_set(s.scaler, DLOPT_SCALER_AT_MINIMUM, DLOPT_AT_MINIMUM_FAIL));
    if (whole) CHECK_STATUS(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc), DLOPT_ERR_NONFINITE);
    else {
      CHECK_OK(begin(&s));
      CHECK_STATUS(dlopt_optimizer_step_part(s.opt, INT64_MAX, &done), DLOPT_ERR_NONFINITE);
      CHECK_STATUS(dlopt_optimizer_step_end(s.opt, NULL), DLOPT_ERR_STATE); /* it is over */
    }
    CHECK(fingerprint(&s, DLOPT_RULE_ADAM) == before);
    g[N - 1] = 1;
    CHECK_OK(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc));
    CHECK_INT(s.desc.skips, 0);
    subject_close(&s);
  }
}

/* A job system that leaves out a task, from its n-th job on. */
static int jobs_left;
static void lazy_parallel_for(void* user, size_t n_tasks, dlopt_task_fn task, void* context) {
  (void)user;
  for (size_t i = jobs_left-- <= 0; i < n_tasks; i++) task(context, i);
}

static void a_torn_part_ends_the_step(void) {
  for (int jobs = 0; jobs < 2; jobs++) { /* torn in the norm: no trace; torn in the update: no more steps */
    subject s;
    int32_t done = 0;
    dlopt_runtime* const runtime = with_parallel_for(lazy_parallel_for, NULL);
    jobs_left = 1000;
    subject_open(&s, DLOPT_RULE_ADAM, runtime);
    uint64_t before = fingerprint(&s, DLOPT_RULE_ADAM);
    CHECK_OK(begin(&s));
    jobs_left = jobs;
    CHECK_STATUS(dlopt_optimizer_step_part(s.opt, INT64_MAX, &done), DLOPT_ERR_INTERNAL);
    jobs_left = 1000;
    CHECK((fingerprint(&s, DLOPT_RULE_ADAM) == before) == !jobs);
    CHECK_STATUS(dlopt_optimizer_step_part(s.opt, 1, &done), DLOPT_ERR_STATE);
    CHECK_STATUS(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, NULL), jobs ? DLOPT_ERR_STATE : DLOPT_OK);
    subject_close(&s);
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
}

/* Called from inside a step, which holds optimizer and scaler. */
static subject* held;
static void nosy_parallel_for(void* user, size_t n_tasks, dlopt_task_fn task, void* context) {
  double scale;
  (void)user;
  CHECK_STATUS(dlopt_optimizer_observe(held->opt, 0, &held->grad), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_optimizer_step_abort(held->opt), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_scaler_scale(held->scaler, &scale), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_scaler_update(held->scaler, 0), DLOPT_ERR_BUSY);
  CHECK_STATUS(dlopt_scaler_destroy(held->scaler), DLOPT_ERR_BUSY);
  for (size_t i = n_tasks; i-- > 0;) task(context, i);
}

static void handles_in_use_are_busy(void) {
  dlopt_runtime* const runtime = with_parallel_for(nosy_parallel_for, NULL);
  subject s;
  subject_open(&s, DLOPT_RULE_ADAM, runtime);
  held = &s;
  s.desc.scaler = s.scaler;
  CHECK_OK(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc));
  CHECK_INT(s.desc.applied_step, 1);
  subject_close(&s);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

/* Each part from a thread of its own: one call at a time, from anywhere. */
typedef struct part {
  dlopt_optimizer* opt;
  int32_t done;
} part;
static void* do_part(void* argument) {
  part* it = argument;
  CHECK_OK(dlopt_optimizer_step_part(it->opt, 20000, &it->done));
  return NULL;
}

static void parts_may_come_from_any_thread(void) {
  subject s;
  subject_open(&s, DLOPT_RULE_ADAM, NULL);
  CHECK_OK(dlopt_optimizer_step(s.opt, &s.param, &s.grad, 1, &s.desc));
  uint64_t wanted = fingerprint(&s, DLOPT_RULE_ADAM);
  subject_close(&s);
  subject_open(&s, DLOPT_RULE_ADAM, NULL);
  part it = {s.opt, 0};
  CHECK_OK(begin(&s));
  while (!it.done) {
    pthread_t thread;
    pthread_create(&thread, NULL, do_part, &it);
    pthread_join(thread, NULL);
  }
  CHECK_OK(dlopt_optimizer_step_end(s.opt, NULL));
  CHECK(fingerprint(&s, DLOPT_RULE_ADAM) == wanted);
  subject_close(&s);
}

int main(void) {
  RUN(other_calls_wait_for_the_end);
  RUN(a_step_can_be_given_up_until_it_applies_something);
  RUN(an_optimizer_can_be_destroyed_at_any_time);
  RUN(overflows_leave_every_bit);
  RUN(a_torn_part_ends_the_step);
  RUN(handles_in_use_are_busy);
  RUN(parts_may_come_from_any_thread);
  return check_done("step_pieces");
}

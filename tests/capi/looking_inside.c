/* Views of state, statistics, memory by kind, clones. */
#include "check.h"
#include "support.h"

#include <math.h>

enum { N = 7 };

typedef struct subject {
  dlopt_optimizer* opt;
  int64_t n;
  float p[N], g[N];
  dlopt_tensor param, grad;
} subject;

static void subject_open(subject* s, dlopt_rule rule) {
  memset(s, 0, sizeof *s);
  s->n = N;
  fill_f32(s->p, N, 1), fill_f32(s->g, N, 2);
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &s->opt));
  declare(s->opt, DLOPT_DTYPE_F32, N);
  s->param = vector(s->p, DLOPT_DTYPE_F32, &s->n);
  s->grad = vector(s->g, DLOPT_DTYPE_F32, &s->n);
}

static void subject_step(subject* s) { CHECK_OK(dlopt_optimizer_step(s->opt, &s->param, &s->grad, 1, NULL)); }
static void subject_close(subject* s) { CHECK_OK(dlopt_optimizer_destroy(s->opt)); }

static dlopt_status view(dlopt_optimizer* opt, const char* name, dlopt_tensor* tensor) {
  memset(tensor, 0, sizeof *tensor);
  tensor->struct_size = sizeof *tensor;
  return dlopt_optimizer_state(opt, 0, name, tensor);
}

static void a_view_is_the_state_itself(void) {
  subject s;
  dlopt_tensor m;
  subject_open(&s, DLOPT_RULE_ADAM);
  CHECK_OK(view(s.opt, "exp_avg", &m));
  CHECK_INT(m.dtype, DLOPT_DTYPE_F32);
  CHECK_INT(m.ndim, 1);
  CHECK_INT(m.shape[0], N);
  CHECK_INT(m.device_type, DLOPT_DEVICE_CPU);
  CHECK_INT(m.device_id, 0);
  CHECK_INT(m.reserved, 0);
  CHECK(!m.strides && m.data);
  const float* moments = m.data;
  for (int i = 0; i < N; i++) CHECK_REAL(moments[i], 0);
  subject_step(&s);
  for (int i = 0; i < N; i++) CHECK_THAT(fabsf(moments[i] - 0.1f * s.g[i]) <= 1e-7f, "element %d is (1 - beta1) g", i);
  subject_close(&s);
}

/* Written through its view, state counts: a stranger's moments make the next step a stranger's. */
static void state_can_be_written(void) {
  subject a, b;
  dlopt_tensor from, to;
  static const char* const names[] = {"exp_avg", "exp_avg_sq"};
  subject_open(&a, DLOPT_RULE_ADAM), subject_open(&b, DLOPT_RULE_ADAM);
  for (int i = 0; i < 5; i++) subject_step(&a);
  fill_f32(b.g, N, 99);
  for (int i = 0; i < 5; i++) subject_step(&b);
  memcpy(b.p, a.p, sizeof a.p), memcpy(b.g, a.g, sizeof a.g);
  for (int i = 0; i < 2; i++) {
    CHECK_OK(view(a.opt, names[i], &from));
    CHECK_OK(view(b.opt, names[i], &to));
    memcpy(to.data, from.data, N * sizeof(float));
  }
  subject_step(&a), subject_step(&b);
  CHECK_BYTES(a.p, b.p, sizeof a.p);
  subject_close(&a), subject_close(&b);
}

static void optional_state_comes_when_asked_for(void) {
  subject s;
  dlopt_tensor v;
  subject_open(&s, DLOPT_RULE_ADAM);
  CHECK_STATUS(view(s.opt, "max_exp_avg_sq", &v), DLOPT_ERR_STATE);
  CHECK_SAYS("max_exp_avg_sq");
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_AMSGRAD, 1));
  CHECK_OK(view(s.opt, "max_exp_avg_sq", &v));
  subject_step(&s);
  CHECK(((float*)v.data)[0] > 0);
  CHECK_OK(dlopt_optimizer_destroy(s.opt));
  subject_open(&s, DLOPT_RULE_SGD);
  CHECK_STATUS(view(s.opt, "momentum_buffer", &v), DLOPT_ERR_STATE);
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_MOMENTUM, 0.9));
  CHECK_OK(view(s.opt, "momentum_buffer", &v));
  subject_close(&s);
}

static void accumulators_start_where_asked(void) {
  subject s;
  dlopt_tensor sum;
  subject_open(&s, DLOPT_RULE_ADAGRAD);
  CHECK_OK(view(s.opt, "sum", &sum));
  CHECK_REAL(((float*)sum.data)[N - 1], 0);
  subject_close(&s);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAGRAD, &s.opt));
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0.125));
  declare(s.opt, DLOPT_DTYPE_F32, N);
  CHECK_OK(view(s.opt, "sum", &sum));
  for (int i = 0; i < N; i++) CHECK_REAL(((float*)sum.data)[i], 0.125);
  subject_close(&s);
}

static dlopt_stats fresh_stats(void) {
  dlopt_stats stats;
  memset(&stats, 0x5A, sizeof stats);
  stats.struct_size = sizeof stats;
  return stats;
}

static double norm_of(const float* x) {
  double sum = 0;
  for (int i = 0; i < N; i++) sum += (double)x[i] * x[i];
  return sqrt(sum);
}

static void stats_measure(void) {
  subject s;
  dlopt_tensor m;
  subject_open(&s, DLOPT_RULE_ADAM);
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_WEIGHT_DECAY, 0.5));
  subject_step(&s), subject_step(&s);
  dlopt_stats stats = fresh_stats();
  CHECK_OK(dlopt_optimizer_stats(s.opt, 0, &s.param, &s.grad, &stats));
  CHECK_INT(stats.struct_size, sizeof stats);
  CHECK_INT(stats.state_count, 3);
  CHECK_INT(stats.numel, N);
  CHECK_INT(stats.steps, 2);
  CHECK_REAL(stats.effective_lr, 1e-3);
  CHECK_REAL(stats.effective_weight_decay, 0.5);
  CHECK_THAT(fabs(stats.param_norm - norm_of(s.p)) < 1e-12, "norm of the parameter");
  CHECK_THAT(fabs(stats.grad_norm - norm_of(s.g)) < 1e-12, "norm of the gradient");
  CHECK_OK(view(s.opt, "exp_avg", &m));
  for (int32_t i = 0; i < 3; i++) {
    dlopt_state_info info;
    info.struct_size = sizeof info;
    CHECK_OK(dlopt_rule_state_info(DLOPT_RULE_ADAM, i, &info));
    if (strcmp(info.name, "exp_avg") == 0) CHECK_THAT(fabs(stats.state_norm[i] - norm_of(m.data)) < 1e-12, "norm of exp_avg");
    if (strcmp(info.name, "max_exp_avg_sq") == 0) CHECK_REAL(stats.state_norm[i], NAN); /* not kept */
  }
  CHECK_INT(stats.param_nonfinite, 0);
  CHECK_INT(stats.grad_nonfinite, 0);
  CHECK_INT(stats.state_nonfinite, 0);
  subject_close(&s);
}

/* A number for each row and one for the only column: one more than there are elements, and so one more chunk. */
static void stats_measure_more_numbers_than_elements(void) {
  enum { ROWS = 16384 };
  static float p[ROWS], g[ROWS];
  const int64_t shape[] = {ROWS, 1};
  ledger books = {0};
  dlopt_optimizer* opt = NULL;
  dlopt_param_desc desc;
  dlopt_tensor param, grad;
  int32_t slot;
  dlopt_runtime* runtime = ledger_runtime(&books, 0);
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_SM3, &opt));
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 2, desc.shape = shape;
  CHECK_OK(dlopt_optimizer_param_add(opt, &desc, &slot));
  for (int i = 0; i < ROWS; i++) g[i] = 2;
  CHECK_OK(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F32, 2, shape));
  CHECK_OK(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 2, shape));
  for (int i = 0; i < 2; i++) { /* a step finds its work space as it needs it */
    dlopt_stats stats = fresh_stats();
    CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, NULL));
    CHECK_OK(dlopt_optimizer_stats(opt, 0, &param, &grad, &stats));
    CHECK_REAL(stats.grad_norm, 2 * sqrt(ROWS));
    const double each = 4 * (i + 1), norm = each * sqrt(ROWS + 1);
    CHECK_THAT(fabs(stats.state_norm[1] - norm) < 1e-9 * norm, "each number is %g, their norm %.17g", each, stats.state_norm[1]);
  }
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_INT(books.faults, 0);
}

/* Statistics of a parameter use the work space of the step, which must not take it for its own afterwards. */
static void stats_leave_the_step_alone(void) {
  dlopt_optimizer* opt = NULL;
  float p[2][5] = {{0}}, g[5] = {1, 1, 1, 1, 1};
  const int64_t n[] = {2, 5};
  dlopt_tensor params[] = {vector(p[0], DLOPT_DTYPE_F32, n), vector(p[1], DLOPT_DTYPE_F32, n + 1)};
  dlopt_tensor grads[] = {vector(g, DLOPT_DTYPE_F32, n), vector(g, DLOPT_DTYPE_F32, n + 1)};
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &opt));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1));
  declare(opt, DLOPT_DTYPE_F32, 2), declare(opt, DLOPT_DTYPE_F32, 5);
  for (int i = 1; i < 4; i++) {
    dlopt_stats stats = fresh_stats();
    CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
    CHECK_OK(dlopt_optimizer_stats(opt, 0, &params[0], NULL, &stats));
    CHECK_REAL(p[0][1], -i);
    CHECK_REAL(p[1][4], -i);
  }
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void stats_without_buffers(void) {
  subject s;
  subject_open(&s, DLOPT_RULE_LION);
  dlopt_stats stats = fresh_stats();
  CHECK_OK(dlopt_optimizer_stats(s.opt, 0, NULL, NULL, &stats));
  CHECK_REAL(stats.param_norm, NAN);
  CHECK_REAL(stats.grad_norm, NAN);
  CHECK_INT(stats.param_nonfinite, -1);
  CHECK_INT(stats.grad_nonfinite, -1);
  CHECK_INT(stats.state_count, 1);
  CHECK_REAL(stats.state_norm[0], 0);
  subject_close(&s);
}

static void stats_count_what_is_not_finite(void) {
  subject s;
  subject_open(&s, DLOPT_RULE_ADAM);
  s.g[1] = NAN, s.g[4] = INFINITY;
  subject_step(&s);
  dlopt_stats stats = fresh_stats();
  CHECK_OK(dlopt_optimizer_stats(s.opt, 0, &s.param, &s.grad, &stats));
  CHECK_INT(stats.grad_nonfinite, 2);
  CHECK_INT(stats.param_nonfinite, 2);
  CHECK_INT(stats.state_nonfinite, 4); /* two elements in each of two arrays */
  subject_close(&s);
}

static int64_t total(dlopt_optimizer* opt, int64_t* state) {
  dlopt_memory memory;
  memset(&memory, 0x5A, sizeof memory);
  memory.struct_size = sizeof memory;
  CHECK_OK(dlopt_optimizer_memory_query(opt, &memory));
  CHECK_INT(memory.reserved, 0);
  CHECK(memory.state >= 0 && memory.scratch >= 0 && memory.handle > 0);
  *state = memory.state;
  return memory.state + memory.scratch + memory.handle;
}

/* A sequence of schedules with lists. */
static void follow_lists(dlopt_runtime* runtime, dlopt_optimizer* opt) {
  const double values[] = {0.1, 0.2, 0.3};
  const int64_t milestones[] = {3};
  dlopt_schedule *table = NULL, *sequence = NULL;
  REQUIRE_OK(dlopt_schedule_create(runtime, DLOPT_SCHEDULE_TABLE, &table));
  CHECK_OK(dlopt_schedule_set_list(table, DLOPT_FIELD_VALUES, values, 3));
  const dlopt_schedule* children[] = {table, table};
  REQUIRE_OK(dlopt_schedule_sequence(runtime, children, 2, milestones, &sequence));
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, sequence));
  CHECK_OK(dlopt_schedule_destroy(table));
  CHECK_OK(dlopt_schedule_destroy(sequence));
}

/* What the query tells is what the allocator gave. */
static void memory_is_what_was_allocated(void) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 0);
  long long of_runtime = books.live_bytes;
  dlopt_optimizer* opt = NULL;
  int64_t state = 0, before = 0;
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAM, &opt));
  CHECK_INT(total(opt, &before), books.live_bytes - of_runtime);
  CHECK_INT(before, 0);
  follow_lists(runtime, opt);
  CHECK_INT(total(opt, &before), books.live_bytes - of_runtime);
  declare(opt, DLOPT_DTYPE_F32, 100000);
  declare(opt, DLOPT_DTYPE_F64, 1000);
  CHECK_INT(total(opt, &state), books.live_bytes - of_runtime);
  CHECK_THAT(state >= 2 * (400000 + 8000) && state <= 2 * (400000 + 8000) + 4 * 4096, "two moments and padding (got %lld)",
             (long long)state);
  before = state;
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_AMSGRAD, 1));
  CHECK_INT(total(opt, &state), books.live_bytes - of_runtime);
  CHECK_THAT(state >= before + 408000, "amsgrad keeps a third array");
  before = state;
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) {
    int32_t index;
    CHECK_OK(dlopt_optimizer_wrap(opt, wrapper, &index));
    CHECK_INT(total(opt, &state), books.live_bytes - of_runtime);
  }
  CHECK_OK(dlopt_optimizer_param_project(opt, 0, 0, 1, 0));
  CHECK_INT(total(opt, &state), books.live_bytes - of_runtime);
  CHECK_THAT(state >= before + 3 * 408000 && state <= before + 3 * 408000 + 6 * 65536, "three wrappers keep an array each");
  CHECK_OK(dlopt_optimizer_param_remove(opt, 0));
  CHECK_INT(total(opt, &state), books.live_bytes - of_runtime);
  CHECK_THAT(state <= 6 * 8000 + 3 * 4096 + 3 * 16384, "a removed parameter keeps nothing");
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_INT(books.live_bytes, of_runtime);
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_INT(books.live_blocks, 0);
  CHECK_INT(books.faults, 0);
}

/* Original and clone take the same steps to the same bits, and neither feels the other. */
static void clones_are_equal_and_apart(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    subject s;
    dlopt_optimizer* copy = NULL;
    dlopt_schedule* schedule = NULL;
    int32_t group;
    float q[N];
    subject_open(&s, rule);
    REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &schedule));
    CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, 0.01));
    CHECK_OK(dlopt_optimizer_schedule(s.opt, -1, DLOPT_HYPER_LR, schedule));
    CHECK_OK(dlopt_optimizer_group_add(s.opt, &group));
    CHECK_OK(dlopt_optimizer_param_scale(s.opt, 0, 0.5, 2));
    subject_step(&s), subject_step(&s);
    memcpy(q, s.p, sizeof q);
    uint64_t before = optimizer_hash(s.opt, rule);
    REQUIRE_OK(dlopt_optimizer_clone(s.opt, &copy));
    CHECK_THAT(optimizer_hash(copy, rule) == before && optimizer_hash(s.opt, rule) == before, "%s: equal", dlopt_rule_name(rule));
    subject_step(&s);
    CHECK_THAT(optimizer_hash(copy, rule) == before, "%s: apart", dlopt_rule_name(rule));
    dlopt_tensor param = vector(q, DLOPT_DTYPE_F32, &s.n);
    CHECK_OK(dlopt_optimizer_step(copy, &param, &s.grad, 1, NULL));
    CHECK_THAT(memcmp(q, s.p, sizeof q) == 0 && optimizer_hash(copy, rule) == optimizer_hash(s.opt, rule), "%s: same step",
               dlopt_rule_name(rule));
    CHECK_OK(dlopt_optimizer_destroy(s.opt));
    CHECK_OK(dlopt_optimizer_step(copy, &param, &s.grad, 1, NULL)); /* it stands alone */
    CHECK_OK(dlopt_optimizer_destroy(copy));
    CHECK_OK(dlopt_schedule_destroy(schedule));
  }
}

static void clones_keep_gaps_and_frost(void) {
  dlopt_optimizer *opt = NULL, *copy = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &opt));
  for (int i = 0; i < 3; i++) declare(opt, DLOPT_DTYPE_F32, N);
  CHECK_OK(dlopt_optimizer_param_remove(opt, 1));
  CHECK_OK(dlopt_optimizer_param_freeze(opt, 2, 1));
  REQUIRE_OK(dlopt_optimizer_clone(opt, &copy));
  CHECK_INT(dlopt_optimizer_param_count(copy), 3);
  CHECK_STATUS(dlopt_optimizer_param_remove(copy, 1), DLOPT_ERR_STATE);
  int64_t n = N;
  float p[N] = {0}, q[N] = {0}, g[N] = {1};
  dlopt_tensor params[3] = {vector(p, DLOPT_DTYPE_F32, &n), vector(NULL, DLOPT_DTYPE_F32, &n), vector(q, DLOPT_DTYPE_F32, &n)};
  dlopt_tensor grads[3] = {vector(g, DLOPT_DTYPE_F32, &n), vector(NULL, DLOPT_DTYPE_F32, &n), vector(g, DLOPT_DTYPE_F32, &n)};
  CHECK_OK(dlopt_optimizer_step(copy, params, grads, 3, NULL));
  CHECK(p[0] != 0 && q[0] == 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_optimizer_destroy(copy));
}

int main(void) {
  RUN(a_view_is_the_state_itself);
  RUN(state_can_be_written);
  RUN(optional_state_comes_when_asked_for);
  RUN(accumulators_start_where_asked);
  RUN(stats_measure);
  RUN(stats_measure_more_numbers_than_elements);
  RUN(stats_leave_the_step_alone);
  RUN(stats_without_buffers);
  RUN(stats_count_what_is_not_finite);
  RUN(memory_is_what_was_allocated);
  RUN(clones_are_equal_and_apart);
  RUN(clones_keep_gaps_and_frost);
  return check_done("looking_inside");
}

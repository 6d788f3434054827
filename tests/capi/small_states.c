/* Rules whose states are smaller than their parameter, as a caller in C sees them: shapes of views, memory, what is refused, and no memory.
 */
#include "check.h"
#include "support.h"

enum { ROWS = 6, COLUMNS = 5, N = ROWS * COLUMNS };

static const dlopt_rule rules[] = {DLOPT_RULE_ADAFACTOR, DLOPT_RULE_CAME, DLOPT_RULE_SM3};
static const int64_t matrix_shape[] = {ROWS, COLUMNS};
static float w[2][N], g[2][N];
static dlopt_tensor params[2], grads[2];

static dlopt_tensor matrix(float* data) {
  dlopt_tensor t;
  CHECK_OK(dlopt_tensor_init(&t, sizeof t, data, DLOPT_DTYPE_F32, 2, matrix_shape));
  return t;
}

static dlopt_status add_matrix(dlopt_optimizer* opt) {
  dlopt_param_desc desc;
  int32_t slot;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 2, desc.shape = matrix_shape;
  return dlopt_optimizer_param_add(opt, &desc, &slot);
}

static dlopt_status step(dlopt_optimizer* opt, size_t count) { return dlopt_optimizer_step(opt, params, grads, count, NULL); }

/* One matrix, two steps old. */
static dlopt_optimizer* make(dlopt_runtime* runtime, dlopt_rule rule) {
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(runtime, rule, &opt));
  if (rule == DLOPT_RULE_ADAFACTOR) CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA1, 0.5));
  for (int i = 0; i < 2; i++) {
    fill_f32(w[i], N, 1 + (uint32_t)i), fill_f32(g[i], N, 3 + (uint32_t)i);
    params[i] = matrix(w[i]), grads[i] = matrix(g[i]);
  }
  CHECK_OK(add_matrix(opt));
  for (int i = 0; i < 2; i++) CHECK_OK(step(opt, 1));
  return opt;
}

/* ---- what is told ------------------------------------------------------------------------------------------------------------------- */

static dlopt_state_info info_of(dlopt_rule rule, int32_t index) {
  dlopt_state_info info;
  memset(&info, 0, sizeof info);
  info.struct_size = sizeof info;
  CHECK_OK(dlopt_rule_state_info(rule, index, &info));
  return info;
}

/* Sizes of a view as its kind of state says them. */
static void check_view(const dlopt_tensor* view, const dlopt_state_info* info) {
  CHECK_INT(view->dtype, DLOPT_DTYPE_F32);
  CHECK_INT(view->ndim, info->shape == DLOPT_STATE_AXES ? 1 : 2);
  if (info->shape == DLOPT_STATE_AXES) CHECK_INT(view->shape[0], ROWS + COLUMNS);
  else {
    CHECK_INT(view->shape[0], info->shape == DLOPT_STATE_COLUMNS ? 1 : ROWS);
    CHECK_INT(view->shape[1], info->shape == DLOPT_STATE_ROWS ? 1 : COLUMNS);
  }
}

static void views_have_the_shape_that_is_told(void) {
  for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
    dlopt_optimizer* opt = make(NULL, rules[r]);
    int small = 0;
    for (int32_t i = 0; i < dlopt_rule_state_count(rules[r]); i++) {
      const dlopt_state_info info = info_of(rules[r], i);
      dlopt_tensor view;
      view.struct_size = sizeof view;
      CHECK_INT(info.bytes_per_element, info.shape == DLOPT_STATE_ELEMENTS ? 4 : 0);
      if (dlopt_optimizer_state(opt, 0, info.name, &view) != DLOPT_OK) {
        CHECK_THAT(info.optional, "%s is kept of some shapes only", info.name);
        CHECK_SAYS(info.name);
        continue;
      }
      check_view(&view, &info);
      small += info.shape >= DLOPT_STATE_ROWS;
    }
    CHECK_INT(small, rules[r] == DLOPT_RULE_CAME ? 4 : rules[r] == DLOPT_RULE_SM3 ? 1 : 2);
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

static int64_t state_bytes(dlopt_rule rule, int32_t ndim, const int64_t* shape) {
  dlopt_optimizer* opt = NULL;
  dlopt_param_desc desc;
  dlopt_memory memory;
  int32_t slot;
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = ndim, desc.shape = shape;
  CHECK_OK(dlopt_optimizer_param_add(opt, &desc, &slot));
  memory.struct_size = sizeof memory;
  CHECK_OK(dlopt_optimizer_memory_query(opt, &memory));
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return memory.state;
}

static void memory_is_that_of_rows_and_columns(void) {
  static const int64_t large[] = {4000, 5000}, flat[] = {4000 * 5000};
  const int64_t all = 4 * flat[0];
  CHECK(state_bytes(DLOPT_RULE_ADAFACTOR, 2, large) < all / 100);
  CHECK(state_bytes(DLOPT_RULE_ADAFACTOR, 1, flat) >= all);
  CHECK(state_bytes(DLOPT_RULE_CAME, 2, large) < all + all / 100);
}

/* ---- what is refused ---------------------------------------------------------------------------------------------------------------- */

static void rows_and_schedules_are_refused(void) {
  static const int64_t one = 1, row_shape[] = {1, COLUMNS};
  for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
    dlopt_optimizer* opt = make(NULL, rules[r]);
    const uint64_t before = optimizer_hash(opt, rules[r]);
    const dlopt_rows some = {.struct_size = sizeof some, .count = 1, .indices = &one};
    dlopt_tensor row = grads[0];
    dlopt_step_desc desc;
    CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
    desc.rows = &some, row.shape = row_shape;
    CHECK_STATUS(dlopt_optimizer_step(opt, params, &row, 1, &desc), DLOPT_ERR_UNSUPPORTED);
    CHECK_SAYS("rows[0]");
    CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_ZERO_GRAD, 1), DLOPT_ERR_UNKNOWN_HYPER);
    CHECK(optimizer_hash(opt, rules[r]) == before);
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
  dlopt_optimizer* opt = make(NULL, DLOPT_RULE_ADAFACTOR);
  dlopt_schedule* schedule = NULL;
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_CONSTANT, &schedule));
  CHECK_STATUS(dlopt_optimizer_schedule(opt, -1, DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, schedule), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA1, 0));
  CHECK_STATUS(dlopt_optimizer_schedule(opt, -1, DLOPT_HYPER_BETA1, schedule), DLOPT_ERR_STATE);
  CHECK_SAYS("beta1");
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_FACTORED, 4), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, -1), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, 2.5), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA2_DECAY, 0.5), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_D, 0), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* What cannot be kept is refused before anything is laid out. */
static void impossible_sizes_are_refused(void) {
  static const int64_t huge[] = {INT64_C(1) << 61, 1, 1};
  for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
    dlopt_optimizer* opt = make(NULL, rules[r]);
    const uint64_t before = optimizer_hash(opt, rules[r]);
    dlopt_param_desc desc;
    int32_t slot = -7;
    CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 3, desc.shape = huge;
    CHECK_STATUS(dlopt_optimizer_param_add(opt, &desc, &slot), DLOPT_ERR_OUT_OF_MEMORY);
    CHECK_INT(slot, -7);
    CHECK(optimizer_hash(opt, rules[r]) == before);
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

/* Nor do the other sizes of a parameter without elements ask for anything. */
static void no_elements_keep_nothing(void) {
  static const int64_t none[] = {INT64_MAX, 0, INT64_MAX};
  for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) CHECK_INT(state_bytes(rules[r], 3, none), 0);
}

/* ---- when there is no memory -------------------------------------------------------------------------------------------------------- */

typedef dlopt_status (*call)(dlopt_optimizer* opt);

static dlopt_status add(dlopt_optimizer* opt) { return add_matrix(opt); }
static dlopt_status unfactor(dlopt_optimizer* opt) { return dlopt_optimizer_set(opt, DLOPT_HYPER_FACTORED, DLOPT_FACTORED_NONE); }
static dlopt_status preset(dlopt_optimizer* opt) { return dlopt_optimizer_preset(opt, "optax"); }
static dlopt_status copy(dlopt_optimizer* opt) {
  dlopt_optimizer* made = NULL;
  const dlopt_status status = dlopt_optimizer_clone(opt, &made);
  CHECK_OK(dlopt_optimizer_destroy(made));
  return status;
}

/* Lets the n-th allocation of a call fail. Returns whether it got that far. */
static int try_failure(dlopt_rule rule, call run, const char* name, long n) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 0);
  dlopt_optimizer* opt = make(runtime, rule);
  const uint64_t before = optimizer_hash(opt, rule);
  ledger_rewind(&books);
  books.fail_at = n;
  const dlopt_status status = run(opt);
  const int failed = books.failed != 0;
  ledger_rewind(&books);
  CHECK_THAT(status == (failed ? DLOPT_ERR_OUT_OF_MEMORY : DLOPT_OK), "%s, allocation %ld: says so", name, n);
  if (failed) {
    CHECK_THAT(optimizer_hash(opt, rule) == before, "%s, allocation %ld: the optimizer is as it was", name, n);
    CHECK_OK(run(opt));
  }
  const size_t count = (size_t)dlopt_optimizer_param_count(opt);
  ledger_rewind(&books);
  CHECK_OK(step(opt, count));
  CHECK_THAT(books.calls == 0, "%s: the step after it asks for no memory", name);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  CHECK_THAT(books.live_blocks == 0 && books.faults == 0, "%s, allocation %ld: no leak", name, n);
  return failed;
}

static void every_allocation_may_fail(void) {
  static const struct {
    const char* name;
    dlopt_rule rule;
    call run;
  } calls[] = {{"a matrix for adafactor", DLOPT_RULE_ADAFACTOR, add},
               {"a matrix for came", DLOPT_RULE_CAME, add},
               {"a matrix for sm3", DLOPT_RULE_SM3, add},
               {"a clone of adafactor", DLOPT_RULE_ADAFACTOR, copy},
               {"a clone of sm3", DLOPT_RULE_SM3, copy},
               {"adafactor unfactored", DLOPT_RULE_ADAFACTOR, unfactor},
               {"optax' adafactor", DLOPT_RULE_ADAFACTOR, preset}};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    long n = 1;
    while (n < 1000 && try_failure(calls[i].rule, calls[i].run, calls[i].name, n)) n++;
    CHECK_THAT(n > 1 && n < 1000, "%s asks for memory (%ld times)", calls[i].name, n - 1);
  }
}

int main(void) {
  RUN(views_have_the_shape_that_is_told);
  RUN(memory_is_that_of_rows_and_columns);
  RUN(rows_and_schedules_are_refused);
  RUN(impossible_sizes_are_refused);
  RUN(no_elements_keep_nothing);
  RUN(every_allocation_may_fail);
  return check_done("small_states");
}

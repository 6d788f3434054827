/* dlopt_optimizer_state_hash: equal for equal optimizers wherever they lie and however many threads there are, different after any single
 * change. */
#include "state_hash_subject.h"

/* ---- equal --------------------------------------------------------------------------------------------------------------------------- */

static uint64_t expected;

static void check_expected(const char* what, void* runtime) {
  subject s;
  subject_open_with(&s, runtime, DLOPT_RULE_ADAMW, DLOPT_STATES_FULL);
  CHECK_THAT(hash_with_params(&s) == expected, "%s: 0x%" PRIx64, what, hash_with_params(&s));
  subject_close(&s);
}

/* The numbers that every machine gives: fixed for good, unless the format's version changes. */
static void the_same_everywhere(void) {
  expected = UINT64_C(0x93a72624218d32a7);
  check_expected("inline", NULL);
  for (int32_t threads = 1; threads <= 7; threads++) {
    ledger books = {0};
    dlopt_runtime* runtime = ledger_runtime(&books, threads);
    check_expected("a pool", runtime);
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
  for_each_isa(check_expected, NULL);
}

static void copies_are_equal(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    subject s;
    dlopt_optimizer *copy = NULL, *placed = NULL;
    size_t bytes = 0;
    subject_open(&s, rule);
    REQUIRE_OK(dlopt_optimizer_clone(s.opt, &copy));
    CHECK_THAT(hash_of(copy) == hash_of(s.opt), "%s: a clone", dlopt_rule_name(rule));
    CHECK_OK(dlopt_optimizer_size(s.opt, &bytes));
    void* const block = malloc(bytes);
    CHECK_OK(dlopt_optimizer_place(s.opt, block, bytes, &placed));
    CHECK_THAT(hash_of(placed) == hash_of(s.opt), "%s: placed", dlopt_rule_name(rule));
    CHECK_OK(dlopt_optimizer_destroy(placed)), CHECK_OK(dlopt_optimizer_destroy(copy));
    free(block);
    subject_close(&s);
  }
}

/* Room for rows, and an array that is not kept any more, decide nothing. */
static void what_does_not_count(void) {
  static const int32_t slot[] = {1};
  subject s, other;
  subject_open(&s, DLOPT_RULE_ADAM);
  const uint64_t before = hash_of(s.opt);
  CHECK_OK(dlopt_optimizer_rows_reserve(s.opt, slot, 1, 100));
  CHECK(hash_of(s.opt) == before);
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_AMSGRAD, 1));
  CHECK(hash_of(s.opt) != before);
  CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_AMSGRAD, 0));
  CHECK(hash_of(s.opt) == before);
  subject_open(&other, DLOPT_RULE_ADAM);
  CHECK(hash_of(other.opt) == before);
  subject_close(&other), subject_close(&s);
}

/* ---- different ----------------------------------------------------------------------------------------------------------------------- */

static void every_state_counts(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    subject s;
    subject_open(&s, rule);
    begin_with(&s);
    for (int32_t k = 0; k < dlopt_rule_state_count(rule); k++) {
      dlopt_state_info info;
      info.struct_size = sizeof info;
      CHECK_OK(dlopt_rule_state_info(rule, k, &info));
      for (int32_t slot = DLOPT_SLOT_ALL; slot < 2; slot++) flip_bits(&s, slot, info.name);
    }
    CHECK_THAT(hash_of(s.opt) == known[0], "%s is as it was", dlopt_rule_name(rule));
    subject_close(&s);
  }
}

static void states_in_few_bits_count(void) {
  for (dlopt_state_form form = DLOPT_STATES_BF16; form <= DLOPT_STATES_DYNAMIC8; form++) {
    subject s;
    subject_open_with(&s, NULL, DLOPT_RULE_ADAM, form);
    begin_with(&s);
    flip_bits(&s, 0, "exp_avg"), flip_bits(&s, 0, "exp_avg_sq"), flip_bits(&s, 0, "exp_avg_absmax"), flip_bits(&s, 0, "exp_avg_sq_absmax");
    CHECK(n_known >= 19);
    subject_close(&s);
  }
}

static void masters_count(void) {
  static const char* const names[] = {NULL, "master", "master_remainder", NULL, "kahan_comp"};
  for (dlopt_master master = DLOPT_MASTER_NONE; master <= DLOPT_MASTER_KAHAN; master++) {
    static uint16_t p[N], g[N];
    subject s = {.rule = DLOPT_RULE_SGD};
    dlopt_param_desc d;
    int32_t slot;
    fill_any(p, DLOPT_DTYPE_BF16, N, 1), fill_any(g, DLOPT_DTYPE_BF16, N, 2);
    REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &s.opt));
    CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
    d.dtype = DLOPT_DTYPE_BF16, d.ndim = 1, d.shape = large, d.master = master;
    CHECK_OK(dlopt_optimizer_param_add(s.opt, &d, &slot));
    s.params[0] = vector(p, DLOPT_DTYPE_BF16, large), s.grads[0] = vector(g, DLOPT_DTYPE_BF16, large);
    CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 1, NULL));
    if (master == DLOPT_MASTER_NONE) n_known = 0;
    check_new(hash_of(s.opt), "master", master);
    if (names[master]) flip_bits(&s, 0, names[master]);
    subject_close(&s);
  }
}

static double another_amount(double value, const dlopt_hyper_info* info) {
  if (isinf(value)) return 1;
  if (value != 0 && value / 2 >= info->lower) return value / 2;
  if (value != 0) return value * 2;
  return info->upper < 0.5 ? info->upper : 0.5;
}

/* Every hyper-parameter that a rule has, set to something else, in each group. */
static void every_hyper_parameter_counts(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    subject s;
    subject_open(&s, rule);
    begin_with(&s);
    for (int32_t i = 0; i < dlopt_rule_hyper_count(rule); i++)
      for (int32_t group = -1; group < 2; group++) {
        dlopt_hyper_info info;
        dlopt_optimizer* copy = NULL;
        double value = NAN;
        info.struct_size = sizeof info;
        CHECK_OK(dlopt_rule_hyper_info(rule, i, &info));
        CHECK_OK(dlopt_optimizer_clone(s.opt, &copy));
        CHECK_OK(dlopt_optimizer_get(copy, info.id, &value));
        const double other = info.kind == DLOPT_KIND_REAL ? another_amount(value, &info) : value < info.upper ? value + 1 : value - 1;
        const dlopt_status status =
            group < 0 ? dlopt_optimizer_set(copy, info.id, other) : dlopt_optimizer_group_set(copy, group, info.id, other);
        CHECK_THAT(status == DLOPT_OK || (group >= 0 && status == DLOPT_ERR_INVALID_ARGUMENT), "%s, %s = %g: %s", dlopt_rule_name(rule),
                   info.name, other, dlopt_last_error());
        if (status == DLOPT_OK) check_new(hash_of(copy), info.name, group);
        CHECK_OK(dlopt_optimizer_destroy(copy));
      }
    CHECK(hash_of(s.opt) == known[0]);
    subject_close(&s);
  }
}

static void settings_and_counters_count(void) {
  static float scales[N];
  subject s;
  int32_t group;
  dlopt_step_desc desc;
  subject_open(&s, DLOPT_RULE_ADAM);
  begin_with(&s);
  for (int i = 0; i < N; i++) scales[i] = 0.5f;
  const dlopt_tensor factors = vector(scales, DLOPT_DTYPE_F32, large);
  CHECK_OK(dlopt_optimizer_param_freeze(s.opt, 1, 1)), check_new(hash_of(s.opt), "freezing", 1);
  CHECK_OK(dlopt_optimizer_param_scale(s.opt, 0, 0.5, 1)), check_new(hash_of(s.opt), "lr_scale", 0);
  CHECK_OK(dlopt_optimizer_param_scale(s.opt, 0, 0.5, 0.5)), check_new(hash_of(s.opt), "decay_scale", 0);
  CHECK_OK(dlopt_optimizer_role_scale(s.opt, 1u << DLOPT_ROLE_NORM, 0.5, 1)), check_new(hash_of(s.opt), "lr of a role", 0);
  CHECK_OK(dlopt_optimizer_role_scale(s.opt, 1u << DLOPT_ROLE_NORM, 0.5, 0.5)), check_new(hash_of(s.opt), "decay of a role", 0);
  CHECK_OK(dlopt_optimizer_param_scales(s.opt, 0, &factors, NULL)), check_new(hash_of(s.opt), "lr of elements", 0);
  scales[N - 1] = 0.25f;
  CHECK_OK(dlopt_optimizer_param_scales(s.opt, 0, &factors, NULL)), check_new(hash_of(s.opt), "lr of the last element", 0);
  CHECK_OK(dlopt_optimizer_param_scales(s.opt, 0, NULL, &factors)), check_new(hash_of(s.opt), "decay of elements", 0);
  CHECK_OK(dlopt_optimizer_group_add(s.opt, &group)), check_new(hash_of(s.opt), "group", group);
  declare_shaped(s.opt, "third", 1, small, 0, DLOPT_STATES_FULL), check_new(hash_of(s.opt), "slot", 2);
  CHECK_OK(dlopt_optimizer_param_remove(s.opt, 2)), check_new(hash_of(s.opt), "removing slot", 2);
  dlopt_tensor params[3] = {s.params[0], s.params[1], vector(NULL, DLOPT_DTYPE_F32, small)};
  dlopt_tensor grads[3] = {s.grads[0], s.grads[1], vector(NULL, DLOPT_DTYPE_F32, small)};
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  room[1][0][N - 1] = NAN;
  CHECK_OK(dlopt_optimizer_step(s.opt, params, grads, 3, &desc)), check_new(hash_of(s.opt), "a skipped step", 1);
  room[1][0][N - 1] = 0;
  CHECK_OK(dlopt_optimizer_step(s.opt, params, grads, 3, &desc)), check_new(hash_of(s.opt), "step", 2);
  /* A step of no gradients counts, and moves nothing. */
  grads[0].data = grads[1].data = NULL;
  CHECK_OK(dlopt_optimizer_step(s.opt, params, grads, 3, NULL)), check_new(hash_of(s.opt), "step", 3);
  subject_close(&s);
}

/* What a slot is declared as. */
static void declarations_count(void) {
  static const int64_t shapes[][2] = {{6, 4}, {4, 6}};
  n_known = 0;
  for (int variant = 0; variant < 9; variant++) {
    subject s = {0};
    dlopt_param_desc d;
    int32_t slot;
    REQUIRE_OK(dlopt_optimizer_create(NULL, variant == 8 ? DLOPT_RULE_ADAMW : DLOPT_RULE_ADAM, &s.opt));
    CHECK_OK(dlopt_optimizer_group_add(s.opt, &slot));
    CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
    d.ndim = 2, d.shape = shapes[variant == 1], d.name = variant == 2 ? "name" : NULL;
    d.dtype = variant == 3 ? DLOPT_DTYPE_F16 : variant == 4 ? DLOPT_DTYPE_BF16 : DLOPT_DTYPE_F32;
    d.role = variant == 5 ? DLOPT_ROLE_EMBEDDING : DLOPT_ROLE_WEIGHT, d.group = variant == 6, d.row_ages = variant == 7;
    CHECK_OK(dlopt_optimizer_param_add(s.opt, &d, &slot));
    check_new(hash_of(s.opt), "declaration", variant);
    if (variant == 7) flip_bits(&s, 0, "row_age");
    subject_close(&s);
  }
}

/* Rows of whose states some have not seen a gradient, though the row has: of two rows without gradients, all else is equal whichever took
 * the step. */
static void late_rows_count(void) {
  static const int64_t rows[] = {0, 1};
  uint64_t hashes[3];
  for (int variant = 0; variant < 3; variant++) {
    float p[SMALL], g[SMALL] = {0};
    subject s = {0};
    dlopt_param_desc d;
    dlopt_step_desc step;
    dlopt_tensor ages = {.struct_size = sizeof ages};
    dlopt_rows some = {.struct_size = sizeof some, .count = 1, .form = DLOPT_ROWS_WHOLE, .indices = &rows[variant % 2]};
    int32_t slot;
    fill_f32(p, SMALL, 1);
    REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &s.opt));
    CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
    d.ndim = 2, d.shape = small, d.row_ages = 1;
    CHECK_OK(dlopt_optimizer_param_add(s.opt, &d, &slot));
    CHECK_OK(dlopt_tensor_init(&s.params[0], sizeof *s.params, p, DLOPT_DTYPE_F32, 2, small));
    CHECK_OK(dlopt_tensor_init(&s.grads[0], sizeof *s.grads, g, DLOPT_DTYPE_F32, 2, small));
    CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 1, NULL));
    CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_AMSGRAD, 1));
    CHECK_OK(dlopt_step_desc_init(&step, sizeof step));
    step.rows = &some;
    CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 1, &step));
    CHECK_OK(dlopt_optimizer_state(s.opt, 0, "row_age", &ages));
    CHECK_INT(((int32_t*)ages.data)[variant % 2], 2);
    ((int32_t*)ages.data)[variant % 2] = 1;
    hashes[variant] = hash_of(s.opt);
    subject_close(&s);
  }
  CHECK(hashes[0] != hashes[1] && hashes[0] == hashes[2]);
}

/* Rows without elements have ages, too, each of which counts: more of them than there are elements. */
static void ages_of_rows_without_elements_count(void) {
  static const int64_t shape[] = {40000, 0}, places[] = {0, 16383, 16384, 20000, 32768, 39999};
  subject s = {0};
  dlopt_param_desc d;
  dlopt_tensor ages = {.struct_size = sizeof ages};
  int32_t slot;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &s.opt));
  CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
  d.ndim = 2, d.shape = shape, d.row_ages = 1;
  CHECK_OK(dlopt_optimizer_param_add(s.opt, &d, &slot));
  CHECK_OK(dlopt_optimizer_state(s.opt, slot, "row_age", &ages));
  const uint64_t before = hash_of(s.opt);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    ((int32_t*)ages.data)[places[i]] = 1;
    CHECK_THAT(hash_of(s.opt) != before, "the age of row %lld counts", (long long)places[i]);
    ((int32_t*)ages.data)[places[i]] = 0;
  }
  CHECK(hash_of(s.opt) == before);
  subject_close(&s);
}

/* The same of a whole parameter: a state of zeros that has seen a gradient of zeros, and one that has not. */
static void fresh_states_count(void) {
  uint64_t hashes[2];
  for (int late = 0; late < 2; late++) {
    subject s;
    subject_open(&s, DLOPT_RULE_ADAM);
    subject_close(&s);
    REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &s.opt));
    declare_shaped(s.opt, "large", 1, large, 0, DLOPT_STATES_FULL), declare_shaped(s.opt, "small", 2, small, 0, DLOPT_STATES_FULL);
    memset(room[1], 0, sizeof room[1]);
    for (int step = 0; step < 2; step++) {
      if (step == 1 && !late) CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_AMSGRAD, 1));
      CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 2, NULL));
    }
    CHECK_OK(dlopt_optimizer_set(s.opt, DLOPT_HYPER_AMSGRAD, 1));
    hashes[late] = hash_of(s.opt);
    subject_close(&s);
  }
  CHECK(hashes[0] != hashes[1]);
}

/* It uses the work space of the step, which must not take it for its own afterwards. */
static void a_hash_leaves_the_step_alone(void) {
  static float plain[2][N];
  subject s;
  subject_open(&s, DLOPT_RULE_ADAM);
  CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 2, NULL));
  memcpy(plain, room[0], sizeof plain);
  subject_close(&s);
  subject_open(&s, DLOPT_RULE_ADAM);
  hash_with_params(&s);
  CHECK_OK(dlopt_optimizer_step(s.opt, s.params, s.grads, 2, NULL));
  CHECK_BYTES(room[0], plain, sizeof plain);
  subject_close(&s);
}

static void schedules_count(void) {
  subject s;
  dlopt_schedule *schedule = NULL, *plateau = NULL, *sequence = NULL;
  const double values[] = {0.1, 0.2, 0.3};
  int64_t milestone = 3;
  subject_open(&s, DLOPT_RULE_ADAM);
  begin_with(&s);
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK_OK(dlopt_optimizer_schedule(s.opt, 1, DLOPT_HYPER_LR, schedule)), check_new(hash_of(s.opt), "a schedule of group", 1);
  CHECK_OK(dlopt_optimizer_schedule(s.opt, 0, DLOPT_HYPER_LR, schedule)), check_new(hash_of(s.opt), "a schedule of group", 0);
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_TOTAL_STEPS, 999));
  CHECK_OK(dlopt_optimizer_schedule(s.opt, 0, DLOPT_HYPER_LR, schedule)), check_new(hash_of(s.opt), "a field", 0);
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_PLATEAU, &plateau));
  CHECK_OK(dlopt_schedule_set(plateau, DLOPT_FIELD_PATIENCE, 1)), CHECK_OK(dlopt_schedule_set(plateau, DLOPT_FIELD_COOLDOWN, 5));
  for (size_t n = 2; n < 4; n++) {
    dlopt_schedule* table = NULL;
    REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_TABLE, &table));
    CHECK_OK(dlopt_schedule_set_list(table, DLOPT_FIELD_VALUES, values, n));
    CHECK_OK(dlopt_optimizer_schedule(s.opt, 0, DLOPT_HYPER_LR, table)), check_new(hash_of(s.opt), "a list of", (int64_t)n);
    CHECK_OK(dlopt_schedule_destroy(table));
  }
  const dlopt_schedule* children[] = {schedule, plateau};
  for (; milestone < 5; milestone++) {
    REQUIRE_OK(dlopt_schedule_sequence(NULL, children, 2, &milestone, &sequence));
    CHECK_OK(dlopt_optimizer_schedule(s.opt, 0, DLOPT_HYPER_LR, sequence)), check_new(hash_of(s.opt), "milestone", milestone);
    CHECK_OK(dlopt_schedule_destroy(sequence));
  }
  /* The best, one that is worse, one too many, one that cools. */
  for (int i = 0; i < 4; i++) CHECK_OK(dlopt_optimizer_report(s.opt, i ? 3 : 2)), check_new(hash_of(s.opt), "report", i);
  CHECK_OK(dlopt_optimizer_schedule(s.opt, -1, DLOPT_HYPER_LR, NULL));
  CHECK(hash_of(s.opt) == known[0]);
  CHECK_OK(dlopt_schedule_destroy(schedule)), CHECK_OK(dlopt_schedule_destroy(plateau));
  subject_close(&s);
}

static void modes_count(void) {
  subject s;
  subject_open(&s, DLOPT_RULE_SCHEDULEFREE_SGD);
  begin_with(&s);
  CHECK_OK(dlopt_optimizer_mode(s.opt, DLOPT_MODE_EVAL, s.params, 2)), check_new(hash_of(s.opt), "mode", DLOPT_MODE_EVAL);
  subject_close(&s);
}

static void parameters_count_where_they_are_given(void) {
  subject s;
  subject_open(&s, DLOPT_RULE_ADAM);
  begin_with(&s);
  check_new(hash_with_params(&s), "giving parameters", 2);
  for (int i = 0; i < 2; i++) {
    const size_t last = i ? SMALL - 1 : N - 1;
    for (size_t at = 0; at <= last; at += last / 4) {
      uint32_t* const bits = (uint32_t*)(void*)&room[0][i][at];
      *bits ^= 1, check_new(hash_with_params(&s), "element", (int64_t)at), *bits ^= 1;
    }
  }
  CHECK(hash_with_params(&s) == known[1]);
  room[0][1][SMALL] += 1; /* past the end */
  CHECK(hash_with_params(&s) == known[1]);
  s.params[1].data = NULL, check_new(hash_with_params(&s), "leaving out", 1);
  subject_close(&s);
}

int main(void) {
  RUN(the_same_everywhere);
  RUN(copies_are_equal);
  RUN(what_does_not_count);
  RUN(every_state_counts);
  RUN(states_in_few_bits_count);
  RUN(masters_count);
  RUN(every_hyper_parameter_counts);
  RUN(settings_and_counters_count);
  RUN(declarations_count);
  RUN(late_rows_count);
  RUN(ages_of_rows_without_elements_count);
  RUN(fresh_states_count);
  RUN(a_hash_leaves_the_step_alone);
  RUN(schedules_count);
  RUN(modes_count);
  RUN(parameters_count_where_they_are_given);
  return check_done("state_hash");
}

/* What dlopt_optimizer_measure tells of states that are not simply arrays of the parameter's shape: of few bits, of rows and columns,
 * single numbers; and of parameters that are younger than others. */
#include "statistics_subject.h"

/* With equal gradients all elements of a state are equal, whatever it is kept in. */
static void states_in_few_bits_are_decoded(void) {
  for (dlopt_state_form form = DLOPT_STATES_BF16; form <= DLOPT_STATES_DYNAMIC8; form++)
    for (int32_t sample = 1; sample < 8; sample += 5) {
      static float p[N], g[N];
      dlopt_optimizer* opt = NULL;
      dlopt_param_desc d;
      dlopt_stats stats = {.struct_size = sizeof stats};
      dlopt_stats_desc desc;
      int32_t slot;
      for (int i = 0; i < N; i++) g[i] = 0.5f;
      REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &opt));
      CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
      d.ndim = 1, d.shape = length, d.state_form = form;
      CHECK_OK(dlopt_optimizer_param_add(opt, &d, &slot));
      const dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, length), grad = vector(g, DLOPT_DTYPE_F32, length);
      CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, NULL));
      CHECK_OK(dlopt_stats_desc_init(&desc, sizeof desc));
      desc.sample = sample, desc.grads = &grad, desc.count = 1;
      CHECK_OK(dlopt_optimizer_measure(opt, &desc, &stats));
      const double root = sqrt((double)stats.grad_measured);
      CHECK_THAT(fabs(stats.state_norm[0] / (0.05 * root) - 1) < 0.01, "form %d: exp_avg is 0.05 everywhere (%g)", form,
                 stats.state_norm[0] / root);
      CHECK_THAT(fabs(stats.state_norm[1] / (0.00025 * root) - 1) < 0.01, "form %d: exp_avg_sq is 0.00025 everywhere (%g)", form,
                 stats.state_norm[1] / root);
      CHECK_OK(dlopt_optimizer_destroy(opt));
    }
}

/* States of rows and columns are small: they are measured whole, whatever the sample. */
static void small_states_are_measured_whole(void) {
  enum { ROWS = 3 * DLOPT_STATS_BLOCK, COLUMNS = 3 };
  static const int64_t shape[] = {ROWS, COLUMNS};
  static float p[ROWS * COLUMNS], g[ROWS * COLUMNS];
  dlopt_optimizer* opt = NULL;
  dlopt_param_desc d;
  dlopt_tensor param, grad, rows = {.struct_size = sizeof rows};
  dlopt_stats stats = {.struct_size = sizeof stats};
  dlopt_stats_desc desc;
  dlopt_dtype none = DLOPT_DTYPE_F32;
  int32_t slot;
  fill_any(g, DLOPT_DTYPE_F32, ROWS * COLUMNS, 9);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_CAME, &opt));
  CHECK_OK(dlopt_param_desc_init(&d, sizeof d));
  d.ndim = 2, d.shape = shape;
  CHECK_OK(dlopt_optimizer_param_add(opt, &d, &slot));
  CHECK_OK(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F32, 2, shape));
  CHECK_OK(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 2, shape));
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, NULL));
  CHECK_OK(dlopt_optimizer_state(opt, slot, "exp_avg_sq_row", &rows));
  CHECK_INT(rows.shape[0], ROWS);
  seen wanted = {0};
  look(&wanted, rows.data, none, ROWS, 1, NULL, 0);
  CHECK_OK(dlopt_stats_desc_init(&desc, sizeof desc));
  desc.sample = 2;
  CHECK_OK(dlopt_optimizer_measure(opt, &desc, &stats));
  int32_t found = 0;
  for (int32_t k = 0; k < stats.state_count; k++) {
    dlopt_state_info info = {.struct_size = sizeof info};
    CHECK_OK(dlopt_rule_state_info(DLOPT_RULE_CAME, k, &info));
    if (strcmp(info.name, "exp_avg_sq_row")) continue;
    CHECK_NEAR(stats.state_norm[k], norm_of(&wanted));
    found++;
  }
  CHECK(found == 1 && norm_of(&wanted) > 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* A rule with numbers of each parameter, and of all together. */
static void numbers_of_a_rule_are_told(void) {
  subject s;
  dlopt_tensor view = {.struct_size = sizeof view};
  double squares = 0;
  subject_open(&s, NULL, DLOPT_DTYPE_F32, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE);
  subject_close(&s);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ASGD, &s.opt));
  for (int i = 0; i < SLOTS; i++) declare(s.opt, DLOPT_DTYPE_F32, N);
  subject_step(&s);
  for (int32_t i = 0; i < SLOTS; i++) {
    CHECK_OK(dlopt_optimizer_state(s.opt, i, "eta", &view));
    squares += *(double*)view.data * *(double*)view.data;
  }
  const dlopt_stats got = measured(&s);
  CHECK_NEAR(got.state_norm[1], sqrt(squares));
  *(double*)view.data = INFINITY;
  CHECK_INT(measured(&s).state_nonfinite, 1);
  for (int32_t i = 0; i < SLOTS; i++) {
    CHECK_OK(dlopt_optimizer_state(s.opt, i, "eta", &view));
    *(double*)view.data = -2;
  }
  CHECK_NEAR(measured(&s).state_norm[1], sqrt(4 * SLOTS)); /* a norm, whatever the sign */
  subject_close(&s);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_PRODIGY, &s.opt));
  for (int i = 0; i < SLOTS; i++) declare(s.opt, DLOPT_DTYPE_F32, N);
  CHECK_OK(dlopt_optimizer_state(s.opt, DLOPT_SLOT_ALL, "d", &view));
  *(double*)view.data = 0.125;
  CHECK_REAL(measured(&s).state_norm[4], 0.125); /* once, not once for each parameter */
  CHECK_INT(measured(&s).state_nonfinite, 0);
  *(double*)view.data = NAN;
  CHECK_INT(measured(&s).state_nonfinite, 1);
  subject_close(&s);
}

/* Of several parameters the steps of the oldest are told. */
static void the_oldest_tells_the_steps(void) {
  subject s;
  subject_open(&s, NULL, DLOPT_DTYPE_F32, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE);
  subject_step(&s), subject_step(&s);
  declare(s.opt, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_stats_desc_init(&s.desc, sizeof s.desc));
  CHECK_INT(measured(&s).steps, 2);
  s.desc.slot = SLOTS;
  CHECK_INT(measured(&s).steps, 0);
  subject_close(&s);
}

int main(void) {
  RUN(states_in_few_bits_are_decoded);
  RUN(small_states_are_measured_whole);
  RUN(numbers_of_a_rule_are_told);
  RUN(the_oldest_tells_the_steps);
  return check_done("statistics_states");
}

/* Odd input that must work: the numbers in front of the tests are those of bad_input/bad_input.c. */
#include "check.h"
#include "support.h"

#include <float.h>
#include <math.h>

enum { N = 16384 * 2 + 9 };

static dlopt_optimizer* create(dlopt_rule rule) {
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
  return opt;
}

/* 14 */
static void tiny_learning_rates(void) {
  static const double rates[] = {0, -0.0, 5e-324};
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int i = 0; i < 3; i++) {
      if (rule == DLOPT_RULE_RPROP) continue; /* there lr is the size of the first step, which step_size_min bounds */
      dlopt_optimizer* opt = create(rule);
      float p[9], before[9], g[9];
      fill_f32(p, 9, 1), fill_f32(g, 9, 2), memcpy(before, p, sizeof p);
      CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, rates[i]));
      for (int step = 0; step < 3; step++) CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, 9));
      CHECK_THAT(memcmp(p, before, sizeof p) == 0, "%s stays at lr %g", dlopt_rule_name(rule), rates[i]);
      CHECK_OK(dlopt_optimizer_destroy(opt));
    }
}

/* 15: the largest lr that is allowed does not make infinities of itself */
static void the_largest_learning_rate(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  float p[2] = {1, 1}, g[2] = {0.5f, 0};
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1e30));
  CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, 2));
  CHECK(isfinite(p[0]) && p[0] < -1e29f);
  CHECK_REAL(p[1], 1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* 17 */
static void beta_just_below_one(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAM);
  double p[3] = {1, 2, 3}, g[3] = {1, -1, 0};
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA2, nextafter(1, 0)));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA1, nextafter(1, 0)));
  for (int i = 0; i < 100; i++) CHECK_OK(dlopt_optimizer_step_f64(opt, p, g, 3));
  CHECK(isfinite(p[0]) && isfinite(p[1]) && p[0] < 1 && p[1] > 2);
  CHECK_REAL(p[2], 3);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* 18, 19: eps is never taken as 0, so that 0 / eps is 0 */
static void tiny_eps(void) {
  static const double values[] = {0, 1e-50, 5e-324};
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int i = 0; i < 3; i++) {
      dlopt_optimizer* opt = create(rule);
      float p[4], before[4], g[4] = {0, 0, 0, 0};
      fill_f32(p, 4, 1), memcpy(before, p, sizeof p);
      if (dlopt_optimizer_set(opt, DLOPT_HYPER_EPS, values[i]) == DLOPT_OK) {
        double value;
        CHECK_OK(dlopt_optimizer_get(opt, DLOPT_HYPER_EPS, &value));
        CHECK_REAL(value, values[i]); /* kept as it was set */
        CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_WEIGHT_DECAY, 0));
        dlopt_optimizer_set(opt, DLOPT_HYPER_TEMPERATURE, 0); /* noise, where there is some, moves */
        if (rule == DLOPT_RULE_YOGI) CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0)); /* it would move p */
        for (int step = 0; step < 3; step++) CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, 4));
        CHECK_THAT(memcmp(p, before, sizeof p) == 0, "%s: no gradient, no move, at eps %g", dlopt_rule_name(rule), values[i]);
      }
      CHECK_OK(dlopt_optimizer_destroy(opt));
    }
}

/* 26: of a half-valid pair, the valid half stays and nothing else moves */
static void half_a_pair(void) {
  dlopt_optimizer *opt = create(DLOPT_RULE_ADAM), *plain = create(DLOPT_RULE_ADAM);
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA1, 0.8));
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA2, 1.5), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_OK(dlopt_optimizer_set(plain, DLOPT_HYPER_BETA1, 0.8));
  CHECK(optimizer_hash(opt, DLOPT_RULE_ADAM) == optimizer_hash(plain, DLOPT_RULE_ADAM));
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_optimizer_destroy(plain));
}

/* 33, 34: shapes without elements, on every path */
static void empty_shapes(void) {
  static const int64_t shapes[][3] = {
      {0, 1, 1}, {3, 0, 5}, {0, INT64_C(1) << 40, INT64_C(1) << 40}, {INT64_C(1) << 40, INT64_C(1) << 40, 0}};
  for (int i = 0; i < 4; i++) {
    dlopt_optimizer* opt = create(DLOPT_RULE_ADAM);
    dlopt_param_desc desc;
    dlopt_memory memory = {0};
    dlopt_tensor param, view = {0};
    double norm = 1;
    int32_t slot = -1;
    CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 3, desc.shape = shapes[i];
    CHECK_OK(dlopt_optimizer_param_add(opt, &desc, &slot));
    memory.struct_size = sizeof memory, view.struct_size = sizeof view;
    CHECK_OK(dlopt_optimizer_memory_query(opt, &memory));
    CHECK_INT(memory.state, 0);
    CHECK_OK(dlopt_optimizer_state(opt, slot, "exp_avg", &view));
    CHECK_BYTES(view.shape, shapes[i], sizeof shapes[i]);
    CHECK_OK(dlopt_tensor_init(&param, sizeof param, NULL, DLOPT_DTYPE_F32, 3, shapes[i]));
    CHECK_OK(dlopt_optimizer_step(opt, &param, &param, 1, NULL));
    param.data = &norm; /* a buffer of no elements may be anywhere, also twice */
    CHECK_OK(dlopt_optimizer_step(opt, &param, &param, 1, NULL));
    CHECK_INT(dlopt_optimizer_steps(opt), 2);
    CHECK_OK(dlopt_grad_norm(NULL, &param, 1, 2, &norm, NULL));
    CHECK_REAL(norm, 0);
    CHECK_OK(dlopt_clip_value(NULL, &param, 1, 1));
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

/* 44: nothing does nothing and counts nothing */
static void no_elements(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAM);
  float p = 1, g = 1;
  CHECK_OK(dlopt_optimizer_step_f32(opt, NULL, NULL, 0));
  CHECK_INT(dlopt_optimizer_steps(opt), 0);
  CHECK_INT(dlopt_optimizer_param_count(opt), 0);
  CHECK_OK(dlopt_optimizer_step_f32(opt, &p, &g, 1));
  CHECK_OK(dlopt_optimizer_destroy(opt));
  double norm = 1;
  CHECK_OK(dlopt_grad_norm(NULL, NULL, 0, 2, &norm, NULL));
  CHECK_REAL(norm, 0);
  CHECK_OK(dlopt_clip_norm(NULL, NULL, 0, 1, 2, DLOPT_CLIP_TORCH, &norm));
}

/* 55: strides that say what no strides would say */
static void plain_strides(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  const int64_t shape[] = {2, 1, 3}, strides[] = {3, 99, 1}; /* of a dimension of one, the stride does not matter */
  float p[6] = {0}, g[6] = {1, 1, 1, 1, 1, 1};
  dlopt_param_desc desc;
  int32_t slot;
  dlopt_tensor param, grad;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 3, desc.shape = shape;
  CHECK_OK(dlopt_optimizer_param_add(opt, &desc, &slot));
  CHECK_OK(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F32, 3, shape));
  CHECK_OK(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 3, shape));
  param.strides = grad.strides = strides;
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, NULL));
  CHECK(p[5] != 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* 58, 59: a strange number anywhere, the edges of chunks included, is found and counted, and the step held back */
static void strange_numbers_at_edges(void) {
  static const int64_t places[] = {0, 1, 16383, 16384, 32767, 32768, N - 1};
  static const float strange[] = {NAN, INFINITY, -INFINITY};
  float *p = malloc(N * sizeof *p), *g = malloc(N * sizeof *g), *before = malloc(N * sizeof *p);
  int64_t n = N;
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAM);
  declare(opt, DLOPT_DTYPE_F32, N);
  fill_f32(p, N, 1), fill_f32(g, N, 2), memcpy(before, p, N * sizeof *p);
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
  uint64_t hash = optimizer_hash(opt, DLOPT_RULE_ADAM);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    for (int j = 0; j < 3; j++) {
      dlopt_step_desc desc;
      float saved = g[places[i]];
      g[places[i]] = strange[j];
      CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
      desc.flags = DLOPT_STEP_SKIP_NONFINITE;
      CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
      CHECK_THAT(desc.skipped == 1 && desc.nonfinite == 1 && desc.applied_step == 0, "element %lld", (long long)places[i]);
      g[places[i]] = saved;
    }
  CHECK(optimizer_hash(opt, DLOPT_RULE_ADAM) == hash);
  CHECK_BYTES(p, before, N * sizeof *p);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  free(p), free(g), free(before);
}

/* 60: finite gradients whose squares do not fit are neither zero nor infinite */
static void extreme_gradients(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  float p[2] = {0, 0}, g[2] = {1e30f, 1e-25f};
  int64_t n = 2;
  declare(opt, DLOPT_DTYPE_F32, 2);
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
  CHECK_INT(desc.skipped, 0);
  CHECK_INT(desc.nonfinite, 0);
  CHECK_THAT(fabs(desc.grad_norm / 1e30 - 1) < 1e-7, "the norm is 1e30 (got %g)", desc.grad_norm);
  CHECK(p[0] < -1e26f && p[1] < 0 && isfinite(p[0]));
  CHECK_OK(dlopt_optimizer_destroy(opt));
  double wide[3] = {3e200, 4e200, 0}, norm = 0; /* beyond where squares fit f64 */
  int64_t nonfinite = -1;
  n = 3;
  grad = vector(wide, DLOPT_DTYPE_F64, &n);
  CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, &nonfinite));
  CHECK_THAT(fabs(norm / 5e200 - 1) < 1e-15, "the norm is 5e200 (got %g)", norm);
  CHECK_INT(nonfinite, 0);
  wide[0] = 3e-200, wide[1] = 4e-200;
  CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, &nonfinite));
  CHECK_THAT(fabs(norm / 5e-200 - 1) < 1e-15, "the norm is 5e-200 (got %g)", norm);
}

/* 61: subnormal numbers are computed as IEEE 754 says, element by element */
static void subnormal_numbers(void) {
  enum { COUNT = 64 };
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  float p[COUNT], g[COUNT], wanted[COUNT];
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.5));
  for (int i = 0; i < COUNT; i++) {
    p[i] = ldexpf((float)(i + 1), -149), g[i] = ldexpf((float)(3 * i - 70), -149);
    volatile float product = 0.5f * g[i], difference = p[i] - product;
    wanted[i] = difference;
  }
  CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, COUNT));
  CHECK_BYTES(p, wanted, sizeof p);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* 62: the smallest and the largest scale; a gradient of zero stays zero under both */
static void extreme_scales(void) {
  static const double scales[] = {1e-30, 1e30};
  for (int i = 0; i < 2; i++) {
    dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
    float p[2] = {0, 1}, g[2] = {(float)scales[i], 0};
    int64_t n = 2;
    declare(opt, DLOPT_DTYPE_F32, 2);
    dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
    dlopt_step_desc desc;
    CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
    desc.grad_scale = scales[i], desc.flags = DLOPT_STEP_GRAD_NORM;
    CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1));
    CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
    CHECK_THAT(fabs(desc.grad_norm - 1) < 1e-6 && fabsf(p[0] + 1) < 1e-6f, "%g / %g is 1 (got %g, %g)", scales[i], scales[i],
               desc.grad_norm, p[0]);
    CHECK_REAL(p[1], 1);
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

/* 49: gradients that are only read may lie over each other */
static void shared_gradients(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  float p[2][4] = {{0}}, g[6] = {1, 1, 1, 1, 1, 1};
  int64_t n = 4;
  declare(opt, DLOPT_DTYPE_F32, 4), declare(opt, DLOPT_DTYPE_F32, 4);
  dlopt_tensor params[2] = {vector(p[0], DLOPT_DTYPE_F32, &n), vector(p[1], DLOPT_DTYPE_F32, &n)};
  dlopt_tensor grads[2] = {vector(g, DLOPT_DTYPE_F32, &n), vector(g + 2, DLOPT_DTYPE_F32, &n)};
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
  CHECK(p[0][0] < 0 && p[1][3] == p[0][0]);
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.flags = DLOPT_STEP_ZERO_GRADS; /* the same buffers, now written */
  CHECK_STATUS(dlopt_optimizer_step(opt, params, grads, 2, &desc), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_REAL(g[3], 1);
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* 63, 66: clipping by itself */
static void clipping_extremes(void) {
  float g[4] = {1e20f, 1e20f, 1e20f, 1e20f};
  int64_t n = 4;
  double norm = 0;
  dlopt_tensor grad = vector(g, DLOPT_DTYPE_F32, &n);
  CHECK_OK(dlopt_clip_norm(NULL, &grad, 1, 1, 2, DLOPT_CLIP_TORCH, &norm));
  CHECK_THAT(fabs(norm / 2e20 - 1) < 1e-7, "the norm is 2e20 (got %g)", norm);
  for (int i = 0; i < 4; i++) CHECK_THAT(fabsf(g[i] - 0.5f) < 1e-6f, "a half (got %g)", g[i]);
  CHECK_OK(dlopt_clip_norm(NULL, &grad, 1, 0, 2, DLOPT_CLIP_EXACT, &norm));
  for (int i = 0; i < 4; i++) CHECK_REAL(g[i], 0);
  CHECK_OK(dlopt_clip_norm(NULL, &grad, 1, 0, 2, DLOPT_CLIP_EXACT, &norm)); /* 0 / 0 */
  CHECK_REAL(norm, 0);
  for (int i = 0; i < 4; i++) CHECK_REAL(g[i], 0);
  float h[4] = {NAN, INFINITY, -3, 0.25f};
  grad = vector(h, DLOPT_DTYPE_F32, &n);
  CHECK_OK(dlopt_clip_value(NULL, &grad, 1, 0.5));
  CHECK(isnan(h[0]));
  CHECK_REAL(h[1], 0.5);
  CHECK_REAL(h[2], -0.5);
  CHECK_REAL(h[3], 0.25);
}

/* 74, 75, 76: schedules at their limits */
static void schedules_at_their_limits(void) {
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++) {
    if (kind >= DLOPT_SCHEDULE_SEQUENCE && kind <= DLOPT_SCHEDULE_CHAIN) continue; /* compositions */
    dlopt_schedule* schedule = NULL;
    double value = NAN;
    REQUIRE_OK(dlopt_schedule_create(NULL, kind, &schedule));
    CHECK_OK(dlopt_schedule_value(schedule, INT64_MAX, &value));
    CHECK_THAT(isfinite(value), "%s at the last step (%g)", dlopt_schedule_kind_name(kind), value);
    CHECK_OK(dlopt_schedule_destroy(schedule));
  }
  dlopt_schedule *child[3] = {NULL, NULL, NULL}, *sequence = NULL;
  for (int i = 0; i < 3; i++) {
    REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_CONSTANT, &child[i]));
    CHECK_OK(dlopt_schedule_set(child[i], DLOPT_FIELD_BASE, i + 1));
  }
  const dlopt_schedule* children[3] = {child[0], child[1], child[2]};
  const int64_t repeated[] = {5, 5};
  CHECK_OK(dlopt_schedule_sequence(NULL, children, 3, repeated, &sequence)); /* the middle one never comes */
  for (int i = 0; i < 3; i++) CHECK_OK(dlopt_schedule_destroy(child[i]));    /* children are copied: they may go first */
  double value = 0;
  CHECK_OK(dlopt_schedule_value(sequence, 4, &value));
  CHECK_REAL(value, 1);
  CHECK_OK(dlopt_schedule_value(sequence, 5, &value));
  CHECK_REAL(value, 3);
  CHECK_OK(dlopt_schedule_value(sequence, INT64_MAX, &value));
  CHECK_REAL(value, 3);
  CHECK_OK(dlopt_schedule_destroy(sequence));
}

/* 74: a milestone that comes twice counts twice, and one may stand at 0 */
static void repeated_milestones(void) {
  const double milestones[] = {0, 5, 5};
  static double many[10000000];
  dlopt_schedule* drops = NULL;
  double value = 0;
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_MULTI_STEP, &drops));
  CHECK_OK(dlopt_schedule_set(drops, DLOPT_FIELD_GAMMA, 0.5));
  CHECK_OK(dlopt_schedule_set_list(drops, DLOPT_FIELD_MILESTONES, milestones, 3));
  CHECK_OK(dlopt_schedule_value(drops, 4, &value));
  CHECK_REAL(value, 0.5);
  CHECK_OK(dlopt_schedule_value(drops, 5, &value));
  CHECK_REAL(value, 0.125);
  for (size_t i = 0; i < 10000000; i++) many[i] = (double)i;
  CHECK_OK(dlopt_schedule_set_list(drops, DLOPT_FIELD_MILESTONES, many, 10000000));
  CHECK_OK(dlopt_schedule_value(drops, 3, &value));
  CHECK_REAL(value, 0.0625);
  CHECK_OK(dlopt_schedule_destroy(drops));
}

/* 78: a plateau takes any metric; NaN is no better, and an infinite one only where it is the best there can be */
static void strange_metrics(void) {
  static const double metrics[] = {NAN, INFINITY, 3, NAN, NAN, -INFINITY, -INFINITY, 2};
  static const double values[] = {1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125};
  dlopt_schedule* plateau = NULL;
  double value = 0;
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_PLATEAU, &plateau));
  CHECK_OK(dlopt_schedule_set(plateau, DLOPT_FIELD_GAMMA, 0.5));
  CHECK_OK(dlopt_schedule_set(plateau, DLOPT_FIELD_PATIENCE, 1));
  for (int i = 0; i < 8; i++) {
    CHECK_OK(dlopt_schedule_report(plateau, metrics[i]));
    CHECK_OK(dlopt_schedule_value(plateau, 0, &value));
    CHECK_REAL(value, values[i]);
  }
  CHECK_OK(dlopt_schedule_destroy(plateau));
}

/* 60: finite in f64 is finite in f32 too, as its largest number; infinities stay what they are */
static void gradients_beyond_f32(void) {
  static const int64_t n = 4;
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  float p[4] = {0, 0, 0, 0};
  double g[4] = {1e39, -1e300, INFINITY, 2};
  const dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F64, &n);
  declare(opt, DLOPT_DTYPE_F32, n);
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.5));
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, NULL));
  CHECK_REAL(p[0], -0.5f * FLT_MAX);
  CHECK_REAL(p[1], 0.5f * FLT_MAX);
  CHECK(isinf(p[2]) && p[2] < 0);
  CHECK_REAL(p[3], -1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

int main(void) {
  RUN(tiny_learning_rates);
  RUN(the_largest_learning_rate);
  RUN(beta_just_below_one);
  RUN(tiny_eps);
  RUN(half_a_pair);
  RUN(empty_shapes);
  RUN(no_elements);
  RUN(plain_strides);
  RUN(strange_numbers_at_edges);
  RUN(extreme_gradients);
  RUN(gradients_beyond_f32);
  RUN(subnormal_numbers);
  RUN(extreme_scales);
  RUN(shared_gradients);
  RUN(clipping_extremes);
  RUN(schedules_at_their_limits);
  RUN(repeated_milestones);
  RUN(strange_metrics);
  return check_done("odd_input");
}

/* Parameters: declared, named, shaped, scaled, frozen, removed. */
#include "check.h"
#include "support.h"

#include <math.h>

static dlopt_optimizer* create(dlopt_rule rule) {
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
  return opt;
}

static dlopt_param_desc description(int32_t ndim, const int64_t* shape) {
  dlopt_param_desc desc;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = ndim, desc.shape = shape;
  return desc;
}

static dlopt_status add(dlopt_optimizer* opt, const dlopt_param_desc* desc) {
  int32_t slot = -1, count = dlopt_optimizer_param_count(opt);
  dlopt_status status = dlopt_optimizer_param_add(opt, desc, &slot);
  if (status == DLOPT_OK) CHECK_INT(slot, count);
  CHECK_INT(dlopt_optimizer_param_count(opt), count + (status == DLOPT_OK));
  return status;
}

static void the_defaults_are_as_documented(void) {
  dlopt_param_desc desc;
  memset(&desc, 0x5A, sizeof desc);
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  CHECK_INT(desc.struct_size, sizeof desc);
  CHECK_INT(desc.dtype, DLOPT_DTYPE_F32);
  CHECK_INT(desc.ndim, 0);
  CHECK_INT(desc.device_type, DLOPT_DEVICE_CPU);
  CHECK_INT(desc.device_id, 0);
  CHECK_INT(desc.group, 0);
  CHECK_INT(desc.role, DLOPT_ROLE_WEIGHT);
  CHECK_INT(desc.reserved, 0);
  CHECK(!desc.name && !desc.shape);
  CHECK_REAL(desc.lr_scale, 1);
  CHECK_REAL(desc.decay_scale, 1);
  CHECK_INT(dlopt_optimizer_param_count(NULL), 0);
}

static void names_are_unique_utf8(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  const int64_t shape[] = {2};
  dlopt_param_desc desc = description(1, shape);
  char longest[1025];
  memset(longest, 'n', sizeof longest);
  longest[1024] = 0;
  const char* const good[] = {"w",
                              "layer/0.weight",
                              "Gr\xC3\xB6\xC3\x9F"
                              "e",
                              "param 7",
                              "\xF0\x9F\x8C\xB1",
                              "../x",
                              longest + 1};
  const char* const bad[] = {"",     "__metadata__", "w",    "\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                             "a\nb", "a\x7f",        "\x01", longest};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) desc.name = good[i], CHECK_OK(add(opt, &desc));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    desc.name = bad[i];
    CHECK_THAT(add(opt, &desc) == DLOPT_ERR_INVALID_ARGUMENT, "bad name %zu is refused", i);
    CHECK_SAYS("name");
  }
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* An unnamed parameter is called by its slot; that name is taken like any other. */
static void default_names_count(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  const int64_t shape[] = {2};
  dlopt_param_desc desc = description(1, shape);
  CHECK_OK(add(opt, &desc)); /* param_0 */
  desc.name = "param_0";
  CHECK_STATUS(add(opt, &desc), DLOPT_ERR_INVALID_ARGUMENT);
  desc.name = "param_1";
  CHECK_OK(add(opt, &desc));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void a_removed_name_is_free_again(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAM);
  const int64_t shape[] = {2};
  dlopt_param_desc desc = description(1, shape);
  desc.name = "w";
  CHECK_OK(add(opt, &desc));
  CHECK_OK(dlopt_optimizer_param_remove(opt, 0));
  CHECK_OK(add(opt, &desc)); /* slot 1: numbers are not used again */
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void shapes_up_to_64_dimensions(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAM);
  int64_t ones[65];
  for (int i = 0; i < 65; i++) ones[i] = 1;
  dlopt_param_desc desc = description(0, NULL);
  CHECK_OK(add(opt, &desc)); /* one element */
  desc = description(64, ones);
  CHECK_OK(add(opt, &desc));
  desc = description(65, ones);
  CHECK_STATUS(add(opt, &desc), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("ndim");
  const int64_t empty[] = {3, 0, 5};
  desc = description(3, empty);
  CHECK_OK(add(opt, &desc));

  dlopt_tensor view = {0};
  view.struct_size = sizeof view;
  CHECK_OK(dlopt_optimizer_state(opt, 2, "exp_avg", &view));
  CHECK_INT(view.ndim, 3);
  CHECK_BYTES(view.shape, empty, sizeof empty);
  CHECK_OK(dlopt_optimizer_state(opt, 0, "exp_avg", &view));
  CHECK_INT(view.ndim, 0);

  float p0 = 1, p1 = 1, g = 1;
  dlopt_tensor params[3], grads[3];
  CHECK_OK(dlopt_tensor_init(&params[0], sizeof *params, &p0, DLOPT_DTYPE_F32, 0, NULL));
  CHECK_OK(dlopt_tensor_init(&params[1], sizeof *params, &p1, DLOPT_DTYPE_F32, 64, ones));
  CHECK_OK(dlopt_tensor_init(&params[2], sizeof *params, NULL, DLOPT_DTYPE_F32, 3, empty));
  memcpy(grads, params, sizeof grads);
  grads[0].data = grads[1].data = &g;
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 3, NULL));
  CHECK(p0 < 1 && p0 == p1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

typedef struct two {
  dlopt_optimizer* opt;
  int64_t n;
  float p[2][6], g[2][6];
  dlopt_tensor params[2], grads[2];
} two;

static void two_create(two* t, dlopt_rule rule) {
  t->opt = create(rule);
  t->n = 6;
  for (int i = 0; i < 2; i++) {
    fill_f32(t->p[i], 6, 10), fill_f32(t->g[i], 6, 20);
    t->params[i] = vector(t->p[i], DLOPT_DTYPE_F32, &t->n);
    t->grads[i] = vector(t->g[i], DLOPT_DTYPE_F32, &t->n);
    declare(t->opt, DLOPT_DTYPE_F32, 6);
  }
}

static void step(two* t) { CHECK_OK(dlopt_optimizer_step(t->opt, t->params, t->grads, 2, NULL)); }

static int64_t age(dlopt_optimizer* opt, int32_t slot) {
  dlopt_stats stats;
  memset(&stats, 0, sizeof stats);
  stats.struct_size = sizeof stats;
  CHECK_OK(dlopt_optimizer_stats(opt, slot, NULL, NULL, &stats));
  return stats.steps;
}

/* Whether a rule keeps numbers of all parameters together. */
static int shares_numbers(dlopt_rule rule) {
  for (int32_t i = 0; i < dlopt_rule_state_count(rule); i++) {
    dlopt_state_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_OK(dlopt_rule_state_info(rule, i, &info));
    if (info.shape == DLOPT_STATE_SHARED) return 1;
  }
  return 0;
}

/* Frozen for two steps, a parameter then goes on exactly where it stood: its age did not move either. Only what is one for all parameters,
   such as Prodigy's estimate, has gone on without it. */
static void frozen_ones_wait(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    if (shares_numbers(rule)) continue;
    two t;
    two_create(&t, rule);
    dlopt_optimizer_set(t.opt, DLOPT_HYPER_TEMPERATURE, 0); /* noise, where there is some, belongs to a slot */
    float after[3][6];
    step(&t);
    CHECK_OK(dlopt_optimizer_param_freeze(t.opt, 1, 1));
    for (int i = 0; i < 2; i++) memcpy(after[i], t.p[0], sizeof after[i]), step(&t);
    CHECK_BYTES(t.p[1], after[0], sizeof after[0]);
    CHECK_INT(age(t.opt, 0), 3);
    CHECK_INT(age(t.opt, 1), 1);
    CHECK_OK(dlopt_optimizer_param_freeze(t.opt, 1, 0));
    step(&t);
    CHECK_THAT(memcmp(t.p[1], after[1], sizeof after[1]) == 0, "%s: step 2 of the thawed one is step 2", dlopt_rule_name(rule));
    CHECK_INT(dlopt_optimizer_steps(t.opt), 4);
    CHECK_OK(dlopt_optimizer_destroy(t.opt));
  }
}

/* Neither read nor written: its tensors may even have no buffers. */
static void frozen_ones_need_no_buffers(void) {
  two t;
  two_create(&t, DLOPT_RULE_ADAM);
  CHECK_OK(dlopt_optimizer_param_freeze(t.opt, 0, 1));
  t.g[0][0] = NAN;
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.flags = DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_ZERO_GRADS;
  CHECK_OK(dlopt_optimizer_step(t.opt, t.params, t.grads, 2, &desc));
  CHECK_INT(desc.skipped, 0); /* its NaN was not seen */
  CHECK_INT(desc.nonfinite, 0);
  CHECK(isnan(t.g[0][0]) && t.g[0][1] != 0); /* nor was it zeroed */
  CHECK_REAL(t.g[1][0], 0);
  t.params[0].data = t.grads[0].data = NULL;
  CHECK_OK(dlopt_optimizer_step(t.opt, t.params, t.grads, 2, NULL));
  CHECK_OK(dlopt_optimizer_destroy(t.opt));
}

static void removed_ones_leave_a_gap(void) {
  two t;
  two_create(&t, DLOPT_RULE_ADAM);
  dlopt_memory before = {0}, after = {0};
  before.struct_size = after.struct_size = sizeof before;
  CHECK_OK(dlopt_optimizer_memory_query(t.opt, &before));
  CHECK_OK(dlopt_optimizer_param_remove(t.opt, 0));
  CHECK_OK(dlopt_optimizer_memory_query(t.opt, &after));
  CHECK_THAT(after.state < before.state, "its state is freed");
  CHECK_INT(dlopt_optimizer_param_count(t.opt), 2);
  t.params[0].data = t.grads[0].data = NULL;
  float old = t.p[1][0];
  step(&t);
  CHECK(t.p[1][0] != old);
  CHECK_STATUS(dlopt_optimizer_param_remove(t.opt, 0), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_param_freeze(t.opt, 0, 1), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_param_scale(t.opt, 0, 1, 1), DLOPT_ERR_STATE);
  CHECK_INT(declare(t.opt, DLOPT_DTYPE_F32, 6), 2);
  CHECK_OK(dlopt_optimizer_destroy(t.opt));
}

/* A scale of 2 moves like twice the learning rate and twice the decay; scale 0 leaves the parameter in place. */
static void scales_multiply(void) {
  two t;
  dlopt_optimizer* twice = create(DLOPT_RULE_ADAMW);
  two_create(&t, DLOPT_RULE_ADAMW);
  float q[6];
  memcpy(q, t.p[0], sizeof q);
  CHECK_OK(dlopt_optimizer_set(t.opt, DLOPT_HYPER_WEIGHT_DECAY, 0.25));
  CHECK_OK(dlopt_optimizer_set(twice, DLOPT_HYPER_WEIGHT_DECAY, 0.125));
  CHECK_OK(dlopt_optimizer_set(twice, DLOPT_HYPER_LR, 2e-3));
  CHECK_OK(dlopt_optimizer_param_scale(t.opt, 0, 2, 0.5));
  CHECK_OK(dlopt_optimizer_param_scale(t.opt, 1, 0, 1));
  float still[6];
  memcpy(still, t.p[1], sizeof still);
  for (int i = 0; i < 3; i++) step(&t), CHECK_OK(dlopt_optimizer_step_f32(twice, q, t.g[0], 6));
  CHECK_BYTES(t.p[0], q, sizeof q);
  CHECK_BYTES(t.p[1], still, sizeof still);
  dlopt_stats stats = {0};
  stats.struct_size = sizeof stats;
  CHECK_OK(dlopt_optimizer_stats(t.opt, 0, NULL, NULL, &stats));
  CHECK_REAL(stats.effective_lr, 2e-3);
  CHECK_REAL(stats.effective_weight_decay, 0.125);
  CHECK_OK(dlopt_optimizer_destroy(t.opt));
  CHECK_OK(dlopt_optimizer_destroy(twice));
}

/* A parameter that joins late starts at age 0: its first step is a first step, whatever the count of the optimizer. */
static void latecomers_start_young(void) {
  dlopt_optimizer *opt = create(DLOPT_RULE_ADAM), *fresh = create(DLOPT_RULE_ADAM);
  int64_t n = 4;
  float p[2][4], q[4], g[4];
  fill_f32(p[0], 4, 1), fill_f32(p[1], 4, 2), fill_f32(q, 4, 2), fill_f32(g, 4, 3);
  for (int i = 0; i < 7; i++) CHECK_OK(dlopt_optimizer_step_f32(opt, p[0], g, 4));
  declare(opt, DLOPT_DTYPE_F32, 4);
  dlopt_tensor params[2] = {vector(p[0], DLOPT_DTYPE_F32, &n), vector(p[1], DLOPT_DTYPE_F32, &n)};
  dlopt_tensor grads[2] = {vector(g, DLOPT_DTYPE_F32, &n), vector(g, DLOPT_DTYPE_F32, &n)};
  for (int i = 0; i < 3; i++) {
    CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
    CHECK_OK(dlopt_optimizer_step_f32(fresh, q, g, 4));
  }
  CHECK_BYTES(p[1], q, sizeof q);
  CHECK_INT(age(opt, 0), 10);
  CHECK_INT(age(opt, 1), 3);
  CHECK_STATUS(dlopt_optimizer_step_f32(opt, p[0], g, 4), DLOPT_ERR_STATE); /* two parameters: which one? */
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_optimizer_destroy(fresh));
}

/* Of one age, and alike but for a buffer that was switched on when the first had made its step already: its first gradient is still to
 * come. */
static void a_late_buffer_takes_its_first_gradient_whole(void) {
  static const int64_t one = 1;
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  float p[2] = {0, 0}, g[2] = {1, 1};
  dlopt_tensor params[2] = {vector(&p[0], DLOPT_DTYPE_F32, &one), vector(&p[1], DLOPT_DTYPE_F32, &one)};
  dlopt_tensor grads[2] = {vector(&g[0], DLOPT_DTYPE_F32, &one), vector(NULL, DLOPT_DTYPE_F32, &one)};
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1));
  declare(opt, DLOPT_DTYPE_F32, 1);
  declare(opt, DLOPT_DTYPE_F32, 1);
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_MOMENTUM, 0.5));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_DAMPENING, 0.5));
  grads[0].data = NULL, grads[1].data = &g[1];
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL)); /* now each has made one step */
  g[0] = g[1] = 2;
  grads[0].data = &g[0];
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
  CHECK_REAL(p[0], -1 - 2);                   /* the buffer is the gradient */
  CHECK_REAL(p[1], -1 - (0.5 * 1 + 0.5 * 2)); /* the second gradient is dampened */
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* Alike but for their type: an eps of 0 becomes the smallest normal number of each. */
static void eps_is_as_small_as_each_type_allows(void) {
  static const int64_t one = 1;
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAGRAD);
  float p = 0, g = 0;
  double wide_p = 0, wide_g = 1e-60;
  dlopt_tensor params[2] = {vector(&p, DLOPT_DTYPE_F32, &one), vector(&wide_p, DLOPT_DTYPE_F64, &one)};
  dlopt_tensor grads[2] = {vector(&g, DLOPT_DTYPE_F32, &one), vector(&wide_g, DLOPT_DTYPE_F64, &one)};
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_EPS, 0));
  declare(opt, DLOPT_DTYPE_F32, 1);
  declare(opt, DLOPT_DTYPE_F64, 1);
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
  CHECK_REAL(p, 0);
  CHECK_REAL(wide_p, -1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

int main(void) {
  RUN(the_defaults_are_as_documented);
  RUN(names_are_unique_utf8);
  RUN(default_names_count);
  RUN(a_removed_name_is_free_again);
  RUN(shapes_up_to_64_dimensions);
  RUN(frozen_ones_wait);
  RUN(frozen_ones_need_no_buffers);
  RUN(removed_ones_leave_a_gap);
  RUN(scales_multiply);
  RUN(latecomers_start_young);
  RUN(a_late_buffer_takes_its_first_gradient_whole);
  RUN(eps_is_as_small_as_each_type_allows);
  return check_done("parameters");
}

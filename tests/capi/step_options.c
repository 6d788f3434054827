/* The step descriptor: scale, clipping, flags, and what it reports. */
#include "check.h"
#include "support.h"

#include <math.h>

enum { N = 4 };

/* Plain SGD with lr 1 from p = 0: after a step, p is minus the gradient that the rule saw. */
typedef struct probe {
  dlopt_optimizer* opt;
  int64_t n;
  float p[N], g[N];
  dlopt_tensor param, grad;
  dlopt_step_desc desc;
} probe;

static void probe_open(probe* t, float g0, float g1, float g2, float g3) {
  memset(t, 0, sizeof *t);
  t->n = N;
  t->g[0] = g0, t->g[1] = g1, t->g[2] = g2, t->g[3] = g3;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &t->opt));
  CHECK_OK(dlopt_optimizer_set(t->opt, DLOPT_HYPER_LR, 1));
  declare(t->opt, DLOPT_DTYPE_F32, N);
  t->param = vector(t->p, DLOPT_DTYPE_F32, &t->n);
  t->grad = vector(t->g, DLOPT_DTYPE_F32, &t->n);
  CHECK_OK(dlopt_step_desc_init(&t->desc, sizeof t->desc));
}

static dlopt_status probe_step(probe* t) { return dlopt_optimizer_step(t->opt, &t->param, &t->grad, 1, &t->desc); }

static void probe_saw(probe* t, float g0, float g1, float g2, float g3) {
  const float wanted[N] = {g0, g1, g2, g3};
  for (int i = 0; i < N; i++) CHECK_REAL(-t->p[i], wanted[i]);
}

static void probe_close(probe* t) { CHECK_OK(dlopt_optimizer_destroy(t->opt)); }

static void the_defaults_are_as_documented(void) {
  dlopt_step_desc desc;
  memset(&desc, 0x5A, sizeof desc);
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  CHECK_INT(desc.struct_size, sizeof desc);
  CHECK_INT(desc.flags, 0);
  CHECK_REAL(desc.grad_scale, 1);
  CHECK_REAL(desc.max_norm, INFINITY);
  CHECK_REAL(desc.norm_type, 2);
  CHECK_REAL(desc.clip_value, INFINITY);
  CHECK_INT(desc.clip_form, DLOPT_CLIP_TORCH);
  CHECK_INT(desc.max_skips, 0);
  CHECK(!desc.scaler && !desc.copies);
  CHECK_REAL(desc.tensor_max_norm, INFINITY);
  CHECK_REAL(desc.agc_clipping, INFINITY);
  CHECK_REAL(desc.agc_eps, 1e-3);
}

static void a_plain_step_reports_little(void) {
  probe t;
  probe_open(&t, 3, -4, 0, 0);
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 3, -4, 0, 0);
  CHECK_INT(t.desc.skipped, 0);
  CHECK_REAL(t.desc.grad_norm, NAN);
  CHECK_INT(t.desc.nonfinite, -1);
  CHECK_INT(t.desc.applied_step, 1);
  CHECK_OK(probe_step(&t));
  CHECK_INT(t.desc.applied_step, 2);
  CHECK_OK(dlopt_optimizer_step(t.opt, &t.param, &t.grad, 1, NULL));
  CHECK_INT(dlopt_optimizer_steps(t.opt), 3);
  probe_close(&t);
}

static void the_norm_on_request(void) {
  probe t;
  probe_open(&t, 3, -4, 0, 0);
  t.desc.flags = DLOPT_STEP_GRAD_NORM;
  CHECK_OK(probe_step(&t));
  CHECK_REAL(t.desc.grad_norm, 5);
  CHECK_INT(t.desc.nonfinite, 0);
  t.desc.norm_type = 1;
  CHECK_OK(probe_step(&t));
  CHECK_REAL(t.desc.grad_norm, 7);
  t.desc.norm_type = INFINITY;
  CHECK_OK(probe_step(&t));
  CHECK_REAL(t.desc.grad_norm, 4);
  t.desc.norm_type = 0.5;
  CHECK_OK(probe_step(&t));
  CHECK_THAT(fabs(t.desc.grad_norm - (7 + 4 * sqrt(3))) < 1e-12, "p = 1/2 (got %.17g)", t.desc.grad_norm);
  t.desc.norm_type = 2, t.desc.grad_scale = 2;
  CHECK_OK(probe_step(&t));
  CHECK_REAL(t.desc.grad_norm, 2.5); /* after the scale */
  t.desc.max_norm = 0.5;
  CHECK_OK(probe_step(&t));
  CHECK_REAL(t.desc.grad_norm, 2.5); /* before the clip */
  probe_close(&t);
}

static void scale_divides(void) {
  probe t;
  probe_open(&t, 3, -4, 0, 8);
  t.desc.grad_scale = 1024;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 3.f / 1024, -4.f / 1024, 0, 8.f / 1024);
  CHECK_REAL(t.g[0], 3); /* the gradient itself is only read */
  probe_close(&t);
}

static void exact_clip(void) {
  probe t;
  probe_open(&t, 3, -4, 0, 0);
  t.desc.clip_form = DLOPT_CLIP_EXACT;
  t.desc.max_norm = 2.5;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 1.5f, -2, 0, 0);
  t.desc.max_norm = 5; /* not above: unchanged */
  memset(t.p, 0, sizeof t.p);
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 3, -4, 0, 0);
  probe_close(&t);
}

static void torch_clip_has_its_1e_6(void) {
  probe t;
  probe_open(&t, 3, -4, 0, 0);
  t.desc.max_norm = 5; /* norm + 1e-6 is above it */
  CHECK_OK(probe_step(&t));
  float factor = (float)(5 / (5 + 1e-6));
  probe_saw(&t, 3 * factor, -4 * factor, 0, 0);
  CHECK(factor < 1);
  t.desc.max_norm = 6;
  memset(t.p, 0, sizeof t.p);
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 3, -4, 0, 0);
  probe_close(&t);
}

static void value_clip_comes_last(void) {
  probe t;
  probe_open(&t, 3, -4, 0.25f, 0);
  t.desc.clip_value = 0.5;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 0.5f, -0.5f, 0.25f, 0);
  memset(t.p, 0, sizeof t.p);
  t.g[2] = 0;
  t.desc.grad_scale = 2, t.desc.max_norm = 1.25, t.desc.clip_form = DLOPT_CLIP_EXACT; /* 1.5 -2, then halved, then limited */
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 0.5f, -0.5f, 0, 0);
  memset(t.p, 0, sizeof t.p);
  t.desc.clip_value = 0.875;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 0.75f, -0.875f, 0, 0);
  memset(t.p, 0, sizeof t.p);
  t.desc.clip_value = 0;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 0, 0, 0, 0);
  probe_close(&t);
}

static void zero_norm_is_no_trap(void) {
  probe t;
  probe_open(&t, 0, 0, 0, 0);
  for (int32_t i = 0; i < 4; i++) {
    t.desc.clip_form = i % 2 ? DLOPT_CLIP_EXACT : DLOPT_CLIP_TORCH;
    t.desc.max_norm = i < 2; /* with 0: 0/0 must not appear either */
    CHECK_OK(probe_step(&t));
    CHECK_REAL(t.desc.grad_norm, 0);
    probe_saw(&t, 0, 0, 0, 0);
  }
  t.g[0] = 3;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 0, 0, 0, 0); /* max_norm 0: every gradient is 0 */
  probe_close(&t);
}

/* The squares of these do not fit f32; the norm is right all the same. */
static void norms_of_extreme_elements(void) {
  probe t;
  probe_open(&t, 1e20f, 1e20f, -1e20f, 1e20f);
  t.desc.max_norm = 1;
  CHECK_OK(probe_step(&t));
  CHECK_THAT(fabs(t.desc.grad_norm / 2e20 - 1) < 1e-7, "2e20 (got %g)", t.desc.grad_norm);
  for (int i = 0; i < N; i++) CHECK_THAT(fabsf(fabsf(t.p[i]) - 0.5f) < 1e-6f, "a half (got %g)", t.p[i]);
  probe_close(&t);
  probe_open(&t, 1e-25f, 1e-25f, 1e-25f, 1e-25f);
  t.desc.flags = DLOPT_STEP_GRAD_NORM;
  CHECK_OK(probe_step(&t));
  CHECK_THAT(fabs(t.desc.grad_norm / 2e-25 - 1) < 1e-7, "2e-25 (got %g)", t.desc.grad_norm);
  probe_close(&t);
}

static void zero_grads_zeroes_what_was_used(void) {
  for (dlopt_dtype dtype = DLOPT_DTYPE_F64; dtype <= DLOPT_DTYPE_BF16; dtype++) {
    probe t;
    unsigned char bytes[N * 8 + 8], zeros[N * 8] = {0};
    probe_open(&t, 0, 0, 0, 0);
    memset(bytes, 0x77, sizeof bytes);
    fill_any(bytes, dtype, N, 5);
    t.grad = vector(bytes, dtype, &t.n);
    t.desc.flags = DLOPT_STEP_ZERO_GRADS;
    CHECK_OK(probe_step(&t));
    CHECK_BYTES(bytes, zeros, N * dtype_bytes(dtype));
    CHECK_INT(bytes[N * dtype_bytes(dtype)], 0x77);
    CHECK(t.p[0] != 0);
    probe_close(&t);
  }
}

static void nonfinite_steps_can_be_skipped(void) {
  static const float strange[] = {NAN, INFINITY, -INFINITY};
  for (int i = 0; i < 3; i++)
    for (int at = 0; at < N; at++) {
      probe t;
      probe_open(&t, 1, 2, 3, 4);
      t.g[at] = strange[i];
      t.desc.flags = DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_ZERO_GRADS;
      CHECK_OK(probe_step(&t));
      CHECK_INT(t.desc.skipped, 1);
      CHECK_INT(t.desc.nonfinite, 1);
      CHECK_INT(t.desc.applied_step, 0);
      CHECK_THAT(i == 0 ? isnan(t.desc.grad_norm) : isinf(t.desc.grad_norm), "the norm tells NaN from infinite");
      probe_saw(&t, 0, 0, 0, 0);
      CHECK_REAL(t.g[(at + 1) % N], (at + 1) % N + 1); /* change nothing: the gradients stay too */
      t.g[at] = 1;
      CHECK_OK(probe_step(&t));
      CHECK_INT(t.desc.skipped, 0);
      CHECK_INT(t.desc.applied_step, 1);
      probe_close(&t);
    }
}

/* One step with the first gradient as given; checks whether it was held back, and how long the row then is. */
static void step_skips(probe* t, float g0, int32_t skipped, int32_t skips) {
  t->g[0] = g0;
  CHECK_OK(probe_step(t));
  CHECK_THAT(t->desc.skipped == skipped && t->desc.skips == skips, "skipped %d, %d in a row (got %d, %d)", (int)skipped, (int)skips,
             (int)t->desc.skipped, (int)t->desc.skips);
}

/* As optax.apply_if_finite: max_skips steps in a row are held back, more are let through until finite gradients come. */
static void the_patience_with_nonfinite_steps_has_an_end(void) {
  probe t;
  probe_open(&t, 1, 2, 3, 4);
  t.desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  t.desc.max_skips = 2;
  step_skips(&t, NAN, 1, 1);
  step_skips(&t, 1, 0, 0); /* finite: the row begins anew */
  step_skips(&t, INFINITY, 1, 1);
  step_skips(&t, NAN, 1, 2);
  CHECK_INT(t.desc.applied_step, 1);
  dlopt_optimizer* copy = NULL;
  CHECK_OK(dlopt_optimizer_clone(t.opt, &copy)); /* the row goes along */
  step_skips(&t, NAN, 0, 2);
  step_skips(&t, NAN, 0, 2);
  CHECK_INT(t.desc.applied_step, 3);
  probe_saw(&t, NAN, 6, 9, 12);
  step_skips(&t, 1, 0, 0);
  step_skips(&t, NAN, 1, 1);
  t.desc.flags = 0; /* a step that does not look leaves the row as it is */
  step_skips(&t, NAN, 0, 1);
  CHECK_OK(dlopt_optimizer_destroy(t.opt));
  t.opt = copy;
  t.desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  step_skips(&t, NAN, 0, 2);
  t.desc.max_skips = 0; /* no limit */
  for (int32_t i = 3; i < 40; i++) step_skips(&t, NAN, 1, i);
  probe_close(&t);
}

static void without_the_flag_they_go_through(void) {
  probe t;
  probe_open(&t, NAN, 2, INFINITY, 4);
  t.desc.flags = DLOPT_STEP_GRAD_NORM;
  CHECK_OK(probe_step(&t));
  CHECK_INT(t.desc.nonfinite, 2);
  CHECK_INT(t.desc.applied_step, 1);
  probe_saw(&t, NAN, 2, INFINITY, 4);
  probe_close(&t);
  probe_open(&t, 1, 2, INFINITY, 4); /* as PyTorch: an infinite norm makes finite elements 0 and infinite ones NaN */
  t.desc.max_norm = 1;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 0, 0, NAN, 0);
  probe_close(&t);
  probe_open(&t, 1, 2, NAN, 4);
  t.desc.max_norm = 1;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, NAN, NAN, NAN, NAN);
  probe_close(&t);
  probe_open(&t, 1, NAN, -INFINITY, 4); /* a limit by value: NaN stays NaN */
  t.desc.clip_value = 2;
  CHECK_OK(probe_step(&t));
  probe_saw(&t, 1, NAN, -2, 2);
  probe_close(&t);
}

/* A gradient without a buffer is left out: PyTorch's None. A gradient of zeros is not. */
static void missing_gradients_are_left_out(void) {
  dlopt_optimizer* opt = NULL;
  int64_t n = 3;
  float p[2][3] = {{1, 1, 1}, {1, 1, 1}}, g[3] = {0, 0, 0};
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &opt));
  declare(opt, DLOPT_DTYPE_F32, 3), declare(opt, DLOPT_DTYPE_F32, 3);
  dlopt_tensor params[2] = {vector(p[0], DLOPT_DTYPE_F32, &n), vector(p[1], DLOPT_DTYPE_F32, &n)};
  dlopt_tensor grads[2] = {vector(NULL, DLOPT_DTYPE_F32, &n), vector(g, DLOPT_DTYPE_F32, &n)};
  CHECK_OK(dlopt_optimizer_step(opt, params, grads, 2, NULL));
  CHECK_REAL(p[0][0], 1);
  CHECK_REAL(p[1][0], 1 - 1e-3f * 1e-2f); /* decay acts */
  CHECK_INT(dlopt_optimizer_steps(opt), 1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* All gradient types give what their values converted to f32 give. */
static void gradient_types_convert_first(void) {
  float reference[16];
  for (dlopt_dtype dtype = DLOPT_DTYPE_F64; dtype <= DLOPT_DTYPE_BF16; dtype++) {
    dlopt_optimizer* opt = NULL;
    int64_t n = 16;
    float p[16];
    double bytes[16];
    fill_f32(p, 16, 1), fill_any(bytes, dtype, 16, 2);
    REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &opt));
    declare(opt, DLOPT_DTYPE_F32, 16);
    dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(bytes, dtype, &n);
    for (int i = 0; i < 3; i++) CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, NULL));
    if (dtype == DLOPT_DTYPE_F64) memcpy(reference, p, sizeof p);
    CHECK_THAT(memcmp(p, reference, sizeof p) == 0, "gradient type %d", (int)dtype);
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

int main(void) {
  RUN(the_defaults_are_as_documented);
  RUN(a_plain_step_reports_little);
  RUN(the_norm_on_request);
  RUN(scale_divides);
  RUN(exact_clip);
  RUN(torch_clip_has_its_1e_6);
  RUN(value_clip_comes_last);
  RUN(zero_norm_is_no_trap);
  RUN(norms_of_extreme_elements);
  RUN(zero_grads_zeroes_what_was_used);
  RUN(nonfinite_steps_can_be_skipped);
  RUN(the_patience_with_nonfinite_steps_has_an_end);
  RUN(without_the_flag_they_go_through);
  RUN(missing_gradients_are_left_out);
  RUN(gradient_types_convert_first);
  return check_done("step_options");
}

/* Callers that were built when structures were shorter hand over less, and get no more back. */
#include "growth.h"

#include <math.h>
#include <stddef.h>

/* A caller of the first release declares parameters without masters and with full states, and is not told of moments. */
static void param_desc_of_the_first_release(void) {
  enum { FIRST = 64, LENGTH = 4096 };
  dlopt_param_desc d;
  dlopt_tensor state;
  dlopt_state_info info;
  int64_t shape[] = {LENGTH};
  int32_t slot;
  memset(&d, 0x5A, sizeof d);
  int32_t strange = d.state_form; /* what lies behind the structure: neither read nor written */
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  CHECK_OK(dlopt_param_desc_init(&d, FIRST));
  CHECK_INT(d.state_form, strange);
  CHECK_INT(d.master, strange);
  d.ndim = 1, d.shape = shape;
  CHECK_OK(dlopt_optimizer_param_add(optimizer, &d, &slot));
  state.struct_size = sizeof state;
  CHECK_OK(dlopt_optimizer_state(optimizer, slot, "exp_avg", &state));
  CHECK_INT(state.dtype, DLOPT_DTYPE_F32);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
  memset(&info, 0x5A, sizeof info);
  info.struct_size = offsetof(dlopt_state_info, moment);
  CHECK_OK(dlopt_rule_state_info(DLOPT_RULE_ADAM, 0, &info));
  CHECK_INT(info.moment, strange);
}

/* A caller of the first release hands over less, and gets no more back. */
static void step_desc_of_the_first_release(void) {
  enum { FIRST = 72 };
  dlopt_step_desc d;
  memset(&d, 0x5A, sizeof d);
  int32_t strange = d.max_skips; /* what lies behind the structure: neither read nor written */
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_step_desc_init(&d, FIRST));
  CHECK_INT(d.struct_size, FIRST);
  CHECK_INT(d.max_skips, strange);
  d.max_skips = -1;
  CHECK_OK(use_step(&d));
  CHECK_INT(d.applied_step, 1);
  CHECK_INT(d.max_skips, -1);
  CHECK_INT(d.skips, strange);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* A caller that does not know averages cannot hand any over: wrapped so, its steps are refused; others are not. */
static void step_desc_without_averages(void) {
  dlopt_step_desc d;
  int32_t index;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  memset(&d, 0x5A, sizeof d);
  CHECK_OK(dlopt_step_desc_init(&d, offsetof(dlopt_step_desc, averages)));
  CHECK_OK(dlopt_optimizer_wrap(optimizer, DLOPT_WRAPPER_LOOKAHEAD, &index));
  CHECK_OK(use_step(&d));
  CHECK_OK(dlopt_optimizer_wrap(optimizer, DLOPT_WRAPPER_EMA, &index));
  CHECK_STATUS(use_step(&d), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("averages");
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* Nor does one that ends before the tail ask for any of it: zeros behind its end are not taken for limits. */
static void step_desc_without_the_tail(void) {
  dlopt_step_desc d;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_step_desc_init(&d, offsetof(dlopt_step_desc, scaler)));
  memset(&d.scaler, 0, sizeof d - offsetof(dlopt_step_desc, scaler));
  CHECK_OK(use_step(&d));
  CHECK_REAL(d.grad_norm, NAN); /* a limit for tensors would have asked */
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* A caller that does not know strides has none, whatever lies behind its structure. */
static void kernel_buffers_without_strides(void) {
  dlopt_kernel_buffers b;
  memset(&b, 0x5A, sizeof b);
  CHECK_OK(dlopt_kernel_buffers_init(&b, offsetof(dlopt_kernel_buffers, param_stride)));
  describe_kernel(&b);
  CHECK_OK(use_kernel(&b));
  CHECK(b.param_stride == INT64_C(0x5A5A5A5A5A5A5A5A));
}

/* What the first release knew of, and nothing after it. */
static void stats_of_the_first_release(void) {
  dlopt_stats stats;
  memset(&stats, 0x5A, sizeof stats);
  stats.struct_size = offsetof(dlopt_stats, update_norm);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_optimizer_stats(optimizer, 0, NULL, NULL, &stats));
  CHECK_INT(stats.numel, 3);
  CHECK_INT(((const unsigned char*)&stats.update_norm)[0], 0x5A);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* A caller that does not know pieces hands over none, whatever lies behind its structure. */
static void load_desc_without_pieces(void) {
  static char file[4096];
  size_t used;
  dlopt_load_desc d;
  memset(&d, 0x5A, sizeof d);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_optimizer_save_block(optimizer, file, sizeof file, &used, NULL));
  CHECK_OK(dlopt_load_desc_init(&d, offsetof(dlopt_load_desc, pieces)));
  CHECK_OK(dlopt_optimizer_load_block(optimizer, file, used, &d));
  CHECK(d.n_pieces == (size_t)0x5A5A5A5A5A5A5A5A);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

void older_callers(void) {
  RUN(param_desc_of_the_first_release);
  RUN(step_desc_of_the_first_release);
  RUN(step_desc_without_averages);
  RUN(step_desc_without_the_tail);
  RUN(kernel_buffers_without_strides);
  RUN(stats_of_the_first_release);
  RUN(load_desc_without_pieces);
}

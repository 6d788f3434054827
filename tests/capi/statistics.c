/* dlopt_optimizer_measure against plain loops in double: norms, updates, kinds of numbers, magnitudes; of slots, groups, samples; of every
 * type and master; with any number of threads and every instruction set. States that are not simply arrays: statistics_states.c. */
#include "statistics_subject.h"

static void check_param_kinds(const dlopt_stats* got, const seen* wanted) {
  CHECK_NEAR(got->param_norm, norm_of(wanted));
  CHECK_INT(got->param_measured, wanted->measured);
  CHECK_INT(got->param_nonfinite, wanted->nan + wanted->inf);
  CHECK_INT(got->param_nan, wanted->nan), CHECK_INT(got->param_inf, wanted->inf);
  CHECK_INT(got->param_zero, wanted->zero), CHECK_INT(got->param_denormal, wanted->denormal);
  for (int i = 0; i < DLOPT_STATS_BINS; i++)
    CHECK_THAT(got->param_magnitudes[i] == wanted->magnitudes[i], "bin %d of the parameter is %lld (got %lld)", i,
               (long long)wanted->magnitudes[i], (long long)got->param_magnitudes[i]);
}

static void check_grad_kinds(const dlopt_stats* got, const seen* wanted) {
  CHECK_NEAR(got->grad_norm, norm_of(wanted));
  CHECK_INT(got->grad_measured, wanted->measured);
  CHECK_INT(got->grad_nonfinite, wanted->nan + wanted->inf);
  CHECK_INT(got->grad_nan, wanted->nan), CHECK_INT(got->grad_inf, wanted->inf);
  CHECK_INT(got->grad_zero, wanted->zero), CHECK_INT(got->grad_denormal, wanted->denormal);
  for (int i = 0; i < DLOPT_STATS_BINS; i++)
    CHECK_THAT(got->grad_magnitudes[i] == wanted->magnitudes[i], "bin %d of the gradient is %lld (got %lld)", i,
               (long long)wanted->magnitudes[i], (long long)got->grad_magnitudes[i]);
}

static const void* state_of(subject* s, int32_t slot, const char* name, dlopt_dtype* dtype) {
  dlopt_tensor view = {.struct_size = sizeof view};
  CHECK_OK(dlopt_optimizer_state(s->opt, slot, name, &view));
  *dtype = view.dtype;
  return view.data;
}

static const dlopt_dtype dtypes[] = {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16};

/* Every kind at the first and last element, and around the ends of chunks and blocks. */
static void put_strange(void* data, dlopt_dtype dtype, int finite_only) {
  static const uint64_t f64[] = {0, UINT64_C(1) << 63, 1, UINT64_C(0x800fffffffffffff), UINT64_C(1) << 52, UINT64_C(0x7fefffffffffffff)};
  static const uint32_t f32[] = {0, 0x80000000, 1, 0x807fffff, 0x00800000, 0x7f7fffff};
  static const uint16_t f16[] = {0, 0x8000, 1, 0x83ff, 0x0400, 0x7bff}, bf16[] = {0, 0x8000, 1, 0x807f, 0x0080, 0x7f7f};
  static const uint64_t f64_beyond[] = {UINT64_C(0x7ff0000000000000), UINT64_C(0xfff0000000000000), UINT64_C(0xfff8000000000001)};
  static const uint32_t f32_beyond[] = {0x7f800000, 0xff800000, 0xffc00001};
  static const uint16_t f16_beyond[] = {0x7c00, 0xfc00, 0xfe01}, bf16_beyond[] = {0x7f80, 0xff80, 0xffc1};
  static const int64_t places[] = {0, 1, 1023, 1024, 16383, 16384, 16385, 32767, 32768, N - 2, N - 1};
  const size_t bytes = dtype_bytes(dtype);
  const void* const finite = dtype == DLOPT_DTYPE_F64   ? (const void*)f64
                             : dtype == DLOPT_DTYPE_F32 ? (const void*)f32
                             : dtype == DLOPT_DTYPE_F16 ? f16
                                                        : bf16;
  const void* const beyond = dtype == DLOPT_DTYPE_F64   ? (const void*)f64_beyond
                             : dtype == DLOPT_DTYPE_F32 ? (const void*)f32_beyond
                             : dtype == DLOPT_DTYPE_F16 ? f16_beyond
                                                        : bf16_beyond;
  const size_t n_places = sizeof places / sizeof *places;
  for (size_t i = 0; i < 6 * n_places; i++)
    memcpy((char*)data + (size_t)((places[i % n_places] + 7 * (int64_t)(i / n_places)) % N) * bytes, (const char*)finite + i % 6 * bytes,
           bytes);
  for (size_t i = 0; !finite_only && i < n_places; i++)
    memcpy((char*)data + (size_t)places[i] * bytes, (const char*)beyond + i % 3 * bytes, bytes);
}

static void kinds_of_every_type(void) {
  for (int d = 0; d < 4; d++)
    for (int g = 0; g < 8; g++) {
      subject s;
      seen param = {0}, grad = {0};
      subject_open(&s, NULL, dtypes[d], dtypes[g % 4], DLOPT_MASTER_NONE);
      put_strange(s.params[1].data, dtypes[d], g < 4), put_strange(s.grads[1].data, dtypes[g % 4], g < 4);
      s.desc.slot = 1, s.desc.before = NULL;
      look(&param, s.params[1].data, dtypes[d], N, 1, NULL, 0), look(&grad, s.grads[1].data, dtypes[g % 4], N, 1, NULL, 0);
      CHECK(param.zero >= 4 && param.denormal >= 4 && grad.denormal >= 4 && (g < 4) == !param.nan && (g < 4) == !grad.inf);
      const dlopt_stats got = measured(&s);
      check_param_kinds(&got, &param), check_grad_kinds(&got, &grad);
      CHECK_REAL(got.update_norm, NAN), CHECK_REAL(got.update_ratio, NAN);
      dlopt_stats same;
      memset(&same, 0x77, sizeof same);
      same.struct_size = sizeof same;
      CHECK_OK(dlopt_optimizer_stats(s.opt, 1, &s.params[1], &s.grads[1], &same));
      CHECK_BYTES(&same, &got, sizeof same);
      subject_close(&s);
    }
}

/* Powers of two at the edges of the bins. */
static void bins_begin_at_powers_of_two(void) {
  subject s;
  subject_open(&s, NULL, DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE);
  double numbers[] = {0x1p-48, 0x1.fffffffffffffp-49, 0x1p-47, 0x1p-1074, 1, 0x1.fffffffffffffp-1, 0x1p14, 0x1p15, 0x1p1023};
  const int bins[] = {0, 0, 1, 0, 48, 47, 62, 63, 63};
  int64_t wanted[DLOPT_STATS_BINS] = {0};
  memset(s.params[0].data, 0, N * sizeof(double));
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) wanted[bins[i]]++;
  memcpy((double*)s.params[0].data, numbers, sizeof numbers);
  s.desc.slot = 0;
  const dlopt_stats got = measured(&s);
  CHECK_BYTES(got.param_magnitudes, wanted, sizeof wanted);
  CHECK_INT(got.param_zero, N - 9);
  CHECK_INT(got.param_denormal, 1);
  CHECK_REAL(got.param_norm, 0x1p1023); /* whose square is beyond the doubles */
  subject_close(&s);
}

static void updates_and_states(void) {
  for (int d = 0; d < 2; d++) {
    subject s;
    seen param = {0}, update = {0}, states[2] = {{0}};
    static const char* const names[] = {"exp_avg", "exp_avg_sq"};
    subject_open(&s, NULL, dtypes[d], DLOPT_DTYPE_F32, DLOPT_MASTER_NONE);
    subject_step(&s);
    memcpy(s.before[2].data, s.params[2].data, N * dtype_bytes(dtypes[d]));
    subject_step(&s);
    s.desc.slot = 2;
    look(&param, s.params[2].data, dtypes[d], N, 1, NULL, 0);
    look(&update, s.params[2].data, dtypes[d], N, 1, s.before[2].data, dtypes[d]);
    const dlopt_stats got = measured(&s);
    CHECK_NEAR(got.update_norm, norm_of(&update));
    CHECK_NEAR(got.update_ratio, norm_of(&update) / norm_of(&param));
    CHECK(got.update_norm > 1); /* each of 40005 elements moves by 0.25 */
    CHECK_INT(got.steps, 2), CHECK_INT(got.numel, N), CHECK_INT(got.state_count, 3);
    CHECK_REAL(got.effective_lr, 0.25);
    for (int k = 0; k < 2; k++) {
      dlopt_dtype dtype;
      const void* const data = state_of(&s, 2, names[k], &dtype);
      look(&states[k], data, dtype, N, 1, NULL, 0);
      CHECK_NEAR(got.state_norm[k], norm_of(&states[k]));
    }
    CHECK_REAL(got.state_norm[2], NAN); /* amsgrad is off */
    CHECK_INT(got.state_nonfinite, 0);
    subject_close(&s);
  }
}

static void groups_are_measured_together(void) {
  subject s;
  subject_open(&s, NULL, DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16, DLOPT_MASTER_NONE);
  put_strange(s.grads[0].data, DLOPT_DTYPE_BF16, 1);
  subject_step(&s);
  seen param = {0}, grad = {0}, update = {0}, state = {0};
  for (int i = 0; i < SLOTS; i += 2) {
    dlopt_dtype dtype;
    look(&param, s.params[i].data, DLOPT_DTYPE_F32, N, 1, NULL, 0), look(&grad, s.grads[i].data, DLOPT_DTYPE_BF16, N, 1, NULL, 0);
    look(&update, s.params[i].data, DLOPT_DTYPE_F32, N, 1, s.before[i].data, DLOPT_DTYPE_F32);
    look(&state, state_of(&s, i, "exp_avg_sq", &dtype), DLOPT_DTYPE_F32, N, 1, NULL, 0);
  }
  s.desc.group = s.group;
  dlopt_stats got = measured(&s);
  check_param_kinds(&got, &param), check_grad_kinds(&got, &grad);
  CHECK_NEAR(got.update_norm, norm_of(&update)), CHECK_NEAR(got.update_ratio, norm_of(&update) / norm_of(&param));
  CHECK_NEAR(got.state_norm[1], norm_of(&state));
  CHECK_INT(got.numel, 2 * N), CHECK_REAL(got.effective_lr, 0.25);
  look(&param, s.params[1].data, DLOPT_DTYPE_F32, N, 1, NULL, 0);
  s.desc.group = -1;
  got = measured(&s);
  check_param_kinds(&got, &param);
  CHECK_REAL(got.effective_lr, NAN); /* the groups differ */
  CHECK_REAL(got.effective_weight_decay, 0.01);
  /* What has no data is left out, and so is what was removed; the ratio is of what has moved. */
  s.params[1].data = s.before[0].data = s.before[1].data = NULL;
  s.desc.grads = NULL;
  param = update = (seen){0};
  look(&update, s.params[2].data, DLOPT_DTYPE_F32, N, 1, s.before[2].data, DLOPT_DTYPE_F32);
  look(&param, s.params[2].data, DLOPT_DTYPE_F32, N, 1, NULL, 0);
  got = measured(&s);
  CHECK_INT(got.param_measured, 2 * N), CHECK_INT(got.grad_measured, 0), CHECK_REAL(got.grad_norm, NAN);
  CHECK_NEAR(got.update_ratio, norm_of(&update) / norm_of(&param));
  CHECK_OK(dlopt_optimizer_param_remove(s.opt, 2));
  got = measured(&s);
  param = (seen){0};
  look(&param, s.params[0].data, DLOPT_DTYPE_F32, N, 1, NULL, 0);
  check_param_kinds(&got, &param);
  CHECK_REAL(got.update_norm, NAN);
  CHECK_INT(got.numel, 2 * N), CHECK_INT(got.steps, 1);
  subject_close(&s);
}

static void samples_are_of_every_kth_block(void) {
  static const int32_t samples[] = {2, 3, 16, 17, 40, 1 << 20};
  subject s;
  subject_open(&s, NULL, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_MASTER_NONE);
  put_strange(s.grads[1].data, DLOPT_DTYPE_F16, 1);
  subject_step(&s);
  s.desc.slot = 1;
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    seen param = {0}, grad = {0}, update = {0}, state = {0};
    dlopt_dtype dtype;
    look(&param, s.params[1].data, DLOPT_DTYPE_F32, N, samples[i], NULL, 0),
        look(&grad, s.grads[1].data, DLOPT_DTYPE_F16, N, samples[i], NULL, 0);
    look(&update, s.params[1].data, DLOPT_DTYPE_F32, N, samples[i], s.before[1].data, DLOPT_DTYPE_F32);
    look(&state, state_of(&s, 1, "exp_avg", &dtype), DLOPT_DTYPE_F32, N, samples[i], NULL, 0);
    s.desc.sample = samples[i];
    const dlopt_stats got = measured(&s);
    check_param_kinds(&got, &param), check_grad_kinds(&got, &grad);
    CHECK_NEAR(got.update_norm, norm_of(&update)), CHECK_NEAR(got.state_norm[0], norm_of(&state));
    CHECK_INT(got.numel, N);
  }
  subject_close(&s);
}

/* What a 16-bit parameter stands for, with each master. */
static void full_masters_are_measured(dlopt_dtype type) {
  subject full;
  seen master = {0}, bits = {0}, update = {0};
  dlopt_dtype dtype;
  subject_open(&full, NULL, type, DLOPT_DTYPE_F32, DLOPT_MASTER_FULL);
  CHECK_OK(dlopt_optimizer_group_set(full.opt, 0, DLOPT_HYPER_LR, 1e-5));
  put_strange(full.params[1].data, type, 1), put_strange(full.before[1].data, type, 1); /* small ones are denormal in f16 alone */
  full.desc.slot = 1;
  dlopt_stats got = measured(&full);
  static float earlier[N];
  for (int64_t i = 0; i < N; i++) earlier[i] = (float)number_at(full.before[1].data, type, i);
  look(&bits, earlier, DLOPT_DTYPE_F32, N, 1, NULL, 0);
  check_param_kinds(&got, &bits); /* before the first step the parameter is all there is, but as f32 */
  subject_step(&full);
  const void* const numbers = state_of(&full, 1, "master", &dtype);
  look(&master, numbers, DLOPT_DTYPE_F32, N, 1, NULL, 0), look(&update, numbers, DLOPT_DTYPE_F32, N, 1, full.before[1].data, type);
  const dlopt_tensor own = full.before[1];
  full.before[1] = vector(earlier, DLOPT_DTYPE_F32, length);
  got = measured(&full);
  check_param_kinds(&got, &master);
  CHECK_NEAR(got.update_norm, norm_of(&update));
  full.before[1] = own; /* of its own type: its bits have hardly moved */
  update = (seen){0};
  look(&update, full.params[1].data, type, N, 1, own.data, type);
  CHECK_NEAR(measured(&full).update_norm, norm_of(&update));
  subject_close(&full);
}

static void masters_are_measured(void) {
  subject full, other;
  seen master = {0};
  dlopt_dtype dtype;
  full_masters_are_measured(DLOPT_DTYPE_BF16), full_masters_are_measured(DLOPT_DTYPE_F16);
  subject_open(&full, NULL, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F32, DLOPT_MASTER_FULL);
  CHECK_OK(dlopt_optimizer_group_set(full.opt, 0, DLOPT_HYPER_LR, 1e-5));
  subject_step(&full);
  look(&master, state_of(&full, 1, "master", &dtype), DLOPT_DTYPE_F32, N, 1, NULL, 0);
  dlopt_stats got;
  subject_close(&full);
  subject_open(&other, NULL, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F32, DLOPT_MASTER_SPLIT); /* is exactly as good as the full one */
  CHECK_OK(dlopt_optimizer_group_set(other.opt, 0, DLOPT_HYPER_LR, 1e-5));
  subject_step(&other);
  other.desc.slot = 1, other.desc.before = NULL;
  got = measured(&other);
  check_param_kinds(&got, &master);
  subject_close(&other);
  subject_open(&other, NULL, DLOPT_DTYPE_F16, DLOPT_DTYPE_F32, DLOPT_MASTER_KAHAN);
  CHECK_OK(dlopt_optimizer_group_set(other.opt, 0, DLOPT_HYPER_LR, 1e-5));
  subject_step(&other);
  other.desc.slot = 1, other.desc.before = NULL;
  long double squares = 0;
  const void* const comp = state_of(&other, 1, "kahan_comp", &dtype);
  for (int64_t i = 0; i < N; i++) {
    const float x = (float)number_at(other.params[1].data, DLOPT_DTYPE_F16, i) + (float)number_at(comp, dtype, i);
    squares += (long double)x * x;
  }
  CHECK_NEAR(measured(&other).param_norm, (double)sqrtl(squares));
  subject_close(&other);
}

static void check_same(const char* what, void* runtime) {
  for (int32_t sample = 1; sample < 4; sample += 2) {
    subject s;
    subject_open(&s, runtime, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F16, DLOPT_MASTER_SPLIT);
    put_strange(s.grads[0].data, DLOPT_DTYPE_F16, 1), put_strange(s.params[1].data, DLOPT_DTYPE_BF16, 1);
    subject_step(&s);
    s.desc.sample = sample;
    const dlopt_stats got = measured(&s);
    static dlopt_stats first[4];
    if (!first[sample].struct_size) first[sample] = got;
    CHECK_THAT(memcmp(&got, &first[sample], sizeof got) == 0, "%s: the same statistics", what);
    CHECK(got.grad_denormal > 0 && got.param_norm > 0 && got.state_norm[1] > 0);
    subject_close(&s);
  }
}

static void threads_and_instruction_sets_do_not_matter(void) {
  check_same("inline", NULL);
  for (int32_t threads = 1; threads <= 7; threads++) {
    ledger books = {0};
    dlopt_runtime* runtime = ledger_runtime(&books, threads);
    check_same("a pool", runtime);
    CHECK_OK(dlopt_runtime_destroy(runtime));
  }
  for_each_isa(check_same, NULL);
}

/* Statistics use the work space of the step, which must not take it for its own afterwards; parameters and states are only read. */
static void nothing_changes(void) {
  subject measured_one, other;
  subject_open(&other, NULL, DLOPT_DTYPE_F32, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE);
  subject_step(&other), subject_step(&other);
  const uint64_t wanted = hash_bytes(optimizer_hash(other.opt, DLOPT_RULE_ADAMW), room, sizeof room);
  subject_close(&other);
  subject_open(&measured_one, NULL, DLOPT_DTYPE_F32, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE);
  subject_step(&measured_one);
  measured(&measured_one);
  subject_step(&measured_one);
  measured(&measured_one);
  CHECK(hash_bytes(optimizer_hash(measured_one.opt, DLOPT_RULE_ADAMW), room, sizeof room) == wanted);
  subject_close(&measured_one);
}

static void nothing_to_measure(void) {
  subject s;
  memset(&s, 0, sizeof s);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &s.opt));
  CHECK_OK(dlopt_stats_desc_init(&s.desc, sizeof s.desc));
  dlopt_stats got = measured(&s);
  CHECK_INT(got.numel, 0), CHECK_REAL(got.effective_lr, NAN), CHECK_REAL(got.param_norm, NAN), CHECK_INT(got.grad_nonfinite, -1);
  declare(s.opt, DLOPT_DTYPE_F32, 0);
  got = measured(&s);
  CHECK_REAL(got.effective_lr, 1e-3), CHECK_REAL(got.state_norm[0], 0), CHECK_INT(got.param_measured, 0);
  CHECK_OK(dlopt_optimizer_stats(s.opt, 0, NULL, NULL, &got));
  subject_close(&s);
}

int main(void) {
  RUN(kinds_of_every_type);
  RUN(bins_begin_at_powers_of_two);
  RUN(updates_and_states);
  RUN(groups_are_measured_together);
  RUN(samples_are_of_every_kth_block);
  RUN(masters_are_measured);
  RUN(threads_and_instruction_sets_do_not_matter);
  RUN(nothing_changes);
  RUN(nothing_to_measure);
  return check_done("statistics");
}

/* Tensors of 2^31 + 9 elements. Parameters and gradients are mappings of which only a few pages are ever written, and the state lies in
 * memory whose pages are the same few over and over, so this runs in little memory. */
#include "check.h"
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const int64_t huge = (INT64_C(1) << 31) + 9;
enum { FOLD = 1 << 21, LARGE = 1 << 26 };
static const double patience = 20; /* seconds */

/* Zeros that take memory where they are written. NULL: this system refuses so much of them. */
static void* map_zeros(int64_t bytes) {
  void* zeros = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return zeros == MAP_FAILED ? NULL : zeros;
}

static int fold = -1; /* a file of FOLD bytes in memory */

/* Any number of bytes over the same FOLD bytes: byte i and byte i + FOLD are one. */
static void* map_folded(size_t bytes) {
  const size_t whole = (bytes + FOLD - 1) / FOLD * FOLD;
  char* memory = mmap(NULL, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  for (size_t at = 0; at < whole; at += FOLD)
    if (mmap(memory + at, FOLD, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fold, 0) == MAP_FAILED) {
      munmap(memory, whole);
      return NULL;
    }
  return memory;
}

static void* alloc(void* user, size_t bytes, size_t alignment) {
  (void)user;
  void* memory = NULL;
  if (bytes >= LARGE) return map_folded(bytes);
  return posix_memalign(&memory, alignment, bytes ? bytes : 1) ? NULL : memory;
}

static void release(void* user, void* memory, size_t bytes, size_t alignment) {
  (void)user, (void)alignment;
  if (memory && bytes >= LARGE) munmap(memory, (bytes + FOLD - 1) / FOLD * FOLD);
  else free(memory);
}

static dlopt_runtime* runtime_of_maps(void) {
  dlopt_runtime_desc desc = runtime_defaults();
  desc.alloc = alloc, desc.free = release;
  return runtime_of(desc);
}

/* Momentum makes the second step of a row another one than the first. */
static void rows_near_both_ends(void) {
  const int64_t rows[] = {0, 7, huge - 12, huge - 1}, four = 4, last = huge - 1;
  float gradient[] = {1, 2, 4, 8};
  int32_t slot = -1;
  float* const w = map_zeros(huge * 4);
  uint8_t* const mask = map_zeros(huge / 8 + 1);
  fold = memfd_create("fold", 0);
  if (!w || !mask || fold < 0 || ftruncate(fold, FOLD)) {
    printf("       left out: such mappings are refused\n");
    return;
  }
  dlopt_runtime* const runtime = runtime_of_maps();
  dlopt_optimizer* opt = NULL;
  dlopt_param_desc desc;
  REQUIRE_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_SGD, &opt));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.5));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_MOMENTUM, 0.5));
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 1, desc.shape = &huge;
  if (dlopt_optimizer_param_add(opt, &desc, &slot) != DLOPT_OK) {
    printf("       left out: %s\n", dlopt_last_error());
  } else {
    dlopt_tensor param = vector(w, DLOPT_DTYPE_F32, &huge), grad = vector(gradient, DLOPT_DTYPE_F32, &four);
    dlopt_step_desc step;
    dlopt_rows which = {.struct_size = sizeof which, .count = 4, .indices = rows};
    CHECK_OK(dlopt_step_desc_init(&step, sizeof step));
    step.rows = &which, step.flags = DLOPT_STEP_GRAD_NORM;
    CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &step));
    CHECK_REAL(step.grad_norm, sqrt(1 + 4 + 16 + 64));
    for (int i = 0; i < 4; i++) CHECK_REAL(w[rows[i]], -0.5 * gradient[i]);
    /* The same by a mask, whose gradient has all rows. */
    float* const whole = map_zeros(huge * 4);
    if (whole) {
      for (int i = 0; i < 4; i++) whole[rows[i]] = gradient[i];
      whole[last - 1] = 1e9f;
      for (int i = 1; i < 4; i++) mask[rows[i] / 8] |= (uint8_t)(1 << rows[i] % 8);
      which = (dlopt_rows){.struct_size = sizeof which, .mask = mask, .mask_form = DLOPT_MASK_BITS};
      grad = vector(whole, DLOPT_DTYPE_F32, &huge);
      CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &step));
      CHECK_REAL(step.grad_norm, sqrt(4 + 16 + 64));
      CHECK_REAL(w[0], -0.5);
      for (int i = 1; i < 4; i++) CHECK_REAL(w[rows[i]], -(0.5 + 0.75) * gradient[i]);
      CHECK_REAL(w[last - 1], 0);
      munmap(whole, (size_t)huge * 4);
    }
  }
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  munmap(w, (size_t)huge * 4), munmap(mask, (size_t)(huge / 8 + 1));
  close(fold);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void norms_reach_the_last_element(void) {
  int64_t some = 1 << 22;
  uint16_t* const g = map_zeros(huge * 2);
  double norm = 0;
  int64_t nonfinite = -1;
  if (!g) {
    printf("       left out: such a mapping is refused\n");
    return;
  }
  g[5] = 0x4200;        /* 3 */
  g[huge - 9] = 0x4400; /* 4 */
  g[huge - 1] = 0x4a00; /* 12 */
  dlopt_tensor grad = vector(g, DLOPT_DTYPE_F16, &some);
  const double begin = seconds();
  CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, &nonfinite));
  CHECK_REAL(norm, 3);
  const double expected = (seconds() - begin) * (double)huge / (double)some;
  grad = vector(g, DLOPT_DTYPE_F16, &huge);
  if (expected > patience) printf("       left out: this build would take %.0f s\n", expected);
  else {
    CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, &nonfinite));
    CHECK_REAL(norm, 13);
    CHECK_INT(nonfinite, 0);
  }
  munmap(g, (size_t)huge * 2);
}

int main(void) {
  RUN(rows_near_both_ends);
  RUN(norms_reach_the_last_element);
  return check_done("huge_tensors");
}

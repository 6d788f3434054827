/* Where a buffer lies does not matter: byte offsets 0 to 63, aligned or not, give the same bits; gradients may be in read-only memory. */
#include "check.h"
#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

enum { N = 16384 + 77, OFFSETS = 64, SHORT = 67 };

typedef struct outcome {
  uint64_t hash;
  double norm;
} outcome;

static char *room_p, *room_g;

static outcome run(dlopt_rule rule, dlopt_dtype dtype, dlopt_dtype grad_dtype, int64_t n, size_t p_offset, size_t g_offset) {
  dlopt_optimizer* opt = NULL;
  outcome result = {0, 0};
  fill_any(room_p + p_offset, dtype, (size_t)n, 1), fill_any(room_g + g_offset, grad_dtype, (size_t)n, 2);
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
  declare(opt, dtype, n);
  dlopt_tensor param = vector(room_p + p_offset, dtype, &n), grad = vector(room_g + g_offset, grad_dtype, &n);
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.max_norm = 1;
  for (int i = 0; i < 2; i++) CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
  result.hash = hash_bytes(optimizer_hash(opt, rule), room_p + p_offset, (size_t)n * dtype_bytes(dtype));
  result.norm = desc.grad_norm;
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return result;
}

/* One wanted outcome for each case, the same for all instruction sets. */
enum { RULES = 256 }; /* more than there are */
static outcome wanted[RULES][3][5];

static void every_offset(const char* isa, void* context) {
  (void)context;
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (dlopt_dtype dtype = DLOPT_DTYPE_F64; dtype <= DLOPT_DTYPE_F32; dtype++)
      for (dlopt_dtype grad = DLOPT_DTYPE_F64; grad <= DLOPT_DTYPE_BF16; grad++) {
        outcome* want = &wanted[rule][dtype][grad];
        if (!want->hash) *want = run(rule, dtype, grad, SHORT, 0, 0);
        for (size_t offset = 0; offset < OFFSETS; offset++) {
          outcome got[3] = {run(rule, dtype, grad, SHORT, offset, 0), run(rule, dtype, grad, SHORT, 0, offset),
                            run(rule, dtype, grad, SHORT, offset, offset ^ 21)};
          for (int i = 0; i < 3; i++)
            CHECK_THAT(got[i].hash == want->hash && got[i].norm == want->norm, "%s %s, types %d %d, offset %zu, case %d", isa,
                       dlopt_rule_name(rule), (int)dtype, (int)grad, offset, i);
        }
      }
}

static void offsets_do_not_matter(void) {
  CHECK(dlopt_rule_count() < RULES);
  for_each_isa(every_offset, NULL);
}

static void more_than_one_chunk(const char* isa, void* context) {
  outcome* want = context;
  for (size_t offset = 0; offset < OFFSETS; offset += 7) {
    outcome got = run(DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, DLOPT_DTYPE_F32, N, offset, 63 - offset);
    if (!want->hash) *want = got;
    CHECK_THAT(got.hash == want->hash && got.norm == want->norm, "%s, offset %zu", isa, offset);
  }
}

static void nor_across_chunks(void) {
  outcome want = {0, 0};
  for_each_isa(more_than_one_chunk, &want);
}

static void gradients_may_be_read_only(void) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  float* g = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int64_t n = 500;
  float p[500];
  double norm;
  if (!CHECK(g != MAP_FAILED)) return;
  fill_f32(g, 500, 1), fill_f32(p, 500, 2);
  mprotect(g, page, PROT_READ);
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    dlopt_optimizer* opt = NULL;
    REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
    CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, 500));
    dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
    dlopt_step_desc desc;
    CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
    desc.max_norm = 0.5, desc.clip_value = 0.25, desc.grad_scale = 4, desc.flags = DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM;
    CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
  dlopt_tensor grad = vector(g, DLOPT_DTYPE_F32, &n);
  CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, NULL));
  CHECK_OK(dlopt_clip_norm(NULL, &grad, 1, 1e9, 2, DLOPT_CLIP_EXACT, &norm)); /* written only when the factor is below 1 */
  CHECK_OK(dlopt_clip_per_tensor(NULL, &grad, 1, 1e9, 2, DLOPT_CLIP_TORCH, NULL));
  CHECK_OK(dlopt_clip_per_row(NULL, &grad, 1, 1e9, 2, DLOPT_CLIP_TORCH, NULL));
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n);
  CHECK_OK(dlopt_clip_agc(NULL, &grad, &param, 1, 1e-3, 1e-3, 2, DLOPT_UNITS_FIRST, NULL)); /* parameters are never written */
  CHECK_OK(dlopt_grad_penalty(NULL, &grad, &param, 1, 0.5, 0.5, &norm));
  munmap(g, page);
}

int main(void) {
  room_p = malloc((size_t)N * 8 + OFFSETS), room_g = malloc((size_t)N * 8 + OFFSETS);
  RUN(offsets_do_not_matter);
  RUN(nor_across_chunks);
  RUN(gradients_may_be_read_only);
  free(room_p), free(room_g);
  return check_done("alignment");
}

/* Not one byte is touched outside a buffer: parameters, gradients and state end or start at a page that faults, for every length from 1 to
 * 257, every rule, every type and every instruction set. A fault ends the program with SIGSEGV; the line before tells where it was. */
#include "check.h"
#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST = 257, ROOM = 8192 };

/* `ROOM` bytes between two pages that cannot be touched. */
typedef struct fenced {
  char *first, *past;
} fenced;

static fenced fence(void) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (ROOM + page - 1) / page * page;
  char* base = mmap(NULL, room + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED || mprotect(base + page, room, PROT_READ | PROT_WRITE) != 0) {
    printf("no memory for guard pages\n");
    exit(CHECK_FAILED);
  }
  return (fenced){base + page, base + page + room};
}

static char* place(const fenced* f, size_t bytes, int at_end) { return at_end ? f->past - bytes : f->first; }

/* An allocator whose blocks end at such a page too, up to alignment; one page set for each block. */
typedef struct mapped {
  char* base;
  size_t bytes;
} mapped;

static mapped map_for(size_t bytes, size_t alignment) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), padded = (bytes + alignment - 1) / alignment * alignment;
  return (mapped){NULL, (padded + page - 1) / page * page + page};
}

static void* fenced_alloc(void* user, size_t bytes, size_t alignment) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  mapped m = map_for(bytes, alignment);
  (void)user;
  m.base = mmap(NULL, m.bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (m.base == MAP_FAILED) return NULL;
  mprotect(m.base + m.bytes - page, page, PROT_NONE);
  return m.base + m.bytes - page - (bytes + alignment - 1) / alignment * alignment;
}

static void fenced_free(void* user, void* memory, size_t bytes, size_t alignment) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  mapped m = map_for(bytes, alignment);
  (void)user;
  m.base = (char*)memory + (bytes + alignment - 1) / alignment * alignment + page - m.bytes;
  munmap(m.base, m.bytes);
}

static dlopt_runtime* fenced_runtime(void) {
  dlopt_runtime_desc desc = runtime_defaults();
  desc.alloc = fenced_alloc, desc.free = fenced_free;
  return runtime_of(desc);
}

static fenced of_param, of_grad;

/* Every optional state a rule has: as many arrays as possible. */
static void keep_all_state(dlopt_optimizer* opt) {
  dlopt_optimizer_set(opt, DLOPT_HYPER_AMSGRAD, 1);
  dlopt_optimizer_set(opt, DLOPT_HYPER_CENTERED, 1);
  dlopt_optimizer_set(opt, DLOPT_HYPER_MOMENTUM, 0.5);
}

static void step_at(dlopt_rule rule, dlopt_dtype dtype, dlopt_dtype grad_dtype, int64_t n, int at_end) {
  dlopt_optimizer* opt = NULL;
  char* p = place(&of_param, (size_t)n * dtype_bytes(dtype), at_end);
  char* g = place(&of_grad, (size_t)n * dtype_bytes(grad_dtype), at_end);
  fill_any(p, dtype, (size_t)n, 1), fill_any(g, grad_dtype, (size_t)n, 2);
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
  keep_all_state(opt);
  declare(opt, dtype, n);
  dlopt_tensor param = vector(p, dtype, &n), grad = vector(g, grad_dtype, &n);
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc)); /* straight from the buffers */
  desc.max_norm = 1, desc.clip_value = 0.5, desc.flags = DLOPT_STEP_ZERO_GRADS;
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc)); /* through every pass that there is */
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void buffers_at_the_edge(const char* isa, void* context) {
  (void)context;
  printf("       %s\n", isa);
  fflush(stdout);
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (dlopt_dtype dtype = DLOPT_DTYPE_F64; dtype <= DLOPT_DTYPE_F32; dtype++)
      for (dlopt_dtype grad = DLOPT_DTYPE_F64; grad <= DLOPT_DTYPE_BF16; grad++)
        for (int64_t n = 1; n <= LONGEST; n++) step_at(rule, dtype, grad, n, 1), step_at(rule, dtype, grad, n, 0);
}

static void no_step_leaves_its_buffers(void) { for_each_isa(buffers_at_the_edge, NULL); }

static void clips_at_the_edge(const char* isa, void* context) {
  (void)isa, (void)context;
  for (dlopt_dtype dtype = DLOPT_DTYPE_F64; dtype <= DLOPT_DTYPE_BF16; dtype++)
    for (int64_t n = 1; n <= LONGEST; n++)
      for (int at_end = 0; at_end < 2; at_end++) {
        double norm;
        char* g = place(&of_grad, (size_t)n * dtype_bytes(dtype), at_end);
        fill_any(g, dtype, (size_t)n, 3);
        dlopt_tensor grad = vector(g, dtype, &n);
        CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 2, &norm, NULL));
        CHECK_OK(dlopt_grad_norm(NULL, &grad, 1, 3, &norm, NULL));
        CHECK_OK(dlopt_clip_norm(NULL, &grad, 1, 0.5, 2, DLOPT_CLIP_EXACT, &norm));
        CHECK_OK(dlopt_clip_value(NULL, &grad, 1, 0.25));
      }
}

/* Matrices of n elements, as far as n can be divided; with their parameters, which end at an edge too. */
static void units_at_the_edge(const char* isa, void* context) {
  (void)isa, (void)context;
  for (dlopt_dtype dtype = DLOPT_DTYPE_F64; dtype <= DLOPT_DTYPE_BF16; dtype++)
    for (int64_t n = 1; n <= LONGEST; n++)
      for (int at_end = 0; at_end < 2; at_end++) {
        const int64_t shape[] = {n % 3 ? n % 2 ? n : 2 : 3, n % 3 ? n % 2 ? 1 : n / 2 : n / 3};
        char* p = place(&of_param, (size_t)n * dtype_bytes(dtype), at_end);
        char* g = place(&of_grad, (size_t)n * dtype_bytes(dtype), at_end);
        dlopt_tensor param, grad;
        int64_t nonfinite;
        double value;
        fill_any(p, dtype, (size_t)n, 4), fill_any(g, dtype, (size_t)n, 5);
        CHECK_OK(dlopt_tensor_init(&param, sizeof param, p, dtype, 2, shape));
        CHECK_OK(dlopt_tensor_init(&grad, sizeof grad, g, dtype, 2, shape));
        CHECK_OK(dlopt_grad_unscale(NULL, &grad, 1, 0.5, &nonfinite));
        CHECK_OK(dlopt_grad_penalty(NULL, &param, &grad, 1, 0.5, 0.5, &value));
        CHECK_OK(dlopt_clip_agc(NULL, &param, &grad, 1, 0.5, 1e-3, 2, DLOPT_UNITS_LAST, NULL));
        CHECK_OK(dlopt_clip_agc(NULL, &param, &grad, 1, 0.25, 1e-3, 3, DLOPT_UNITS_FIRST, NULL));
        CHECK_OK(dlopt_grad_centralize(NULL, &grad, 1, 2));
        CHECK_OK(dlopt_clip_per_row(NULL, &grad, 1, 1e-3, 2, DLOPT_CLIP_EXACT, NULL));
        CHECK_OK(dlopt_clip_per_tensor(NULL, &grad, 1, 1e-4, 1, DLOPT_CLIP_EXACT, NULL));
      }
}

static void no_clip_leaves_its_buffers(void) {
  for_each_isa(clips_at_the_edge, NULL);
  for_each_isa(units_at_the_edge, NULL);
}

/* The library's own arrays end at a guard page: the step must not lean on slack behind them. */
static void states_at_the_edge(const char* isa, void* context) {
  dlopt_runtime* runtime = context;
  (void)isa;
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int64_t n = 1; n <= LONGEST; n += n < 70 ? 1 : 17) {
      dlopt_optimizer* opt = NULL;
      float p[LONGEST], g[LONGEST];
      fill_f32(p, LONGEST, 1), fill_f32(g, LONGEST, 2);
      REQUIRE_OK(dlopt_optimizer_create(runtime, rule, &opt));
      keep_all_state(opt);
      CHECK_OK(dlopt_optimizer_step_f32(opt, p, g, (size_t)n));
      CHECK_OK(dlopt_optimizer_destroy(opt));
    }
}

static void no_step_leaves_its_state(void) {
  dlopt_runtime* runtime = fenced_runtime();
  for_each_isa(states_at_the_edge, runtime);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

int main(void) {
  of_param = fence(), of_grad = fence();
  RUN(no_step_leaves_its_buffers);
  RUN(no_clip_leaves_its_buffers);
  RUN(no_step_leaves_its_state);
  return check_done("guard_pages");
}

#include "support.h"

#include "check.h"

#include <time.h>
#include <unistd.h>

/* ---- runtimes ------------------------------------------------------------------------------------------------------------------------ */

dlopt_runtime_desc runtime_defaults(void) {
  dlopt_runtime_desc desc;
  REQUIRE_OK(dlopt_runtime_desc_init(&desc, sizeof desc));
  return desc;
}

dlopt_runtime* runtime_of(dlopt_runtime_desc desc) {
  dlopt_runtime* runtime = NULL;
  REQUIRE_OK(dlopt_runtime_create(&desc, &runtime));
  return runtime;
}

dlopt_runtime* with_parallel_for(dlopt_parallel_for_fn fn, void* user) {
  dlopt_runtime_desc desc = runtime_defaults();
  desc.parallel_for = fn, desc.parallel_for_user = user;
  return runtime_of(desc);
}

/* ---- the ledger ------------------------------------------------------------------------------------------------------------------- */

/* Stands in front of each block. The pattern after the block tells when its edge was overwritten. */
typedef struct block {
  void* base;
  size_t bytes, alignment;
} block;
enum { EDGE_BYTES = 16, EDGE = 0xE7, FRESH = 0xA5, STALE = 0xDD };

static int must_fail(ledger* books) {
  long call = __atomic_add_fetch(&books->calls, 1, __ATOMIC_SEQ_CST);
  int fails = call == books->fail_at || (books->fail_from && call >= books->fail_from);
  if (fails) __atomic_add_fetch(&books->failed, 1, __ATOMIC_SEQ_CST);
  return fails;
}

static void* ledger_alloc(void* user, size_t bytes, size_t alignment) {
  ledger* books = user;
  int odd = bytes == 0 || alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > 4096;
  if (odd) __atomic_add_fetch(&books->faults, 1, __ATOMIC_SEQ_CST);
  if (must_fail(books)) return NULL;
  size_t lead = alignment > sizeof(block) ? alignment : sizeof(block);
  if (bytes > SIZE_MAX / 2) return NULL;
  char* base = malloc(lead + alignment + bytes + EDGE_BYTES);
  if (!base) return NULL;
  char* memory = base + lead;
  memory += (alignment - (uintptr_t)memory % alignment) % alignment;
  block head = {base, bytes, alignment};
  memcpy(memory - sizeof head, &head, sizeof head);
  memset(memory, FRESH, bytes);
  memset(memory + bytes, EDGE, EDGE_BYTES);
  __atomic_add_fetch(&books->live_blocks, 1, __ATOMIC_SEQ_CST);
  __atomic_add_fetch(&books->live_bytes, (long long)bytes, __ATOMIC_SEQ_CST);
  return memory;
}

static void ledger_free(void* user, void* memory, size_t bytes, size_t alignment) {
  ledger* books = user;
  block head;
  memcpy(&head, (char*)memory - sizeof head, sizeof head);
  int fault = head.bytes != bytes || head.alignment != alignment;
  for (size_t i = 0; i < EDGE_BYTES; i++) fault |= ((unsigned char*)memory)[head.bytes + i] != EDGE;
  if (fault) __atomic_add_fetch(&books->faults, 1, __ATOMIC_SEQ_CST);
  __atomic_sub_fetch(&books->live_blocks, 1, __ATOMIC_SEQ_CST);
  __atomic_sub_fetch(&books->live_bytes, (long long)head.bytes, __ATOMIC_SEQ_CST);
  memset(memory, STALE, head.bytes);
  free(head.base);
}

void ledger_install(ledger* books, dlopt_runtime_desc* desc) {
  desc->alloc = ledger_alloc;
  desc->free = ledger_free;
  desc->allocator_user = books;
}

dlopt_runtime* ledger_runtime(ledger* books, int32_t threads) {
  dlopt_runtime_desc desc = runtime_defaults();
  ledger_install(books, &desc);
  desc.threads = threads;
  return runtime_of(desc);
}

void ledger_rewind(ledger* books) { books->calls = books->fail_at = books->fail_from = books->failed = 0; }

/* ---- fingerprints ----------------------------------------------------------------------------------------------------------------- */

uint64_t hash_bytes(uint64_t hash, const void* data, size_t bytes) {
  const unsigned char* byte = data;
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ byte[i]) * UINT64_C(1099511628211);
  return hash;
}

static uint64_t hash_group(uint64_t hash, dlopt_optimizer* optimizer, int32_t group, int* exists) {
  *exists = 0;
  for (dlopt_hyper hyper = DLOPT_HYPER_LR; hyper <= DLOPT_HYPER_LR_PLACE; hyper++) {
    double value = 0;
    if (dlopt_optimizer_group_get(optimizer, group, hyper, &value) != DLOPT_OK) continue;
    *exists = 1;
    hash = hash_bytes(hash, &hyper, sizeof hyper);
    hash = hash_bytes(hash, &value, sizeof value);
  }
  return hash;
}

static uint64_t hash_state(uint64_t hash, dlopt_optimizer* optimizer, int32_t slot, const char* name) {
  dlopt_tensor view;
  memset(&view, 0, sizeof view);
  view.struct_size = sizeof view;
  dlopt_status status = dlopt_optimizer_state(optimizer, slot, name, &view);
  hash = hash_bytes(hash, &status, sizeof status);
  if (status != DLOPT_OK) return hash;
  size_t n = 1;
  for (int32_t i = 0; i < view.ndim; i++) n *= (size_t)view.shape[i];
  hash = hash_bytes(hash, view.shape, (size_t)view.ndim * sizeof *view.shape);
  return n ? hash_bytes(hash, view.data, n * dtype_bytes(view.dtype)) : hash;
}

static uint64_t hash_slot(uint64_t hash, dlopt_optimizer* optimizer, dlopt_rule rule, int32_t slot) {
  dlopt_stats stats;
  memset(&stats, 0, sizeof stats);
  stats.struct_size = sizeof stats;
  dlopt_status status = dlopt_optimizer_stats(optimizer, slot, NULL, NULL, &stats);
  hash = hash_bytes(hash, &status, sizeof status);
  hash = hash_bytes(hash, &stats.steps, sizeof stats.steps);
  hash = hash_bytes(hash, &stats.effective_lr, sizeof stats.effective_lr);
  hash = hash_bytes(hash, &stats.effective_weight_decay, sizeof stats.effective_weight_decay);
  for (int32_t i = 0; i < dlopt_rule_state_count(rule); i++) {
    dlopt_state_info info;
    info.struct_size = sizeof info;
    if (dlopt_rule_state_info(rule, i, &info) == DLOPT_OK) hash = hash_state(hash, optimizer, slot, info.name);
  }
  return hash;
}

uint64_t optimizer_hash(dlopt_optimizer* optimizer, dlopt_rule rule) {
  int64_t steps = dlopt_optimizer_steps(optimizer);
  int32_t slots = dlopt_optimizer_param_count(optimizer);
  uint64_t hash = hash_bytes(HASH_START, &steps, sizeof steps);
  hash = hash_bytes(hash, &slots, sizeof slots);
  int exists = 1;
  for (int32_t group = 0; exists; group++) hash = hash_group(hash, optimizer, group, &exists);
  for (int32_t slot = 0; slot < slots; slot++) hash = hash_slot(hash, optimizer, rule, slot);
  return hash;
}

/* ---- data ------------------------------------------------------------------------------------------------------------------------- */

static uint32_t next_bits(uint32_t* state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* Eight significant bits, so that every type, bf16 included, holds it exactly. */
static double next_number(uint32_t* state) {
  uint32_t bits = next_bits(state);
  double magnitude = (double)(128 + (bits & 127)) / 128.0 / (double)(1 << ((bits >> 7) & 7));
  return (bits >> 10) & 1 ? -magnitude : magnitude;
}

void fill_f32(float* out, size_t n, uint32_t seed) { fill_any(out, DLOPT_DTYPE_F32, n, seed); }
void fill_f64(double* out, size_t n, uint32_t seed) { fill_any(out, DLOPT_DTYPE_F64, n, seed); }

static uint16_t upper_half(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (uint16_t)(bits >> 16);
}

/* binary16 of a number that it holds exactly and that is normal there. */
static uint16_t exact_f16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (uint16_t)(((bits >> 16) & 0x8000u) | ((((bits >> 23) & 255u) - 112u) << 10) | ((bits >> 13) & 0x3ffu));
}

void fill_any(void* out, dlopt_dtype dtype, size_t n, uint32_t seed) {
  uint32_t state = seed * 2654435761u + 12345u;
  size_t size = dtype_bytes(dtype);
  for (size_t i = 0; i < n; i++) {
    double wide = next_number(&state);
    float single = (float)wide;
    uint16_t half = dtype == DLOPT_DTYPE_F16 ? exact_f16(single) : upper_half(single);
    const void* source = dtype == DLOPT_DTYPE_F64   ? (const void*)&wide
                         : dtype == DLOPT_DTYPE_F32 ? (const void*)&single
                                                    : (const void*)&half;
    memcpy((char*)out + i * size, source, size); /* out may be unaligned */
  }
}

size_t dtype_bytes(dlopt_dtype dtype) { return dtype == DLOPT_DTYPE_F64 ? 8 : dtype == DLOPT_DTYPE_F32 ? 4 : 2; }

dlopt_tensor vector(void* data, dlopt_dtype dtype, const int64_t* n) {
  dlopt_tensor tensor;
  CHECK_OK(dlopt_tensor_init(&tensor, sizeof tensor, data, dtype, 1, n));
  return tensor;
}

int32_t declare(dlopt_optimizer* optimizer, dlopt_dtype dtype, int64_t n) {
  dlopt_param_desc desc;
  int32_t slot = -1;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.dtype = dtype;
  desc.ndim = 1;
  desc.shape = &n;
  CHECK_OK(dlopt_optimizer_param_add(optimizer, &desc, &slot));
  return slot;
}

/* ---- the machine ------------------------------------------------------------------------------------------------------------------ */

int for_each_isa(isa_body body, void* context) {
  static const char* const names[] = {"scalar", "sse2", "avx2", "avx512", "neon"};
  int ran = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (dlopt_cpu_isa_force(names[i]) != DLOPT_OK) {
      printf("       %s left out: %s\n", names[i], dlopt_last_error());
      continue;
    }
    CHECK_TEXT(dlopt_cpu_isa(), names[i]);
    body(names[i], context);
    ran++;
  }
  CHECK_OK(dlopt_cpu_isa_force(NULL));
  CHECK_THAT(ran > 0, "at least one instruction set runs");
  return ran;
}

static long status_field(const char* name) {
  char line[256];
  long value = -1;
  FILE* file = fopen("/proc/self/status", "r");
  if (!file) return -1;
  while (fgets(line, sizeof line, file))
    if (strncmp(line, name, strlen(name)) == 0) value = atol(line + strlen(name));
  fclose(file);
  return value;
}

static int threads_now(void) {
  const struct timespec moment = {0, 1000000};
  nanosleep(&moment, NULL);
  return (int)status_field("Threads:");
}

int thread_count(int wanted) {
  int count = threads_now();
  for (int waited = 0; count != wanted && waited < 5000; waited++) count = threads_now();
  return count;
}

int settled_thread_count(void) {
  int count = threads_now();
  for (int same = 0, waited = 0; same < 200 && waited < 5000; waited++) {
    const int now = threads_now();
    same = now == count ? same + 1 : 0;
    count = now;
  }
  return count;
}

long resident_bytes(void) { return status_field("VmRSS:") * 1024; }

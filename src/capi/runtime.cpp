#include "core/runtime.h"

#include "core/structs.h"
#include "drivers/dispatch.h"

#include <new>

using namespace dlopt;

namespace {

constexpr int32_t kMostThreads = 1024;

dlopt_runtime_desc defaults() {
  dlopt_runtime_desc desc = {};
  desc.struct_size = sizeof desc;
  return desc;
}

dlopt_status check(const dlopt_runtime_desc& d) {
  if (!d.alloc != !d.free)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted alloc and free together or neither", d.alloc ? "free" : "alloc");
  if (d.threads < 0 || d.threads > kMostThreads)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "threads: got %d, wanted 0 to %d", d.threads, kMostThreads);
  if (d.parallel_for && d.threads > 0)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "threads: got %d beside parallel_for, wanted 0: one of the two runs the work", d.threads);
  return DLOPT_OK;
}

// Asks the caller's allocator for a small block, so that a broken one is found here and not in the middle of training.
dlopt_status try_allocator(const dlopt_runtime& r) {
  void* memory = r.alloc(r.allocator_user, kAlignment, kAlignment);
  if (!memory) return fail(DLOPT_ERR_OUT_OF_MEMORY, "alloc: got NULL for %zu bytes", kAlignment);
  const bool aligned = reinterpret_cast<uintptr_t>(memory) % kAlignment == 0;
  r.free(r.allocator_user, memory, kAlignment, kAlignment);
  return aligned ? DLOPT_OK
                 : fail(DLOPT_ERR_INVALID_ARGUMENT, "alloc: got a block that is not aligned to %zu bytes, as was asked", kAlignment);
}

void fill(dlopt_runtime& r, const dlopt_runtime_desc& d) {
  r.tag = kRuntimeTag;
  r.threads = d.threads;
  r.alloc = d.alloc ? d.alloc : default_runtime().alloc;
  r.free = d.free ? d.free : default_runtime().free;
  r.allocator_user = d.allocator_user;
  r.parallel_for = d.parallel_for;
  r.parallel_for_user = d.parallel_for_user;
  r.log = d.log;
  r.log_user = d.log_user;
}

dlopt_status start_workers(dlopt_runtime& r) {
  if (r.threads < 2) return DLOPT_OK;
  r.workers = make<pool>(r);
  if (!r.workers) return fail(DLOPT_ERR_OUT_OF_MEMORY, "threads: no memory for a pool");
  if (r.workers->start(r.threads - 1)) return DLOPT_OK;
  unmake(r, r.workers);
  return fail(DLOPT_ERR_OUT_OF_MEMORY, "threads: got %d, but the system does not start that many", r.threads);
}

} // namespace

dlopt_status dlopt_runtime_desc_init(dlopt_runtime_desc* desc, size_t struct_size) { return init(defaults(), desc, struct_size, "desc"); }

dlopt_status dlopt_runtime_create(const dlopt_runtime_desc* desc, dlopt_runtime** runtime) {
  if (!runtime) return fail(DLOPT_ERR_INVALID_ARGUMENT, "runtime: got NULL, wanted a place for the handle");
  *runtime = nullptr;
  dlopt_runtime_desc d = defaults();
  if (desc)
    if (dlopt_status status = take(desc, d, "desc")) return status;
  if (dlopt_status status = check(d)) return status;

  dlopt_runtime hooks = {};
  fill(hooks, d);
  if (dlopt_status status = try_allocator(hooks)) return status;
  void* memory = allocate(hooks, sizeof(dlopt_runtime));
  if (!memory) return fail(DLOPT_ERR_OUT_OF_MEMORY, "runtime: no memory for the handle");
  auto* r = new (memory) dlopt_runtime{};
  fill(*r, d);
  if (dlopt_status status = start_workers(*r)) {
    release(hooks, r, sizeof *r);
    return status;
  }
  log_line(*r, DLOPT_LOG_INFO, "dlopt %s: instruction set %s, %s", dlopt_version_string(), dlopt_cpu_isa(),
           r->parallel_for ? "parallel_for of the caller"
           : r->workers    ? "a pool of threads"
                           : "no threads");
  *runtime = r;
  return DLOPT_OK;
}

dlopt_status dlopt_runtime_destroy(dlopt_runtime* runtime) {
  if (!runtime) return DLOPT_OK;
  if (runtime->tag != kRuntimeTag) return fail(DLOPT_ERR_INVALID_ARGUMENT, "runtime: got no live runtime");
  if (runtime->handles.load() > 0)
    return fail(DLOPT_ERR_BUSY, "runtime: %lld handles made with it still live, wanted them destroyed first",
                (long long)runtime->handles.load());
  if (runtime->workers) runtime->workers->stop();
  unmake(*runtime, runtime->workers);
  bury(runtime->tag);
  const dlopt_free_fn free_memory = runtime->free;
  void* user = runtime->allocator_user;
  runtime->~dlopt_runtime();
  free_memory(user, runtime, sizeof *runtime, kAlignment);
  return DLOPT_OK;
}

const char* dlopt_cpu_isa(void) { return current_kernels().isa; }

dlopt_status dlopt_cpu_isa_force(const char* name) {
  const force_result result = force_kernels(name);
  if (result == force_result::done) return DLOPT_OK;
  if (result == force_result::unsupported)
    return fail(DLOPT_ERR_UNSUPPORTED, "name: got %s, which this processor cannot run", quoted(name).text());
  name_list names;
  for (int i = 0; built_kernels(i); ++i) names.add(built_kernels(i)->isa);
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted one of: %s", quoted(name).text(), names.text());
}

dlopt_status dlopt_cuda_device_count(int32_t* count) {
  if (!count) return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got NULL, wanted a place for the number");
  *count = 0;
  return fail(DLOPT_ERR_UNSUPPORTED, "cuda_device_count: this build has no CUDA back-end");
}

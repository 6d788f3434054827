#include "core/runtime.h"

#include "core/fp_mode.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace dlopt {

namespace {

// Large states sit on huge pages where the system offers them: up to a quarter faster in cache (fewer TLB misses).
constexpr size_t kHugePage = size_t(2) << 20;

void* default_alloc(void*, size_t bytes, size_t alignment) noexcept {
  const bool huge = bytes >= 2 * kHugePage;
  void* memory = nullptr;
  if (posix_memalign(&memory, huge ? kHugePage : alignment, bytes)) return nullptr;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (huge) madvise(memory, bytes, MADV_HUGEPAGE); // advice only: a refusal costs nothing but speed
#endif
  return memory;
}

void default_free(void*, void* memory, size_t, size_t) noexcept { std::free(memory); }

// Below this many elements a job is not shared, or not worth waking a worker for: to hand work to one that spins takes a fraction of a
// microsecond, but one that sleeps comes after some tens of them.
constexpr int64_t kWorthSharing = 4096;
constexpr int64_t kWorthWaking = int64_t{1} << 19;

dlopt_runtime default_instance = {kRuntimeTag, 0,       default_alloc, default_free, nullptr, nullptr,
                                  nullptr,     nullptr, nullptr,       nullptr,      nullptr, {0}};

// One task at most once, with the floating-point mode of who asked for it on whatever thread it runs.
struct guarded_job {
  bool flushes_denormals;
  dlopt_task_fn task;
  void* context;
  std::atomic<uint8_t>* ran;
  std::atomic<size_t> n_done;
  std::atomic<bool> repeated; // a task was run a second time; refused, but nothing else can be trusted either
};

void run_guarded(void* context, size_t task) noexcept {
  auto& job = *static_cast<guarded_job*>(context);
  if (job.ran[task].exchange(1)) return job.repeated.store(true);
  const fp_mode mode(job.flushes_denormals);
  job.task(job.context, task);
  job.n_done.fetch_add(1);
}

struct pooled_job {
  bool flushes_denormals;
  dlopt_task_fn task;
  void* context;
};

void run_pooled(void* context, size_t task) noexcept {
  const auto& job = *static_cast<pooled_job*>(context);
  const fp_mode mode(job.flushes_denormals);
  job.task(job.context, task);
}

} // namespace

dlopt_runtime& default_runtime() noexcept { return default_instance; }

void* allocate(dlopt_runtime& runtime, size_t bytes) noexcept {
  if (bytes == 0) bytes = 1;
  void* memory = runtime.alloc(runtime.allocator_user, bytes, kAlignment);
  if (memory && reinterpret_cast<uintptr_t>(memory) % kAlignment) {
    runtime.free(runtime.allocator_user, memory, bytes, kAlignment);
    return nullptr;
  }
  return memory;
}

void release(dlopt_runtime& runtime, void* memory, size_t bytes) noexcept {
  if (memory) runtime.free(runtime.allocator_user, memory, bytes ? bytes : 1, kAlignment);
}

void log_line(dlopt_runtime& runtime, dlopt_log_level level, const char* format, ...) noexcept {
  if (!runtime.log) return;
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  runtime.log(runtime.log_user, level, text);
}

bool run_parallel(dlopt_runtime& runtime, size_t n_tasks, int64_t work, dlopt_task_fn task, void* context,
                  std::atomic<uint8_t>* ran) noexcept {
  const bool flushes = fp_mode::flushes_denormals();
  if (n_tasks > 1 && runtime.parallel_for) {
    guarded_job job = {flushes, task, context, ran, {0}, {false}};
    for (size_t i = 0; i < n_tasks; ++i) ran[i].store(0, std::memory_order_relaxed);
    runtime.parallel_for(runtime.parallel_for_user, n_tasks, run_guarded, &job);
    return job.n_done.load() == n_tasks && !job.repeated.load();
  }
  const bool wakes = work >= kWorthWaking;
  if (n_tasks > 1 && runtime.workers && (wakes || (work >= kWorthSharing && runtime.workers->awake()))) {
    pooled_job job = {flushes, task, context};
    if (runtime.workers->run(n_tasks, run_pooled, &job, wakes)) return true;
  }
  const fp_mode mode(flushes);
  for (size_t i = 0; i < n_tasks; ++i) task(context, i);
  return true;
}

} // namespace dlopt

// The runtime behind a handle: memory, threads, log.
#pragma once

#include "core/pool.h"
#include "dlopt/runtime.h"

#include <atomic>
#include <new>

struct dlopt_runtime {
  uint32_t tag;
  int32_t threads;
  dlopt_alloc_fn alloc;
  dlopt_free_fn free;
  void* allocator_user;
  dlopt_parallel_for_fn parallel_for;
  void* parallel_for_user;
  dlopt_log_fn log;
  void* log_user;
  dlopt::pool* workers;            // nullptr: inline or parallel_for
  dlopt_runtime* owner;            // of one inside a placed optimizer: the caller's, which counts its handles; nullptr: itself
  std::atomic<int64_t> handles{0}; // that were made with it and still live
};

namespace dlopt {

inline constexpr uint32_t kRuntimeTag = 0x72746d31;

dlopt_runtime& default_runtime() noexcept;
inline dlopt_runtime& owner_of(dlopt_runtime& runtime) noexcept { return runtime.owner ? *runtime.owner : runtime; }
inline dlopt_runtime& runtime_or_default(dlopt_runtime* runtime) noexcept { return runtime ? *runtime : default_runtime(); }

// Memory from the runtime's allocator, aligned to 64 bytes; nullptr when there is none or the block is misaligned.
// 0 bytes give a valid block. release(nullptr) is fine; give the same number of bytes.
void* allocate(dlopt_runtime& runtime, size_t bytes) noexcept;
void release(dlopt_runtime& runtime, void* memory, size_t bytes) noexcept;

// Makes an object with the runtime's memory; nullptr when there is none.
template <class T, class... Arguments> T* make(dlopt_runtime& runtime, Arguments&... arguments) noexcept {
  void* memory = allocate(runtime, sizeof(T));
  return memory ? new (memory) T(arguments...) : nullptr;
}
template <class T> void unmake(dlopt_runtime& runtime, T* object) noexcept {
  if (!object) return;
  object->~T();
  release(runtime, object, sizeof(T));
}

// Marks a handle as dead so that a later use of it is told. Volatile: a plain store into an object that is about to end may be dropped.
inline void bury(uint32_t& tag) noexcept { static_cast<volatile uint32_t&>(tag) = 0; }

// The same for what callers hold: it bears the mark of its kind, and is counted.
template <class T, class... Arguments> T* make_handle(dlopt_runtime& runtime, uint32_t tag, Arguments&... arguments) noexcept {
  T* const handle = make<T>(runtime, arguments...);
  if (!handle) return nullptr;
  handle->tag = tag;
  owner_of(runtime).handles.fetch_add(1);
  return handle;
}
template <class T> void unmake_handle(dlopt_runtime& runtime, T* handle) noexcept {
  bury(handle->tag);
  unmake(runtime, handle);
  owner_of(runtime).handles.fetch_sub(1);
}

// Runs task(context, i) for every i in [0, n_tasks): by the caller's parallel_for, by the pool, or inline, as suits the amount of work.
// `work` is the number of elements behind all tasks. `ran` has room for n_tasks flags; it is used to catch a parallel_for that runs a task
// twice or not at all: false is returned then, and no task was run twice. Tasks flush denormals if this thread does.
bool run_parallel(dlopt_runtime& runtime, size_t n_tasks, int64_t work, dlopt_task_fn task, void* context,
                  std::atomic<uint8_t>* ran) noexcept;

// A line for the runtime's log; formatted only when there is one.
[[gnu::format(printf, 3, 4)]] void log_line(dlopt_runtime& runtime, dlopt_log_level level, const char* format, ...) noexcept;

// Lowest alignment that every block has.
inline constexpr size_t kAlignment = 64;

} // namespace dlopt

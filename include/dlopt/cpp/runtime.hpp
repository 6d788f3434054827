// dlopt/cpp/runtime.hpp - what the library may use of the process: threads, memory, a log, given as callables.
#ifndef DLOPT_CPP_RUNTIME_HPP
#define DLOPT_CPP_RUNTIME_HPP

#include "../runtime.h"

#include "enums.hpp"
#include "handle.hpp"

#include <new>

namespace dlopt {
inline namespace cpp {

/// A pool of count - 1 workers beside the caller; see dlopt_runtime_desc.
struct threads {
  int32_t count;
  void fill(dlopt_runtime_desc& desc) noexcept { desc.threads = count; }
};

/// One piece of a parallel job: call it once for each task.
class task {
public:
  task(dlopt_task_fn run, void* context) noexcept : run_(run), context_(context) {}
  void operator()(size_t number) const noexcept { run_(context_, number); }

private:
  dlopt_task_fn run_;
  void* context_;
};

namespace detail {

// Hooks end the program where they throw: nothing may leave a callback of a C library.

template <class Call> struct parallel_for_hook {
  Call call;
  void fill(dlopt_runtime_desc& desc) noexcept {
    desc.parallel_for = [](void* self, size_t count, dlopt_task_fn run, void* context) noexcept {
      static_cast<parallel_for_hook*>(self)->call(count, task(run, context));
    };
    desc.parallel_for_user = this;
  }
};

template <class Call> struct log_hook {
  Call call;
  void fill(dlopt_runtime_desc& desc) noexcept {
    desc.log = [](void* self, int32_t level, const char* text) noexcept {
      static_cast<log_hook*>(self)->call(static_cast<log_level>(level), text);
    };
    desc.log_user = this;
  }
};

template <class Allocate, class Free> struct allocator_hook {
  Allocate allocate;
  Free give_back;
  void fill(dlopt_runtime_desc& desc) noexcept {
    desc.alloc = [](void* self, size_t bytes, size_t alignment) noexcept -> void* {
      return static_cast<allocator_hook*>(self)->allocate(bytes, alignment);
    };
    desc.free = [](void* self, void* memory, size_t bytes, size_t alignment) noexcept {
      static_cast<allocator_hook*>(self)->give_back(memory, bytes, alignment);
    };
    desc.allocator_user = this;
  }
};

} // namespace detail

/// Your job system: call(size_t count, dlopt::task run) runs run(i) once for each i below count, and returns when all have returned.
template <class Call> detail::parallel_for_hook<Call> parallel_for(Call call) { return {static_cast<Call&&>(call)}; }
/// Your log: call(dlopt::log_level, const char* text).
template <class Call> detail::log_hook<Call> log(Call call) { return {static_cast<Call&&>(call)}; }
/// Your allocator: allocate(size_t bytes, size_t alignment) -> void*, give_back(void* memory, size_t bytes, size_t alignment).
template <class Allocate, class Free> detail::allocator_hook<Allocate, Free> allocator(Allocate allocate, Free give_back) {
  return {static_cast<Allocate&&>(allocate), static_cast<Free&&>(give_back)};
}

} // namespace cpp

inline namespace DLOPT_CPP_MODE {

/// dlopt_runtime. An empty one is the default runtime: no threads, malloc, silence. It must outlive what is made with it.
class runtime : public detail::owned<dlopt_runtime, dlopt_runtime_destroy> {
public:
  runtime() noexcept = default;
  runtime(runtime&& other) noexcept : owned(std::move(other)), kept_(std::exchange(other.kept_, nullptr)), forget_(other.forget_) {}
  runtime& operator=(runtime&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(kept_, other.kept_);
    std::swap(forget_, other.forget_);
    return *this;
  }
  /// While something made with it still lives, the runtime does too, and its callables with it.
  ~runtime() {
    if (dlopt_runtime_destroy(handle_) != DLOPT_OK) return;
    handle_ = nullptr;
    if (kept_) forget_(kept_);
  }

#ifndef DLOPT_NO_EXCEPTIONS
  /// dlopt_runtime_create: any of dlopt::threads, dlopt::parallel_for, dlopt::log and dlopt::allocator. The callables live as long as the
  /// runtime.
  template <class Hook, class... Hooks, class = decltype(&Hook::fill)>
  explicit runtime(Hook hook, Hooks... hooks) : runtime(make(std::move(hook), std::move(hooks)...)) {}
#endif
  template <class... Hooks> static outcome<runtime> make(Hooks... hooks) {
    using all = kept_hooks<Hooks...>;
    runtime made;
    all* kept = new (std::nothrow) all{std::move(hooks)...};
    if (!kept) return detail::refuse<runtime>(DLOPT_ERR_OUT_OF_MEMORY, "runtime: got no memory for %zu bytes of callables", sizeof(all));
    made.kept_ = kept;
    made.forget_ = [](void* what) noexcept { delete static_cast<all*>(what); };
    dlopt_runtime_desc desc;
    dlopt_status status = dlopt_runtime_desc_init(&desc, sizeof desc);
    (static_cast<Hooks*>(kept)->fill(desc), ...);
    if (status == DLOPT_OK) status = dlopt_runtime_create(&desc, &made.handle_);
    return detail::settle(status, std::move(made));
  }

private:
  template <class... Hooks> struct kept_hooks : Hooks... {};

  void* kept_ = nullptr;
  void (*forget_)(void*) noexcept = nullptr;
};

/// dlopt_cpu_isa: the instruction set whose loops run.
inline const char* cpu_isa() noexcept { return dlopt_cpu_isa(); }
/// dlopt_cpu_isa_force: lets the whole process use another.
inline outcome<void> force_cpu_isa(const char* name) { return detail::settle(dlopt_cpu_isa_force(name)); }
/// dlopt_cuda_device_count.
inline outcome<int32_t> cuda_device_count() {
  int32_t count = 0;
  const dlopt_status status = dlopt_cuda_device_count(&count);
  return detail::settle(status, count);
}

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

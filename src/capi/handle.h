// Handles of the caller: told from anything else by a tag, and used by one call at a time.
#pragma once

#include "core/fp_mode.h"
#include "core/last_error.h"
#include "core/optimizer.h"

namespace dlopt {

inline dlopt_status check_runtime(const dlopt_runtime* runtime) noexcept {
  return !runtime || runtime->tag == kRuntimeTag ? DLOPT_OK : fail(DLOPT_ERR_INVALID_ARGUMENT, "runtime: got no live runtime");
}

inline dlopt_status check_schedule(const dlopt_schedule* schedule) noexcept {
  if (!schedule) return fail(DLOPT_ERR_INVALID_ARGUMENT, "schedule: got NULL, wanted a schedule");
  return schedule->tag == kScheduleTag ? DLOPT_OK : fail(DLOPT_ERR_INVALID_ARGUMENT, "schedule: got no live schedule");
}

// Holds an optimizer, and the floating-point mode of the library, for the length of one call.
class use {
public:
  explicit use(dlopt_optimizer* optimizer) noexcept : optimizer_(optimizer) {
    if (!optimizer) status_ = fail(DLOPT_ERR_INVALID_ARGUMENT, "optimizer: got NULL, wanted an optimizer");
    else if (optimizer->tag != kOptimizerTag) status_ = fail(DLOPT_ERR_INVALID_ARGUMENT, "optimizer: got no live optimizer");
    else if (optimizer->busy.exchange(true, std::memory_order_acquire))
      status_ = fail(DLOPT_ERR_BUSY, "optimizer: another call is using it");
    else held_ = true;
  }
  ~use() {
    if (held_) optimizer_->busy.store(false, std::memory_order_release);
  }
  use(const use&) = delete;
  use& operator=(const use&) = delete;

  dlopt_status status() const noexcept { return status_; }
  // The caller frees the optimizer itself.
  void let_go() noexcept { held_ = false; }

private:
  fp_mode mode_;
  dlopt_optimizer* optimizer_;
  dlopt_status status_ = DLOPT_OK;
  bool held_ = false;
};

} // namespace dlopt

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

// Holds a small handle for the length of one call.
template <class Handle> class handle_use {
public:
  handle_use(Handle* handle, uint32_t tag, const char* name) noexcept : handle_(handle) {
    if (!handle) status_ = fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a %s", name, name);
    else if (handle->tag != tag) status_ = fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got no live %s", name, name);
    else if (handle->busy.exchange(true, std::memory_order_acquire)) status_ = fail(DLOPT_ERR_BUSY, "%s: another call is using it", name);
    else held_ = true;
  }
  ~handle_use() {
    if (held_) handle_->busy.store(false, std::memory_order_release);
  }
  handle_use(const handle_use&) = delete;
  handle_use& operator=(const handle_use&) = delete;

  dlopt_status status() const noexcept { return status_; }
  // The caller frees the handle itself.
  void let_go() noexcept { held_ = false; }

private:
  Handle* handle_;
  dlopt_status status_ = DLOPT_OK;
  bool held_ = false;
};

struct scaler_use : handle_use<dlopt_scaler> {
  explicit scaler_use(dlopt_scaler* scaler) noexcept : handle_use(scaler, kScalerTag, "scaler") {}
};

// Makes a call that uses a scaler, if there is one.
template <class Call> dlopt_status with_scaler(dlopt_scaler* scaler, Call call) noexcept {
  if (!scaler) return call();
  const scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_scaler(*scaler)) return status;
  return call();
}

// What a call has to do with a step in pieces.
enum class in_pieces { refused, wanted, allowed };

// Holds an optimizer, and the floating-point mode of the library, for the length of one call.
class use {
public:
  explicit use(dlopt_optimizer* optimizer, in_pieces pieces = in_pieces::refused) noexcept : optimizer_(optimizer) {
    if (!optimizer) status_ = fail(DLOPT_ERR_INVALID_ARGUMENT, "optimizer: got NULL, wanted an optimizer");
    else if (optimizer->tag != kOptimizerTag) status_ = fail(DLOPT_ERR_INVALID_ARGUMENT, "optimizer: got no live optimizer");
    else if (optimizer->busy.exchange(true, std::memory_order_acquire))
      status_ = fail(DLOPT_ERR_BUSY, "optimizer: another call is using it");
    else held_ = true;
    if (held_) status_ = check_pieces(pieces);
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
  dlopt_status check_pieces(in_pieces pieces) const noexcept {
    if (optimizer_->run.open && pieces == in_pieces::refused)
      return fail(DLOPT_ERR_STATE, "optimizer: a step in pieces is under way; wanted dlopt_optimizer_step_end or _step_abort first");
    if (!optimizer_->run.open && pieces == in_pieces::wanted)
      return fail(DLOPT_ERR_STATE, "optimizer: no step in pieces is under way; wanted dlopt_optimizer_step_begin first");
    return DLOPT_OK;
  }

  fp_mode mode_;
  dlopt_optimizer* optimizer_;
  dlopt_status status_ = DLOPT_OK;
  bool held_ = false;
};

} // namespace dlopt

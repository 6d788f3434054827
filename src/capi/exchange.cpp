#include "dlopt/exchange.h"

#include "capi/handle.h"
#include "core/state_copies.h"
#include "core/state_views.h"
#include "core/structs.h"

using namespace dlopt;

namespace {

constexpr int64_t kMostCounted = int64_t(1) << 62; // so far below the end that counting on is safe

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
}

// Makes call(count) with the count of steps of a parameter, or of the optimizer.
template <class Call> dlopt_status with_count(dlopt_optimizer* optimizer, int32_t slot, Call call) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (slot == DLOPT_SLOT_ALL) return call(optimizer->steps);
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  return call(optimizer->slots[size_t(slot)].steps);
}

} // namespace

dlopt_status dlopt_optimizer_state_get(dlopt_optimizer* optimizer, int32_t slot, const char* name, const dlopt_tensor* to) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_has_states(*optimizer)) return status;
  return copy_state_out(*optimizer, slot, name, to);
}

dlopt_status dlopt_optimizer_state_set(dlopt_optimizer* optimizer, int32_t slot, const char* name, const dlopt_tensor* from,
                                       uint32_t flags) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_whole(*optimizer)) return status;
  return copy_state_in(*optimizer, slot, name, from, flags);
}

dlopt_status dlopt_optimizer_state_started(dlopt_optimizer* optimizer, int32_t slot, const char* name, int32_t* started) {
  if (!started) return no_place("started");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_has_states(*optimizer)) return status;
  bool has = false;
  if (dlopt_status status = has_state_started(*optimizer, slot, name, has)) return status;
  *started = has;
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_steps_get(dlopt_optimizer* optimizer, int32_t slot, int64_t* steps) {
  if (!steps) return no_place("steps");
  return with_count(optimizer, slot, [&](int64_t count) {
    *steps = count;
    return dlopt_status(DLOPT_OK);
  });
}

dlopt_status dlopt_optimizer_steps_set(dlopt_optimizer* optimizer, int32_t slot, int64_t steps) {
  return with_count(optimizer, slot, [&](int64_t& count) {
    if (steps < 0 || steps > kMostCounted)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "steps: got %lld, wanted 0 to %lld", (long long)steps, (long long)kMostCounted);
    count = steps;
    return dlopt_status(DLOPT_OK);
  });
}

dlopt_status dlopt_optimizer_param_info(dlopt_optimizer* optimizer, int32_t slot, dlopt_param_desc* desc) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  return give(description_of(optimizer->slots[size_t(slot)]), desc, "desc");
}

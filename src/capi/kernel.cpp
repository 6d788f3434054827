#include "dlopt/kernel.h"

#include "capi/handle.h"
#include "core/kernel_call.h"
#include "core/structs.h"
#include "drivers/dispatch.h"

#include <cmath>

using namespace dlopt;

namespace {

dlopt_kernel_buffers buffer_defaults() {
  dlopt_kernel_buffers b = {};
  b.struct_size = sizeof b;
  b.dtype = b.grad_dtype = b.delta_dtype = DLOPT_DTYPE_F32;
  b.grad_factor = b.lr_scale = b.decay_scale = 1;
  b.clip_value = INFINITY;
  b.param_stride = b.grad_stride = b.delta_stride = 1;
  return b;
}

dlopt_status read_rule(dlopt_rule rule, const dlopt_hyper_value* hypers, size_t count, const rule_info*& info, hyper_values& h) {
  info = find_rule(rule);
  if (!info) return fail(DLOPT_ERR_INVALID_ARGUMENT, "rule: got %d, wanted 1 to %d", rule, rule_count());
  return read_hypers(*info, hypers, count, h);
}

} // namespace

dlopt_status dlopt_kernel_buffers_init(dlopt_kernel_buffers* buffers, size_t struct_size) {
  return init(buffer_defaults(), buffers, struct_size, "buffers");
}

dlopt_status dlopt_kernel_states(dlopt_rule rule, const dlopt_hyper_value* hypers, size_t count, uint32_t* kept, double* initial) {
  if (!kept) return fail(DLOPT_ERR_INVALID_ARGUMENT, "kept: got NULL, wanted a place for the result");
  const rule_info* info = nullptr;
  hyper_values h;
  if (dlopt_status status = read_rule(rule, hypers, count, info, h)) return status;
  *kept = states_in_use(*info, h);
  for (int32_t k = 0; initial && k < info->n_states; ++k) initial[k] = initial_value(*info, h, k);
  return DLOPT_OK;
}

dlopt_status dlopt_kernel_apply(dlopt_runtime* runtime, dlopt_rule rule, const dlopt_hyper_value* hypers, size_t count, int64_t step,
                                const dlopt_kernel_buffers* buffers, int64_t first, int64_t past, void* stream) {
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (stream) return fail(DLOPT_ERR_UNSUPPORTED, "stream: got one, wanted NULL: the buffers are on the CPU");
  dlopt_kernel_buffers b = buffer_defaults();
  if (dlopt_status status = take(buffers, b, "buffers")) return status;
  const fp_mode mode(b.flags & DLOPT_STEP_FLUSH_DENORMALS);
  const rule_info* info = nullptr;
  hyper_values h;
  if (dlopt_status status = read_rule(rule, hypers, count, info, h)) return status;
  kernel_call call(*info, b);
  if (dlopt_status status = call.check(h, step)) return status;
  if (first < 0 || past < first || past > b.n)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "range: got %lld to %lld, wanted one within 0 to %lld", (long long)first, (long long)past,
                (long long)b.n);
  if (first == past) return DLOPT_OK;
  call.settle(h, step);
  call.apply(current_kernels(), first, past);
  return DLOPT_OK;
}

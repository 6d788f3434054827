#include "dlopt/tensor.h"

#include "core/shape.h"
#include "core/structs.h"

using namespace dlopt;

dlopt_status dlopt_tensor_init(dlopt_tensor* tensor, size_t struct_size, void* data, dlopt_dtype dtype, int32_t ndim,
                               const int64_t* shape) {
  if (ndim < 0 || ndim > DLOPT_MAX_DIMS) return fail(DLOPT_ERR_INVALID_ARGUMENT, "ndim: got %d, wanted 0 to %d", ndim, DLOPT_MAX_DIMS);
  if (ndim > 0 && !shape) return fail(DLOPT_ERR_INVALID_ARGUMENT, "shape: got NULL, wanted %d sizes", ndim);
  if (dtype < DLOPT_DTYPE_F64 || dtype > DLOPT_DTYPE_I32)
    return fail(DLOPT_ERR_DTYPE, "dtype: got %d, wanted %d (f64) to %d (i32)", dtype, DLOPT_DTYPE_F64, DLOPT_DTYPE_I32);
  const dlopt_tensor made = {uint32_t(struct_size), dtype, ndim, DLOPT_DEVICE_CPU, 0, 0, data, shape, nullptr};
  return init(made, tensor, struct_size, "tensor");
}

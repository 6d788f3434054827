#include "core/shape.h"

#include "core/structs.h"

#include <cstdio>

namespace dlopt {

const char* dtype_name(dlopt_dtype dtype) noexcept {
  static constexpr const char* names[] = {"?", "f64", "f32", "f16", "bf16", "i8", "u8", "i16", "i32"};
  return names[dtype >= DLOPT_DTYPE_F64 && dtype <= DLOPT_DTYPE_I32 ? dtype : 0];
}

dlopt_status check_gradient_dtype(dlopt_dtype dtype, argument what) noexcept {
  if (dtype >= DLOPT_DTYPE_F64 && dtype <= DLOPT_DTYPE_BF16) return DLOPT_OK;
  return fail(DLOPT_ERR_DTYPE, "dtype of %s: got %d (%s), wanted f64, f32, f16 or bf16", argument_text(what).text(), dtype,
              dtype_name(dtype));
}

dlopt_status count_elements(const int64_t* shape, int32_t ndim, argument what, int64_t& numel) noexcept {
  if (ndim < 0 || ndim > DLOPT_MAX_DIMS)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "ndim of %s: got %d, wanted 0 to %d", argument_text(what).text(), ndim, DLOPT_MAX_DIMS);
  if (ndim > 0 && !shape)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "shape of %s: got NULL, wanted %d sizes", argument_text(what).text(), ndim);
  bool empty = false, fits = true;
  int64_t product = 1;
  for (int32_t d = 0; d < ndim; ++d) {
    if (shape[d] < 0)
      return fail(DLOPT_ERR_SHAPE, "shape of %s: got size %lld in dimension %d, wanted 0 or more", argument_text(what).text(),
                  (long long)shape[d], d);
    empty |= shape[d] == 0;
    fits = fits && !__builtin_mul_overflow(product, shape[d], &product);
  }
  if (!empty && !fits)
    return fail(DLOPT_ERR_SHAPE, "shape of %s: got %s, wanted a product below 2^63", argument_text(what).text(),
                shape_text(shape, ndim).text());
  numel = empty ? 0 : product;
  return DLOPT_OK;
}

dlopt_status check_device(dlopt_device_type type, int32_t id, argument what) noexcept {
  if (type == DLOPT_DEVICE_CUDA)
    return fail(DLOPT_ERR_UNSUPPORTED, "device_type of %s: got CUDA, wanted CPU: this build has no CUDA back-end",
                argument_text(what).text());
  if (type != DLOPT_DEVICE_CPU)
    return fail(DLOPT_ERR_DEVICE, "device_type of %s: got %d, wanted %d (CPU)", argument_text(what).text(), type, DLOPT_DEVICE_CPU);
  if (id != 0) return fail(DLOPT_ERR_DEVICE, "device_id of %s: got %d, wanted 0 on the CPU", argument_text(what).text(), id);
  return DLOPT_OK;
}

dlopt_status check_tensor(const dlopt_tensor& t, argument what, int64_t& numel) noexcept {
  if (dlopt_status status = check_device(t.device_type, t.device_id, what)) return status;
  if (t.reserved) return fail(DLOPT_ERR_UNSUPPORTED, "reserved of %s: got %u, wanted 0", argument_text(what).text(), t.reserved);
  if (dlopt_status status = count_elements(t.shape, t.ndim, what, numel)) return status;
  return t.strides && numel ? check_strides(t, what) : DLOPT_OK;
}

dlopt_status check_size(const dlopt_tensor& t, const dlopt_tensor& first, const char* what, size_t index) noexcept {
  if (t.struct_size != first.struct_size)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of %s[%zu]: got %u, wanted %u, as in the first", what, index, t.struct_size,
                first.struct_size);
  dlopt_tensor known;
  return t.struct_size == sizeof known ? DLOPT_OK : take(&t, known, what);
}

argument_text::argument_text(argument a) noexcept { std::snprintf(text_, sizeof text_, a.index < 0 ? "%s" : "%s[%td]", a.name, a.index); }

shape_text::shape_text(const int64_t* shape, int32_t ndim) noexcept {
  size_t length = size_t(std::snprintf(text_, sizeof text_, "["));
  for (int32_t d = 0; d < ndim && length + 24 < sizeof text_; ++d)
    length += size_t(std::snprintf(text_ + length, sizeof text_ - length, d ? ", %lld" : "%lld", (long long)shape[d]));
  std::snprintf(text_ + length, sizeof text_ - length, "]");
}

} // namespace dlopt

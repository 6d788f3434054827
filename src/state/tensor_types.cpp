#include "state/tensor_types.h"

namespace dlopt {

namespace {

constexpr tensor_type kTypes[] = {
    {"F64", 8, DLOPT_DTYPE_F64},
    {"F32", 4, DLOPT_DTYPE_F32},
    {"F16", 2, DLOPT_DTYPE_F16},
    {"BF16", 2, DLOPT_DTYPE_BF16},
    {"I8", 1, DLOPT_DTYPE_I8},
    {"U8", 1, DLOPT_DTYPE_U8},
    {"I16", 2, DLOPT_DTYPE_I16},
    {"I32", 4, DLOPT_DTYPE_I32},
    {"I64", 8, 0},
    {"U64", 8, 0},
    {"U32", 4, 0},
    {"U16", 2, 0},
    {"BOOL", 1, 0},
    {"F8_E5M2", 1, 0},
    {"F8_E4M3", 1, 0},
};

} // namespace

const tensor_type* find_type(text_piece name) noexcept {
  for (const tensor_type& type : kTypes)
    if (name.is(type.name)) return &type;
  return nullptr;
}

const tensor_type& type_of(dlopt_dtype dtype) noexcept {
  static_assert(kTypes[DLOPT_DTYPE_F64 - 1].dtype == DLOPT_DTYPE_F64 && kTypes[DLOPT_DTYPE_I32 - 1].dtype == DLOPT_DTYPE_I32);
  return kTypes[dtype - 1];
}

} // namespace dlopt

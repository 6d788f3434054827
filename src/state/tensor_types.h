// The element types of safetensors, and which of them are dlopt's.
#pragma once

#include "dlopt/tensor.h"
#include "state/text.h"

namespace dlopt {

struct tensor_type {
  const char* name;
  int64_t bytes;
  dlopt_dtype dtype; // 0: none of dlopt's, only to be left out
};

const tensor_type* find_type(text_piece name) noexcept; // nullptr: unknown
const tensor_type& type_of(dlopt_dtype dtype) noexcept;

} // namespace dlopt

// Which dimensions of a parameter a second moment is factored into.
#pragma once

#include "rules/rule.h"

namespace dlopt {

inline constexpr factored_dims kNotFactored = {-1, -1};

// Two dimensions of which the rows lie along the second.
inline factored_dims factored_into(tensor_shape shape, int32_t down, int32_t across, double least) {
  const bool large = double(shape.sizes[down]) >= least && double(shape.sizes[across]) >= least;
  return large ? factored_dims{across, down} : kNotFactored;
}

inline factored_dims last_dims(tensor_shape shape, double least) {
  return shape.ndim < 2 ? kNotFactored : factored_into(shape, shape.ndim - 2, shape.ndim - 1, least);
}

// The rows lie along the largest; of equal ones the last counts as larger.
inline factored_dims largest_dims(tensor_shape shape, double least) {
  if (shape.ndim < 2) return kNotFactored;
  int32_t largest = 0, second = -1;
  for (int32_t d = 1; d < shape.ndim; ++d) {
    if (shape.sizes[d] >= shape.sizes[largest]) second = largest, largest = d;
    else if (second < 0 || shape.sizes[d] >= shape.sizes[second]) second = d;
  }
  return factored_into(shape, second, largest, least);
}

inline factored_dims leading_dims(tensor_shape shape, double least) {
  const factored_dims first = shape.ndim > 2 ? factored_into(shape, 0, 1, least) : kNotFactored;
  return first.across >= 0 ? first : last_dims(shape, least);
}

inline factored_dims dims_by(dlopt_hyper form, tensor_shape shape, double least) {
  switch (form) {
  case DLOPT_FACTORED_LAST: return last_dims(shape, least);
  case DLOPT_FACTORED_LARGEST: return largest_dims(shape, least);
  case DLOPT_FACTORED_LEADING: return leading_dims(shape, least);
  default: return kNotFactored;
  }
}

} // namespace dlopt

// Sharpness-aware minimisation (Foret et al. 2021, eq. 2): the gradient of the step is taken at w + RHO g / (|g| + EPS), the norm being
// that of all parameters together. ADAPTIVE: ASAM (Kwon et al. 2021, eq. 4): w + RHO T^2 g / (|T g| + EPS), T = |w| + ETA for each element;
// the paper applies it to weights with ETA 0.01. pytorch_optimizer's SAM has the same EPS, and ETA 0 with its adaptive.
#pragma once

#include "wrappers/wrapper_kind.h"

namespace dlopt {

struct sam_wrapper {
  static constexpr hyper_row fields[] = {
      {DLOPT_WRAP_RHO, DLOPT_KIND_REAL, "rho", 0.05, 0, kLargestAmount, "how far the parameters are moved"},
      {DLOPT_WRAP_EPS, DLOPT_KIND_REAL, "eps", 1e-12, 0, kLargestAmount, "added to the norm"},
      {DLOPT_WRAP_ADAPTIVE, DLOPT_KIND_FLAG, "adaptive", 0, 0, 1, "measure distance by the size of each element: ASAM"},
      {DLOPT_WRAP_ETA, DLOPT_KIND_REAL, "eta", 0.01, 0, kLargestAmount, "adaptive: added to the size of each element"},
  };
  static constexpr const char* array = "sam_param";
  static const char* conflict(const wrap_values&) { return nullptr; }
};

} // namespace dlopt

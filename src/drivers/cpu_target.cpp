// All loops of one instruction set. CMake compiles this file once for each, with that set's flags and DLOPT_ISA set to its name; the only
// symbol that an object exports is its table. Nothing here may call an inline function of another header out of line (see lanes/number.h).
#include "drivers/conversion.h"
#include "drivers/elementwise.h"
#include "drivers/mastering.h"
#include "drivers/placing.h"
#include "drivers/reduction.h"
#include "drivers/spreading.h"
#include "drivers/state_coding.h"
#include "drivers/wrapping.h"
#include "rules/rules.def"

#define DLOPT_JOIN2(a, b) a##b
#define DLOPT_JOIN(a, b) DLOPT_JOIN2(a, b)

namespace dlopt {
namespace {

// What the compiler says it compiles for, not what the build meant to ask for.
constexpr const char* compiled_isa() {
#if defined(DLOPT_SCALAR)
  return "scalar";
#elif defined(__AVX512F__)
  return "avx512";
#elif defined(__AVX2__)
  return "avx2";
#elif defined(__SSE2__)
  return "sse2";
#elif defined(__ARM_NEON)
  return "neon";
#else
  return "scalar";
#endif
}

template <class T> update_fn<T> find_update(dlopt_rule rule, uint32_t used) {
  switch (rule) {
#define DLOPT_RULE(number, NAME, rule)                                                                                                     \
  case number:                                                                                                                             \
    return find_variant<dlopt::rule, T>(used);
#include "rules/rules.def"
#undef DLOPT_RULE
  default: return nullptr;
  }
}

template <class T> measure_fn<T> find_measure(dlopt_rule rule, uint32_t used) {
  switch (rule) {
#define DLOPT_RULE(number, NAME, rule)                                                                                                     \
  case number:                                                                                                                             \
    return find_measure_variant<dlopt::rule, T>(used);
#include "rules/rules.def"
#undef DLOPT_RULE
  default: return nullptr;
  }
}

template <class T> steps_fn<T> find_steps(dlopt_rule rule, uint32_t used) {
  switch (rule) {
#define DLOPT_RULE(number, NAME, rule)                                                                                                     \
  case number:                                                                                                                             \
    return find_steps_variant<dlopt::rule, T>(used);
#include "rules/rules.def"
#undef DLOPT_RULE
  default: return nullptr;
  }
}

template <class T> deviation_fn<T> find_deviations(dlopt_rule rule, uint32_t used, int32_t moment) {
  switch (rule) {
#define DLOPT_RULE(number, NAME, rule)                                                                                                     \
  case number:                                                                                                                             \
    return find_deviations_variant<dlopt::rule, T>(used, moment);
#include "rules/rules.def"
#undef DLOPT_RULE
  default: return nullptr;
  }
}

template <class T> constexpr typed_kernels<T> kernels_of() {
  return {{nullptr, decode<double, T>, decode<float, T>, decode<f16, T>, decode<bf16, T>},
          {nullptr, encode<double, T>, encode<float, T>, encode<f16, T>, encode<bf16, T>},
          scale<T>,
          limit<T>,
          mix<T>,
          add_terms<square, T>,
          add_terms<magnitude, T>,
          largest<T>,
          count_nonfinite<T>,
          add_terms<itself, T>,
          subtract<T>,
          add_penalty<T>,
          placing_of<T>(),
          spreading_of<T>(),
          wrapping_of<T>()};
}

} // namespace

extern const kernels DLOPT_JOIN(kernels_, DLOPT_ISA);
constexpr kernels DLOPT_JOIN(kernels_, DLOPT_ISA) = {
    compiled_isa(),         kernels_of<float>(),     kernels_of<double>(), mastering_of(),    find_update<float>,
    find_update<double>,    find_measure<float>,     find_measure<double>, find_steps<float>, find_steps<double>,
    find_deviations<float>, find_deviations<double>, state_kernels_of()};

} // namespace dlopt

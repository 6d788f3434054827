// What is kept of parameters of 16 bits beside their own bits, and how they are read and written.
#pragma once

#include "core/last_error.h"
#include "core/runtime.h"
#include "dlopt/tensor.h"
#include "drivers/parameters.h"

struct dlopt_optimizer;

namespace dlopt {

struct slot;

dlopt_status check_master(dlopt_master master, dlopt_dtype dtype) noexcept;

// As of a parameter that has not taken a step. false: no memory, or the bytes do not fit; then there is nothing to release.
[[nodiscard]] bool allocate_beside(const dlopt_optimizer& o, slot& s) noexcept;
void release_beside(dlopt_runtime& runtime, slot& s) noexcept;

// The array that a slot's master keeps.
struct beside_info {
  const char* name; // nullptr: none
  dlopt_dtype dtype;
};
beside_info beside_of(const slot& s) noexcept;

// How a slot's parameter is read, and written at the coming step by what is named.
parameter_storage storage_of(const dlopt_optimizer& o, size_t index, const element_spacing& spacing, rounded_array by) noexcept;

} // namespace dlopt

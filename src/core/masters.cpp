#include "core/masters.h"

#include "core/gaps.h"
#include "core/optimizer.h"

#include <cstring>

namespace dlopt {

namespace {

struct master_form {
  const char* name;
  const char* array; // nullptr: none
  dlopt_dtype dtype; // of the array; 0: the parameter's
};

constexpr master_form kForms[] = {
    {"none", nullptr, 0},       {"full", "master", DLOPT_DTYPE_F32}, {"split", "master_remainder", DLOPT_DTYPE_I16},
    {"stochastic", nullptr, 0}, {"kahan", "kahan_comp", 0},
};

constexpr int32_t kFormCount = int32_t(sizeof kForms / sizeof *kForms);

// Behind the large arrays of the wrappers, whose places differ from each other's; see offset_of in wrappers.cpp.
size_t offset_of(size_t bytes) noexcept {
  const size_t gap = gap_before(bytes);
  return gap > kPage ? size_t(kMaxStates + kMostWrappers) * gap : 0;
}

} // namespace

dlopt_status check_master(dlopt_master master, dlopt_dtype dtype) noexcept {
  if (master < 0 || master >= kFormCount) return fail(DLOPT_ERR_INVALID_ARGUMENT, "master: got %d, wanted 0 to %d", master, kFormCount - 1);
  const bool is_half = dtype == DLOPT_DTYPE_BF16 || dtype == DLOPT_DTYPE_F16;
  if (master != DLOPT_MASTER_NONE && !is_half)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "master: got %s for a parameter of %s, wanted none", kForms[master].name, dtype_name(dtype));
  if (master == DLOPT_MASTER_SPLIT && dtype != DLOPT_DTYPE_BF16)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "master: got split for a parameter of %s, wanted one of bf16, or full, stochastic or kahan",
                dtype_name(dtype));
  return DLOPT_OK;
}

bool allocate_beside(const dlopt_optimizer& o, slot& s) noexcept {
  size_t bytes;
  if (__builtin_mul_overflow(size_t(room_of(s)), size_t(bytes_beside(s.master)), &bytes)) return false;
  if (!bytes) return true;
  const size_t offset = offset_of(bytes);
  if (__builtin_add_overflow(bytes, offset, &bytes) || bytes > PTRDIFF_MAX) return false;
  if (!allocate_block(o, bytes, s.beside_memory)) return false;
  if (!s.beside_memory.memory) return true;
  s.beside = static_cast<char*>(s.beside_memory.memory) + offset;
  std::memset(s.beside, 0, bytes - offset);
  return true;
}

void release_beside(dlopt_runtime& runtime, slot& s) noexcept {
  release(runtime, s.beside_memory.memory, s.beside_memory.bytes);
  s.beside_memory = {nullptr, 0};
  s.beside = nullptr;
}

beside_info beside_of(const slot& s) noexcept {
  const master_form& form = kForms[s.master];
  return {form.array, form.dtype ? form.dtype : s.dtype};
}

parameter_storage storage_of(const dlopt_optimizer& o, size_t index, const element_spacing& spacing, rounded_array by) noexcept {
  const slot& s = o.slots[index];
  parameter_storage storage = {s.dtype, s.master, s.beside, {}, 0, spacing};
  if (s.master == DLOPT_MASTER_STOCHASTIC) {
    const auto seed = uint64_t(o.groups[size_t(s.group)].set[DLOPT_HYPER_SEED]);
    storage.rounding = make_position_key(seed, s.stream, uint64_t(o.steps) + 1, by);
  }
  return storage;
}

} // namespace dlopt

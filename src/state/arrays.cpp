#include "state/arrays.h"

#include "drivers/staging.h"

namespace dlopt {

namespace {

class lister {
public:
  // nullptr: only counts them.
  lister(const dlopt_optimizer& o, array<kept_array_info>* to) noexcept : o_(o), to_(to) {}

  size_t list_all() noexcept {
    for (size_t i = 0; i < o_.slots.count(); ++i)
      if (!o_.slots[i].removed) list_slot(i);
    list_shared();
    return count_;
  }

private:
  void list_slot(size_t index) noexcept {
    slot_ = index;
    const slot& s = o_.slots[index];
    for (int32_t k = 0; k < o_.rule.n_states; ++k)
      if (s.allocated >> k & 1u) list_state(s, k);
    for (int32_t k = 0; k < o_.rule.n_numbers; ++k) add(o_.rule.numbers[k].name, DLOPT_DTYPE_F64, 0, nullptr, s.numbers + k);
    if (const beside_info beside = beside_of(s); beside.name) add(beside.name, beside.dtype, s.ndim, s.shape, s.beside);
    if (const row_ages* rows = ages_of(s)) {
      add("row_age", DLOPT_DTYPE_I32, 1, s.shape, rows->ages, kept_values::bits);
      add("row_late", DLOPT_DTYPE_U8, 1, s.shape, rows->late, kept_values::late);
    }
    list_factors(s);
    list_wrapped(s);
  }

  void list_shared() noexcept {
    slot_ = kSharedNumbers;
    for (int32_t k = 0; k < o_.rule.n_shared; ++k)
      add(o_.rule.shared[k].name, DLOPT_DTYPE_F64, 0, nullptr, const_cast<double*>(o_.shared + k));
  }

  void list_state(const slot& s, int32_t k) noexcept {
    const state_row& row = o_.rule.states[k];
    const state_code code = code_of(o_.rule, s, k);
    int32_t ndim = 0;
    const int64_t* const sizes = sizes_of(o_.rule, s, k, ndim);
    const dlopt_dtype dtype = dtype_of(code, s.arithmetic);
    add(row.name, dtype, ndim, sizes, s.states[k],
        has_scales(code)                ? kept_values::bits
        : is_never_negative(o_.rule, k) ? kept_values::positive
                                        : kept_values::any);
    if (!has_scales(code)) return;
    kept_array_info& scales = add(row.name, DLOPT_DTYPE_F32, 1, s.blocks, scales_of(o_.rule, s, k), kept_values::positive);
    scales.ending = "_absmax";
    scales.block = kStateBlock;
  }
  void list_factors(const slot& s) noexcept {
    const void* const factors[] = {s.lr_scales, s.decay_scales};
    const char* const names[] = {"lr_scales", "decay_scales"};
    for (int i = 0; i < 2; ++i) {
      if (!factors[i]) continue;
      add(names[i], s.arithmetic, 1, &s.scale_period, const_cast<void*>(factors[i]), kept_values::positive).configured = true;
    }
  }
  void list_wrapped(const slot& s) noexcept {
    for (int32_t k = 0; k < o_.wraps.count; ++k) {
      if (!(o_.wraps.slots[slot_].filled >> k & 1u)) continue;
      add(find_wrapper(o_.wraps.all[k].kind)->array, s.arithmetic, s.ndim, s.shape, kept_array(o_, slot_, k)).wrapper = k;
    }
  }

  kept_array_info& add(const char* name, dlopt_dtype dtype, int32_t ndim, const int64_t* shape, void* data,
                       kept_values values = kept_values::any) noexcept {
    bool empty = false;
    int64_t count = 1;
    for (int32_t d = 0; d < ndim; ++d) empty |= shape[d] == 0;
    for (int32_t d = 0; d < ndim; ++d) count = empty ? 0 : count * shape[d];
    counted_ = {slot_, name, "", dtype, ndim, shape, data, size_t(count * type_of(dtype).bytes), values, count_++, false, -1, 1};
    if (!to_) return counted_;
    to_->add(counted_);
    return (*to_)[to_->count() - 1];
  }

  const dlopt_optimizer& o_;
  array<kept_array_info>* to_;
  kept_array_info counted_ = {};
  size_t slot_ = 0, count_ = 0;
};

} // namespace

bool list_arrays(const dlopt_optimizer& o, array<kept_array_info>& all) noexcept {
  if (!all.reserve(lister(o, nullptr).list_all())) return false;
  lister(o, &all).list_all();
  return true;
}

key_text tensor_name(const kept_array_info& its, const char* param) noexcept {
  key_text name(its.slot == kSharedNumbers ? "shared/" : param);
  if (its.slot != kSharedNumbers) name.add(".");
  name.add(its.name);
  name.add(its.ending);
  return name;
}

} // namespace dlopt

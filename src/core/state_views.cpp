#include "core/state_views.h"

#include "core/last_error.h"
#include "core/optimizer.h"

#include <cstring>

namespace dlopt {

namespace {

dlopt_tensor view_of(void* data, dlopt_dtype dtype, int32_t ndim, const int64_t* shape) noexcept {
  return {sizeof(dlopt_tensor), dtype, ndim, DLOPT_DEVICE_CPU, 0, 0, data, shape, nullptr};
}
dlopt_tensor view_of_number(double& number) noexcept { return view_of(&number, DLOPT_DTYPE_F64, 0, nullptr); }

// Looks through what a slot keeps. Each look gives true once the name is found; the names that it passed are listed.
class search {
public:
  search(const dlopt_optimizer& o, size_t index, const char* name, kept_state& found) noexcept
      : o_(o), s_(o.slots[index]), index_(index), name_(name), found_(found) {}

  dlopt_status run() noexcept {
    if (is_state() || is_number() || is_beside() || is_ages() || is_wrapped()) return status_;
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted a state of %s: %s", quoted(name_).text(), o_.rule.name, names_.text());
  }

private:
  bool is(const char* name) noexcept {
    names_.add(name);
    return name_ && !std::strcmp(name_, name);
  }
  bool is_state() noexcept {
    for (int32_t k = 0; k < o_.rule.n_states; ++k) {
      const char* const name = o_.rule.states[k].name;
      const bool scales = has_scales(code_of(o_.rule, s_, k)) && names_scales(name_, name);
      if (!is(name) && !scales) continue;
      show_state(k, scales);
      return true;
    }
    return false;
  }
  void show_state(int32_t k, bool scales) noexcept {
    if (!((s_.allocated & kept_states(o_.rule, o_.groups[size_t(s_.group)].set, s_.dims)) >> k & 1u)) {
      status_ = fail(DLOPT_ERR_STATE, "name: got %s, which these hyper-parameters do not keep: %s", name_, o_.rule.states[k].doc);
      return;
    }
    int32_t ndim = 0;
    const int64_t* const sizes = sizes_of(o_.rule, s_, k, ndim);
    if (scales) found_ = {kept_as::scales, k, view_of(scales_of(o_.rule, s_, k), DLOPT_DTYPE_F32, 1, s_.blocks)};
    else found_ = {kept_as::state, k, view_of(s_.states[k], dtype_of(code_of(o_.rule, s_, k), s_.arithmetic), ndim, sizes)};
  }
  bool is_number() noexcept {
    for (int32_t k = 0; k < o_.rule.n_numbers; ++k) {
      if (!is(o_.rule.numbers[k].name)) continue;
      found_ = {kept_as::number, k, view_of_number(s_.numbers[k])};
      return true;
    }
    return false;
  }
  bool is_beside() noexcept {
    const beside_info its = beside_of(s_);
    if (!its.name || !is(its.name)) return false;
    found_ = {kept_as::beside, 0, view_of(s_.beside, its.dtype, s_.ndim, s_.shape)};
    return true;
  }
  bool is_ages() noexcept {
    const row_ages* const rows = ages_of(s_);
    if (!rows || !is("row_age")) return false;
    found_ = {kept_as::ages, 0, view_of(rows->ages, DLOPT_DTYPE_I32, 1, s_.shape)};
    return true;
  }
  bool is_wrapped() noexcept {
    for (int32_t k = 0; k < o_.wraps.count; ++k) {
      const char* const array = find_wrapper(o_.wraps.all[k].kind)->array;
      if (!array || !is(array)) continue;
      if (o_.wraps.slots[index_].filled >> k & 1u)
        found_ = {kept_as::wrapped, k, view_of(kept_array(o_, index_, k), s_.arithmetic, s_.ndim, s_.shape)};
      else status_ = fail(DLOPT_ERR_STATE, "name: got %s, which holds nothing of %s now", name_, quoted(s_.name).text());
      return true;
    }
    return false;
  }

  const dlopt_optimizer& o_;
  const slot& s_;
  size_t index_;
  const char* name_;
  kept_state& found_;
  name_list names_;
  dlopt_status status_ = DLOPT_OK;
};

dlopt_status find_shared(dlopt_optimizer& o, const char* name, kept_state& found) noexcept {
  name_list names;
  for (int32_t k = 0; k < o.rule.n_shared; ++k) {
    names.add(o.rule.shared[k].name);
    if (!name || std::strcmp(name, o.rule.shared[k].name)) continue;
    found = {kept_as::shared, k, view_of_number(o.shared[k])};
    return DLOPT_OK;
  }
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted a number that all parameters of %s share: %s", quoted(name).text(),
              o.rule.name, o.rule.n_shared ? names.text() : "it has none");
}

} // namespace

dlopt_status find_state(dlopt_optimizer& o, int32_t index, const char* name, kept_state& found) noexcept {
  if (index == DLOPT_SLOT_ALL) return find_shared(o, name, found);
  if (dlopt_status status = find_slot(o, index)) return status;
  return search(o, size_t(index), name, found).run();
}

dlopt_param_desc description_of(const slot& s) noexcept {
  dlopt_param_desc d = {};
  d.struct_size = sizeof d;
  d.dtype = s.dtype;
  d.ndim = s.ndim;
  d.device_type = DLOPT_DEVICE_CPU;
  d.group = s.group;
  d.role = s.role;
  d.name = s.name;
  d.shape = s.ndim ? s.shape : nullptr;
  d.lr_scale = s.lr_scale;
  d.decay_scale = s.decay_scale;
  d.master = s.master;
  d.state_form = s.form;
  d.row_ages = ages_of(s) != nullptr;
  return d;
}

} // namespace dlopt

// What an optimizer keeps, shown to its owner by name.
#include "core/last_error.h"
#include "core/optimizer.h"

#include <cstring>

namespace dlopt {

namespace {

dlopt_tensor view_of_number(double& number) noexcept {
  return {sizeof(dlopt_tensor), DLOPT_DTYPE_F64, 0, DLOPT_DEVICE_CPU, 0, 0, &number, nullptr, nullptr};
}

} // namespace

dlopt_status view_state(const dlopt_optimizer& o, int32_t index, const char* name, dlopt_tensor& view) noexcept {
  const slot& s = o.slots[size_t(index)];
  const uint32_t kept = s.allocated & kept_states(o.rule, o.groups[size_t(s.group)].set, s.dims);
  name_list names;
  for (int32_t k = 0; k < o.rule.n_states; ++k) {
    names.add(o.rule.states[k].name);
    const bool scales = has_scales(code_of(o.rule, s, k)) && names_scales(name, o.rule.states[k].name);
    if (!scales && (!name || std::strcmp(name, o.rule.states[k].name))) continue;
    if (!(kept >> k & 1u))
      return fail(DLOPT_ERR_STATE, "name: got %s, which these hyper-parameters do not keep: %s", name, o.rule.states[k].doc);
    if (scales) {
      view = {sizeof view, DLOPT_DTYPE_F32, 1, DLOPT_DEVICE_CPU, 0, 0, scales_of(o.rule, s, k), s.blocks, nullptr};
      return DLOPT_OK;
    }
    int32_t ndim = 0;
    const int64_t* const sizes = sizes_of(o.rule, s, k, ndim);
    view = {sizeof view, dtype_of(code_of(o.rule, s, k), s.arithmetic), ndim, DLOPT_DEVICE_CPU, 0, 0, s.states[k], sizes, nullptr};
    return DLOPT_OK;
  }
  for (int32_t k = 0; k < o.rule.n_numbers; ++k) {
    names.add(o.rule.numbers[k].name);
    if (!name || std::strcmp(name, o.rule.numbers[k].name)) continue;
    view = view_of_number(s.numbers[k]);
    return DLOPT_OK;
  }
  if (view_beside(s, name, names, view)) return DLOPT_OK;
  if (const row_ages* rows = ages_of(s)) {
    names.add("row_age");
    if (name && !std::strcmp(name, "row_age")) {
      view = {sizeof view, DLOPT_DTYPE_I32, 1, DLOPT_DEVICE_CPU, 0, 0, rows->ages, s.shape, nullptr};
      return DLOPT_OK;
    }
  }
  for (int32_t k = 0; k < o.wraps.count; ++k) {
    const char* const array = find_wrapper(o.wraps.all[k].kind)->array;
    if (!array) continue;
    names.add(array);
    if (!name || std::strcmp(name, array)) continue;
    if (!(o.wraps.slots[size_t(index)].filled >> k & 1u))
      return fail(DLOPT_ERR_STATE, "name: got %s, which holds nothing of %s now", name, quoted(s.name).text());
    view = {sizeof view, s.arithmetic, s.ndim, DLOPT_DEVICE_CPU, 0, 0, kept_array(o, size_t(index), k), s.shape, nullptr};
    return DLOPT_OK;
  }
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted a state of %s: %s", quoted(name).text(), o.rule.name, names.text());
}

dlopt_status view_shared(dlopt_optimizer& o, const char* name, dlopt_tensor& view) noexcept {
  name_list names;
  for (int32_t k = 0; k < o.rule.n_shared; ++k) {
    names.add(o.rule.shared[k].name);
    if (!name || std::strcmp(name, o.rule.shared[k].name)) continue;
    view = view_of_number(o.shared[k]);
    return DLOPT_OK;
  }
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted a number that all parameters of %s share: %s", quoted(name).text(),
              o.rule.name, o.rule.n_shared ? names.text() : "it has none");
}

} // namespace dlopt

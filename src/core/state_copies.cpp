#include "core/state_copies.h"

#include "core/row_steps.h"
#include "core/state_views.h"
#include "core/structs.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

// The two sides of a copy, checked.
struct exchanged {
  kept_state kept;
  dlopt_tensor given;
  int64_t count;
};

// Whether elements are bits that mean something only as they are.
bool is_bits(const kept_state& kept) noexcept { return kept.view.dtype == DLOPT_DTYPE_I32 || kept.view.dtype == DLOPT_DTYPE_I16; }
size_t bytes_of_bits(const exchanged& e) noexcept { return size_t(e.count) * (e.kept.view.dtype == DLOPT_DTYPE_I32 ? 4 : 2); }

dlopt_status find_whole(dlopt_optimizer& o, int32_t index, const char* name, kept_state& kept) noexcept {
  if (dlopt_status status = find_state(o, index, name, kept)) return status;
  if (kept.kind != kept_as::scales) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted %s: its scales are part of it here", name, o.rule.states[kept.which].name);
}

dlopt_status check_dtype(const kept_state& kept, dlopt_dtype got, const char* what) noexcept {
  if (!is_bits(kept)) return check_gradient_dtype(got, {what});
  if (got == kept.view.dtype) return DLOPT_OK;
  return fail(DLOPT_ERR_DTYPE, "dtype of %s: got %s, wanted %s: these bits are not converted", what, dtype_name(got),
              dtype_name(kept.view.dtype));
}

dlopt_status check_given(const dlopt_tensor* given, const char* what, exchanged& e) noexcept {
  const dlopt_tensor& view = e.kept.view;
  if (dlopt_status status = take(given, e.given, what)) return status;
  if (dlopt_status status = check_tensor(e.given, {what}, e.count)) return status;
  const auto sizes = size_t(view.ndim) * sizeof *view.shape;
  if (e.given.ndim != view.ndim || (view.ndim && std::memcmp(e.given.shape, view.shape, sizes)))
    return fail(DLOPT_ERR_SHAPE, "shape of %s: got %s, wanted %s", what, shape_text(e.given.shape, e.given.ndim).text(),
                shape_text(view.shape, view.ndim).text());
  if (dlopt_status status = check_dtype(e.kept, e.given.dtype, what)) return status;
  if (is_bits(e.kept))
    if (dlopt_status status = check_has_no_gaps(e.given, {what})) return status;
  if (e.given.data || !e.count) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s: got NULL, wanted %lld elements", what, (long long)e.count);
}

stored_state stored_form(const dlopt_optimizer& o, int32_t index, const kept_state& kept) noexcept {
  return kept.kind == kept_as::state ? stored_in(o.rule, o.slots[size_t(index)], kept.which) : stored_state{};
}

// Calls visit(first element, how many) for blocks that begin where those of scales do.
template <class Visit> void in_blocks(int64_t n, Visit visit) noexcept {
  for (int64_t first = 0; first < n; first += kBlock) visit(first, n - first < kBlock ? n - first : kBlock);
}

template <class T> void write_out(const kernels& k, const exchanged& e, const stored_state& how) noexcept {
  const dlopt_tensor &from = e.kept.view, &to = e.given;
  alignas(64) T block[kBlock];
  in_blocks(e.count, [&](int64_t first, int64_t n) {
    if constexpr (sizeof(T) == 4)
      if (has_scales(how.code)) decode_state(k, how, from.data, first, n, block);
    if (!has_scales(how.code)) load_as<T>(k, from.data, from.dtype, {}, first, n, block);
    store_as<T>(k, block, n, to.data, to.dtype, spacing_of(to), first);
  });
}

template <class T> void write_in(const kernels& k, const exchanged& e, const stored_state& how) noexcept {
  const dlopt_tensor &from = e.given, &to = e.kept.view;
  alignas(64) T block[kBlock];
  in_blocks(e.count, [&](int64_t first, int64_t n) {
    load_as<T>(k, from.data, from.dtype, spacing_of(from), first, n, block);
    if constexpr (sizeof(T) == 4)
      if (has_scales(how.code)) encode_state(k, how, block, first, n, first, to.data);
    if (!has_scales(how.code)) store_as<T>(k, block, n, to.data, to.dtype, {}, first);
  });
}

dlopt_status wrong_element(int64_t at, double got, const char* wanted) noexcept {
  return fail(DLOPT_ERR_OUT_OF_RANGE, "element %lld of from: got %s, wanted %s", (long long)at, number(got).text(), wanted);
}

dlopt_status check_numbers(const exchanged& e, bool nonfinite, bool never_negative) noexcept {
  dlopt_status status = DLOPT_OK;
  int64_t at = 0;
  read_as<double>(current_kernels(), e.given.data, e.given.dtype, spacing_of(e.given), 0, e.count, [&](const double* x, int64_t n) {
    for (int64_t i = 0; i < n && !status; ++i) {
      if (!nonfinite && !std::isfinite(x[i]))
        status = wrong_element(at + i, x[i], "a finite number (DLOPT_STATE_SET_NONFINITE lets others in)");
      else if (never_negative && x[i] < 0) status = wrong_element(at + i, x[i], "0 or more");
    }
    at += n;
  });
  return status;
}

dlopt_status check_ages(const exchanged& e) noexcept {
  for (int64_t i = 0; i < e.count; ++i) {
    int32_t age;
    std::memcpy(&age, static_cast<const char*>(e.given.data) + size_t(i) * sizeof age, sizeof age);
    if (age < 0) return wrong_element(i, age, "0 or more");
  }
  return DLOPT_OK;
}

dlopt_status check_values(const dlopt_optimizer& o, const exchanged& e, bool nonfinite) noexcept {
  if (e.kept.kind == kept_as::ages) return check_ages(e);
  if (is_bits(e.kept)) return DLOPT_OK;
  return check_numbers(e, nonfinite, e.kept.kind == kept_as::state && is_never_negative(o.rule, e.kept.which));
}

// As of a new parameter.
void renew(dlopt_optimizer& o, int32_t index, const kept_state& kept) noexcept {
  if (kept.kind == kept_as::shared) {
    o.shared[kept.which] = 0;
    return;
  }
  slot& s = o.slots[size_t(index)];
  const uint32_t state = 1u << kept.which;
  switch (kept.kind) {
  case kept_as::number: s.numbers[kept.which] = o.rule.numbers[kept.which].initial; break;
  case kept_as::ages: renew_ages(s); break;
  case kept_as::beside:
    if (s.beside) std::memset(s.beside, 0, size_t(s.numel * bytes_beside(s.master)));
    break;
  default:
    s.fresh |= state;
    mark_late(s, state);
    if (state_count(o.rule, s, kept.which)) fill_state(o, s, kept.which, initial_of(o, s, kept.which));
  }
}

void mark_started(slot& s, int32_t state) noexcept {
  s.fresh &= ~(1u << state);
  row_ages* const rows = ages_of(s);
  for (int64_t row = 0; rows && row < s.shape[0]; ++row) rows->late[row] = uint8_t(rows->late[row] & ~(1u << state));
}

} // namespace

dlopt_status copy_state_out(dlopt_optimizer& o, int32_t index, const char* name, const dlopt_tensor* to) noexcept {
  exchanged e;
  if (dlopt_status status = find_whole(o, index, name, e.kept)) return status;
  if (dlopt_status status = check_given(to, "to", e)) return status;
  if (!e.count) return DLOPT_OK;
  const stored_state how = stored_form(o, index, e.kept);
  if (is_bits(e.kept)) std::memcpy(e.given.data, e.kept.view.data, bytes_of_bits(e));
  else if (e.kept.view.dtype == DLOPT_DTYPE_F64) write_out<double>(current_kernels(), e, how);
  else write_out<float>(current_kernels(), e, how);
  return DLOPT_OK;
}

dlopt_status copy_state_in(dlopt_optimizer& o, int32_t index, const char* name, const dlopt_tensor* from, uint32_t flags) noexcept {
  exchanged e;
  if (flags & ~uint32_t(DLOPT_STATE_SET_NONFINITE))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "flags: got %#x, wanted only bits of %#x", flags, DLOPT_STATE_SET_NONFINITE);
  if (dlopt_status status = find_whole(o, index, name, e.kept)) return status;
  if (e.kept.kind == kept_as::wrapped)
    return fail(DLOPT_ERR_UNSUPPORTED, "name: got %s, which a wrapper keeps, wanted a state that can be set", name);
  if (!from) {
    renew(o, index, e.kept);
    return DLOPT_OK;
  }
  if (dlopt_status status = check_given(from, "from", e)) return status;
  if (e.count)
    if (dlopt_status status = check_values(o, e, flags & DLOPT_STATE_SET_NONFINITE)) return status;
  if (e.kept.kind == kept_as::state) mark_started(o.slots[size_t(index)], e.kept.which);
  if (!e.count) return DLOPT_OK;
  const stored_state how = stored_form(o, index, e.kept);
  if (is_bits(e.kept)) std::memcpy(e.kept.view.data, e.given.data, bytes_of_bits(e));
  else if (e.kept.view.dtype == DLOPT_DTYPE_F64) write_in<double>(current_kernels(), e, how);
  else write_in<float>(current_kernels(), e, how);
  return DLOPT_OK;
}

dlopt_status has_state_started(dlopt_optimizer& o, int32_t index, const char* name, bool& started) noexcept {
  kept_state kept;
  if (dlopt_status status = find_whole(o, index, name, kept)) return status;
  switch (kept.kind) {
  case kept_as::shared: started = o.steps > 0; break;
  case kept_as::state: started = !(o.slots[size_t(index)].fresh >> kept.which & 1u); break;
  case kept_as::wrapped: started = true; break; // it holds something
  default: started = o.slots[size_t(index)].steps > 0;
  }
  return DLOPT_OK;
}

} // namespace dlopt

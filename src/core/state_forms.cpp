// How the states of a slot are kept: in the arithmetic type, or in fewer bits.
#include "core/state_forms.h"

#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

dlopt_status check_state_form(const dlopt_optimizer& o, const dlopt_param_desc& d) noexcept {
  if (d.state_form < DLOPT_STATES_FULL || d.state_form > DLOPT_STATES_DYNAMIC8)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "state_form: got %d, wanted 0 to %d", d.state_form, DLOPT_STATES_DYNAMIC8);
  if (d.state_form != DLOPT_STATES_FULL && d.dtype == DLOPT_DTYPE_F64)
    return fail(DLOPT_ERR_UNSUPPORTED, "state_form: got %d for a parameter of f64, wanted 0 (full states)", d.state_form);
  return d.state_form != DLOPT_STATES_FULL ? check_few_bits(o, d.group, {"state_form"}) : DLOPT_OK;
}

dlopt_status check_few_bits(const dlopt_optimizer& o, int32_t group, argument what) noexcept {
  if (!o.groups[size_t(group)].set.is(DLOPT_HYPER_CENTERED)) return DLOPT_OK;
  return fail(DLOPT_ERR_UNSUPPORTED, "%s: got states in few bits while centered is 1 (group %d), wanted full states or centered 0",
              argument_text(what).text(), group);
}

dlopt_state_form form_for(const dlopt_param_desc& d, int64_t numel) noexcept {
  return numel < DLOPT_STATES_MIN_NUMEL ? DLOPT_STATES_FULL : d.state_form;
}

state_code code_of(const rule_info& rule, const slot& s, int32_t state) noexcept {
  const bool first = rule.states[state].moment == state_moment::first;
  if (rule.states[state].moment == state_moment::none) return state_code::full;
  switch (s.form) {
  case DLOPT_STATES_BF16: return first ? state_code::bf16 : state_code::bf16_stochastic;
  case DLOPT_STATES_LINEAR8: return first ? state_code::linear : state_code::squares;
  case DLOPT_STATES_DYNAMIC8: return first ? state_code::dynamic : state_code::unsigned_dynamic;
  default: return state_code::full;
  }
}

bool rows_are_blocks(const slot& s) noexcept { return s.form < DLOPT_STATES_LINEAR8 || s.row_length % DLOPT_STATES_BLOCK == 0; }

int64_t state_bytes(const rule_info& rule, const slot& s, int32_t state, int64_t& scales_at) noexcept {
  const int64_t n = state_room(rule, s, state);
  const state_code code = code_of(rule, s, state);
  int64_t bytes;
  if (__builtin_mul_overflow(n, bytes_of(dtype_of(code, s.arithmetic)), &bytes)) return -1;
  scales_at = bytes;
  if (!has_scales(code)) return bytes;
  constexpr auto kLine = int64_t(kAlignment);
  if (bytes > INT64_MAX / 2) return -1;
  scales_at = (bytes + kLine - 1) / kLine * kLine;
  return scales_at + scale_count(code, n) * int64_t(sizeof(float));
}

float* scales_of(const rule_info& rule, const slot& s, int32_t state) noexcept {
  int64_t scales_at = 0;
  state_bytes(rule, s, state, scales_at);
  return reinterpret_cast<float*>(static_cast<char*>(s.states[state]) + scales_at);
}

stored_state stored_in(const rule_info& rule, const slot& s, int32_t state) noexcept {
  return {code_of(rule, s, state), {}, scales_of(rule, s, state)};
}

namespace {

template <class T> void fill(void* memory, int64_t n, double value) noexcept {
  if (value == 0) std::memset(memory, 0, size_t(n) * sizeof(T));
  else
    for (int64_t i = 0; i < n; ++i) static_cast<T*>(memory)[i] = T(value);
}

} // namespace

void fill_state(const dlopt_optimizer& o, slot& s, int32_t state, double value) noexcept {
  const int64_t n = state_count(o.rule, s, state);
  const stored_state how = stored_in(o.rule, s, state);
  if (how.code != state_code::full) return fill_state(current_kernels(), how, value, n, s.states[state]);
  if (s.arithmetic == DLOPT_DTYPE_F32) fill<float>(s.states[state], n, value);
  else fill<double>(s.states[state], n, value);
}

void attach_states(const dlopt_optimizer& o, const slot& s, parameter_update& u) noexcept {
  std::memcpy(u.states, s.states, sizeof u.states);
  u.few_bits = false;
  if (s.form == DLOPT_STATES_FULL) return;
  const auto seed = uint64_t(o.groups[size_t(s.group)].now[DLOPT_HYPER_SEED]);
  for (int32_t k = 0; k < kMaxElementStates; ++k) {
    stored_state& its = u.stored[k] = {};
    if (k >= o.rule.n_states || !s.states[k]) continue;
    its = stored_in(o.rule, s, k);
    if (its.code == state_code::bf16_stochastic)
      its.key = make_position_key(seed, s.stream, uint64_t(s.steps + 1),
                                  rounded_array(uint32_t(rounded_array::second_moment) | uint32_t(k) << 8));
    u.few_bits |= its.code != state_code::full;
  }
}

bool names_scales(const char* name, const char* state) noexcept {
  const size_t length = std::strlen(state);
  return name && !std::strncmp(name, state, length) && !std::strcmp(name + length, "_absmax");
}

} // namespace dlopt

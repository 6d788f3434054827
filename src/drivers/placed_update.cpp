// Updates whose steps are put into place apart: a short piece of everything is brought to the arithmetic type, the rule makes the piece's
// steps, and loops of placing.h do with them what was asked for.
#include "drivers/staging.h"
#include "drivers/update.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

// Small, because a dozen of them lie on the stack of somebody else's thread.
constexpr int64_t kPiece = 256;
static_assert(kPiece % 4 == 0 && kChunk % kPiece == 0, "noise comes in fours");

template <class T> struct piece {
  alignas(64) T p[kPiece];     // the parameter before
  alignas(64) T moved[kPiece]; // and after
  alignas(64) T raw[kPiece];   // gradients as they arrived, scaled and limited
  alignas(64) T g[kPiece];     // and as the rule sees them
  alignas(64) T steps[kPiece];
  alignas(64) T weights[kPiece]; // factors of one kind or another, for each element
  alignas(64) T noise[kPiece];
  alignas(64) T states[kMaxStates][kPiece];
};

template <class T> class placed {
public:
  placed(const kernels& k, const parameter_update& u) noexcept
      : u_(u), how_(u.how), with_(typed<T>(k)), take_steps_(find_steps<T>(k, u.rule, u.used)) {}

  void update(int64_t first, int64_t n) noexcept {
    load(first, n);
    if (how_.skips_zeros) save_states(first, n);
    T* states[kMaxStates];
    for (int s = 0; s < kMaxStates; ++s) states[s] = state(s, first);
    take_steps(first, n, states);
    if (how_.skips_zeros) restore_states(first, n);
    if (how_.lr_scales) {
      fill(how_.lr_scales, first, n);
      with_.placing.scale_each(at_.weights, n, at_.steps);
    }
    if (how_.masked) with_.placing.mask(at_.g, T(how_.masked_factor), n, at_.steps);
    move(first, n);
    if (how_.skips_zeros) with_.placing.restore_at_zeros(at_.raw, at_.p, n, at_.moved);
    store(first, n);
  }

  int64_t count_agreeing(int64_t first, int64_t n) noexcept {
    load(first, n);
    save_states(first, n);
    T* states[kMaxStates];
    for (int s = 0; s < kMaxStates; ++s) states[s] = at_.states[s];
    take_steps(first, n, states);
    return with_.placing.count_agreeing(at_.g, at_.steps, n);
  }

private:
  T* state(int s, int64_t first) const noexcept { return (u_.used >> s & 1u) ? static_cast<T*>(u_.states[s]) + first : nullptr; }

  void take_steps(int64_t first, int64_t n, T* const* states) noexcept {
    if (how_.noisy) with_.placing.fill_normal(how_.noise, first, n, at_.noise);
    take_steps_(u_.coefs, n, at_.p, at_.g, at_.noise, states, at_.steps);
  }

  void load(int64_t first, int64_t n) noexcept {
    with_.decode[u_.dtype](element(static_cast<const void*>(u_.param), u_.dtype, first), n, at_.p);
    if (u_.grad) with_.decode[u_.grad_dtype](element(static_cast<const void*>(u_.grad), u_.grad_dtype, first), n, at_.raw);
    else std::memset(at_.raw, 0, size_t(n) * sizeof(T));
    with_.scale(T(u_.grad_factor), n, at_.raw);
    if (u_.clip_value < INFINITY) with_.limit(T(u_.clip_value), n, at_.raw);
    std::memcpy(at_.g, at_.raw, size_t(n) * sizeof(T));
    if (u_.l2 == 0) return;
    fill(how_.decay_scales, first, n);
    with_.scale(T(u_.l2), n, at_.weights);
    with_.placing.add_products(at_.weights, at_.p, n, at_.g);
  }

  void save_states(int64_t first, int64_t n) noexcept {
    for (int s = 0; s < kMaxStates; ++s)
      if (const T* from = state(s, first)) std::memcpy(at_.states[s], from, size_t(n) * sizeof(T));
  }
  void restore_states(int64_t first, int64_t n) noexcept {
    for (int s = 0; s < kMaxStates; ++s)
      if (T* to = state(s, first)) with_.placing.restore_at_zeros(at_.raw, at_.states[s], n, to);
  }

  // The factors of some elements, 1 where there are none.
  void fill(const void* scales, int64_t first, int64_t n) noexcept {
    int64_t at = scales ? (first + how_.shift) % how_.period : 0;
    for (int64_t i = 0; i < n; ++i) {
      at_.weights[i] = scales ? static_cast<const T*>(scales)[at] : T(1);
      if (++at == how_.period) at = 0;
    }
  }

  // Where the parameter goes.
  void move(int64_t first, int64_t n) noexcept {
    std::memcpy(at_.moved, at_.p, size_t(n) * sizeof(T));
    if (!how_.after) decay(first, n);
    with_.placing.subtract(at_.steps, n, at_.moved);
    if (how_.after) decay(first, n);
  }

  void decay(int64_t first, int64_t n) noexcept {
    if (u_.keep != 1) with_.scale(T(u_.keep), n, at_.moved);
    if (how_.weight == 0) return;
    T lr_scales[kPiece];
    fill(how_.decay_has_lr ? how_.lr_scales : nullptr, first, n);
    std::memcpy(lr_scales, at_.weights, size_t(n) * sizeof(T));
    fill(how_.decay_scales, first, n);
    with_.scale(T(how_.weight), n, at_.weights);
    with_.placing.scale_each(lr_scales, n, at_.weights);
    switch (how_.form) {
    case decay_form::linear: return with_.placing.decay_linearly(at_.weights, n, at_.moved);
    case decay_form::proximal: return with_.placing.decay_proximally(at_.weights, n, at_.moved);
    case decay_form::by_size: return with_.placing.decay_by_size(at_.weights, n, at_.moved);
    case decay_form::cautious: return with_.placing.decay_cautiously(at_.weights, at_.p, at_.steps, n, at_.moved);
    }
  }

  void store(int64_t first, int64_t n) noexcept {
    if (!u_.delta) return with_.encode[u_.dtype](at_.moved, n, element(u_.param, u_.dtype, first));
    with_.placing.subtract(at_.p, n, at_.moved);
    with_.encode[u_.delta_dtype](at_.moved, n, element(u_.delta, u_.delta_dtype, first));
  }

  const parameter_update& u_;
  const placing& how_;
  const typed_kernels<T>& with_;
  const steps_fn<T> take_steps_;
  piece<T> at_;
};

// Calls visit(placed, first element, how many) for each piece of a range.
template <class Visit> void in_pieces(const kernels& k, const parameter_update& u, int64_t first, int64_t n, Visit visit) noexcept {
  const auto each = [&](auto& one) {
    for (int64_t done = 0; done < n; done += kPiece) visit(one, first + done, n - done < kPiece ? n - done : kPiece);
  };
  if (u.dtype == DLOPT_DTYPE_F32) {
    placed<float> one(k, u);
    each(one);
  } else {
    placed<double> one(k, u);
    each(one);
  }
}

} // namespace

void place_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  in_pieces(k, u, first, n, [](auto& one, int64_t at, int64_t count) { one.update(at, count); });
}

int64_t count_agreeing_run(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  int64_t agreeing = 0;
  in_pieces(k, u, first, n, [&](auto& one, int64_t at, int64_t count) { agreeing += one.count_agreeing(at, count); });
  return agreeing;
}

} // namespace dlopt

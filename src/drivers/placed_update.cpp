// Updates whose steps are put into place apart: a short piece of everything is brought to the arithmetic type, the rule makes the piece's
// steps, and loops of placing.h do with them what was asked for.
#include "drivers/piece.h"

namespace dlopt {

namespace {

template <class T> class placed {
public:
  placed(const kernels& k, const parameter_update& u) noexcept
      : at_(k, u), u_(u), how_(u.how), with_(at_.with), take_steps_(find_steps<T>(k, u.rule, u.used)),
        look_again_(u.few_bits && !u.small ? find_measure<T>(k, u.rule, u.used) : nullptr) {}

  void update(int64_t first, int64_t n) noexcept {
    at_.load(first, n);
    if (how_.skips_zeros) at_.copy_states(first, n);
    at_.see_states(first, n);
    take_steps(first, n);
    if (u_.small && u_.small->cover) raise_cover(with_, *u_.small, first, n, at_.seen[u_.small->first]);
    if (how_.skips_zeros) restore_states(first, n);
    at_.keep_states(first, n);
    if (how_.still) return;
    if (how_.lr_scales) {
      at_.fill(how_.lr_scales, first, n);
      with_.placing.scale_each(at_.weights, n, steps_);
    }
    if (how_.masked) with_.placing.mask(at_.g, T(how_.masked_factor), n, steps_);
    move(first, n);
    if (how_.skips_zeros) with_.placing.restore_at_zeros(at_.raw, at_.p, n, moved_);
    store(first, n);
  }

  int64_t count_agreeing(int64_t first, int64_t n) noexcept {
    at_.load(first, n);
    at_.copy_states(first, n);
    take_steps(first, n);
    return with_.placing.count_agreeing(at_.g, steps_, n);
  }

private:
  void take_steps(int64_t first, int64_t n) noexcept {
    if (look_again_) look_again(n);
    const int64_t place = first + how_.shift, before = place % 4; // deviates are drawn in fours
    if (how_.noisy) with_.placing.fill_normal(how_.noise, place - before, before + n, noise_);
    take_steps_(u_.coefs, n, at_.p, at_.g, noise_ + before, at_.seen, steps_);
  }

  void look_again(int64_t n) noexcept {
    double ignored[kMaxSums * kSumParts] = {};
    look_again_(u_.coefs, T(1), T(0), n, at_.p, at_.g, at_.seen, ignored);
  }

  void restore_states(int64_t first, int64_t n) noexcept {
    for (int s = 0; s < kMaxElementStates; ++s)
      if (T* to = at_.state(s, first)) with_.placing.restore_at_zeros(at_.raw, at_.states[s], n, to);
  }

  // Where the parameter goes.
  void move(int64_t first, int64_t n) noexcept {
    std::memcpy(moved_, at_.p, size_t(n) * sizeof(T));
    if (!how_.after) decay(first, n);
    with_.placing.subtract(steps_, n, moved_);
    if (how_.after) decay(first, n);
  }

  void decay(int64_t first, int64_t n) noexcept {
    if (u_.keep != 1) with_.scale(T(u_.keep), n, moved_);
    if (how_.weight == 0) return;
    T lr_scales[kPiece];
    at_.fill(how_.decay_has_lr ? how_.lr_scales : nullptr, first, n);
    std::memcpy(lr_scales, at_.weights, size_t(n) * sizeof(T));
    at_.fill(how_.decay_scales, first, n);
    with_.scale(T(how_.weight), n, at_.weights);
    with_.placing.scale_each(lr_scales, n, at_.weights);
    switch (how_.form) {
    case decay_form::linear: return with_.placing.decay_linearly(at_.weights, n, moved_);
    case decay_form::proximal: return with_.placing.decay_proximally(at_.weights, n, moved_);
    case decay_form::by_size: return with_.placing.decay_by_size(at_.weights, n, moved_);
    case decay_form::cautious: return with_.placing.decay_cautiously(at_.weights, at_.p, steps_, n, moved_);
    }
  }

  void store(int64_t first, int64_t n) noexcept {
    if (!u_.delta) return store_parameter<T>(at_.k, u_.storage, moved_, n, u_.param, first);
    with_.placing.subtract(at_.p, n, moved_);
    store_as<T>(at_.k, moved_, n, u_.delta, u_.delta_dtype, u_.delta_spacing, first);
  }

  piece<T> at_;
  const parameter_update& u_;
  const placing& how_;
  const typed_kernels<T>& with_;
  const steps_fn<T> take_steps_;
  const measure_fn<T> look_again_; // see stored_update.cpp
  alignas(64) T moved_[kPiece];    // where the parameter goes
  alignas(64) T steps_[kPiece];
  alignas(64) T noise_[kPiece + 4];
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
  in_pieces(k, u, first, n, [&](auto& one, int64_t at, int64_t count) {
    one.update(at, count);
    finish_elements(k, u, at, count);
  });
}

int64_t count_agreeing_run(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  int64_t agreeing = 0;
  in_pieces(k, u, first, n, [&](auto& one, int64_t at, int64_t count) { agreeing += one.count_agreeing(at, count); });
  return agreeing;
}

} // namespace dlopt

// Every rule, both arithmetic types: parameters, states and sums of several steps on the device against the loops of the library.
#include "check.h"
#include "device.h"
#include "device_loops.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"
#include "inputs.h"
#include "settings.h"

#include <algorithm>
#include <cfloat>
#include <memory>
#include <set>

namespace dlopt_cuda {
namespace {

using namespace dlopt;

constexpr int64_t kCount = 3 * kChunk + 129;
constexpr int64_t kChunks = (kCount + kChunk - 1) / kChunk;
constexpr int kSteps = 5;

template <class T> struct subtract_work {
  T *p, *steps;
  DLOPT_LANE void operator()(int64_t i) const { p[i] = p[i] - steps[i]; }
};

template <class T> struct inputs {
  std::vector<T> params, grads, roots, noise;
  inputs(uint64_t seed, bool wild)
      : params(numbers_of_all_kinds<T>(seed, kCount, wild)), grads(numbers_of_all_kinds<T>(seed + 1, kCount, wild)),
        roots(numbers_of_all_kinds<T>(seed + 2, kCount, wild)), noise(size_t(kCount + 3) / 4 * 4) {
    for (T& root : roots) root = absolute(root);
    typed<T>(current_kernels()).placing.fill_normal({seed, 1, 2}, 0, int64_t(noise.size()), noise.data());
  }
};

template <class T> std::vector<T> turned(std::vector<T> values, int64_t by) {
  std::rotate(values.begin(), values.begin() + by % int64_t(values.size()), values.end());
  return values;
}

// One tensor that takes steps in two places.
template <class T> class twins {
public:
  twins(check& result, const rule_info& rule, const setting& s, const inputs<T>& in)
      : result_(result), rule_(rule), setting_(s), in_(in), host_(current_kernels()), device_(find_device_loops<T>(rule.id, s.used)),
        p_(in.params), device_p_(in.params), g_(in.grads), device_g_(in.grads), out_(kCount), device_out_(kCount), device_noise_(in.noise),
        device_parts_(size_t(kChunks * kMaxSums) * kSumParts) {
    for (int32_t k = 0; k < rule.n_numbers; ++k) info_.numbers[k] = rule.numbers[k].initial;
    for (int32_t k = 0; k < kMaxElementStates; ++k) {
      const bool used = s.used >> k & 1;
      states_[k].assign(used ? kCount : 1, T(used && k < rule.n_states && rule.states[k].initial ? s.hypers[rule.states[k].initial] : 0));
      device_states_.emplace_back(new device_array<T>(states_[k]));
      state_[k] = used ? states_[k].data() : nullptr;
      device_state_[k] = used ? device_states_[k]->data() : nullptr;
    }
  }

  void run() {
    if (!device_) return result_.fail(setting_.name + ": no device code for states " + std::to_string(setting_.used));
    for (int t = 1; t <= kSteps; ++t) take_step(t);
  }

private:
  void take_step(int t) {
    where_ = setting_.name + ", step " + std::to_string(t);
    g_ = turned(in_.grads, t * 7919);
    device_g_.fill(g_);
    start(t);
    for (int32_t m = 0; m < rule_.n_moments; ++m) {
      if (m == 1) look(); // the first moment is made before the look, the others after
      compare_deviations(m);
      set_root(m, turned(in_.roots, t * 104729 + m));
    }
    if (rule_.n_sums && rule_.n_moments < 2) look();
    if (device_->update) update(t % 2 ? T(0) : T(0.02), t % 2 ? T(0.9998) : T(1));
    else place_steps();
    compare("parameters", device_p_, p_);
    compare_states();
  }

  // The coefficients of the step, before any sum is known.
  void start(int t) {
    const bool single = sizeof(T) == 4;
    info_.t = t;
    info_.fresh = t == 1 ? ~0u : 0;
    info_.tiny = single ? double(FLT_MIN) : DBL_MIN;
    info_.epsilon = single ? double(FLT_EPSILON) : DBL_EPSILON;
    info_.loss = t % 3;
    info_.numel = double(kCount);
    rule_.advance(setting_.hypers, info_, info_.numbers);
    n_coefs_ = rule_.coefs(setting_.hypers, info_, coefs_);
    fit_coefs();
  }

  // A finite coefficient stays finite in the arithmetic type, as in the library.
  void fit_coefs() {
    for (int32_t i = 0; i < n_coefs_; ++i)
      if (sizeof(T) == 4) coefs_[i] = limited(coefs_[i], double(FLT_MAX));
  }

  void look() {
    constexpr T kGradFactor = T(1);
    const measure_fn<T> measure = find_measure<T>(host_, rule_.id, setting_.used);
    std::vector<double> parts(size_t(kChunks * rule_.n_sums) * kSumParts);
    for (int64_t chunk = 0; chunk < kChunks; ++chunk) {
      const int64_t first = chunk * kChunk;
      T* states[kMaxElementStates];
      for (int k = 0; k < kMaxElementStates; ++k) states[k] = state_[k] ? state_[k] + first : nullptr;
      measure(coefs_, kGradFactor, 0, std::min(kChunk, kCount - first), p_.data() + first, g_.data() + first, states,
              parts.data() + chunk * rule_.n_sums * kSumParts);
    }
    device_->measure(coefs_, kGradFactor, 0, kCount, device_p_.data(), device_g_.data(), device_state_, device_parts_.data());
    std::vector<double> device_parts = device_parts_.values();
    device_parts.resize(parts.size());
    result_.compare(where_ + ": parts of sums", device_parts, parts);
    compare_states();
    settle(parts);
  }

  // Sums that infinities went into would make every coefficient NaN, and hide all that follows.
  void settle(std::vector<double>& parts) {
    double sums[kMaxSums] = {}, totals[kMaxSums] = {};
    for (int64_t chunk = 0; chunk < kChunks; ++chunk)
      for (int32_t k = 0; k < rule_.n_sums; ++k) sums[k] += closed(parts.data() + (chunk * rule_.n_sums + k) * kSumParts);
    for (double& sum : sums)
      if (!std::isfinite(sum)) sum = double(kCount);
    if (rule_.n_shared) {
      rule_.collect(setting_.hypers, info_, sums, totals);
      rule_.conclude(setting_.hypers, totals, info_.shared);
    }
    rule_.settle(setting_.hypers, info_, rule_.n_shared ? totals : sums, coefs_, info_.numbers);
    fit_coefs();
  }

  void compare_deviations(int32_t m) {
    find_deviations<T>(host_, rule_.id, setting_.used, m)(coefs_, kCount, g_.data(), state_, out_.data());
    device_->deviations[m](coefs_, kCount, device_g_.data(), device_state_, device_out_.data());
    compare("deviations of moment " + std::to_string(m), device_out_, out_);
  }

  void set_root(int32_t m, std::vector<T> roots) {
    const int32_t k = rule_.element_states - rule_.n_moments + m;
    states_[k] = std::move(roots);
    state_[k] = states_[k].data();
    device_states_[k]->fill(states_[k]);
  }

  void update(T l2, T keep) {
    constexpr T kGradFactor = T(0.7);
    find_update<T>(host_, rule_.id, setting_.used)(coefs_, kGradFactor, l2, keep, kCount, p_.data(), g_.data(), state_);
    device_->update(coefs_, kGradFactor, l2, keep, kCount, device_p_.data(), device_g_.data(), device_state_);
  }

  void place_steps() {
    find_steps<T>(host_, rule_.id, setting_.used)(coefs_, kCount, p_.data(), g_.data(), in_.noise.data(), state_, out_.data());
    device_->steps(coefs_, kCount, device_p_.data(), device_g_.data(), device_noise_.data(), device_state_, device_out_.data());
    compare("steps", device_out_, out_);
    typed<T>(host_).placing.subtract(out_.data(), kCount, p_.data());
    launch(kCount, subtract_work<T>{device_p_.data(), device_out_.data()});
  }

  void compare_states() {
    for (int k = 0; k < kMaxElementStates; ++k)
      if (state_[k]) compare("state " + std::to_string(k), *device_states_[k], states_[k]);
  }
  void compare(const std::string& what, const device_array<T>& device, const std::vector<T>& host) {
    result_.compare(where_ + ": " + what, device.values(), host);
  }

  check& result_;
  const rule_info& rule_;
  const setting& setting_;
  const inputs<T>& in_;
  const kernels& host_;
  const device_loops<T>* device_;
  std::string where_;
  step_info info_ = {};
  double coefs_[kMaxCoefs] = {};
  int32_t n_coefs_ = 0;
  std::vector<T> p_, states_[kMaxElementStates];
  device_array<T> device_p_;
  std::vector<T> g_;
  device_array<T> device_g_;
  std::vector<T> out_;
  device_array<T> device_out_, device_noise_;
  device_array<double> device_parts_;
  std::vector<std::unique_ptr<device_array<T>>> device_states_;
  T* state_[kMaxElementStates];
  T* device_state_[kMaxElementStates];
};

// A set of states that no setting reaches would go unseen.
template <class T> void expect_all_seen(check& result, const rule_info& rule, const std::set<uint32_t>& seen) {
  for (uint32_t used = 0; used < 1u << kMaxElementStates; ++used)
    if (find_steps<T>(current_kernels(), rule.id, used) && !seen.count(used)) result.fail("no setting uses states " + std::to_string(used));
}

template <class T> void check_rule(const rule_info& rule, const inputs<T>& tame, const inputs<T>& wild) {
  const std::vector<setting> settings = settings_of(rule);
  check result(std::string(rule.name) + (sizeof(T) == 4 ? " f32, " : " f64, ") + std::to_string(settings.size()) + " settings");
  std::set<uint32_t> seen;
  for (const setting& s : settings) {
    seen.insert(s.used);
    twins<T>(result, rule, s, tame).run();
    twins<T>(result, rule, s, wild).run();
  }
  expect_all_seen<T>(result, rule, seen);
}

} // namespace

void check_rules() {
  const inputs<float> tame_f32(1, false), wild_f32(2, true);
  const inputs<double> tame_f64(3, false), wild_f64(4, true);
  for (int32_t id = 1; id <= rule_count(); ++id) {
    check_rule<float>(*find_rule(id), tame_f32, wild_f32);
    check_rule<double>(*find_rule(id), tame_f64, wild_f64);
  }
}

} // namespace dlopt_cuda

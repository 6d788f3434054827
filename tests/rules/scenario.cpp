#include "scenario.h"

#include <algorithm>
#include <cstdio>

namespace dlopt_test {
namespace {

std::string hex(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%a", value);
  return text;
}

// Amounts in the range that training uses, with the edge cases now and then.
double draw_real(draw& r, const dlopt_hyper_info& info) {
  switch (info.id) {
  case DLOPT_HYPER_LR: return r.power_of_ten(-4, -0.6);
  case DLOPT_HYPER_WEIGHT_DECAY: return r.one_in(3) ? 0 : r.power_of_ten(-3, -0.5);
  case DLOPT_HYPER_MOMENTUM: return r.one_in(3) ? info.lower : r.between(0.1, 0.98);
  case DLOPT_HYPER_DAMPENING: return r.one_in(2) ? 0 : r.between(0, 1);
  case DLOPT_HYPER_BETA1: return r.one_in(8) ? info.lower : r.between(0.1, 0.98);
  case DLOPT_HYPER_BETA2: return r.one_in(4) ? 1 - r.power_of_ten(-9, -3) : r.between(0.3, 0.9999);
  case DLOPT_HYPER_ALPHA: return r.between(0.5, 0.999);
  case DLOPT_HYPER_EPS: return r.one_in(12) ? 0 : r.power_of_ten(-10, -1);
  case DLOPT_HYPER_LR_DECAY: return r.one_in(3) ? 0 : r.power_of_ten(-4, 0);
  case DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE: return r.one_in(3) ? 0 : r.between(0, 2);
  case DLOPT_HYPER_WEIGHT_LIMIT: return r.one_in(3) ? 0 : r.between(1, 100); // a jump to far less ends there to the rounding of its start
  }
  if (info.upper <= 1) return r.between(0.9 * info.lower + 0.1 * info.upper, 0.02 * info.lower + 0.98 * info.upper);
  if (info.default_value == 0) return r.one_in(3) ? 0 : r.power_of_ten(-3, -0.5);
  return std::clamp(info.default_value * r.power_of_ten(-0.5, 0.5), info.lower, info.upper);
}

double draw_integer(draw& r, const dlopt_hyper_info& info) {
  return info.lower + double(r.below(1 + int64_t(std::min(info.upper - info.lower, 12.0))));
}

double draw_value(draw& r, const dlopt_hyper_info& info) {
  if (info.kind == DLOPT_KIND_REAL) return draw_real(r, info);
  return info.kind == DLOPT_KIND_INTEGER ? draw_integer(r, info) : double(r.below(int64_t(info.upper) + 1));
}

// A schedule whose values lie in [low, high]: shapes of every kind, scaled to end up there.
std::string add_schedule(draw& r, scenario& s, double low, double high, int depth = 0) {
  schedule_record made;
  const double base = r.between(low + 0.5 * (high - low), high), final = r.between(low, base);
  const double total = double(5 + r.below(60)), factor = low / base + (1 - low / base) * r.between(0, 1);
  const int64_t kind = r.below(depth ? 6 : 8);
  if (kind == 6) { // a sequence of schedules in the same range
    made.kind = "sequence";
    for (int i = 0; i < 3; i++) made.children.push_back(add_schedule(r, s, low, high, depth + 1));
    made.milestones = {3 + r.below(20), 25 + r.below(50)};
  } else if (kind == 7) { // a product of a schedule in the range and a factor that stays in it
    made.kind = "product";
    made.children = {add_schedule(r, s, base, base, depth + 1), add_schedule(r, s, low / base, 1, depth + 1)};
  } else {
    static const char* const kinds[] = {"constant", "step", "exponential", "cosine", "linear", "warmup_cosine"};
    made.kind = kinds[kind];
    made.fields["base"] = hex(base);
    if (kind == 1)
      made.fields = {{"base", hex(base)}, {"gamma", hex(1 - r.power_of_ten(-4, -2.5))}, {"step_size", hex(1 + double(r.below(20)))}};
    if (kind == 2) made.fields = {{"base", hex(base)}, {"gamma", hex(1 - r.power_of_ten(-6, -4))}, {"lambda", hex(r.power_of_ten(-6, -4))}};
    if (kind == 4) made.fields = {{"base", hex(base)}, {"start_factor", hex(factor)}, {"end_factor", "1"}, {"total_steps", hex(total)}};
    if (kind == 3 || kind == 5) {
      made.fields["final"] = hex(final);
      made.fields["total_steps"] = hex(total);
      made.fields["after_end"] = r.one_in(2) ? "1" : "0";
    }
    if (kind == 5) {
      made.fields["warmup_steps"] = hex(double(r.below(int64_t(total))));
      made.fields["start_factor"] = hex(factor);
    }
  }
  made.name = "s" + std::to_string(s.book.size());
  s.book[made.name] = made;
  return made.name;
}

// Momentum is left out: it decides which state is kept, so it cannot follow a schedule.
void draw_follows(draw& r, scenario& s, size_t group) {
  for (const dlopt_hyper_info& info : hypers_of(s.rule)) {
    if (!r.one_in(info.id == DLOPT_HYPER_LR ? 2 : 5)) continue;
    std::string name;
    if (info.id == DLOPT_HYPER_LR) name = add_schedule(r, s, 0.001, 0.2);
    else if (info.id == DLOPT_HYPER_WEIGHT_DECAY) name = add_schedule(r, s, 0, 0.3);
    else if (info.id == DLOPT_HYPER_BETA1 || info.id == DLOPT_HYPER_BETA2 || info.id == DLOPT_HYPER_BETA3)
      name = add_schedule(r, s, 0.5, 0.95);
    else if (info.id == DLOPT_HYPER_ALPHA) name = add_schedule(r, s, 0.6, 0.95);
    else if (info.id == DLOPT_HYPER_EPS) name = add_schedule(r, s, 1e-6, 0.1);
    else continue;
    s.follows[group][info.id] = name;
  }
}

// Values that contradict each other are the business of another test.
void settle(const std::string& preset, std::map<int32_t, double>& h) {
  const auto on = [&](int32_t id) { return h.count(id) && h[id] != 0; };
  if (preset == "sutskever" || on(DLOPT_HYPER_MOMENTUM_FORM) || !on(DLOPT_HYPER_MOMENTUM)) h.erase(DLOPT_HYPER_DAMPENING);
  if (!on(DLOPT_HYPER_MOMENTUM)) h.erase(DLOPT_HYPER_NESTEROV);
  if (on(DLOPT_HYPER_NESTEROV)) h.erase(DLOPT_HYPER_DAMPENING);
  if (on(DLOPT_HYPER_DECAY_MODE)) h.erase(DLOPT_HYPER_WEIGHT_LIMIT);
  if (on(DLOPT_HYPER_AMSGRAD_FORM) && h[DLOPT_HYPER_EPS_MODE] == double(DLOPT_EPS_HAT)) h[DLOPT_HYPER_AMSGRAD_FORM] = 0;
}

void draw_groups(draw& r, scenario& s) {
  const std::vector<std::string> presets = presets_of(s.rule);
  const bool plain = presets.empty() || r.one_in(2);
  if (!plain) s.preset = presets[size_t(r.below(int64_t(presets.size())))];
  const size_t count = size_t(1 + r.below(3));
  s.set.resize(count);
  s.follows.resize(count);
  for (size_t g = 0; g < count; g++) {
    if (g > 0) s.set[g] = s.set[0];
    for (const dlopt_hyper_info& info : hypers_of(s.rule)) {
      if (info.kind != DLOPT_KIND_REAL && !plain && info.kind == DLOPT_KIND_CHOICE) continue; // as the preset has it
      if (g == 0 || r.one_in(3)) s.set[g][info.id] = draw_value(r, info);
    }
    settle(s.preset, s.set[g]);
    draw_follows(r, s, g);
  }
}

void draw_slots(draw& r, scenario& s) {
  const int64_t count = r.one_in(12) ? 40 : 1 + r.below(6); // many parameters, each with coefficients of its own
  for (int64_t k = 0; k < count; k++) {
    reference::parameter x;
    x.value.resize(size_t(r.one_in(10) ? 0 : 1 + r.below(24)));
    for (double& v : x.value) v = r.gradient();
    x.group = int(r.below(int64_t(s.set.size())));
    if (r.one_in(3)) x.lr_scale = r.between(0, 2);
    if (r.one_in(3)) x.decay_scale = r.between(0, 2);
    s.slots.push_back(x);
  }
}

void draw_options(draw& r, scenario& s) {
  static const double ps[] = {0.5, 1, 2, 2, 3, INFINITY};
  s.options.skip_nonfinite = true;
  if (r.one_in(2)) s.options.grad_scale = r.one_in(2) ? 64 : r.between(0.5, 5);
  if (r.one_in(2)) s.options.max_norm = r.power_of_ten(-1, 2);
  if (r.one_in(2)) s.options.p = ps[r.below(6)];
  bool centered = false;
  for (const std::map<int32_t, double>& h : s.set) centered |= h.count(DLOPT_HYPER_CENTERED) && h.at(DLOPT_HYPER_CENTERED) != 0;
  // Many equal gradients in a row have a variance that is all rounding, in which no two programs agree.
  if (!centered && r.one_in(3)) s.options.clip_value = r.between(0.1, 2);
  s.options.exact = r.one_in(2);
}

} // namespace

scenario draw_scenario(uint64_t seed) {
  static const dlopt_dtype dtypes[] = {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16};
  draw r(seed);
  scenario s;
  s.rule = dlopt_rule(1 + seed % uint64_t(dlopt_rule_count()));
  s.gradient = dtypes[r.below(4)];
  s.steps = int(60 + r.below(200));
  draw_groups(r, s);
  draw_slots(r, s);
  draw_options(r, s);
  return s;
}

event draw_event(draw& r, const scenario& s) {
  event e;
  const int64_t slots = int64_t(s.slots.size());
  for (const reference::parameter& x : s.slots) {
    e.gradients.emplace_back();
    if (r.one_in(8)) continue;
    numbers g(x.value.size());
    for (double& v : g) v = r.gradient();
    e.gradients.back() = g;
  }
  if (s.rule == DLOPT_RULE_RPROP) e.loss = r.between(0, 1);
  if (s.rule == DLOPT_RULE_SOPHIA && r.one_in(3)) {
    for (const reference::parameter& x : s.slots) {
      e.estimates.emplace_back();
      if (r.one_in(4)) continue;
      e.estimates.back() = numbers(x.value.size());
      for (double& v : *e.estimates.back()) v = r.gradient();
    }
  }
  if (r.one_in(15)) e.toggle_freeze = int(r.below(slots));
  if (r.one_in(25)) {
    e.rescaled = int(r.below(slots));
    e.new_lr_scale = r.between(0, 2);
  }
  e.clone = r.one_in(40);
  if (!r.one_in(20)) return e;
  std::optional<numbers>& victim = e.gradients[size_t(r.below(slots))];
  if (!victim || victim->empty()) return e;
  (*victim)[size_t(r.below(int64_t(victim->size())))] = r.one_in(2) ? NAN : r.one_in(2) ? INFINITY : -INFINITY;
  e.poisoned = true;
  return e;
}

} // namespace dlopt_test

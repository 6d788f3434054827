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
  case DLOPT_HYPER_BETA2_DECAY: return r.between(-1, -0.3);
  case DLOPT_HYPER_LR_DECAY: return r.one_in(3) ? 0 : r.power_of_ten(-4, 0);
  case DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE: return r.one_in(3) ? 0 : r.between(0, 2);
  case DLOPT_HYPER_DECAY_LR: return r.between(0.2, 2); // far below lr, decay would be growth
  case DLOPT_HYPER_CLIP_EXP: return r.between(0, 0.5);
  case DLOPT_HYPER_TRUST_COEFFICIENT: return r.power_of_ten(-3, 0);
  case DLOPT_HYPER_TRUST_MIN: return r.one_in(2) ? 0 : r.power_of_ten(-2, -0.5);
  case DLOPT_HYPER_TRUST_MAX: return r.one_in(2) ? 0 : r.between(0.5, 5);
  case DLOPT_HYPER_NORM_MAX: return r.one_in(2) ? 0 : r.power_of_ten(-1, 1.5);
  case DLOPT_HYPER_D0: return r.power_of_ten(-3, -1);
  case DLOPT_HYPER_GROWTH_RATE: return r.one_in(2) ? info.default_value : r.between(1, 2);
  case DLOPT_HYPER_T0: return r.between(0, 60);
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

// What the fields of a schedule are drawn from: its values stay about [low, base].
struct schedule_draw {
  draw& r;
  double low, base;
  double value() { return r.between(low, base); }
  std::string factor() { return hex(low / base + (1 - low / base) * r.between(0, 1)); } // of base
  std::string steps(int64_t least, int64_t most) { return hex(double(least + r.below(most - least + 1))); }
  std::string flag() { return r.one_in(2) ? "1" : "0"; }
  std::string near_one() { return hex(1 - r.power_of_ten(-5, -3)); }
  std::string real(double from, double to) { return hex(r.between(from, to)); }
  std::string choice(const char* names) {
    const std::vector<std::string> all = words(names);
    return all[size_t(r.below(int64_t(all.size())))];
  }
  numbers milestones() { return {double(3 + r.below(20)), double(25 + r.below(30)), double(55 + r.below(60))}; }
  numbers factors(size_t n) {
    numbers out(n);
    for (double& v : out) v = low / base + (1 - low / base) * r.between(0, 1);
    return out;
  }
};

using field_texts = std::map<std::string, std::string>;

field_texts draw_fields(schedule_draw d, const std::string& kind) {
  const std::string final = hex(d.value()), total = d.steps(5, 64), start = d.factor(), end = d.factor();
  if (kind == "step") return {{"gamma", d.near_one()}, {"step_size", d.steps(1, 20)}};
  if (kind == "multi_step") return {{"gamma", d.near_one()}};
  if (kind == "exponential")
    return {{"gamma", d.near_one()},      {"lambda", hex(d.r.power_of_ten(-6, -4))},
            {"step_size", d.steps(1, 9)}, {"staircase", d.flag()},
            {"begin", d.steps(0, 20)},    {"final", hex(d.low + 0.99 * (d.base - d.low))}};
  if (kind == "linear") return {{"start_factor", start}, {"end_factor", end}, {"total_steps", total}};
  if (kind == "cosine" || kind == "warmup_cosine") {
    field_texts f = {{"final", final}, {"total_steps", total}, {"power", d.real(0.5, 3)}, {"after_end", d.choice("hold repeat")}};
    if (kind == "warmup_cosine") f.insert({{"warmup_steps", d.steps(0, 4)}, {"start_factor", start}});
    return f;
  }
  if (kind == "polynomial") return {{"final", final}, {"total_steps", total}, {"power", d.real(0.5, 3)}, {"begin", d.steps(0, 20)}};
  if (kind == "cosine_restarts")
    return {{"final", hex(d.low)}, {"cycle_steps", d.steps(3, 40)}, {"t_mult", d.steps(1, 3)}, {"cycle_decay", d.near_one()}};
  if (kind == "one_cycle")
    return {{"start_factor", start},
            {"end_factor", end},
            {"total_steps", total},
            {"pct_start", d.real(0.21, 0.5)},
            {"pct_final", d.real(0.6, 0.9)},
            {"three_phase", d.flag()},
            {"anneal", d.choice("cosine linear")},
            {"convention", d.choice("torch optax")}};
  if (kind == "cyclic")
    return {{"peak", final},
            {"step_size", d.steps(1, 20)},
            {"step_size_down", d.steps(0, 20)},
            {"cycle_mode", d.choice("triangular triangular2 exp_range")},
            {"gamma", d.near_one()}};
  if (kind == "inverse_sqrt") return {{"warmup_steps", d.steps(150, 250)}, {"start_factor", start}};
  if (kind == "noam") return {{"base", hex(d.base * 16)}, {"warmup_steps", "16"}, {"model_size", "16"}};
  if (kind == "inverse_time") return {{"lambda", hex(d.r.power_of_ten(-5, -3))}, {"power", d.real(0.5, 1.5)}};
  if (kind == "wsd")
    return {{"final", final},
            {"total_steps", d.steps(30, 90)},
            {"warmup_steps", d.steps(0, 10)},
            {"decay_steps", d.steps(1, 20)},
            {"start_factor", start},
            {"anneal", d.choice("cosine linear minus_sqrt exponential")}};
  if (kind == "warmup")
    return {{"warmup_steps", total},
            {"start_factor", start},
            {"warmup_kind", d.choice("none linear linear_from_one log constant exponential")}};
  if (kind == "rex") return {{"final", final}, {"total_steps", total}};
  if (kind == "piecewise") return {{"interpolation", d.choice("none linear cosine")}};
  if (kind == "table") return {{"after_end", d.choice("hold repeat")}};
  if (kind == "range_test")
    return {{"end_factor", end}, {"total_steps", total}, {"step_size", d.steps(1, 9)}, {"growth", d.choice("exponential linear")}};
  return {};
}

// A schedule whose values lie about [low, high]: every kind, scaled to end up there.
std::string add_schedule(draw& r, scenario& s, double low, double high, int depth = 0) {
  schedule_record made;
  const double base = r.between(low + 0.5 * (high - low), high);
  const dlopt_schedule_kind kind = dlopt_schedule_kind(1 + r.below(dlopt_schedule_kind_count()));
  made.kind = dlopt_schedule_kind_name(kind);
  if (depth && kind >= DLOPT_SCHEDULE_SEQUENCE && kind <= DLOPT_SCHEDULE_CHAIN) made.kind = "constant"; // no compositions of compositions
  if (made.kind == "sequence") {                                                                        // of schedules in the same range
    for (int i = 0; i < 3; i++) made.children.push_back(add_schedule(r, s, low, high, depth + 1));
    made.milestones = {3 + r.below(20), 25 + r.below(50)};
    made.fields["shared_clock"] = r.one_in(2) ? "1" : "0";
  } else if (made.kind == "product") { // of a schedule in the range and a factor that stays in it
    made.children = {add_schedule(r, s, base, base, depth + 1), add_schedule(r, s, low / base, 1, depth + 1)};
  } else if (made.kind == "chain") { // each goes on from the other's values
    made.children = {add_schedule(r, s, base, base, depth + 1), add_schedule(r, s, low, base, depth + 1)};
  } else {
    schedule_draw d = {r, low, base};
    made.fields = draw_fields(d, made.kind);
    made.fields.insert({"base", hex(base)});
    if (made.kind == "multi_step" || made.kind == "piecewise") made.lists["milestones"] = d.milestones();
    if (made.kind == "piecewise") made.lists["values"] = d.factors(4);
    if (made.kind == "table") made.lists["values"] = d.factors(30);
  }
  made.name = "s" + std::to_string(s.book.size());
  s.book[made.name] = made;
  return made.name;
}

// What a group's hyper-parameter was set to.
double set_value(const scenario& s, size_t group, const dlopt_hyper_info& info) {
  for (size_t g : {group, size_t(0)}) {
    const auto found = s.set[g].find(info.id);
    if (found != s.set[g].end()) return found->second;
  }
  return info.default_value;
}

// Momentum, and Adafactor's beta1, decide which state is kept: while they are 0 they cannot follow a schedule.
bool decides_states(const scenario& s, const dlopt_hyper_info& info) {
  return info.id == DLOPT_HYPER_MOMENTUM || (info.id == DLOPT_HYPER_BETA1 && s.rule == DLOPT_RULE_ADAFACTOR);
}

void draw_follows(draw& r, scenario& s, size_t group) {
  for (const dlopt_hyper_info& info : hypers_of(s.rule)) {
    if (!r.one_in(info.id == DLOPT_HYPER_LR ? 2 : 5)) continue;
    if (decides_states(s, info) && set_value(s, group, info) == 0) continue;
    std::string name;
    if (info.id == DLOPT_HYPER_LR) name = add_schedule(r, s, 0.001, 0.2);
    else if (info.id == DLOPT_HYPER_WEIGHT_DECAY) name = add_schedule(r, s, 0, 0.3);
    else if (info.id == DLOPT_HYPER_BETA1 || info.id == DLOPT_HYPER_BETA2 || info.id == DLOPT_HYPER_BETA3 ||
             info.id == DLOPT_HYPER_MOMENTUM)
      name = add_schedule(r, s, 0.5, 0.95);
    else if (info.id == DLOPT_HYPER_ALPHA) name = add_schedule(r, s, 0.6, 0.95);
    else if (info.id == DLOPT_HYPER_EPS) name = add_schedule(r, s, 1e-6, 0.1);
    else continue;
    s.follows[group][info.id] = name;
  }
}

// Values that contradict each other are the business of another test.
void settle(dlopt_rule rule, const std::string& preset, std::map<int32_t, double>& h) {
  const auto on = [&](int32_t id) { return h.count(id) && h[id] != 0; };
  if (!may_dampen(rule, preset) || on(DLOPT_HYPER_MOMENTUM_FORM) || !on(DLOPT_HYPER_MOMENTUM)) h.erase(DLOPT_HYPER_DAMPENING);
  if (!on(DLOPT_HYPER_MOMENTUM)) h.erase(DLOPT_HYPER_NESTEROV);
  if (on(DLOPT_HYPER_NESTEROV)) h.erase(DLOPT_HYPER_DAMPENING);
  // What is divided by eps alone, where it is next to nothing, is next to infinity.
  if (h.count(DLOPT_HYPER_CLIP_BASE) && h[DLOPT_HYPER_CLIP_BASE] == double(DLOPT_CLIP_BASE_NONE)) h.erase(DLOPT_HYPER_EPS);
  if (h.count(DLOPT_HYPER_EPS_ROOT_FORM) && !on(DLOPT_HYPER_BETA1)) h.erase(DLOPT_HYPER_EPS);
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
      if (std::isinf(info.default_value)) continue; // limits are drawn with the options of the step
      if (info.kind != DLOPT_KIND_REAL && !plain && info.kind == DLOPT_KIND_CHOICE) continue; // as the preset has it
      if (g == 0 || r.one_in(3)) s.set[g][info.id] = draw_value(r, info);
    }
    settle(s.rule, s.preset, s.set[g]);
    draw_follows(r, s, g);
  }
}

// One dimension; more of them where the rule looks at them.
std::vector<int64_t> draw_shape(draw& r, const scenario& s, int64_t count) {
  if (!factors(s.rule) || r.one_in(4)) return {count};
  std::vector<int64_t> shape;
  while (shape.size() < 3 && !r.one_in(4)) {
    int64_t size = 1 + r.below(6);
    while (count % size) --size;
    shape.insert(shape.begin() + long(r.below(int64_t(shape.size()) + 1)), size);
    count /= size;
  }
  shape.push_back(count);
  return shape;
}

void draw_slots(draw& r, scenario& s) {
  const int64_t count = r.one_in(12) ? 40 : 1 + r.below(6); // many parameters, each with coefficients of its own
  for (int64_t k = 0; k < count; k++) {
    reference::parameter x;
    x.value.resize(size_t(r.one_in(10) ? 0 : 1 + r.below(24)));
    for (double& v : x.value) v = r.gradient();
    x.shape = draw_shape(r, s, int64_t(x.value.size()));
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
  bool centered = s.rule == DLOPT_RULE_ADABELIEF;
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

// Schedules in closed form, in long double through libm. Part of reference.h.
#pragma once

#include "vector_file.h"

#include <cmath>

namespace reference {

// The schedules of a model by name; compositions name their children.
using schedule_book = std::map<std::string, dlopt_test::schedule_record>;

struct fields {
  const dlopt_test::schedule_record& record;
  long double operator()(const char* name, long double otherwise) const {
    const auto found = record.fields.find(name);
    return found == record.fields.end() ? otherwise : std::strtod(found->second.c_str(), nullptr);
  }
  std::string choice(const char* name, const char* otherwise) const {
    const auto found = record.fields.find(name);
    return found == record.fields.end() ? otherwise : found->second;
  }
  dlopt_test::numbers list(const char* name) const {
    const auto found = record.lists.find(name);
    return found == record.lists.end() ? dlopt_test::numbers() : found->second;
  }
};

inline long double half_wave(long double x) { return (1 + std::cos(std::acos(-1.0L) * x)) / 2; }
inline long double mix(long double a, long double b, long double x) { return (1 - x) * a + x * b; }

inline long double cosine(const fields& f, long double base, long double t, long double total) {
  const long double final = f("final", 0);
  if (t > total && f.choice("after_end", "hold") == "hold") return final;
  return final + (base - final) * std::pow(half_wave(std::fmod(t, 2 * total) / total), f("power", 1));
}

inline long double exponential(const fields& f, long double base, long double t) {
  long double x = std::max(t - f("begin", 0), 0.0L) / f("step_size", 1);
  if (f("staircase", 0) != 0) x = std::floor(x);
  const long double value = base * std::pow(f("gamma", 1), x) * std::exp(-f("lambda", 0) * x), final = f("final", 0);
  return (value - final) * (base - final) < 0 ? final : value;
}

inline long double restarts(const fields& f, long double base, long double t) {
  long double length = f("cycle_steps", 1);
  for (; t >= length; length *= f("t_mult", 1)) {
    t -= length;
    base *= f("cycle_decay", 1);
  }
  return mix(f("final", 0), base, half_wave(t / length));
}

inline long double one_cycle(const fields& f, long double base, long double t) {
  const double total = double(f("total_steps", 1)), pct = double(f("pct_start", 0)); // where phases meet is rounded by the peers, too
  const bool torch = f.choice("convention", "torch") == "torch";
  std::vector<std::pair<long double, long double>> corners = {{0, f("start_factor", 1)},
                                                              {torch ? pct * total - 1 : std::floor(pct * total), 1}};
  if (f("three_phase", 0) != 0)
    corners.emplace_back(torch ? 2 * pct * total - 2 : std::floor(double(f("pct_final", 0)) * total), f("start_factor", 1));
  corners.emplace_back(torch ? total - 1 : total, f("end_factor", 1));
  size_t i = 1;
  while (i + 1 < corners.size() && t > corners[i].first) i++;
  const auto [from, low] = corners[i - 1];
  const auto [to, high] = corners[i];
  const long double x = t >= to ? 1 : (t - from) / (to - from);
  return base * mix(low, high, f.choice("anneal", "cosine") == "cosine" ? 1 - half_wave(x) : x);
}

inline long double cyclic(const fields& f, long double base, long double t) {
  const long double up = f("step_size", 1), given = f("step_size_down", 0), length = up + (given > 0 ? given : up);
  const long double at = std::fmod(t, length), cycle = std::floor(t / length);
  const std::string mode = f.choice("cycle_mode", "triangular");
  const long double height = mode == "triangular2" ? std::exp2(-cycle) : mode == "exp_range" ? std::pow(f("gamma", 1), t) : 1;
  return base + (f("peak", 0) - base) * height * std::min(at / up, (length - at) / (length - up));
}

inline long double ramp(long double base, long double start, long double t, long double steps) {
  return t < steps ? base * mix(start, 1, t / steps) : base;
}

inline long double wsd(const fields& f, long double base, long double t) {
  const long double decay = f("decay_steps", 0), x = (t - (f("total_steps", 1) - decay)) / decay;
  if (x <= 0) return ramp(base, f("start_factor", 0), t, f("warmup_steps", 0));
  if (x >= 1) return f("final", 0);
  const std::string anneal = f.choice("anneal", "cosine");
  const long double left = anneal == "cosine"       ? half_wave(x)
                           : anneal == "linear"     ? 1 - x
                           : anneal == "minus_sqrt" ? 1 - std::sqrt(x)
                                                    : std::exp2(1 - x) - 1;
  return mix(f("final", 0), base, left);
}

inline long double warmup(const std::string& kind, long double base, long double start, long double t, long double steps) {
  if (t >= steps || kind == "none") return base;
  if (kind == "linear") return base * mix(start, 1, t / steps);
  if (kind == "linear_from_one") return base * mix(start, 1, (t + 1) / steps);
  if (kind == "log") return base * mix(start, 1, std::log(t + 1) / std::log(steps));
  return base * (kind == "constant" ? start : std::exp(std::log(start) * (1 - t / steps)));
}

inline size_t passed(const dlopt_test::numbers& milestones, long double t) {
  return size_t(std::count_if(milestones.begin(), milestones.end(), [&](double m) { return m <= t; }));
}

inline long double piecewise(const fields& f, long double base, long double t) {
  dlopt_test::numbers corners = f.list("milestones");
  const dlopt_test::numbers values = f.list("values");
  corners.insert(corners.begin(), 0);
  const size_t i = passed(corners, t) - 1;
  const std::string way = f.choice("interpolation", "none");
  if (i + 1 == corners.size() || way == "none") return base * values[i];
  const long double x = (t - corners[i]) / (corners[i + 1] - corners[i]);
  return base * mix(values[i], values[i + 1], way == "linear" ? x : 1 - half_wave(x));
}

inline long double table(const fields& f, long double base, int64_t step) {
  const dlopt_test::numbers values = f.list("values");
  const int64_t last = int64_t(values.size()) - 1;
  return base * values[size_t(f.choice("after_end", "hold") == "hold" ? std::min(step, last) : step % (last + 1))];
}

inline long double range_test(const fields& f, long double base, long double t) {
  const long double x = std::min((t - std::fmod(t, f("step_size", 1))) / f("total_steps", 1), 1.0L), end = f("end_factor", 1);
  return base * (f.choice("growth", "exponential") == "linear" ? mix(1, end, x) : std::pow(end, x));
}

inline long double shape(const dlopt_test::schedule_record& s, long double base, int64_t step) {
  const fields f{s};
  const long double t = step, final = f("final", 0), total = f("total_steps", 1), steps = f("warmup_steps", 0),
                    start = f("start_factor", 0);
  if (s.kind == "constant") return base;
  if (s.kind == "step") return base * std::pow(f("gamma", 1), std::floor(t / f("step_size", 1)));
  if (s.kind == "multi_step") return base * std::pow(f("gamma", 1), (long double)passed(f.list("milestones"), t));
  if (s.kind == "exponential") return exponential(f, base, t);
  if (s.kind == "cosine") return cosine(f, base, t, total);
  if (s.kind == "linear") return base * mix(start, f("end_factor", 1), std::min(t, total) / total);
  if (s.kind == "warmup_cosine") return t < steps ? ramp(base, start, t, steps) : cosine(f, base, t - steps, total - steps);
  if (s.kind == "polynomial")
    return mix(final, base, std::pow(1 - std::min(std::max(t - f("begin", 0), 0.0L), total) / total, f("power", 1)));
  if (s.kind == "cosine_restarts") return restarts(f, base, t);
  if (s.kind == "one_cycle") return one_cycle(f, base, t);
  if (s.kind == "cyclic") return cyclic(f, base, t);
  if (s.kind == "inverse_sqrt") return t < steps ? ramp(base, start, t, steps) : base * std::sqrt(steps / t);
  if (s.kind == "noam") return base / std::sqrt(f("model_size", 1)) * std::min(std::pow(t + 1, -0.5L), (t + 1) * std::pow(steps, -1.5L));
  if (s.kind == "inverse_time") return base * std::pow(1 + f("lambda", 1) * t, -f("power", 1));
  if (s.kind == "wsd") return wsd(f, base, t);
  if (s.kind == "warmup") return warmup(f.choice("warmup_kind", "linear"), base, start, t, steps);
  if (s.kind == "rex") return mix(final, base, (total - std::min(t, total)) / (total - std::min(t, total) / 2));
  if (s.kind == "piecewise") return piecewise(f, base, t);
  if (s.kind == "table") return table(f, base, step);
  if (s.kind == "range_test") return range_test(f, base, t);
  if (s.kind == "plateau") return base; // until it is told something
  std::abort();                         // a new kind needs its closed form here
}

// With a BASE of somebody else's where there is one.
inline long double value(const schedule_book& book, const std::string& name, int64_t step, const long double* given = nullptr) {
  const dlopt_test::schedule_record& s = book.at(name);
  if (s.children.empty()) return shape(s, given ? *given : fields{s}("base", 1), step);
  if (s.kind == "warmup") {
    const std::string& inner = s.children[0];
    if (step >= s.warmup_steps) return value(book, inner, step - s.warmup_steps);
    return warmup(s.warmup_kind, value(book, inner, 0), 0, step, s.warmup_steps);
  }
  if (s.kind == "sequence") {
    const size_t i = size_t(std::count_if(s.milestones.begin(), s.milestones.end(), [&](int64_t m) { return m <= step; }));
    const bool own = i > 0 && fields{s}("shared_clock", 0) == 0;
    return value(book, s.children[i], own ? step - s.milestones[i - 1] : step, given);
  }
  long double sofar = value(book, s.children[0], step, given);
  for (size_t i = 1; i < s.children.size(); i++)
    sofar = s.kind == "chain" ? value(book, s.children[i], step, &sofar) : sofar * value(book, s.children[i], step);
  return sofar;
}

} // namespace reference

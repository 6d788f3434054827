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
};

inline long double cosine(long double base, long double final, long double t, long double total, bool repeat) {
  if (t > total && !repeat) return final;
  const long double pi = std::acos(-1.0L);
  return final + (base - final) * (1 + std::cos(pi * std::fmod(t, 2 * total) / total)) / 2;
}

inline long double value(const schedule_book& book, const std::string& name, int64_t step) {
  const dlopt_test::schedule_record& s = book.at(name);
  const fields f{s};
  const long double t = step, base = f("base", 1), final = f("final", 0), total = f("total_steps", 1);
  const bool repeat = f("after_end", 0) != 0;
  if (s.kind == "constant") return base;
  if (s.kind == "step") return base * std::pow(f("gamma", 1), std::floor(t / f("step_size", 1)));
  if (s.kind == "exponential") return base * std::pow(f("gamma", 1), t) * std::exp(-f("lambda", 0) * t);
  if (s.kind == "cosine") return cosine(base, final, t, total, repeat);
  if (s.kind == "linear") return base * (f("start_factor", 0) + (f("end_factor", 1) - f("start_factor", 0)) * std::min(t, total) / total);
  if (s.kind == "warmup_cosine") {
    const long double warmup = f("warmup_steps", 0), start = f("start_factor", 0);
    if (t < warmup) return base * (start + (1 - start) * t / warmup);
    return cosine(base, final, t - warmup, total - warmup, repeat);
  }
  if (s.kind == "product") {
    long double product = 1;
    for (const std::string& child : s.children) product *= value(book, child, step);
    return product;
  }
  if (s.kind == "warmup") {
    const std::string& inner = s.children[0];
    return step < s.warmup_steps ? value(book, inner, 0) * t / s.warmup_steps : value(book, inner, step - s.warmup_steps);
  }
  if (s.kind != "sequence") std::abort(); // a new kind needs its closed form here
  size_t i = 0;
  while (i < s.milestones.size() && step >= s.milestones[i]) i++;
  return value(book, s.children[i], i == 0 ? step : step - s.milestones[i - 1]);
}

} // namespace reference

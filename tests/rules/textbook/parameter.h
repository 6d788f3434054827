// What the textbook's rules work on. A rule is a function of its name: void NAME(parameter& x, const numbers& g, const hypers& h), for one
// update with x.age counted already; x.age is 1 at the first.
#pragma once

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace reference {

using numbers = std::vector<double>;
using hypers = std::map<std::string, double>; // by name; choices by number, in the order of the public enums

// One parameter with all that a rule remembers of it. An array that is not there yet is empty.
struct parameter {
  numbers value;
  std::vector<int64_t> shape;
  std::map<std::string, numbers> state;
  std::map<std::string, double> initial; // what its arrays started from
  std::set<std::string> is_number;       // which are numbers of the whole parameter
  int64_t age = 0;                       // gradients seen
  int group = 0, slot = 0;
  double lr_scale = 1, decay_scale = 1;
  bool frozen = false;
  hypers known;             // what a rule told of its step: "lr", where decay takes another
  hypers* shared = nullptr; // what all parameters of a rule such as Prodigy know together

  numbers& array(const std::string& name, double initial = 0) {
    numbers& a = state[name];
    if (a.empty()) a.assign(value.size(), initial);
    this->initial[name] = initial;
    return a;
  }

  // One number for the whole parameter.
  double& number(const std::string& name, double initial = 0) {
    numbers& a = state[name];
    if (a.empty()) a.assign(1, initial);
    is_number.insert(name);
    return a[0];
  }
};

// What a rule such as Prodigy does before any parameter moves: it looks at one after another, and makes its numbers for the step.
struct together {
  void (*begin)(hypers& shared);
  void (*measure)(parameter& x, const numbers& g, const hypers& h, hypers& shared);
  void (*conclude)(const hypers& of_first_group, hypers& shared);
};
inline std::map<std::string, together>& rules_together() {
  static std::map<std::string, together> all;
  return all;
}
// A textbook with such a rule says so: inline const bool NAME_looks = looks_at_all("NAME", {...});
inline bool looks_at_all(const std::string& rule, const together& how) { return rules_together().emplace(rule, how).second; }

constexpr double momentum_ema = 1, momentum_sutskever = 2; // 0: torch
constexpr double eps_inside = 1, eps_hat = 2;              // 0: outside
constexpr double first_gradient = 0;
constexpr double decay_decoupled = 1, decay_independent = 2, decay_corrected = 3, decay_fixed = 4, decay_proximal = 5, decay_l1 = 6,
                 decay_cautious = 7;                    // 0: l2
constexpr double cautious_mean = 2, cautious_count = 3; // 0: off; 1: mask

inline double norm_of(const numbers& values) {
  long double sum = 0;
  for (double v : values) sum += static_cast<long double>(v) * v;
  return double(std::sqrt(sum));
}

// eps 0 means the smallest normal number, so that 0 / 0 does not arise.
inline double eps_of(const hypers& h) { return std::max(h.at("eps"), DBL_MIN); }

} // namespace reference

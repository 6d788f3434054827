// Hyper-parameters for the rules to compute coefficients from, out of the library's own tables: a new rule joins by itself.
#pragma once

#include "core/registry.h"

#include <string>
#include <vector>

namespace dlopt_cuda {

struct setting {
  std::string name;
  dlopt::hyper_values hypers;
  uint32_t used; // states that the update of an element sees, as bits
};

// Every choice, flag and preset of a rule, each with every set of states that the rule may keep.
std::vector<setting> settings_of(const dlopt::rule_info& rule);

} // namespace dlopt_cuda

// The command line.
#pragma once

#include <string>

namespace dlopt::inspect {

enum class action { show, verify, compare, help, version };

struct options {
  action what = action::show;
  bool as_json = false;
  const char* files[2] = {}; // as many as the action takes
};

// false: wrong usage, and why.
[[nodiscard]] bool parse(int argc, char** argv, options& to, std::string& problem);

extern const char* const kHelp;

} // namespace dlopt::inspect

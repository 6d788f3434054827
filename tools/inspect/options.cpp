#include "options.h"

#include <cstring>

namespace dlopt::inspect {

const char* const kHelp = R"(Looks into checkpoints of dlopt, and into other safetensors files as far as they are alike.

usage: dlopt-inspect [--json] FILE            what it holds
       dlopt-inspect [--json] --verify FILE   whether it is whole: structure and all checksums
       dlopt-inspect [--json] --diff A B      what differs, in settings and in each tensor

  --json      prints JSON
  --help      prints this
  --version   prints the version of dlopt and of the layout of checkpoints
  --          ends the options: what follows are files

The exit status is 0, or 1 when FILE is damaged or A and B differ, or 2 when a file cannot be read
(with --diff, when it is damaged, too) or the command line is wrong. Settings at their defaults are
left out of the text, not of the JSON.
)";

namespace {

bool take_option(const char* text, options& to, int& actions) noexcept {
  constexpr struct {
    const char* name;
    action what;
  } kActions[] = {{"--verify", action::verify}, {"--diff", action::compare}, {"--help", action::help}, {"--version", action::version}};
  if (!std::strcmp(text, "--json")) return to.as_json = true;
  for (const auto& one : kActions) {
    if (std::strcmp(text, one.name)) continue;
    to.what = one.what;
    ++actions;
    return true;
  }
  return false;
}

int files_wanted(action what) noexcept { return what == action::compare ? 2 : what == action::help || what == action::version ? 0 : 1; }

} // namespace

bool parse(int argc, char** argv, options& to, std::string& problem) {
  int actions = 0, files = 0;
  bool options_end = false;
  for (int i = 1; i < argc; ++i) {
    const bool is_option = !options_end && argv[i][0] == '-' && argv[i][1];
    if (is_option && !std::strcmp(argv[i], "--")) options_end = true;
    else if (!is_option) {
      if (files < 2) to.files[files] = argv[i];
      ++files;
    } else if (!take_option(argv[i], to, actions)) problem = std::string("there is no option ") + argv[i];
  }
  const int wanted = files_wanted(to.what);
  if (problem.empty() && actions > 1) problem = "more than one of --verify, --diff, --help, --version";
  if (problem.empty() && files != wanted) problem = "got " + std::to_string(files) + " files, wanted " + std::to_string(wanted);
  if (wanted == 1 && files == 2) problem += " (--diff compares two)";
  return problem.empty();
}

} // namespace dlopt::inspect

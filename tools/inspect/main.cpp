// dlopt-inspect: see options.cpp for what it does.
#include "commands.h"
#include "display.h"
#include "options.h"

#include "state/format.h"

#include <cstdio>
#include <cstdlib>
#include <new>

namespace dlopt::inspect {

exit_status report_trouble(const char* path) {
  std::fprintf(stderr, "dlopt-inspect: %s: %s\n", shown(path).c_str(), shown(last_error()).c_str());
  return kTrouble;
}

namespace {

bool is_trouble(dlopt_status status) noexcept { return status == DLOPT_ERR_IO || status == DLOPT_ERR_OUT_OF_MEMORY; }

exit_status run_on_one(const options& o) {
  input file(o.files[0]);
  const dlopt_status status = file.open();
  if (!status && o.what == action::verify) return verify(file, o.as_json);
  if (!status) return o.as_json ? show_json(file) : show(file);
  if (o.what == action::verify && !is_trouble(status)) return verify_failed(file.path(), o.as_json);
  report_trouble(file.path());
  return is_trouble(status) ? kTrouble : kNotFine;
}

exit_status run_on_two(const options& o) {
  input a(o.files[0]), b(o.files[1]);
  if (a.open()) return report_trouble(a.path());
  if (b.open()) return report_trouble(b.path());
  return compare(a, b, o.as_json);
}

exit_status run(const options& o) {
  switch (o.what) {
  case action::help: std::fputs(kHelp, stdout); return kFine;
  case action::version:
    std::printf("dlopt-inspect %d.%d.%d, layout %lld\n", DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR, DLOPT_VERSION_PATCH,
                (long long)kFormatVersion);
    return kFine;
  case action::compare: return run_on_two(o);
  default: return run_on_one(o);
  }
}

void no_memory() {
  std::fputs("dlopt-inspect: no memory\n", stderr);
  std::_Exit(kTrouble);
}

} // namespace
} // namespace dlopt::inspect

int main(int argc, char** argv) {
  using namespace dlopt::inspect;
  std::set_new_handler(no_memory);
  options o;
  std::string problem;
  if (!parse(argc, argv, o, problem)) {
    std::fprintf(stderr, "dlopt-inspect: %s; --help tells more\n", shown(problem).c_str());
    return kTrouble;
  }
  const exit_status status = run(o);
  if (std::fflush(stdout) || std::ferror(stdout)) {
    std::fprintf(stderr, "dlopt-inspect: writing failed\n");
    return kTrouble;
  }
  return status;
}

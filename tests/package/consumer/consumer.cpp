// The same from C++; the number of the version and the build info must agree too.
#include <dlopt.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

int main() {
  std::vector<double> w(1000, 1.0), g(w.size());
  dlopt_optimizer* opt = nullptr;
  if (dlopt_optimizer_create(nullptr, DLOPT_RULE_SGD, &opt) != DLOPT_OK) return std::puts(dlopt_last_error()), 1;
  dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.1);
  for (int i = 0; i < 200; ++i) {
    for (std::size_t j = 0; j < w.size(); ++j) g[j] = 2 * w[j];
    if (dlopt_optimizer_step_f64(opt, w.data(), g.data(), w.size()) != DLOPT_OK) return std::puts(dlopt_last_error()), 1;
  }
  dlopt_optimizer_destroy(opt);
  if (std::abs(w.back()) > 1e-6) return std::printf("not at the minimum: %g\n", w.back()), 1;
  const int number = DLOPT_VERSION_MAJOR * 1000000 + DLOPT_VERSION_MINOR * 1000 + DLOPT_VERSION_PATCH;
  const std::string quoted = std::string("\"") + dlopt_version_string() + "\"";
  if (dlopt_version() != number || std::string(dlopt_build_info()).find(quoted) == std::string::npos)
    return std::printf("versions disagree: %d, %d, %s\n", int(dlopt_version()), number, dlopt_build_info()), 1;
  std::printf("%d.%d.%d %s\n", DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR, DLOPT_VERSION_PATCH, dlopt_version_string());
}

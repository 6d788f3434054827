// The same from C++; the number of the version and the build info must agree too.
#include <dlopt.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

int main() {
  std::vector<double> w(1000, 1.0), g(w.size());
  dlopt::sgd rule;
  rule.lr = 0.1;
  dlopt::optimizer opt(rule);
  for (int i = 0; i < 200; ++i) {
    for (std::size_t j = 0; j < w.size(); ++j) g[j] = 2 * w[j];
    opt.step(w, g);
  }
  if (std::abs(w.back()) > 1e-6) return std::printf("not at the minimum: %g\n", w.back()), 1;
  const int number = DLOPT_VERSION_MAJOR * 1000000 + DLOPT_VERSION_MINOR * 1000 + DLOPT_VERSION_PATCH;
  const std::string quoted = std::string("\"") + dlopt::version_text() + "\"";
  if (dlopt::version() != number || std::string(dlopt::build_info()).find(quoted) == std::string::npos)
    return std::printf("versions disagree: %d, %d, %s\n", int(dlopt::version()), number, dlopt::build_info()), 1;
  std::printf("%d.%d.%d %s\n", DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR, DLOPT_VERSION_PATCH, dlopt::version_text());
}

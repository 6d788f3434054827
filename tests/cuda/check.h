// Bits compared, and one line of output for each check.
#pragma once

#include "lanes/convert.h"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace dlopt_cuda {

void check_rules();
void check_conversions();
void check_sums();
void check_noise();
void time_adamw();

inline bool is_nan(uint32_t) { return false; }
inline bool is_nan(float x) { return std::isnan(x); }
inline bool is_nan(double x) { return std::isnan(x); }
inline bool is_nan(dlopt::f16 x) { return (x.bits & 0x7fffu) > 0x7c00u; }
inline bool is_nan(dlopt::bf16 x) { return (x.bits & 0x7fffu) > 0x7f80u; }

// Equal bits, or NaN both: IEEE 754 leaves open which NaN an operation gives, and a GPU gives another than a CPU.
template <class T> bool same(T a, T b) { return std::memcmp(&a, &b, sizeof a) == 0 || (is_nan(a) && is_nan(b)); }

// One check: everything that is compared under one name.
class check {
public:
  explicit check(std::string name) : name_(std::move(name)) {}
  ~check() {
    if (compared_ == 0) fail("nothing was compared");
    if (nans_ == compared_) fail("everything was NaN");
    if (failure_.empty())
      std::printf("pass %s: %lld numbers, %lld %% NaN\n", name_.c_str(), (long long)compared_, (long long)(nans_ * 100 / compared_));
    else std::printf("FAIL %s: %s\n", name_.c_str(), failure_.c_str());
    std::fflush(stdout);
    any_failed() |= !failure_.empty();
  }
  check(const check&) = delete;
  static bool& any_failed() {
    static bool failed = false;
    return failed;
  }

  void fail(const std::string& why) {
    if (failure_.empty()) failure_ = why;
  }
  template <class T> void compare(const std::string& what, const std::vector<T>& device, const std::vector<T>& host) {
    compared_ += int64_t(host.size());
    for (size_t i = 0; i < host.size(); ++i) {
      nans_ += is_nan(host[i]);
      if (!same(device[i], host[i]))
        return fail(what + ", element " + std::to_string(i) + ": device " + text(device[i]) + ", host " + text(host[i]));
    }
  }

private:
  template <class T> static std::string text(T x) {
    char text[40];
    if constexpr (sizeof(T) == 2) std::snprintf(text, sizeof text, "0x%04x", x.bits);
    else std::snprintf(text, sizeof text, "%a", double(x));
    return text;
  }

  std::string name_, failure_;
  int64_t compared_ = 0, nans_ = 0;
};

} // namespace dlopt_cuda

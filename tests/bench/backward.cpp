#include "backward.h"

#include "arrays.h"

#include <algorithm>
#include <cstring>

namespace bench {
namespace {

constexpr int64_t kPattern = 1 << 14;

} // namespace

Backward::Backward() : pattern_(kPattern) { fill(pattern_.data(), kPattern, 1e-2f * kLossScale); }

void Backward::write(float* to, int64_t n) const {
  for (int64_t at = 0; at < n; at += kPattern) std::memcpy(to + at, pattern_.data(), static_cast<size_t>(std::min(kPattern, n - at)) * 4);
}

} // namespace bench

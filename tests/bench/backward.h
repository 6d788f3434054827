// What the training tails that are compared begin with.
#ifndef DLOPT_BENCH_BACKWARD_H
#define DLOPT_BENCH_BACKWARD_H

#include <cstdint>
#include <vector>

namespace bench {

inline constexpr float kLossScale = 65536;
// Far below the norm of the gradients, so that the factor is a real one.
inline constexpr double kMaxNorm = 1e-3;

// Gradients of a scaled loss, the same again and again.
class Backward {
public:
  Backward();
  void write(float* to, int64_t n) const;

private:
  std::vector<float> pattern_;
};

} // namespace bench

#endif

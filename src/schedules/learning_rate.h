// Learning rates from elsewhere than the step: read off an LR range test, and scaled with the batch.
#pragma once

#include "dlopt/schedule.h"
#include "lanes/repro_math.h"

#include <cmath>
#include <cstddef>

namespace dlopt {

// The average of the losses so far, each older one counting `smoothing` times less; unbiased from the first on.
class loss_average {
public:
  explicit loss_average(double smoothing) : smoothing_(smoothing) {}
  double with(double loss) {
    sum_ = smoothing_ * sum_ + (1 - smoothing_) * loss;
    weight_ = smoothing_ * weight_ + (1 - smoothing_);
    return sum_ / weight_;
  }

private:
  double smoothing_, sum_ = 0, weight_ = 0;
};

// The place of the lowest smoothed loss. Losses after the first that is not finite do not count.
inline size_t lowest_loss(const double* loss, size_t count, double smoothing) {
  loss_average average(smoothing);
  size_t at = 0;
  double lowest = INFINITY;
  for (size_t i = 0; i < count && std::isfinite(loss[i]); ++i) {
    const double here = average.with(loss[i]);
    if (here < lowest) {
      lowest = here;
      at = i;
    }
  }
  return at;
}

// The place from which the smoothed loss falls most, over log lr, to its neighbour; `count` where it never falls.
inline size_t steepest_descent(const double* lr, const double* loss, size_t count, double smoothing) {
  loss_average average(smoothing);
  size_t at = count;
  double steepest = 0, before = average.with(loss[0]);
  for (size_t i = 1; i < count && std::isfinite(loss[i]); ++i) {
    const double here = average.with(loss[i]);
    const double slope = (here - before) / repro::log(lr[i] / lr[i - 1]);
    before = here;
    if (slope < steepest) {
      steepest = slope;
      at = i - 1;
    }
  }
  return at;
}

inline double batch_factor(int64_t batch, int64_t reference, int32_t scaling) {
  const double ratio = double(batch) / double(reference);
  return scaling == DLOPT_BATCH_SCALING_SQRT ? std::sqrt(ratio) : ratio;
}

} // namespace dlopt

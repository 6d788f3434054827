// Adaptive clipping of each row of a gradient on its way to the rule. A row that lies in one chunk is measured when it is used; of one that
// crosses the end of a chunk each part is measured before the step, and its factor is known then.
#pragma once

#include "drivers/update.h"

namespace dlopt {

// What the norm of a row is multiplied by so that it is at most `clipping` times that of the same row of the parameter. NaN stays.
double adaptive_factor(double grad_norm, double param_norm, double clipping, double eps) noexcept;

// The part of a row at one end of a chunk, and what its row is multiplied by.
struct row_end {
  double grad, param;                 // sums of powers
  double grad_largest, param_largest; // magnitudes: first of the part, then of the row
  double factor;
};

struct row_clip {
  double clipping, eps, p;
  int64_t length; // elements of a row
  row_end* ends;  // of each chunk of the parameter the end of the row that it begins in, and the beginning of the one that it ends in
};

// Multiplies gradients by their factors, those of their rows included.
class gradient_scaler {
public:
  gradient_scaler(const kernels& k, const parameter_update& u) noexcept : k_(k), u_(u) {}

  template <class T> void scale(int64_t first, int64_t n, T* g) noexcept {
    if (!u_.clip) return typed<T>(k_).scale(T(u_.grad_factor), n, g);
    for (int64_t done = 0; done < n;) {
      const int64_t row = (first + done) / u_.clip->length, left = (row + 1) * u_.clip->length - first - done;
      const int64_t count = left < n - done ? left : n - done;
      typed<T>(k_).scale(T(u_.grad_factor * factor_of(row)), count, g + done);
      done += count;
    }
  }

private:
  double factor_of(int64_t row) noexcept;

  const kernels& k_;
  const parameter_update& u_;
  int64_t row_ = -1; // the last one, and its factor: rows are longer than what is scaled at a time
  double factor_ = 1;
};

} // namespace dlopt

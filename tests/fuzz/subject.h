// Optimizers declared in different ways, for checkpoints to be loaded into.
#pragma once

#include "dlopt.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dlopt_fuzz {

struct optimizer_closer {
  void operator()(dlopt_optimizer* o) const { (void)dlopt_optimizer_destroy(o); }
};
struct scaler_closer {
  void operator()(dlopt_scaler* s) const { (void)dlopt_scaler_destroy(s); }
};

int subject_count();

class subject {
public:
  explicit subject(int kind);
  dlopt_optimizer* get() const { return optimizer_.get(); }
  dlopt_scaler* scaler() const { return scaler_.get(); }
  // Its own parameters take a step; others that a file declared do not.
  dlopt_status step(int t);
  uint64_t hash() const;
  std::vector<double> scaler_values() const;
  std::string saved(bool with_scaler) const;

private:
  void add_param(const struct declared& d);
  std::unique_ptr<dlopt_optimizer, optimizer_closer> optimizer_;
  std::unique_ptr<dlopt_scaler, scaler_closer> scaler_;
  std::vector<std::vector<double>> params_, grads_; // with room for every type
  std::vector<std::vector<int64_t>> shapes_;
  std::vector<dlopt_dtype> dtypes_;
};

// Ends the program, so that the fuzzer keeps the input.
void demand(bool truth, const char* what);

} // namespace dlopt_fuzz

// One parameter with its moments in fewer bits, or of 16 bits with one of the forms of master.
#ifndef DLOPT_BENCH_STORED_H
#define DLOPT_BENCH_STORED_H

#include "session.h"

namespace bench {

struct StorageForm {
  const char* name;  // of the case
  dlopt_dtype dtype; // of parameter and gradient
  dlopt_master master;
  dlopt_state_form states;
};
const std::vector<StorageForm>& storage_forms();

// AdamW on arrays of n elements of the caller.
class Stored : public Session {
public:
  Stored(const StorageForm& form, int64_t n, int threads, void* param, void* grad);
  void step() { check(dlopt_optimizer_step(optimizer(), &param_, &grad_, 1, nullptr)); }

private:
  int64_t n_;
  dlopt_tensor param_, grad_;
};

} // namespace bench

#endif

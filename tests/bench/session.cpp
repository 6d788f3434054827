#include "session.h"

#include <cstdio>
#include <cstdlib>

namespace bench {

void check(dlopt_status status) {
  if (status == DLOPT_OK) return;
  std::fprintf(stderr, "dlopt_bench: %s: %s\n", dlopt_status_string(status), dlopt_last_error());
  std::exit(EXIT_FAILURE);
}

Session::Session(dlopt_rule rule, int threads) {
  dlopt_runtime_desc desc;
  check(dlopt_runtime_desc_init(&desc, sizeof desc));
  desc.threads = threads;
  check(dlopt_runtime_create(&desc, &runtime_));
  check(dlopt_optimizer_create(runtime_, rule, &optimizer_));
}

Session::~Session() {
  dlopt_optimizer_destroy(optimizer_);
  dlopt_runtime_destroy(runtime_);
}

TensorSession::TensorSession(dlopt_rule rule, int threads, std::vector<int64_t> sizes)
    : Session(rule, threads), sizes_(std::move(sizes)), params_(sizes_.size()), grads_(sizes_.size()) {
  for (const int64_t& size : sizes_) {
    dlopt_param_desc desc;
    check(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 1;
    desc.shape = &size;
    int32_t slot;
    check(dlopt_optimizer_param_add(optimizer(), &desc, &slot));
  }
}

void TensorSession::bind(size_t i, float* param, void* grad, dlopt_dtype grad_dtype) {
  check(dlopt_tensor_init(&params_[i], sizeof params_[i], param, DLOPT_DTYPE_F32, 1, &sizes_[i]));
  check(dlopt_tensor_init(&grads_[i], sizeof grads_[i], grad, grad_dtype, 1, &sizes_[i]));
}

} // namespace bench

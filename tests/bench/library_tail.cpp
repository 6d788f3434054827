#include "library_tail.h"

#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

// A small network, or tensors that fit the second-level cache: what backward has written of one is still there when it is observed.
std::vector<int64_t> tensors_of(int64_t n) {
  if (n == 10000) return {64 * 128, 128, 96 * 16, 16, 112, 16};
  return std::vector<int64_t>(static_cast<size_t>(n >> 16), int64_t{1} << 16);
}

} // namespace

LibraryTail::LibraryTail(int64_t n, int threads, float* p, float* g, uint16_t* copy)
    : n_(n), g_(g), sizes_(tensors_of(n)), session_(DLOPT_RULE_ADAMW, threads, sizes_), copies_(sizes_.size()) {
  int64_t at = 0;
  for (size_t i = 0; i < sizes_.size(); at += sizes_[i++]) {
    session_.bind(i, p + at, g + at);
    check(dlopt_tensor_init(&copies_[i], sizeof copies_[i], copy + at, DLOPT_DTYPE_BF16, 1, &sizes_[i]));
  }
  check(dlopt_scaler_create(nullptr, &scaler_));
  check(dlopt_scaler_set(scaler_, DLOPT_SCALER_INIT_SCALE, static_cast<double>(kLossScale)));
  check(dlopt_scaler_set(scaler_, DLOPT_SCALER_DYNAMIC, 0)); // so that the gradients stay those of its scale
  check(dlopt_step_desc_init(&desc_, sizeof desc_));
  desc_.scaler = scaler_;
  desc_.max_norm = kMaxNorm;
  desc_.copies = copies_.data();
}

LibraryTail::~LibraryTail() { dlopt_scaler_destroy(scaler_); }

void LibraryTail::backward() {
  for (size_t i = 0; observed_ && i < sizes_.size(); i++)
    check(dlopt_optimizer_observe(session_.optimizer(), static_cast<int32_t>(i), nullptr));
  observed_ = false;
  backward_.write(g_, n_);
}

void LibraryTail::backward_observing() {
  for (size_t i = 0; i < sizes_.size(); i++) {
    backward_.write(static_cast<float*>(session_.grads()[i].data), sizes_[i]);
    check(dlopt_optimizer_observe(session_.optimizer(), static_cast<int32_t>(i), &session_.grads()[i]));
  }
  observed_ = true;
}

void LibraryTail::step(uint32_t flags) {
  desc_.flags = flags;
  session_.step(&desc_);
  if (!desc_.skipped && desc_.grad_norm > kMaxNorm) return;
  std::fprintf(stderr, "dlopt_bench: the tail did not take a clipped step\n");
  std::exit(EXIT_FAILURE);
}

const float* LibraryTail::first_moment(size_t tensor) {
  dlopt_tensor state;
  state.struct_size = sizeof state;
  check(dlopt_optimizer_state(session_.optimizer(), static_cast<int32_t>(tensor), "exp_avg", &state));
  return static_cast<const float*>(state.data);
}

} // namespace bench

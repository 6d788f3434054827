// The library's whole training tail over many tensors that lie one after another.
#ifndef DLOPT_BENCH_LIBRARY_TAIL_H
#define DLOPT_BENCH_LIBRARY_TAIL_H

#include "backward.h"
#include "session.h"

namespace bench {

class LibraryTail {
public:
  // On arrays of n elements of the caller; `copy` receives the parameters as bf16.
  LibraryTail(int64_t n, int threads, float* p, float* g, uint16_t* copy);
  ~LibraryTail();
  LibraryTail(const LibraryTail&) = delete;
  LibraryTail& operator=(const LibraryTail&) = delete;

  // Writes the gradients; what was observed of others is forgotten.
  void backward();
  // Hands each gradient over once it is written, as a program does with a hook on it.
  void backward_observing();
  void bare_step() { session_.step(); }
  // Unscale and check, norm, clip, AdamW, copy.
  void step(uint32_t flags);

  const std::vector<int64_t>& sizes() const { return sizes_; }
  const float* first_moment(size_t tensor);

private:
  int64_t n_;
  float* g_;
  std::vector<int64_t> sizes_;
  TensorSession session_;
  std::vector<dlopt_tensor> copies_;
  Backward backward_;
  dlopt_scaler* scaler_ = nullptr;
  dlopt_step_desc desc_;
  bool observed_ = false;
};

} // namespace bench

#endif

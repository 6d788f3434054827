// Work on the device: arrays in its memory, and a function object called for every index. Compiled without nvcc the device is the host, so
// that a machine without a GPU can check all but the GPU itself.
#pragma once

#include "lanes/number.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#if defined(__CUDACC__)
#include <cuda_runtime.h>
#else
#include <cstring>
#endif

namespace dlopt_cuda {

#if defined(__CUDACC__)

// Nothing can be said about results once a call has failed.
inline void must(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  std::printf("FAIL %s: %s\n", what, cudaGetErrorString(status));
  std::exit(1);
}

inline void* allocate(size_t bytes) {
  void* data = nullptr;
  must(cudaMalloc(&data, bytes), "device memory");
  return data;
}
inline void release(void* data) { must(cudaFree(data), "release of device memory"); }
inline void upload(const void* from, size_t bytes, void* to) {
  must(cudaMemcpy(to, from, bytes, cudaMemcpyHostToDevice), "copy to the device");
}
inline void download(const void* from, size_t bytes, void* to) {
  must(cudaMemcpy(to, from, bytes, cudaMemcpyDeviceToHost), "copy from the device");
}

template <class Work> __global__ void at_each_index(int64_t n, Work work) {
  const int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < n) work(i);
}
template <class Work> void launch(int64_t n, const Work& work) {
  constexpr int64_t kThreads = 256;
  at_each_index<<<unsigned((n + kThreads - 1) / kThreads), kThreads>>>(n, work);
  must(cudaGetLastError(), "launch");
}

#else

inline void* allocate(size_t bytes) { return std::malloc(bytes); }
inline void release(void* data) { std::free(data); }
inline void upload(const void* from, size_t bytes, void* to) { std::memcpy(to, from, bytes); }
inline void download(const void* from, size_t bytes, void* to) { std::memcpy(to, from, bytes); }
template <class Work> void launch(int64_t n, const Work& work) {
  for (int64_t i = 0; i < n; ++i) work(i);
}

#endif

template <class T> class device_array {
public:
  explicit device_array(size_t count) : count_(count), data_(static_cast<T*>(allocate(count * sizeof(T)))) {}
  explicit device_array(const std::vector<T>& values) : device_array(values.size()) { fill(values); }
  ~device_array() { release(data_); }
  device_array(const device_array&) = delete;
  T* data() { return data_; }
  void fill(const std::vector<T>& values) { upload(values.data(), count_ * sizeof(T), data_); }
  std::vector<T> values() const {
    std::vector<T> out(count_);
    download(data_, count_ * sizeof(T), out.data());
    return out;
  }

private:
  size_t count_;
  T* data_;
};

} // namespace dlopt_cuda

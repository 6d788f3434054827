// The checks of the script run: one line for each. Exit status: 0, 1 when one failed, 77 when there is no device.
#include "check.h"
#include "device.h"
#include "drivers/dispatch.h"

#include <algorithm>

namespace {

#if defined(__CUDACC__)
bool find_device() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess || count == 0) {
    std::printf("skip everything on the device: %s\n", status == cudaSuccess ? "there is none" : cudaGetErrorString(status));
    return false;
  }
  cudaDeviceProp device;
  dlopt_cuda::must(cudaGetDeviceProperties(&device, 0), "cudaGetDeviceProperties");
  std::printf("device: %s, compute capability %d.%d; host: %s\n", device.name, device.major, device.minor, dlopt::current_kernels().isa);
  return true;
}
#else
bool find_device() {
  std::printf("device: none, the host in its place; host: %s\n", dlopt::current_kernels().isa);
  return true;
}
#endif

} // namespace

int main() {
  if (!find_device()) return 77;
  dlopt_cuda::check_conversions();
  dlopt_cuda::check_noise();
  dlopt_cuda::check_sums();
  dlopt_cuda::check_rules();
  dlopt_cuda::time_adamw();
  return dlopt_cuda::check::any_failed() ? 1 : 0;
}

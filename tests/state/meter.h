// A runtime whose allocator counts what is out, now and at most.
#pragma once

#include "handles.h"

#include <algorithm>
#include <cstdlib>

namespace dlopt_test {

class meter {
public:
  meter() {
    dlopt_runtime_desc d;
    EXPECT_DLOPT(dlopt_runtime_desc_init(&d, sizeof d));
    d.alloc = alloc;
    d.free = free;
    d.allocator_user = this;
    dlopt_runtime* raw = nullptr;
    EXPECT_DLOPT(dlopt_runtime_create(&d, &raw));
    runtime_.reset(raw);
  }
  meter(const meter&) = delete;
  meter& operator=(const meter&) = delete;

  dlopt_runtime* runtime() const { return runtime_.get(); }
  size_t now() const { return now_; }
  // The most bytes that are out at once within `call`.
  template <class Call> size_t peak_of(Call call) {
    most_ = now_;
    call();
    return most_;
  }

private:
  static void* alloc(void* user, size_t bytes, size_t alignment) {
    auto& m = *static_cast<meter*>(user);
    void* memory = nullptr;
    if (posix_memalign(&memory, alignment, bytes)) return nullptr;
    m.now_ += bytes;
    m.most_ = std::max(m.most_, m.now_);
    return memory;
  }
  static void free(void* user, void* memory, size_t bytes, size_t) {
    static_cast<meter*>(user)->now_ -= bytes;
    std::free(memory);
  }

  size_t now_ = 0, most_ = 0;
  runtime_handle runtime_; // behind the counters, which its end still changes
};

} // namespace dlopt_test

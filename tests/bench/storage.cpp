// AdamW with its moments in fewer bits, and over parameters of 16 bits with every form of master.
#include "stored.h"

namespace bench {
namespace {

struct Case {
  Case(const StorageForm& form, int64_t n, int threads)
      : halves(form.dtype != DLOPT_DTYPE_F32), p(halves ? static_cast<size_t>(n) * 2 : 0, 0), g(halves ? static_cast<size_t>(n) * 2 : 0, 1),
        stored(form, n, threads, halves ? p.u16() : static_cast<void*>(shared_arrays(n).p.f32()),
               halves ? g.u16() : static_cast<void*>(shared_arrays(n).g.f32())) {
    if (!halves) return;
    fill_bf16(p.u16(), n);
    fill_bf16(g.u16(), n);
  }
  bool halves;
  Array p, g;
  Stored stored;
};

int64_t state_bytes(const StorageForm& form, int64_t n) {
  const Case c(form, n, 1);
  dlopt_memory memory = {};
  memory.struct_size = sizeof memory;
  check(dlopt_optimizer_memory_query(c.stored.optimizer(), &memory));
  return memory.state;
}

} // namespace

void add_storage_cases(const Plan& plan) {
  for (int64_t n : plan.tail_sizes)
    for (int threads : plan.threads)
      for (const StorageForm& form : storage_forms()) {
        const auto made = once([&form, n, threads] { return std::make_shared<Case>(form, n, threads); });
        add_case(form.name, n, threads, [made]() -> Step { return [c = made()] { c->stored.step(); }; });
      }
}

std::string bytes_moved() {
  constexpr int64_t n = 1 << 20;
  std::string found;
  for (const StorageForm& form : storage_forms()) {
    const double element = form.dtype == DLOPT_DTYPE_F32 ? 4 : 2;
    const double kept = static_cast<double>(state_bytes(form, 2 * n) - state_bytes(form, n)) / n; // what one more parameter adds
    found += std::string(form.name) + "=" + std::to_string(3 * element + 2 * kept) + " ";         // the gradient is only read
  }
  return found;
}

} // namespace bench

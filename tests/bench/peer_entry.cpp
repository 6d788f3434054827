// The library's calls behind functions of plain arguments, for peers.py: what the peers are compared with in their own process. A call that
// fails ends the process.
#include "library_tail.h"
#include "stored.h"

#include <cstdio>
#include <cstdlib>

extern "C" {

bench::LibraryTail* peer_tail_create(int64_t n, int threads, float* p, float* g, uint16_t* copy) {
  return new bench::LibraryTail(n, threads, p, g, copy);
}
void peer_tail_step(bench::LibraryTail* tail) { tail->step(DLOPT_STEP_ZERO_GRADS); }
// The size of its i-th tensor; they lie one after another. 0: there is none.
int64_t peer_tail_size(const bench::LibraryTail* tail, size_t i) { return i < tail->sizes().size() ? tail->sizes()[i] : 0; }
void peer_tail_destroy(bench::LibraryTail* tail) { delete tail; }

// `form` is a name of storage_forms().
bench::Stored* peer_stored_create(const char* form, int64_t n, int threads, void* p, void* g) {
  for (const bench::StorageForm& each : bench::storage_forms())
    if (std::string(each.name) == form) return new bench::Stored(each, n, threads, p, g);
  std::fprintf(stderr, "peer_entry: there is no form \"%s\"\n", form);
  std::exit(EXIT_FAILURE);
}
void peer_stored_step(bench::Stored* stored) { stored->step(); }
void peer_stored_destroy(bench::Stored* stored) { delete stored; }

const char* peer_isa() { return dlopt_cpu_isa(); }
}

// Any bytes loaded as a checkpoint, by libFuzzer: a load that fails leaves everything as it was; what a load made can be saved, loaded
// again, and take steps.
//
// An input is a byte for the optimizer, a byte of dlopt_load_flags, a byte of ways, and a file.
#include "input.h"
#include "subject.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

using dlopt_fuzz::demand;
using dlopt_fuzz::subject;

struct reader {
  const char* from;
  size_t left;
};
// In uneven pieces, as a pipe gives them.
int64_t read_piece(void* user, void* to, size_t n) {
  auto& r = *static_cast<reader*>(user);
  const size_t moved = std::min(std::min(n, r.left), size_t(1 + r.left / 3));
  if (moved) std::memcpy(to, r.from, moved);
  r.from += moved;
  r.left -= moved;
  return int64_t(moved);
}

dlopt_status load(const subject& to, const std::string& file, const dlopt_load_desc& desc, bool pieces) {
  if (!pieces) return dlopt_optimizer_load_block(to.get(), file.data(), file.size(), &desc);
  reader r = {file.data(), file.size()};
  dlopt_source source;
  demand(dlopt_source_init(&source, sizeof source) == DLOPT_OK, "a source");
  source.read = read_piece, source.user = &r;
  return dlopt_optimizer_load_bytes(to.get(), &source, &desc);
}

bool same(const std::vector<double>& a, const std::vector<double>& b) { return !std::memcmp(a.data(), b.data(), a.size() * sizeof a[0]); }

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size < dlopt_fuzz::kChoices) return 0;
  const dlopt_fuzz::input in(bytes, size);
  subject to(in.subject());
  const bool scaler = in.scaler();
  if (in.trained()) demand(to.step(1) == DLOPT_OK, dlopt_last_error());
  dlopt_load_desc desc;
  demand(dlopt_load_desc_init(&desc, sizeof desc) == DLOPT_OK, "a description");
  desc.flags = in.flags();
  desc.scaler = scaler ? to.scaler() : nullptr;

  const uint64_t before = to.hash();
  const std::vector<double> scaled = to.scaler_values();
  if (load(to, in.file, desc, in.pieces())) {
    demand(to.hash() == before, "a load that fails leaves the optimizer as it was");
    demand(same(scaled, to.scaler_values()), "a load that fails leaves the scaler as it was");
    return 0;
  }
  const uint64_t loaded = to.hash();
  const std::string again = to.saved(scaler);
  desc.flags = in.flags() & DLOPT_LOAD_NONFINITE;
  demand(load(to, again, desc, !in.pieces()) == DLOPT_OK, dlopt_last_error());
  demand(to.hash() == loaded, "what was loaded, saved and loaded is the same");
  demand(to.saved(scaler) == again, "and so is its file");
  for (int t = 2; t <= 3; ++t) (void)to.step(t); // may be refused, and touches no other's memory
  return 0;
}

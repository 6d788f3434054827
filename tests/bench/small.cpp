// Small models: what a call costs beside its arithmetic.
#include "session.h"

#include <numeric>

namespace bench {
namespace {

// Weights and biases of a 64-128-12-10 network.
const std::vector<int64_t> kNetwork = {64 * 128, 128, 128 * 12, 12, 12 * 10, 10};

int64_t network_size() { return std::accumulate(kNetwork.begin(), kNetwork.end(), int64_t{0}); }

// The tensors of the network lie one after another, each on a boundary of 64 bytes as an allocator would place them.
std::shared_ptr<TensorSession> make_network() {
  auto session = std::make_shared<TensorSession>(DLOPT_RULE_ADAMW, 1, kNetwork);
  AdamArrays& a = shared_arrays(2 * network_size());
  int64_t at = 0;
  for (size_t i = 0; i < kNetwork.size(); i++) {
    session->bind(i, a.p.f32() + at, a.g.f32() + at);
    at += (kNetwork[i] + 15) / 16 * 16;
  }
  return session;
}

// One C loop over as many elements in one piece: what a call for six tensors is held against.
Step bare_loop() {
  return [&a = shared_arrays(2 * network_size()), n = network_size()] {
    loops().plain(a.p.f32(), a.g.f32(), a.m.f32(), a.v.f32(), 0, n, &adamw_factors());
  };
}

Step single_element(const std::shared_ptr<TensorSession>& session) {
  return [session, &a = shared_arrays(1)] { check(dlopt_optimizer_step_f32(session->optimizer(), a.p.f32(), a.g.f32(), 1)); };
}

} // namespace

void add_small_cases(const Plan&) {
  const auto network = once(make_network);
  add_case("network/step", network_size(), 1, [network]() -> Step { return [s = network()] { s->step(); }; });
  add_case("network/one_loop", network_size(), 1, bare_loop);

  const auto scalar = once([] {
    auto session = std::make_shared<TensorSession>(DLOPT_RULE_ADAMW, 1, std::vector<int64_t>{1});
    session->bind(0, shared_arrays(1).p.f32(), shared_arrays(1).g.f32());
    return session;
  });
  add_case("call/step_f32", 1, 1, [scalar] { return single_element(scalar()); });
  add_case("call/step", 1, 1, [scalar]() -> Step { return [s = scalar()] { s->step(); }; });
}

} // namespace bench

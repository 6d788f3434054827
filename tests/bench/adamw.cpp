// AdamW over one buffer: the library, the limit, and the loops of others.
#include "session.h"
#include "team.h"

namespace bench {
namespace {

std::shared_ptr<TensorSession> make_session(int64_t n, int threads) {
  auto session = std::make_shared<TensorSession>(DLOPT_RULE_ADAMW, threads, std::vector<int64_t>{n});
  AdamArrays& a = shared_arrays(n);
  session->bind(0, a.p.f32(), a.g.f32());
  return session;
}

// Both calls of the library work on one optimizer, whose state is as large as the parameters and gradients.
void add_library_cases(int64_t n, int threads) {
  const auto session = once([n, threads] { return make_session(n, threads); });
  add_case("adamw/step_f32", n, threads, [session, n]() -> Step {
    AdamArrays& a = shared_arrays(n);
    return
        [s = session(), p = a.p.f32(), g = a.g.f32(), n] { check(dlopt_optimizer_step_f32(s->optimizer(), p, g, static_cast<size_t>(n))); };
  });
  add_case("adamw/step", n, threads, [session]() -> Step { return [s = session()] { s->step(); }; });
}

void add_loop_case(const char* name, bench_loop loop, int64_t n, int threads) {
  add_case(name, n, threads, [loop, n, threads]() -> Step {
    return [loop, team = std::make_shared<Team>(threads), &a = shared_arrays(n)] {
      team->split(a.n,
                  [&](int64_t first, int64_t past) { loop(a.p.f32(), a.g.f32(), a.m.f32(), a.v.f32(), first, past, &adamw_factors()); });
    };
  });
}

} // namespace

void add_adamw_cases(const Plan& plan) {
  for (int64_t n : plan.adamw_sizes)
    for (int threads : plan.threads) {
      add_library_cases(n, threads);
      add_loop_case("adamw/limit", loops().stream, n, threads);
      add_loop_case("adamw/torch_loop", loops().torch, n, threads);
      add_loop_case("adamw/plain", loops().plain, n, threads);
      add_loop_case("adamw/plain_errno", loops().plain_errno, n, threads);
    }
}

} // namespace bench

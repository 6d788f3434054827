// Every rule with its default hyper-parameters, on one thread.
#include "session.h"

namespace bench {
namespace {

void add_rule_case(const char* name, dlopt_rule rule, int64_t n) {
  const auto session = once([rule, n] {
    auto made = std::make_shared<TensorSession>(rule, 1, std::vector<int64_t>{n});
    made->bind(0, shared_arrays(n).p.f32(), shared_arrays(n).g.f32());
    return made;
  });
  add_case(std::string("rule/") + name, n, 1, [session]() -> Step { return [s = session()] { s->step(); }; });
}

} // namespace

void add_rule_cases(const Plan& plan) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int64_t n : plan.rule_sizes) add_rule_case(dlopt_rule_name(rule), rule, n);
}

} // namespace bench

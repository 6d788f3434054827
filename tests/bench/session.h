// What the cases share: optimizers that are made once and kept, and how a case is timed.
#ifndef DLOPT_BENCH_SESSION_H
#define DLOPT_BENCH_SESSION_H

#include "arrays.h"
#include "loops.h"

#include <dlopt.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bench {

// A failing call means that the benchmark measures nothing: says why and ends the program.
void check(dlopt_status status);

// One optimizer on a runtime of its own. Steps repeat on the same gradients, so hyper-parameters stay at their defaults.
class Session {
public:
  Session(dlopt_rule rule, int threads);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  dlopt_optimizer* optimizer() const { return optimizer_; }

private:
  dlopt_runtime* runtime_ = nullptr;
  dlopt_optimizer* optimizer_ = nullptr;
};

// An optimizer with a tensor for each of `sizes`, on buffers of its caller.
class TensorSession : public Session {
public:
  TensorSession(dlopt_rule rule, int threads, std::vector<int64_t> sizes);
  void bind(size_t i, float* param, void* grad, dlopt_dtype grad_dtype = DLOPT_DTYPE_F32);
  void step(dlopt_step_desc* desc = nullptr) {
    check(dlopt_optimizer_step(optimizer(), params_.data(), grads_.data(), params_.size(), desc));
  }
  const std::vector<dlopt_tensor>& params() const { return params_; }
  const std::vector<dlopt_tensor>& grads() const { return grads_; }

private:
  std::vector<int64_t> sizes_;
  std::vector<dlopt_tensor> params_, grads_;
};

// Which parameter counts and thread counts a run covers.
struct Plan {
  std::vector<int64_t> adamw_sizes;
  std::vector<int64_t> rule_sizes;
  std::vector<int64_t> tail_sizes;
  std::vector<int> threads;
};

// Registers "name/n/threads". make() prepares a run of the case and returns the step, which is repeated and timed on the wall clock, then
// dropped.
using Step = std::function<void()>;
void add_case(const std::string& name, int64_t n, int threads, std::function<Step()> make);

// The same of steps that use up what they are given: `prepare` is called before each one, untimed.
struct PreparedStep {
  Step prepare, step;
};
void add_prepared_case(const std::string& name, int64_t n, int threads, std::function<PreparedStep()> make);

// What is costly to make, and quiet while it waits, is kept from one run of its cases to the next.
template <class Make> auto once(Make make) {
  auto kept = std::make_shared<decltype(make())>();
  return [kept, make] { return *kept ? *kept : *kept = make(); };
}

void add_adamw_cases(const Plan& plan);
void add_small_cases(const Plan& plan);
void add_overhead_cases(const Plan& plan);
void add_rule_cases(const Plan& plan);
void add_gradient_cases(const Plan& plan);
void add_monitor_cases(const Plan& plan);
void add_tail_cases(const Plan& plan);
void add_storage_cases(const Plan& plan);
// What a step of each of them moves, in bytes for a parameter, as "CASE=BYTES CASE=BYTES".
std::string bytes_moved();

// The loops compiled for the instruction set that the library runs, and the factors of a late step with default hyper-parameters.
const bench_loops& loops();
const bench_adamw& adamw_factors();

} // namespace bench

#endif

// dlopt_bench_real_time: what a step costs beside its arithmetic when a program has other things to do.
//
// Pauses. A frame of a game, or an environment, lies between two steps: workers have gone to sleep, and other programs want their cores.
// For sizes, pauses and with and without a competitor on every core but one, the time of a step with one thread and with two, taken in
// turns. Denormals. AdamW whose moments are ordinary, or denormal, with and without DLOPT_STEP_FLUSH_DENORMALS. Calls. dlopt_kernel_apply
// on 16 elements, and dlopt_optimizer_step_f32.
#include <dlopt.h>

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using microseconds = std::chrono::duration<double, std::micro>;

void check(dlopt_status status) {
  if (status == DLOPT_OK) return;
  std::fprintf(stderr, "dlopt_bench_real_time: %s\n", dlopt_last_error());
  std::exit(1);
}

class model {
public:
  model(int64_t n, int threads) : p_(size_t(n), 1.0f), g_(size_t(n), 0.25f) {
    dlopt_runtime_desc desc;
    check(dlopt_runtime_desc_init(&desc, sizeof desc));
    desc.threads = threads;
    check(dlopt_runtime_create(&desc, &runtime_));
    check(dlopt_optimizer_create(runtime_, DLOPT_RULE_ADAMW, &optimizer_));
    dlopt_param_desc param;
    int32_t slot = 0;
    check(dlopt_param_desc_init(&param, sizeof param));
    shape_ = n, param.ndim = 1, param.shape = &shape_;
    check(dlopt_optimizer_param_add(optimizer_, &param, &slot));
    check(dlopt_tensor_init(&param_, sizeof param_, p_.data(), DLOPT_DTYPE_F32, 1, &shape_));
    check(dlopt_tensor_init(&grad_, sizeof grad_, g_.data(), DLOPT_DTYPE_F32, 1, &shape_));
  }
  ~model() {
    dlopt_optimizer_destroy(optimizer_);
    dlopt_runtime_destroy(runtime_);
  }
  model(const model&) = delete;

  double step(uint32_t flags = 0) {
    dlopt_step_desc desc;
    check(dlopt_step_desc_init(&desc, sizeof desc));
    desc.flags = flags;
    const auto start = clock_type::now();
    check(dlopt_optimizer_step(optimizer_, &param_, &grad_, 1, &desc));
    return microseconds(clock_type::now() - start).count();
  }
  // Gradients and both moments; v is kept above m^2.
  void fill(float gradient, float m, float v) {
    std::fill(g_.begin(), g_.end(), gradient);
    const float values[] = {m, v};
    const char* const names[] = {"exp_avg", "exp_avg_sq"};
    for (int k = 0; k < 2; k++) {
      dlopt_tensor view;
      view.struct_size = sizeof view;
      check(dlopt_optimizer_state(optimizer_, 0, names[k], &view));
      std::fill_n(static_cast<float*>(view.data), shape_, values[k]);
    }
  }

private:
  std::vector<float> p_, g_;
  int64_t shape_ = 0;
  dlopt_runtime* runtime_ = nullptr;
  dlopt_optimizer* optimizer_ = nullptr;
  dlopt_tensor param_, grad_;
};

double quantile(std::vector<double> times, double q) {
  std::sort(times.begin(), times.end());
  return times[size_t(q * double(times.size() - 1))];
}

// Threads that never rest, each bound to a core of its own; core 0 is left free.
class competitors {
public:
  explicit competitors(bool any) {
    const unsigned cores = std::thread::hardware_concurrency();
    for (unsigned core = 1; any && core < cores; core++)
      threads_.emplace_back([this, core] {
        cpu_set_t here;
        CPU_ZERO(&here);
        CPU_SET(core, &here);
        pthread_setaffinity_np(pthread_self(), sizeof here, &here);
        while (!quit_.load(std::memory_order_relaxed)) {
        }
      });
  }
  ~competitors() {
    quit_ = true;
    for (std::thread& t : threads_) t.join();
  }

private:
  std::atomic<bool> quit_{false};
  std::vector<std::thread> threads_;
};

// Waits as a program that sleeps does; the scheduler may move it meanwhile.
void pause_for(int microseconds_long) {
  if (microseconds_long) std::this_thread::sleep_for(std::chrono::microseconds(microseconds_long));
}

void measure_pauses(int64_t n, int pause, bool busy, int steps) {
  model one(n, 1), two(n, 2);
  const competitors others(busy);
  std::vector<double> alone, shared;
  for (int i = 0; i < 20; i++) one.step(), two.step();
  // In turns of some steps, so that with no pause a worker finds the next step while it still looks for one.
  for (int turn = 0; turn < steps / 10; turn++) {
    for (int i = 0; i < 10; i++) pause_for(pause), alone.push_back(one.step());
    for (int i = 0; i < 10; i++) pause_for(pause), shared.push_back(two.step());
  }
  std::printf("| %7lld | %4d | %s | %.1f / %.1f | %.1f / %.1f | %+.1f / %+.1f |\n", (long long)n, pause, busy ? "yes" : "no ",
              quantile(alone, 0.5), quantile(alone, 0.99), quantile(shared, 0.5), quantile(shared, 0.99),
              quantile(shared, 0.5) - quantile(alone, 0.5), quantile(shared, 0.99) - quantile(alone, 0.99));
}

// Denormal m and g decay further at each step, so they are filled anew.
double time_of(model& m, float gradient, float first, float second, uint32_t flags) {
  std::vector<double> times;
  for (int i = 0; i < 40; i++) {
    m.fill(gradient, first, second);
    m.step(flags); // the caches are warm
    times.push_back(m.step(flags));
  }
  return quantile(times, 0.5);
}

void measure_denormals(int64_t n) {
  model m(n, 1);
  const double usual = time_of(m, 0.25f, 0.25f, 0.0625f, 0);
  const double denormal = time_of(m, 0, 1e-40f, 1e-41f, 0), flushed = time_of(m, 0, 1e-40f, 1e-41f, DLOPT_STEP_FLUSH_DENORMALS);
  const double asked = time_of(m, 0.25f, 0.25f, 0.0625f, DLOPT_STEP_FLUSH_DENORMALS);
  std::printf("| %8lld | %.1f | %.1f (%.2fx) | %.1f (%.2fx) | %.2fx |\n", (long long)n, usual, denormal, denormal / usual, flushed,
              flushed / usual, asked / usual);
}

void measure_calls() {
  enum { N = 16, CALLS = 500, BATCHES = 400 };
  float p[N] = {}, g[N] = {}, first[N] = {}, second[N] = {};
  void* states[] = {first, second};
  for (int i = 0; i < N; i++) p[i] = 1, g[i] = 0.25f;
  dlopt_kernel_buffers b;
  check(dlopt_kernel_buffers_init(&b, sizeof b));
  b.n = N, b.param = p, b.grad = g, b.states = states, b.n_states = 2;
  const dlopt_hyper_value lr = {sizeof lr, DLOPT_HYPER_LR, 1e-4};
  dlopt_optimizer* optimizer = nullptr;
  check(dlopt_optimizer_create(nullptr, DLOPT_RULE_ADAMW, &optimizer));
  std::vector<double> kernel, object;
  for (int i = 0; i < BATCHES; i++) {
    const auto start = clock_type::now();
    for (int t = i * CALLS + 1; t <= (i + 1) * CALLS; t++)
      check(dlopt_kernel_apply(nullptr, DLOPT_RULE_ADAMW, &lr, 1, t, &b, 0, N, nullptr));
    const auto middle = clock_type::now();
    for (int t = 0; t < CALLS; t++) check(dlopt_optimizer_step_f32(optimizer, p, g, N));
    kernel.push_back(1e3 * microseconds(middle - start).count() / CALLS);
    object.push_back(1e3 * microseconds(clock_type::now() - middle).count() / CALLS);
  }
  std::printf("AdamW on %d elements: kernel call %.0f ns, step %.0f ns\n", int(N), quantile(kernel, 0.5), quantile(object, 0.5));
  check(dlopt_optimizer_destroy(optimizer));
}

} // namespace

int main(int argc, char**) {
  const bool quick = argc > 1; // any argument
  std::printf("instruction set %s\n\n", dlopt_cpu_isa());
  measure_calls();
  std::printf("\n| elements | ordinary us | denormal moments us | flushed us | flag on ordinary |\n|---|---|---|---|---|\n");
  for (const int64_t n : {10000, 100000, 1000000, 16000000})
    if (!quick || n < 10000000) measure_denormals(n);
  std::printf("\n| elements | pause us | busy | 1 thread p50 / p99 us | 2 threads | difference |\n|---|---|---|---|---|---|\n");
  for (const bool busy : {false, true})
    for (const int64_t n : {10000, 100000, 300000, 1000000})
      for (const int pause : {0, 200, 5000}) measure_pauses(n, pause, busy, quick ? 200 : pause == 5000 ? 500 : 2000);
  return 0;
}

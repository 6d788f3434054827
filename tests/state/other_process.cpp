#include "other_process.h"

#include <fstream>
#include <sstream>

namespace dlopt_test {

mixed_net sample_net(bool configured) {
  const variant rule = configured ? busy_variant(DLOPT_RULE_ADAMW) : variant{DLOPT_RULE_ADAMW, "defaults", "", {}};
  mixed_net net(rule, {DLOPT_DTYPE_BF16, DLOPT_MASTER_KAHAN}, {{66, 65}, {3, 5}, {7}}, DLOPT_STATES_DYNAMIC8);
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.9}});
  if (!configured) return net;
  dlopt_schedule* cosine = nullptr;
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, DLOPT_SCHEDULE_COSINE, &cosine));
  EXPECT_DLOPT(dlopt_optimizer_schedule(net.optimizer.get(), 0, DLOPT_HYPER_LR, cosine));
  EXPECT_DLOPT(dlopt_schedule_destroy(cosine));
  return net;
}

void step_sample(mixed_net& net, int first, int last) {
  for (int t = first; t <= last; t++) EXPECT_DLOPT(net.step(t));
}

std::string sample_params(const mixed_net& net) {
  std::string out;
  for (const auto* all : {&net.params, &net.averages})
    for (const buffer& b : *all) out.append(reinterpret_cast<const char*>(b.data()), b.bytes());
  return out;
}

int resume_from(const std::string& path) {
  mixed_net net = sample_net(false);
  const std::string params = read_file(path + ".params");
  size_t at = 0;
  for (auto* all : {&net.params, &net.averages})
    for (buffer& b : *all) {
      std::memcpy(b.data(), params.data() + at, b.bytes());
      at += b.bytes();
    }
  if (at != params.size() || dlopt_optimizer_load_file(net.optimizer.get(), path.c_str(), nullptr) != DLOPT_OK) return 1;
  step_sample(net, kSampleHalf + 1, 2 * kSampleHalf);
  if (dlopt_optimizer_save_file(net.optimizer.get(), (path + ".done").c_str(), nullptr) != DLOPT_OK) return 1;
  return write_file(path + ".done.params", sample_params(net)) && !testing::Test::HasFailure() ? 0 : 1;
}

int write_sample(const std::string& path) {
  mixed_net net = sample_net(true);
  step_sample(net, 1, kSampleHalf);
  return dlopt_optimizer_save_file(net.optimizer.get(), path.c_str(), nullptr) == DLOPT_OK ? 0 : 1;
}

int rewrite_sample(const std::string& path, const std::string& again) {
  mixed_net net = sample_net(false);
  const dlopt_status status = dlopt_optimizer_load_file(net.optimizer.get(), path.c_str(), nullptr);
  if (status) std::printf("%s\n", dlopt_last_error());
  return !status && dlopt_optimizer_save_file(net.optimizer.get(), again.c_str(), nullptr) == DLOPT_OK ? 0 : 1;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}
bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), long(bytes.size()));
  out.close();
  return bool(out);
}

} // namespace dlopt_test

// What is not loaded, and that it leaves everything as it was; and what is loaded when asked for.
#include "checkpoint.h"

#include <functional>

namespace dlopt_test {
namespace {

const mixed_net::shape_list kShapes = {{4, 3}, {5}};

struct subject {
  explicit subject(dlopt_rule rule = DLOPT_RULE_ADAMW, const mixed_net::shape_list& shapes = kShapes)
      : net(busy_variant(rule), DLOPT_DTYPE_F32, shapes) {
    for (int t = 1; t <= 3; t++) EXPECT_DLOPT(net.step(t));
  }
  dlopt_optimizer* get() { return net.optimizer.get(); }
  mixed_net net;
};

// The load fails so, its text names this, and nothing has changed.
void expect_refused(subject& to, const std::string& file, dlopt_status status, const std::string& says, uint32_t flags = 0) {
  const std::string before = saved(to.get());
  EXPECT_EQ(status, load(to.get(), file, flags)) << says << ": " << dlopt_last_error();
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), says.c_str())) << dlopt_last_error() << ", wanted " << says;
  EXPECT_TRUE(before == saved(to.get())) << says << ": it has changed";
}
void expect_refused(const std::function<void(checkpoint&)>& spoil, dlopt_status status, const std::string& says, uint32_t flags = 0) {
  subject from, to;
  ASSERT_DLOPT(from.net.step(9)); // so that a load would change something
  checkpoint file(saved(from.get()));
  spoil(file);
  expect_refused(to, file.file(), status, says, flags);
}

TEST(Refusal, TheTestsOwnWriterWritesWhatTheLibraryDoes) {
  subject from;
  const std::string file = saved(from.get());
  EXPECT_EQ(file, checkpoint(file).file());
  EXPECT_EQ(0u, file.size() % 4);
}

TEST(Refusal, EveryTruncation) {
  subject from, to;
  ASSERT_DLOPT(from.net.step(9));
  const std::string file = saved(from.get()), before = saved(to.get());
  for (size_t bytes = 0; bytes < file.size(); bytes++) ASSERT_EQ(DLOPT_ERR_CORRUPT, load(to.get(), file.substr(0, bytes))) << bytes;
  EXPECT_EQ(DLOPT_ERR_CORRUPT, load(to.get(), file + "x"));
  EXPECT_EQ(before, saved(to.get()));
  EXPECT_DLOPT(load(to.get(), file));
}

TEST(Refusal, EveryBitThatFlips) {
  subject from, to;
  ASSERT_DLOPT(from.net.step(9));
  std::string file = saved(from.get());
  const std::string before = saved(to.get());
  for (size_t bit = 0; bit < 8 * file.size(); bit++) {
    file[bit / 8] = char(file[bit / 8] ^ 1 << bit % 8);
    const dlopt_status status = load(to.get(), file);
    ASSERT_TRUE(status == DLOPT_ERR_CORRUPT || status == DLOPT_ERR_VERSION) << "bit " << bit << ": " << status << " " << dlopt_last_error();
    file[bit / 8] = char(file[bit / 8] ^ 1 << bit % 8);
  }
  EXPECT_EQ(before, saved(to.get()));
}

TEST(Refusal, AnotherRuleShapeTypeOrParameter) {
  subject to;
  subject other(DLOPT_RULE_ADAM), shape(DLOPT_RULE_ADAMW, {{3, 4}, {5}}), more(DLOPT_RULE_ADAMW, {{4, 3}, {5}, {2}}),
      fewer(DLOPT_RULE_ADAMW, {{4, 3}});
  expect_refused(to, saved(other.get()), DLOPT_ERR_STATE, "got adam, wanted adamw");
  expect_refused(to, saved(shape.get()), DLOPT_ERR_SHAPE, "param_0\" of the checkpoint: got shape [3, 4], wanted [4, 3]");
  expect_refused(to, saved(more.get()), DLOPT_ERR_STATE, "param_2");
  expect_refused(to, saved(fewer.get()), DLOPT_ERR_STATE, "param_1");
  const mixed_net halves(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_BF16, kShapes),
      masters(busy_variant(DLOPT_RULE_ADAMW), {DLOPT_DTYPE_BF16, DLOPT_MASTER_FULL}, kShapes);
  expect_refused(to, saved(halves.optimizer.get()), DLOPT_ERR_DTYPE, "got dtype bf16, wanted f32");
  EXPECT_EQ(DLOPT_ERR_DTYPE, load(halves.optimizer.get(), saved(masters.optimizer.get())));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "master")) << dlopt_last_error();
}

TEST(Refusal, ValuesThatCannotBe) {
  const auto refused = [](const char* key, const char* field, const char* value, dlopt_status status) {
    expect_refused([&](checkpoint& c) { c.set(key, field, value); }, status, field);
  };
  for (const char* steps : {"-1", "9223372036854775807", "9223372036854775808", "1e3", "", "0x10", "nan", " 1"})
    refused("dlopt.optimizer", "steps", steps, DLOPT_ERR_OUT_OF_RANGE);
  for (const char* lr : {"nan", "-0.5", "inf", "1e999999", "0x1p3", "0,5", "+1"})
    refused("dlopt.group.0", "lr", lr, DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.optimizer", "accumulated", "2", DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.optimizer", "perturbed", "1", DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.group.0", "amsgrad", "0.5", DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.param.param_0", "steps", "-1", DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.param.param_0", "group", "1", DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.param.param_0", "fresh", "4", DLOPT_ERR_OUT_OF_RANGE);
  refused("dlopt.param.param_0", "lr_scale", "-1", DLOPT_ERR_OUT_OF_RANGE);
  expect_refused([](checkpoint& c) { c.set("dlopt.param.param_0", "stream", "1"); }, DLOPT_ERR_CORRUPT, "stream");
  expect_refused([](checkpoint& c) { c.set("dlopt.param.param_0", "allocated", "63"); }, DLOPT_ERR_STATE, "param_0");
  expect_refused([](checkpoint& c) { c.set("dlopt.optimizer", "mode", "1"); }, DLOPT_ERR_OUT_OF_RANGE, "mode");
  expect_refused([](checkpoint& c) { c.value("dlopt.format") = "2"; }, DLOPT_ERR_VERSION, "dlopt.format");
  expect_refused([](checkpoint& c) { c.value("dlopt.optimizer") += " extra=1"; }, DLOPT_ERR_VERSION, "fields");
  expect_refused([](checkpoint& c) { c.poke("param_0.exp_avg_sq", 3, -1e-30f); }, DLOPT_ERR_OUT_OF_RANGE,
                 "element 3 of \"param_0.exp_avg_sq\"");
  expect_refused([](checkpoint& c) { c.poke("param_0.exp_avg", 11, INFINITY); }, DLOPT_ERR_OUT_OF_RANGE,
                 "element 11 of \"param_0.exp_avg\"");
}

TEST(Refusal, ArraysOfWhatIsNotAccumulatedOrPerturbed) {
  subject from, to;
  for (subject* each : {&from, &to}) each->net.wrap(DLOPT_WRAPPER_ACCUMULATE), each->net.wrap(DLOPT_WRAPPER_SAM);
  ASSERT_DLOPT(from.net.accumulate(1, 0.5));
  ASSERT_DLOPT(from.net.perturb(2));
  for (const char* field : {"accumulated", "perturbed"}) {
    checkpoint file(saved(from.get()));
    file.set("dlopt.optimizer", field, "0");
    expect_refused(to, file.file(), DLOPT_ERR_OUT_OF_RANGE, "filled of \"param_0\"");
  }
  EXPECT_DLOPT(load(to.get(), saved(from.get())));
}

TEST(Refusal, NumbersThatAreNotFiniteOnlyWhenWelcome) {
  subject from, to;
  checkpoint file(saved(from.get()));
  file.poke("param_1.exp_avg", 0, float(NAN));
  file.poke("param_1.exp_avg_sq", 1, float(INFINITY));
  expect_refused(to, file.file(), DLOPT_ERR_OUT_OF_RANGE, "DLOPT_LOAD_NONFINITE");
  EXPECT_DLOPT(load(to.get(), file.file(), DLOPT_LOAD_NONFINITE));
  EXPECT_EQ(file.file(), saved(to.get()));
  file.poke("param_1.exp_avg_sq", 1, -float(INFINITY));
  expect_refused(to, file.file(), DLOPT_ERR_OUT_OF_RANGE, "element 1 of \"param_1.exp_avg_sq\"", DLOPT_LOAD_NONFINITE);
  file.poke("param_1.exp_avg_sq", 1, 1.0f);
  file.poke("param_1.exp_avg_sq", 2, -1.0f);
  expect_refused(to, file.file(), DLOPT_ERR_OUT_OF_RANGE, "param_1.exp_avg_sq", DLOPT_LOAD_NONFINITE);
}

TEST(Refusal, TensorsThatLieBadly) {
  const auto refused = [](const std::function<void(checkpoint&)>& spoil) { expect_refused(spoil, DLOPT_ERR_CORRUPT, ""); };
  refused([](checkpoint& c) { c.tensors[1].begin -= 4, c.tensors[1].end -= 4; }); // overlap
  refused([](checkpoint& c) { c.data.insert(c.tensors[1].begin, "hole"); });
  refused([](checkpoint& c) { c.data += "tail"; });
  refused([](checkpoint& c) { std::swap(c.tensors[0].begin, c.tensors[0].end); });
  refused([](checkpoint& c) { c.tensors[0].end = 1000000; });
  refused([](checkpoint& c) { c.tensors[0].shape = "4294967296,4294967296,4294967297"; });
  refused([](checkpoint& c) { c.tensors[0].shape = "9223372036854775808"; });
  refused([](checkpoint& c) { c.tensors.pop_back(); });
  refused([](checkpoint& c) { c.tensors[0].name = c.tensors[1].name; });
  refused([](checkpoint& c) { c.tensors[0].dtype = "F33"; });
  expect_refused([](checkpoint& c) { c.tensors[0].dtype = "I32"; }, DLOPT_ERR_DTYPE, "got dtype I32, wanted F32");
  expect_refused([](checkpoint& c) { c.tensors[0].shape = "3,4"; }, DLOPT_ERR_SHAPE, "got shape [3, 4], wanted [4, 3]");
  expect_refused([](checkpoint& c) { c.data[c.tensors[0].begin] ^= 1; }, DLOPT_ERR_CORRUPT, "its checksum does not fit");
}

} // namespace
} // namespace dlopt_test

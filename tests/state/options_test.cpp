// What a load and a save may be asked for, and callbacks that misbehave.
#include "checkpoint.h"

namespace dlopt_test {
namespace {

using shape_list = mixed_net::shape_list;

mixed_net trained(const shape_list& shapes, int steps = 3, const variant& rule = busy_variant(DLOPT_RULE_ADAMW)) {
  mixed_net net(rule, DLOPT_DTYPE_F32, shapes);
  for (int t = 1; t <= steps; t++) EXPECT_DLOPT(net.step(t));
  return net;
}
numbers state(const mixed_net& net, int32_t slot) { return values_of(state_view(net.optimizer.get(), slot, "exp_avg")); }

TEST(Options, PartialKeepsWhatIsMissing) {
  mixed_net from = trained({{4, 3}}), to = trained({{4, 3}, {5}}, 7);
  const numbers own = state(to, 1);
  EXPECT_EQ(DLOPT_ERR_STATE, load(to.optimizer.get(), saved(from.optimizer.get())));
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), DLOPT_LOAD_PARTIAL));
  EXPECT_EQ(state(from, 0), state(to, 0));
  EXPECT_EQ(own, state(to, 1));
  EXPECT_EQ(3, dlopt_optimizer_steps(to.optimizer.get()));
  ASSERT_DLOPT(to.step(8));
}

TEST(Options, PartialKeepsWhatWrappersHaveBegun) {
  mixed_net from = trained({{4, 3}}), to = trained({{4, 3}});
  to.wrap(DLOPT_WRAPPER_ACCUMULATE);
  ASSERT_DLOPT(to.accumulate(4, 0.5));
  to.wrap(DLOPT_WRAPPER_SAM);
  ASSERT_DLOPT(to.perturb(5));
  const std::string before = saved(to.optimizer.get());
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), DLOPT_LOAD_PARTIAL));
  EXPECT_EQ(before, saved(to.optimizer.get())) << "the same rule after the same steps";
  dlopt_step_desc step = default_step();
  EXPECT_DLOPT(to.step(nullptr, step));
}

// A sum belongs to the gradients that were accumulated with it.
TEST(Options, PartialForgetsSumsOfWhatIsNotAccumulated) {
  mixed_net from = trained({{4, 3}}), to = trained({{4, 3}, {5}}), fresh = trained({{4, 3}, {5}});
  for (mixed_net* each : {&from, &to, &fresh}) each->wrap(DLOPT_WRAPPER_ACCUMULATE);
  ASSERT_DLOPT(to.accumulate(4, 0.5));
  for (mixed_net* each : {&to, &fresh}) {
    ASSERT_DLOPT(load(each->optimizer.get(), saved(from.optimizer.get()), DLOPT_LOAD_PARTIAL));
    ASSERT_DLOPT(each->accumulate(5, 1));
  }
  EXPECT_EQ(saved(fresh.optimizer.get()), saved(to.optimizer.get()));
}

TEST(Options, ExtraIsLeftOut) {
  mixed_net from = trained({{4, 3}, {5}}), to = trained({{4, 3}}, 1);
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), DLOPT_LOAD_EXTRA));
  EXPECT_EQ(state(from, 0), state(to, 0));
  checkpoint stranger(saved(to.optimizer.get()));
  stranger.tensors.push_back({"somebody.else", "I64", "1", stranger.data.size(), stranger.data.size() + 8});
  stranger.data += "12345678";
  EXPECT_EQ(DLOPT_ERR_STATE, load(to.optimizer.get(), stranger.file()));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "somebody.else"));
  EXPECT_DLOPT(load(to.optimizer.get(), stranger.file(), DLOPT_LOAD_EXTRA));
}

TEST(Options, DeclareBesideOthers) {
  mixed_net from = trained({{4, 3}, {5}, {2}}), to = trained({{4, 3}}, 1);
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), DLOPT_LOAD_DECLARE));
  EXPECT_EQ(saved(from.optimizer.get()), saved(to.optimizer.get()));
  const optimizer_handle empty = make_optimizer(DLOPT_RULE_ADAMW);
  ASSERT_DLOPT(load(empty.get(), saved(from.optimizer.get()), DLOPT_LOAD_DECLARE));
  EXPECT_EQ(saved(from.optimizer.get()), saved(empty.get()));
}

TEST(Options, KeepConfiguration) {
  mixed_net from = trained({{4, 3}}),
            to = trained({{4, 3}}, 1, {DLOPT_RULE_ADAMW, "own", "", {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_AMSGRAD, 1}}});
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), DLOPT_LOAD_KEEP_CONFIGURATION));
  double lr = 0;
  EXPECT_DLOPT(dlopt_optimizer_get(to.optimizer.get(), DLOPT_HYPER_LR, &lr));
  EXPECT_EQ(0.5, lr);
  EXPECT_EQ(state(from, 0), state(to, 0));
  EXPECT_EQ(numbers(12, 0.0), values_of(state_view(to.optimizer.get(), 0, "max_exp_avg_sq")))
      << "as if amsgrad had been set after the load";
  ASSERT_DLOPT(to.step(8));
}

TEST(Options, Renames) {
  mixed_net from = trained({{4}, {4}}), to = trained({{4}, {4}}, 1);
  const char* const names[] = {"param_0", "param_1"};
  const char* const swapped[] = {"param_1", "param_0"};
  dlopt_load_desc desc = load_with(0);
  desc.n_renames = 2, desc.rename_from = names, desc.rename_to = swapped;
  const std::string file = saved(from.optimizer.get());
  ASSERT_DLOPT(load(to.optimizer.get(), file, desc));
  EXPECT_EQ(state(from, 0), state(to, 1));
  EXPECT_EQ(state(from, 1), state(to, 0));
  const char* const doubled[] = {"param_1", "param_1"};
  const char* const unknown[] = {"param_0", "param_7"};
  const char* const missing[] = {"param_0", nullptr};
  const std::string before = saved(to.optimizer.get());
  desc.rename_to = doubled;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, load(to.optimizer.get(), file, desc));
  desc.rename_to = missing;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, load(to.optimizer.get(), file, desc));
  desc.rename_to = swapped, desc.rename_from = unknown;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, load(to.optimizer.get(), file, desc));
  desc.rename_from = doubled;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, load(to.optimizer.get(), file, desc));
  desc.rename_from = nullptr;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, load(to.optimizer.get(), file, desc));
  EXPECT_EQ(before, saved(to.optimizer.get()));
}

// Random numbers go on where they were, in whatever slot; those of a slot that was not loaded do not repeat them.
TEST(Options, NoiseFollowsItsParameter) {
  const variant noisy = busy_variant(DLOPT_RULE_SGLD);
  mixed_net whole = trained({{4}, {6}}, 3, noisy), from = trained({{4}, {6}}, 3, noisy), to(noisy, DLOPT_DTYPE_F32, {{6}, {4}});
  const char* const names[] = {"param_0", "param_1"};
  const char* const swapped[] = {"param_1", "param_0"};
  dlopt_load_desc desc = load_with(0);
  desc.n_renames = 2, desc.rename_from = names, desc.rename_to = swapped;
  ASSERT_DLOPT(load(to.optimizer.get(), saved(from.optimizer.get()), desc));
  for (size_t i : {0, 1}) to.params[i].assign(from.params[1 - i].values());
  std::vector<buffer> zeros = whole.like_params(DLOPT_DTYPE_F32, 0), others = to.like_params(DLOPT_DTYPE_F32, 0);
  dlopt_step_desc step = default_step();
  ASSERT_DLOPT(whole.step(&zeros, step));
  ASSERT_DLOPT(to.step(&others, step));
  for (size_t i : {0, 1}) EXPECT_EQ(whole.params[i].values(), to.params[1 - i].values());
}

TEST(Options, APlacedOptimizerIsLoadedWithinItsBlock) {
  mixed_net from = trained({{66, 65}, {5}}, 6), original = trained({{66, 65}, {5}}, 1, {DLOPT_RULE_ADAMW, "defaults", "", {}});
  size_t bytes = 0;
  ASSERT_DLOPT(dlopt_optimizer_size(original.optimizer.get(), &bytes));
  std::vector<char> block(bytes);
  dlopt_optimizer* raw = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_place(original.optimizer.get(), block.data(), block.size(), &raw));
  const optimizer_handle placed(raw);
  const std::string file = saved(from.optimizer.get()), before = saved(raw);
  ASSERT_DLOPT(load(raw, file));
  EXPECT_EQ(file, saved(raw));
  mixed_net more = trained({{66, 65}, {5}, {2}}, 1);
  EXPECT_EQ(DLOPT_ERR_OUT_OF_MEMORY, load(raw, saved(more.optimizer.get()), DLOPT_LOAD_DECLARE));
  ASSERT_DLOPT(dlopt_optimizer_set(more.optimizer.get(), DLOPT_HYPER_AMSGRAD, 1));
  EXPECT_EQ(DLOPT_ERR_OUT_OF_MEMORY, load(raw, saved(more.optimizer.get()), DLOPT_LOAD_EXTRA)) << "another state";
  EXPECT_EQ(file, saved(raw));
  EXPECT_NE(file, before);
}

TEST(Options, AnOutlineHasNoState) {
  dlopt_optimizer* raw = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_outline(nullptr, DLOPT_RULE_ADAMW, &raw));
  const optimizer_handle outline(raw);
  size_t bytes = 0;
  EXPECT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_save_size(raw, &bytes, nullptr));
  EXPECT_EQ(DLOPT_ERR_STATE, load(raw, saved(make_optimizer(DLOPT_RULE_ADAMW).get())));
}

// ---- callbacks

// A stream in memory that does as it is told.
struct stream {
  std::string bytes;
  size_t at = 0, most = SIZE_MAX; // bytes in one call
  int64_t answer = 0;             // other than 0: this instead
  size_t answer_from = SIZE_MAX;
  dlopt_optimizer* reenters = nullptr;
  dlopt_status reentered = DLOPT_OK;
  size_t calls = 0;

  bool misbehaves() {
    calls++;
    size_t ignored = 0;
    if (reenters) reentered = dlopt_optimizer_save_size(reenters, &ignored, nullptr);
    return at >= answer_from;
  }
  dlopt_sink sink() {
    dlopt_sink s;
    EXPECT_DLOPT(dlopt_sink_init(&s, sizeof s));
    s.user = this;
    s.write = [](void* user, const void* from, size_t n) -> int64_t {
      stream& its = *static_cast<stream*>(user);
      if (its.misbehaves()) return its.answer;
      const size_t taken = std::min(n, its.most);
      its.bytes.append(static_cast<const char*>(from), taken);
      its.at += taken;
      return int64_t(taken);
    };
    return s;
  }
  dlopt_source source() {
    dlopt_source s;
    EXPECT_DLOPT(dlopt_source_init(&s, sizeof s));
    s.user = this;
    s.read = [](void* user, void* to, size_t n) -> int64_t {
      stream& its = *static_cast<stream*>(user);
      if (its.misbehaves()) return its.answer;
      const size_t given = std::min({n, its.most, its.bytes.size() - its.at});
      std::memcpy(to, its.bytes.data() + its.at, given);
      its.at += given;
      return int64_t(given);
    };
    return s;
  }
};

TEST(Callbacks, AByteAtATimeInBothDirections) {
  mixed_net from = trained({{4, 3}}), to = trained({{4, 3}}, 1);
  stream s;
  s.most = 1;
  s.reenters = from.optimizer.get();
  const dlopt_sink sink = s.sink();
  ASSERT_DLOPT(dlopt_optimizer_save_bytes(from.optimizer.get(), &sink, nullptr));
  EXPECT_EQ(DLOPT_ERR_BUSY, s.reentered);
  EXPECT_EQ(saved(from.optimizer.get()), s.bytes);
  s.at = 0, s.reenters = to.optimizer.get(), s.reentered = DLOPT_OK;
  dlopt_source source = s.source();
  ASSERT_DLOPT(dlopt_optimizer_load_bytes(to.optimizer.get(), &source, nullptr));
  EXPECT_EQ(DLOPT_ERR_BUSY, s.reentered);
  EXPECT_EQ(s.bytes, saved(to.optimizer.get()));
  for (int64_t size : {int64_t(s.bytes.size()) - 1, int64_t(s.bytes.size()) + 1, int64_t(0), INT64_MAX}) {
    s.at = 0, source.size = size;
    EXPECT_EQ(DLOPT_ERR_CORRUPT, dlopt_optimizer_load_bytes(to.optimizer.get(), &source, nullptr)) << size;
  }
}

TEST(Callbacks, WrongAnswersEndTheCall) {
  mixed_net net = trained({{4, 3}});
  const std::string before = saved(net.optimizer.get());
  for (size_t from : {size_t(0), size_t(8), before.size() - 48, before.size() - 1})
    for (int64_t answer : {int64_t(-1), INT64_MIN, INT64_MAX, int64_t(0)}) {
      stream s;
      s.most = 1, s.answer = answer, s.answer_from = from;
      const dlopt_sink sink = s.sink();
      EXPECT_EQ(DLOPT_ERR_IO, dlopt_optimizer_save_bytes(net.optimizer.get(), &sink, nullptr)) << answer;
      EXPECT_GE(before.size(), s.calls);
      s.bytes = before, s.at = 0;
      const dlopt_source source = s.source();
      EXPECT_EQ(answer ? DLOPT_ERR_IO : DLOPT_ERR_CORRUPT, dlopt_optimizer_load_bytes(net.optimizer.get(), &source, nullptr)) << answer;
      EXPECT_EQ(before, saved(net.optimizer.get()));
    }
}

TEST(Callbacks, ProgressIsToldAndCanCallOff) {
  mixed_net from = trained({{1200, 1000}}, 1), to = trained({{1200, 1000}}, 2);
  const std::string file = saved(from.optimizer.get()), before = saved(to.optimizer.get());
  struct watch {
    uint64_t last = 0, total = 0, stop_at = UINT64_MAX;
    int calls = 0;
    static int32_t tell(void* user, uint64_t done, uint64_t total) {
      watch& its = *static_cast<watch*>(user);
      EXPECT_LE(its.last, done);
      its.last = done, its.total = total, its.calls++;
      return done >= its.stop_at;
    }
  } seen;
  dlopt_load_desc desc = load_with(0);
  desc.progress = watch::tell, desc.progress_user = &seen;
  seen.stop_at = file.size() / 2;
  EXPECT_EQ(DLOPT_ERR_IO, load(to.optimizer.get(), file, desc));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "progress")) << dlopt_last_error();
  EXPECT_TRUE(before == saved(to.optimizer.get()));
  seen = {};
  ASSERT_DLOPT(load(to.optimizer.get(), file, desc));
  EXPECT_EQ(file.size(), seen.last);
  EXPECT_EQ(file.size(), seen.total);
  EXPECT_EQ(5, seen.calls) << "the header, and two pieces of each state";
}

} // namespace
} // namespace dlopt_test

// Looking inside a training: statistics, hashes, watches and histories.
#include "check.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <sstream>
#include <unistd.h>

namespace {

constexpr double not_finite = std::numeric_limits<double>::infinity();

MODE_TEST(monitor, measures_what_it_is_shown) {
  subject s;
  const floats w(15, 2.0f), b(7, 1.0f), w_before(15, 0.0f);
  dlopt_stats all = MUST(s.opt.measure({w, b}, {s.gw, s.gb}, {w_before, b}));
  EXPECT_EQ(22, all.numel);
  EXPECT_EQ(std::sqrt(15 * 4.0 + 7), all.param_norm);
  EXPECT_EQ(std::sqrt(15 / 16.0 + 7 * 4), all.grad_norm);
  EXPECT_EQ(std::sqrt(15 * 4.0), all.update_norm);
  EXPECT_EQ(3, all.steps);
  dlopt::stats_options second;
  second.slot = 1;
  EXPECT_EQ(std::sqrt(28.0), MUST(s.opt.measure({}, {s.gw, s.gb}, {}, second)).grad_norm);
  EXPECT_EQ(7, MUST(s.opt.measure(second)).numel);
  dlopt_stats states = MUST(s.opt.measure());
  EXPECT_TRUE(std::isnan(states.param_norm) && std::isnan(states.grad_norm));
  EXPECT_GT(states.state_norm[0], 0);
  second.sample = 0;
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "sample", s.opt.measure(second));
  second = {};
  second.group = 1;
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "group", s.opt.measure(second));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "tensors", s.opt.measure({w, b}, {s.gw}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "count", s.opt.measure({w}));
  FAILS(DLOPT_ERR_SHAPE, "params[0]", s.opt.measure({b, b}));
}

MODE_TEST(monitor, hashes_all_that_decides_the_next_steps) {
  subject s, same, other;
  const uint64_t hash = MUST(s.opt.state_hash({s.w, s.b}));
  EXPECT_EQ(hash, MUST(same.opt.state_hash({same.w, same.b})));
  EXPECT_EQ(MUST(s.opt.state_hash()), MUST(same.opt.state_hash()));
  EXPECT_NE(hash, MUST(s.opt.state_hash()));
  same.w[14] += 1;
  EXPECT_NE(hash, MUST(same.opt.state_hash({same.w, same.b})));
  EXPECT_EQ(MUST(s.opt.state_hash()), MUST(same.opt.state_hash()));
  MUST(other.opt.set(dlopt::hyper::lr, 0.0625));
  EXPECT_NE(MUST(s.opt.state_hash()), MUST(other.opt.state_hash()));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "count", s.opt.state_hash({s.w}));
}

// Fires above twice the median of two norms or more.
dlopt::norm_watch_options jumpy() {
  dlopt::norm_watch_options options;
  options.window = 3;
  options.factor = 2;
  options.warmup = 2;
  return options;
}

MODE_TEST(monitor, watches_norms) {
  dlopt::norm_watch watch = MUST(dlopt::norm_watch::make(jumpy()));
  int64_t when = 0;
  double found = 0, middle = 0;
  MUST(watch.on_explosion([&](int64_t step, double norm, double median) { when = step, found = norm, middle = median; }));
  EXPECT_FALSE(MUST(watch.look(1, 1)));
  EXPECT_FALSE(MUST(watch.look(2, 2)));
  EXPECT_FALSE(MUST(watch.look(3, 3)));
  EXPECT_EQ(0, when);
  dlopt::norm_watch moved = std::move(watch);
  EXPECT_TRUE(MUST(moved.look(4, 4.5)));
  EXPECT_EQ(4, when);
  EXPECT_EQ(4.5, found);
  EXPECT_EQ(2, middle);
  EXPECT_EQ(1, MUST(moved.get(dlopt::norm_watch_field::fired)));
  ASSERT_EQ(3u, MUST(moved.window_size()));
  double norms[3] = {};
  EXPECT_EQ(3u, MUST(moved.window(norms)));
  EXPECT_EQ(2, norms[0]);
  EXPECT_EQ(4.5, norms[2]);

  MUST(moved.on_explosion(nullptr));
  EXPECT_TRUE(MUST(moved.look(5, not_finite)));
  EXPECT_EQ(4, when);
  MUST(moved.restore({7}));
  EXPECT_EQ(1u, MUST(moved.window_size()));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "norm", moved.look(6, -1));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "factor", moved.set(dlopt::norm_watch_field::factor, 0.5));
  FAILS(DLOPT_ERR_UNKNOWN_HYPER, "window", moved.get(static_cast<dlopt::norm_watch_field>(99)));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "watch", watch.look(7, 1));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "watch", watch.on_explosion([](int64_t, double, double) {}));
}

// Counts how many copies of a callable live.
struct counted {
  int* lives;
  explicit counted(int& where) : lives(&where) { ++*lives; }
  counted(counted&& other) noexcept : lives(other.lives) { ++*lives; }
  ~counted() { --*lives; }
  void operator()(int64_t, double, double) const {}
};

MODE_TEST(monitor, keeps_the_callable_of_a_watch_as_long_as_it_is_told) {
  int lives = 0;
  {
    dlopt::norm_watch outer;
    {
      dlopt::norm_watch watch = MUST(dlopt::norm_watch::make());
      MUST(watch.on_explosion(counted(lives)));
      EXPECT_EQ(1, lives);
      MUST(watch.on_explosion(counted(lives)));
      EXPECT_EQ(1, lives);
      MUST(watch.on_explosion(nullptr));
      EXPECT_EQ(0, lives);
      MUST(watch.on_explosion(counted(lives)));
      dlopt::norm_watch moved = std::move(watch);
      outer = std::move(moved);
    }
    EXPECT_EQ(1, lives);
  }
  EXPECT_EQ(0, lives);
}

// Two columns, two rows.
dlopt::history some_rows() {
  dlopt::history rows = MUST(dlopt::history::make({"loss", "lr/group_0"}));
  MUST(rows.append(1, 0, {0.5, 0.1}));
  MUST(rows.append(2, 1.5, {not_finite, 0.25}));
  return rows;
}
constexpr const char* csv_header = "step,wall_time,loss,lr/group_0\r\n";
constexpr const char* second_row = "2,1.5,inf,0.25\r\n";

MODE_TEST(monitor, keeps_a_history) {
  const dlopt::history rows = some_rows();
  std::string all, grown, events;
  const auto to = [](std::string& text) {
    return [&text](const void* bytes, size_t count) { text.append(static_cast<const char*>(bytes), count); };
  };
  MUST(rows.write(dlopt::history_format::csv, to(all)));
  EXPECT_EQ(csv_header + std::string("1,0,0.5,0.1\r\n") + second_row, all);
  MUST(rows.write(dlopt::history_format::csv, to(grown), 1));
  EXPECT_EQ(second_row, grown);
  MUST(rows.write(dlopt::history_format::events, to(events)));
  EXPECT_NE(std::string::npos, events.find("brain.Event:2"));
  EXPECT_NE(std::string::npos, events.find("lr/group_0"));
  EXPECT_EQ(2, rows.rows());
  double values[2] = {};
  const dlopt::row_time when = MUST(rows.row(1, values));
  EXPECT_EQ(2, when.step);
  EXPECT_EQ(1.5, when.wall_time);
  EXPECT_EQ(0.25, values[1]);

  const std::string path = testing::TempDir() + "dlopt_cpp_history_" + std::to_string(getpid());
  MUST(rows.save(dlopt::history_format::csv, path.c_str()));
  std::ostringstream read;
  read << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(all, read.str());
  std::remove(path.c_str());
}

MODE_TEST(monitor, refuses_rows_that_do_not_fit) {
  dlopt::history rows = some_rows();
  double one[1];
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "count", rows.append(3, 0, {1}));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "wall_time", rows.append(3, not_finite, {1, 2}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "count", rows.row(0, one));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "first",
        rows.write(
            dlopt::history_format::csv, [](const void*, size_t) {}, 3));
  FAILS(DLOPT_ERR_IO, "sink", rows.write(dlopt::history_format::csv, [](const void*, size_t) { return false; }));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "step", dlopt::history::make({"step"}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "history", dlopt::history().append(1, 0, {1}));
  EXPECT_EQ(2, rows.rows());
}

#ifndef DLOPT_NO_EXCEPTIONS

MODE_TEST(monitor, throws_what_callables_throw) {
  struct surprise {};
  const dlopt::history rows = some_rows();
  EXPECT_THROW(rows.write(dlopt::history_format::csv, [](const void*, size_t) { throw surprise(); }), surprise);
  EXPECT_EQ(2, rows.rows());
  dlopt::norm_watch watch(jumpy());
  watch.on_explosion([](int64_t, double, double) { throw surprise(); });
  EXPECT_THROW(watch.look(1, not_finite), surprise);
  EXPECT_FALSE(watch.look(2, 1)); // once
  EXPECT_EQ(1, watch.get(dlopt::norm_watch_field::fired));
}

#endif

} // namespace

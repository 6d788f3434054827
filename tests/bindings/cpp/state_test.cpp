// Checkpoints through files, containers and callables: what is loaded goes on with the same bits, and what fails leaves all as it was.
#include "check.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace {

using bytes = std::vector<char>;

// Takes two steps with each and compares all that they have.
void expect_same_steps(subject& a, subject& b) {
  for (int i = 0; i < 2; i++) {
    MUST(a.opt.step({a.w, a.b}, {a.gw, a.gb}));
    MUST(b.opt.step({b.w, b.b}, {b.gw, b.gb}));
  }
  EXPECT_EQ(a.bits(), b.bits());
  EXPECT_EQ(MUST(a.opt.state_hash({a.w, a.b})), MUST(b.opt.state_hash({b.w, b.b})));
}

// As a subject, but two steps older and with other settings: all of it is to be replaced.
struct other_subject : subject {
  other_subject() {
    MUST(opt.set(dlopt::hyper::lr, 0.75));
    floats other_w(15), other_b(7);
    for (int i = 0; i < 2; i++) MUST(opt.step({other_w, other_b}, {gw, gb}));
  }
};

// Gives bytes seven at a time.
struct slow_source {
  const bytes& from;
  size_t at = 0;
  size_t operator()(void* to, size_t count) {
    count = std::min({count, from.size() - at, size_t(7)});
    std::memcpy(to, from.data() + at, count);
    at += count;
    return count;
  }
};

MODE_TEST(state, goes_through_containers) {
  subject s;
  const bytes saved = MUST(s.opt.save_as<bytes>());
  EXPECT_EQ(saved.size(), MUST(s.opt.save_size()));
  bytes block(saved.size() + 5, 'x');
  EXPECT_EQ(saved.size(), MUST(s.opt.save_block(block)));
  EXPECT_TRUE(std::equal(saved.begin(), saved.end(), block.begin()));
  EXPECT_EQ('x', block.back());
  other_subject loaded;
  MUST(loaded.opt.load_block(saved));
  expect_same_steps(s, loaded);
}

MODE_TEST(state, goes_through_files_with_a_scaler_and_tells_how_far_it_is) {
  subject s;
  const std::string path = testing::TempDir() + "dlopt_cpp_state_" + std::to_string(getpid());
  dlopt::scaler_options settings;
  settings.init_scale = 8;
  const dlopt::scaler scaler = MUST(dlopt::scaler::make(settings));
  dlopt::scaler found = MUST(dlopt::scaler::make());
  uint64_t done = 0, total = 0;
  const auto tell = [&](uint64_t so_far, uint64_t of) { done = so_far, total = of; };
  dlopt::save_options with_scaler;
  with_scaler.scaler = &scaler;
  MUST(s.opt.save_file(path.c_str(), with_scaler, tell));
  EXPECT_EQ(MUST(s.opt.save_size(with_scaler)), total);
  EXPECT_EQ(total, done);
  other_subject loaded;
  dlopt::load_options to_scaler;
  to_scaler.scaler = &found;
  done = 0;
  MUST(loaded.opt.load_file(path.c_str(), to_scaler, tell));
  EXPECT_GT(done, 0u);
  EXPECT_EQ(8, MUST(found.scale()));
  expect_same_steps(s, loaded);
  std::remove(path.c_str());
  FAILS(DLOPT_ERR_IO, path.c_str(), loaded.opt.load_file(path.c_str()));
}

MODE_TEST(state, goes_through_callables_and_declares_shapes) {
  subject s, loaded;
  bytes saved;
  MUST(s.opt.save_bytes([&](const void* from, size_t count) {
    const char* some = static_cast<const char*>(from);
    saved.insert(saved.end(), some, some + count);
  }));
  EXPECT_EQ(MUST(s.opt.save_as<bytes>()), saved);
  loaded.opt = MUST(dlopt::optimizer::make(dlopt::adamw()));
  dlopt::load_options options;
  options.declare = true;
  slow_source source{saved};
  MUST(loaded.opt.load_bytes(source, options, dlopt::no_progress(), static_cast<int64_t>(saved.size())));
  EXPECT_EQ(saved.size(), source.at);
  expect_same_steps(s, loaded); // buffers have the shapes that were declared
}

MODE_TEST(state, in_few_bits_tells_shapes_too) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(dlopt::adamw())), loaded = MUST(dlopt::optimizer::make(dlopt::adamw()));
  dlopt::parameter p;
  p.dims = {3, 0, 5};
  p.states = dlopt::state_form::linear8;
  (void)MUST(opt.add(p));
  p.dims = {4, 300};
  (void)MUST(opt.add(p));
  dlopt::load_options options;
  options.declare = true;
  MUST(loaded.load_block(MUST(opt.save_as<bytes>()), options));
  floats none, w(1200, 1.0f);
  const floats g(1200, 0.5f);
  MUST(loaded.step({none, w}, {none, g}));
}

MODE_TEST(state, renames_parameters) {
  subject s;
  const bytes saved = MUST(s.opt.save_as<bytes>());
  dlopt::optimizer loaded = MUST(dlopt::optimizer::make(dlopt::adamw()));
  dlopt::parameter p;
  p.dims = {3, 5}, p.name = "kernel";
  (void)MUST(loaded.add(p));
  p.dims = {7}, p.name = "bias";
  (void)MUST(loaded.add(p));
  FAILS(DLOPT_ERR_STATE, "", loaded.load_block(saved));
  const dlopt::renamed renames[] = {{"matrix", "kernel"}, {"param_1", "bias"}};
  dlopt::load_options options;
  options.renames = renames;
  MUST(loaded.load_block(saved, options));
  for (const int32_t slot : {0, 1}) {
    const auto wanted = MUST(s.opt.state<float>(slot, "exp_avg")), got = MUST(loaded.state<float>(slot, "exp_avg"));
    EXPECT_TRUE(std::equal(wanted.begin(), wanted.end(), got.begin(), got.end()));
  }
}

MODE_TEST(state, counts_the_averages_that_it_brings) {
  subject s;
  (void)MUST(s.opt.wrap(dlopt::wrappers::lookahead()));
  (void)MUST(s.opt.wrap(dlopt::wrappers::ema()));
  dlopt::optimizer loaded = MUST(dlopt::optimizer::make(dlopt::adamw()));
  dlopt::load_options options;
  options.declare = true;
  MUST(loaded.load_block(MUST(s.opt.save_as<bytes>()), options));
  const dlopt_tensor three[3] = {};
  dlopt::step_options step;
  step.averages = three; // of two slots
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "another count", loaded.step({s.w, s.b}, {s.gw, s.gb}, step));
}

MODE_TEST(state, without_arrays_tells_shapes_too) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(plain(1))), loaded = MUST(dlopt::optimizer::make(plain(1)));
  dlopt::parameter p;
  p.dims = {3, 5};
  (void)MUST(opt.add(p));
  dlopt::load_options options;
  options.declare = true;
  MUST(loaded.load_block(MUST(opt.save_as<bytes>()), options));
  floats w(15, 2.0f);
  const floats g(15, 0.5f);
  MUST(loaded.step({w}, {g}));
  const std::vector<int64_t> many(65, 1);
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "slot", loaded.know_shape(1, {3, 5}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "slot", loaded.know_shape(-1, {3, 5}));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "dims", loaded.know_shape(0, dlopt::view<const int64_t>(many)));
  MUST(loaded.know_shape(0, {5, 3}));
  FAILS(DLOPT_ERR_SHAPE, "params[0]", loaded.step({w}, {g}));
  MUST(loaded.know_shape(0, {3, 5}));
  MUST(loaded.step({w}, {g}));
  EXPECT_EQ(floats(15, 1.0f), w);
}

// The matrix in two parts; the vector as it is.
MODE_TEST(state, is_cut_into_pieces) {
  subject s;
  dlopt::optimizer parts = MUST(dlopt::optimizer::make(dlopt::adamw()));
  dlopt::parameter p;
  p.dims = {1, 5}, p.name = "head";
  (void)MUST(parts.add(p));
  p.dims = {7}, p.name = "param_1";
  (void)MUST(parts.add(p));
  p.dims = {2, 5}, p.name = "tail";
  (void)MUST(parts.add(p));
  dlopt::row_piece head, tail;
  head.from = tail.from = "matrix";
  head.to = "head", head.rows = 1;
  tail.to = "tail", tail.from_row = 1, tail.rows = 2;
  const dlopt_load_piece pieces[] = {head, tail};
  dlopt::load_options options;
  options.pieces = pieces;
  MUST(parts.load_block(MUST(s.opt.save_as<bytes>()), options));
  const auto whole = MUST(s.opt.state<float>(0, "exp_avg"));
  EXPECT_TRUE(std::equal(whole.begin() + 5, whole.end(), MUST(parts.state<float>(2, "exp_avg")).begin()));
  tail.to_row = 1;
  const dlopt_load_piece wrong[] = {head, tail};
  options.pieces = wrong;
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "pieces[1]", parts.load_block(MUST(s.opt.save_as<bytes>()), options));
}

// FAILS, and the subject goes on as if nothing had been tried.
#define REFUSED(status, word, call)                                                                                                        \
  do {                                                                                                                                     \
    const std::vector<unsigned char> before = s.bits();                                                                                    \
    const uint64_t hash = MUST(s.opt.state_hash());                                                                                        \
    FAILS(status, word, call);                                                                                                             \
    EXPECT_EQ(before, s.bits()) << #call;                                                                                                  \
    EXPECT_EQ(hash, MUST(s.opt.state_hash())) << #call;                                                                                    \
  } while (0)

MODE_TEST(state, that_is_refused_leaves_all_as_it_was) {
  other_subject s;
  const subject from;
  const bytes saved = MUST(from.opt.save_as<bytes>());
  bytes damaged = saved, small(saved.size() - 1);
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  REFUSED(DLOPT_ERR_CORRUPT, "", s.opt.load_block(damaged));
  REFUSED(DLOPT_ERR_CORRUPT, "", s.opt.load_block(dlopt::view<const char>(saved.data(), saved.size() - 1)));
  REFUSED(DLOPT_ERR_STATE, "adam", s.opt.load_block(MUST(MUST(dlopt::optimizer::make(dlopt::adam())).save_as<bytes>())));
  REFUSED(DLOPT_ERR_OUT_OF_RANGE, "room", s.opt.save_block(small));
  REFUSED(DLOPT_ERR_IO, "sink", s.opt.save_bytes([](const void*, size_t) { return false; }));
  REFUSED(DLOPT_ERR_IO, "source", s.opt.load_bytes([](void*, size_t) { return -1; }));
  REFUSED(DLOPT_ERR_IO, "progress", s.opt.load_block(saved, {}, [](uint64_t, uint64_t) { return false; }));
  REFUSED(DLOPT_ERR_IO, "progress", s.opt.save_as<bytes>({}, [](uint64_t, uint64_t) { return false; }));
  REFUSED(DLOPT_ERR_CORRUPT, "", s.opt.load_bytes(slow_source{saved}, {}, dlopt::no_progress(), static_cast<int64_t>(saved.size()) + 1));
  REFUSED(DLOPT_ERR_INVALID_ARGUMENT, "path", s.opt.save_file(""));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "optimizer", dlopt::optimizer().save_as<bytes>());
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "optimizer", dlopt::optimizer().load_block(saved));
  const dlopt::renamed nowhere[] = {{"matrix", nullptr}};
  dlopt::load_options options;
  options.renames = nowhere;
  REFUSED(DLOPT_ERR_INVALID_ARGUMENT, "rename", s.opt.load_block(saved, options));
  dlopt::scaler empty;
  dlopt::save_options with_none;
  with_none.scaler = &empty;
  REFUSED(DLOPT_ERR_INVALID_ARGUMENT, "scaler", s.opt.save_size(with_none));
  options = {};
  options.scaler = &empty;
  REFUSED(DLOPT_ERR_INVALID_ARGUMENT, "scaler", s.opt.load_block(saved, options));
}

MODE_TEST(state, is_busy_while_it_is_loaded) {
  subject s;
  const bytes saved = MUST(s.opt.save_as<bytes>());
  slow_source source{saved};
  bool asked = false;
  MUST(s.opt.load_bytes([&](void* to, size_t count) {
    if (!std::exchange(asked, true)) FAILS(DLOPT_ERR_BUSY, "", s.opt.step({s.w, s.b}, {s.gw, s.gb}));
    return source(to, count);
  }));
  EXPECT_TRUE(asked);
}

#ifndef DLOPT_NO_EXCEPTIONS

// What a callable throws.
struct surprise {};

MODE_TEST(state, throws_what_callables_throw) {
  subject s;
  const bytes saved = s.opt.save_as<bytes>();
  const std::vector<unsigned char> before = s.bits();
  EXPECT_THROW(s.opt.save_bytes([](const void*, size_t) { throw surprise(); }), surprise);
  EXPECT_THROW(s.opt.load_bytes([](void*, size_t) -> size_t { throw surprise(); }), surprise);
  EXPECT_THROW(s.opt.load_block(saved, {}, [](uint64_t, uint64_t) { throw surprise(); }), surprise);
  EXPECT_THROW((void)s.opt.save_as<bytes>({}, [](uint64_t, uint64_t) { throw surprise(); }), surprise);
  EXPECT_EQ(before, s.bits());
  s.opt.load_block(saved); // not busy any more
  EXPECT_EQ(before, s.bits());
}

#endif
#undef REFUSED

} // namespace

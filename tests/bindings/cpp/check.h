// What the suites share: calls that must succeed and calls that must fail, written alike with exceptions and without.
#pragma once

#include <dlopt.hpp>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#ifdef DLOPT_NO_EXCEPTIONS

// Suites are compiled in both modes into one program: their names must differ.
#define MODE_TEST(suite, name) TEST(suite##_returning, name)

template <class T> T succeeded(dlopt::outcome<T> ending) {
  EXPECT_TRUE(ending.ok()) << ending.message();
  EXPECT_STREQ("", ending.message());
  return std::move(ending).value();
}
inline void succeeded(dlopt::outcome<void> ending) { EXPECT_TRUE(ending.ok()) << ending.message(); }
#define MUST(call) succeeded(call)

template <class T> void failed_so(const dlopt::outcome<T>& ending, dlopt_status status, const char* word, const char* call) {
  EXPECT_FALSE(ending.ok());
  EXPECT_EQ(status, ending.status()) << call << ": " << ending.message();
  EXPECT_NE(std::string::npos, std::string(ending.message()).find(word))
      << call << ": '" << ending.message() << "' does not speak of " << word;
}
#define FAILS(status, word, call) failed_so(call, status, word, #call)

#else

#define MODE_TEST(suite, name) TEST(suite##_throwing, name)
#define MUST(call) call

template <class Call> void failed_so(Call call, dlopt_status status, const char* word, const char* text) {
  try {
    call();
    ADD_FAILURE() << text << " succeeded";
  } catch (const dlopt::error& e) {
    EXPECT_EQ(status, e.status()) << text << ": " << e.what();
    EXPECT_NE(std::string::npos, std::string(e.what()).find(word)) << text << ": '" << e.what() << "' does not speak of " << word;
  }
}
#define FAILS(status, word, call) failed_so([&] { (void)(call); }, status, word, #call)

#endif

namespace {

using floats = std::vector<float>;

// One step of plain SGD on one number is lr times the gradient.
inline dlopt::sgd plain(double lr) {
  dlopt::sgd options;
  options.lr = lr;
  return options;
}

template <class T> void append_bytes(std::vector<unsigned char>& to, const T* from, size_t count) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(from);
  to.insert(to.end(), bytes, bytes + count * sizeof(T));
}

// AdamW on a matrix and a vector, some steps old.
struct subject {
  floats w = floats(15, 0.5f), b = floats(7, -1.0f), gw = floats(15, 0.25f), gb = floats(7, -2.0f);
  dlopt::optimizer opt;

  explicit subject(const dlopt::runtime& rt = {}) {
    dlopt::adamw options;
    options.lr = 0.125;
    options.weight_decay = 0.25;
    opt = MUST(dlopt::optimizer::make(options, rt));
    dlopt::parameter matrix, vector;
    matrix.dims = {3, 5};
    matrix.name = "matrix";
    vector.dims = {7};
    (void)MUST(opt.add(matrix));
    (void)MUST(opt.add(vector));
    for (int i = 0; i < 3; i++) MUST(opt.step({w, b}, {gw, gb}));
  }

  // All that a refused call must leave alone.
  std::vector<unsigned char> bits() const {
    std::vector<unsigned char> all;
    for (const floats* buffer : {&w, &b, &gw, &gb}) append_bytes(all, buffer->data(), buffer->size());
    for (int32_t slot = 0; slot < 2; slot++) {
      for (const char* name : {"exp_avg", "exp_avg_sq"}) {
        const dlopt::view<float> state = MUST(opt.state<float>(slot, name));
        append_bytes(all, state.data(), state.size());
      }
    }
    const double lr = MUST(opt.get(dlopt::hyper::lr)), beta1 = MUST(opt.get(dlopt::hyper::beta1));
    const int64_t counts[] = {opt.steps(), opt.param_count()};
    append_bytes(all, &lr, 1);
    append_bytes(all, &beta1, 1);
    append_bytes(all, counts, 2);
    return all;
  }
};

} // namespace

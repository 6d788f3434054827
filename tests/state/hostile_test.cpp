// Headers that nobody would write by mistake: refused, in little memory, with everything as it was.
#include "checkpoint.h"
#include "meter.h"

namespace dlopt_test {
namespace {

std::string with_length(uint64_t length, const std::string& rest) {
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + rest;
}
std::string file_of(const std::string& json) { return with_length(json.size(), json); }
std::string repeated(const std::string& text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; i++) out += text;
  return out;
}

class Hostile : public testing::Test {
protected:
  void SetUp() override {
    net = std::make_unique<mixed_net>(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, mixed_net::shape_list{{4, 3}}, DLOPT_STATES_FULL,
                                      memory.runtime());
    ASSERT_DLOPT(net->step(1));
    before = saved(net->optimizer.get());
  }
  void TearDown() override { EXPECT_EQ(before, saved(net->optimizer.get())); }

  void refuse(const std::string& file, const std::string& what) {
    const size_t usual = memory.now();
    const auto load_it = [&] { EXPECT_EQ(DLOPT_ERR_CORRUPT, load(net->optimizer.get(), file)) << what << ": " << dlopt_last_error(); };
    peak = memory.peak_of(load_it) - usual;
    EXPECT_EQ(usual, memory.now()) << what;
  }
  void refuse_header(const std::string& json) { refuse(file_of(json), json.substr(0, 100)); }

  meter memory;
  std::unique_ptr<mixed_net> net;
  std::string before;
  size_t peak = 0;
};

TEST_F(Hostile, Lengths) {
  for (uint64_t length : {uint64_t(0), uint64_t(1), uint64_t(7), uint64_t(100000001), uint64_t(1) << 63, ~uint64_t(0)})
    refuse(with_length(length, "{}"), "length");
  refuse(with_length(3, "{}"), "one past the end");
  EXPECT_GT(size_t(65536), peak) << "for a claim of few bytes";
  refuse(with_length(100000000, "{}"), "the longest");
  EXPECT_GT(size_t(65536), peak) << "for a claim that the source has not the bytes for";
}

TEST_F(Hostile, Json) {
  const std::string t = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
  for (const std::string& json : {std::string("[]"),
                                  std::string("null"),
                                  std::string("{} x"),
                                  std::string(" {}"),
                                  std::string("{}{}"),
                                  std::string("{\"a\":1}"),
                                  std::string("{\"a\":null}"),
                                  std::string("{\"a\":[]}"),
                                  "{\"a\":" + t,
                                  "{\"a\":" + t + ",}",
                                  "{\"a\":" + t + ",\"a\":" + t + "}",
                                  std::string("{\"__metadata__\":{\"k\":1}}"),
                                  std::string("{\"__metadata__\":{\"k\":{}}}"),
                                  std::string("{\"__metadata__\":[]}"),
                                  std::string("{\"__metadata__\":{\"k\":\"1\",\"k\":\"1\"}}"),
                                  std::string("{\"__metadata__\":{},\"__metadata__\":{}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,2,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[1e999999],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[-0],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[NaN],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,18446744073709551616]}}"),
                                  std::string("{\"a\":{\"dtype\":1,\"shape\":[1],\"data_offsets\":[0,4]}}"),
                                  std::string("{\"a\":{\"other\":1}}"),
                                  std::string("{\"\xff\":{}}"),
                                  std::string("{\"\xc0\x80\":{}}"),
                                  std::string("{\"\xed\xa0\x80\":{}}"),
                                  std::string("{\"\\ud800\":{}}"),
                                  std::string("{\"a\\u0000\":{}}"),
                                  std::string("{\"__metadata__\":{\"k\":\"a\\u0000b\"}}"),
                                  std::string("{\"a\n\":{}}"),
                                  std::string("{'a':{}}"),
                                  std::string("{/**/}"),
                                  std::string("{\0}", 3),
                                  std::string("{}\0", 3)})
    refuse_header(json);
  for (const char* json : {"{\"\xf0", "{\"\xe2\x82", "{\"a\xf0\x9f\x92"}) refuse_header(json); // end within a character
  refuse_header("{}");                                                                         // well-formed, and no checkpoint of dlopt
  refuse_header("{\"__metadata__\":{\"dlopt.format\":\"1\"}}");
  std::string many = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1" + repeated(",1", 64) + "],\"data_offsets\":[0,4]}}";
  refuse(file_of(many) + "1234", "65 dimensions");
}

TEST_F(Hostile, Bombs) {
  const size_t n = 1000000;
  for (const std::string& json :
       {repeated("[", n), "{\"a\":" + repeated("[", n), "{\"a\":" + repeated("{\"a\":", n), "{\"a\":{\"shape\":" + repeated("[", n)}) {
    refuse(file_of(json), "nested");
    EXPECT_GT(2 * json.size() + (1 << 20), peak);
  }
  std::string keys = "{\"__metadata__\":{\"dlopt.format\":\"1\"";
  for (size_t i = 0; i < 200000; i++) keys += ",\"" + std::to_string(i) + "\":\"\"";
  refuse(file_of(keys + "}}"), "keys");
  EXPECT_GT(6 * keys.size() + (1 << 20), peak) << "an entry of the index for each";
  refuse(file_of("{\"__metadata__\":{\"\":\"\"" + repeated(",\"\":\"\"", 2500001) + "}}"), "more keys than are ever written");
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "too many metadata")) << dlopt_last_error();
  const std::string empty = "\"\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,0]}";
  refuse(file_of("{" + empty + repeated("," + empty, 1111112) + "}"), "more tensors than are ever written");
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "too many tensors")) << dlopt_last_error();
  const std::string text = "{\"" + std::string(10 * n, 'x') + "\":1}";
  refuse(file_of(text), "a long name");
  EXPECT_GT(text.size() + (1 << 20), peak);
}

} // namespace
} // namespace dlopt_test

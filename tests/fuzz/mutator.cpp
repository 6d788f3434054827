// How libFuzzer changes an input: mostly one part of the checkpoint, with all checksums made right again; now and then the bytes as they
// are.
#include "input.h"
#include "parts.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <random>

extern "C" size_t LLVMFuzzerMutate(uint8_t* bytes, size_t size, size_t most);

namespace {

using namespace dlopt_fuzz;

constexpr size_t kLongestValue = 4096;

class mutation {
public:
  explicit mutation(unsigned seed) : random_(seed) {}

  size_t below(size_t n) { return n ? std::uniform_int_distribution<size_t>(0, n - 1)(random_) : 0; }

  void change(parts& p) {
    for (size_t times = 1 + below(3); times--;) {
      switch (below(9)) {
      case 0:
      case 1:
      case 2: change_field(p); break;
      case 3: change_entry(p); break;
      case 4: change_order(p.metadata); break;
      case 5: change_order(p.tensors); break;
      case 6: change_type(p); break;
      default: change_bytes(p); break;
      }
    }
  }

private:
  template <class T> T* any(std::vector<T>& all) { return all.empty() ? nullptr : &all[below(all.size())]; }

  void scramble(std::string& text, size_t most) {
    most = std::max(most, text.size());
    const size_t size = text.size();
    text.resize(most + 1);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(&text[0]), size, most));
  }

  // A number of a record, or a word of it.
  void change_field(parts& p) {
    static constexpr const char* kValues[] = {
        "0",
        "1",
        "-1",
        "2",
        "3",
        "7",
        "8",
        "63",
        "255",
        "4096",
        "1048576",
        "2147483647",
        "2147483648",
        "4294967295",
        "9007199254740992",
        "4611686018427387904",
        "9223372036854775807",
        "18446744073709551615",
        "nan",
        "inf",
        "-inf",
        "-0",
        "0.5",
        "1e-300",
        "1e300",
        "1e999",
        "0.999999",
        "",
        "1,2",
        "4,3",
        "0,9223372036854775807",
        "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
        "adamw",
        "ema",
        "sgd",
        "sequence",
        "table"};
    entry* const e = any(p.metadata);
    if (!e) return;
    std::vector<size_t> fields;
    for (size_t at = e->value.find('='); at != std::string::npos; at = e->value.find('=', at + 1)) fields.push_back(at + 1);
    if (fields.empty()) return;
    const size_t first = fields[below(fields.size())], past = std::min(e->value.find(' ', first), e->value.size());
    e->value.replace(first, past - first, kValues[below(std::size(kValues))]);
  }
  void change_entry(parts& p) {
    entry* const e = any(p.metadata);
    if (!e) return;
    std::string& text = below(4) ? e->value : e->key;
    scramble(text, kLongestValue);
    text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
  }
  template <class T> void change_order(std::vector<T>& all) {
    T *const one = any(all), *const other = any(all);
    if (!one) return;
    switch (below(3)) {
    case 0: all.erase(all.begin() + (one - all.data())); break;
    case 1: std::swap(*one, *other); break;
    default: all.push_back(T(*one)); break;
    }
  }
  void change_type(parts& p) {
    static constexpr const char* kTypes[] = {"F64", "F32", "F16", "BF16", "I64", "I32", "U16", "U8", "I8", "BOOL"};
    static constexpr uint64_t kSizes[] = {0, 1, 2, 3, 16, 4290, uint64_t(1) << 31, uint64_t(1) << 62, ~uint64_t(0) >> 1};
    tensor* const t = any(p.tensors);
    if (!t) return;
    if (below(2)) t->dtype = kTypes[below(std::size(kTypes))];
    else if (uint64_t* const size = any(t->shape)) *size = kSizes[below(std::size(kSizes))];
    else t->shape.push_back(1);
  }
  void change_bytes(parts& p) {
    static constexpr uint32_t kNumbers[] = {0x7fc00000, 0x7f800000, 0xff800000, 0x80000000, 0xbf800000, 1, 0x7f7fffff, 0xffffffff};
    tensor* const t = any(p.tensors);
    if (!t || t->bytes.empty()) return;
    const uint32_t number = kNumbers[below(std::size(kNumbers))];
    if (below(2) && t->bytes.size() >= 4) std::memcpy(&t->bytes[4 * below(t->bytes.size() / 4)], &number, 4);
    else scramble(t->bytes, t->bytes.size());
  }

  std::minstd_rand random_;
};

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t size, size_t most, unsigned seed) {
  mutation random(seed);
  if (size < kChoices || !random.below(8)) return LLVMFuzzerMutate(bytes, size, most);
  input in(bytes, size);
  parts p;
  if (!random.below(6)) in.choices[random.below(kChoices)] = uint8_t(random.below(256));
  if (!p.read(in.file)) return LLVMFuzzerMutate(bytes, size, most);
  random.change(p);
  in.file = p.file();
  const std::string out = in.bytes();
  if (out.size() > most) return LLVMFuzzerMutate(bytes, size, most);
  std::memcpy(bytes, out.data(), out.size());
  return out.size();
}

// The JSON of a header, by RapidJSON's event parser. It works inside the text and allocates nothing; nesting ends where the handler says
// so. Numbers come as text, so that none is ever rounded or overflows unseen.
#include "state/header.h"

#define RAPIDJSON_ASSERT(condition) ((void)0) // of its callers' mistakes; nothing here may abort
#define RAPIDJSON_NEW(type) nullptr           // of an allocator, where it is given none
#define RAPIDJSON_DELETE(object) ((void)(object))
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <cstring>

namespace dlopt {

namespace {

// What the parser would need memory for, had it not the text to write to.
struct no_memory {
  void* Malloc(size_t) { return nullptr; }
  void* Realloc(void*, size_t, size_t) { return nullptr; }
  static void Free(void*) {}
};

class handler {
public:
  explicit handler(header_content& to) noexcept : to_(to) {}

  bool Null() { return refuse("got null"); }
  bool Bool(bool) { return refuse("got a truth value"); }
  bool Int(int) { return false; } // numbers come as RawNumber
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

  bool StartObject() {
    switch (place_) {
    case place::outside: place_ = place::header; return true;
    case place::metadata_begins: place_ = place::metadata; return true;
    case place::tensor_begins: return begin_tensor();
    default: return refuse("got an object where there is none");
    }
  }

  bool Key(const char* text, rapidjson::SizeType length, bool) {
    if (std::strlen(text) != length) return refuse("got a name with a zero in it");
    switch (place_) {
    case place::header: return begin_member(text);
    case place::metadata: key_ = text; return true;
    default: return begin_field({text, length});
    }
  }

  bool String(const char* text, rapidjson::SizeType length, bool) {
    if (std::strlen(text) != length) return refuse("got a text with a zero in it");
    if (place_ == place::metadata) return add_entry(text);
    if (place_ != place::dtype) return refuse("got a text where there is none");
    tensor().type = find_type({text, length});
    place_ = place::tensor;
    return tensor().type || refuse("got an unknown dtype");
  }

  bool StartArray() {
    if (place_ == place::shape_begins) place_ = place::shape;
    else if (place_ == place::offsets_begin) place_ = place::offsets;
    else return refuse("got a list where there is none");
    return true;
  }

  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    int64_t number = 0;
    if (place_ != place::shape && place_ != place::offsets) return refuse("got a number where there is none");
    if (!read_whole({text, length}, number) || *text == '-') return refuse("got a number that is no size");
    if (place_ == place::shape) return add_size(number);
    if (n_offsets_ == 2) return refuse("got more than two data_offsets");
    (n_offsets_++ ? tensor().end : tensor().begin) = uint64_t(number);
    return true;
  }

  bool EndArray(rapidjson::SizeType) {
    if (place_ == place::offsets && n_offsets_ != 2) return refuse("got fewer than two data_offsets");
    place_ = place::tensor;
    return true;
  }

  bool EndObject(rapidjson::SizeType) {
    if (place_ == place::tensor && fields_ != kAllFields) return refuse("got a tensor without dtype, shape or data_offsets");
    place_ = place_ == place::header ? place::outside : place::header;
    return true;
  }

  dlopt_status status(const rapidjson::ParseResult& result) const noexcept {
    if (out_of_memory_) return fail(DLOPT_ERR_OUT_OF_MEMORY, "checkpoint: no memory for its header");
    return fail(DLOPT_ERR_CORRUPT, "header of the checkpoint: %s, at byte %zu",
                problem_ ? problem_ : rapidjson::GetParseError_En(result.Code()), result.Offset());
  }

private:
  enum class place {
    outside,
    header,
    metadata_begins,
    metadata,
    tensor_begins,
    tensor,
    dtype,
    shape_begins,
    shape,
    offsets_begin,
    offsets
  };
  static constexpr unsigned kDtype = 1, kShape = 2, kOffsets = 4, kAllFields = 7;

  header_tensor& tensor() noexcept { return to_.tensors[to_.tensors.count() - 1]; }

  bool refuse(const char* problem) noexcept {
    problem_ = problem;
    return false;
  }
  template <class T> bool add(array<T>& all, const T& one) noexcept {
    out_of_memory_ = !all.reserve(all.count() + 1);
    if (!out_of_memory_) all.add(one);
    return !out_of_memory_;
  }

  // Whether dlopt would have needed a longer header for what there is.
  bool is_flood() const noexcept {
    const size_t tensors = to_.tensors.count(), entries = to_.metadata.count();
    return kLeastTensor * tensors + kLeastEntry * (entries > tensors ? entries - tensors : 0) > kLongestHeader;
  }
  bool begin_member(const char* name) noexcept {
    key_ = name;
    place_ = std::strcmp(name, "__metadata__") ? place::tensor_begins : place::metadata_begins;
    if (place_ == place::tensor_begins) return true;
    if (has_metadata_) return refuse("got __metadata__ twice");
    return has_metadata_ = true;
  }
  bool begin_tensor() noexcept {
    if (is_flood()) return refuse("got too many tensors");
    place_ = place::tensor;
    fields_ = 0;
    n_offsets_ = 0;
    return add(to_.tensors, header_tensor{key_, nullptr, to_.shapes.count(), 0, 0, 0, 0});
  }
  bool begin_field(text_piece name) noexcept {
    const unsigned field = name.is("dtype") ? kDtype : name.is("shape") ? kShape : name.is("data_offsets") ? kOffsets : 0;
    if (!field) return refuse("got an unknown field of a tensor");
    if (fields_ & field) return refuse("got a field of a tensor twice");
    fields_ |= field;
    place_ = field == kDtype ? place::dtype : field == kShape ? place::shape_begins : place::offsets_begin;
    return true;
  }
  bool add_entry(const char* value) noexcept {
    if (is_flood()) return refuse("got too many metadata");
    return add(to_.metadata, header_entry{key_, value, 0});
  }
  bool add_size(int64_t size) noexcept {
    if (tensor().ndim == DLOPT_MAX_DIMS) return refuse("got a shape of too many dimensions");
    ++tensor().ndim;
    return add(to_.shapes, size);
  }

  header_content& to_;
  place place_ = place::outside;
  const char* key_ = nullptr;
  const char* problem_ = nullptr;
  unsigned fields_ = 0;
  int n_offsets_ = 0;
  bool has_metadata_ = false, out_of_memory_ = false;
};

} // namespace

dlopt_status parse_header(header_content& content) noexcept {
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
  if (*content.text.begin() != '{') return fail(DLOPT_ERR_CORRUPT, "header of the checkpoint: wanted it to begin with {");
  if (std::memchr(content.text.begin(), 0, content.text.count() - kTextEnd))
    return fail(DLOPT_ERR_CORRUPT, "header of the checkpoint: got a zero byte in it");
  handler events(content);
  rapidjson::InsituStringStream text(content.text.begin());
  no_memory none;
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, no_memory> reader(&none);
  const rapidjson::ParseResult result = reader.Parse<kFlags>(text, events);
  return result.IsError() ? events.status(result) : DLOPT_OK;
}

} // namespace dlopt

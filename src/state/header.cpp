#include "state/header.h"

#include "core/checksum.h"
#include "state/format.h"

#include <algorithm>

namespace dlopt {

namespace {

constexpr size_t kFirstRead = 65536;

uint64_t hash_of(const char* name) noexcept { return checksum_of(name, std::strlen(name)); }

// By hash, so that hostile names cost no more than others; equal ones by name.
template <class T> void sort_by(array<T>& all, const char* T::*name) noexcept {
  std::sort(all.begin(), all.end(),
            [name](const T& a, const T& b) { return a.hash != b.hash ? a.hash < b.hash : std::strcmp(a.*name, b.*name) < 0; });
}
template <class T> const T* find_in(const array<T>& all, const char* T::*name, const char* wanted) noexcept {
  const uint64_t hash = hash_of(wanted);
  const T* at = std::lower_bound(all.begin(), all.end(), hash, [](const T& a, uint64_t h) { return a.hash < h; });
  for (; at != all.end() && at->hash == hash; ++at)
    if (!std::strcmp(at->*name, wanted)) return at;
  return nullptr;
}
template <class T> const char* first_twice(const array<T>& all, const char* T::*name) noexcept {
  for (size_t i = 1; i < all.count(); ++i)
    if (all[i].hash == all[i - 1].hash && !std::strcmp(all[i].*name, all[i - 1].*name)) return all[i].*name;
  return nullptr;
}

// Keys of others may stand beside ours.
bool is_ours(const char* key) noexcept { return !std::strncmp(key, "dlopt.", 6); }

dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "checkpoint: no memory for its header"); }

} // namespace

// Without the source's word for it, memory grows with what was read.
dlopt_status header::read_text(const byte_source& source) noexcept {
  unsigned char raw[8];
  uint64_t length = 0;
  if (dlopt_status status = source.get(raw, sizeof raw)) return status;
  for (int i = 0; i < 8; ++i) length |= uint64_t(raw[i]) << 8 * i;
  if (length < 2 || length > kLongestHeader)
    return fail(DLOPT_ERR_CORRUPT, "checkpoint: got a header of %llu bytes, wanted 2 to %llu", (unsigned long long)length,
                (unsigned long long)kLongestHeader);
  if (source.size != kUnknownSize && (source.size < 8 || length > uint64_t(source.size) - sizeof raw))
    return fail(DLOPT_ERR_CORRUPT, "checkpoint: got a header of %llu bytes in %lld bytes", (unsigned long long)length,
                (long long)source.size);
  array<char>& text = content_.text;
  while (text.count() < length) {
    const size_t left = size_t(length) - text.count();
    const size_t next = source.size != kUnknownSize ? left : std::min(left, std::max(text.count(), kFirstRead));
    if (!text.reserve(text.count() + next + kTextEnd)) return no_memory();
    if (dlopt_status status = source.get(text.end(), next)) return status;
    text.set_count(text.count() + next);
  }
  for (size_t i = 0; i < kTextEnd; ++i) text.add(0);
  return DLOPT_OK;
}

// In the order of the text: in any other, a million names are a million misses of the cache.
void header::sum_up() noexcept {
  for (header_tensor& t : content_.tensors) {
    t.hash = hash_of(t.name);
    checksum_ += checksum_of_tensor(t.name, *t.type, shape_of(t), t.ndim);
  }
  for (header_entry& e : content_.metadata) {
    e.hash = hash_of(e.key);
    if (is_ours(e.key) && std::strcmp(e.key, kChecksumKey)) checksum_ += checksum_of_entry(e.key, e.value);
  }
}

dlopt_status header::sort_names() noexcept {
  sort_by(content_.tensors, &header_tensor::name);
  sort_by(content_.metadata, &header_entry::key);
  if (const char* name = first_twice(content_.tensors, &header_tensor::name))
    return fail(DLOPT_ERR_CORRUPT, "checkpoint: it has the tensor %s twice", quoted(name).text());
  if (const char* key = first_twice(content_.metadata, &header_entry::key))
    return fail(DLOPT_ERR_CORRUPT, "checkpoint: its metadata has %s twice", quoted(key).text());
  return DLOPT_OK;
}

dlopt_status header::check_places(int64_t source_bytes) noexcept {
  array<header_tensor>& all = content_.tensors;
  if (!by_place_.reserve(all.count())) return no_memory();
  for (size_t i = 0; i < all.count(); ++i) by_place_.add(i);
  std::sort(by_place_.begin(), by_place_.end(),
            [&all](size_t a, size_t b) { return all[a].begin != all[b].begin ? all[a].begin < all[b].begin : all[a].end < all[b].end; });
  for (size_t i : by_place_) {
    const header_tensor& t = all[i];
    int64_t bytes = t.type->bytes;
    bool fits = true, empty = false;
    for (int32_t d = 0; d < t.ndim; ++d) {
      empty |= shape_of(t)[d] == 0;
      fits = fits && !__builtin_mul_overflow(bytes, shape_of(t)[d], &bytes);
    }
    if (empty) bytes = 0;
    if (t.begin != data_bytes_ || t.end < t.begin || !(fits || empty) || t.end - t.begin != uint64_t(bytes))
      return fail(DLOPT_ERR_CORRUPT,
                  "tensor %s of the checkpoint: its bytes do not follow those before it, or are not as many as it has elements",
                  quoted(t.name).text());
    data_bytes_ = t.end;
  }
  if (source_bytes == kUnknownSize || bytes() == uint64_t(source_bytes)) return DLOPT_OK;
  return fail(DLOPT_ERR_CORRUPT, "checkpoint: got %lld bytes, wanted %llu", (long long)source_bytes, (unsigned long long)bytes());
}

dlopt_status header::read(const byte_source& source) noexcept {
  if (dlopt_status status = read_text(source)) return status;
  if (dlopt_status status = parse_header(content_)) return status;
  sum_up();
  if (dlopt_status status = sort_names()) return status;
  return check_places(source.size);
}

const header_entry* header::find_entry(const char* key) const noexcept { return find_in(content_.metadata, &header_entry::key, key); }

const char* header::find_value(const char* key) const noexcept {
  const header_entry* const found = find_entry(key);
  return found ? found->value : nullptr;
}

const header_tensor* header::find_tensor(const char* name) const noexcept { return find_in(content_.tensors, &header_tensor::name, name); }

} // namespace dlopt

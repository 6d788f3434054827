#include "state/bytes.h"

#include <cstring>

namespace dlopt {

namespace {

// Each call must move on, so that a callback cannot keep the loop going for ever.
dlopt_status check_moved(const char* what, const char* did, int64_t moved, size_t asked) noexcept {
  if (moved > 0 && uint64_t(moved) <= asked) return DLOPT_OK;
  return fail(DLOPT_ERR_IO, "%s: it %s %lld of %zu bytes, wanted 1 to %zu", what, did, (long long)moved, asked, asked);
}

dlopt_status write_to_caller(void* self, const void* bytes, size_t n) noexcept {
  const auto& sink = *static_cast<const dlopt_sink*>(self);
  for (auto* from = static_cast<const char*>(bytes); n;) {
    const int64_t moved = sink.write(sink.user, from, n);
    if (dlopt_status status = check_moved("sink", "took", moved, n)) return status;
    from += moved;
    n -= size_t(moved);
  }
  return DLOPT_OK;
}

dlopt_status read_from_caller(void* self, void* to, size_t n, size_t& got) noexcept {
  const auto& source = *static_cast<const dlopt_source*>(self);
  for (got = 0; got < n;) {
    const int64_t moved = source.read(source.user, static_cast<char*>(to) + got, n - got);
    if (moved == 0) break; // the end
    if (dlopt_status status = check_moved("source", "gave", moved, n - got)) return status;
    got += size_t(moved);
  }
  return DLOPT_OK;
}

dlopt_status write_to_memory(void* self, const void* bytes, size_t n) noexcept {
  auto& writer = *static_cast<memory_writer*>(self);
  if (n > writer.room - writer.used) return fail(DLOPT_ERR_OUT_OF_RANGE, "room: got %zu, wanted more bytes", writer.room);
  std::memcpy(writer.to + writer.used, bytes, n);
  writer.used += n;
  return DLOPT_OK;
}

dlopt_status read_from_memory(void* self, void* to, size_t n, size_t& got) noexcept {
  auto& reader = *static_cast<memory_reader*>(self);
  got = n < reader.left ? n : reader.left;
  if (got) std::memcpy(to, reader.from, got);
  reader.from += got;
  reader.left -= got;
  return DLOPT_OK;
}

} // namespace

dlopt_status byte_source::get(void* to, size_t n) const noexcept {
  size_t got = 0;
  if (dlopt_status status = read(self, to, n, got)) return status;
  return got == n ? DLOPT_OK : fail(DLOPT_ERR_CORRUPT, "checkpoint: it ends too early: got %zu bytes, wanted %zu more", got, n - got);
}

byte_sink sink_of(const dlopt_sink& callbacks) noexcept { return {write_to_caller, const_cast<dlopt_sink*>(&callbacks)}; }
byte_source source_of(const dlopt_source& callbacks) noexcept {
  return {read_from_caller, const_cast<dlopt_source*>(&callbacks), callbacks.size};
}
byte_sink sink_of(memory_writer& writer) noexcept { return {write_to_memory, &writer}; }
byte_source source_of(memory_reader& reader) noexcept { return {read_from_memory, &reader, int64_t(reader.left)}; }

} // namespace dlopt

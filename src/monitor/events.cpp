// TensorBoard's event files: records of TFRecord, each an Event of TensorFlow's event.proto in protocol buffers' wire format.
//
// A record is the length of its data in 8 bytes, the masked CRC of those, the data, and the masked CRC of that; all numbers little-endian.
// The CRC is CRC-32C (Castagnoli), masked by a rotation and a sum so that the CRC of data with CRCs in it is no special case. Data is
// written as it is made, so its length is computed before.
#include "monitor/history.h"

namespace dlopt {

namespace {

struct crc_table {
  uint32_t of[256];
};

constexpr crc_table make_crc_table() {
  crc_table table = {};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1u ? 0x82f63b78u : 0u);
    table.of[i] = crc;
  }
  return table;
}

constexpr crc_table kCrc = make_crc_table();

template <class Unsigned> void put_little_endian(Unsigned number, unsigned char* to) noexcept {
  for (size_t i = 0; i < sizeof number; ++i) to[i] = static_cast<unsigned char>(number >> 8 * i);
}

// Keys of fields: number times 8, and the wire type: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.
enum key : uint8_t {
  kEventWallTime = 1 << 3 | 1,
  kEventStep = 2 << 3 | 0,
  kEventFileVersion = 3 << 3 | 2,
  kEventSummary = 5 << 3 | 2,
  kSummaryValue = 1 << 3 | 2,
  kValueTag = 1 << 3 | 2,
  kValueSimple = 2 << 3 | 5
};

constexpr char kFileVersion[] = "brain.Event:2";
constexpr size_t kWallTimeBytes = 1 + sizeof(double), kSimpleBytes = 1 + sizeof(float);

size_t varint_bytes(uint64_t number) noexcept {
  size_t bytes = 1;
  while (number >>= 7) ++bytes;
  return bytes;
}

// A field that holds so many bytes, with its key and their number.
size_t field_bytes(size_t bytes) noexcept { return 1 + varint_bytes(bytes) + bytes; }

size_t value_bytes(const char* tag) noexcept { return field_bytes(std::strlen(tag)) + kSimpleBytes; }

class record_writer {
public:
  record_writer(sink_writer& to, size_t bytes) noexcept : to_(to) {
    put_fixed(uint64_t(bytes));
    put_crc();
  }
  void end() noexcept { put_crc(); }

  void put(const void* bytes, size_t count) noexcept {
    const auto* from = static_cast<const unsigned char*>(bytes);
    for (size_t i = 0; i < count; ++i) crc_ = crc_ >> 8 ^ kCrc.of[(crc_ ^ from[i]) & 0xffu];
    to_.add(bytes, count);
  }
  template <class Unsigned> void put_fixed(Unsigned number) noexcept {
    unsigned char bytes[sizeof number];
    put_little_endian(number, bytes);
    put(bytes, sizeof bytes);
  }
  void put_varint(uint64_t number) noexcept {
    for (; number >= 0x80; number >>= 7) put_byte(uint8_t(number | 0x80));
    put_byte(uint8_t(number));
  }
  void put_byte(uint8_t byte) noexcept { put(&byte, 1); }
  void put_text(uint8_t field, const char* text) noexcept {
    put_byte(field);
    put_varint(std::strlen(text));
    put(text, std::strlen(text));
  }
  void put_wall_time(double seconds) noexcept {
    uint64_t bits;
    std::memcpy(&bits, &seconds, sizeof bits);
    put_byte(kEventWallTime);
    put_fixed(bits);
  }
  void put_value(const char* tag, double value) noexcept {
    const auto single = float(value);
    uint32_t bits;
    std::memcpy(&bits, &single, sizeof bits);
    put_byte(kSummaryValue);
    put_varint(value_bytes(tag));
    put_text(kValueTag, tag);
    put_byte(kValueSimple);
    put_fixed(bits);
  }

private:
  // Of what was put since the last one.
  void put_crc() noexcept {
    const uint32_t crc = ~crc_;
    unsigned char bytes[sizeof crc];
    put_little_endian((crc >> 15 | crc << 17) + 0xa282ead8u, bytes);
    to_.add(bytes, sizeof bytes);
    crc_ = ~0u;
  }

  sink_writer& to_;
  uint32_t crc_ = ~0u;
};

void write_version(sink_writer& to, double wall_time) noexcept {
  record_writer record(to, kWallTimeBytes + field_bytes(sizeof kFileVersion - 1));
  record.put_wall_time(wall_time);
  record.put_text(kEventFileVersion, kFileVersion);
  record.end();
}

void write_row(sink_writer& to, const dlopt_history& h, size_t row) noexcept {
  const auto step = uint64_t(h.steps[row]);
  size_t summary = 0;
  for (const char* tag : h.columns) summary += field_bytes(value_bytes(tag));
  record_writer record(to, kWallTimeBytes + 1 + varint_bytes(step) + field_bytes(summary));
  record.put_wall_time(h.wall_time(row));
  record.put_byte(kEventStep);
  record.put_varint(step);
  record.put_byte(kEventSummary);
  record.put_varint(summary);
  for (size_t i = 0; i < h.columns.count(); ++i) record.put_value(h.columns[i], h.values(row)[i]);
  record.end();
}

} // namespace

void write_events(sink_writer& to, const dlopt_history& h, size_t first) noexcept {
  if (!first) write_version(to, h.steps.count() ? h.wall_time(0) : 0);
  for (size_t row = first; row < h.steps.count(); ++row) write_row(to, h, row);
}

} // namespace dlopt

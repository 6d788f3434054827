#include "state/save.h"

#include "state/arrays.h"
#include "state/describe.h"
#include "state/header.h"
#include "state/progress.h"

#include <algorithm>
#include <cstdio>

namespace dlopt {

namespace {

class saving {
public:
  saving(const dlopt_optimizer& o, const dlopt_save_desc& desc) noexcept
      : o_(o), desc_(desc), arrays_(owner_of(o.runtime)), header_(owner_of(o.runtime)) {}

  // With checksums, or zeros in their place.
  dlopt_status prepare(bool sums) noexcept {
    if (!list_arrays(o_, arrays_)) return no_memory();
    order_arrays();
    write_metadata(sums);
    write_places();
    if (header_.failed()) return no_memory();
    if (header_.text().count() <= kLongestHeader) return DLOPT_OK;
    return fail(DLOPT_ERR_UNSUPPORTED, "save: got a header of %zu bytes for %zu tensors, wanted at most %llu", header_.text().count(),
                arrays_.count(), (unsigned long long)kLongestHeader);
  }

  uint64_t bytes() const noexcept { return sizeof(uint64_t) + header_.text().count() + data_bytes_; }

  dlopt_status write(const byte_sink& to) noexcept {
    const uint64_t length = header_.text().count();
    progress how_far = {desc_.progress, desc_.progress_user, 0, bytes()};
    if (dlopt_status status = to.put(&length, sizeof length)) return status;
    if (dlopt_status status = to.put(header_.text().begin(), size_t(length))) return status;
    if (dlopt_status status = how_far.advance(sizeof length + length)) return status;
    for (const kept_array_info& its : arrays_) {
      const auto* const from = static_cast<const char*>(its.data);
      const dlopt_status status = in_pieces_of(its.bytes, how_far, [&](uint64_t at, size_t n) { return to.put(from + at, n); });
      if (status) return status;
    }
    return DLOPT_OK;
  }

private:
  static dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "save: no memory for the header"); }

  key_text name_of(const kept_array_info& its) const noexcept {
    return tensor_name(its, its.slot == kSharedNumbers ? nullptr : o_.slots[its.slot].name);
  }

  // The largest elements first, as the reference writer has them, so that all are aligned.
  void order_arrays() noexcept {
    std::sort(arrays_.begin(), arrays_.end(), [](const kept_array_info& a, const kept_array_info& b) {
      const int64_t bytes_a = type_of(a.dtype).bytes, bytes_b = type_of(b.dtype).bytes;
      return bytes_a != bytes_b ? bytes_a > bytes_b : a.number < b.number;
    });
  }

  void write_metadata(bool sums) noexcept {
    char version[32];
    std::snprintf(version, sizeof version, "%d.%d.%d", DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR, DLOPT_VERSION_PATCH);
    header_.entry_of(kFormatKey, [](text_builder& text) { text.whole(kFormatVersion); });
    header_.entry(kLibraryKey, version);
    describe(o_, desc_.scaler, header_);
    for (const kept_array_info& its : arrays_) {
      const key_text name = name_of(its);
      header_.checksum_of_bytes(name, sums ? checksum_of(its.data, its.bytes) : 0);
      header_.announce(name, type_of(its.dtype), its.shape, its.ndim);
    }
    header_.end_metadata();
  }

  void write_places() noexcept {
    for (const kept_array_info& its : arrays_) {
      header_.tensor(name_of(its), type_of(its.dtype), its.shape, its.ndim, data_bytes_, data_bytes_ + its.bytes);
      data_bytes_ += its.bytes;
    }
    header_.finish();
  }

  const dlopt_optimizer& o_;
  const dlopt_save_desc& desc_;
  array<kept_array_info> arrays_;
  header_writer header_;
  uint64_t data_bytes_ = 0;
};

} // namespace

dlopt_status save_optimizer(const dlopt_optimizer& o, const dlopt_save_desc& desc, const byte_sink& to) noexcept {
  saving job(o, desc);
  if (dlopt_status status = job.prepare(true)) return status;
  return job.write(to);
}

dlopt_status measure_saved(const dlopt_optimizer& o, const dlopt_save_desc& desc, size_t& bytes) noexcept {
  saving job(o, desc);
  if (dlopt_status status = job.prepare(false)) return status;
  bytes = size_t(job.bytes());
  return DLOPT_OK;
}

} // namespace dlopt

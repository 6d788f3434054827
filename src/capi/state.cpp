#include "dlopt/state.h"

#include "capi/handle.h"
#include "core/structs.h"
#include "state/file.h"
#include "state/load.h"
#include "state/save.h"

using namespace dlopt;

namespace {

dlopt_sink sink_defaults() {
  dlopt_sink d = {};
  d.struct_size = sizeof d;
  return d;
}
dlopt_source source_defaults() {
  dlopt_source d = {};
  d.struct_size = sizeof d;
  d.size = DLOPT_SIZE_UNKNOWN;
  return d;
}
dlopt_save_desc save_defaults() {
  dlopt_save_desc d = {};
  d.struct_size = sizeof d;
  return d;
}
dlopt_load_desc load_defaults() {
  dlopt_load_desc d = {};
  d.struct_size = sizeof d;
  return d;
}
dlopt_load_piece piece_defaults() {
  dlopt_load_piece d = {};
  d.struct_size = sizeof d;
  return d;
}

constexpr uint32_t kLoadFlags =
    DLOPT_LOAD_DECLARE | DLOPT_LOAD_PARTIAL | DLOPT_LOAD_EXTRA | DLOPT_LOAD_KEEP_CONFIGURATION | DLOPT_LOAD_NONFINITE;

// Holds the optimizer, reads the description, and makes the call with it, holding its scaler meanwhile.
template <class Desc, class Call>
dlopt_status with_optimizer(dlopt_optimizer* optimizer, const Desc* desc, Desc d, uint32_t known, Call call) {
  const fp_mode mode;
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_whole(*optimizer)) return status;
  if (desc)
    if (dlopt_status status = take(desc, d, "desc")) return status;
  if (d.flags & ~known) return fail(DLOPT_ERR_INVALID_ARGUMENT, "flags of desc: got %#x, wanted only bits of %#x", d.flags, known);
  if (!d.scaler) return call(d);
  const scaler_use scaler(d.scaler);
  return scaler.status() ? scaler.status() : call(d);
}
template <class Call> dlopt_status saved(dlopt_optimizer* optimizer, const dlopt_save_desc* desc, Call call) {
  return with_optimizer(optimizer, desc, save_defaults(), 0, call);
}
template <class Call> dlopt_status loaded(dlopt_optimizer* optimizer, const dlopt_load_desc* desc, Call call) {
  return with_optimizer(optimizer, desc, load_defaults(), kLoadFlags, call);
}

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
}

} // namespace

dlopt_status dlopt_sink_init(dlopt_sink* sink, size_t struct_size) { return init(sink_defaults(), sink, struct_size, "sink"); }
dlopt_status dlopt_source_init(dlopt_source* source, size_t struct_size) { return init(source_defaults(), source, struct_size, "source"); }
dlopt_status dlopt_save_desc_init(dlopt_save_desc* desc, size_t struct_size) { return init(save_defaults(), desc, struct_size, "desc"); }
dlopt_status dlopt_load_desc_init(dlopt_load_desc* desc, size_t struct_size) { return init(load_defaults(), desc, struct_size, "desc"); }
dlopt_status dlopt_load_piece_init(dlopt_load_piece* piece, size_t struct_size) {
  return init(piece_defaults(), piece, struct_size, "piece");
}

dlopt_status dlopt_optimizer_save_bytes(dlopt_optimizer* optimizer, const dlopt_sink* sink, const dlopt_save_desc* desc) {
  return saved(optimizer, desc, [&](const dlopt_save_desc& d) {
    dlopt_sink to = sink_defaults();
    if (dlopt_status status = take(sink, to, "sink")) return status;
    if (to.reserved) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved of sink: got %u, wanted 0", to.reserved);
    if (!to.write) return fail(DLOPT_ERR_INVALID_ARGUMENT, "write of sink: got NULL, wanted a function");
    return save_optimizer(*optimizer, d, sink_of(to));
  });
}

dlopt_status dlopt_optimizer_load_bytes(dlopt_optimizer* optimizer, const dlopt_source* source, const dlopt_load_desc* desc) {
  return loaded(optimizer, desc, [&](const dlopt_load_desc& d) {
    dlopt_source from = source_defaults();
    if (dlopt_status status = take(source, from, "source")) return status;
    if (from.reserved) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved of source: got %u, wanted 0", from.reserved);
    if (!from.read) return fail(DLOPT_ERR_INVALID_ARGUMENT, "read of source: got NULL, wanted a function");
    if (from.size < DLOPT_SIZE_UNKNOWN)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "size of source: got %lld, wanted -1 or more", (long long)from.size);
    return load_optimizer(*optimizer, d, source_of(from));
  });
}

dlopt_status dlopt_optimizer_save_size(dlopt_optimizer* optimizer, size_t* bytes, const dlopt_save_desc* desc) {
  if (!bytes) return no_place("bytes");
  return saved(optimizer, desc, [&](const dlopt_save_desc& d) { return measure_saved(*optimizer, d, *bytes); });
}

dlopt_status dlopt_optimizer_save_block(dlopt_optimizer* optimizer, void* block, size_t room, size_t* used, const dlopt_save_desc* desc) {
  if (!used) return no_place("used");
  if (!block) return fail(DLOPT_ERR_INVALID_ARGUMENT, "block: got NULL, wanted %zu bytes", room);
  return saved(optimizer, desc, [&](const dlopt_save_desc& d) {
    size_t wanted = 0;
    if (dlopt_status status = measure_saved(*optimizer, d, wanted)) return status;
    if (room < wanted) return fail(DLOPT_ERR_OUT_OF_RANGE, "room: got %zu bytes, wanted %zu or more", room, wanted);
    memory_writer writer = {static_cast<char*>(block), room, 0};
    if (dlopt_status status = save_optimizer(*optimizer, d, sink_of(writer))) return status;
    *used = writer.used;
    return dlopt_status(DLOPT_OK);
  });
}

dlopt_status dlopt_optimizer_load_block(dlopt_optimizer* optimizer, const void* block, size_t bytes, const dlopt_load_desc* desc) {
  if (!block) return fail(DLOPT_ERR_INVALID_ARGUMENT, "block: got NULL, wanted %zu bytes", bytes);
  if (bytes > PTRDIFF_MAX) return fail(DLOPT_ERR_OUT_OF_RANGE, "bytes: got %zu, wanted less than 2^63", bytes);
  return loaded(optimizer, desc, [&](const dlopt_load_desc& d) {
    memory_reader reader = {static_cast<const char*>(block), bytes};
    return load_optimizer(*optimizer, d, source_of(reader));
  });
}

dlopt_status dlopt_optimizer_save_file(dlopt_optimizer* optimizer, const char* path, const dlopt_save_desc* desc) {
  return saved(optimizer, desc, [&](const dlopt_save_desc& d) { return save_file(*optimizer, d, path); });
}

dlopt_status dlopt_optimizer_load_file(dlopt_optimizer* optimizer, const char* path, const dlopt_load_desc* desc) {
  return loaded(optimizer, desc, [&](const dlopt_load_desc& d) { return load_file(*optimizer, d, path); });
}

// dlopt/cpp/state.hpp - the layer of dlopt::optimizer that is saved and loaded: files, containers of bytes, callables.
#ifndef DLOPT_CPP_STATE_HPP
#define DLOPT_CPP_STATE_HPP

#include "../state.h"

#include "callback.hpp"
#include "rows.hpp"

namespace dlopt {
inline namespace cpp {

/// A parameter of a checkpoint that has another name here.
struct renamed {
  const char* from; ///< in the checkpoint
  const char* to;   ///< as it is declared
};

/// dlopt_load_piece, which it turns into: rows of a parameter of the checkpoint that become rows of one here.
struct row_piece {
  const char* from = nullptr; ///< in the checkpoint
  const char* to = nullptr;   ///< as it is declared
  int64_t from_row = 0;       ///< the first of them there
  int64_t to_row = 0;         ///< and here
  int64_t rows = 0;           ///< how many

  operator dlopt_load_piece() const noexcept {
    dlopt_load_piece made;
    (void)dlopt_load_piece_init(&made, sizeof made); // which knows this size
    made.from = from, made.to = to;
    made.from_row = from_row, made.to_row = to_row, made.rows = rows;
    return made;
  }
};

/// Nobody is told how far a save or load is.
struct no_progress {
  void operator()(uint64_t, uint64_t) const noexcept {}
};

namespace detail {

/// Containers of bytes: their elements have the size of one.
template <class C, class T = pointee<C>> inline constexpr bool of_bytes = sizeof(T) == 1;

} // namespace detail

} // namespace cpp

inline namespace DLOPT_CPP_MODE {

/// dlopt_save_desc, with its defaults.
struct save_options {
  const dlopt::scaler* scaler = nullptr; ///< saved with the optimizer
};

/// dlopt_load_desc, with its defaults.
struct load_options {
  bool declare = false;                     ///< parameters that are not declared are declared as they were; see know_shape
  bool partial = false;                     ///< those that the checkpoint has not got keep what they have
  bool extra = false;                       ///< those of the checkpoint that nobody declared are left out
  bool keep_configuration = false;          ///< what was set stays the optimizer's own; the rest is state
  bool nonfinite = false;                   ///< states may hold NaN and infinities
  dlopt::scaler* scaler = nullptr;          ///< becomes what was saved
  view<const renamed> renames = {};         ///< borrowed for the call
  view<const dlopt_load_piece> pieces = {}; ///< borrowed for the call; dlopt::row_piece
};

namespace detail {

/// A scaler that is empty is refused, as everywhere: to the C API it would be none.
inline dlopt_status present(const dlopt::scaler* given) noexcept {
  double scale = 0;
  return given ? dlopt_scaler_scale(given->native(), &scale) : DLOPT_OK;
}

inline dlopt_status fill(dlopt_save_desc& desc, const save_options& o) noexcept {
  const dlopt_status status = dlopt_save_desc_init(&desc, sizeof desc);
  desc.scaler = o.scaler ? o.scaler->native() : nullptr;
  return status == DLOPT_OK ? present(o.scaler) : status;
}

inline dlopt_status fill(dlopt_load_desc& desc, const load_options& o) noexcept {
  const dlopt_status status = dlopt_load_desc_init(&desc, sizeof desc);
  desc.flags = (o.declare ? uint32_t(DLOPT_LOAD_DECLARE) : 0u) | (o.partial ? uint32_t(DLOPT_LOAD_PARTIAL) : 0u) |
               (o.extra ? uint32_t(DLOPT_LOAD_EXTRA) : 0u) | (o.keep_configuration ? uint32_t(DLOPT_LOAD_KEEP_CONFIGURATION) : 0u) |
               (o.nonfinite ? uint32_t(DLOPT_LOAD_NONFINITE) : 0u);
  desc.scaler = o.scaler ? o.scaler->native() : nullptr;
  desc.pieces = o.pieces.data();
  desc.n_pieces = o.pieces.size();
  return status == DLOPT_OK ? present(o.scaler) : status;
}

template <class Desc, class Progress> void tell(Desc& desc, callback<Progress>& of) noexcept {
  if (std::is_same<std::remove_const_t<Progress>, no_progress>::value) return;
  desc.progress = [](void* user, uint64_t done, uint64_t total) noexcept -> int32_t {
    auto& self = callback<Progress>::of(user);
    return self.thrown.run(1, [&] { return agrees(self.call, done, total) ? 0 : 1; });
  };
  desc.progress_user = &of;
}

template <class Write> dlopt_status fill(dlopt_sink& sink, callback<Write>& of) noexcept {
  const dlopt_status status = dlopt_sink_init(&sink, sizeof sink);
  sink.write = [](void* user, const void* bytes, size_t count) noexcept -> int64_t {
    auto& self = callback<Write>::of(user);
    return self.thrown.run(int64_t(-1), [&] { return agrees(self.call, bytes, count) ? static_cast<int64_t>(count) : int64_t(-1); });
  };
  sink.user = &of;
  return status;
}

template <class Read> dlopt_status fill(dlopt_source& source, callback<Read>& of) noexcept {
  const dlopt_status status = dlopt_source_init(&source, sizeof source);
  source.read = [](void* user, void* to, size_t count) noexcept -> int64_t {
    auto& self = callback<Read>::of(user);
    return self.thrown.run(int64_t(-1), [&] { return static_cast<int64_t>(self.call(to, count)); });
  };
  source.user = &of;
  return status;
}

/// Every function takes options and progress(uint64_t done, uint64_t total), which gives nothing, or bool: false calls off. What a callable
/// throws comes out of the call that it was for, which has then changed nothing of the optimizer.
class with_checkpoints : public with_rows {
public:
  using with_rows::with_rows;

  /// dlopt_optimizer_save_file.
  template <class Progress = no_progress>
  outcome<void> save_file(const char* path, const save_options& options = {}, Progress&& progress = {}) const {
    return settle(
        saving(options, progress, [&](const dlopt_save_desc& desc, caught&) { return dlopt_optimizer_save_file(handle_, path, &desc); }));
  }
  /// dlopt_optimizer_save_bytes: sink(const void* bytes, size_t count) takes all of them, and gives nothing, or bool: false ends it.
  template <class Sink, class Progress = no_progress>
  outcome<void> save_bytes(Sink&& sink, const save_options& options = {}, Progress&& progress = {}) const {
    return settle(saving(options, progress, [&](const dlopt_save_desc& desc, caught& thrown) {
      callback<std::remove_reference_t<Sink>> write{sink, thrown};
      dlopt_sink into;
      const dlopt_status status = fill(into, write);
      return status == DLOPT_OK ? dlopt_optimizer_save_bytes(handle_, &into, &desc) : status;
    }));
  }
  /// dlopt_optimizer_save_size.
  [[nodiscard]] outcome<size_t> save_size(const save_options& options = {}) const {
    size_t bytes = 0;
    dlopt_save_desc desc;
    dlopt_status status = fill(desc, options);
    if (status == DLOPT_OK) status = dlopt_optimizer_save_size(handle_, &bytes, &desc);
    return settle(status, bytes);
  }
  /// dlopt_optimizer_save_block: to a container of bytes that is large enough; gives how many it took.
  template <class Bytes, class Progress = no_progress>
  auto save_block(Bytes&& block, const save_options& options = {}, Progress&& progress = {}) const
      -> std::enable_if_t<of_bytes<Bytes>, outcome<size_t>> {
    size_t used = 0;
    const dlopt_status status = saving(options, progress, [&](const dlopt_save_desc& desc, caught&) {
      return dlopt_optimizer_save_block(handle_, std::data(block), std::size(block), &used, &desc);
    });
    return settle(status, used);
  }
  /// The same to a new container that can be resized: save_as<std::vector<char>>().
  template <class Bytes, class Progress = no_progress>
  [[nodiscard]] auto save_as(const save_options& options = {}, Progress&& progress = {}) const
      -> std::enable_if_t<of_bytes<Bytes>, outcome<Bytes>> {
    Bytes made;
    const dlopt_status status = saving(options, progress, [&](const dlopt_save_desc& desc, caught&) {
      size_t used = 0;
      const dlopt_status sized = dlopt_optimizer_save_size(handle_, &used, &desc);
      if (sized != DLOPT_OK) return sized;
      made.resize(used);
      return dlopt_optimizer_save_block(handle_, std::data(made), std::size(made), &used, &desc);
    });
    return settle(status, std::move(made));
  }

  /// dlopt_optimizer_load_file.
  template <class Progress = no_progress>
  outcome<void> load_file(const char* path, const load_options& options = {}, Progress&& progress = {}) {
    return loading(options, progress,
                   [&](const dlopt_load_desc& desc, caught&) { return dlopt_optimizer_load_file(handle_, path, &desc); });
  }
  /// dlopt_optimizer_load_bytes: source(void* to, size_t count) gives how many bytes it gave, up to count, and 0 at the end; a negative
  /// number ends it. `size`: how many bytes it has, where that is known.
  template <class Source, class Progress = no_progress>
  outcome<void> load_bytes(Source&& source, const load_options& options = {}, Progress&& progress = {}, int64_t size = DLOPT_SIZE_UNKNOWN) {
    return loading(options, progress, [&](const dlopt_load_desc& desc, caught& thrown) {
      callback<std::remove_reference_t<Source>> read{source, thrown};
      dlopt_source from;
      const dlopt_status status = fill(from, read);
      from.size = size;
      return status == DLOPT_OK ? dlopt_optimizer_load_bytes(handle_, &from, &desc) : status;
    });
  }
  /// dlopt_optimizer_load_block: from a container of bytes.
  template <class Bytes, class Progress = no_progress>
  auto load_block(const Bytes& block, const load_options& options = {}, Progress&& progress = {})
      -> std::enable_if_t<of_bytes<const Bytes>, outcome<void>> {
    return loading(options, progress, [&](const dlopt_load_desc& desc, caught&) {
      return dlopt_optimizer_load_block(handle_, std::data(block), std::size(block), &desc);
    });
  }

private:
  template <class Progress, class Call> static dlopt_status saving(const save_options& options, Progress& progress, Call call) {
    caught thrown;
    callback<Progress> told{progress, thrown};
    dlopt_save_desc desc;
    dlopt_status status = fill(desc, options);
    tell(desc, told);
    if (status == DLOPT_OK) status = call(desc, thrown);
    thrown.throw_again();
    return status;
  }
  template <class Progress, class Call> outcome<void> loading(const load_options& options, Progress& progress, Call call) {
    return alone<void>([&]() -> outcome<void> {
      array<const char*> names;
      if (!names.reserve(2 * options.renames.size()))
        return refuse<void>(DLOPT_ERR_OUT_OF_MEMORY, "renames: got no memory for %zu", options.renames.size());
      caught thrown;
      callback<Progress> told{progress, thrown};
      dlopt_load_desc desc;
      dlopt_status status = fill(desc, options);
      rename(desc, names, options.renames);
      tell(desc, told);
      const int32_t before = param_count();
      if (status == DLOPT_OK) status = call(desc, thrown);
      if (status == DLOPT_OK) catch_up(before);
      thrown.throw_again();
      return settle(status);
    });
  }
  static void rename(dlopt_load_desc& desc, array<const char*>& names, view<const renamed> renames) noexcept {
    for (const renamed& one : renames) names.push(one.from);
    for (const renamed& one : renames) names.push(one.to);
    desc.n_renames = renames.size();
    if (renames.empty()) return;
    desc.rename_from = names.begin();
    desc.rename_to = names.begin() + renames.size();
  }

  /// After a load: what it declared and wrapped is known here, too.
  void catch_up(int32_t declared_before) noexcept {
    for (int32_t slot = declared_before; slot < param_count(); ++slot) learn(slot);
    double start = 0;
    dlopt_status status = DLOPT_OK;
    averages_ = 0;
    for (int32_t i = 0; status == DLOPT_OK || status == DLOPT_ERR_UNKNOWN_HYPER; ++i) {
      status = dlopt_optimizer_wrap_get(handle_, i, DLOPT_WRAP_START, &start); // which averages have, and no other wrapper
      averages_ += status == DLOPT_OK;
    }
  }
  void learn(int32_t slot) noexcept {
    dlopt_param_desc found{};
    found.struct_size = sizeof found;
    if (dlopt_optimizer_param_info(handle_, slot, &found) != DLOPT_OK) return;
    const size_t ndim = static_cast<size_t>(found.ndim);
    if (known_.reserve(slot, ndim)) known_.add(slot, view<const int64_t>(found.shape, ndim));
  }
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

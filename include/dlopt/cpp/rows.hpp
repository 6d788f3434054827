// dlopt/cpp/rows.hpp - steps for some rows of a parameter, and the layer of dlopt::optimizer whose parameters' rows come and go.
#ifndef DLOPT_CPP_ROWS_HPP
#define DLOPT_CPP_ROWS_HPP

#include "../rows.h"

#include "wrapper.hpp"

namespace dlopt {
inline namespace cpp {

/// dlopt_rows, which it turns into: the rows of one slot that a step is for. It borrows its lists. Without any: all rows.
struct rows {
  view<const int64_t> indices = {};              ///< numbers of rows, strictly increasing
  const uint8_t* mask = nullptr;                 ///< or one entry for each row
  dlopt::mask_form mask_form = mask_form::bytes; ///< of the mask
  dlopt::rows_form form = rows_form::compact;    ///< of the gradient
  dlopt::rows_mode mode = rows_mode::skip;       ///< what happens to the others
  uint8_t* moved = nullptr;                      ///< with zero_skips: receives a bit for each row

  operator dlopt_rows() const noexcept {
    return {sizeof(dlopt_rows),
            0,
            static_cast<int64_t>(indices.size()),
            indices.data(),
            mask,
            static_cast<dlopt_mask_form>(mask_form),
            static_cast<dlopt_rows_form>(form),
            static_cast<dlopt_rows_mode>(mode),
            0,
            moved};
  }
};

} // namespace cpp

inline namespace DLOPT_CPP_MODE {
namespace detail {

inline dlopt_rows_edit edit_of(view<const int64_t> source) noexcept {
  return {sizeof(dlopt_rows_edit), 0, static_cast<int64_t>(source.size()), source.data()};
}

class with_rows : public with_wrappers {
public:
  using with_wrappers::with_wrappers;

  /// dlopt_optimizer_rows_reserve.
  outcome<void> reserve_rows(view<const int32_t> slots, int64_t rows) {
    return settle(dlopt_optimizer_rows_reserve(handle_, slots.data(), slots.size(), rows));
  }
  /// dlopt_optimizer_rows_edit: for each row that there is afterwards, the row that it was, or -1. The parameters themselves:
  /// dlopt::apply_rows.
  outcome<void> edit_rows(view<const int32_t> slots, view<const int64_t> source) {
    return alone<void>([&] {
      const dlopt_rows_edit edit = edit_of(source);
      const dlopt_status status = dlopt_optimizer_rows_edit(handle_, slots.data(), slots.size(), &edit);
      for (const int32_t slot : slots)
        if (status == DLOPT_OK) known_.set_rows(slot, edit.count);
      return settle(status);
    });
  }
  /// dlopt_optimizer_rows_reset.
  outcome<void> reset_rows(view<const int32_t> slots, view<const int64_t> rows) {
    return settle(dlopt_optimizer_rows_reset(handle_, slots.data(), slots.size(), rows.data(), rows.size()));
  }
};

} // namespace detail

/// dlopt_rows_apply: lets a buffer of the caller's follow an edit.
inline outcome<void> apply_rows(view<const int64_t> source, const dlopt_tensor& from, const dlopt_tensor& to) {
  const dlopt_rows_edit edit = detail::edit_of(source);
  return detail::settle(dlopt_rows_apply(&edit, &from, &to));
}
/// dlopt_rows_coalesce: gives how many rows there are.
inline outcome<int64_t> coalesce_rows(view<const int64_t> indices, const dlopt_tensor& grad, view<int64_t> unique, const dlopt_tensor& sums,
                                      const runtime& rt = {}) {
  if (grad.ndim > 0 && (static_cast<int64_t>(indices.size()) != grad.shape[0] || unique.size() < indices.size()))
    return detail::refuse<int64_t>(DLOPT_ERR_SHAPE, "indices: got %zu, and room for %zu, wanted %lld of each, as grad has rows",
                                   indices.size(), unique.size(), static_cast<long long>(grad.shape[0]));
  int64_t count = 0;
  const dlopt_status status = dlopt_rows_coalesce(rt.native(), indices.data(), &grad, unique.data(), &sums, &count);
  return detail::settle(status, count);
}

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif

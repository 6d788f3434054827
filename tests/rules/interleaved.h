// Tensors as members of arrays of structures, for calls that must leave what lies between them alone.
#pragma once

#include "buffer.h"
#include "handles.h"

#include <algorithm>
#include <deque>

namespace dlopt_test {

using tensor_list = std::vector<dlopt_tensor>;

// lists[k][i] becomes member k of the array of structures i, which has gaps behind its members. A member is one element, or a row.
class interleaved {
public:
  interleaved(const std::vector<tensor_list>& packed, bool rows) : packed_(packed), rows_(rows) {
    for (size_t i = 0; !packed_.empty() && i < packed_[0].size(); i++) lay_out(i);
  }
  interleaved(const interleaved&) = delete; // tensors point into it

  const std::vector<tensor_list>& lists() const { return spread_; }
  const dlopt_tensor* list(size_t k) const { return spread_[k].data(); }

  // What calls have made of the members, back to where they came from; false: the gaps have changed.
  bool take_back() {
    for (const member& m : members_)
      for (size_t at = 0; at < m.bytes; at += m.unit)
        std::memcpy(static_cast<unsigned char*>(m.from) + at, arenas_[m.arena].data() + m.offset + at / m.unit * m.stride, m.unit);
    bool same = true;
    for (size_t a = 0; a < arenas_.size(); a++)
      for (size_t at = 0; at < arenas_[a].size(); at++) same &= taken_[a][at] || arenas_[a][at] == poison(at);
    return same;
  }

private:
  struct member {
    void* from;
    size_t arena, offset, bytes, unit, stride;
  };

  // Read as a number of any type, it is a signalling NaN or close to the largest.
  static unsigned char poison(size_t at) { return at % 2 ? 0x7f : 0xb5; }
  size_t unit_of(const dlopt_tensor& t) const {
    size_t unit = 1;
    for (int32_t d = 1; rows_ && d < t.ndim; d++) unit *= size_t(t.shape[d]);
    return unit;
  }

  void lay_out(size_t i) {
    size_t stride = 3, units = 0; // the first member begins where nothing is aligned
    for (const tensor_list& list : packed_)
      if (const size_t unit = unit_of(list[i]); unit)
        stride += unit * size_of(list[i].dtype), units = std::max(units, elements_of(list[i]) / unit);
    stride = (stride + 5 + 7) / 8 * 8;
    const size_t arena = arenas_.size();
    arenas_.emplace_back(stride * units + 16);
    taken_.emplace_back(arenas_.back().size(), false);
    for (size_t at = 0; at < arenas_.back().size(); at++) arenas_.back()[at] = poison(at);
    size_t offset = 3;
    spread_.resize(packed_.size());
    for (size_t k = 0; k < packed_.size(); k++) {
      const dlopt_tensor& t = packed_[k][i];
      const size_t unit = unit_of(t) * size_of(t.dtype);
      spread_[k].push_back(t);
      if (!t.data || !unit) continue;
      put({t.data, arena, offset, elements_of(t) * size_of(t.dtype), unit, stride}, spread_[k].back());
      offset += unit;
    }
  }

  void put(const member& m, dlopt_tensor& t) {
    members_.push_back(m);
    for (size_t at = 0; at < m.bytes; at += m.unit) {
      const size_t to = m.offset + at / m.unit * m.stride;
      std::memcpy(arenas_[m.arena].data() + to, static_cast<unsigned char*>(m.from) + at, m.unit);
      std::fill_n(taken_[m.arena].begin() + long(to), m.unit, true);
    }
    strides_.emplace_back(size_t(t.ndim));
    int64_t next = 1;
    for (int32_t d = t.ndim - 1; d >= 0; d--) {
      if (d == 0 || !rows_) next = std::max(next, int64_t(m.stride / size_of(t.dtype)));
      strides_.back()[size_t(d)] = next;
      next *= t.shape[d];
    }
    t.data = arenas_[m.arena].data() + m.offset;
    t.strides = strides_.back().data();
  }

  std::vector<tensor_list> packed_, spread_;
  bool rows_;
  std::vector<member> members_;
  std::vector<std::vector<unsigned char>> arenas_;
  std::vector<std::vector<bool>> taken_;
  std::deque<std::vector<int64_t>> strides_;
};

// Calls call(lists) on tensors as they are, or as members of structures.
enum class spread_as { packed, elements, rows };

template <class Call> dlopt_status call_spread(spread_as how, const std::vector<tensor_list>& packed, Call call) {
  if (how == spread_as::packed) return call(packed);
  interleaved mixed(packed, how == spread_as::rows);
  const dlopt_status status = call(mixed.lists());
  EXPECT_TRUE(mixed.take_back()) << "something between the members was written";
  return status;
}

} // namespace dlopt_test

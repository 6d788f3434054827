// dlopt/cpp/values.hpp - what option structures are made of: numbers as the C API takes them, and lists of numbers.
#ifndef DLOPT_CPP_VALUES_HPP
#define DLOPT_CPP_VALUES_HPP

#include "../../dlopt.h"

#include "array.hpp"

#include <initializer_list>
#include <iterator>
#include <limits>
#include <type_traits>

namespace dlopt {
inline namespace cpp {
namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr int64_t whole_doubles = int64_t(1) << 53;

constexpr double number(double value) { return value; }
constexpr double number(bool value) { return value ? 1 : 0; }
/// An integer that a double cannot hold becomes infinite, which no bounds admit, and not another integer.
constexpr double number(int64_t value) {
  if (value > whole_doubles) return infinity;
  return value < -whole_doubles ? -infinity : static_cast<double>(value);
}
template <class Choice, class = std::enable_if_t<std::is_enum<Choice>::value>> constexpr double number(Choice value) {
  return static_cast<double>(static_cast<int32_t>(value));
}

} // namespace detail

/// Numbers of a field of kind list, kept. Where memory is short the list says so when it is used.
class list {
public:
  list() noexcept = default;
  list(std::initializer_list<double> values) noexcept { complete_ = values_.assign(values.begin(), values.size()); }
  list(const double* values, size_t count) noexcept { complete_ = values_.assign(values, count); }
  template <class C, class = std::enable_if_t<std::is_convertible<decltype(std::data(std::declval<const C&>())), const double*>::value>>
  list(const C& container) noexcept : list(std::data(container), std::size(container)) {}
  list(const list& other) noexcept { complete_ = other.complete_ && values_.assign(other.values_.begin(), other.values_.size()); }
  list(list&&) noexcept = default;
  list& operator=(list other) noexcept {
    values_ = static_cast<detail::array<double>&&>(other.values_);
    complete_ = other.complete_;
    return *this;
  }

  const double* data() const noexcept { return values_.begin(); }
  size_t size() const noexcept { return values_.size(); }
  bool complete() const noexcept { return complete_; }

private:
  detail::array<double> values_;
  bool complete_ = true;
};

} // namespace cpp
} // namespace dlopt

#endif

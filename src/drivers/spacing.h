// How the elements of a buffer lie, where other things may lie between them; these are never read and never written.
#pragma once

#include "dlopt/tensor.h"

#include <cstdint>

namespace dlopt {

// Units of neighbouring elements, evenly spaced.
struct element_spacing {
  int64_t unit = 0;   // elements of a unit; 0: all elements lie side by side
  int64_t stride = 0; // elements from the beginning of a unit to that of the next, gap included

  bool has_gaps() const noexcept { return unit != 0; }
  // How many elements from the first on element i lies.
  int64_t place(int64_t i) const noexcept { return unit ? i / unit * stride + i % unit : i; }
  // From the first of so many elements to the end of the last.
  int64_t reach(int64_t elements) const noexcept { return elements > 0 ? place(elements - 1) + 1 : 0; }
  bool operator==(const element_spacing& other) const noexcept { return unit == other.unit && stride == other.stride; }
  bool operator!=(const element_spacing& other) const noexcept { return !(*this == other); }
};

// Elements that are gathered at a time, on the stack beside the block that they are brought to.
inline constexpr int64_t kGathered = 256;
using gathered = char[kGathered * sizeof(double)];

// Calls visit(place, done, count) for each run of neighbours among n elements from `first` on, of which so many came before it.
template <class Visit> void for_each_unit(const element_spacing& spacing, int64_t first, int64_t n, Visit visit) {
  if (!spacing.has_gaps()) return visit(first, int64_t(0), n);
  int64_t place = spacing.place(first), left = spacing.unit - first % spacing.unit;
  for (int64_t done = 0; done < n;) {
    const int64_t count = left < n - done ? left : n - done;
    visit(place, done, count);
    done += count;
    place += left + spacing.stride - spacing.unit;
    left = spacing.unit;
  }
}

// Calls visit(first element, how many) for each part of a range that is gathered at a time.
template <class Visit> void in_gathered(int64_t first, int64_t n, Visit visit) {
  for (int64_t done = 0; done < n; done += kGathered) visit(first + done, n - done < kGathered ? n - done : kGathered);
}

// Copies n elements of a buffer, from `first` on, to where they lie side by side; and back. Any alignment.
void gather(const void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n, void* to) noexcept;
void scatter(const void* from, int64_t n, void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first) noexcept;

// Makes n elements zeros, whether there are gaps or not.
void clear_elements(void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n) noexcept;

} // namespace dlopt

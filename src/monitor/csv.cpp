// RFC 4180: fields with commas or quotes stand in quotes, quotes in them are doubled, lines end with CR LF.
#include "monitor/history.h"

#include <cmath>
#include <cstdio>

namespace dlopt {

namespace {

void add_name(sink_writer& to, const char* name) noexcept {
  if (!std::strpbrk(name, ",\"")) return to.add(name);
  to.add("\"");
  for (; *name; ++name) {
    if (*name == '"') to.add("\"");
    to.add(name, 1);
  }
  to.add("\"");
}

// The sign of a NaN is nobody's business.
void add_number(sink_writer& to, double value) noexcept {
  if (value != value) to.add("nan");
  else if (std::isinf(value)) to.add(value < 0 ? "-inf" : "inf");
  else to.add(number(value).text());
}

void add_step(sink_writer& to, int64_t step) noexcept {
  char digits[24];
  to.add(digits, size_t(std::snprintf(digits, sizeof digits, "%lld", (long long)step)));
}

} // namespace

void write_csv(sink_writer& to, const dlopt_history& h, size_t first) noexcept {
  if (!first) {
    to.add("step,wall_time");
    for (const char* name : h.columns) {
      to.add(",");
      add_name(to, name);
    }
    to.add("\r\n");
  }
  for (size_t row = first; row < h.steps.count(); ++row) {
    add_step(to, h.steps[row]);
    to.add(",");
    add_number(to, h.wall_time(row));
    for (size_t i = 0; i < h.columns.count(); ++i) {
      to.add(",");
      add_number(to, h.values(row)[i]);
    }
    to.add("\r\n");
  }
}

} // namespace dlopt

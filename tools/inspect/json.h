// JSON on the standard output, indented. Every member of an object begins with key(), every element of a list with element().
#pragma once

#include "display.h"

#include <cstdio>

namespace dlopt::inspect {

class json {
public:
  void begin(char bracket) {
    std::putchar(bracket);
    ++depth_;
    first_ = true;
  }
  void end(char bracket) {
    --depth_;
    if (!first_) new_line();
    std::putchar(bracket);
    first_ = false;
    if (!depth_) std::putchar('\n');
  }
  json& key(std::string_view name) {
    next();
    std::printf("%s: ", json_string(name).c_str());
    return *this;
  }
  json& element() {
    next();
    return *this;
  }
  void text(std::string_view value) { std::fputs(json_string(value).c_str(), stdout); }
  void raw(const std::string& value) { std::fputs(value.c_str(), stdout); } // JSON already
  void whole(uint64_t value) { raw(std::to_string(value)); }
  void truth(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }

private:
  void new_line() const { std::printf("\n%*s", 2 * depth_, ""); }
  void next() {
    if (!first_) std::putchar(',');
    first_ = false;
    new_line();
  }

  int depth_ = 0;
  bool first_ = true;
};

} // namespace dlopt::inspect

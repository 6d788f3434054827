// What the bytes of an input stand for.
#pragma once

#include "subject.h"

namespace dlopt_fuzz {

constexpr size_t kChoices = 3;

struct input {
  input(const uint8_t* bytes, size_t size) : file(reinterpret_cast<const char*>(bytes) + kChoices, size - kChoices) {
    for (size_t i = 0; i < kChoices; ++i) choices[i] = bytes[i];
  }
  int subject() const { return choices[0] % subject_count(); }
  uint32_t flags() const { return choices[1] & 31u; }
  bool scaler() const { return choices[2] & 1; }
  bool trained() const { return choices[2] & 2; }
  bool pieces() const { return choices[2] & 4; }
  std::string bytes() const { return std::string(reinterpret_cast<const char*>(choices), kChoices) + file; }

  uint8_t choices[kChoices];
  std::string file;
};

} // namespace dlopt_fuzz

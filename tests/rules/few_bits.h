// States in few bits, as numbers: decoded by their definitions (dlopt/storage.h) in double, sharing nothing with the library.
#pragma once

#include "buffer.h"
#include "handles.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace dlopt_test {

constexpr dlopt_state_form kFewBits[] = {DLOPT_STATES_BF16, DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8};
inline const char* name_of_form(dlopt_state_form form) {
  static const char* const names[] = {"full", "bf16", "linear8", "dynamic8"};
  return names[form];
}

inline int32_t moment_of(dlopt_rule rule, const std::string& state) {
  for (int32_t i = 0; i < dlopt_rule_state_count(rule); i++) {
    dlopt_state_info info;
    info.struct_size = sizeof info;
    EXPECT_DLOPT(dlopt_rule_state_info(rule, i, &info));
    if (state == info.name) return info.moment;
  }
  return DLOPT_MOMENT_NONE;
}
inline std::vector<dlopt_rule> rules_with_moments() {
  std::vector<dlopt_rule> some;
  for (dlopt_rule rule : all_rules()) {
    bool any = false;
    for (const std::string& state : states_of(rule)) any |= moment_of(rule, state) != DLOPT_MOMENT_NONE;
    if (any) some.push_back(rule);
  }
  return some;
}

// bitsandbytes' map of 256 numbers, from the committed vectors.
inline const numbers& dynamic_map(bool with_signs) {
  static numbers maps[2];
  if (maps[1].empty()) {
    std::ifstream file(DLOPT_VECTORS_DIR "/dynamic_codes.txt");
    for (std::string line, word, name; std::getline(file, line);) {
      std::istringstream in(line);
      if (!(in >> word >> name) || word != "map") continue;
      while (in >> word) maps[name == "signed"].push_back(std::strtod(word.c_str(), nullptr));
    }
    EXPECT_EQ(256u, maps[0].size());
    EXPECT_EQ(256u, maps[1].size());
  }
  return maps[with_signs];
}

inline dlopt_tensor state_view(dlopt_optimizer* optimizer, int32_t slot, const std::string& name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  view.data = nullptr;
  if (dlopt_optimizer_state(optimizer, slot, name.c_str(), &view) != DLOPT_OK) view.data = nullptr;
  return view;
}

// A state that is kept, of a parameter that was declared with this form.
inline numbers decoded(dlopt_optimizer* optimizer, dlopt_rule rule, dlopt_state_form form, int32_t slot, const std::string& name) {
  const dlopt_tensor view = state_view(optimizer, slot, name);
  if (size_of(view.dtype) >= 4) return values_of(view);
  const bool first = moment_of(rule, name) == DLOPT_MOMENT_FIRST, linear = form == DLOPT_STATES_LINEAR8;
  EXPECT_EQ(form == DLOPT_STATES_BF16 ? DLOPT_DTYPE_BF16 : linear && first ? DLOPT_DTYPE_I8 : DLOPT_DTYPE_U8, view.dtype) << name;
  numbers out(elements_of(view));
  const auto* halves = static_cast<const uint16_t*>(view.data);
  const auto* codes = static_cast<const uint8_t*>(view.data);
  const numbers scales = form == DLOPT_STATES_BF16 ? numbers() : values_of(state_view(optimizer, slot, name + "_absmax"));
  for (size_t i = 0; i < out.size(); i++) {
    if (form == DLOPT_STATES_BF16) out[i] = decode_bf16(halves[i]);
    else if (!linear) out[i] = dynamic_map(first)[codes[i]] * scales[i / DLOPT_STATES_BLOCK];
    else if (first) out[i] = double(int8_t(codes[i])) / 127 * scales[i / DLOPT_STATES_BLOCK];
    else out[i] = double(codes[i]) / 255 * (double(codes[i]) / 255) * scales[i / DLOPT_STATES_BLOCK];
  }
  return out;
}

// How far a number may be from what is kept of it, in a block with this largest magnitude: half the distance between two codes, and what
// float rounds away.
inline double state_bound(dlopt_state_form form, bool first, double x, double largest) {
  const double size = std::abs(x), slack = 2e-6 * size + 1e-6 * largest + 1e-44;
  if (form == DLOPT_STATES_BF16) return size * (first ? 0x1p-8 : 0x1p-7) + slack; // second moments may go to either neighbour
  if (form == DLOPT_STATES_LINEAR8 && first) return largest * (0.5 / 127) + slack;
  const double part = size / largest;
  if (form == DLOPT_STATES_LINEAR8)
    return largest * (std::sqrt(part) / 255 + 1 / 255.0 / 255) + slack; // code 1 stands for all that is tiny
  const numbers& map = dynamic_map(first);
  const auto above = std::upper_bound(map.begin(), map.end(), part);
  const double widest = above == map.end() ? 0 : *above - above[-1]; // the distance of the neighbours
  const bool past_the_last = first && x < 0 && part > -map[0];       // -1 is not in the map
  return largest * (past_the_last ? 1 + map[0] : first || part > map[1] ? widest / 2 : map[1]) + slack;
}

} // namespace dlopt_test

#include "golden.h"

#include "bit_run.h"
#include "few_bits.h"

#include <fstream>
#include <sstream>

namespace dlopt_test {
namespace {

const char* path() { return DLOPT_VECTORS_DIR "/golden.txt"; }

bytes joined(bytes a, const bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// A long run over a few small tensors, and a short one across chunks with clipping; of rules that look at dimensions, both with more of
// them. All go through all gradient types.
std::string golden_hash(const variant& v, const storage& param) {
  layout small, large;
  small.lengths = {257, 1, 64};
  large.lengths = {2 * 16384 + 129};
  small.rotate = large.rotate = true;
  const bytes lines = joined(run_bits({v, param, 240, INFINITY}, small), run_bits({v, param, 3, 40.0}, large));
  if (!factors(v.rule)) return hash_of(lines);
  small = tensors_of_shapes({{5, 7}, {2, 3, 4}, {3, 1}, {2, 2, 3, 3}});
  large = tensors_of_shapes({{129, 257}});
  small.rotate = large.rotate = true;
  return hash_of(joined(lines, joined(run_bits({v, param, 240, INFINITY}, small), run_bits({v, param, 3, 40.0}, large))));
}

// Parameters of 16 bits: every form with two rules, every rule with one.
std::vector<std::pair<dlopt_rule, storage>> stored_rows() {
  std::vector<std::pair<dlopt_rule, storage>> rows;
  for (dlopt_rule rule : all_rules())
    for (size_t k = 0; k < stored_forms().size(); k++)
      if (shows_the_driver(rule) || size_t(rule) % stored_forms().size() == k) rows.emplace_back(rule, stored_forms()[k]);
  return rows;
}

// A long run over one tensor with a ragged last block, and a short one across chunks.
std::string few_bits_hash(bit_case c) {
  layout small = one_tensor(DLOPT_STATES_MIN_NUMEL + 257), large = one_tensor(2 * 16384 + 129);
  small.rotate = large.rotate = true;
  c.steps = 20;
  const bytes lines = run_bits(c, small);
  c.steps = 3;
  c.max_norm = 40.0;
  return hash_of(joined(lines, run_bits(c, large)));
}

golden_hashes few_bits_golden() {
  golden_hashes out;
  for (dlopt_rule rule : rules_with_moments())
    for (dlopt_state_form form : kFewBits) {
      bit_case c = {busy_variant(rule), DLOPT_DTYPE_F32, 0, INFINITY};
      c.states = form;
      out[std::string(dlopt_rule_name(rule)) + " states=" + name_of_form(form) + " f32"] = few_bits_hash(c);
    }
  return out;
}

} // namespace

golden_hashes compute_golden() {
  golden_hashes out = few_bits_golden();
  for (dlopt_rule rule : all_rules())
    for (const variant& v : variants_of(rule))
      for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
        out[std::string(dlopt_rule_name(rule)) + " " + v.name + " " + name_of(param)] = golden_hash(v, param);
  for (const auto& [rule, param] : stored_rows())
    out[std::string(dlopt_rule_name(rule)) + " plain " + name_of(param)] = golden_hash(busy_variant(rule), param);
  return out;
}

golden_hashes read_golden() {
  golden_hashes out;
  std::ifstream file(path());
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t space = line.rfind(' ');
    if (space == std::string::npos || line.size() - space != 17) return {};
    out[line.substr(0, space)] = line.substr(space + 1);
  }
  return out;
}

bool write_golden(const golden_hashes& hashes) {
  std::ofstream file(path());
  file << "# Hashes of dlopt's bits: rule, variant, parameter type, FNV-1a of parameters and states after the runs of "
          "tests/rules/golden.cpp.\n"
          "# Equal on every instruction set, thread count and machine. Written by: dlopt_rules_tests --update-golden\n";
  for (const auto& [name, hash] : hashes) file << name << ' ' << hash << '\n';
  file.close();
  return bool(file);
}

} // namespace dlopt_test

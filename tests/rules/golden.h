// The committed hashes of tests/vectors/golden.txt: what every machine, instruction set and version must compute, bit for bit.
#pragma once

#include <map>
#include <string>

namespace dlopt_test {

using golden_hashes = std::map<std::string, std::string>; // "rule variant dtype" -> hash

// The hashes that the library computes now, on the instruction set in force.
golden_hashes compute_golden();

// The committed ones; empty when the file is missing or broken.
golden_hashes read_golden();

// Writes the file; false when that fails.
bool write_golden(const golden_hashes& hashes);

} // namespace dlopt_test

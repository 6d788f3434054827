// Checkpoints that releases have written, kept so that every later one can load them: releases/VERSION/NAME.safetensors, and in
// releases/VERSION/hashes a line for each: name, rule, hash of the state, scale of the scaler (0: none).
#pragma once

#include <string>

namespace dlopt_test {

// Writes the files of this version; once, when it is released. Returns an exit status.
int write_release(const std::string& folder);

} // namespace dlopt_test

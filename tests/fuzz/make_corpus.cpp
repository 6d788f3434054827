// Writes the inputs that the fuzzer starts from: a checkpoint of each optimizer, for itself and for an empty one.
// Usage: make_corpus FOLDER
#include "input.h"

#include <cstdio>
#include <fstream>

namespace {

using dlopt_fuzz::demand;

void write(const std::string& name, const std::string& bytes) {
  std::ofstream out(name, std::ios::binary);
  out.write(bytes.data(), std::streamsize(bytes.size()));
  out.close();
  demand(bool(out), name.c_str());
}

} // namespace

int main(int argc, char** argv) {
  demand(argc == 2, "one argument, a folder");
  for (int kind = 0; kind < dlopt_fuzz::subject_count(); ++kind) {
    dlopt_fuzz::subject made(kind);
    for (int t = 1; t <= 2; ++t) demand(made.step(t) == DLOPT_OK, dlopt_last_error());
    const char flags = kind % 2 ? DLOPT_LOAD_NONFINITE : 0, ways = char(kind % 8);
    const std::string choices = {char(kind), flags, ways};
    write(std::string(argv[1]) + "/subject_" + std::to_string(kind), choices + made.saved(ways & 1));
  }
  const std::string other = dlopt_fuzz::subject(0).saved(true);
  write(std::string(argv[1]) + "/declared", std::string({1, DLOPT_LOAD_DECLARE, 1}) + other);
  write(std::string(argv[1]) + "/extra", std::string({1, DLOPT_LOAD_EXTRA, 4}) + other);
  write(std::string(argv[1]) + "/kept", std::string({0, DLOPT_LOAD_KEEP_CONFIGURATION | DLOPT_LOAD_PARTIAL, 2}) + other);
  write(std::string(argv[1]) + "/cut", std::string({0, 0, 4}) + other.substr(0, other.size() / 2));
  // A header of three bytes that ends within a character of four.
  write(std::string(argv[1]) + "/cut_character", std::string({0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, '{', '"', char(0xf0)}));
}

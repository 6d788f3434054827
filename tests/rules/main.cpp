// Runs the tests; with --update-golden it writes tests/vectors/golden.txt from what the library computes now instead.
#include "golden.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc == 1) return RUN_ALL_TESTS();
  if (std::strcmp(argv[1], "--update-golden") != 0) {
    std::fprintf(stderr, "usage: %s [--gtest_...] [--update-golden]\n", argv[0]);
    return 2;
  }
  const dlopt_test::golden_hashes hashes = dlopt_test::compute_golden();
  if (!dlopt_test::write_golden(hashes)) {
    std::fprintf(stderr, "golden.txt could not be written\n");
    return 1;
  }
  std::printf("%zu hashes written\n", hashes.size());
  return 0;
}

// Runs the tests; with another argument it is the second process of one of them, or the hand of a script.
#include "other_process.h"
#include "releases.h"

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--resume") return dlopt_test::resume_from(argv[2]);
  if (argc == 3 && std::string(argv[1]) == "--write") return dlopt_test::write_sample(argv[2]);
  if (argc == 4 && std::string(argv[1]) == "--rewrite") return dlopt_test::rewrite_sample(argv[2], argv[3]);
  if (argc == 3 && std::string(argv[1]) == "--write-release") return dlopt_test::write_release(argv[2]);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

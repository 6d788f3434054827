// Prints the name of the loops that run, and fails when DLOPT_CPU_ISA asks for others.
#include "dlopt/runtime.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

int main() {
  const char* running = dlopt_cpu_isa();
  const char* wanted = std::getenv("DLOPT_CPU_ISA");
  std::puts(running);
  return wanted && std::strcmp(running, wanted) != 0;
}

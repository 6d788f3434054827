// The same suites without exceptions, in a program that has the others too: the two modes do not meet.
#define DLOPT_NO_EXCEPTIONS
#include "bad_input_test.cpp"
#include "optimizer_test.cpp"
#include "runtime_test.cpp"

// What the classes do without exceptions, in a program that has them with exceptions too: the two modes do not meet.
#define DLOPT_NO_EXCEPTIONS
#include "companions_test.cpp"
#include "exchange_test.cpp"
#include "monitor_test.cpp"
#include "optimizer_test.cpp"
#include "state_test.cpp"

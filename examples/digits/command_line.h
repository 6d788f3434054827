/* command_line.h - what a user can ask of 02_digits. */
#ifndef EXAMPLES_COMMAND_LINE_H
#define EXAMPLES_COMMAND_LINE_H

#include <stdint.h>

typedef struct {
  const char* data; /* CSV file */
  const char* rule; /* name of an update rule */
  const char* out;  /* folder for digits.dat; NULL: none */
  int compare;      /* every rule in turn */
  int epochs, batch, hidden;
  uint64_t seed;
  double lr;     /* 0: the rule's own */
  double target; /* test accuracy in per cent that a single training must reach */
} command_line;

/* Reads the arguments; prints what is wrong and ends the program with exit code 2, or the help and 0. */
command_line command_line_read(int argc, char** argv);

#endif

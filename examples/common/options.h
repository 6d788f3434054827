/* options.h - numbers from the command line, checked. Whatever is wrong ends the program with a sentence and exit code 2. */
#ifndef EXAMPLES_OPTIONS_H
#define EXAMPLES_OPTIONS_H

enum { EXIT_USAGE = 2 };

long option_integer(const char* name, const char* text, long lower, long upper);
double option_real(const char* name, const char* text, double lower, double upper);

/* What getopt_long could not make sense of is printed by itself; this adds where to look and ends the program. */
void option_unknown(const char* program);
/* Ends the program when words are left over that belong to no option. */
void option_no_more(int argc, char** argv, int next);

#endif

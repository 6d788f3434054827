/* output.h - files of numbers for the plots. Whatever cannot be written ends the program with a sentence. */
#ifndef EXAMPLES_OUTPUT_H
#define EXAMPLES_OUTPUT_H

#include <stdio.h>

/* Opens FOLDER/NAME for writing. The folder must exist. */
FILE* output_open(const char* folder, const char* name);
/* Closes it; a full disk is noticed here at the latest. */
void output_close(FILE* file, const char* folder, const char* name);

#endif

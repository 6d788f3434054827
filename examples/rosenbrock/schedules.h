/* schedules.h - one curve for every shape of schedule that dlopt has, alone and composed. */
#ifndef EXAMPLES_SCHEDULES_H
#define EXAMPLES_SCHEDULES_H

/* Evaluates them all; writes FOLDER/schedules.dat, a column for each, unless folder is NULL. Prints a table of a few values. */
void schedules_draw(const char* folder);

#endif

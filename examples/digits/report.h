/* report.h - what a training has to show: a line per epoch, a row of a table, the curves for a plot, the digits it misread. */
#ifndef EXAMPLES_REPORT_H
#define EXAMPLES_REPORT_H

#include "dataset.h"
#include "network.h"

#include <stdint.h>
#include <stdio.h>

typedef struct {
  double loss;                          /* mean over the epoch, while it learned */
  double train_accuracy, test_accuracy; /* per cent, at its end */
  double lr;                            /* of its last step */
  double gradient_norm;                 /* mean, before clipping */
} epoch_record;

typedef struct {
  const char* rule;
  double lr;  /* the highest */
  int epochs; /* length of epoch[] */
  epoch_record* epoch;
  int64_t steps;       /* applied */
  double seconds;      /* all of it, */
  double step_seconds; /* and inside dlopt */
} training;

void report_epoch_head(void);
void report_epoch(const training* run, int epoch);
void report_table_head(void);
void report_table_row(const training* run);
/* Writes the curves as one block of a gnuplot data file, its name first. */
void report_curves(FILE* file, const training* run);
/* Draws a few digits of the test part that the network takes for others. */
void report_misread(network* net, const digits* test);

#endif

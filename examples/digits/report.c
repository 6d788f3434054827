#include "report.h"

enum { LINES_SHOWN = 10, DIGITS_SHOWN = 5, SIDE = 8 };

void report_epoch_head(void) { printf("  epoch      loss   train %%   test %%         lr   |gradient|\n"); }

/* About ten lines, however long the training: the first epoch, every tenth of the way, and the last. */
void report_epoch(const training* run, int epoch) {
  int stride = run->epochs > LINES_SHOWN ? run->epochs / LINES_SHOWN : 1;
  if (epoch > 0 && epoch + 1 < run->epochs && (epoch + 1) % stride != 0) return;
  const epoch_record* now = &run->epoch[epoch];
  printf("  %5d  %8.5f   %7.2f  %7.2f  %9.6f   %10.4f\n", epoch + 1, now->loss, now->train_accuracy, now->test_accuracy, now->lr,
         now->gradient_norm);
  fflush(stdout);
}

void report_table_head(void) {
  printf("  rule                    lr   final loss   train %%   test %%   steps   seconds   in dlopt\n");
  fflush(stdout);
}

void report_table_row(const training* run) {
  const epoch_record* last = &run->epoch[run->epochs - 1];
  printf("  %-18s %7g   %10.6f   %7.2f  %7.2f   %5lld   %7.2f   %6.1f %%\n", run->rule, run->lr, last->loss, last->train_accuracy,
         last->test_accuracy, (long long)run->steps, run->seconds, 100 * run->step_seconds / run->seconds);
  fflush(stdout);
}

void report_curves(FILE* file, const training* run) {
  fprintf(file, "\n\n\"%s\"\n# epoch loss train_accuracy test_accuracy lr gradient_norm\n", run->rule);
  for (int i = 0; i < run->epochs; i++) {
    const epoch_record* now = &run->epoch[i];
    fprintf(file, "%d %.9g %.6g %.6g %.9g %.9g\n", i + 1, now->loss, now->train_accuracy, now->test_accuracy, now->lr, now->gradient_norm);
  }
}

static void draw_row(const float* pixels) {
  static const char ink[] = " .:+*#";
  for (int x = 0; x < SIDE; x++) {
    char c = ink[(int)(pixels[x] * (float)(sizeof ink - 2) + 0.5f)];
    printf("%c%c", c, c);
  }
}

void report_misread(network* net, const digits* test) {
  int wrong = 0, shown[DIGITS_SHOWN], taken_for[DIGITS_SHOWN];
  for (int i = 0; i < test->count; i++) {
    int guess = network_predict(net, digits_picture(test, i));
    if (guess == test->labels[i]) continue;
    if (wrong < DIGITS_SHOWN) shown[wrong] = i, taken_for[wrong] = guess;
    wrong++;
  }
  printf("\n  %d of the %d test digits are misread%s\n\n", wrong, test->count,
         wrong > DIGITS_SHOWN ? "; the first of them:"
         : wrong              ? ":"
                              : ".");
  int count = wrong < DIGITS_SHOWN ? wrong : DIGITS_SHOWN;
  for (int y = 0; y < SIDE && count > 0; y++) {
    for (int k = 0; k < count; k++) {
      printf("   ");
      draw_row(digits_picture(test, shown[k]) + y * SIDE);
    }
    printf("\n");
  }
  for (int k = 0; k < count; k++) printf("   %d taken for %d   ", test->labels[shown[k]], taken_for[k]);
  if (count > 0) printf("\n");
}

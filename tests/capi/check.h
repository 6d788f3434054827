/* check.h - the whole harness of the C suites: checks that count themselves, and a last line with an exit status.
 *
 * A check never ends the program: a suite goes on and reports everything that is wrong. Checks may be made on any thread. Each returns
 * whether it held, so that code which would make no sense after a failure can be left out. */
#ifndef CHECK_H
#define CHECK_H

#include <dlopt.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHECK_PASSED = 0, CHECK_FAILED = 1, CHECK_SKIPPED = 77, CHECK_SHOWN_FAILURES = 40 };

/* One pair for all files of a program: a failure in any of them, and in support.c, must reach the last line. */
__attribute__((weak)) long check_count, check_failures;

#define CHECK(condition) check_that((condition) != 0, __FILE__, __LINE__, "%s", #condition)
#define CHECK_STATUS(call, wanted) check_status((call), (wanted), #call, __FILE__, __LINE__)
#define CHECK_OK(call) CHECK_STATUS(call, DLOPT_OK)
#define CHECK_INT(got, wanted) check_int((int64_t)(got), (int64_t)(wanted), #got, __FILE__, __LINE__)
#define CHECK_REAL(got, wanted) check_real((got), (wanted), #got, __FILE__, __LINE__)
#define CHECK_TEXT(got, wanted) check_text((got), (wanted), #got, __FILE__, __LINE__)
#define CHECK_SAYS(word) check_says((word), __FILE__, __LINE__)
#define CHECK_BYTES(got, wanted, bytes)                                                                                                    \
  check_that(memcmp((got), (wanted), (bytes)) == 0, __FILE__, __LINE__, "%s has the bytes of %s", #got, #wanted)
/* The same with words of one's own, for checks inside loops: what matters is which turn failed. */
#define CHECK_THAT(condition, ...) check_that((condition) != 0, __FILE__, __LINE__, __VA_ARGS__)
/* For what a suite cannot go on without. */
#define REQUIRE_OK(call)                                                                                                                   \
  do {                                                                                                                                     \
    if (!CHECK_OK(call)) exit(check_done("given up"));                                                                                     \
  } while (0)
#define RUN(test)                                                                                                                          \
  do {                                                                                                                                     \
    long before = check_failures;                                                                                                          \
    test();                                                                                                                                \
    printf("%-6s %s\n", check_failures == before ? "ok" : "FAILED", #test);                                                                \
  } while (0)

#if defined(__GNUC__)
#define CHECK_PRINTF __attribute__((format(printf, 4, 5), unused))
#define CHECK_UNUSED __attribute__((unused))
#else
#define CHECK_PRINTF
#define CHECK_UNUSED
#endif

CHECK_PRINTF static int check_that(int holds, const char* file, int line, const char* format, ...) {
  __atomic_add_fetch(&check_count, 1, __ATOMIC_RELAXED);
  if (holds) return 1;
  if (__atomic_add_fetch(&check_failures, 1, __ATOMIC_RELAXED) <= CHECK_SHOWN_FAILURES) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    printf("%s:%d: not so: %s\n", file, line, text);
    fflush(stdout);
  }
  return 0;
}

CHECK_UNUSED static int check_status(dlopt_status got, dlopt_status wanted, const char* call, const char* file, int line) {
  return check_that(got == wanted, file, line, "%s gives \"%s\" (got \"%s\": %s)", call, dlopt_status_string(wanted),
                    dlopt_status_string(got), got == DLOPT_OK ? "" : dlopt_last_error());
}

CHECK_UNUSED static int check_int(int64_t got, int64_t wanted, const char* what, const char* file, int line) {
  return check_that(got == wanted, file, line, "%s is %" PRId64 " (got %" PRId64 ")", what, wanted, got);
}

/* Equal values; one NaN equals another. */
CHECK_UNUSED static int check_real(double got, double wanted, const char* what, const char* file, int line) {
  return check_that(got == wanted || (got != got && wanted != wanted), file, line, "%s is %.17g (got %.17g)", what, wanted, got);
}

CHECK_UNUSED static int check_text(const char* got, const char* wanted, const char* what, const char* file, int line) {
  return check_that(got && strcmp(got, wanted) == 0, file, line, "%s is \"%s\" (got \"%s\")", what, wanted, got ? got : "(null)");
}

CHECK_UNUSED static int check_says(const char* word, const char* file, int line) {
  return check_that(strstr(dlopt_last_error(), word) != NULL, file, line, "the last error names \"%s\" (got \"%s\")", word,
                    dlopt_last_error());
}

/* Prints the tally; what it returns is the exit status of the suite. A suite that checked nothing has failed. */
CHECK_UNUSED static int check_done(const char* suite) {
  printf("%s: %ld checks, %ld failed\n", suite, check_count, check_failures);
  return check_failures == 0 && check_count > 0 ? CHECK_PASSED : CHECK_FAILED;
}

CHECK_UNUSED static int check_skip(const char* suite, const char* reason) {
  printf("%s: skipped: %s\n", suite, reason);
  return CHECK_SKIPPED;
}

#if defined(__has_feature)
#define CHECK_HAS_FEATURE(name) __has_feature(name)
#else
#define CHECK_HAS_FEATURE(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || CHECK_HAS_FEATURE(address_sanitizer)
#define CHECK_ADDRESS_SANITIZER 1
#else
#define CHECK_ADDRESS_SANITIZER 0
#endif
#if defined(__SANITIZE_THREAD__) || CHECK_HAS_FEATURE(thread_sanitizer)
#define CHECK_THREAD_SANITIZER 1
#else
#define CHECK_THREAD_SANITIZER 0
#endif

#endif

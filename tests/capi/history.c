/* Histories: rows kept and read back, CSV and event files as bytes, sinks that stop, files that cannot be written.
 *
 * usage: capi_history [DIRECTORY]    DIRECTORY receives what history_files.py and history_tensorboard.py read */
#include "check.h"
#include "support.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { COLUMNS = 4, ROWS = 300 };

static const char* const columns[COLUMNS] = {"loss", "lr/group_0", "a \"quoted\", name", "norm \xc3\xa9"};

typedef struct text {
  size_t count, calls, most, room;
  char bytes[1 << 18];
} text;

/* Takes as many bytes as there is room for, and then no more. */
static int32_t collect(void* user, const void* bytes, size_t count) {
  text* const t = user;
  t->calls++;
  if (count > t->most) t->most = count;
  if (count > t->room - t->count) return 7;
  memcpy(t->bytes + t->count, bytes, count);
  t->count += count;
  return 0;
}

static text* empty(text* t) {
  t->count = t->calls = t->most = 0, t->room = sizeof t->bytes - 1;
  return t;
}

static text whole, part;

/* Numbers that are hard to print, then many ordinary ones. */
static double value_at(int64_t row, int column) {
  static const double hard[] = {0,
                                -0.0,
                                0.1,
                                1.0 / 3,
                                5e-324,
                                2.2250738585072014e-308,
                                1.7976931348623157e308,
                                -1e22,
                                123456789012345678.0,
                                1e-5,
                                1e16,
                                0x1p-149,
                                9007199254740993,
                                -INFINITY,
                                INFINITY,
                                NAN,
                                -NAN,
                                3.4028235677973366e38,
                                1e100,
                                0.3};
  const size_t n = sizeof hard / sizeof *hard, i = (size_t)row * COLUMNS + (size_t)column;
  if (i < n) return hard[i];
  uint64_t bits = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
  bits = (bits & ~(UINT64_C(0x7ff) << 52)) | (1023 - 40 + i % 80) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
static int64_t step_at(int64_t row) { return row == 0 ? -3 : row == 1 ? INT64_MAX : row == 2 ? 128 : row * 10; }
static double wall_at(int64_t row) { return row < 2 ? 0 : 1.7e9 + (double)row * 0.25; }

static dlopt_history* filled(int64_t rows) {
  dlopt_history* history = NULL;
  REQUIRE_OK(dlopt_history_create(NULL, columns, COLUMNS, &history));
  for (int64_t row = 0; row < rows; row++) {
    double values[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) values[i] = value_at(row, i);
    CHECK_OK(dlopt_history_append(history, step_at(row), wall_at(row), values, COLUMNS));
  }
  CHECK_INT(dlopt_history_rows(history), rows);
  return history;
}

static void rows_come_back(void) {
  dlopt_history* const history = filled(ROWS);
  for (int64_t row = 0; row < ROWS; row++) {
    int64_t step = 0;
    double wall = 0, values[COLUMNS], wanted[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) wanted[i] = value_at(row, i);
    CHECK_OK(dlopt_history_row(history, row, &step, &wall, values, COLUMNS));
    CHECK(step == step_at(row) && wall == wall_at(row) && memcmp(values, wanted, sizeof wanted) == 0);
  }
  CHECK_INT(dlopt_history_rows(NULL), 0);
  CHECK_OK(dlopt_history_destroy(history));
}

static void csv_is_as_rfc_4180_has_it(void) {
  dlopt_history* const history = filled(2);
  const double third[] = {1.5, -0.0, -NAN, -INFINITY};
  CHECK_OK(dlopt_history_append(history, 7, 2.5, third, COLUMNS));
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_CSV, 0, collect, empty(&whole)));
  whole.bytes[whole.count] = 0;
  CHECK_TEXT(whole.bytes, "step,wall_time,loss,lr/group_0,\"a \"\"quoted\"\", name\",norm \xc3\xa9\r\n"
                          "-3,0,0,-0,0.1,0.3333333333333333\r\n"
                          "9223372036854775807,0,5e-324,2.2250738585072014e-308,1.7976931348623157e+308,-1e+22\r\n"
                          "7,2.5,1.5,-0,nan,-inf\r\n");
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_CSV, 2, collect, empty(&part)));
  part.bytes[part.count] = 0;
  CHECK_TEXT(part.bytes, "7,2.5,1.5,-0,nan,-inf\r\n");
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_CSV, 3, collect, empty(&part)));
  CHECK_INT(part.count, 0);
  CHECK_OK(dlopt_history_destroy(history));
}

/* The record of the version, which any TensorFlow writes so for time 0, and the length and first fields of the next. */
static void events_begin_with_the_version(void) {
  static const unsigned char version[] = {24, 0, 0, 0,    0,  0,   0,   0,   0xa3, 0x7f, 0x4b, 0x22, 9,   0,   0,   0,   0,   0,
                                          0,  0, 0, 0x1a, 13, 'b', 'r', 'a', 'i',  'n',  '.',  'E',  'v', 'e', 'n', 't', ':', '2'};
  dlopt_history* const history = filled(2);
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_EVENTS, 0, collect, empty(&whole)));
  CHECK_BYTES(whole.bytes, version, sizeof version);
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_EVENTS, 1, collect, empty(&part)));
  CHECK_THAT(memcmp(whole.bytes + whole.count - part.count, part.bytes, part.count) == 0, "the rest of a file is what it grows by");
  CHECK_OK(dlopt_history_destroy(history));
}

/* Any way of cutting a history gives the bytes of the whole. */
static void pieces_make_the_whole(void) {
  dlopt_history* const history = filled(ROWS);
  for (dlopt_history_format format = DLOPT_HISTORY_CSV; format <= DLOPT_HISTORY_EVENTS; format++) {
    CHECK_OK(dlopt_history_write(history, format, 0, collect, empty(&whole)));
    CHECK(whole.calls > 3 && whole.most <= 4096);
    for (int64_t first = 1; first < ROWS; first += 50) {
      CHECK_OK(dlopt_history_write(history, format, first, collect, empty(&part)));
      CHECK_THAT(part.count < whole.count && memcmp(whole.bytes + whole.count - part.count, part.bytes, part.count) == 0, "from row %d on",
                 (int)first);
    }
  }
  CHECK_OK(dlopt_history_destroy(history));
}

/* A comma for a decimal point changes nothing. */
static void the_locale_does_not_matter(void) {
  dlopt_history* const history = filled(ROWS);
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_CSV, 0, collect, empty(&whole)));
  if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
    printf("       no locale with a decimal comma is installed\n");
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_CSV, 0, collect, empty(&part)));
  setlocale(LC_ALL, "C");
  CHECK(part.count == whole.count && memcmp(part.bytes, whole.bytes, whole.count) == 0);
  CHECK_OK(dlopt_history_destroy(history));
}

static void a_sink_may_stop(void) {
  dlopt_history* const history = filled(ROWS);
  for (size_t room = 0; room < 20000; room += 5000) {
    empty(&part)->room = room;
    CHECK_STATUS(dlopt_history_write(history, DLOPT_HISTORY_CSV, 0, collect, &part), DLOPT_ERR_IO);
    CHECK_SAYS("sink");
    CHECK_THAT(part.calls == part.count / 4096 + 1, "it is not called again");
  }
  CHECK_OK(dlopt_history_destroy(history));
}

static int is_there(const char* path) { return access(path, F_OK) == 0; }

/* Beyond that many bytes writing to a file fails. */
static void limit_files(rlim_t most) {
  struct rlimit limit;
  CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
  limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
  CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR && setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

static void files_are_whole_or_as_they_were(void) {
  char folder[] = "/tmp/dlopt_history_XXXXXX", path[sizeof folder + 16], partial[sizeof path + 16];
  dlopt_history *const history = filled(ROWS), *const one = filled(1);
  CHECK(mkdtemp(folder) != NULL);
  snprintf(path, sizeof path, "%s/history", folder), snprintf(partial, sizeof partial, "%s.partial", path);
  CHECK_OK(dlopt_history_save(one, DLOPT_HISTORY_EVENTS, path));
  CHECK_OK(dlopt_history_save(history, DLOPT_HISTORY_CSV, path));
  CHECK(!is_there(partial));
  CHECK_OK(dlopt_history_write(history, DLOPT_HISTORY_CSV, 0, collect, empty(&whole)));
  FILE* const read = fopen(path, "rb");
  part.count = read ? fread(part.bytes, 1, sizeof part.bytes, read) : 0;
  if (read) fclose(read);
  CHECK(part.count == whole.count && memcmp(part.bytes, whole.bytes, whole.count) == 0);
  CHECK_STATUS(dlopt_history_save(history, DLOPT_HISTORY_CSV, "/no/such/directory/file"), DLOPT_ERR_IO);
  CHECK_SAYS("/no/such/directory/file");
  CHECK_STATUS(dlopt_history_save(history, DLOPT_HISTORY_CSV, "/tmp/"), DLOPT_ERR_IO); /* a directory */
  CHECK_STATUS(dlopt_history_save(history, DLOPT_HISTORY_CSV, ""), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_STATUS(dlopt_history_save(history, DLOPT_HISTORY_CSV, NULL), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK(unlink(path) == 0);
  char far[4002];
  memset(far, '/', sizeof far), memcpy(far, folder, sizeof folder - 1), memcpy(far + sizeof far - 8, "history", 8);
  CHECK_STATUS(dlopt_history_save(one, DLOPT_HISTORY_CSV, far), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("4000");
  memcpy(far + sizeof far - 9, "history", 8);
  CHECK_OK(dlopt_history_save(one, DLOPT_HISTORY_CSV, far)); /* the longest path that is taken */
  CHECK(unlink(path) == 0);
  limit_files(1000); /* a disk without room */
  CHECK_STATUS(dlopt_history_save(history, DLOPT_HISTORY_CSV, path), DLOPT_ERR_IO);
  limit_files(RLIM_INFINITY);
  CHECK_SAYS("write");
  CHECK(!is_there(path) && !is_there(partial));
  CHECK_THAT(rmdir(folder) == 0, "no other file is left either");
  CHECK_OK(dlopt_history_destroy(history)), CHECK_OK(dlopt_history_destroy(one));
}

static const char* directory;

static void write_raw(FILE* file) {
  for (int64_t row = 0; row < ROWS; row++) {
    const int64_t step = step_at(row);
    const double wall = wall_at(row);
    fwrite(&step, sizeof step, 1, file), fwrite(&wall, sizeof wall, 1, file);
    for (int i = 0; i < COLUMNS; i++) {
      const double value = value_at(row, i);
      fwrite(&value, sizeof value, 1, file);
    }
  }
}

/* For other readers: both forms, and the numbers as they are. */
static void leave_files(void) {
  char path[4096];
  dlopt_history* const history = filled(ROWS);
  snprintf(path, sizeof path, "%s/history.csv", directory);
  CHECK_OK(dlopt_history_save(history, DLOPT_HISTORY_CSV, path));
  snprintf(path, sizeof path, "%s/events.out.tfevents.history", directory);
  CHECK_OK(dlopt_history_save(history, DLOPT_HISTORY_EVENTS, path));
  snprintf(path, sizeof path, "%s/numbers.bin", directory);
  FILE* const file = fopen(path, "wb");
  CHECK(file != NULL);
  if (file) write_raw(file), CHECK(fclose(file) == 0);
  CHECK_OK(dlopt_history_destroy(history));
}

int main(int argc, char** argv) {
  RUN(rows_come_back);
  RUN(csv_is_as_rfc_4180_has_it);
  RUN(events_begin_with_the_version);
  RUN(pieces_make_the_whole);
  RUN(the_locale_does_not_matter);
  RUN(a_sink_may_stop);
  RUN(files_are_whole_or_as_they_were);
  if (argc > 1) {
    directory = argv[1];
    RUN(leave_files);
  }
  return check_done("history");
}

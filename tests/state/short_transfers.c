/* Put before the C library: every read and write moves only a part of what it is asked for, as on a pipe or a disk that is nearly full. */
#include <sys/syscall.h>
#include <unistd.h>

static size_t part_of(size_t n) { return n < 8 ? (n + 1) / 2 : n / 3; }

ssize_t read(int file, void* to, size_t n) { return syscall(SYS_read, file, to, part_of(n)); }
ssize_t write(int file, const void* from, size_t n) { return syscall(SYS_write, file, from, part_of(n)); }

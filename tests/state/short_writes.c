/* Put before the C library: every write takes only a part of what it is given, as on a disk or a pipe that is nearly full. */
#include <sys/syscall.h>
#include <unistd.h>

ssize_t write(int file, const void* from, size_t n) { return syscall(SYS_write, file, from, n < 8 ? (n + 1) / 2 : n / 3); }

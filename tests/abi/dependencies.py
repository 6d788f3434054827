#!/usr/bin/env python3
"""What the shared library asks of the process it is loaded into: which libraries, which functions, and nothing at load time.

usage: dependencies.py BUILD_DIR
"""

import pathlib
import re
import sys

import tools

# The loader is part of libc: thread-local variables need it.
LIBC = {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}

# Everything that the library may call; nothing of libstdc++. Nothing here prints, ends the process, reads the environment, or depends on the
# locale in a way that matters (strtod reads back what snprintf wrote, before the locale's decimal point is replaced); memory comes from one
# place; files are touched where the caller names one (dlopt/state.h, history.h). An addition to this list wants a reason.
ALLOWED = set(
    """
    bcmp memchr memcmp memcpy memmove memset strcmp strcpy strlen strncmp strnlen snprintf vsnprintf
    posix_memalign free madvise
    floor frexp ldexp strtod sched_yield
    open open64 close read write fstat stat fsync rename unlink strerrordesc_np __errno_location strpbrk strrchr strchrnul
    sigemptyset sigfillset sigdelset pthread_sigmask
    pthread_atfork __register_atfork pthread_once getpid
    pthread_cond_broadcast pthread_cond_signal pthread_cond_wait pthread_create pthread_join
    pthread_mutex_lock pthread_mutex_trylock pthread_mutex_unlock pthread_mutex_init pthread_mutex_destroy pthread_cond_init pthread_cond_destroy
    __tls_get_addr __stack_chk_fail __cxa_finalize __gmon_start__ _ITM_deregisterTMCloneTable _ITM_registerTMCloneTable
    __memcpy_chk __memmove_chk __memset_chk __strcpy_chk __snprintf_chk __vsnprintf_chk
    """.split()
)
# Only the functions that the compiler's own start files contribute.
STARTUP = {"frame_dummy"}


def needed(library):
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", tools.output("readelf", "-dW", library)))


def undefined(library):
    return {line.split()[-1].split("@")[0] for line in tools.output("nm", "-D", "--undefined-only", library).splitlines()}


def check_imports(library, hooks):
    functions = ALLOWED | ({"getenv"} if hooks else set())
    yield from (f"it needs {name}" for name in sorted(needed(library) - LIBC))
    yield from (f"it refers to {name}" for name in sorted(undefined(library) - functions))


def check_dynamic(library):
    dynamic = tools.output("readelf", "-dW", library)
    for tag in ("TEXTREL", "RPATH", "RUNPATH"):
        if re.search(rf"\({tag}\)", dynamic):
            yield f"it has {tag}"
    if not re.search(r"\(SONAME\).*\[libdlopt\.so\.\d+\]", dynamic):
        yield "its soname is not libdlopt.so.MAJOR"


def check_segments(library):
    for line in tools.output("readelf", "-lW", library).splitlines():
        flags = re.match(r"\s*(LOAD|GNU_STACK)\s.*0x\w+\s+([RWE ]{3})\s", line)
        if flags and "W" in flags[2] and "E" in flags[2]:
            yield f"a segment can be written and run: {line.strip()}"


def check_initialisers(library):
    """Functions that run at load or unload: as many entries as the start files have, and no constructor by name."""
    sizes = re.findall(r"\.(init_array|fini_array|ctors|dtors|preinit_array)\s+\w+\s+\w+\s+\w+\s+(\w+)", tools.output("readelf", "-SW", library))
    for section, size in sizes:
        if int(size, 16) > 8:
            yield f".{section} has {int(size, 16) // 8} entries, not only the compiler's"
    local = tools.output("nm", library)
    names = re.findall(r"^\w+ \w (_GLOBAL__\w+|__cxx_global\w+|.*__static_init\w*)$", local, re.M)
    yield from (f"{name} runs at load" for name in names)
    if sizes and not STARTUP & set(re.findall(r"^\w+ t (\w+)$", local, re.M)):
        yield "the library is stripped: what runs at load cannot be told"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tools.require("nm", "readelf")
    build = pathlib.Path(sys.argv[1])
    library = build / "libdlopt.so"
    if tools.cmake_option(build, "DLOPT_SANITIZE"):
        tools.skip("a build with sanitizers needs their libraries")
    problems = list(check_imports(library, tools.is_on(build, "DLOPT_TEST_HOOKS")))
    for check in (check_dynamic, check_segments, check_initialisers):
        problems += check(library)
    tools.finish(len(undefined(library)), problems)


main()

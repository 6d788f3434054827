"""What tests/state/durability and tests/state/crashes share: a folder with one file, the program that saves it there, and its system calls."""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CALLS = "openat,write,fsync,close,rename"
OLD_SEED, NEW_SEED = "1", "2"
counts = {"passed": 0, "failed": 0}


def check(truth, what):
    counts["passed" if truth else "failed"] += 1
    if not truth:
        print("FAILED", what)
    return truth


def run(*words, preload=None):
    env = dict(os.environ, LD_PRELOAD=preload) if preload else None
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, timeout=60)
    return done.returncode, done.stdout.strip()


def skip(why):
    print(why)
    sys.exit(77)


class Room:
    """The programs, and a folder in which there is one checkpoint."""

    def __init__(self, folder, prefix):
        self.saver, self.short = folder + "/saver", folder + "/short_transfers.so"
        pc = next((at for at, _, names in os.walk(prefix) if "dlopt.pc" in names), prefix)
        env = dict(os.environ, PKG_CONFIG_PATH=pc)
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "dlopt"], env=env, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        libdir = subprocess.run(["pkg-config", "--variable=libdir", "dlopt"], env=env, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        subprocess.run(["cc", "-std=gnu11", "-O1", "-Wall", "-Wextra", HERE + "/saver.c", "-o", self.saver, *flags, "-Wl,-rpath," + libdir],
                       check=True)
        subprocess.run(["cc", "-O1", "-Wall", "-shared", "-fPIC", HERE + "/short_transfers.c", "-o", self.short], check=True)
        self.folder = folder + "/room"
        self.path = self.folder + "/run"

    def fresh(self, content):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        with open(self.path, "wb") as file:
            file.write(content)

    def save(self, params, seed, **how):
        return run(self.saver, "save", self.path, str(params), seed, **how)

    def strace(self, *words, inject=None):
        trace = ["strace", "-f", "-o", self.folder + ".trace", "-e", "trace=" + CALLS + ",read"]
        return run(*trace, *(["-e", "inject=" + inject] if inject else []), self.saver, *words)

    def load(self, **how):
        return run(self.saver, "load", self.path, **how)[1]

    def content(self):
        with open(self.path, "rb") as file:
            return file.read()

    def calls(self):
        """What was traced: for each call its name, its number among those of its name, and the line."""
        seen, calls = {}, []
        with open(self.folder + ".trace", errors="replace") as trace:
            for line in trace:
                found = re.match(r"(?:\d+ +)?(\w+)\(", line)
                if found:
                    name = found.group(1)
                    seen[name] = seen.get(name, 0) + 1
                    calls.append((name, seen[name], line))
        return calls


def two_files(room, what, size):
    """What is there before and what comes after: what the program says of each, and its bytes."""
    for seed in (OLD_SEED, NEW_SEED):
        room.fresh(b"")
        status, said = room.strace(what, room.path, str(size), seed)
        if status:
            sys.exit(said)
        yield said.replace("saved ", ""), room.content()


def prefix_asked_for(usage):
    """Where dlopt is installed, once all is there that traces a save; else leaves."""
    prefix = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DLOPT_PREFIX")
    if not prefix:
        sys.exit(usage)
    for tool in ("strace", "cc", "pkg-config"):
        if not shutil.which(tool):
            skip("no " + tool + " here")
    if run("strace", "-o", os.devnull, "-e", "inject=write:error=EIO:when=1", "true")[0]:
        skip("strace is here, but may not trace")
    return os.path.abspath(prefix)


def close_with_counts():
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    sys.exit(counts["failed"] != 0)

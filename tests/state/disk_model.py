"""What a disk may hold when the power fails, after the system calls of a program so far.

POSIX promises little: until a file is synced, its bytes reach the disk in any order, in part, or not at all, and its length may be there
before them, when zeros are read; until a folder is synced, so do the changes of its names, each of them whole.
"""
import itertools
import os
import re

SECTOR = 512  # what a disk writes whole
HARMLESS = {"newfstatat", "fstat", "stat", "lstat", "statx"}


class Unknown(Exception):
    """A system call that the model has no opinion on."""


def texts_of(line):
    """The strings of a line of strace -xx, as bytes."""
    return [bytes.fromhex(text.replace("\\x", "")) for text in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', line)]


class File:
    def __init__(self, synced):
        self.synced, self.waiting, self.end = synced, [], len(synced)  # bytes on the disk; pieces (offset, bytes) that are not

    def write(self, data):
        for at in range(0, len(data), SECTOR):
            self.waiting.append((self.end + at, data[at:at + SECTOR]))
        self.end += len(data)

    def sync(self):
        self.synced, self.waiting = self.with_pieces(self.waiting), []

    def with_pieces(self, pieces, length=0):
        whole = bytearray(self.synced)
        for at, data in pieces:
            whole.extend(bytes(max(0, at + len(data) - len(whole))))
            whole[at:at + len(data)] = data
        whole.extend(bytes(max(0, length - len(whole))))
        return bytes(whole)

    def contents(self):
        """All that may be on the disk: of few pieces every subset; of many each alone, each missing, and each beginning, torn ones too."""
        waiting, n = self.waiting, len(self.waiting)
        chosen = list(itertools.chain.from_iterable(itertools.combinations(waiting, k) for k in range(n + 1))) if n <= 6 else []
        for i, (at, data) in enumerate(waiting):
            chosen += [waiting[:i], [waiting[i]], waiting[:i] + waiting[i + 1:], [*waiting[:i], (at, data[:len(data) // 2])]]
        chosen.append(waiting)
        return {self.with_pieces(pieces, length) for pieces in chosen for length in (0, self.end)}


class Disk:
    """Of one folder: the names of its files as synced, and the changes of names (name, file or None) that are not."""

    def __init__(self, folder, files):
        self.folder, self.opened = os.fsencode(folder), {}  # number of what is open: its File, or None for the folder
        self.synced, self.waiting = {os.fsencode(name): File(content) for name, content in files.items()}, []

    def names(self):
        return self.with_changes(self.waiting)

    def with_changes(self, changes):
        names = dict(self.synced)
        for name, file in changes:
            names[name] = file
        return {name: file for name, file in names.items() if file}

    def states(self):
        """All that may be found afterwards, each a tuple of (name, bytes)."""
        found = set()
        for k in range(len(self.waiting) + 1):
            for changes in itertools.combinations(self.waiting, k):
                names = sorted(self.with_changes(changes).items())
                for contents in itertools.product(*(file.contents() for _, file in names)):
                    found.add(tuple((name, content) for (name, _), content in zip(names, contents)))
        return found

    def name_in(self, path):
        folder, name = os.path.split(path)
        return name if folder == self.folder else None

    def apply(self, line):
        """One line of strace -xx; what does not touch the folder is passed over."""
        call, result = re.match(r"(?:\d+ +)?(\w+)\(", line), re.search(r"\) += (-?\d+)", line)
        if not call or not result or int(result.group(1)) < 0:
            return
        call, result, texts = call.group(1), int(result.group(1)), texts_of(line)
        number = re.search(r"\((\d+)[,)]", line)
        number = int(number.group(1)) if number else -1
        if call == "openat" and texts:
            self.open(texts[0], line, result)
        elif call in ("rename", "renameat", "renameat2", "unlink", "unlinkat"):
            self.change_names(call, [self.name_in(text) for text in texts])
        elif number in self.opened:
            self.use(call, number, texts, result)
        elif any(self.name_in(text) for text in texts) and call not in HARMLESS:
            raise Unknown(line[:200])

    def open(self, path, line, number):
        if path.rstrip(b"/") == self.folder:
            self.opened[number] = None
        elif name := self.name_in(path):
            file = self.names().get(name)
            if not file:
                file = File(b"")
                self.waiting.append((name, file))
            elif "O_TRUNC" in line:
                file.synced, file.waiting, file.end = b"", [], 0  # an empty file is among what may be left of it
            self.opened[number] = file

    def change_names(self, call, names):
        if call.startswith("rename") and all(names):
            self.waiting += [(names[1], self.names()[names[0]]), (names[0], None)]
        elif call.startswith("unlink") and all(names):
            self.waiting.append((names[0], None))
        elif any(names):
            raise Unknown(f"{call} {names}")

    def use(self, call, number, texts, result):
        file = self.opened[number]
        if call == "write" and file:
            file.write(texts[0][:result])
        elif call in ("fsync", "fdatasync") and file:
            file.sync()
        elif call == "fsync":
            self.synced, self.waiting = self.names(), []
        elif call == "close":
            del self.opened[number]
        elif call not in HARMLESS | {"fcntl"}:
            raise Unknown(call)

"""Threads and processes: the lock given back, one optimizer from two threads, the shared pool, forks."""

import os
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

import dlopt
from dlopt import errors

LARGE = 2**22


def test_others_run_during_a_long_step():
    """Another thread counts while steps and clips run, which give the lock back only if they say so: each takes longer than the interval of switches."""
    opt, w, g = dlopt.AdamW(runtime=dlopt.Runtime()), np.ones(LARGE, np.float32), np.ones(LARGE, np.float32)
    opt.step(w, g)
    kept = sys.getswitchinterval()
    sys.setswitchinterval(60)  # nobody is asked for the lock: it is given or not at all
    try:
        for work in (lambda: opt.step(w, g), lambda: opt.step(w, g, max_norm=1), lambda: dlopt.gradient.norm(g), lambda: opt.state_bytes()):
            assert counted_during(work) > 0
    finally:
        sys.setswitchinterval(kept)


def counted_during(work):
    ticks, stop = [0], threading.Event()

    def count():
        while not stop.is_set():
            ticks[0] += 1
            time.sleep(0.0001)

    thread = threading.Thread(target=count)
    thread.start()
    while ticks[0] == 0:
        time.sleep(0.0001)
    before, rounds = ticks[0], 0
    while ticks[0] == before and rounds < 100:
        work()
        rounds += 1
    counted = ticks[0] - before
    stop.set()
    thread.join()
    return counted


def test_small_calls_keep_the_lock():
    opt, w = dlopt.SGD(), np.ones(16, np.float32)
    opt.step(w, w * 0)
    kept = sys.getswitchinterval()
    sys.setswitchinterval(60)
    try:
        ran, go = [0], threading.Lock()
        go.acquire()
        thread = threading.Thread(target=lambda: (go.acquire(), ran.__setitem__(0, 1)))
        thread.start()
        time.sleep(0.02)
        g = w * 0
        go.release()
        for _ in range(20_000):
            opt.step(w, g)
        assert ran[0] == 0
    finally:
        sys.setswitchinterval(kept)
        thread.join()


def test_busy_is_refused_and_harms_nothing():
    opt, w, g = dlopt.SGD(lr=1), np.zeros(LARGE, np.float32), np.full(LARGE, -1, np.float32)
    opt.step(w, g)
    started, seen = threading.Event(), []

    def step():
        started.set()
        for _ in range(50):
            try:
                opt.step(w, g)
            except errors.BusyError:
                pass
            except errors.ClosedError:
                return

    thread = threading.Thread(target=step)
    thread.start()
    started.wait()
    while not opt.closed and thread.is_alive():
        for call in (lambda: opt.lr, opt.state_bytes, opt.close):
            try:
                call()
            except errors.BusyError:
                seen.append(call)
    thread.join()
    assert seen and (w == w[0]).all()


def test_threads_change_no_bit():
    bits = []
    for threads in (0, 1, 2, 3, 7):
        opt = dlopt.AdamW(lr=0.1, runtime=dlopt.Runtime(threads=threads))
        w = np.sin(np.arange(600_000, dtype=np.float32))
        for _ in range(3):
            opt.step(w, np.cos(w), max_norm=1)
        bits.append((w.tobytes(), opt.state_hash()))
    assert all(found == bits[0] for found in bits)


# ---- the shared runtime, in a process of its own

def run(program):
    finished = subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=100,
                              env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.split()


COUNT = """
    import os
    import numpy as np
    import dlopt
    def threads():
        return len(os.listdir("/proc/self/task"))
"""


def test_a_pool_only_where_there_is_enough_to_do():
    assert run(COUNT + """
    dlopt.set_num_threads(3)
    before = threads()
    small = dlopt.SGD()
    small.step(np.ones(524287, np.float32), np.ones(524287, np.float32))
    print(threads() - before)
    large = dlopt.SGD()
    large.step(np.ones(524288, np.float32), np.ones(524288, np.float32))
    print(threads() - before)
    several = dlopt.AdamW()
    for _ in range(3):
        several.add(shape=(200_000,))
    print(threads() - before, dlopt.get_num_threads())
    dlopt.set_num_threads(1)
    del large, several
    print(threads() - before)
    dlopt.SGD().step(np.ones(524288, np.float32), np.ones(524288, np.float32))
    print(threads() - before)
    """) == ["0", "2", "2", "3", "0", "0"]


def test_going_over_to_the_pool_changes_nothing():
    def trained():
        opt = dlopt.AdamW(lr=dlopt.schedules.Cosine(base=0.1, total_steps=9), amsgrad=True)
        lookahead = opt.wrap(dlopt.wrappers.Lookahead(k=2))
        opt.add_group(weight_decay=0.5)
        opt.add(name="a", shape=(64, 8), group=1)
        w, big = np.ones((64, 8), np.float32), np.ones(2**19, np.float32)
        for _ in range(3):
            opt.step([w], [np.cos(w)])
        opt.add(name="b", shape=(2**19,))
        for _ in range(3):
            opt.step({"a": w, "b": big}, {"a": np.cos(w), "b": np.sin(big)})
        lookahead.k = 3
        return opt, (w.tobytes(), big.tobytes(), opt.state_hash())

    kept = dlopt.get_num_threads()
    try:
        dlopt.set_num_threads(1)
        alone, expected = trained()
        dlopt.set_num_threads(2)
        shared, found = trained()
        assert found == expected and (alone._serial, shared._serial) == (True, False)
    finally:
        dlopt.set_num_threads(kept)


def test_after_a_fork():
    """A child goes on with the optimizer that it was forked with, makes a pool of its own for others, and ends without waiting for threads that stayed behind."""
    assert run(COUNT + """
    import sys
    dlopt.set_num_threads(3)
    opt, w, g = dlopt.SGD(lr=1), np.ones(2**20, np.float32), np.ones(2**20, np.float32)
    opt.step(w, g)
    sys.stdout.flush()
    if sys.version_info >= (3, 12):
        import warnings
        warnings.simplefilter("ignore", DeprecationWarning)
    child = os.fork()
    if child == 0:
        opt.step(w, g)
        other = dlopt.SGD(lr=1)
        other.step(w, g)
        print(threads(), w[0], w[-1])
        del opt, other
        dlopt.set_num_threads(1)
        sys.stdout.flush()
        os._exit(0)
    print("" if os.waitpid(child, 0)[1] == 0 else "failed", w[0])
    opt.step(w, g)
    """) == ["3", "-2.0", "-2.0", "0.0"]


@pytest.mark.parametrize("threads", [-1, 1025])
def test_bad_numbers_of_threads(threads):
    kept = dlopt.get_num_threads()
    with pytest.raises(errors.OutOfRangeError):
        dlopt.set_num_threads(threads)
    assert dlopt.get_num_threads() == kept


def test_instruction_sets():
    try:
        for isa in ("scalar", "best", None):
            dlopt.runtime.force_cpu_isa(isa)
        dlopt.runtime.force_cpu_isa("scalar")
        assert dlopt.runtime.cpu_isa() == "scalar"
        with pytest.raises(errors.InvalidArgumentError, match="scalar"):
            dlopt.runtime.force_cpu_isa("mmx")
    finally:
        dlopt.runtime.force_cpu_isa(None)
    with pytest.raises(errors.UnsupportedError):
        dlopt.runtime.cuda_device_count()

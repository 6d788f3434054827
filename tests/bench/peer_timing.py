"""How cases of one Python process are timed: in turn, in random order, in runs of the same length."""

import random
import statistics
import time

RUNS = 3  # of each case in a repetition, whose median counts
SAMPLE = 2e-3  # seconds: a sample is a loop of at least this
WARM_UP = 4e-3
REST = 5e-3  # PyTorch's OpenMP threads spin for a while after their work and would hold a core that the next case needs


class Case:
    """A step, and what must be done before each, which is not timed."""

    def __init__(self, step, prepare=None):
        self.step, self.prepare = step, prepare

    def repeat(self, seconds):
        """Calls the step for at least so long; returns seconds per call."""
        if self.prepare is None:
            return self.repeat_bare(seconds)
        calls, spent = 0, 0.0
        while spent < seconds:
            self.prepare()
            begin = time.perf_counter()
            self.step()
            spent += time.perf_counter() - begin
            calls += 1
        return spent / calls

    def repeat_bare(self, seconds):
        calls, begin = 0, time.perf_counter()
        while True:
            self.step()
            calls += 1
            spent = time.perf_counter() - begin
            if spent >= seconds:
                return spent / calls


def measure(cases, repetitions, samples):
    for _ in range(repetitions):
        runs = {name: [] for name in cases}
        for name in random.sample(list(cases) * RUNS, len(cases) * RUNS):
            time.sleep(REST)
            cases[name].repeat(WARM_UP)
            runs[name].append(cases[name].repeat(SAMPLE) * 1e9)
        for name, times in runs.items():
            samples.setdefault(name, []).append(statistics.median(times))

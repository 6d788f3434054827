"""The samples of a run of tests/bench/run, and how ratios and tables are made of them."""

import glob
import json
import os
import sys

NOISY_RATIO = 0.25  # a ratio whose 10th and 90th percentile lie further apart than this part of it says nothing
NOISY_RUN = 1.25  # nor does a run whose typical case took this much longer at its 90th percentile than at its 10th
FEWEST = 5  # repetitions that a percentile needs
COUNTERS = {"best_c", "best_cpp"}  # what cases tell beside their time
UNITS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


def quantile(values, q):
    values = sorted(values)
    at = q * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def median(values):
    return quantile(values, 0.5)


class Ratio:
    """of / to in each repetition: how often the second fits into the first."""

    def __init__(self, of, to):
        ratios = [a / b for a, b in zip(of, to)]
        self.middle, self.low, self.high = (quantile(ratios, q) for q in (0.5, 0.1, 0.9))
        self.noisy = len(ratios) < FEWEST or self.high - self.low > NOISY_RATIO * self.middle

    def __str__(self):
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})"


class Exact:
    """A number that was counted, not timed."""

    noisy = False

    def __init__(self, value):
        self.middle = round(value, 2)

    def __str__(self):
        return f"{self.middle:.2f}"


class Samples:
    """Nanoseconds per call of every case, one for each repetition, by name."""

    def __init__(self, out):
        self.times, self.counters, self.isas, self.context, self.torch, self.peers = {}, {}, {}, {}, None, []
        for path in sorted(glob.glob(os.path.join(out, "repetitions", "*.json"))):
            with open(path, encoding="utf-8") as file:
                self.add_group(json.load(file))
        path = os.path.join(out, "torch.json")
        if os.path.exists(path):
            self.torch = self.add_peer(path)
        self.peers = [self.add_peer(path) for path in sorted(glob.glob(os.path.join(out, "peers-*.json")))]

    def add_peer(self, path):
        """Samples of another process, which ran the library, too."""
        with open(path, encoding="utf-8") as file:
            peer = json.load(file)
        self.times.update(peer["samples"])
        self.isas.update({name: peer["isa"] for name in peer["samples"]})
        return peer

    def add_group(self, run):
        self.context = run["context"]
        for row in run["benchmarks"]:
            if row["aggregate_name"] != "median":
                continue
            name = row["run_name"].removesuffix("/real_time").removesuffix("/manual_time")
            self.times.setdefault(name, []).append(row["real_time"] * UNITS[row["time_unit"]])
            self.isas[name] = row.get("label", "")
            for counter in row.keys() & COUNTERS:
                self.counters.setdefault(name, {}).setdefault(counter, []).append(row[counter])

    def refuse_scalar(self):
        slow = sorted(name for name, isa in self.isas.items() if isa in ("", "scalar"))
        if slow or not self.isas:
            sys.exit("report.py: these rows did not run vector code: " + (", ".join(slow) or "there are no rows"))

    def disturbance(self):
        """Why these samples should not be published; None when they may."""
        spread = median([quantile(times, 0.9) / quantile(times, 0.1) for times in self.times.values()])
        fewest = min(len(times) for times in self.times.values())
        if fewest < FEWEST:
            return f"only {fewest} repetitions"
        return f"the machine was not idle: the typical case varied by a factor of {spread:.2f}" if spread > NOISY_RUN else None

    def ratio(self, of, to, case):
        of, to = self.times.get(f"{of}/{case}"), self.times.get(f"{to}/{case}")
        return Ratio(of, to) if of and to else None

    def per_parameter(self, name, n, threads):
        times = self.times.get(f"{name}/{n}/{threads}")
        return median(times) / n if times else None

    def sizes(self, name):
        return sorted({int(key.split("/")[-2]) for key in self.times if key.startswith(name + "/")})

    def threads(self, name):
        return sorted({int(key.split("/")[-1]) for key in self.times if key.startswith(name + "/")})


def count(n):
    """10000 as 10k, 2^24 as 16M."""
    for unit, factor in (("M", 1 << 20), ("k", 1000)):
        if n >= factor and n % factor == 0:
            return f"{n // factor}{unit}"
    return str(n)


def number(x, digits=3):
    return "–" if x is None else f"{x:.{digits}f}"


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)] + rows
    return "\n".join("| " + " | ".join(str(cell) if cell is not None else "–" for cell in line) + " |" for line in lines)

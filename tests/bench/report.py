"""Turns the samples of tests/bench/run into results.json, table.md, and a verdict on the goals.

usage: report.py OUT COMMAND    (OUT/repetitions/*.json and, where it exists, OUT/torch.json)
"""

import glob
import json
import os
import platform
import re
import sys

NOISY_RATIO = 0.25  # a ratio whose 10th and 90th percentile lie further apart than this part of it says nothing
NOISY_RUN = 1.25  # nor does a run whose typical case took this much longer at its 90th percentile than at its 10th
FEWEST = 5  # repetitions that a percentile needs
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


class Samples:
    """Nanoseconds per call of every case, one for each repetition, by name."""

    def __init__(self, out):
        self.times, self.isas, self.context, self.torch = {}, {}, {}, None
        for path in sorted(glob.glob(os.path.join(out, "repetitions", "*.json"))):
            with open(path, encoding="utf-8") as file:
                self.add_group(json.load(file))
        path = os.path.join(out, "torch.json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.torch = json.load(file)
            self.times.update(self.torch["samples"])
            self.isas.update({name: self.torch["isa"] for name in self.torch["samples"]})

    def add_group(self, run):
        self.context = run["context"]
        for row in run["benchmarks"]:
            if row["aggregate_name"] != "median":
                continue
            name = row["run_name"].removesuffix("/real_time")
            self.times.setdefault(name, []).append(row["real_time"] * UNITS[row["time_unit"]])
            self.isas[name] = row.get("label", "")

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


def adamw_table(samples):
    head = ["parameters", "threads", "ns/parameter", "of the limit", "× PyTorch's loop", "× PyTorch's operator", "× PyTorch, fused", "× PyTorch, foreach", "× plain C, -O3"]
    rows = []
    for n in samples.sizes("adamw/step_f32"):
        for threads in samples.threads("adamw/step_f32"):
            case = f"{n}/{threads}"
            rows.append([count(n), threads, number(samples.per_parameter("adamw/step_f32", n, threads)),
                         samples.ratio("adamw/limit", "adamw/step_f32", case), samples.ratio("adamw/torch_loop", "adamw/step_f32", case),
                         samples.ratio("torch/fused_operator", "torch/dlopt_step_f32", case), samples.ratio("torch/fused", "torch/dlopt_step_f32", case),
                         samples.ratio("torch/foreach", "torch/dlopt_step_f32", case),
                         samples.ratio("adamw/plain_errno", "adamw/step_f32", case)])
    return table(head, rows)


def rule_table(samples):
    rules = sorted({name.split("/")[1] for name in samples.times if name.startswith("rule/")})
    sizes = samples.sizes("rule")
    return table(["ns/parameter, 1 thread"] + [count(n) for n in sizes],
                 [[f"`{rule}`"] + [number(samples.per_parameter(f"rule/{rule}", n, 1)) for n in sizes] for rule in rules])


def gradient_table(samples):
    sizes = samples.sizes("gradient/step")
    rows = [("gradient norm alone", "norm"), ("clipped by global norm", "step_clipped"), ("f16 gradients", "step_f16"), ("bf16 gradients", "step_bf16")]
    return table(["time, bare AdamW step = 1; 1 thread"] + [count(n) for n in sizes],
                 [[text] + [samples.ratio(f"gradient/{name}", "gradient/step", f"{n}/1") for n in sizes] for text, name in rows])


def small_lines(samples):
    n = samples.sizes("network/step")[0]
    call, tensors = (median(samples.times[f"call/{name}/1/1"]) for name in ("step_f32", "step"))
    return "\n".join([
        f"- A network of 6 tensors, {n} parameters, in one call: {median(samples.times[f'network/step/{n}/1']) / 1e3:.2f} µs,"
        f" {samples.ratio('network/step', 'network/one_loop', f'{n}/1')} of one bare C loop over as many elements.",
        f"- A step of one parameter, which is what a call costs: {call:.0f} ns (`step_f32`), {tensors:.0f} ns (`step`).",
    ])


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            found = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.MULTILINE)
            return found.group(1) if found else platform.machine()
    except OSError:
        return platform.machine()


def machine_line(samples, command):
    build = json.loads(samples.context["dlopt_build_info"])
    torch = f"; PyTorch {samples.torch['version']} ({samples.torch['capability']})" if samples.torch else ""
    repetitions = len(samples.times["call/step/1/1"])
    return (f"{processor()}, {samples.context['num_cpus']} cores, loops for {samples.context['dlopt_cpu_isa']}, {build['compiler']}{torch};"
            f" median (p10–p90) of {repetitions} repetitions, made by `{command.strip()}`.")


def goals(samples):
    """(text, measured, wanted, whether more is better)"""
    found = []

    def goal(text, ratio, wanted, more=True):
        if ratio is not None:
            found.append((text, ratio, wanted, more))

    for n in samples.sizes("adamw/step_f32"):
        for threads in samples.threads("adamw/step_f32"):
            case, text = f"{n}/{threads}", f"AdamW {count(n)}, {threads} thread{'s' * (threads > 1)}"
            if n >= 1 << 24:
                goal(text + ": of the limit", samples.ratio("adamw/limit", "adamw/step_f32", case), 0.97)
            elif threads == 1 and not samples.torch:
                goal(text + ": x PyTorch's loop (re-creation)", samples.ratio("adamw/torch_loop", "adamw/step_f32", case), 1.35)
            elif threads == 1:
                goal(text + ": x PyTorch's operator", samples.ratio("torch/fused_operator", "torch/dlopt_step_f32", case), 1.35)
                goal(text + ": x PyTorch's AdamW(fused=True)", samples.ratio("torch/fused", "torch/dlopt_step_f32", case), 1.35)
    n = samples.sizes("network/step")[0]
    goal("6 tensors in one call: of one bare loop", samples.ratio("network/step", "network/one_loop", f"{n}/1"), 1.15, more=False)
    return found


def verdict(goal):
    text, ratio, wanted, more = goal
    met = ratio.middle >= wanted if more else ratio.middle <= wanted
    word = "noisy " if ratio.noisy else "met   " if met else "MISSED"
    return f"{word}  {text}: {ratio}, wanted {'>=' if more else '<='} {wanted}"


def main():
    out, command = sys.argv[1:3]
    samples = Samples(out)
    samples.refuse_scalar()
    with open(os.path.join(out, "results.json"), "w", encoding="utf-8") as file:
        json.dump({"command": command, "processor": processor(), "context": samples.context,
                   "torch": samples.torch and {k: v for k, v in samples.torch.items() if k != "samples"}, "isa": samples.isas,
                   "nanoseconds_per_call": samples.times}, file, indent=1)
    disturbance = samples.disturbance()
    warning = [f"**Not for publication: {disturbance}.**"] if disturbance else []
    text = "\n\n".join(warning + [machine_line(samples, command), adamw_table(samples), small_lines(samples), gradient_table(samples), rule_table(samples)])
    with open(os.path.join(out, "table.md"), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(text + "\n\nGoals:\n" + "\n".join(verdict(goal) for goal in goals(samples)))
    if disturbance:
        print(f"\nNo verdict counts: {disturbance}.")


main()

"""Turns the samples of tests/bench/run into results.json, table.md, and a verdict on the goals.

usage: report.py OUT COMMAND    (OUT/repetitions/*.json and, where they exist, OUT/torch.json and OUT/peers-*.json)
"""

import json
import os
import platform
import re
import sys

import overhead_report
import tail_report
from samples import Samples, count, median, number, table


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


def monitor_table(samples):
    """A call every ten steps costs a tenth of these."""
    cases = [(n, threads) for n in samples.sizes("monitor/step") for threads in samples.threads("monitor/step")]
    rows = [("statistics of every 32nd block", "sample"), ("statistics of all elements", "all"), ("hash of parameters and state", "hash")]
    return table(["time, bare AdamW step = 1"] + [f"{count(n)}, {threads} thread{'s' * (threads > 1)}" for n, threads in cases],
                 [[text] + [samples.ratio(f"monitor/{name}", "monitor/step", f"{n}/{threads}") for n, threads in cases] for text, name in rows])


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
    for text, ratio, wanted, more in tail_report.goals(samples):
        goal(text, ratio, wanted, more)
    for n in samples.sizes("monitor/step"):
        for threads in samples.threads("monitor/step") if n >= 1 << 20 else []:
            goal(f"statistics of a sample every ten steps, {count(n)}, {threads} thread{'s' * (threads > 1)}: of the ten steps, in tenths",
                 samples.ratio("monitor/sample", "monitor/step", f"{n}/{threads}"), 0.5, more=False)
    n = samples.sizes("network/step")[0]
    goal("6 tensors in one call: of one bare loop", samples.ratio("network/step", "network/one_loop", f"{n}/1"), 1.15, more=False)
    return found


def verdict(goal):
    text, ratio, wanted, more = goal
    met = ratio.middle >= wanted if more else ratio.middle <= wanted
    word = "noisy " if ratio.noisy else "met   " if met else "MISSED"
    return f"{word}  {text}: {ratio}, wanted {'>=' if more else '<='} {wanted}"


def about(peer):
    return peer and {key: value for key, value in peer.items() if key != "samples"}


def main():
    out, command = sys.argv[1:3]
    samples = Samples(out)
    samples.refuse_scalar()
    with open(os.path.join(out, "results.json"), "w", encoding="utf-8") as file:
        json.dump({"command": command, "processor": processor(), "context": samples.context,
                   "torch": about(samples.torch), "peers": [about(peer) for peer in samples.peers], "isa": samples.isas,
                   "nanoseconds_per_call": samples.times}, file, indent=1)
    disturbance = samples.disturbance()
    warning = [f"**Not for publication: {disturbance}.**"] if disturbance else []
    text = "\n\n".join(warning + [machine_line(samples, command), adamw_table(samples), small_lines(samples), overhead_report.overhead_table(samples, out), gradient_table(samples), monitor_table(samples)] + tail_report.tables(samples) + [rule_table(samples)])
    with open(os.path.join(out, "table.md"), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(text + "\n\nGoals:\n" + "\n".join(verdict(goal) for goal in goals(samples)))
    if disturbance:
        print(f"\nNo verdict counts: {disturbance}.")


main()

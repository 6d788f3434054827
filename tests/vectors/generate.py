#!/usr/bin/env python3
"""Writes the reference vectors of tests/vectors: python3 tests/vectors/generate.py

Needs torch >= 2.9, numpy, optax >= 0.2.8, timm, pytorch_optimizer, schedulefree, prodigyopt. Every number is f64. A case that several oracles can express is run by all of them, and they must agree
to 1e-12 of each element's largest magnitude, or nothing is written: a cell that only one framework vouches for is marked by its oracles line.
"""

import itertools
import os
import sys

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from generator import by_hand, by_optax, by_torch, cases, clipping, gradients, pipeline, processing, recipes, schedules, wrapping  # noqa: E402
from generator.writer import TOLD, File, row, text  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))
AGREEMENT = 1e-12


def check_agreement(where, first, second):
    """Compares two runs, {name: array [step, element]}, against the largest magnitude that each element has had so far."""
    assert first.keys() <= second.keys() or second.keys() <= first.keys(), f"{where}: {list(first)} and {list(second)}"
    for name in first.keys() & second.keys():
        a, b = first[name], second[name]
        scale = np.maximum.accumulate(np.abs(a), axis=0)
        error = np.abs(a - b) / np.where(scale > 0, scale, 1)
        assert np.all(error <= AGREEMENT), f"{where}: {name} differs by {np.nanmax(error):.3g}"


def as_arrays(run):
    """One array [step, ...] for each parameter and each of its states, by (slot, name); slot -1 has what all share."""
    arrays = {}
    for slot in range(len(run[0][0])):
        arrays[slot, "param"] = np.stack([params[slot] for params, _, _ in run])
        for name in sorted(name for name in run[-1][1][slot] if not name.startswith("_")):  # the rest is an oracle's own business
            arrays[slot, name] = np.stack([np.ravel(states[slot][name]) for _, states, _ in run])  # peers may leave out a size of 1
    for name in sorted(run[-1][2]):
        arrays[-1, name] = np.stack([shared[name] for _, _, shared in run])
    return arrays


def write_settings(out, preset, settings, prefix=()):
    if preset:
        out.line("preset", preset)
    for hyper, v in settings.items():
        if hyper in cases.DESC:
            out.line("desc", hyper, v)
        elif isinstance(v, str) and v.startswith("@"):
            out.line(*prefix, "follow", hyper, v[1:])
        else:
            out.line(*prefix, "set", hyper, text(v))


def write_told(out, rule, steps, n, *_):
    """What a rule is told beside gradients."""
    for t in range(1, steps + 1):
        if getattr(rule, "LOSSES", False):
            out.line("loss", t, text(gradients.loss(t)))
        if getattr(rule, "HESSIANS", False) and gradients.hessian(t, n) is not None:
            out.line("hessian", t, 0, row(gradients.hessian(t, n)))


def run_case(rule_name, case):
    name, preset, settings, set_name = case
    rule, source = cases.RULES[rule_name], gradients.SETS[set_name]
    hypers = [cases.hypers_at(rule_name, preset, settings, t) for t in range(len(source["grads"]))]
    arguments = (rule, source["start"], source["grads"], hypers)
    runs = {"torch": by_torch.run(*arguments), **by_torch.run_peers(*arguments), "optax": by_optax.run(*arguments)}
    runs["numpy"] = by_hand.run_slots(*arguments)
    runs = {oracle: as_arrays(run) for oracle, run in runs.items() if run}
    for one, other in itertools.combinations(runs, 2):
        check_agreement(f"{rule_name} {name}: {one} and {other}", runs[one], runs[other])
    with_states = next(run for run in runs.values() if len(run) == len(runs["numpy"]))  # a peer may hide what it keeps
    return list(runs), with_states


def write_rule(rule):
    with File(FOLDER, f"{rule}.txt") as out:
        if cases.is_told_more(rule):
            out.comment(TOLD)
        for case in cases.RULES[rule].CASES:
            oracles, arrays = run_case(rule, case)
            name, preset, settings, set_name = case
            out.begin("case", name, oracles)
            out.line("rule", rule)
            write_settings(out, preset, settings)
            out.line("gradients", set_name)
            write_told(out, cases.RULES[rule], *arrays[0, "param"].shape)
            for t in range(len(arrays[0, "param"])):
                for slot, array in arrays:
                    words = ["param", t + 1, slot] if array == "param" else ["state", t + 1, slot, array]
                    out.line(*words, row(arrays[slot, array][t]))
            out.end()
            print(f"{rule:8} {name:28} {' '.join(oracles)}")


def run_pipeline(case):
    """The run of a whole-step case and its oracles, compared slot by slot."""
    runs = {"torch": pipeline.run_torch(case), "timm": pipeline.run_timm(case), "numpy": pipeline.run_numpy(case)}
    runs = {oracle: run for oracle, run in runs.items() if run}
    first, *others = runs
    for other in others:
        a, b = runs[first], runs[other]
        np.testing.assert_allclose([s[2] for s in a], [s[2] for s in b], rtol=AGREEMENT)
        for i in range(len(case["slots"])):
            check_agreement(other, {"param": np.stack([s[0][i] for s in a])}, {"param": np.stack([s[0][i] for s in b])})
    return list(runs), runs[first]


def write_pipeline():
    with File(FOLDER, "steps.txt") as out:
        for name, case in pipeline.CASES.items():
            oracles, run = run_pipeline(case)
            out.begin("case", name, oracles)
            out.line("rule", case["rule"])
            write_settings(out, None, case["set"])
            for group, settings in case["groups"].items():
                write_settings(out, None, settings, ("group", group))
            for i, (group, lr_scale, decay_scale) in enumerate(case["slots"]):
                out.line("slot", i, group, text(lr_scale), text(decay_scale))
            for field, v in case["desc"].items():
                out.line("desc", field, text(v))
            out.line("gradients", case["gradients"])
            for t, (params, states, norm) in enumerate(run):
                out.line("norm", t + 1, text(norm))
                for i, p in enumerate(params):
                    out.line("param", t + 1, i, row(p))
                    for state in sorted(states[i]):
                        out.line("state", t + 1, i, state, row(states[i][state]))
            out.end()
            print(f"steps    {name:28} {' '.join(oracles)}")


def write_gradients():
    with File(FOLDER, "gradients.txt") as out:
        for name, source in gradients.SETS.items():
            out.begin("set", name, ["numpy.random"])
            out.line("dtypes", source["dtypes"])
            for i, start in enumerate(source["start"]):
                if start.ndim != 1:
                    out.line("shape", i, *start.shape)
                out.line("start", i, row(start))
            for t, grads in enumerate(source["grads"]):
                for i, g in enumerate(grads):
                    if g is not None:
                        out.line("grad", t + 1, i, row(g))
            out.end()


def write_schedules():
    with File(FOLDER, "schedules.txt") as out:
        for name, definition, oracles, values in schedules.records():
            out.begin("schedule", name, oracles)
            if "kind" in definition:
                out.line("kind", definition["kind"])
            elif "warmup" in definition:
                out.line("warmup", *definition["warmup"])
            elif "product" in definition:
                out.line("product", *definition["product"])
            elif "chain" in definition:
                out.line("chain", *definition["chain"])
            else:
                out.line("sequence", *definition["sequence"])
                out.line("milestones", *definition["milestones"])
            for field, v in definition.get("fields", {}).items():
                out.line("list", field, row(v)) if isinstance(v, list) else out.line("field", field, text(v))
            if "metrics" in definition:
                out.line("metrics", row(definition["metrics"]))
            for t, v in values.items():
                out.line("value", t, text(v))
            out.end()
            print(f"schedule {name:28} {' '.join(oracles)}")


def write_clipping():
    with File(FOLDER, "clipping.txt") as out:
        for name, tensors, p, norm, oracles in clipping.norms():
            out.begin("norm", name, oracles)
            out.line("p", text(p))
            for t in tensors:
                out.line("tensor", row(t))
            out.line("value", text(norm))
            out.end()
        for name, form, tensors, limit, p, clipped, oracles in clipping.clips():
            out.begin("clip", name, oracles)
            out.line("form", form)
            out.line("limit", text(limit))
            if p is not None:
                out.line("p", text(p))
            for t in tensors:
                out.line("tensor", row(t))
            for t in clipped:
                out.line("clipped", row(t))
            out.end()


def write_processing():
    with File(FOLDER, "processing.txt", processing.FORMAT) as out:
        out.begin("tensors", "shared", ["numpy.random"])
        for g, p in zip(processing.GRADS, processing.PARAMS):
            out.line("shape", *g.shape)
            out.line("gradient", row(g.ravel()))
            out.line("param", row(p.ravel()))
        out.end()
        for name, call, settings, after, oracles, value in processing.records():
            out.begin("process", name, oracles)
            out.line("call", call)
            for field, v in settings.items():
                out.line("set", field, text(v))
            if value is not None:
                out.line("value", text(value))
            for i, g in enumerate(after):
                if g is not None:
                    out.line("after", i, row(g.ravel()))
            out.end()
        for name, form, percentile, capacity, norms, limits, oracles in processing.histories():
            out.begin("history", name, oracles)
            out.line("form", form)
            out.line("percentile", text(percentile))
            out.line("capacity", capacity)
            out.line("norms", row(norms))
            out.line("limits", row(limits))
            out.end()


def write_recipes():
    with File(FOLDER, "recipes.txt", recipes.FORMAT) as out:
        for name, (make, length, steps) in recipes.RECIPES.items():
            out.begin("recipe", name, ["torch"])
            out.line("length", *length)
            out.line("gradients", recipes.SET)
            for slot, role in enumerate(recipes.ROLES):
                out.line("role", slot, role)
            for t, lr, params in recipes.run(make, length, steps):
                out.line("lr", t, text(lr))
                for slot, p in enumerate(params):
                    out.line("param", t, slot, row(p))
            out.end()
            print(f"recipe   {name:28} torch")


def write_wrapping():
    with File(FOLDER, "wrapping.txt", wrapping.FORMAT) as out:
        out.begin("drive", "shared", ["numpy.random"])
        out.line("curvature", text(wrapping.CURVATURE))
        for i, start in enumerate(wrapping.START):
            out.line("shape", i, *start.shape)
            out.line("start", i, row(start))
        for t, micro in enumerate(wrapping.NOISE, 1):
            for m, noises in enumerate(micro):
                for i, noise in enumerate(noises):
                    out.line("noise", t, m, i, row(noise))
        out.end()
        for name, case, steps, oracles in wrapping.records():
            out.begin("wrapped", name, oracles)
            write_wrapped(out, case, steps)
            out.end()
            print(f"wrapped  {name:28} {' '.join(oracles)}")


def write_wrapped(out, case, steps):
    rule, settings = case["rule"]
    out.line("rule", rule)
    for hyper, v in settings.items():
        out.line("set", hyper, text(v))
    for k, (wrapper, fields) in enumerate(case["wraps"]):
        out.line("wrap", wrapper)
        for field, v in fields.items():
            out.line("field", k, field, text(v))
    for i, (lower, upper, unit) in case["project"].items():
        out.line("project", i, text(lower), text(upper), unit)
    if case["micro"]:
        out.line("micro", row(case["micro"]))
    for t in wrapping.WRITTEN:
        params, slow, averages = steps[t - 1]
        for i, p in enumerate(params):
            out.line("param", t, i, row(p))
        for i, s in enumerate(slow or []):
            out.line("slow", t, i, row(s))
        for k, average in enumerate(averages):
            for i, a in enumerate(average or []):
                out.line("average", t, k, i, row(a))


if __name__ == "__main__":
    cases.check_torch_defaults()
    write_gradients()
    write_schedules()
    write_clipping()
    write_processing()
    write_recipes()
    write_wrapping()
    for each in cases.RULES:
        write_rule(each)
    write_pipeline()

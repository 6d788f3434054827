"""Schedules: closed forms (the oracle of every case that follows one), whole runs of the schedulers of PyTorch, timm and pytorch_optimizer, and
optax's functions."""

import bisect
import math
import warnings
from decimal import Context, Decimal, localcontext

import numpy as np
import optax
import pytorch_optimizer
import timm.scheduler
import torch
from torch.optim import lr_scheduler as tl


# Arguments left out have the library's defaults: PyTorch's where PyTorch has them.


def _power(base, exponent):
    """In 50 digits: repeated products of floats are off in the 8th digit when the exponent is 10^9."""
    with localcontext(Context(prec=50, Emin=-(10**15), Emax=10**15)):
        return float(Decimal(base) ** Decimal(exponent))


def _half_wave(x):
    return (1 + math.cos(math.pi * x)) / 2


def constant(t, base=1.0):
    return base


def step(t, base=1.0, step_size=30, gamma=0.1):
    return base * _power(gamma, t // step_size)


def multi_step(t, base=1.0, gamma=0.1, milestones=()):
    return base * gamma ** sum(m <= t for m in milestones)


def exponential(t, base=1.0, gamma=1.0, step_size=1, staircase=0, begin=0, final=0.0, **rate):
    n = max(t - begin, 0)
    with localcontext(Context(prec=50, Emin=-(10**15), Emax=10**15)):
        x = Decimal(n // step_size) if staircase else Decimal(n) / step_size
        value = float(Decimal(base) * Decimal(gamma) ** x * (-Decimal(rate.get("lambda", 0.0)) * x).exp())
    return final if base < final < value or value < final < base else value


def cosine(t, base=1.0, final=0.0, total_steps=1000, power=1.0, after_end=0):
    if t > total_steps and not after_end:
        return final
    t %= 2 * total_steps  # exact, so that a late step keeps its phase
    return final + (base - final) * _half_wave(t / total_steps) ** power


def linear(t, base=1.0, start_factor=1 / 3, end_factor=1.0, total_steps=5):
    return base * (start_factor + (end_factor - start_factor) * min(t, total_steps) / total_steps)


def warmup_cosine(t, base=1.0, final=0.0, total_steps=1000, warmup_steps=100, start_factor=0.0, power=1.0, after_end=0):
    if t < warmup_steps:
        return base * (start_factor + (1 - start_factor) * t / warmup_steps)
    return cosine(t - warmup_steps, base, final, total_steps - warmup_steps, power, after_end)


def polynomial(t, base=1.0, final=0.0, total_steps=5, power=1.0, begin=0):
    left = total_steps - min(max(t - begin, 0), total_steps)
    return final + (base - final) * (left / total_steps) ** power


def cosine_restarts(t, base=1.0, final=0.0, cycle_steps=1000, t_mult=1, cycle_decay=1.0):
    if t_mult == 1:
        cycle, t = divmod(t, cycle_steps)
        return final + (base * _power(cycle_decay, cycle) - final) * _half_wave(t / cycle_steps)
    starts = [cycle_steps * (t_mult**i - 1) // (t_mult - 1) for i in range(64)]
    cycle = bisect.bisect_right(starts, t) - 1
    return final + (base * cycle_decay**cycle - final) * _half_wave((t - starts[cycle]) / (cycle_steps * t_mult**cycle))


def one_cycle(
    t,
    base=1.0,
    total_steps=1000,
    start_factor=1 / 25,
    end_factor=1 / 250000,
    pct_start=0.3,
    pct_final=0.85,
    three_phase=0,
    anneal="cosine",
    convention="torch",
):
    if convention == "torch":
        steps = [0, pct_start * total_steps - 1, 2 * pct_start * total_steps - 2, total_steps - 1]
    else:
        steps = [0, int(pct_start * total_steps), int(pct_final * total_steps), total_steps]
    values = [base * f for f in (start_factor, 1, start_factor, end_factor)]
    if not three_phase:
        del steps[2], values[2]
    i = min(i for i in range(1, len(steps)) if t <= steps[i] or i == len(steps) - 1)
    x = min((t - steps[i - 1]) / (steps[i] - steps[i - 1]), 1)
    left = _half_wave(x) if anneal == "cosine" else 1 - x
    return values[i - 1] * left + values[i] * (1 - left)


def cyclic(t, base=1.0, peak=4.0, step_size=2000, step_size_down=0, cycle_mode="triangular", gamma=1.0):
    down = step_size_down or step_size
    cycle, at = divmod(t, step_size + down)
    climbed = min(at / step_size, (step_size + down - at) / down)
    height = {"triangular": lambda: 1, "triangular2": lambda: 0.5**cycle, "exp_range": lambda: _power(gamma, t)}[cycle_mode]()
    return base + (peak - base) * climbed * height


def inverse_sqrt(t, base=1.0, warmup_steps=4000, start_factor=0.0):
    return base * (start_factor + (1 - start_factor) * t / warmup_steps if t < warmup_steps else math.sqrt(warmup_steps / t))


def noam(t, base=1.0, warmup_steps=4000, model_size=512):
    return base * model_size**-0.5 * min((t + 1) ** -0.5, (t + 1) * warmup_steps**-1.5)


def inverse_time(t, base=1.0, power=1.0, **rate):
    return base / (1 + rate.get("lambda", 1.0) * t) ** power


def wsd(t, base=1.0, final=0.0, total_steps=1000, warmup_steps=100, decay_steps=200, start_factor=0.0, anneal="cosine"):
    if t < warmup_steps:
        return base * (start_factor + (1 - start_factor) * t / warmup_steps)
    x = min(max(t - (total_steps - decay_steps), 0) / decay_steps, 1)
    left = {"cosine": _half_wave(x), "linear": 1 - x, "minus_sqrt": 1 - math.sqrt(x), "exponential": 2 * 0.5**x - 1}[anneal]
    return final + (base - final) * left


def warmup(t, base=1.0, warmup_steps=100, start_factor=0.0, warmup_kind="linear"):
    if t >= warmup_steps:
        return base
    s, w = start_factor, warmup_steps
    return base * {
        "none": lambda: 1,
        "linear": lambda: s + (1 - s) * t / w,
        "linear_from_one": lambda: s + (1 - s) * (t + 1) / w,
        "log": lambda: s + (1 - s) * math.log(t + 1) / math.log(w),
        "constant": lambda: s,
        "exponential": lambda: s ** (1 - t / w),
    }[warmup_kind]()


def rex(t, base=1.0, final=0.0, total_steps=1000):
    x = min(t, total_steps) / total_steps
    return final + (base - final) * (1 - x) / (1 - x / 2)


def piecewise(t, base=1.0, milestones=(), values=(1.0,), interpolation="none"):
    bounds = [0, *milestones]
    i = sum(m <= t for m in milestones)
    if i == len(milestones) or interpolation == "none":
        return base * values[i]
    x = (t - bounds[i]) / (bounds[i + 1] - bounds[i])
    return base * (values[i] + (values[i + 1] - values[i]) * (x if interpolation == "linear" else 1 - _half_wave(x)))


def table(t, base=1.0, values=(1.0,), after_end="hold"):
    return base * values[t % len(values) if after_end == "repeat" else min(t, len(values) - 1)]


def range_test(t, base=1.0, end_factor=1e8, total_steps=100, step_size=1, growth="exponential"):
    x = min(t - t % step_size, total_steps) / total_steps
    return base * (end_factor**x if growth == "exponential" else 1 + (end_factor - 1) * x)


KINDS = {
    f.__name__: f
    for f in (
        *(constant, step, exponential, cosine, linear, warmup_cosine, multi_step, polynomial, cosine_restarts, one_cycle, cyclic, inverse_sqrt),
        *(noam, inverse_time, wsd, warmup, rex, piecewise, table, range_test),
    )
}


def plateau(metrics, base=1.0, gamma=0.1, final=0.0, patience=10, cooldown=0, mode="min", threshold=1e-4, threshold_mode="relative", eps=1e-8):
    """The values before the first report and after each."""
    better = {
        "relative": lambda m, best: best - m > threshold * abs(best),
        "absolute": lambda m, best: best - m > threshold,
        "relative_torch": lambda m, best: m < best * (1 - threshold) if mode == "min" else -m > -best * (1 + threshold),
    }[threshold_mode]
    best, bad, cooling, value, values = math.inf, 0, 0, base, [base]
    for metric in metrics:
        cost = metric if mode == "min" else -metric
        improved = cost < best if math.isinf(best) else better(cost, best)
        best, bad = (cost, 0) if improved else (best, bad + 1)
        if cooling:
            cooling, bad = cooling - 1, 0
        if bad > patience:
            reduced = max(value * gamma, final)
            value = reduced if value - reduced > eps else value
            bad, cooling = 0, cooldown
        values.append(value)
    return values


def value(name, t, base=None):
    """The closed form of a schedule of SCHEDULES at step t, with the given base where there is one."""
    s = SCHEDULES[name]
    rebased = {} if base is None else {"base": base}
    if "metrics" in s:
        return plateau(s["metrics"][:t], **s["fields"])[-1]
    if "kind" in s:
        return KINDS[s["kind"]](t, **{**s["fields"], **rebased})
    if "product" in s:
        first, *others = s["product"]
        return value(first, t, base) * math.prod(value(child, t) for child in others)
    if "chain" in s:
        for child in s["chain"]:
            base = value(child, t, base)
        return base
    if "warmup" in s:
        inner, steps, kind = s["warmup"]
        return warmup(t, value(inner, 0), steps, 0.0, kind) if t < steps else value(inner, t - steps)
    starts = [0] + s["milestones"]
    i = max(i for i, first in enumerate(starts) if t >= first)
    return value(s["sequence"][i], t if s.get("fields", {}).get("shared_clock") else t - starts[i], base)


def _torch(base, make, momentum=False, last=10**9, **optimizer):
    """A whole run of a PyTorch scheduler, one value a step, chained as training loops do; `last` is how many steps it knows."""

    def run(steps):
        options = {"lr": base, "momentum": 0.5, **optimizer}
        sgd = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], **options)
        scheduler = make(sgd)
        values = []
        for t in range(min(steps, last)):
            values.append(sgd.param_groups[0]["momentum" if momentum else "lr"])
            sgd.step()
            with warnings.catch_warnings():  # SequentialLR passes an epoch to its children, which they call deprecated
                warnings.simplefilter("ignore", UserWarning)
                if t + 1 < last:
                    scheduler.step()
        return values

    return run


def _timm(base, make):
    """timm sets the value of an epoch when it is told its number."""

    def run(steps):
        sgd = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=base)
        scheduler = make(sgd)
        values = []
        for t in range(steps):
            scheduler.step(t)
            values.append(sgd.param_groups[0]["lr"])
        return values

    return run


def _rex(steps):
    sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    scheduler = pytorch_optimizer.REXScheduler(sgd, total_steps=30, max_lr=0.3, min_lr=0.01)
    return [0.3] + [scheduler.step() for _ in range(steps - 1)]


def _optax(schedule):
    return lambda steps: [float(schedule(t)) for t in range(steps)]


def _kind(kind, torch_run=None, optax_run=None, timm_run=None, pytorch_optimizer_run=None, **fields):
    runs = {"torch.optim.lr_scheduler": torch_run, "optax": optax_run, "timm.scheduler": timm_run, "pytorch_optimizer": pytorch_optimizer_run}
    return {"kind": kind, "fields": fields, "runs": {k: v for k, v in runs.items() if v}}


def _warm_then_cosine(o):
    return tl.SequentialLR(
        o, [tl.LinearLR(o, start_factor=0.25, end_factor=1.0, total_iters=6), tl.CosineAnnealingLR(o, T_max=20, eta_min=0.01)], milestones=[6]
    )


def _three(o):
    return tl.SequentialLR(o, [tl.LinearLR(o, 0.5, 0.75, 4), tl.StepLR(o, 3, 0.5), tl.ExponentialLR(o, 0.8)], milestones=[5, 14])


def _chained(o):
    return tl.ChainedScheduler([tl.StepLR(o, 7, 0.5), tl.ExponentialLR(o, 0.95)])


def _chained_four(o):
    return tl.ChainedScheduler(
        [tl.ConstantLR(o, 0.2, 5), tl.ExponentialLR(o, 0.97), tl.MultiStepLR(o, [9, 20], 0.5), tl.PolynomialLR(o, 400, 1.5)]
    )


def _one_cycle(momentum=False, last=10**9, **arguments):
    options = {"max_lr": 0.4, "total_steps": 37, "pct_start": 0.35, "div_factor": 8.0, "final_div_factor": 20.0, **arguments}
    return _torch(0.1, lambda o: tl.OneCycleLR(o, base_momentum=0.8, max_momentum=0.95, **options), momentum, last=options["total_steps"])


def _cyclic(momentum=False, **arguments):
    options = {"base_lr": 0.05, "max_lr": 0.3, "base_momentum": 0.7, "max_momentum": 0.92, **arguments}
    return _torch(0.1, lambda o: tl.CyclicLR(o, **options), momentum)


def _wsd(cooldown, ratio):
    """pytorch_optimizer goes to min_lr_ratio by the cosine alone; its other shapes go to 0, so they are only asked where that is the end."""
    return _torch(0.3, lambda o: pytorch_optimizer.get_wsd_schedule(o, 5, 12, 13, min_lr_ratio=ratio, cooldown_type=cooldown))


def _plateau_run(metrics, base=1.0, gamma=0.1, final=0.0, **options):
    """PyTorch's ReduceLROnPlateau: the values before the first report and after each."""

    def run(steps):
        sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
        mode = {"relative_torch": "rel", "relative": "rel", "absolute": "abs"}[options.get("threshold_mode", "relative")]
        scheduler = tl.ReduceLROnPlateau(sgd, factor=gamma, min_lr=final, **{**options, "threshold_mode": mode})
        values = [base]
        for metric in metrics[: steps - 1]:
            scheduler.step(metric)
            values.append(sgd.param_groups[0]["lr"])
        return values

    return run


def _plateau(metrics, torch_too=True, **fields):
    runs = {"torch.optim.lr_scheduler": _plateau_run(metrics, **fields)} if torch_too else {}
    return {"kind": "plateau", "fields": fields, "metrics": metrics, "runs": runs}


def _metrics(seed, level=0.0, size=1.0, odd=False):
    """A metric that falls in fits and starts, with ties; `odd`: now and then NaN or infinite."""
    random = np.random.default_rng(seed)
    falls = np.where(random.random(400) < 0.12, random.random(400) * size, 0).cumsum()
    metrics = np.round(level - falls + random.normal(size=400) * 0.02 * size, 3)
    if odd:
        metrics[random.random(400) < 0.05] = math.nan
        metrics[random.random(400) < 0.03] = math.inf
    return metrics.tolist()


SCHEDULES = {
    "constant_defaults": _kind("constant"),
    "step_defaults": _kind("step", _torch(1.0, lambda o: tl.StepLR(o, 30))),
    "exponential_defaults": _kind("exponential"),
    "cosine_defaults": _kind("cosine"),
    "linear_defaults": _kind("linear", _torch(1.0, tl.LinearLR)),
    "warmup_cosine_defaults": _kind("warmup_cosine"),
    "constant": _kind("constant", _torch(0.3, lambda o: tl.ConstantLR(o, factor=1.0)), _optax(optax.constant_schedule(0.3)), base=0.3),
    "step": _kind(
        "step",
        _torch(0.3, lambda o: tl.StepLR(o, 7, 0.6)),
        _optax(optax.exponential_decay(0.3, 7, 0.6, staircase=True)),
        base=0.3,
        step_size=7,
        gamma=0.6,
    ),
    "exponential_gamma": _kind(
        "exponential", _torch(0.2, lambda o: tl.ExponentialLR(o, 0.9)), _optax(optax.exponential_decay(0.2, 1, 0.9)), base=0.2, gamma=0.9
    ),
    "exponential_lambda": _kind("exponential", None, _optax(optax.exponential_decay(0.2, 1, math.exp(-0.07))), base=0.2, **{"lambda": 0.07}),
    "exponential_both": _kind("exponential", base=0.7, gamma=0.97, **{"lambda": 0.05}),
    "exponential_slow": _kind("exponential", base=0.7, gamma=1 - 2.0**-30, **{"lambda": 2.0**-31}),
    "cosine_hold": _kind(
        "cosine",
        None,
        _optax(optax.cosine_decay_schedule(0.4, 23, alpha=0.05 / 0.4)),
        base=0.4,
        final=0.05,
        total_steps=23,
    ),
    "cosine_repeat": _kind(
        "cosine", _torch(0.4, lambda o: tl.CosineAnnealingLR(o, 11, 0.05)), base=0.4, final=0.05, total_steps=11, after_end=1
    ),
    "linear_up": _kind(
        "linear",
        _torch(0.5, lambda o: tl.LinearLR(o, start_factor=0.2, end_factor=0.9, total_iters=13)),
        _optax(optax.linear_schedule(0.1, 0.45, 13)),
        base=0.5,
        start_factor=0.2,
        end_factor=0.9,
        total_steps=13,
    ),
    "linear_down": _kind(
        "linear",
        _torch(0.5, lambda o: tl.LinearLR(o, start_factor=1.0, end_factor=0.125, total_iters=9)),
        base=0.5,
        start_factor=1.0,
        end_factor=0.125,
        total_steps=9,
    ),
    "warmup_cosine_hold": _kind(
        "warmup_cosine",
        None,
        _optax(optax.warmup_cosine_decay_schedule(0.04, 0.2, 7, 31, 0.002)),
        base=0.2,
        final=0.002,
        total_steps=31,
        warmup_steps=7,
        start_factor=0.2,
    ),
    "warmup_cosine_repeat": _kind(
        "warmup_cosine",
        _torch(0.2, _warm_then_cosine),
        base=0.2,
        final=0.01,
        total_steps=26,
        warmup_steps=6,
        start_factor=0.25,
        after_end=1,
    ),
    # Parts of the compositions below.
    "part_linear": _kind("linear", base=0.6, start_factor=0.5, end_factor=0.75, total_steps=4),
    "part_step": _kind("step", base=0.6, step_size=3, gamma=0.5),
    "part_exponential": _kind("exponential", base=0.6, gamma=0.8),
    "part_factor": _kind("exponential", gamma=0.95),
    "part_drops": _kind("step", base=0.25, step_size=7, gamma=0.5),
    "sequence": {
        "sequence": ["part_linear", "part_step", "part_exponential"],
        "milestones": [5, 14],
        "runs": {"torch.optim.lr_scheduler": _torch(0.6, _three)},
    },
    "part_warmup": _kind("warmup", base=0.4, warmup_steps=6, start_factor=0.1),
    "part_cosine": _kind("cosine", base=0.4, final=0.03, total_steps=30),
    "sequence_shared": {
        "sequence": ["part_warmup", "part_cosine"],
        "milestones": [6],
        "fields": {"shared_clock": 1},
        "runs": {
            "timm.scheduler": _timm(
                0.4, lambda o: timm.scheduler.CosineLRScheduler(o, t_initial=30, lr_min=0.03, warmup_t=6, warmup_lr_init=0.04, warmup_prefix=False)
            )
        },
    },
    "product": {"product": ["part_drops", "part_factor"], "runs": {"torch.optim.lr_scheduler": _torch(0.25, _chained)}},
    "warmup": {
        "warmup": ("cosine_hold", 8, "linear"),
        "runs": {
            "optax": _optax(
                optax.join_schedules([optax.linear_schedule(0.0, 0.4, 8), optax.cosine_decay_schedule(0.4, 23, alpha=0.05 / 0.4)], [8])
            )
        },
    },
    "nested": {"product": ["warmup", "sequence"], "runs": {}},
    "warmup_from_one": {
        "warmup": ("part_step", 6, "linear_from_one"),
        "runs": {"torch.optim.lr_scheduler": _torch(0.6, lambda o: tl.LambdaLR(o, lambda t: (t + 1) / 6 if t < 6 else 0.5 ** ((t - 6) // 3)))},
    },
    "warmup_log": {"warmup": ("part_step", 7, "log"), "runs": {}},
    "multi_step_defaults": _kind("multi_step"),
    "multi_step": _kind("multi_step", _torch(0.3, lambda o: tl.MultiStepLR(o, [4, 9, 9, 30], 0.6)), base=0.3, gamma=0.6, milestones=[4, 9, 9, 30]),
    "multi_step_up": _kind(
        "multi_step",
        _torch(0.3, lambda o: tl.MultiStepLR(o, [3, 40], 1.5)),
        _optax(optax.piecewise_constant_schedule(0.3, {3: 1.5, 40: 1.5})),
        base=0.3,
        gamma=1.5,
        milestones=[3, 40],
    ),
    "exponential_up": _kind("exponential", _torch(0.2, lambda o: tl.ExponentialLR(o, 1.01)), base=0.2, gamma=1.01),
    "exponential_optax": _kind(
        "exponential",
        None,
        _optax(optax.exponential_decay(0.2, 7, 0.6, transition_begin=4)),
        base=0.2,
        gamma=0.6,
        step_size=7,
        begin=4,
    ),
    "exponential_staircase": _kind(
        "exponential",
        None,
        _optax(optax.exponential_decay(0.2, 7, 0.6, transition_begin=4, staircase=True)),
        base=0.2,
        gamma=0.6,
        step_size=7,
        begin=4,
        staircase=1,
    ),
    "exponential_all": _kind("exponential", base=0.7, gamma=0.97, step_size=7, begin=2, final=0.1, **{"lambda": 0.05}),
    "exponential_floor": _kind(
        "exponential", None, _optax(optax.exponential_decay(0.2, 5, 0.7, end_value=0.03)), base=0.2, gamma=0.7, step_size=5, final=0.03
    ),
    "exponential_ceiling": _kind(
        "exponential", None, _optax(optax.exponential_decay(0.2, 5, 1.3, end_value=0.9)), base=0.2, gamma=1.3, step_size=5, final=0.9
    ),
    "cosine_power": _kind(
        "cosine", None, _optax(optax.cosine_decay_schedule(0.4, 23, alpha=0.05 / 0.4, exponent=1.7)), base=0.4, final=0.05, total_steps=23, power=1.7
    ),
    "warmup_cosine_power": _kind(
        "warmup_cosine",
        None,
        _optax(optax.warmup_cosine_decay_schedule(0.04, 0.2, 7, 31, 0.002, exponent=0.8)),
        base=0.2,
        final=0.002,
        total_steps=31,
        warmup_steps=7,
        start_factor=0.2,
        power=0.8,
    ),
    "polynomial_defaults": _kind("polynomial", _torch(1.0, tl.PolynomialLR)),
    "polynomial_to_zero": _kind("polynomial", _torch(0.5, lambda o: tl.PolynomialLR(o, 300, 0.5)), base=0.5, total_steps=300, power=0.5),
    "polynomial": _kind(
        "polynomial", None, _optax(optax.polynomial_schedule(0.5, 0.02, 2.5, 29, 6)), base=0.5, final=0.02, total_steps=29, power=2.5, begin=6
    ),
    "polynomial_line": _kind("polynomial", None, _optax(optax.linear_schedule(0.5, 0.02, 29, 6)), base=0.5, final=0.02, total_steps=29, begin=6),
    "cosine_restarts_defaults": _kind("cosine_restarts"),
    "cosine_restarts": _kind(
        "cosine_restarts",
        _torch(0.4, lambda o: tl.CosineAnnealingWarmRestarts(o, 11, 1, 0.03)),
        None,
        _timm(0.4, lambda o: timm.scheduler.CosineLRScheduler(o, t_initial=11, lr_min=0.03, cycle_limit=10**6)),
        base=0.4,
        final=0.03,
        cycle_steps=11,
    ),
    "cosine_restarts_longer": _kind(
        "cosine_restarts", _torch(0.4, lambda o: tl.CosineAnnealingWarmRestarts(o, 5, 3, 0.03)), base=0.4, final=0.03, cycle_steps=5, t_mult=3
    ),
    "cosine_restarts_lower": _kind(
        "cosine_restarts",
        None,
        None,
        _timm(0.4, lambda o: timm.scheduler.CosineLRScheduler(o, t_initial=6, lr_min=0.03, cycle_mul=2, cycle_decay=0.7, cycle_limit=10**6)),
        base=0.4,
        final=0.03,
        cycle_steps=6,
        t_mult=2,
        cycle_decay=0.7,
    ),
    "one_cycle_defaults": _kind("one_cycle", _torch(1.0, lambda o: tl.OneCycleLR(o, 1.0, 1000), last=1000)),
    "one_cycle": _kind("one_cycle", _one_cycle(), base=0.4, total_steps=37, pct_start=0.35, start_factor=1 / 8, end_factor=1 / 160),
    "one_cycle_three": _kind(
        "one_cycle", _one_cycle(three_phase=True), base=0.4, total_steps=37, pct_start=0.35, start_factor=1 / 8, end_factor=1 / 160, three_phase=1
    ),
    "one_cycle_lines": _kind(
        "one_cycle",
        _one_cycle(three_phase=True, anneal_strategy="linear", total_steps=41),
        base=0.4,
        total_steps=41,
        pct_start=0.35,
        start_factor=1 / 8,
        end_factor=1 / 160,
        three_phase=1,
        anneal="linear",
    ),
    "one_cycle_momentum": _kind(
        "one_cycle", _one_cycle(momentum=True), base=0.8, total_steps=37, pct_start=0.35, start_factor=0.95 / 0.8, end_factor=0.95 / 0.8
    ),
    "one_cycle_momentum_three": _kind(
        "one_cycle",
        _one_cycle(momentum=True, three_phase=True),
        base=0.8,
        total_steps=37,
        pct_start=0.35,
        start_factor=0.95 / 0.8,
        end_factor=0.95 / 0.8,
        three_phase=1,
    ),
    "one_cycle_optax": _kind(
        "one_cycle",
        None,
        _optax(optax.cosine_onecycle_schedule(37, 0.4, 0.35, 8.0, 20.0)),
        base=0.4,
        total_steps=37,
        pct_start=0.35,
        start_factor=1 / 8,
        end_factor=1 / 160,
        convention="optax",
    ),
    "one_cycle_optax_lines": _kind(
        "one_cycle",
        None,
        _optax(optax.linear_onecycle_schedule(37, 0.4, 0.35, 0.77, 8.0, 20.0)),
        base=0.4,
        total_steps=37,
        pct_start=0.35,
        pct_final=0.77,
        start_factor=1 / 8,
        end_factor=1 / 160,
        three_phase=1,
        anneal="linear",
        convention="optax",
    ),
    "cyclic_defaults": _kind("cyclic"),
    "cyclic": _kind("cyclic", _cyclic(step_size_up=7, step_size_down=4), base=0.05, peak=0.3, step_size=7, step_size_down=4),
    "cyclic_triangular2": _kind("cyclic", _cyclic(step_size_up=6, mode="triangular2"), base=0.05, peak=0.3, step_size=6, cycle_mode="triangular2"),
    "cyclic_exp_range": _kind(
        "cyclic", _cyclic(step_size_up=6, mode="exp_range", gamma=0.97), base=0.05, peak=0.3, step_size=6, cycle_mode="exp_range", gamma=0.97
    ),
    "cyclic_momentum": _kind(
        "cyclic", _cyclic(momentum=True, step_size_up=6, mode="triangular2"), base=0.92, peak=0.7, step_size=6, cycle_mode="triangular2"
    ),
    "inverse_sqrt_defaults": _kind("inverse_sqrt"),
    "inverse_sqrt": _kind(
        "inverse_sqrt",
        _torch(0.3, lambda o: tl.LambdaLR(o, lambda t: 0.1 + 0.9 * t / 9 if t < 9 else 3 / math.sqrt(t))),
        base=0.3,
        warmup_steps=9,
        start_factor=0.1,
    ),
    "noam_defaults": _kind("noam"),
    "noam": _kind(
        "noam",
        _torch(0.7, lambda o: tl.LambdaLR(o, lambda t: min((t + 1) ** -0.5, (t + 1) * 12**-1.5) / 4)),
        base=0.7,
        warmup_steps=12,
        model_size=16,
    ),
    "inverse_time_defaults": _kind("inverse_time", _torch(1.0, lambda o: tl.LambdaLR(o, lambda t: 1 / (t + 1)))),
    "inverse_time": _kind(
        "inverse_time", _torch(0.3, lambda o: tl.LambdaLR(o, lambda t: (1 + 0.25 * t) ** -0.75)), base=0.3, power=0.75, **{"lambda": 0.25}
    ),
    "wsd_defaults": _kind("wsd"),
    "wsd_cosine": _kind(
        "wsd", None, None, None, _wsd("cosine", 0.1), base=0.3, final=0.03, total_steps=30, warmup_steps=5, decay_steps=13, anneal="cosine"
    ),
    "wsd_linear": _kind("wsd", base=0.3, final=0.02, total_steps=40, warmup_steps=5, decay_steps=13, start_factor=0.2, anneal="linear"),
    "wsd_linear_to_zero": _kind(
        "wsd", None, None, None, _wsd("linear", 0.0), base=0.3, total_steps=30, warmup_steps=5, decay_steps=13, anneal="linear"
    ),
    "wsd_minus_sqrt": _kind("wsd", base=0.3, final=0.02, total_steps=40, warmup_steps=5, decay_steps=13, anneal="minus_sqrt"),
    "wsd_minus_sqrt_to_zero": _kind(
        "wsd", None, None, None, _wsd("1-sqrt", 0.0), base=0.3, total_steps=30, warmup_steps=5, decay_steps=13, anneal="minus_sqrt"
    ),
    "wsd_exponential": _kind("wsd", base=0.3, final=0.02, total_steps=40, warmup_steps=5, decay_steps=13, start_factor=0.2, anneal="exponential"),
    "warmup_defaults": _kind("warmup"),
    "warmup_linear": _kind(
        "warmup",
        _torch(0.3, lambda o: tl.LinearLR(o, 0.2, 1.0, 9)),
        _optax(optax.warmup_constant_schedule(0.06, 0.3, 9)),
        base=0.3,
        warmup_steps=9,
        start_factor=0.2,
    ),
    "warmup_linear_from_one": _kind("warmup", base=0.3, warmup_steps=9, start_factor=0.2, warmup_kind="linear_from_one"),
    "warmup_constant": _kind(
        "warmup", _torch(0.3, lambda o: tl.ConstantLR(o, 0.2, 9)), base=0.3, warmup_steps=9, start_factor=0.2, warmup_kind="constant"
    ),
    "warmup_exponential": _kind("warmup", base=0.3, warmup_steps=9, start_factor=0.05, warmup_kind="exponential"),
    "warmup_logarithm": _kind("warmup", base=0.3, warmup_steps=9, start_factor=0.05, warmup_kind="log"),
    "warmup_none": _kind("warmup", base=0.3, warmup_steps=9, start_factor=0.05, warmup_kind="none"),
    "rex_defaults": _kind("rex"),
    "rex": _kind("rex", None, None, None, _rex, base=0.3, final=0.01, total_steps=30),
    "piecewise_defaults": _kind("piecewise"),
    "piecewise": _kind(
        "piecewise",
        None,
        _optax(optax.piecewise_constant_schedule(0.3, {5: 0.5, 12: 1.5, 33: 0.2})),
        base=0.3,
        milestones=[5, 12, 33],
        values=[1, 0.5, 0.75, 0.15],
    ),
    "piecewise_linear": _kind(
        "piecewise",
        None,
        _optax(optax.schedules.piecewise_interpolate_schedule("linear", 0.3, {5: 0.5, 12: 1.5, 33: 0.2})),
        base=0.3,
        milestones=[5, 12, 33],
        values=[1, 0.5, 0.75, 0.15],
        interpolation="linear",
    ),
    "piecewise_cosine": _kind(
        "piecewise",
        None,
        _optax(optax.schedules.piecewise_interpolate_schedule("cosine", 0.3, {5: 0.5, 12: 1.5, 33: 0.2})),
        base=0.3,
        milestones=[5, 12, 33],
        values=[1, 0.5, 0.75, 0.15],
        interpolation="cosine",
    ),
    "table_defaults": _kind("table"),
    "table": _kind("table", base=0.3, values=[1, 0.5, 0.75, 0.15, 0.4]),
    "table_repeat": _kind("table", base=0.3, values=[1, 0.5, 0.75, 0.15, 0.4], after_end="repeat"),
    "range_test_defaults": _kind("range_test"),
    "range_test": _kind("range_test", base=1e-3, end_factor=500.0, total_steps=37, step_size=3),
    "range_test_linear": _kind(
        "range_test",
        None,
        _optax(optax.linear_schedule(1e-3, 0.5, 37)),
        base=1e-3,
        end_factor=500.0,
        total_steps=37,
        growth="linear",
    ),
    "range_test_stairs": _kind("range_test", base=1e-3, end_factor=500.0, total_steps=37, step_size=4, growth="linear"),
    # A chain hands each child what the one before made of it.
    "part_constant": _kind("warmup", base=0.25, warmup_steps=5, start_factor=0.2, warmup_kind="constant"),
    "part_decay": _kind("exponential", gamma=0.97),
    "part_milestones": _kind("multi_step", gamma=0.5, milestones=[9, 20]),
    "part_polynomial": _kind("polynomial", total_steps=400, power=1.5),
    "part_floor": _kind("cosine", final=0.001, total_steps=30),
    "chain": {
        "chain": ["part_constant", "part_decay", "part_milestones", "part_polynomial"],
        "runs": {"torch.optim.lr_scheduler": _torch(0.25, _chained_four)},
    },
    "chain_to_floor": {"chain": ["part_constant", "part_decay", "part_floor"], "runs": {}},
    "chain_of_compositions": {"chain": ["sequence", "product", "part_milestones"], "runs": {}},
    # Values after so many reports.
    "plateau_defaults": _plateau(_metrics(1, 40)),
    "plateau_min": _plateau(_metrics(2, 60), base=0.5, gamma=0.7, patience=4, cooldown=3, threshold=0.01, final=0.02),
    "plateau_max": _plateau([-m for m in _metrics(3)], base=0.5, gamma=0.8, patience=3, mode="max", threshold=0.02),
    "plateau_absolute": _plateau(_metrics(4), base=0.5, gamma=0.8, patience=3, threshold=0.4, threshold_mode="absolute"),
    "plateau_absolute_max": _plateau(
        [-m for m in _metrics(5, 9)], base=0.5, gamma=0.8, patience=3, mode="max", threshold=0.4, threshold_mode="absolute"
    ),
    "plateau_negative": _plateau(_metrics(6), torch_too=False, base=0.5, gamma=0.8, patience=3, threshold=0.02),
    "plateau_negative_torch": _plateau(_metrics(6), base=0.5, gamma=0.8, patience=3, threshold=0.02, threshold_mode="relative_torch"),
    "plateau_negative_max": _plateau(_metrics(7), torch_too=False, base=0.5, gamma=0.8, patience=3, threshold=0.02, mode="max"),
    "plateau_negative_max_torch": _plateau(
        _metrics(7), base=0.5, gamma=0.8, patience=3, threshold=0.02, mode="max", threshold_mode="relative_torch"
    ),
    "plateau_nan": _plateau(_metrics(8, 70, odd=True), base=0.5, gamma=0.8, patience=2, threshold=0.003),
    "plateau_impatient": _plateau(_metrics(9, 50), base=0.5, gamma=0.9, patience=0, cooldown=7, eps=0.03),
    # What cases of the rules follow: quick to move, so that where lr stands is seen within a few steps.
    "case_lr": _kind("warmup_cosine", base=0.08, final=0.01, total_steps=14, warmup_steps=4, start_factor=0.3),
    "case_fade": _kind("exponential", base=0.3, gamma=0.8),
    "case_beta": _kind("linear", base=0.9, start_factor=0.8, end_factor=1.05, total_steps=12),
}

FIRST = 48  # steps that are written one by one
RUN = 400  # length of the runs, of which some later steps are written
FAR = [500, 1000, 65537, 10**6 + 1, 10**9 + 7, 2**40 + 3]  # late steps, by the closed form alone
WRITTEN = [*range(FIRST), *range(FIRST, RUN, 11)]


def torch_closed_form_cosine():
    """PyTorch's own closed form of the cosine, against which its recursive run is checked."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
    scheduler = tl.CosineAnnealingLR(optimizer, 11, 0.05)
    values = []
    for t in range(RUN):
        scheduler.last_epoch = t
        values.append(scheduler._get_closed_form_lr()[0])
    return values


def records():
    """Yields (name, definition, oracles, {step: value}); every oracle must agree with the closed form."""
    np.testing.assert_allclose(torch_closed_form_cosine(), [value("cosine_repeat", t) for t in range(RUN)], rtol=1e-13)
    for name, definition in SCHEDULES.items():
        closed = [value(name, t) for t in range(RUN)]
        for oracle, run in definition["runs"].items():
            got = run(RUN)
            np.testing.assert_allclose(got, closed[: len(got)], rtol=1e-12, atol=1e-16, err_msg=f"{name}: {oracle}")
        far = [] if "metrics" in definition else FAR
        values = {t: value(name, t) for t in WRITTEN + far}
        yield name, definition, ["closed_form", *definition["runs"]], {t: v for t, v in values.items() if math.isfinite(v)}

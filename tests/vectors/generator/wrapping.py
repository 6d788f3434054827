"""What accompanies an optimizer: averages, Lookahead, accumulated gradients, SAM and projections around SGD with momentum and AdamW. Each case is
run by NumPy, by hand, and by the peer that has it (torch.optim.swa_utils, timm, optax, pytorch_optimizer, or PyTorch's own optimizers driven as
its users do); all must agree to 1e-12.

The gradient of step t, micro-batch m, at w is noise[t][m] + CURVATURE * w: where it is taken matters to SAM.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytorch_optimizer
import timm.optim.lookahead
import timm.utils.model_ema
import torch
from pytorch_optimizer.optimizer import sam as _sam_module
from torch.optim import swa_utils

jax.config.update("jax_enable_x64", True)

FORMAT = """
  drive NAME                    start I V..., shape I N..., curvature V
    noise T M I V...              the gradient of step T (from 1), micro-batch M, at w is noise + curvature w
  wrapped NAME                  rule R, set HYPER V; wrap WRAPPER in order; field K FIELD V of the K-th; project I LOWER UPPER UNIT
    micro W...                    weights of the micro-batches that are accumulated for each step; no line: none are
    param T I V...                parameter after step T
    slow T I V..., average T K I V...   slow weights of Lookahead; the K-th average (from 0); no line: it has not begun
"""
AGREEMENT = 1e-12
STEPS, MICRO = 60, 3
WRITTEN = [t for t in range(1, STEPS + 1) if t <= 8 or t % 5 == 0]
SHAPES = [(2, 6), (5,)]
CURVATURE = 0.25
_rng = np.random.default_rng(21)
START = [np.float32(_rng.normal(size=s)).astype(np.float64) for s in SHAPES]
NOISE = [[[np.float32(_rng.normal(size=s)).astype(np.float64) for s in SHAPES] for _ in range(MICRO)] for _ in range(STEPS)]

SGD = ("sgd", dict(lr=0.05, momentum=0.9))
ADAMW = ("adamw", dict(lr=0.02, weight_decay=0.1))


def _case(rule, *wraps, micro=(), project=None):
    return dict(rule=rule, wraps=list(wraps), micro=list(micro), project=project or {})


CASES = {
    "ema_sgd": _case(SGD, ("ema", dict(decay=0.9))),
    "ema_adamw": _case(ADAMW, ("ema", {})),
    "ema_every_3_after_10": _case(SGD, ("ema", dict(decay=0.7, start=10, every=3))),
    "ema_timm_power": _case(ADAMW, ("ema", dict(decay=0.95, warmup="power", gamma=2.0, power=0.75, min_decay=0.3))),
    "ema_timm_defaults": _case(SGD, ("ema", dict(warmup="power"))),
    "ema_timm_start": _case(SGD, ("ema", dict(decay=0.9, warmup="power", start=7))),
    "ema_tf": _case(ADAMW, ("ema", dict(decay=0.8, warmup="tf"))),
    "ema_tf_min_decay": _case(SGD, ("ema", dict(decay=0.8, warmup="tf", min_decay=0.4))),
    "ema_debias": _case(SGD, ("ema", dict(decay=0.97, debias=1))),
    "ema_debias_adamw": _case(ADAMW, ("ema", dict(decay=0.9, debias=1))),
    "swa_sgd": _case(SGD, ("swa", {})),
    "swa_every_4_after_12": _case(ADAMW, ("swa", dict(start=12, every=4))),
    "ema_and_swa": _case(ADAMW, ("swa", dict(start=5)), ("ema", dict(decay=0.9)), ("ema", dict(decay=0.5, every=2))),
    "lookahead_sgd": _case(SGD, ("lookahead", {})),
    "lookahead_adamw": _case(ADAMW, ("lookahead", dict(k=7, alpha=0.8))),
    "lookahead_sync_sgd": _case(SGD, ("lookahead", dict(k=6, initial="sync"))),
    "lookahead_sync_adamw": _case(ADAMW, ("lookahead", dict(alpha=0.3, initial="sync"))),
    "lookahead_reset_sgd": _case(SGD, ("lookahead", dict(k=4, state="reset"))),
    "lookahead_reset_adamw": _case(ADAMW, ("lookahead", dict(k=4, state="reset"))),
    "accumulate_sgd": _case(SGD, ("accumulate", {}), micro=[1, 1, 1]),
    "accumulate_weighted_adamw": _case(ADAMW, ("accumulate", {}), micro=[5, 0.5, 2]),
    "accumulate_sum_sgd": _case(SGD, ("accumulate", dict(reduce="sum")), micro=[0.25, 0.5]),
    "sam_sgd": _case(SGD, ("sam", dict(rho=0.3))),
    "sam_adamw": _case(ADAMW, ("sam", {})),
    "sam_large_eps": _case(SGD, ("sam", dict(rho=0.5, eps=2.0))),
    "asam_sgd": _case(SGD, ("sam", dict(rho=0.5, adaptive=1, eta=0.0))),
    "asam_adamw": _case(ADAMW, ("sam", dict(rho=2.0, adaptive=1))),
    "project_sgd": _case(SGD, project={0: (-0.5, 0.75, 3), 1: (-0.25, np.inf, 0)}),
    "project_adamw": _case(ADAMW, project={0: (-np.inf, np.inf, 2), 1: (-np.inf, 0.125, 5)}),
}

_DEFAULTS = {
    "ema": dict(decay=0.999, warmup="none", gamma=1.0, power=2 / 3, min_decay=0.0, debias=0, start=0, every=1),
    "swa": dict(start=0, every=1),
    "lookahead": dict(k=5, alpha=0.5, initial="start", state="keep"),
    "accumulate": dict(reduce="mean"),
    "sam": dict(rho=0.05, eps=1e-12, adaptive=0, eta=0.01),
}


def _fields(case, wrapper):
    return next(({**_DEFAULTS[name], **fields} for name, fields in case["wraps"] if name == wrapper), None)


def _averages(case):
    return [(name, {**_DEFAULTS[name], **fields}) for name, fields in case["wraps"] if name in ("ema", "swa")]


def _due(f, t):
    return t > f["start"] and (t - f["start"]) % f["every"] == 0


# ---- by hand


class _Rule:
    """SGD with momentum, or AdamW, of one parameter."""

    def __init__(self, rule):
        (self.name, self.h), self.t = rule, 0
        self.m, self.v = 0.0, 0.0

    def step(self, p, g):
        h, self.t = self.h, self.t + 1
        if self.name == "sgd":
            self.m = h["momentum"] * self.m + g
            return p - h["lr"] * self.m
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g * g
        m, v = self.m / (1 - 0.9**self.t), self.v / (1 - 0.999**self.t)
        return p * (1 - h["lr"] * h["weight_decay"]) - h["lr"] * m / (np.sqrt(v) + 1e-8)


def _ema_decay(f, n):
    warm = {"none": np.inf, "tf": (1 + n) / (10 + n), "power": 1 - (1 + n / f["gamma"]) ** -f["power"]}[f["warmup"]]
    return f["decay"] if f["warmup"] == "none" else max(min(warm, f["decay"]), f["min_decay"])


class _Average:
    """From zero where it is debiased, as optax; else from a copy, as PyTorch."""

    def __init__(self, name, fields):
        self.name, self.f, self.n, self.sum = name, fields, 0, 0.0

    def see(self, p):
        if self.name == "swa":
            self.sum, self.value = self.sum + p, (self.sum + p) / (self.n + 1)
        elif self.f["debias"]:
            self.sum = self.f["decay"] * self.sum + (1 - self.f["decay"]) * p
            self.value = self.sum / (1 - self.f["decay"] ** (self.n + 1))
        else:
            d = _ema_decay(self.f, self.n) if self.n else 0.0
            self.value = d * (self.value if self.n else 0.0) + (1 - d) * p
        self.n += 1


def _projected(p, lower, upper, unit):
    p = np.clip(p, lower, upper)
    if unit:
        runs = p.reshape(-1, unit)
        p = (runs / np.linalg.norm(runs, axis=1, keepdims=True)).reshape(p.shape)
    return p


def _gradients(case, t, w):
    """The gradients of a step at w, accumulated if they are."""
    at = lambda m: [noise + CURVATURE * p for noise, p in zip(NOISE[t - 1][m], w)]  # noqa: E731
    if not case["micro"]:
        return at(0)
    sums = [sum(weight * g for weight, g in zip(case["micro"], gs)) for gs in zip(*(at(m) for m in range(len(case["micro"]))))]
    total = sum(case["micro"]) if _fields(case, "accumulate")["reduce"] == "mean" else 1
    return [g / total for g in sums]


def _perturbed(f, w, g):
    size = [np.abs(p) + f["eta"] if f["adaptive"] else np.ones_like(p) for p in w]
    norm = np.sqrt(sum(np.sum((s * x) ** 2) for s, x in zip(size, g)))
    return [p + f["rho"] * s**2 * x / (norm + f["eps"]) for p, s, x in zip(w, size, g)]


def by_hand(case):
    p, rules = [x.copy() for x in START], [_Rule(case["rule"]) for _ in START]
    averages = [[_Average(*one) for _ in START] for one in _averages(case)]
    look, sam, slow = _fields(case, "lookahead"), _fields(case, "sam"), [x.copy() for x in START]
    for t in range(1, STEPS + 1):
        g = _gradients(case, t, p)
        if sam:
            g = _gradients(case, t, _perturbed(sam, p, g))
        p = [rule.step(x, y) for rule, x, y in zip(rules, p, g)]
        p = [_projected(x, *case["project"].get(i, (-np.inf, np.inf, 0))) for i, x in enumerate(p)]
        if look and t % look["k"] == 0:
            if look["initial"] == "sync" and t == look["k"]:
                slow = [x.copy() for x in p]
            slow = [s + look["alpha"] * (x - s) for s, x in zip(slow, p)]
            p = [s.copy() for s in slow]
            if look["state"] == "reset":
                rules = [_Rule(case["rule"]) for _ in START]
        for one, (_, f) in zip(averages, _averages(case)):
            if _due(f, t):
                for average, x in zip(one, p):
                    average.see(x)
        has_slow = look and (look["initial"] == "start" or t >= look["k"])
        yield p, slow if has_slow else None, [[a.value for a in one] if one[0].n else None for one in averages]


# ---- by PyTorch, timm and pytorch_optimizer


class _Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.p = torch.nn.ParameterList([torch.tensor(x) for x in START])


def _torch_rule(case):
    name, h = case["rule"]
    return (torch.optim.SGD if name == "sgd" else torch.optim.AdamW), h


def _torch_averages(case, model):
    """One update(model, t) and one module for each average."""
    out = []
    for name, f in _averages(case):
        if name == "ema" and f["debias"]:
            return None
        if name == "ema" and f["warmup"] == "power":
            # timm counts from the steps themselves, so it is not asked for others than each.
            ema = timm.utils.model_ema.ModelEmaV3(
                model, f["decay"], f["min_decay"], f["start"], True, f["gamma"], f["power"], foreach=False
            )
            out.append((lambda m, t, ema=ema: ema.update(m, t), ema.module))
            continue
        if name == "swa":
            average = swa_utils.AveragedModel(model)
        elif f["warmup"] == "none":
            average = swa_utils.AveragedModel(model, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(f["decay"]))
        else:
            average = swa_utils.AveragedModel(
                model, avg_fn=lambda a, p, n, f=f: torch.lerp(p, a, torch.clamp(torch.clamp((1 + n) / (10 + n), max=f["decay"]), min=f["min_decay"]))
            )
        out.append((lambda m, t, average=average: average.update_parameters(m), average.module))
    return out


def _norm_in_f64(groups, weight_adaptive):
    """The sum of squares that pytorch_optimizer's SAM starts from; its own is of f32."""
    return sum(((p.abs() if group["adaptive"] else 1.0) * p.grad).square().sum() for group in groups for p in group["params"]).reshape(1)


_sam_module.get_global_gradient_norm = _norm_in_f64


def _torch_optimizer(case, model):
    (kind, h), look, sam = _torch_rule(case), _fields(case, "lookahead"), _fields(case, "sam")
    if sam:
        arguments = dict(rho=sam["rho"], adaptive=bool(sam["adaptive"]), perturb_eps=sam["eps"], foreach=False)
        return pytorch_optimizer.SAM(model.parameters(), kind, **arguments, **h)
    inner = kind(model.parameters(), **h)
    if not look:
        return inner
    if look["initial"] == "sync":
        return timm.optim.lookahead.Lookahead(inner, look["alpha"], look["k"])
    return pytorch_optimizer.Lookahead(inner, k=look["k"], alpha=look["alpha"])


def _backward(case, model, t):
    """What accumulates in .grad when the losses of the micro-batches are weighted."""
    model.zero_grad()
    weights, total = case["micro"] or [1], 1
    if case["micro"] and _fields(case, "accumulate")["reduce"] == "mean":
        total = sum(weights)
    for m, weight in enumerate(weights):
        loss = sum((torch.tensor(n) * p + CURVATURE / 2 * p**2).sum() for n, p in zip(NOISE[t - 1][m], model.p))
        (loss * (weight / total)).backward()


@torch.no_grad()
def _torch_project(case, model):
    for i, (lower, upper, unit) in case["project"].items():
        p = model.p[i]
        p.clamp_(lower, upper)
        if unit:
            p.copy_(torch.nn.functional.normalize(p.reshape(-1, unit), dim=1).reshape(p.shape))


@torch.no_grad()
def _asam_move(model, f):
    """Equation 4 of Kwon et al. as their code writes it: in place, on the gradients."""
    sizes = [p.abs().add(f["eta"]) for p in model.p]
    norm = torch.stack([(p.grad * s).norm() for p, s in zip(model.p, sizes)]).norm() + f["eps"]
    before = [p.clone() for p in model.p]
    for p, s in zip(model.p, sizes):
        p.add_(p.grad.mul(s).mul(s).mul(f["rho"] / norm))
    return before


def by_torch(case):
    look, sam = _fields(case, "lookahead"), _fields(case, "sam")
    if look and look["state"] == "reset":
        return None
    model = _Model()
    averages = _torch_averages(case, model)
    if averages is None:
        return None
    by_kwon = sam and sam["adaptive"] and sam["eta"]
    optimizer = _torch_optimizer(dict(case, wraps=[]) if by_kwon else case, model)
    return list(_run_torch(case, model, optimizer, averages, sam if by_kwon else None))


def _run_torch(case, model, optimizer, averages, kwon):
    look, sam = _fields(case, "lookahead"), _fields(case, "sam")
    for t in range(1, STEPS + 1):
        _backward(case, model, t)
        if kwon:
            before = _asam_move(model, kwon)
            _backward(case, model, t)
            with torch.no_grad():
                for p, kept in zip(model.p, before):
                    p.copy_(kept)
            optimizer.step()
        elif sam:
            optimizer.first_step()
            _backward(case, model, t)
            optimizer.second_step()
        else:
            optimizer.step()
        _torch_project(case, model)
        seen = []
        for (update, module), (_, f) in zip(averages, _averages(case)):
            by_timm = isinstance(f.get("warmup"), str) and f["warmup"] == "power"
            if by_timm or _due(f, t):
                update(model, t)
            seen.append([p.detach().numpy().copy() for p in module.p] if t >= f["start"] + f["every"] else None)
        slow = None
        if look and look["initial"] == "start":
            slow = [optimizer.state[p]["slow_params"].numpy().copy() for p in model.p]
        elif look and t >= look["k"]:
            slow = [optimizer._base_optimizer.state[p]["lookahead_slow_buff"].numpy().copy() for p in model.p]
        yield [p.detach().numpy().copy() for p in model.p], slow, seen


# ---- by optax


def by_optax(case):
    look, averages = _fields(case, "lookahead"), _averages(case)
    debias = [f for name, f in averages if name == "ema" and f["debias"]]
    if not (look and look["initial"] == "start") and not debias:
        return None
    name, h = case["rule"]
    fast = optax.sgd(h["lr"], h["momentum"]) if name == "sgd" else optax.adamw(h["lr"], weight_decay=h["weight_decay"])
    return list(_run_lookahead(case, fast, look) if look else _run_debias(case, fast, debias[0]))


def _run_lookahead(case, fast, look):
    transform = optax.lookahead(fast, look["k"], look["alpha"], look["state"] == "reset")
    params = optax.LookaheadParams.init_synced([jnp.asarray(p) for p in START])
    state = transform.init(params)
    for t in range(1, STEPS + 1):
        grads = [jnp.asarray(g) for g in _gradients(case, t, [np.asarray(p) for p in params.fast])]
        updates, state = transform.update(grads, state, params)
        params = optax.apply_updates(params, updates)
        yield [np.asarray(p) for p in params.fast], [np.asarray(p) for p in params.slow], []


def _run_debias(case, fast, f):
    ema = optax.ema(f["decay"], debias=True)
    params = [jnp.asarray(p) for p in START]
    state, seen = fast.init(params), ema.init(params)
    for t in range(1, STEPS + 1):
        grads = [jnp.asarray(g) for g in _gradients(case, t, [np.asarray(p) for p in params])]
        updates, state = fast.update(grads, state, params)
        params = optax.apply_updates(params, updates)
        average, seen = ema.update(params, seen)
        yield [np.asarray(p) for p in params], None, [[np.asarray(a) for a in average]]


# ---- together


def _flat(step):
    params, slow, averages = step
    tensors = list(params) + list(slow or []) + [x for one in averages if one is not None for x in one]
    return np.concatenate([np.ravel(x) for x in tensors])


def records():
    """Yields (name, case, steps, oracles), where at least two oracles agree."""
    for name, case in CASES.items():
        truth = list(by_hand(case))
        peers = {"torch": by_torch(case), "optax": by_optax(case)}
        peers = {oracle: run for oracle, run in peers.items() if run}
        assert peers, name
        for oracle, run in peers.items():
            for t, (a, b) in enumerate(zip(truth, run, strict=True), 1):
                np.testing.assert_allclose(_flat(a), _flat(b), rtol=AGREEMENT, atol=AGREEMENT, err_msg=f"{name}: {oracle}, step {t}")
        yield name, case, truth, [_told(case, oracle) for oracle in peers] + ["numpy"]


def _told(case, oracle):
    """The name of an oracle as the file tells it."""
    look, sam = _fields(case, "lookahead"), _fields(case, "sam")
    if oracle == "optax":
        return "optax.lookahead" if look else "optax.ema"
    if look:
        return "timm.optim.Lookahead" if look["initial"] == "sync" else "pytorch_optimizer.Lookahead"
    if sam:
        return "torch" if sam["adaptive"] and sam["eta"] else "pytorch_optimizer.SAM"
    kinds = {"timm.ModelEmaV3" if f.get("warmup") == "power" else "torch.optim.swa_utils" for _, f in _averages(case)}
    return "+".join(sorted(kinds)) or "torch"

"""Tables and goals of the training tail, of low-bit states and masters, and of other libraries that do the same."""

from samples import Exact, Ratio, count, number, table

LARGE = 1 << 24  # parameters that lie in memory, not in a cache


def cases(samples, name):
    return [(n, threads, f"{n}/{threads}") for n in samples.sizes(name) for threads in samples.threads(name)]


def observing(samples, case):
    """The step after observed gradients and what observing cost, of the separate passes."""
    names = ("tail/separate", "tail/observed", "tail/backward_observing", "tail/backward")
    if not all(f"{name}/{case}" in samples.times for name in names):
        return None
    separate, *own = (samples.times[f"{name}/{case}"] for name in names)
    return Ratio(separate, [step + with_it - without for step, with_it, without in zip(*own)])


def tail_table(samples):
    head = ["whole training tail", "threads", "ns/parameter", "× separate passes", "× nine-pass AdamW", "observed: × separate passes", "observing included", "of the bare step",
            "of it, without zeroing"]
    rows = []
    for n, threads, case in cases(samples, "tail/tail"):
        rows.append([count(n), threads, number(samples.per_parameter("tail/tail", n, threads)), samples.ratio("tail/separate", "tail/tail", case),
                     samples.ratio("tail/nine_passes", "tail/tail", case), samples.ratio("tail/separate", "tail/observed", case), observing(samples, case),
                     samples.ratio("tail/tail", "tail/step", case), samples.ratio("tail/unzeroed", "tail/step", case)])
    return table(head, rows)


def bytes_moved(samples, name):
    """What a step moves for each parameter, as the library's own account of its memory has it."""
    moved = dict(pair.split("=") for pair in samples.context.get("bytes_moved", "").split())
    return Exact(float(moved[name])) if name in moved else None


def form_table(samples, group, base, forms, head):
    """Times of a base as a multiple of each form's, beside the bytes that each moves."""
    rows = []
    for name, text in forms:
        rows.append([text, bytes_moved(samples, f"{group}/{name}")] +
                    [samples.ratio(f"{group}/{base}", f"{group}/{name}", case) for _, _, case in cases(samples, f"{group}/{name}")])
    sizes = [f"{count(n)}, {threads} thread{'s' * (threads > 1)}" for n, threads, _ in cases(samples, f"{group}/{base}")]
    return table([head, "bytes/parameter"] + sizes, rows)


STATES = [("bf16", "bf16"), ("linear8", "8-bit, linear"), ("dynamic8", "8-bit, dynamic code book")]
MASTERS = [("none", "none, to nearest"), ("stochastic", "none, stochastic"), ("kahan", "Kahan compensation"), ("split", "split"), ("full", "full f32")]


def peer_tail_table(samples):
    rows = [[count(n), threads, number(samples.per_parameter("peer_tail/dlopt", n, threads))] +
            [samples.ratio(f"peer_tail/{peer}", "peer_tail/dlopt", case) for peer in ("torch_fused", "torch_foreach")]
            for n, threads, case in cases(samples, "peer_tail/dlopt")]
    return table(["whole training tail beside PyTorch", "threads", "ns/parameter", "× PyTorch, fused", "× PyTorch, foreach"], rows)


# peer, the form of the library that does the same, text
PEER_STEPS = [
    ("deepspeed", "states_f32", "AdamW f32, DeepSpeed CPUAdam"),
    ("bitsandbytes_8bit", "states_dynamic8", "8-bit dynamic code book, bitsandbytes AdamW8bit"),
    ("torchao_8bit", "states_linear8", "8-bit, torchao AdamW8bit (dynamic code book) beside the linear one"),
    ("torchao_stochastic", "master_stochastic", "bf16 with stochastic rounding, torchao"),
]


def peer_step_table(samples):
    columns = cases(samples, "peer_step/dlopt_states_f32")
    rows = [[text] + [samples.ratio(f"peer_step/{peer}", f"peer_step/dlopt_{ours}", case) for _, _, case in columns] for peer, ours, text in PEER_STEPS]
    return table(["time of a peer, the library's = 1"] + [f"{count(n)}, {threads} thread{'s' * (threads > 1)}" for n, threads, _ in columns], rows)


def peer_line(peers):
    versions = ", ".join(f"{name} {version}" for name, version in peers[0]["versions"].items())
    missing = {name: why for peer in peers for name, why in peer["missing"].items()}
    return f"Peers: {versions}." + "".join(f" Left out: {name} ({why})." for name, why in missing.items())


def tables(samples):
    found = []
    if samples.sizes("tail/tail"):
        found.append(tail_table(samples))
    if samples.sizes("states/f32"):
        found.append(form_table(samples, "states", "f32", STATES, "× full f32 state"))
        found.append(form_table(samples, "master", "f32", MASTERS, "bf16 parameters, by master: × f32 parameters"))
    if samples.peers:
        found += [peer_tail_table(samples), peer_step_table(samples), peer_line(samples.peers)]
    return found


def label(n, threads):
    return f"{count(n)}, {threads} thread{'s' * (threads > 1)}"


def tail_goals(samples):
    for n, threads, case in cases(samples, "tail/tail"):
        text = "tail " + label(n, threads)
        if n >= LARGE:
            yield text + ": x separate passes", samples.ratio("tail/separate", "tail/tail", case), 1.5, True
            yield text + ": x nine-pass AdamW", samples.ratio("tail/nine_passes", "tail/tail", case), 3, True
            yield text + ", observed: x separate passes", samples.ratio("tail/separate", "tail/observed", case), 1.75, True
            yield text + ": of the bare step", samples.ratio("tail/tail", "tail/step", case), 1.6, False
            yield text + ", without zeroing: of the bare step", samples.ratio("tail/unzeroed", "tail/step", case), 1.4, False
        elif n == 10000 and threads == 1:
            yield text + ": of the bare step", samples.ratio("tail/tail", "tail/step", case), 1.7, False


def storage_goals(samples):
    for n, threads, case in cases(samples, "states/f32"):
        if n >= 4 * LARGE and threads == 2:
            for name, wanted in (("bf16", 1.25), ("linear8", 1.3), ("dynamic8", 0.9)):
                yield f"{name} states {label(n, threads)}: x f32 states", samples.ratio("states/f32", f"states/{name}", case), wanted, True
        if n < LARGE and threads == 1:
            yield f"stochastic rounding {label(n, threads)}: of rounding to nearest", samples.ratio("master/stochastic", "master/none", case), 1.2, False
    yield "split master: bytes moved for a parameter", bytes_moved(samples, "master/split"), 26, False


def goals(samples):
    """(text, measured, wanted, whether more is better)"""
    return list(tail_goals(samples)) + list(storage_goals(samples))

"""Times whole training tails and low-bit AdamW steps of other libraries beside this one's, in one process, and writes every sample as JSON.

usage: peers.py LIBDLOPT_BENCH_PEER OUT.json REPETITIONS THREADS SIZE...    (OMP_NUM_THREADS=THREADS)

A peer that cannot be imported, or that fails at its first step, is left out, and OUT.json says why.
"""

import ctypes
import importlib.metadata
import json
import sys

import torch

from peer_timing import Case, measure

LOSS_SCALE = 65536.0  # as tests/bench/backward.h
MAX_NORM = 1e-3
LARGEST = 1 << 24  # of the low-bit steps: some take a second for as many parameters


class Library:
    """The functions of peer_entry.cpp."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        for name in ("peer_tail_create", "peer_stored_create"):
            getattr(self.library, name).restype = ctypes.c_void_p
        self.library.peer_tail_size.restype = ctypes.c_int64
        self.library.peer_isa.restype = ctypes.c_char_p

    def isa(self):
        return self.library.peer_isa().decode()

    def call(self, name, handle):
        function, argument = getattr(self.library, name), ctypes.c_void_p(handle)
        return lambda: function(argument)

    def tail(self, flat, threads):
        """Its handle, and the sizes of its tensors."""
        pointers = (ctypes.c_void_p(x.data_ptr()) for x in (flat.params, flat.grads, flat.copy))
        handle = self.library.peer_tail_create(ctypes.c_int64(flat.params.numel()), threads, *pointers)
        sizes = []
        while size := self.library.peer_tail_size(ctypes.c_void_p(handle), ctypes.c_size_t(len(sizes))):
            sizes.append(size)
        return handle, sizes

    def stored(self, form, param, grad, threads):
        return self.library.peer_stored_create(form.encode(), ctypes.c_int64(param.numel()), threads, ctypes.c_void_p(param.data_ptr()), ctypes.c_void_p(grad.data_ptr()))


class Flat:
    """Parameters, gradients and low-precision copy of a network, each in one piece."""

    def __init__(self, n):
        self.params, self.grads, self.copy = torch.randn(n), torch.empty(n), torch.empty(n, dtype=torch.bfloat16)
        self.scaled = torch.randn(n).sign() * (torch.rand(n) + 1) * 5e-3 * LOSS_SCALE

    def backward(self):
        self.grads.copy_(self.scaled)

    def leaves(self, sizes):
        params = [torch.nn.Parameter(part) for part in self.params.split(sizes)]
        for param, grad in zip(params, self.grads.split(sizes)):
            param.grad = grad
        return params


def torch_tail(flat, sizes, **kind):
    """The tail as PyTorch's documentation writes it; gradients are kept and zeroed, not freed, as the others do."""
    params, copies = flat.leaves(sizes), list(flat.copy.split(sizes))
    optimizer = torch.optim.AdamW(params, lr=1e-3, weight_decay=1e-2, **kind)
    scaler = torch.amp.GradScaler("cpu", init_scale=LOSS_SCALE, growth_interval=1 << 30)
    scaler.scale(torch.ones(1))  # makes its tensors

    def step():
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(params, MAX_NORM)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=False)
        torch._foreach_copy_(copies, params)

    return step


def leaf(dtype, n):
    param = torch.nn.Parameter((torch.rand(n) + 1).mul_(1e-2).to(dtype))
    param.grad = (torch.randn(n).sign() * (torch.rand(n) + 1) * 5e-3).to(dtype)
    return param


def bitsandbytes_8bit(param):
    import bitsandbytes

    return bitsandbytes.optim.AdamW8bit([param], lr=1e-3)


def torchao_8bit(param):
    import torchao.optim

    return torchao.optim.AdamW8bit([param], lr=1e-3)


def torchao_stochastic(param):
    import torchao.optim

    return torchao.optim._AdamW([param], lr=1e-3, bf16_stochastic_round=True)


def deepspeed_f32(param):
    from deepspeed.ops.adam import DeepSpeedCPUAdam

    return DeepSpeedCPUAdam([param], lr=1e-3, adamw_mode=True)


F32, BF16 = torch.float32, torch.bfloat16
# name, package, what makes its optimizer, dtype of the parameter
PEERS = [
    ("deepspeed", "deepspeed", deepspeed_f32, F32),
    ("bitsandbytes_8bit", "bitsandbytes", bitsandbytes_8bit, F32),
    ("torchao_8bit", "torchao", torchao_8bit, F32),
    ("torchao_stochastic", "torchao", torchao_stochastic, BF16),
]
OURS = [("states/f32", F32), ("states/linear8", F32), ("states/dynamic8", F32), ("master/stochastic", BF16)]


class Peers:
    """Those that work here."""

    def __init__(self):
        self.missing, self.versions, self.present = {}, {"torch": torch.__version__}, []
        for name, package, make, dtype in PEERS:
            try:
                self.versions[package] = importlib.metadata.version(package)
                make(leaf(dtype, 4096)).step()
                self.present.append((name, make, dtype))
            except (Exception, SystemExit) as problem:  # whatever a foreign package may raise
                text = str(problem).strip().splitlines()
                self.missing[name] = f"{type(problem).__name__}: {text[0] if text else ''}"
                print(f"peers.py: {name} is left out: {self.missing[name]}", file=sys.stderr)

    def steps(self, n):
        return {name: Case(make(leaf(dtype, n)).step) for name, make, dtype in self.present}


def measure_tails(library, n, threads, repetitions, samples):
    flat = Flat(n)
    handle, sizes = library.tail(flat, threads)
    cases = {"dlopt": library.call("peer_tail_step", handle), "torch_fused": torch_tail(flat, sizes, fused=True),
             "torch_foreach": torch_tail(flat, sizes, foreach=True)}
    measure({f"peer_tail/{name}/{n}/{threads}": Case(step, flat.backward) for name, step in cases.items()}, repetitions, samples)
    library.call("peer_tail_destroy", handle)()


def measure_steps(library, peers, n, threads, repetitions, samples):
    cases, kept = peers.steps(n), []
    for form, dtype in OURS:
        param = leaf(dtype, n)
        kept.append((param, library.stored(form, param, param.grad, threads)))
        cases["dlopt_" + form.replace("/", "_")] = Case(library.call("peer_stored_step", kept[-1][1]))
    measure({f"peer_step/{name}/{n}/{threads}": case for name, case in cases.items()}, repetitions, samples)
    for _, handle in kept:
        library.call("peer_stored_destroy", handle)()


def main():
    library, out, repetitions, threads = Library(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    peers, samples = Peers(), {}
    for n in map(int, sys.argv[5:]):
        with torch.no_grad():
            measure_tails(library, n, threads, repetitions, samples)
            if n <= LARGEST:
                measure_steps(library, peers, n, threads, repetitions, samples)
    result = {"versions": peers.versions, "missing": peers.missing, "isa": library.isa(), "samples": samples}
    with open(out, "w", encoding="utf-8") as file:
        json.dump(result, file)


main()

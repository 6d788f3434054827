"""Times PyTorch's AdamW and this library's in one process, on the same tensors, and writes every sample as JSON.

usage: torch_peer.py LIBDLOPT OUT.json REPETITIONS SIZE...
"""

import ctypes
import json
import sys

import torch

from peer_timing import Case, measure

class Dlopt:
    """AdamW of the library on the memory of a tensor, through the call for one flat buffer."""

    class RuntimeDesc(ctypes.Structure):
        _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_int32)] + [(f"pointer{i}", ctypes.c_void_p) for i in range(7)]

    RULE_ADAMW = 5

    def __init__(self, library, param, grad, threads):
        self.library = library
        desc = self.RuntimeDesc()
        self.check(library.dlopt_runtime_desc_init(ctypes.byref(desc), ctypes.sizeof(desc)))
        desc.threads = threads
        self.runtime, self.optimizer = ctypes.c_void_p(), ctypes.c_void_p()
        self.check(library.dlopt_runtime_create(ctypes.byref(desc), ctypes.byref(self.runtime)))
        self.check(library.dlopt_optimizer_create(self.runtime, self.RULE_ADAMW, ctypes.byref(self.optimizer)))
        self.call = library.dlopt_optimizer_step_f32
        self.arguments = (self.optimizer, ctypes.c_void_p(param.data_ptr()), ctypes.c_void_p(grad.data_ptr()), ctypes.c_size_t(param.numel()))

    def check(self, status):
        if status != 0:
            sys.exit("torch_peer.py: " + self.library.dlopt_last_error().decode())

    def step(self):
        self.check(self.call(*self.arguments))

    def close(self):
        self.check(self.library.dlopt_optimizer_destroy(self.optimizer))
        self.check(self.library.dlopt_runtime_destroy(self.runtime))


def torch_optimizer(param, grad, **kind):
    leaf = torch.nn.Parameter(param)
    leaf.grad = grad
    return torch.optim.AdamW([leaf], lr=1e-3, weight_decay=1e-2, **kind)


def torch_operator(param, grad):
    """The operator under AdamW(fused=True), without the optimizer class around it."""
    moments, step = [torch.zeros_like(param) for _ in range(2)], torch.tensor(0.0)

    def call():
        torch._fused_adamw_([param], [grad], [moments[0]], [moments[1]], [], [step], amsgrad=False, lr=1e-3, beta1=0.9, beta2=0.999,
                            weight_decay=1e-2, eps=1e-8, maximize=False)
        step.add_(1)

    return call


def main():
    library = ctypes.CDLL(sys.argv[1])
    library.dlopt_last_error.restype = library.dlopt_cpu_isa.restype = ctypes.c_char_p
    library.dlopt_optimizer_destroy.argtypes = library.dlopt_runtime_destroy.argtypes = [ctypes.c_void_p]
    out, repetitions, sizes = sys.argv[2], int(sys.argv[3]), [int(n) for n in sys.argv[4:]]
    samples = {}
    with torch.no_grad():
        for n in sizes:
            param, grad = torch.randn(n), torch.randn(n).sign() * (torch.rand(n) + 1) * 5e-3
            for threads in (1, 2):
                torch.set_num_threads(threads)
                ours = Dlopt(library, param, grad, threads)
                cases = {
                    f"torch/dlopt_step_f32/{n}/{threads}": Case(ours.step),
                    f"torch/fused/{n}/{threads}": Case(torch_optimizer(param, grad, fused=True).step),
                    f"torch/fused_operator/{n}/{threads}": Case(torch_operator(param, grad)),
                    f"torch/foreach/{n}/{threads}": Case(torch_optimizer(param, grad, foreach=True).step),
                }
                measure(cases, repetitions, samples)
                ours.close()
    result = {"version": torch.__version__, "capability": torch.backends.cpu.get_cpu_capability(), "python": sys.version.split()[0],
              "isa": library.dlopt_cpu_isa().decode(), "samples": samples}
    with open(out, "w", encoding="utf-8") as file:
        json.dump(result, file)


main()

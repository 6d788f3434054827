"""dlopt.torch beside torch.optim: the same signatures, the same trajectories."""

import inspect

import pytest

from torch_models import CASES, HYPERS, IDS, VERSION, difference, parameters, peer, torch, train

import dlopt
import dlopt.torch

TOLERANCE = {torch.float32: 2e-5, torch.float64: 1e-12}


def arguments(function, without=()):
    return [(p.name, p.kind, p.default) for p in inspect.signature(function).parameters.values() if p.name not in without]


@pytest.mark.skipif(VERSION < (2, 10), reason="signatures are those of torch 2.10 and later")
@pytest.mark.parametrize("name", [*HYPERS, "SparseAdam"])
def test_signatures(name):
    assert arguments(getattr(dlopt.torch, name), ["options"]) == arguments(getattr(torch.optim, name))


def test_import_of_dlopt_is_without_torch():
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", "import dlopt, sys; sys.exit('torch' in sys.modules)"], check=True)


@pytest.fixture
def numbers():
    """Lets torch keep the numbers of a state (eta, mu_product) in a type of choice."""
    before = torch.get_default_dtype()
    yield torch.set_default_dtype
    torch.set_default_dtype(before)


@pytest.mark.parametrize("dtype", TOLERANCE, ids=str)
@pytest.mark.parametrize("name, hypers", CASES, ids=IDS)
def test_trajectories(name, hypers, dtype, numbers):
    numbers(dtype)
    mine, other = parameters(dtype=dtype), parameters(dtype=dtype)
    theirs = peer(name, other, hypers)
    optimizer = getattr(dlopt.torch, name)(mine, **hypers)
    for first in range(0, 30, 10):
        train(optimizer, mine, 10, first)
        train(theirs, other, 10, first)
        assert difference(mine, other) < TOLERANCE[dtype]
    assert difference(mine, parameters(dtype=dtype)) > 1e-2


@pytest.mark.parametrize("name", HYPERS)
def test_defaults(name, numbers):
    numbers(torch.float64)
    mine, other = parameters(dtype=torch.float64), parameters(dtype=torch.float64)
    theirs = peer(name, other, {"lr": 1e-3} if name == "SGD" else {})
    optimizer = getattr(dlopt.torch, name)(mine)
    train(optimizer, mine, 10)
    train(theirs, other, 10)
    assert difference(mine, other) < 1e-12


@pytest.mark.parametrize("name, hypers", CASES, ids=IDS)
def test_groups_are_as_in_torch(name, hypers):
    theirs = peer(name, parameters(), hypers)
    optimizer = getattr(dlopt.torch, name)(parameters(), **hypers)
    group = {key: value for key, value in optimizer.param_groups[0].items() if key != "params"}
    wanted = {key: value for key, value in theirs.param_groups[0].items() if key not in ("params", "fused")}
    if VERSION >= (2, 10) and name == "AdamW":
        assert wanted.pop("decoupled_weight_decay") is True  # Adam's, of which it is one there
    assert {key: group[key] for key in wanted} == wanted


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_half_types(dtype):
    """Arithmetic is that of float32: each step is the step of float32 from the same parameters, rounded."""
    mine, wide = parameters(dtype=dtype), parameters(dtype=dtype)
    wide = [torch.nn.Parameter(param.detach().float()) for param in wide]
    optimizer, theirs = dlopt.torch.AdamW(mine, lr=0.05), torch.optim.AdamW(wide, lr=0.05)
    for step in range(10):
        with torch.no_grad():
            for param, other in zip(mine, wide):
                param.grad = torch.sin(3 * param.float() + step).to(dtype)
                other.grad = param.grad.float()
                other.copy_(param)
        optimizer.step()
        theirs.step()
        for param, other in zip(mine, wide):
            assert param.dtype == dtype
            assert torch.allclose(param.float(), other.to(dtype).float(), rtol=torch.finfo(dtype).eps, atol=1e-6)


def test_options_of_dlopt():
    """Keywords beyond torch's are those of the rule, in constructors and in groups."""
    mine, other = parameters(dtype=torch.float64), parameters(dtype=torch.float64)
    optimizer = dlopt.torch.AdamW(mine, lr=0.01, max_norm=0.5)
    theirs = torch.optim.AdamW(other, lr=0.01)
    for step in range(10):
        for params in (mine, other):
            with torch.no_grad():
                for param in params:
                    param.grad = 0.3 * param + torch.sin(3 * param + step)
        torch.nn.utils.clip_grad_norm_(other, 0.5)
        optimizer.step()
        theirs.step()
    assert difference(mine, other) < 1e-5  # torch adds 1e-6 to the norm
    optimizer.param_groups[0]["cautious"] = "mask"
    optimizer.step()
    assert dlopt.enums.Cautious("mask") == optimizer.native.cautious

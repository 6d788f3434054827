"""What dlopt.torch refuses, in words, and without a change."""

import pytest

from torch_models import difference, parameters, set_gradients, torch, train

import dlopt
import dlopt.torch
from dlopt.errors import DeviceError, DtypeError, OutOfRangeError, ShapeError, UnsupportedError


@pytest.mark.parametrize("option", ["capturable", "differentiable"])
def test_what_is_not_offered(option):
    with pytest.raises(UnsupportedError, match=f"{option}: got True, wanted False"):
        dlopt.torch.AdamW(parameters(), **{option: True})
    dlopt.torch.AdamW(parameters(), foreach=True, fused=True)


@pytest.mark.parametrize("hypers, error, words", [
    (dict(lr=-1.0), OutOfRangeError, "lr"),
    (dict(betas=(0.9, 1.5)), OutOfRangeError, "beta2"),
    (dict(betas=0.9), TypeError, "betas: got 0.9, wanted two numbers"),
    (dict(lr="fast"), TypeError, "lr: got 'fast', wanted a number"),
    (dict(beta1=0.5), TypeError, "got the keyword 'beta1'"),
    (dict(momentum=0.5), TypeError, "got the keyword 'momentum', wanted one of lr, betas"),
    (dict(cautious="sometimes"), ValueError, "wanted one of off, mask, mean, count"),
])
def test_hyper_parameters(hypers, error, words):
    with pytest.raises(error, match=words):
        dlopt.torch.AdamW(parameters(), **hypers)


def test_keywords_of_own_rules():
    with pytest.raises(TypeError, match="momentum"):
        dlopt.torch.Lion(parameters(), momentum=0.9)
    with pytest.raises(TypeError, match="momentum"):
        dlopt.torch.Optimizer(parameters(), "lion", momentum=0.9)


@pytest.mark.parametrize("params, error, words", [
    ([], ValueError, "empty parameter list"),
    ([1.0], TypeError, "can only optimize Tensors"),
    ([torch.zeros(2, dtype=torch.complex64)], DtypeError, "params: got torch.complex64"),
    ([torch.zeros(2, dtype=torch.int64)], DtypeError, "params: got torch.int64"),
    ([torch.zeros(2, device="meta")], DeviceError, "params: got a tensor on meta"),
    ([torch.eye(2).to_sparse()], UnsupportedError, "params: got a tensor of layout torch.sparse_coo"),
])
def test_parameters(params, error, words):
    with pytest.raises(error, match=words):
        dlopt.torch.Adam(params)


@pytest.mark.parametrize("kind, hypers", [(dlopt.torch.Adafactor, {}), (dlopt.torch.SM3, dict(lr=0.1)), (dlopt.torch.CAME, {})])
def test_layouts_of_rules_that_look_at_rows(kind, hypers):
    laid = torch.zeros(2, 3, 4, 4).contiguous(memory_format=torch.channels_last)
    with pytest.raises(UnsupportedError, match="wanted its dimensions in row-major order"):
        kind([laid], **hypers)


def test_a_group_that_is_refused_is_not_there():
    mine, other = parameters(), parameters()
    optimizer, same = dlopt.torch.Adam(mine[:3]), dlopt.torch.Adam(other[:3])
    for group, error in (({"params": [mine[3]], "lr": -1}, OutOfRangeError), ({"params": [mine[3], torch.zeros(1, dtype=torch.int8)]}, DtypeError)):
        with pytest.raises(error):
            optimizer.add_param_group(group)
        assert len(optimizer.param_groups) == len(optimizer.native.groups) == 1 and len(list(optimizer.native.parameters)) == 3
    optimizer.add_param_group({"params": mine[3:]})
    same.add_param_group({"params": other[3:]})
    train(optimizer, mine, 3)
    train(same, other, 3)
    assert all(torch.equal(p, q) for p, q in zip(mine, other))


def test_a_step_that_is_refused_changes_nothing():
    mine, other = parameters(), parameters()
    optimizer, same = dlopt.torch.Adam(mine), dlopt.torch.Adam(other)
    train(optimizer, mine, 2)
    train(same, other, 2)
    set_gradients(mine, 2)
    for value, error in ((-1.0, OutOfRangeError), (float("nan"), OutOfRangeError), (None, TypeError)):
        optimizer.param_groups[0]["lr"] = value
        with pytest.raises(error, match="lr"):
            optimizer.step()
    optimizer.param_groups[0]["lr"] = 1e-3
    mine[1].grad = None
    kept, mine[1].data = mine[1].data, torch.zeros(9)
    mine[1].grad = torch.zeros(9)
    with pytest.raises(ShapeError, match=r"params\[1\]"):
        optimizer.step()
    mine[1].grad = None
    mine[1].data = kept
    set_gradients(mine, 2)
    set_gradients(other, 2)
    optimizer.step()
    same.step()
    assert all(torch.equal(p, q) for p, q in zip(mine, other))


def test_a_parameter_that_turned():
    """Transposed in place, its memory has another order than its states."""
    param = torch.nn.Parameter(torch.zeros(3, 3))
    optimizer = dlopt.torch.SGD([param])
    param.grad = torch.ones(3, 3)
    optimizer.step()
    param.data = param.data.t()
    with pytest.raises(UnsupportedError, match="as they lay before"):
        optimizer.step()


def test_sparse_gradients():
    """Of rows alone: those of single elements are no rows."""
    param = torch.nn.Parameter(torch.ones(3, 3))
    optimizer = dlopt.torch.SparseAdam([param])
    param.grad = torch.eye(3).to_sparse()
    with pytest.raises(UnsupportedError, match="2 sparse dimensions"):
        optimizer.step()
    assert torch.equal(param, torch.ones(3, 3)) and not optimizer.state


@pytest.mark.filterwarnings("ignore:Sparse invariant checks")
def test_rows_of_rules_that_need_whole_tensors():
    param = torch.nn.Parameter(torch.ones(3, 2))
    optimizer = dlopt.torch.LAMB([param])
    param.grad = torch.sparse_coo_tensor(torch.tensor([[1]]), torch.ones(1, 2), (3, 2))
    with pytest.raises(UnsupportedError):
        optimizer.step()


def test_states_of_strangers():
    optimizer = dlopt.torch.Adam(parameters())
    with pytest.raises(KeyError):
        optimizer.state[torch.zeros(1)]
    with pytest.raises(KeyError):
        optimizer.state = {torch.zeros(1): {}}
    assert torch.zeros(1) not in optimizer.state


def test_groups_may_not_vanish():
    optimizer = dlopt.torch.Adam(parameters())
    optimizer.param_groups.append({"params": [], "lr": 1})
    with pytest.raises(ValueError, match="add_param_group"):
        optimizer.step()


def test_cuda():
    """The library's own words; on machines without CUDA there is nothing to test."""
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    with pytest.raises((DeviceError, UnsupportedError)):
        dlopt.torch.Adam([torch.zeros(2, device="cuda")])


def test_difference_is_none_without_gradients():
    mine = parameters()
    dlopt.torch.AdamW(mine).step()
    assert difference(mine, parameters()) == 0

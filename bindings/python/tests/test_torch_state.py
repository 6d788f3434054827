"""States of dlopt.torch: views, the state_dict in both directions, copies."""

import copy
import io
import pickle

import pytest

from torch_models import CASES, HYPERS, IDS, difference, parameters, peer, set_gradients, torch, train

import dlopt
import dlopt.torch
from dlopt.errors import InvalidArgumentError, OutOfRangeError, ShapeError


def copied(params):
    return [torch.nn.Parameter(param.detach().clone()) for param in params]


@pytest.mark.parametrize("name, hypers", CASES, ids=IDS)
def test_torch_goes_on_where_dlopt_stopped(name, hypers):
    mine, other = parameters(), parameters()
    peer(name, other, hypers)
    optimizer = getattr(dlopt.torch, name)(mine, **hypers)
    train(optimizer, mine, 14)
    other = copied(mine)
    theirs = peer(name, other, {"lr": 123.0})  # all else comes with the state
    theirs.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    train(optimizer, mine, 6, 14)
    train(theirs, other, 6, 14)
    assert difference(mine, other) < 2e-5
    told = optimizer.state_dict()["state"]
    for index, entry in theirs.state_dict()["state"].items():
        for key, value in entry.items():
            uncounted = name == "SGD" and key == "step"  # which is not SGD's there, and stays as it came
            assert value is None or uncounted or torch.allclose(told[index][key].float(), value.float(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name, hypers", CASES, ids=IDS)
def test_dlopt_goes_on_where_torch_stopped(name, hypers):
    other = parameters()
    theirs = peer(name, other, hypers)
    train(theirs, other, 7)
    mine = copied(other)
    optimizer = getattr(dlopt.torch, name)(mine, lr=123.0)
    optimizer.load_state_dict(copy.deepcopy(theirs.state_dict()))
    train(optimizer, mine, 13, 7)
    train(theirs, other, 13, 7)
    assert difference(mine, other) < 2e-5


@pytest.mark.parametrize("name", HYPERS)
def test_names_and_types_are_those_of_torch(name):
    """Also after no step: a parameter without a gradient has no state."""
    mine, other = parameters(), parameters()
    theirs = peer(name, other, HYPERS[name])
    optimizer = getattr(dlopt.torch, name)(mine, **HYPERS[name])
    assert set(optimizer.state_dict()["state"]) == set(theirs.state_dict()["state"])
    set_gradients(mine, 1)
    set_gradients(other, 1)
    optimizer.step()
    theirs.step()
    told, wanted = optimizer.state_dict()["state"], theirs.state_dict()["state"]
    assert set(told) == set(wanted)
    for index, entry in wanted.items():
        assert set(told[index]) - {"step"} == set(entry) - {"step"}
        for key, value in entry.items():
            if torch.is_tensor(value):
                assert told[index][key].shape == value.shape
                assert told[index][key].dtype == value.dtype or not value.shape  # numbers that float32 does not hold
                assert torch.allclose(told[index][key].float(), value, atol=1e-6)
        assert told[index]["step"] == (index != 1)


RULES = sorted(set(dlopt.rules.ALL) - {dlopt.enums.Rule.SOPHIA})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name.lower())
@pytest.mark.parametrize("way", ["state_dict", "pickle", "deepcopy", "save"])
def test_round_trips_are_exact(rule, way):
    """Every rule goes on to the same bits; through a file as torch.save writes it, too."""
    kind = getattr(dlopt.torch, dlopt.rules.ALL[rule].__name__)
    mine = parameters(dtype=torch.bfloat16 if way == "state_dict" else torch.float32)
    optimizer = kind(mine, lr=0.01, maximize=True)
    train(optimizer, mine, 5)
    if way == "deepcopy":
        others, other = copy.deepcopy((mine, optimizer))
    elif way == "pickle":
        others, other = pickle.loads(pickle.dumps((mine, optimizer)))
    else:
        others = copied(mine)
        other = kind(others, lr=1.0)
        told = optimizer.state_dict()
        if way == "save":
            file = io.BytesIO()
            torch.save(told, file)
            file.seek(0)
            told = torch.load(file)
        other.load_state_dict(told)
    assert type(other) is kind and other.param_groups[0]["lr"] == 0.01
    assert all(place.param is param for place, param in zip(other._places(), others))
    train(optimizer, mine, 5, 5)
    train(other, others, 5, 5)
    assert all(torch.equal(p, q) for p, q in zip(mine, others))


def test_views():
    """State tensors are the optimizer's memory: they show later steps, and what is written there counts."""
    mine, other = parameters(), parameters()
    optimizer, theirs = dlopt.torch.Adam(mine), torch.optim.Adam(other)
    train(optimizer, mine, 2)
    train(theirs, other, 2)
    view = optimizer.state[mine[0]]["exp_avg"]
    train(optimizer, mine, 1, 2)
    train(theirs, other, 1, 2)
    assert torch.allclose(view, theirs.state[other[0]]["exp_avg"])
    view.mul_(0.5)
    theirs.state[other[0]]["exp_avg"].mul_(0.5)
    train(optimizer, mine, 3, 3)
    train(theirs, other, 3, 3)
    assert difference(mine, other) < 1e-5
    before = view.clone()
    del optimizer
    assert torch.equal(view, before)


def test_betas_may_change_while_states_are_seen():
    mine = parameters()
    optimizer = dlopt.torch.Adam(mine)
    train(optimizer, mine, 2)
    view = optimizer.state[mine[0]]["exp_avg"]
    optimizer.param_groups[0]["betas"] = (0.5, 0.9)
    train(optimizer, mine, 1)
    assert torch.equal(view, optimizer.state[mine[0]]["exp_avg"]) and optimizer.native.beta1 == 0.5


def test_entries_are_set_and_deleted():
    mine, other = parameters(), parameters()
    optimizer, theirs = dlopt.torch.Adam(mine), torch.optim.Adam(other)
    train(optimizer, mine, 2)
    train(theirs, other, 2)
    assert len(optimizer.state) == 5 and list(optimizer.state) == mine
    optimizer.state[mine[3]] = {**optimizer.state[mine[3]], "step": torch.tensor(9.0)}
    theirs.state[other[3]]["step"].fill_(9)
    del optimizer.state[mine[0]], theirs.state[other[0]]
    assert mine[0] not in optimizer.state and mine[3] in optimizer.state
    train(optimizer, mine, 2, 2)
    train(theirs, other, 2, 2)
    assert difference(mine, other) < 1e-5
    optimizer.state = {}
    theirs.state.clear()
    train(optimizer, mine, 2, 4)
    train(theirs, other, 2, 4)
    assert difference(mine, other) < 1e-5


def test_splats_that_grow():
    """The way in which Gaussian splatting replaces a parameter and moves its state over."""
    def grow(optimizer):
        group = optimizer.param_groups[1]
        old = group["params"][0]
        stored = optimizer.state.get(old)
        more = torch.ones(2, 5)
        stored["exp_avg"] = torch.cat([stored["exp_avg"], torch.zeros_like(more)])
        stored["exp_avg_sq"] = torch.cat([stored["exp_avg_sq"], torch.zeros_like(more)])
        del optimizer.state[old]
        group["params"][0] = torch.nn.Parameter(torch.cat([old.detach(), more]))
        optimizer.state[group["params"][0]] = stored
        return group["params"][0]

    mine, other = parameters(), parameters()
    pairs = []
    for kind, params in ((dlopt.torch.Adam, mine), (torch.optim.Adam, other)):
        optimizer = kind([{"params": params[1:]}, {"params": params[:1], "lr": 0.01}], eps=1e-15)
        train(optimizer, params, 3)
        for step in range(3):
            params[0] = grow(optimizer)
            train(optimizer, params, 2, 3 + 2 * step)
        pairs.append((optimizer, params))
    assert mine[0].shape == (9, 5) and difference(mine, other) < 1e-5
    assert len(list(pairs[0][0].native.parameters)) == 5
    assert len(pairs[0][0].state_dict()["state"]) == 5


def test_named_parameters():
    net = torch.nn.Linear(3, 2)
    try:
        theirs = torch.optim.AdamW(net.named_parameters())
    except TypeError:
        pytest.skip(f"torch {torch.__version__} takes no named parameters")
    optimizer = dlopt.torch.AdamW(net.named_parameters())
    assert optimizer.param_groups[0]["param_names"] == ["weight", "bias"]
    assert [parameter.name for parameter in optimizer.native.parameters] == ["weight", "bias"]
    assert optimizer.state_dict()["param_groups"][0]["param_names"] == theirs.state_dict()["param_groups"][0]["param_names"]


def test_hooks_of_loading():
    mine = parameters()
    optimizer = dlopt.torch.SGD(mine, momentum=0.9)
    if not hasattr(optimizer, "register_load_state_dict_pre_hook"):
        pytest.skip(f"torch {torch.__version__} has no such hooks")
    seen = []
    optimizer.register_load_state_dict_pre_hook(lambda opt, told: seen.append("before"))
    optimizer.register_load_state_dict_post_hook(lambda opt: seen.append("after"))
    optimizer.load_state_dict(optimizer.state_dict())
    assert seen == ["before", "after"]


def spoiled(told, index, **entries):
    told = copy.deepcopy(told)
    for name, value in entries.items():
        if value is None:
            del told["state"][index][name]
        else:
            told["state"][index][name] = value
    return told


@pytest.mark.parametrize("entries, error, words", [
    (dict(exp_avg=None), InvalidArgumentError, r"state\[2\]: got no exp_avg"),
    (dict(step=None), InvalidArgumentError, r"state\[2\]: got no step"),
    (dict(step=torch.tensor(1.5)), InvalidArgumentError, r"state\[2\]\['step'\]: got 1.5"),
    (dict(exp_avg=torch.zeros(3)), ShapeError, r"state\[2\]\['exp_avg'\]"),
    (dict(exp_avg_sq=torch.tensor(-1.0)), OutOfRangeError, r"state\[2\]\['exp_avg_sq'\]"),
    (dict(momentum_buffer=torch.tensor(1.0)), InvalidArgumentError, r"state\[2\]: got momentum_buffer"),
])
def test_a_wrong_state_changes_nothing(entries, error, words):
    mine, other = parameters(), parameters()
    optimizer, same = dlopt.torch.Adam(mine, lr=0.01), dlopt.torch.Adam(other, lr=0.01)
    train(optimizer, mine, 3)
    train(same, other, 3)
    told = spoiled(optimizer.state_dict(), 2, **entries)
    told["param_groups"][0]["lr"] = 1.0
    with pytest.raises(error, match=words):
        optimizer.load_state_dict(told)
    assert optimizer.param_groups[0]["lr"] == 0.01
    train(optimizer, mine, 3, 3)
    train(same, other, 3, 3)
    assert all(torch.equal(p, q) for p, q in zip(mine, other))


def test_groups_that_do_not_fit():
    mine = parameters()
    optimizer = dlopt.torch.Adam(mine)
    told = dlopt.torch.Adam(mine[:2]).state_dict()
    with pytest.raises(ValueError, match=r"got groups of \[2\] parameters, wanted \[5\]"):
        optimizer.load_state_dict(told)
    told = optimizer.state_dict()
    told["state"][77] = {}
    with pytest.raises(ValueError, match="got 77"):
        optimizer.load_state_dict(told)

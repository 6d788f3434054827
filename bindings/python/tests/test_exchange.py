"""States of plain optimizers in torch.optim's layout, by index and by name, and as flat arrays."""

import copy

import pytest

import dlopt
from dlopt.errors import InvalidArgumentError, OutOfRangeError, ShapeError, StateError, UnsupportedError

numpy = pytest.importorskip("numpy", reason="the tests' arrays are NumPy's, which is not installed")

SHAPES = {"w": (3, 4), "b": (4,), "scale": ()}


def arrays(seed=0, dtype="f4"):
    random = numpy.random.default_rng(seed)
    return {name: random.normal(size=shape).astype(dtype) for name, shape in SHAPES.items()}


def train(optimizer, params, steps, first=0):
    for step in range(first, first + steps):
        optimizer.step(params, {name: (0.3 * param + numpy.sin(3 * param + step)).astype(param.dtype) for name, param in params.items()})


def declared(kind, params, **hypers):
    optimizer = kind(**hypers)
    for name, param in params.items():
        optimizer.add(name=name, shape=param.shape, dtype="f64" if param.dtype == "f8" else "f32")
    return optimizer


def same(params, others):
    return all(numpy.array_equal(params[name], others[name]) for name in params)


RULES = [rule for rule in dlopt.rules.ALL if rule != dlopt.enums.Rule.SOPHIA]


@pytest.mark.parametrize("by", ["index", "name"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name.lower())
def test_round_trips_are_exact(rule, by):
    kind, mine = dlopt.rules.ALL[rule], arrays()
    optimizer = kind(lr=0.01, maximize=True)
    train(optimizer, mine, 5)
    told = optimizer.state_dict(by=by, arrays=numpy.asarray)
    assert set(told["state"]) - {"shared"} == set(SHAPES if by == "name" else range(3))
    others = copy.deepcopy(mine)
    other_order = by == "name" and "SGLD" not in rule.name  # whose noise goes by the numbers of parameters
    other = declared(kind, dict(reversed(others.items())) if other_order else others)
    other.load_state_dict(told)
    assert other.lr == 0.01 and other.maximize is True and other.steps == 5
    train(optimizer, mine, 5, 5)
    train(other, others, 5, 5)
    assert same(mine, others)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_against_torch(dtype):
    """torch.optim goes on with it, and back: an AdamW that is half the one and half the other."""
    torch = pytest.importorskip("torch")
    hypers = dict(lr=0.01, eps=1e-3, weight_decay=0.3, amsgrad=True)
    mine = arrays(dtype=dtype)
    tensors = [torch.nn.Parameter(torch.from_numpy(param.copy())) for param in mine.values()]
    ours, theirs = dlopt.AdamW(beta1=0.8, beta2=0.95, **hypers), torch.optim.AdamW(tensors)

    def train_torch(steps, first):
        for step in range(first, first + steps):
            for tensor in tensors:
                tensor.grad = (0.3 * tensor + torch.sin(3 * tensor + step)).detach()
            theirs.step()

    straight = torch.optim.AdamW([tensor.detach().clone() for tensor in tensors], betas=(0.8, 0.95), **hypers)
    train(ours, mine, 5)
    theirs.load_state_dict(ours.state_dict(arrays=torch.from_dlpack))
    for tensor, param in zip(tensors, mine.values()):
        tensor.data.copy_(torch.from_numpy(param))
    train_torch(5, 5)
    ours.load_state_dict(theirs.state_dict())
    for name, tensor in zip(mine, tensors):
        mine[name][...] = tensor.detach().numpy()
    train(ours, mine, 5, 10)
    assert ours.beta1 == 0.8 and ours.steps == 15
    for step in range(15):
        for tensor in straight.param_groups[0]["params"]:
            tensor.grad = 0.3 * tensor + torch.sin(3 * tensor + step)
        straight.step()
    for param, tensor in zip(mine.values(), straight.param_groups[0]["params"]):
        assert numpy.allclose(param, tensor.numpy(), rtol=1e-5 if dtype == "f4" else 1e-12)


def test_layout():
    mine = arrays()
    optimizer = declared(dlopt.Adam, {"w": mine["w"]}, lr=0.5, amsgrad=True)
    group = optimizer.add_group(lr=0.25)
    optimizer.add(name="b", shape=(4,), group=group.index)
    assert optimizer.state_dict()["state"] == {}
    optimizer.step({"w": mine["w"]}, {"w": mine["w"].copy()})
    told = optimizer.state_dict()
    assert list(told["state"]) == [0] and set(told["state"][0]) == {"step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq"}
    assert [group["params"] for group in told["param_groups"]] == [[0], [1]]
    assert told["param_groups"][1]["lr"] == 0.25 and told["param_groups"][0]["betas"] == (0.9, 0.999)
    assert isinstance(told["state"][0]["exp_avg"], dlopt.Array)
    before = numpy.array(told["state"][0]["exp_avg"])
    optimizer.step({"w": mine["w"]}, {"w": mine["w"].copy()})
    assert numpy.array_equal(before, told["state"][0]["exp_avg"])  # a copy


def test_few_bits_are_decoded():
    w = numpy.linspace(-1, 1, 8192, dtype="f4")
    optimizer = dlopt.Adam()
    optimizer.add(name="w", shape=w.shape, states="linear8")
    optimizer.step({"w": w}, {"w": numpy.cos(w)})
    moment = numpy.asarray(optimizer.state_dict()["state"][0]["exp_avg"])
    assert moment.dtype == numpy.float32 and numpy.allclose(moment, 0.1 * numpy.cos(numpy.linspace(-1, 1, 8192)), atol=2e-3)


def test_hypers_stay_where_that_is_asked():
    mine = arrays()
    optimizer = declared(dlopt.Adam, mine, lr=0.1)
    train(optimizer, mine, 2)
    told = optimizer.state_dict()
    optimizer.lr = dlopt.schedules.Cosine()
    before = optimizer.lr
    with pytest.raises(StateError, match="schedule"):
        optimizer.load_state_dict(told)
    optimizer.load_state_dict(told, keep_hypers=True)
    assert optimizer.lr == before != 0.1


FLAT = [rule for rule in RULES if not any(row.shape.name in ("ROWS", "COLUMNS", "AXES") for row in dlopt.info.states(rule))]


@pytest.mark.parametrize("rule", FLAT, ids=lambda rule: rule.name.lower())
def test_flat_arrays(rule):
    kind, mine = dlopt.rules.ALL[rule], arrays()
    optimizer = kind(lr=0.01)
    train(optimizer, mine, 5)
    try:
        flat = {name: numpy.asarray(value) for name, value in optimizer.flat_states().items()}
    except StateError as reason:
        assert "one number for all" in str(reason) and rule.name in ("LARS", "LAMB", "NOVOGRAD", "RPROP", "LAPROP", "PRODIGY", "SWATS")
        return
    assert flat["step"] == 5 and all(value.shape in ((), (17,)) for value in flat.values())
    others = copy.deepcopy(mine)
    other = declared(kind, others, lr=0.01)
    other.load_flat_states(flat)
    train(optimizer, mine, 5, 5)
    train(other, others, 5, 5)
    assert same(mine, others)


def test_flat_arrays_are_in_order():
    mine = arrays()
    optimizer = dlopt.Adam()
    train(optimizer, mine, 1)
    flat = optimizer.flat_states()
    wanted = numpy.concatenate([numpy.ravel(optimizer.state(name, "exp_avg")) for name in SHAPES])
    assert set(flat) == {"step", "exp_avg", "exp_avg_sq"} and numpy.array_equal(flat["exp_avg"], wanted)


@pytest.mark.parametrize("change, error, words", [
    (dict(exp_avg=None), InvalidArgumentError, "wanted step, exp_avg, exp_avg_sq"),
    (dict(other=1), InvalidArgumentError, "other"),
    (dict(exp_avg=numpy.zeros(16, "f4")), ShapeError, "wanted 17 numbers"),
    (dict(exp_avg=numpy.zeros(34, "f4")[::2]), ShapeError, "without gaps"),
    (dict(exp_avg=numpy.zeros(17, "i4")), (UnsupportedError, TypeError), "i32"),
    (dict(exp_avg_sq=numpy.full(17, -1, "f4")), OutOfRangeError, "exp_avg_sq"),
    (dict(step=-1), OutOfRangeError, "-1"),
    (dict(step=0.5), InvalidArgumentError, "whole number"),
])
def test_wrong_flat_arrays_change_nothing(change, error, words):
    mine, others = arrays(), arrays()
    optimizer, other = dlopt.Adam(), dlopt.Adam()
    train(optimizer, mine, 3)
    train(other, others, 3)
    flat = {**optimizer.flat_states(), **change}
    with pytest.raises(error, match=words):
        optimizer.load_flat_states({name: value for name, value in flat.items() if value is not None})
    assert optimizer.state_hash() == other.state_hash()


def test_flat_arrays_of_several_ages():
    mine = arrays()
    optimizer = dlopt.Adam()
    train(optimizer, mine, 1)
    optimizer.step({"w": mine["w"]}, {"w": mine["w"].copy()})
    with pytest.raises(StateError, match="1, 2 steps"):
        optimizer.flat_states()
    with pytest.raises(UnsupportedError, match="row_var"):
        adafactor = declared(dlopt.Adafactor, mine)
        adafactor.flat_states()


@pytest.mark.parametrize("spoil, error, words", [
    (lambda told: told["state"]["w"].pop("exp_avg"), InvalidArgumentError, r"state\['w'\]: got no exp_avg"),
    (lambda told: told["state"].update(x={}), InvalidArgumentError, "'x'"),
    (lambda told: told["param_groups"][0]["params"].pop(), InvalidArgumentError, "wanted"),
    (lambda told: told["param_groups"][0].update(params=["w", "b", "other"]), InvalidArgumentError, "'other'"),
    (lambda told: told["param_groups"][0].update(lr=-1), OutOfRangeError, "lr"),
    (lambda told: told["state"]["b"].update(exp_avg=numpy.full(4, numpy.nan, "f4")), OutOfRangeError, r"state\['b'\]\['exp_avg'\]"),
])
def test_wrong_states_change_nothing(spoil, error, words):
    mine = arrays()
    optimizer = dlopt.Adam()
    train(optimizer, mine, 3)
    before = optimizer.state_hash()
    told = optimizer.state_dict(by="name")
    told["state"]["w"]["step"] = 77
    spoil(told)
    with pytest.raises(error, match=words):
        optimizer.load_state_dict(told)
    assert optimizer.state_hash() == before
    with pytest.raises(InvalidArgumentError, match="wanted index or name"):
        optimizer.state_dict(by="address")


def test_nan_is_taken_where_it_is_allowed():
    mine = arrays()
    optimizer = dlopt.Adam()
    train(optimizer, mine, 1)
    told = optimizer.state_dict(by="name")
    told["state"]["b"]["exp_avg"] = numpy.full(4, numpy.nan, "f4")
    optimizer.load_state_dict(told, nonfinite=True)
    assert numpy.isnan(optimizer.state("b", "exp_avg")).all()

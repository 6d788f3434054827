"""dlopt.torch in training loops: schedulers, loss scales, clipping, groups, closures, sparse gradients, layouts, autograd."""

import copy

import pytest

from torch_models import VERSION, difference, parameters, set_gradients, torch, train

import dlopt
import dlopt.torch

SCHEDULERS = {
    "step": lambda opt: torch.optim.lr_scheduler.StepLR(opt, 3, 0.5),
    "cosine": lambda opt: torch.optim.lr_scheduler.CosineAnnealingLR(opt, 10, 1e-4),
    "lambda": lambda opt: torch.optim.lr_scheduler.LambdaLR(opt, [lambda step: 1 / (1 + step), lambda step: 0.9**step]),
    "one_cycle": lambda opt: torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=[0.05, 0.1], total_steps=20),
    "cyclic": lambda opt: torch.optim.lr_scheduler.CyclicLR(opt, 0.001, 0.05, step_size_up=4, cycle_momentum=False),
    "plateau": lambda opt: torch.optim.lr_scheduler.ReduceLROnPlateau(opt, patience=2),
}


def grouped(kind, params, **hypers):
    return kind([{"params": params[:2]}, {"params": params[2:], "lr": 0.03, "weight_decay": 0.2}], lr=0.01, **hypers)


@pytest.mark.parametrize("name, hypers", [("AdamW", {}), ("SGD", dict(momentum=0.9)), ("Rprop", None)])
@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_schedulers(scheduler, name, hypers):
    if hypers is None and scheduler == "one_cycle":
        pytest.skip("OneCycleLR wants betas or a momentum")
    mine, other = parameters(dtype=torch.float64), parameters(dtype=torch.float64)
    pairs = []
    for kind, params in ((getattr(dlopt.torch, name), mine), (getattr(torch.optim, name), other)):
        opt = grouped(kind, params, **hypers) if hypers is not None else kind([{"params": params[:2]}, {"params": params[2:]}], lr=0.01)
        pairs.append((opt, params, SCHEDULERS[scheduler](opt)))
    for step in range(20):
        for opt, params, schedule in pairs:
            train(opt, params, 1, step)
            schedule.step(*([1.0] if scheduler == "plateau" else []))
    assert difference(mine, other) < 1e-12
    assert pairs[0][0].param_groups[0]["lr"] == pairs[1][0].param_groups[0]["lr"] != 0.01


def test_a_learning_rate_in_a_tensor():
    mine, other = parameters(), parameters()
    lr = torch.tensor(0.01)
    optimizer, theirs = dlopt.torch.AdamW(mine, lr=lr), torch.optim.AdamW(other, lr=0.01)
    for step in range(6):
        train(optimizer, mine, 1, step)
        train(theirs, other, 1, step)
        lr.mul_(0.5)
        theirs.param_groups[0]["lr"] *= 0.5
    assert difference(mine, other) < 1e-6 and optimizer.native.lr == pytest.approx(0.01 / 2**5)


def network():
    torch.manual_seed(3)
    return torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))


def batches():
    generator = torch.Generator().manual_seed(4)
    return [(torch.randn(10, 6, generator=generator), torch.randn(10, 2, generator=generator)) for _ in range(8)]


@pytest.mark.parametrize("to_none", [True, False])
def test_clipping_and_zeroing(to_none):
    nets = []
    for module in (dlopt.torch, torch.optim):
        net = network()
        optimizer = module.Adam(net.parameters(), lr=0.05)
        for x, y in batches():
            optimizer.zero_grad(set_to_none=to_none)
            torch.nn.functional.mse_loss(net(x), y).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 0.1)
            optimizer.step()
        nets.append(net)
    assert difference(nets[0].parameters(), nets[1].parameters()) < 1e-5


def test_closures():
    nets = []
    for module in (dlopt.torch, torch.optim):
        net = network()
        optimizer = module.RMSprop(net.parameters(), lr=0.01)
        for x, y in batches():
            def closure():
                optimizer.zero_grad()
                loss = torch.nn.functional.mse_loss(net(x), y)
                loss.backward()
                return loss

            loss = optimizer.step(closure)
            assert loss.requires_grad
        nets.append((net, loss.item()))
    assert difference(nets[0][0].parameters(), nets[1][0].parameters()) < 1e-5 and nets[0][1] == pytest.approx(nets[1][1], rel=1e-4)


def test_a_closure_tells_the_loss_to_rules_that_need_it():
    param = torch.nn.Parameter(torch.tensor([3.0, -2.0], dtype=torch.float64))
    twin = dlopt.Rprop(lr=0.5, rprop_form="irprop_plus")
    bare = param.detach().clone()
    optimizer = dlopt.torch.Rprop([param], lr=0.5, rprop_form="irprop_plus")

    def closure():
        optimizer.zero_grad()
        loss = (param**2).sum()
        loss.backward()
        return loss

    for step in range(12):
        if step == 6:
            told = copy.deepcopy(optimizer.state_dict())
            optimizer = dlopt.torch.Rprop([param], lr=1.0)
            optimizer.load_state_dict(told)
        optimizer.step(closure)
        twin.step(bare, 2 * bare, loss=float((bare**2).sum()))
    assert torch.equal(param.detach(), bare)


def test_loss_scale():
    if VERSION < (2, 3):
        pytest.skip(f"torch {torch.__version__} has no loss scale on the CPU")
    nets = []
    for module in (dlopt.torch, torch.optim):
        net = network()
        optimizer = module.AdamW(net.parameters(), lr=0.05)
        scaler = torch.amp.GradScaler("cpu", init_scale=1024.0, growth_interval=3)
        for number, (x, y) in enumerate(batches()):
            optimizer.zero_grad()
            scaler.scale(torch.nn.functional.mse_loss(net(x), y)).backward()
            if number == 4:
                net[0].bias.grad[0] = float("inf")
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
            scaler.step(optimizer)
            scaler.update()
        nets.append((net, scaler.get_scale(), optimizer))
    assert difference(nets[0][0].parameters(), nets[1][0].parameters()) < 1e-5
    assert nets[0][1] == nets[1][1] and nets[0][2].native.steps == 7


def test_groups_are_added():
    mine, other = parameters(), parameters()
    pairs = []
    for kind, params in ((dlopt.torch.AdamW, mine), (torch.optim.AdamW, other)):
        optimizer = kind(params[:2], lr=0.02)
        train(optimizer, params, 3)
        optimizer.add_param_group({"params": params[2:], "lr": 0.1, "betas": (0.5, 0.7), "note": "of the user's"})
        train(optimizer, params, 4, 3)
        pairs.append(optimizer)
    assert difference(mine, other) < 1e-5
    assert pairs[0].native.groups[1].beta1 == 0.5 and pairs[0].native.groups[0].beta1 == 0.9


@pytest.mark.parametrize("name, hypers", [("SparseAdam", dict(lr=0.05, betas=(0.8, 0.9), eps=1e-3)), ("Adagrad", dict(lr=0.1)), ("SGD", dict(lr=0.1)),
                                          ("SGD", dict(lr=0.1, momentum=0.9))])
@pytest.mark.filterwarnings("ignore:Sparse invariant checks")  # of torch.optim itself
def test_sparse_gradients(name, hypers):
    weights = []
    for module in (dlopt.torch, torch.optim):
        torch.manual_seed(5)
        table = torch.nn.Embedding(20, 4, sparse=True)
        optimizer = getattr(module, name)(table.parameters(), **hypers)
        for step in range(10):
            optimizer.zero_grad()
            rows = torch.tensor([1, 7, 1, (3 * step) % 20, 19])
            table(rows).pow(2).sum().backward()
            assert table.weight.grad.is_sparse
            optimizer.step()
        weights.append(table.weight)
    assert difference(weights[:1], weights[1:]) < 1e-5


def test_a_sparse_gradient_of_no_rows():
    table = torch.nn.Parameter(torch.ones(5, 2))
    optimizer = dlopt.torch.SparseAdam([table])
    table.grad = torch.sparse_coo_tensor(torch.zeros(1, 0, dtype=torch.long), torch.zeros(0, 2), (5, 2))
    optimizer.step()
    assert torch.equal(table, torch.ones(5, 2)) and optimizer.state[table]["step"] == 1


@pytest.mark.parametrize("dense_gradient", [True, False])
@pytest.mark.parametrize("name", ["Adam", "SGD", "Lion"])
def test_layouts(name, dense_gradient):
    """channels_last, a transposed matrix and a part of a wider one, with gradients laid out so or otherwise."""
    torch.manual_seed(6)
    plain = [torch.randn(3, 4, 5, 6), torch.randn(4, 7), torch.randn(5, 3)]
    wide = torch.zeros(5, 8)
    laid = [plain[0].contiguous(memory_format=torch.channels_last), plain[1].t().contiguous().t(), wide[:, 2:5]]
    with torch.no_grad():
        laid[2].copy_(plain[2])
    first = [torch.nn.Parameter(tensor.clone()) for tensor in plain]
    second = [torch.nn.Parameter(tensor) for tensor in laid]
    assert not any(param.is_contiguous() for param in second)
    optimizers = [getattr(dlopt.torch, name)(params, lr=0.1) for params in (first, second)]
    for step in range(4):
        for param, other in zip(first, second):
            param.grad = torch.sin(param.detach() + step)
            other.grad = torch.empty_strided(other.shape, other.stride()) if dense_gradient and other is not second[2] else torch.empty(other.shape)
            other.grad.copy_(param.grad)
        for optimizer in optimizers:
            optimizer.step()
    assert all(torch.equal(p, q) for p, q in zip(first, second)) and wide[:, :2].count_nonzero() == 0
    if name == "Adam":
        moments = [optimizer.state[params[0]]["exp_avg"] for optimizer, params in zip(optimizers, (first, second))]
        assert torch.equal(*moments) and moments[1].stride() == second[0].stride()
        told = copy.deepcopy(optimizers[0].state_dict())
        optimizers[1].load_state_dict(told)
        assert torch.equal(optimizers[1].state[second[0]]["exp_avg"], moments[0])


@pytest.mark.parametrize("start", [torch.tensor(2.0), torch.ones(2, 3, 2, 2).contiguous(memory_format=torch.channels_last)], ids=["number", "channels_last"])
def test_autograd_sees_the_step(start):
    w = torch.nn.Parameter(start.clone())
    optimizer = dlopt.torch.SGD([w], lr=0.1)
    loss = (w**3).sum()
    loss.backward(retain_graph=True)
    optimizer.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_memory_that_moves():
    """A parameter whose memory is exchanged, and gradients at new addresses."""
    mine, other = parameters(), parameters()
    optimizer, theirs = dlopt.torch.Adam(mine, lr=0.05), torch.optim.Adam(other, lr=0.05)
    for step in range(5):
        for param in mine:
            param.data = param.data.clone()
        train(optimizer, mine, 1, step)
        train(theirs, other, 1, step)
    assert difference(mine, other) < 1e-5


def test_step_hooks():
    param = torch.nn.Parameter(torch.ones(2))
    optimizer = dlopt.torch.SGD([param])
    if not hasattr(optimizer, "register_step_post_hook"):
        pytest.skip(f"torch {torch.__version__} has no hooks of steps")
    seen = []
    optimizer.register_step_pre_hook(lambda *arguments: seen.append("before"))
    optimizer.register_step_post_hook(lambda *arguments: seen.append("after"))
    param.grad = torch.ones(2)
    optimizer.step()
    assert seen == ["before", "after"]


def test_every_rule_has_a_class():
    for rule, kind in dlopt.rules.ALL.items():
        mine = parameters()
        optimizer = getattr(dlopt.torch, kind.__name__)(mine, lr=0.01)
        assert optimizer.rule == rule and kind.__name__ in dlopt.torch.__all__ and repr(optimizer).startswith(kind.__name__)
        if rule != dlopt.enums.Rule.SOPHIA:
            train(optimizer, mine, 3)
            assert difference(mine, parameters()) > 0


def test_own_rules_are_those_of_dlopt():
    mine = parameters()
    bare = [param.detach().clone() for param in mine]
    optimizer = dlopt.torch.Optimizer(mine, dlopt.Lion, lr=0.01, weight_decay=0.1, cautious="mean")
    twin = dlopt.Lion(lr=0.01, weight_decay=0.1, cautious="mean")
    for step in range(5):
        set_gradients(mine, 3 * step)
        twin.step(bare, [param.grad for param in mine])
        optimizer.step()
    assert all(torch.equal(p, q) for p, q in zip(mine, bare))
    assert optimizer.param_groups[0]["cautious"] == "mean" and optimizer.native.state_hash() == twin.state_hash()

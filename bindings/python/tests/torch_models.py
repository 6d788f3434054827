"""What tests of dlopt.torch train: some parameters with made-up gradients, the same for every optimizer."""

import pytest

torch = pytest.importorskip("torch", reason="dlopt.torch is for PyTorch, which is not installed")

VERSION = tuple(int(word) for word in torch.__version__.split("+")[0].split(".")[:2])

# Each optimizer of torch.optim with every hyper-parameter away from its default; step_sizes so that both limits bind.
HYPERS = {
    "SGD": dict(lr=0.05, momentum=0.8, dampening=0.3, weight_decay=0.1),
    "Adam": dict(lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, amsgrad=True),
    "AdamW": dict(lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.3, amsgrad=True),
    "NAdam": dict(lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, momentum_decay=0.02),
    "RAdam": dict(lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "Adamax": dict(lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "Adadelta": dict(lr=0.7, rho=0.8, eps=1e-3, weight_decay=0.1),
    "Adagrad": dict(lr=0.05, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.2, eps=1e-3),
    "RMSprop": dict(lr=0.01, alpha=0.9, eps=1e-3, weight_decay=0.1, momentum=0.7, centered=True),
    "Rprop": dict(lr=0.02, etas=(0.4, 1.5), step_sizes=(0.01, 0.05)),
    "ASGD": dict(lr=0.05, lambd=0.02, alpha=0.6, t0=10, weight_decay=0.1),
    "Adafactor": dict(lr=0.05, beta2_decay=-0.7, eps=(0.5, 1e-2), d=1.5, weight_decay=0.1),
}
MORE = [
    ("SGD", dict(lr=0.05, momentum=0.8, nesterov=True, maximize=True)),
    ("SGD", dict(lr=0.05, weight_decay=0.1)),
    ("Adam", dict(lr=0.01, maximize=True)),
    ("Adam", dict(lr=0.01, weight_decay=0.1, decoupled_weight_decay=True)),
    ("NAdam", dict(lr=0.01, weight_decay=0.1, decoupled_weight_decay=True, maximize=True)),
    ("RAdam", dict(lr=0.01, weight_decay=0.1, decoupled_weight_decay=True)),
    ("Adamax", dict(lr=0.01, maximize=True)),
    ("Adadelta", dict(maximize=True)),
    ("Adagrad", dict(lr=0.05, maximize=True)),
    ("RMSprop", dict(lr=0.01, momentum=0.7, maximize=True)),
    ("RMSprop", dict(lr=0.01, centered=True)),
    ("Rprop", dict(lr=0.02, maximize=True)),
    ("ASGD", dict(lr=0.05, maximize=True)),
    ("Adafactor", dict(lr=0.05, maximize=True)),
]
CASES = [*HYPERS.items(), *MORE]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(CASES)]


def peer(name, params, hypers):
    """The optimizer of torch.optim; skips where this version of torch has it not, or not so."""
    kind = getattr(torch.optim, name, None)
    if kind is None:
        pytest.skip(f"torch {torch.__version__} has no {name}")
    if name == "NAdam" and VERSION < (2, 0):
        pytest.skip("before torch 2.0 NAdam multiplies by its momentum once too often")
    try:
        return kind(params, **hypers)
    except TypeError as error:
        pytest.skip(f"torch {torch.__version__}: {error}")


def parameters(seed=0, dtype=torch.float32, shapes=((3, 5), (4,), (), (2, 3, 4), (1, 1))):
    generator = torch.Generator().manual_seed(seed)
    return [torch.nn.Parameter(torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)) for shape in shapes]


def set_gradients(params, step):
    """Gradients of a wavy valley, so that signs change; the second parameter has none at every third step."""
    for number, param in enumerate(params):
        with torch.no_grad():
            param.grad = 0.3 * param + torch.sin(3 * param + step + number)
        if number == 1 and step % 3 == 1:
            param.grad = None


def train(optimizer, params, steps, first=0):
    for step in range(first, first + steps):
        set_gradients(params, step)
        optimizer.step()


def difference(params, others):
    """The largest difference beside the size of the numbers."""
    return max(((p - q).abs() / (1 + q.abs())).max().item() for p, q in zip(params, others))

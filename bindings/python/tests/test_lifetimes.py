"""Handles and views: closed, closed twice, collected, in cycles; what a view keeps and what it holds up."""

import gc
import sys
import weakref

import numpy as np
import pytest

import dlopt
from dlopt import _native, errors, schedules


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def test_ten_thousand_do_not_grow():
    def one():
        opt = dlopt.AdamW(lr=schedules.Cosine(base=0.1, total_steps=10))
        opt.step(np.ones(2048, np.float32), np.ones(2048, np.float32))
        np.asarray(opt.state(0, "exp_avg"))

    for _ in range(500):
        one()
    gc.collect()
    before = resident()
    for _ in range(10_000):
        one()
    gc.collect()
    assert resident() - before < 4 * 2**20


def test_arrays_and_errors_do_not_grow():
    opt, w, g = dlopt.SGD(), np.ones(4096, np.float32), np.ones(4096, np.float32)
    opt.step(w, g)

    def one():
        opt.step(dlopt.array(w), g, max_norm=1, copies=np.empty(4096, np.float32))
        for bad in ([w], g[:3], "x", None):
            with pytest.raises((errors.Error, TypeError)):
                opt.step(w, [g, bad])
        opt.state_bytes()

    for _ in range(100):
        one()
    gc.collect()
    before = resident()
    for _ in range(2000):
        one()
    assert resident() - before < 4 * 2**20


def test_closed_twice_and_used_afterwards():
    opt = dlopt.AdamW()
    opt.step(np.ones(2), np.ones(2))
    view = opt.state(0, "exp_avg")
    assert not opt.closed
    opt.close(), opt.close()
    assert opt.closed and "closed" in repr(opt)
    uses = [lambda: opt.steps, lambda: opt.step(np.ones(2), np.ones(2)), lambda: opt.add(shape=[1]), lambda: opt.state(0, "exp_avg"), lambda: opt.state_bytes(),
            lambda: opt.add_group(), lambda: opt.memory, lambda: opt.step(np.ones(2), np.ones(2), max_norm=1), lambda: opt.follow("lr", None)]
    for use in uses:
        with pytest.raises(errors.ClosedError, match="closed"):
            use()
    with pytest.raises(errors.StateError, match="view of a state"):
        memoryview(view)
    for handle in (_native.schedule_create(None, 1), _native.scaler_create(None), _native.norm_watch_create(None), _native.history_create(None, ["a"])):
        destroy = next(destroy for destroy in (_native.schedule_destroy, _native.scaler_destroy, _native.norm_watch_destroy, _native.history_destroy)
                       if not isinstance(_outcome(destroy, handle), TypeError))
        destroy(handle), destroy(None)
        assert handle.closed and "closed" in repr(handle)


def _outcome(call, *arguments):
    try:
        return call(*arguments)
    except TypeError as error:
        return error


def test_another_kind_of_handle():
    schedule, opt = _native.schedule_create(None, 1), _native.optimizer_create(None, 1)
    for call in (lambda: _native.optimizer_steps(schedule), lambda: _native.schedule_value(opt, 1), lambda: _native.optimizer_create(opt, 1),
                 lambda: _native.optimizer_destroy(schedule), lambda: _native.step(5, None, None), lambda: _native.optimizer_steps(5)):
        with pytest.raises(TypeError, match="wanted the handle of"):
            call()
    with pytest.raises(TypeError):
        _native.Handle()


def test_a_view_is_the_state_and_keeps_the_optimizer():
    opt = dlopt.SGD(lr=0.5, momentum=0.5)
    w = np.zeros(3, np.float32)
    opt.step(w, np.ones(3, np.float32))
    view = np.asarray(opt.state("param_0", "momentum_buffer"))
    assert list(view) == [1, 1, 1]
    view[:] = 4
    opt.step(w, np.zeros(3, np.float32))
    assert list(view) == [2, 2, 2] and list(w) == [-1.5, -1.5, -1.5]
    del opt
    gc.collect()
    assert list(view) == [2, 2, 2]


def moves(opt):
    """Every call that may move or free states."""
    saved = dlopt.AdamW()
    saved.add(shape=(4, 2), name="w")
    block = saved.state_bytes()
    return [opt.close, lambda: opt.remove("w"), lambda: opt.edit_rows("w", [0]), lambda: opt.reserve_rows("w", 100), lambda: opt.load(block),
            lambda: setattr(opt, "amsgrad", True), lambda: opt.preset("torch"), lambda: opt.groups[0].__setattr__("amsgrad", True)]


def shown(opt):
    opt.add(shape=(4, 2), name="w")
    return opt.state("w", "exp_avg")


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("show", [np.asarray, memoryview, lambda view: view.__dlpack__(), lambda view: dlopt.array(view)], ids=["numpy", "memoryview", "dlpack", "array"])
def test_what_would_move_a_state_waits_for_its_buffers(number, show):
    opt = dlopt.AdamW()
    view = shown(opt)
    held, hash_before = show(view), opt.state_hash()
    with pytest.raises(BufferError, match="1 buffers show its states"):
        moves(opt)[number]()
    assert opt.state_hash() == hash_before
    opt.lr = 0.5  # others may be set
    del held
    gc.collect()
    moves(opt)[number]()
    with pytest.raises(errors.StateError):
        memoryview(view)
    with pytest.raises(errors.StateError):
        view.__dlpack__()
    with pytest.raises(errors.StateError):
        view.address


def test_only_named_hyper_parameters_move_states():
    """Of every rule: what is not known to decide states leaves the memory that they take as it is."""
    decide = {"MOMENTUM", "BETA1", "AMSGRAD", "CENTERED", "FACTORED", "MIN_DIM_SIZE_TO_FACTOR"}
    for kind in dlopt.rules.ALL.values():
        for info in dlopt.info.hypers(kind().rule):
            if dlopt.enums.Hyper(info.id).name in decide:
                continue
            for value in (info.lower, info.upper, info.default):
                opt = kind()
                opt.add(shape=(4, 6))
                before = {state.name: _address(opt, state.name) for state in dlopt.info.states(opt.rule)}
                if value in (float("inf"), float("-inf")):
                    continue
                opt._set(info.id, value)
                assert before == {state.name: _address(opt, state.name) for state in dlopt.info.states(opt.rule)}, (kind, info.name, value)


def _address(opt, name):
    try:
        return opt.state(0, name).address
    except errors.Error:
        return None


def test_a_watch_that_tells_its_own_owner_is_collected():
    class Training:
        def __init__(self):
            self.watch = dlopt.NormWatch()
            self.watch.on_explosion(lambda *told: self)

    training = weakref.ref(Training())
    gc.collect()
    assert training() is None


def test_a_runtime_outlives_its_optimizers_by_itself():
    opt = dlopt.SGD(runtime=dlopt.Runtime(threads=2))
    gc.collect()
    opt.step(np.ones(4), np.ones(4))
    runtime = dlopt.Runtime()
    other = dlopt.SGD(runtime=runtime)
    with pytest.raises(errors.BusyError, match="1 handles"):
        runtime.close()
    del other
    runtime.close()


def test_a_log_that_fails_ends_the_call():
    lines = []

    def log(level, text):
        lines.append((level, text))
        if "skip" in text or len(lines) > 1:
            raise LookupError("the log is full")

    opt = dlopt.SGD(runtime=dlopt.Runtime(log=log))
    assert lines[0][0] == 3
    with pytest.raises(LookupError, match="full"):
        opt.step(np.ones(2), np.array([np.nan, 1]), skip_nonfinite=True)
    with pytest.raises(ZeroDivisionError):
        dlopt.Runtime(log=lambda level, text: 1 / 0)


def test_a_block_is_kept_while_the_optimizer_lies_in_it():
    opt = dlopt.AdamW()
    opt.add(shape=(8,))
    memory = bytearray(opt.memory_needed)
    placed = opt.place(memory)
    placed.step(np.ones(8, np.float32), np.ones(8, np.float32))
    with pytest.raises(BufferError):
        memory.append(0)
    del placed
    gc.collect()
    memory.append(0)
    for bad in (bytes(10_000), np.zeros((200, 200))[:, ::2]):
        with pytest.raises(BufferError):
            opt.place(bad)
    with pytest.raises(errors.OutOfRangeError):
        opt.place(bytearray(16))


def test_reference_counts_of_callables():
    def told(*arguments):
        raise KeyError

    counts = sys.getrefcount(told)
    opt, watch = dlopt.SGD(), dlopt.NormWatch()
    watch.on_explosion(told)
    with pytest.raises(KeyError):
        watch.look(1, float("inf"))
    with pytest.raises(KeyError):
        _native.optimizer_save_bytes(opt._handle, told, None)
    watch.on_explosion(None)
    assert sys.getrefcount(told) == counts


@pytest.mark.parametrize("call", [lambda opt, array: opt.step(array, array), lambda opt, array: _native.optimizer_state_get(opt._handle, 0, "exp_avg", array),
                                  lambda opt, array: _native.optimizer_state_set(opt._handle, 0, "exp_avg", array, 0)])
def test_an_array_cannot_close_the_optimizer_that_takes_it(call):
    opt = dlopt.AdamW()
    opt.add(shape=(3,))

    class Closing:
        def __dlpack_device__(self):
            return 1, 0

        def __dlpack__(self, **options):
            opt.close()

    with pytest.raises(errors.BusyError):
        call(opt, Closing())
    assert not opt.closed
    opt.close()  # what held it has let it go
    assert opt.closed

"""Steps in pieces: the same bits, arrays that are kept, and steps that are given up."""

import gc
import weakref

import numpy as np
import pytest

import dlopt
from dlopt import errors


def test_pieces_come_to_the_same_bits():
    g = np.cos(np.arange(100_000, dtype=np.float32))
    whole, w = dlopt.AdamW(lr=0.1), np.ones(100_000, np.float32)
    pieces, v = dlopt.AdamW(lr=0.1), np.ones(100_000, np.float32)
    report = whole.step(w, g, max_norm=1)
    pieces.add(shape=(100_000,))
    with pieces.begin(v, g, max_norm=1) as piece:
        with pytest.raises(errors.StateError):
            pieces.state_bytes()
        parts = 0
        while not piece.part(20_000):
            parts += 1
    assert parts > 5 and piece.report == report and report.grad_norm == pytest.approx(np.sqrt(np.square(g, dtype=np.float64).sum()), rel=1e-6)
    assert v.tobytes() == w.tobytes()


def test_pieces_keep_their_arrays_and_scaler():
    class Memory(bytearray):
        pass

    opt, scaler = dlopt.SGD(lr=1), dlopt.Scaler(init_scale=2)
    opt.add(shape=(4,))
    memory = Memory(16)
    watched = weakref.ref(memory)
    piece = opt.begin(dlopt.array(memoryview(memory).cast("f")), np.ones(4, np.float32), scaler=scaler)
    del memory
    gc.collect()
    assert watched() is not None
    with pytest.raises(errors.BusyError):
        scaler.close()
    piece.part()
    seen = np.frombuffer(watched(), np.float32).copy()
    assert piece.end().applied_step == 1 and seen.tolist() == [-0.5] * 4
    gc.collect()
    assert watched() is None
    scaler.close()


def test_pieces_given_up():
    opt, w = dlopt.SGD(lr=1), np.ones(100_000, np.float32)
    opt.add(shape=(100_000,))
    with pytest.raises(KeyError):
        with opt.begin(w, w * 1, max_norm=1) as piece:
            piece.part(1000)
            raise KeyError
    assert opt.steps == 0 and (w == 1).all()
    piece = opt.begin(w, w * 1)
    piece.part(1000)
    with pytest.raises(errors.StateError):
        piece.abort()
    with pytest.raises(errors.StateError):
        piece.end()
    opt.close()

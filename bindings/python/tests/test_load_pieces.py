"""Rows of parameters of a checkpoint, as parameters of their own, and put together again."""

import numpy as np
import pytest

import dlopt
from dlopt import _native, checkpoint, errors
from dlopt.checkpoint import Piece

CUT = [Piece("w", "top", 3), Piece("w", "rest", rows=5, source_row=3)]
JOINED = [Piece("rest", "w", rows=5, target_row=3), Piece("top", "w", 3)]
STATES = ("exp_avg", "exp_avg_sq")


def whole():
    return dlopt.AdamW(lr=0.1), {"w": np.linspace(-1, 1, 16, dtype=np.float32).reshape(8, 2)}


def cut(params):
    return {"top": params["w"][:3].copy(), "rest": params["w"][3:].copy()}


def train(optimizer, params, steps):
    for step in steps:
        optimizer.step(params, {name: np.cos(param * step) for name, param in params.items()})


def states(optimizer, name):
    return [np.array(optimizer.state(name, state)) for state in STATES]


def test_cut_and_joined():
    """Three steps of a whole, two of its parts and two of the whole again come to the bits of seven of the whole."""
    optimizer, params = whole()
    train(optimizer, params, range(3))
    parts, halves = dlopt.AdamW(params=cut(params)), cut(params)
    parts.load(checkpoint.to_bytes(optimizer), pieces=CUT)
    for at, state in zip((slice(0, 3), slice(3, 8)), map(states, [parts] * 2, ("top", "rest"))):
        for got, expected in zip(state, states(optimizer, "w")):
            np.testing.assert_array_equal(got, expected[at])
    train(parts, halves, range(3, 5))

    again, joined = dlopt.AdamW(params=params), {"w": np.concatenate([halves["top"], halves["rest"]])}
    again.load(checkpoint.to_bytes(parts), pieces=iter(JOINED))
    train(again, joined, range(5, 7))
    train(optimizer, params, range(3, 7))
    np.testing.assert_array_equal(joined["w"], params["w"])
    assert again.state_hash() == optimizer.state_hash() and again.steps == 7


@pytest.mark.parametrize("pieces, kind, text", [
    ([Piece("v", "top", 3)], errors.InvalidArgumentError, r"from of pieces\[0\]: got \"?v"),
    ([CUT[0], Piece("w", "v", 3)], errors.InvalidArgumentError, r"to of pieces\[1\]: got \"?v"),
    ([CUT[0], Piece("w", "rest", rows=5, source_row=4)], errors.OutOfRangeError, r"from_row of pieces\[1\]: got 4 and 5 rows"),
    ([CUT[0], Piece("w", "rest", rows=5, source_row=3, target_row=1)], errors.OutOfRangeError, r"to_row of pieces\[1\]: got 1 and 5 rows"),
    ([CUT[0], Piece("w", "rest", -1)], errors.OutOfRangeError, r"rows of pieces\[1\]: got -1"),
    ([CUT[0], Piece("w", "rest", rows=4, source_row=3)], errors.InvalidArgumentError, "got some rows of .*rest.* twice or not at all"),
    ([CUT[0], Piece("w", 7, 5)], TypeError, r"to of pieces\[1\]: got int, wanted a str"),
    ([CUT[0], Piece("w\0", "rest", 5)], errors.InvalidArgumentError, r"from of pieces\[1\]: got a zero among its letters"),
    ([Piece(None, "top", 3)], errors.InvalidArgumentError, r"from of pieces\[0\]: got NULL, wanted a name"),
    ([Piece("w", "top", "three")], TypeError, "str"),
    ([Piece("w", "top", 2**63)], OverflowError, "too (large|big)"),
])
def test_pieces_that_do_not_fit(pieces, kind, text):
    """Whatever is refused leaves the optimizer as it was."""
    optimizer, params = whole()
    train(optimizer, params, range(3))
    parts, halves = dlopt.AdamW(), cut(params)
    train(parts, halves, range(2))
    before = parts.state_hash()
    with pytest.raises(kind, match=text):
        parts.load(checkpoint.to_bytes(optimizer), pieces=pieces)
    assert parts.state_hash() == before and parts.steps == 2


def test_what_the_native_module_takes():
    """Dicts of the fields of the structure: those that are missing have its defaults, others do not pass."""
    assert _native.load_piece_init() == {"from_row": 0, "to_row": 0, "rows": 0}
    handle = _native.optimizer_create(None, dlopt.enums.Rule.SGD)
    block = _native.optimizer_save_block(handle, None)
    _native.optimizer_load_block(handle, block, {"pieces": []})
    for pieces, text in ((3, "pieces: got int, wanted a sequence"), ([3], r"pieces\[0\]: got int, wanted a dict"),
                         ([{"source": "w"}], r"pieces\[0\]: got 'source'")):
        with pytest.raises(TypeError, match=text):
            _native.optimizer_load_block(handle, block, {"pieces": pieces})
    with pytest.raises(errors.InvalidArgumentError, match=r"from of pieces\[0\]: got NULL"):
        _native.optimizer_load_block(handle, block, {"pieces": [{}]})

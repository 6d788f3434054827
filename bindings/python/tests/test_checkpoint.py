"""Checkpoints from Python: whole trainings cut in two, pickles, copies, files that fail."""

import copy
import io
import pickle

import numpy as np
import pytest

import dlopt
from dlopt import checkpoint, errors, schedules, wrappers


def training():
    optimizer = dlopt.AdamW(lr=schedules.Cosine(base=0.1, total_steps=100), beta1=0.8, amsgrad=True, weight_decay=0.1)
    optimizer.wrap(wrappers.Lookahead(k=7))
    return optimizer, {"w": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4), "b": np.linspace(2, 3, 5)}


def train(optimizer, params, steps):
    for step in steps:
        optimizer.step(params, {name: np.cos(param * step).astype(param.dtype) for name, param in params.items()})


def trained(steps):
    optimizer, params = training()
    train(optimizer, params, range(steps))
    return optimizer, params


WAYS = {
    "pickle": lambda optimizer, path: pickle.loads(pickle.dumps(optimizer)),
    "copy": lambda optimizer, path: copy.copy(optimizer),
    "deepcopy": lambda optimizer, path: copy.deepcopy(optimizer),
    "bytes": lambda optimizer, path: loaded(checkpoint.to_bytes(optimizer)),
    "path": lambda optimizer, path: (optimizer.save(path), loaded(path))[1],
    "file": lambda optimizer, path: loaded(written(optimizer)),
}


def loaded(source):
    optimizer = dlopt.AdamW()
    optimizer.load(source, declare=True)
    return optimizer


def written(optimizer):
    file = io.BytesIO()
    optimizer.save(file)
    file.seek(0)
    return file


@pytest.mark.parametrize("way", WAYS)
def test_cut_in_two(way, tmp_path):
    """Sixty steps, and thirty, another optimizer and thirty come to the same bits; the first is left alone."""
    whole, expected = trained(60)
    first, params = trained(30)
    second = WAYS[way](first, tmp_path / "checkpoint")
    assert type(second) is dlopt.AdamW and second.steps == 30 and second.state_hash() == first.state_hash()
    before, kept = first.state_hash(), {name: param.copy() for name, param in params.items()}
    train(second, params, range(30, 60))
    for name in params:
        np.testing.assert_array_equal(params[name], expected[name])
    assert second.state_hash() == whole.state_hash() and first.state_hash() == before
    train(first, kept, range(30, 60))
    assert first.state_hash() == whole.state_hash()


def test_all_rules_pickle():
    for kind in dlopt.rules.ALL.values():
        optimizer = kind()
        optimizer.add(name="w", shape=(4, 8))
        again = pickle.loads(pickle.dumps(optimizer))
        assert type(again) is kind and again.state_hash() == optimizer.state_hash()


def test_a_callable_is_no_part_of_a_pickle():
    optimizer = dlopt.SGD(lr=lambda step: 0.5**step)
    with pytest.raises(TypeError, match="lr"):
        pickle.dumps(optimizer)


def test_progress(tmp_path):
    optimizer, _ = trained(1)
    told = []
    checkpoint.save(optimizer, tmp_path / "c", progress=lambda done, total: told.append((done, total)))
    assert told and told[-1][0] == told[-1][1] == (tmp_path / "c").stat().st_size

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checkpoint.save(optimizer, tmp_path / "d", progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_metadata(tmp_path):
    optimizer, _ = trained(2)
    optimizer.save(tmp_path / "c")
    for source in (tmp_path / "c", str(tmp_path / "c"), checkpoint.to_bytes(optimizer)):
        told = checkpoint.metadata(source)
        assert told["dlopt.optimizer"].startswith("rule=adamw steps=2 ") and "beta1=0.8" in told["dlopt.group.0"]
    for nonsense in (b"", b"\x02\0\0\0\0\0\0\0{}", b"\xff" * 16, b"\x08\0\0\0\0\0\0\0[1,2,3]]"):
        with pytest.raises(errors.CorruptError):
            checkpoint.metadata(nonsense)
    (tmp_path / "long").write_bytes((100_000_001).to_bytes(8, "little") + b"{}")
    with pytest.raises(errors.CorruptError, match="wanted at most 100000000"):
        checkpoint.metadata(tmp_path / "long")


def test_partial_extra_rename():
    optimizer, _ = trained(3)
    saved = checkpoint.to_bytes(optimizer)
    other = dlopt.AdamW(amsgrad=True)
    other.add(name="weight", shape=(3, 4))
    before = other.state_hash()
    for options in ({}, {"rename": {"w": "weight"}}, {"extra": True}):
        with pytest.raises(errors.StateError):
            other.load(saved, **options)
        assert other.state_hash() == before
    other.load(saved, rename={"w": "weight"}, extra=True)
    assert other.steps == 3
    np.testing.assert_array_equal(np.asarray(other.state("weight", "exp_avg")), np.asarray(optimizer.state("w", "exp_avg")))


def test_keep_configuration():
    saved = checkpoint.to_bytes(trained(3)[0])
    other = dlopt.AdamW(lr=0.5, beta1=0.25)
    other.load(saved, declare=True, keep_configuration=True)
    assert (other.lr, other.beta1, other.steps) == (0.5, 0.25, 3)


def test_nonfinite():
    optimizer, w = dlopt.SGD(momentum=0.9), np.ones(2, np.float32)
    optimizer.step(w, np.array([np.nan, 1], np.float32))
    saved, other = checkpoint.to_bytes(optimizer), dlopt.SGD(momentum=0.9)
    before = other.state_hash()
    with pytest.raises(errors.OutOfRangeError):
        other.load(saved, declare=True)
    assert other.state_hash() == before
    other.load(saved, declare=True, nonfinite=True)
    assert other.state_hash() == optimizer.state_hash()


def test_every_truncation_and_many_flips_are_refused():
    optimizer, _ = trained(2)
    saved = checkpoint.to_bytes(optimizer)
    other, _ = trained(1)
    before = other.state_hash()
    for length in range(0, len(saved), 7):
        with pytest.raises((errors.CorruptError, errors.VersionError)):
            other.load(saved[:length])
    for place in range(3, len(saved), 97):
        flipped = bytearray(saved)
        flipped[place] ^= 1 << place % 8
        with pytest.raises((errors.CorruptError, errors.VersionError)):
            other.load(flipped)
    assert other.state_hash() == before


def test_another_rule():
    saved, other = checkpoint.to_bytes(dlopt.SGD()), dlopt.Lion()
    with pytest.raises(errors.StateError, match="sgd"):
        other.load(saved)


def test_files_that_fail(tmp_path):
    optimizer, _ = trained(1)
    before = optimizer.state_hash()
    for path in (tmp_path, tmp_path / "nowhere" / "c", tmp_path / ("n" * 300)):
        with pytest.raises(OSError):
            optimizer.save(path)
        with pytest.raises(OSError):
            optimizer.load(path)

    class Broken(io.RawIOBase):
        def write(self, piece):
            raise OSError("the disk is full")

        def read(self, size=-1):
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="full"):
        optimizer.save(Broken())
    with pytest.raises(OSError, match="gone"):
        optimizer.load(Broken())
    assert list(tmp_path.iterdir()) == [] and optimizer.state_hash() == before

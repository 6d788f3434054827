"""Histories from Python: rows, files, copies."""

import copy
import csv
import io
import math
import pickle
import struct
import time

import pytest

from dlopt import History, errors


@pytest.fixture
def history():
    made = History(["loss", "lr/group_0"])
    made.append_row(0, [2.5, 0.1], wall_time=1000.5)
    made.append_row(7, [math.nan, math.inf], wall_time=0)
    return made


def test_rows(history):
    assert len(history) == 2 and history.columns == ("loss", "lr/group_0")
    assert history.row(0) == (0, 1000.5, (2.5, 0.1))
    assert history.steps() == [0, 7] and history["lr/group_0"] == [0.1, math.inf]
    assert math.isnan(history["loss"][1])


def test_by_name():
    made, before = History(["a", "b"]), time.time()
    made.append(3, b=2, a=1)
    assert made.row(0).values == (1, 2) and before <= made.row(0).wall_time <= time.time()
    for wrong in ({"a": 1}, {"a": 1, "b": 2, "c": 3}, {}):
        with pytest.raises(TypeError, match="wanted a, b"):
            made.append(0, **wrong)
    with pytest.raises(KeyError):
        made["c"]
    assert len(made) == 1


def test_csv(history, tmp_path):
    history.save(tmp_path / "h.csv")
    table = list(csv.reader((tmp_path / "h.csv").read_text().splitlines()))
    assert table[0] == ["step", "wall_time", "loss", "lr/group_0"] and [float(x) for x in table[1]] == [0, 1000.5, 2.5, 0.1]
    file = io.BytesIO()
    history.write(file)
    assert file.getvalue() == (tmp_path / "h.csv").read_bytes()
    grown = io.BytesIO()
    history.write(grown, first=1)
    assert file.getvalue().endswith(grown.getvalue()) and grown.getvalue().startswith(b"7,")


def test_events(history, tmp_path):
    history.save(str(tmp_path / "events"), format="events")
    data, records = (tmp_path / "events").read_bytes(), 0
    while data:  # TFRecord: a length, its checksum, the record, its checksum
        (length,) = struct.unpack_from("<Q", data)
        data, records = data[8 + 4 + length + 4 :], records + 1
    assert records >= 2


def test_files_that_fail(history, tmp_path):
    with pytest.raises(OSError):
        history.save(tmp_path / "nowhere" / "h.csv")
    with pytest.raises(ValueError):
        history.save(tmp_path / "h", format="json")

    class Full:
        def write(self, piece):
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        history.write(Full())
    assert len(history) == 2


def test_refused(history):
    for columns in ([], ["a", "a"], ["step"], [""], ["x\n"], ["x" * 2000]):
        with pytest.raises((errors.InvalidArgumentError, errors.OutOfRangeError)):
            History(columns)
    with pytest.raises(errors.InvalidArgumentError):
        history.append_row(0, [1])
    with pytest.raises(errors.OutOfRangeError):
        history.append_row(0, [1, 2], wall_time=math.nan)
    for row in (-1, 2):
        with pytest.raises(errors.OutOfRangeError):
            history.row(row)
    assert len(history) == 2


def test_copy_and_pickle(history):
    for again in (copy.copy(history), pickle.loads(pickle.dumps(history))):
        assert again.columns == history.columns and repr(again.rows()) == repr(history.rows())
        again.append_row(8, [0, 0])
    assert len(history) == 2

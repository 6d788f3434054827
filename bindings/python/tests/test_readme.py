"""What the README shows runs, and gives what it says."""

import importlib.util
import pathlib
import re

import pytest

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(), re.S)
NEEDS = {"plot.": "matplotlib", "torch": "torch"}  # what a block uses, and the module that it then needs


def test_ten_lines_first(capsys):
    head = README.read_text().split("```python\n")[0]
    assert len(BLOCKS[0].strip().splitlines()) <= 10 and head.count("\n") < 12
    exec(compile(BLOCKS[0], "README.md", "exec"), {})
    assert [round(float(word), 1) for word in capsys.readouterr().out.split()] == [0, 1, 2]


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_every_block(block, tmp_path, monkeypatch):
    for word, module in NEEDS.items():
        if word in block and importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {})

"""What the README shows runs, and gives what it says."""

import pathlib
import re

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(), re.S)


def test_ten_lines_first(capsys):
    head = README.read_text().split("```python\n")[0]
    assert len(BLOCKS[0].strip().splitlines()) <= 10 and head.count("\n") < 12
    exec(compile(BLOCKS[0], "README.md", "exec"), {})
    assert [round(float(word), 1) for word in capsys.readouterr().out.split()] == [0, 1, 2]


def test_every_block(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for block in BLOCKS:
        exec(compile(block, "README.md", "exec"), {})

"""The measurement of reading, on a folder of two files."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.__main__ import main
from eval.reading import measure
from tests.invented import write_corpus


def test_the_figures_tell_of_the_folder_and_of_the_text_made_of_it(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    took = measure(corpus, 0.05)
    files = [path for path in corpus.rglob("*") if path.is_file()]
    assert took.files == len(files)
    assert took.megabytes * 1e6 == sum(path.stat().st_size for path in files)
    assert took.largest_file == max(path.stat().st_size for path in files)
    assert 0.05 <= took.made_megabytes < 0.06
    assert min(took.warm, took.cold, took.made, took.duplicates) > 0
    assert took.largest_child > 2**20


def test_the_command_prints_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "--corpus", str(write_corpus(tmp_path / "corpus")), "--megabytes", "0.01"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0].split()[-1] for line in out[:2]] == ["MB", "MB"]
    assert "去重" in out[1] and out[2].startswith("最大的读取进程")

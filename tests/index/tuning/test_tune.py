"""The story of a tuning on the tiny model: an adapter and its effect, or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from answer.assistant import Assistant
from index.adapter import WEIGHTS, is_adapter
from index.errors import TuningError
from index.tuning import tune as story
from index.tuning.train import Step, Training

TRAINING = Training(epochs=1, batch=4, neighbours=2, rank=2, lowest_layer=0)
FILES = {
    "青槐市犬只管理办法(2021-09-01).txt": "青槐市犬只管理办法\n2021年9月1日青槐市公安局发布\n第一条 携犬进入公园的，处警告。\n"
}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Thirty questions, each with an article of its own."""
    rows = [
        {"question": f"警察{'警' * n}", "articles": [{"name": f"规定第{n}条", "text": f"察{'察' * n}"}]}
        for n in range(30)
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


@pytest.fixture
def tuned(
    base_of: Callable[[dict[str, str]], Assistant], tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., story.Effect]:
    """Tune the tiny model instead of the real one."""
    monkeypatch.setattr(story, "prepare_model", lambda *_: tiny_model)
    generation = base_of(FILES)._generation

    def run(
        file: Path,
        folder: Path,
        progress: Callable[[Step], None] = lambda step: None,
        references: Sequence[Path] = (),
        start: Path | None = None,
    ) -> story.Effect:
        return story.tune(
            [file],
            references,
            generation,
            tmp_path,
            folder,
            start=start,
            training=TRAINING,
            progress=progress,
            report=lambda line: None,
        )

    return run


def test_an_adapter_and_its_effect_on_questions_kept_aside_come_out(
    tuned: Callable[..., story.Effect], questions: Path, tmp_path: Path
) -> None:
    effect = tuned(questions, tmp_path / "out")
    assert is_adapter(tmp_path / "out")
    assert (effect.asked, effect.made, effect.aside) == (27, 1, 3)
    assert 0 <= effect.before <= 1 and 0 <= effect.after <= 1


def test_questions_that_only_name_their_article_are_learnt_from_too(
    tuned: Callable[..., story.Effect], questions: Path, tmp_path: Path
) -> None:
    row = {"question": "遛狗进公园", "instrument": "青槐市犬只管理办法", "article": "第一条"}
    references = tmp_path / "references.jsonl"
    references.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    effect = tuned(questions, tmp_path / "out", references=[references])
    assert effect.asked + effect.aside == 31


def test_a_tuning_goes_on_from_an_adapter_and_from_nothing_else(
    tuned: Callable[..., story.Effect], questions: Path, tmp_path: Path
) -> None:
    first = tuned(questions, tmp_path / "first")
    second = tuned(questions, tmp_path / "second", start=tmp_path / "first")
    assert first.before == second.before != second.after
    assert (tmp_path / "first" / WEIGHTS).read_bytes() != (tmp_path / "second" / WEIGHTS).read_bytes()
    with pytest.raises(TuningError, match="不是微调结果"):
        tuned(questions, tmp_path / "third", start=tmp_path)


def test_a_tuning_that_is_broken_off_leaves_nothing(
    tuned: Callable[..., story.Effect], questions: Path, tmp_path: Path
) -> None:
    def stop(step: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tuned(questions, tmp_path / "out", stop)
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


def test_too_few_pairs_and_a_folder_that_is_there_are_refused(
    tuned: Callable[..., story.Effect], questions: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text(questions.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    with pytest.raises(TuningError, match=r"至少需要 20 对.*实际只有 1 对"):
        tuned(few, tmp_path / "out")
    with pytest.raises(TuningError, match="已经存在"):
        tuned(questions, tmp_path)

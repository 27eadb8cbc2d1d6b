"""The commands that ask, run as people run them, with a model of a few kilobytes: looked-up articles need no better one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from answer.__main__ import PLACES, main
from answer.assistant import Assistant
from answer.feedback import Feedback, FeedbackStore, Verdict
from answer.records import Answer
from index.__main__ import main as manage_index
from index.errors import EngineError
from index.expansion import write_model_folder
from index.published import open_current
from index.q4 import read_q4
from tests.index.tiny_model import TinyFile
from tests.invented import RULES

STATION = "青槐市巡防站管理规定"
THIRD = "巡防站实行二十四小时值守，每班至少配备二名巡防员。\n夜间巡逻每两小时进行一次，巡逻记录保存六十日。[1]"


Batch = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def batch(tmp_path: Path, quick_index: tuple[str, ...]) -> Batch:
    """Write questions, run the command, and give its exit code and the lines it wrote."""

    def run(lines: list[str], options: tuple[str, ...] = quick_index) -> tuple[int, list[dict[str, Any]]]:
        questions, out = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
        questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        code = main(["batch", str(questions), "--out", str(out), *options])
        written = out.read_text(encoding="utf-8").split("\n")[:-1] if out.exists() else []
        return code, [json.loads(line) for line in written]

    return run


def line(id_: object, question: str, **more: object) -> str:
    return json.dumps({"id": id_, "question": question, **more}, ensure_ascii=False)


def test_ask_prints_the_answer_with_its_source(
    quick_index: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", f"{STATION}第三条", *quick_index]) == 0
    out = capsys.readouterr().out
    assert out.startswith(THIRD)
    assert f"[1] 《{STATION}》 第二章 值守和巡逻 > 第三条 · " in out
    assert "本库最新文本（2023-05-10），是否现行请核对" in out
    assert RULES in out


def test_ask_prints_a_refusal_with_what_is_nearest_and_exits_0(
    quick_index: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "第三条怎么规定的", *quick_index]) == 0
    out = capsys.readouterr().out
    assert out.startswith("请说明是哪一部规定的第三条")
    assert "[2] 《青槐市犬只管理办法》 第三条" in out


def test_ask_prints_json_that_a_program_can_read(
    quick_index: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", f"{STATION}第三条", "--json", *quick_index]) == 0
    wire = json.loads(capsys.readouterr().out)
    assert (wire["id"], wire["status"], wire["answer"]) == (None, "answered", THIRD)


def test_ask_without_an_index_exits_1_and_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "犬证有效期多久", "--index", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "python -m index build" in captured.err


def test_ask_with_another_model_than_the_index_exits_1(
    quick_index: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_model_folder(read_q4(TinyFile(epsilon=1e-6).to_bytes()), other)
    assert main(["ask", "犬证有效期多久", *quick_index[:2], "--model", str(other)]) == 1
    assert "是用模型" in capsys.readouterr().err


def test_batch_answers_in_order_with_the_ids_it_was_given(batch: Batch) -> None:
    code, answers = batch([line("z", f"{STATION}第三条"), "", line(7, f"{STATION}第九条"), line("a", "刑法第二十条")])
    assert code == 0
    assert [(answer["id"], answer["status"]) for answer in answers] == [
        ("z", "answered"),
        ("7", "refused"),
        ("a", "refused"),
    ]
    assert answers[0]["answer"] == THIRD
    assert "最后一条是第六条" in answers[1]["answer"]


def test_batch_goes_on_where_the_engine_fails_for_one_question(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = Assistant.ask

    def fails(assistant: Assistant, question: str, **named: Any) -> Answer:
        if "第五条" in question:
            raise EngineError("Milvus（milvus://10.0.0.5:19530/base）：检索没有完成。")
        return ask(assistant, question, **named)

    monkeypatch.setattr(Assistant, "ask", fails)
    code, answers = batch([line("a", f"{STATION}第五条"), line("b", f"{STATION}第三条")])
    assert code == 1
    assert [(answer["id"], answer["status"]) for answer in answers] == [("a", "unavailable"), ("b", "answered")]
    assert "a: Milvus（milvus://10.0.0.5:19530/base）：检索没有完成。" in capsys.readouterr().err


def test_ask_with_a_server_that_nobody_runs_is_unavailable(
    quick_index: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JINGWEN_ENGINE", "milvus://127.0.0.1:9/base")
    assert main(["ask", f"{STATION}第三条", "--json", *quick_index]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["status"] == "unavailable"
    assert "Milvus（milvus://127.0.0.1:9/base）：打不开" in captured.err


def test_ask_with_rows_in_milvus_answers_the_same(
    quick_index: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ["ask", "巡逻记录保存多久", *quick_index]
    assert main(question) == 0
    here = capsys.readouterr().out
    setting = str(tmp_path / "ask.db")
    assert manage_index(["engine", "push", *quick_index[:2], "--engine", setting]) == 0
    monkeypatch.setenv("JINGWEN_ENGINE", setting)
    capsys.readouterr()
    assert main(question) == 0
    assert capsys.readouterr().out.splitlines()[:-1] == here.splitlines()[:-1]  # the last line tells the time it took


def test_batch_reads_the_history_of_a_question(batch: Batch) -> None:
    history = [{"question": f"{STATION}第三条", "answer": THIRD}]
    _, [alone, after] = batch([line("a", "那第二款呢？"), line("b", "那第二款呢？", history=history)])
    assert after["answer"] == "夜间巡逻每两小时进行一次，巡逻记录保存六十日。[1]"
    assert after["question"] == "那第二款呢？"
    assert alone["answer"] != after["answer"]


def test_batch_reads_questions_with_a_byte_order_mark_and_odd_line_separators(batch: Batch) -> None:
    code, answers = batch(["\ufeff" + line("a", f"{STATION}\u2028第三条\u2029\x85")])
    assert code == 0
    assert [answer["answer"] for answer in answers] == [THIRD]


def test_batch_without_an_index_writes_unavailable_for_every_question(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answers = batch([line("a", "甲"), line("b", "乙")], ("--index", str(tmp_path / "none")))
    assert code == 1
    assert [(answer["id"], answer["question"], answer["status"]) for answer in answers] == [
        ("a", "甲", "unavailable"),
        ("b", "乙", "unavailable"),
    ]
    assert answers[0]["answer"] == "还没有可用的索引，无法回答；请先运行 python -m index build。"
    assert (answers[0]["statements"], answers[0]["citations"], answers[0]["hits"]) == ([], [], [])
    assert answers[0]["generation"] is None
    assert "还没有建好的索引" in capsys.readouterr().err


@pytest.mark.parametrize(
    "bad", ["not json", "[]", '"甲"', "{}", '{"id": "a"}', '{"id": "a", "question": "甲", "history": "乙"}', "null"]
)
def test_batch_names_the_file_and_the_line_that_is_no_question(
    bad: str, batch: Batch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answers = batch([line("a", "甲"), "", bad])
    assert (code, answers) == (1, [])
    assert "questions.jsonl 第 3 行不是问题" in capsys.readouterr().err


def test_batch_leaves_earlier_answers_alone_when_it_fails(batch: Batch) -> None:
    batch([line("a", f"{STATION}第三条")])
    code, answers = batch(["not json"])
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_batch_names_a_questions_file_that_cannot_be_read(
    content: bytes | None, tmp_path: Path, quick_index: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    if content is not None:
        questions.write_bytes(content)
    assert main(["batch", str(questions), "--out", str(tmp_path / "answers.jsonl"), *quick_index]) == 1
    assert f"问题文件 {questions} 读不出来" in capsys.readouterr().err


def test_batch_names_a_folder_for_answers_that_does_not_exist(
    tmp_path: Path, quick_index: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(line("a", "甲"), encoding="utf-8")
    assert main(["batch", str(questions), "--out", str(tmp_path / "none" / "answers.jsonl"), *quick_index]) == 1
    assert "所在的文件夹不存在" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["answer"], ["batch", "questions.jsonl"]])
def test_a_misused_command_exits_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FeedbackStore:
    """Two entries in a place of their own: a helpful one on an article, and one on a gap."""
    path = tmp_path / "kept" / "feedback.sqlite3"
    monkeypatch.setattr("answer.__main__.PLACES", replace(PLACES, feedback=path))
    kept = FeedbackStore(path)
    helpful = Feedback(
        "2026-03-01T09:05:00", "值守几个人", "answered", THIRD, ("《甲》",), (), None, Verdict.HELPFUL, "一目了然"
    )
    kept.add(helpful)
    kept.add(replace(helpful, question="缺什么", verdict=Verdict.MISSING))
    return kept


def test_feedback_lists_what_waits_for_a_decision(store: FeedbackStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "reject", "2"]) == 0
    assert main(["feedback", "list"]) == 0
    assert capsys.readouterr().out == "1  2026-03-01T09:05:00  待处理  有用  值守几个人\n"
    main(["feedback", "list", "--all"])
    assert "2  2026-03-01T09:05:00  未采纳  缺资料  缺什么" in capsys.readouterr().out


def test_feedback_shows_one_entry_whole(store: FeedbackStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "show", "1"]) == 0
    out = capsys.readouterr().out
    assert "说明：一目了然" in out
    assert THIRD in out
    assert main(["feedback", "show", "3"]) == 1
    assert "没有第 3 条反馈" in capsys.readouterr().err


def test_feedback_exports_what_was_accepted_with_the_words_of_the_index(
    store: FeedbackStore, quick_index: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generation = open_current(Path(quick_index[1]))
    third = next(p for p in generation.passages if p.article == "第三条" and "巡防站" in p.text)
    store.add(replace(store.entries()[0].feedback, passage_ids=(third.id,)))
    assert main(["feedback", "accept", "1", "3"]) == 0
    out = tmp_path / "pairs.jsonl"
    assert main(["feedback", "export", "--out", str(out), *quick_index[:2]]) == 0
    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
        {"question": "值守几个人", "articles": [{"name": f"{STATION}第三条", "text": third.text}]}
    ]
    assert f"已写入 1 题：{out}" in capsys.readouterr().out

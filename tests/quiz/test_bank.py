"""The bank keeps every item, revision and decision, whoever writes and whatever is killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.database import DamagedDatabase, DatabaseError, ForeignDatabase
from quiz.bank import MOVES, PROGRAM, Bank, Decision, Outcome, Query, open_bank
from quiz.errors import BankError, IllegalMove, NotInBank
from quiz.records import ItemType, MultipleScoring, Paper, PaperItem, Status
from tests.conftest import ROOT
from tests.quiz.made import TEXT, cloze, multiple, single, source, true_false

MADE = Decision(PROGRAM, "2026-03-01T09:00:00+08:00", "生成")
LI = Decision("李教官", "2026-03-02T10:00:00+08:00", "核对无误")


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return open_bank(tmp_path / "quiz" / "bank.sqlite3")


def test_an_added_item_is_a_draft_in_its_first_revision(bank: Bank) -> None:
    assert bank.add(single(), MADE) == Outcome.NEW
    entry = bank.entry("i1")
    assert (entry.item, entry.revision, entry.status, entry.decided) == (single(), 1, Status.DRAFT, False)


def test_what_was_added_is_there_after_opening_again(tmp_path: Path) -> None:
    with open_bank(tmp_path / "b.sqlite3") as bank:
        bank.add(single(), MADE)
    with open_bank(tmp_path / "b.sqlite3") as bank:
        assert bank.entry("i1").item == single()


def test_the_same_item_is_not_doubled(bank: Bank) -> None:
    bank.add(single(), MADE)
    assert bank.add(single(), MADE) == Outcome.SAME
    assert len(bank.find()) == 1
    assert len(bank.history("i1")) == 1


def test_other_content_is_a_new_revision_and_the_old_one_stays(bank: Bank) -> None:
    bank.add(single(), MADE)
    assert bank.add(single(stem="改过的题干（ ）。"), MADE) == Outcome.REVISED
    assert bank.entry("i1").revision == 2
    assert bank.revision("i1", 1) == single()
    assert bank.revision("i1", 2).stem == "改过的题干（ ）。"


def test_other_content_does_not_overwrite_what_a_person_edited(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.edit(single(stem="人改的（ ）。"), LI, revision=1)
    assert bank.add(single(stem="又生成的（ ）。"), MADE) == Outcome.KEPT
    assert bank.entry("i1").item.stem == "人改的（ ）。"


def test_other_content_does_not_overwrite_what_a_person_decided(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.move("i1", Status.RETIRED, LI)
    assert bank.add(single(stem="又生成的（ ）。"), MADE) == Outcome.KEPT
    assert bank.entry("i1").status == Status.RETIRED


def test_history_tells_who_when_what_and_why(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.approve("i1", LI)
    assert [(e.what, e.before, e.after, e.decision) for e in bank.history("i1")] == [
        ("added", None, Status.DRAFT, MADE),
        ("moved", Status.DRAFT, Status.IN_REVIEW, LI),
        ("moved", Status.IN_REVIEW, Status.APPROVED, LI),
    ]


def test_a_stale_item_is_not_approved_before_it_was_looked_at_again(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.move("i1", Status.STALE, MADE)
    with pytest.raises(IllegalMove, match="现为“依据已变”，不能改为“已采用”"):
        bank.approve("i1", LI)
    bank.edit(single(stem="改过的题干（ ）。"), LI, revision=1)
    assert bank.approve("i1", LI).status == Status.APPROVED


def test_an_edit_of_an_approved_item_goes_back_to_review(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.approve("i1", LI)
    entry = bank.edit(single(stem="人改的（ ）。"), LI, revision=1)
    assert (entry.revision, entry.status) == (2, Status.IN_REVIEW)


def test_an_edit_of_a_revision_that_is_no_longer_the_last_is_refused(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.edit(single(stem="先改的（ ）。"), LI, revision=1)
    with pytest.raises(IllegalMove, match="已被改为第 2 版，您改的是第 1 版"):
        bank.edit(single(stem="后改的（ ）。"), LI, revision=1)
    assert bank.entry("i1").item.stem == "先改的（ ）。"


WAYS = {  # how an item comes to a status
    Status.DRAFT: (),
    Status.IN_REVIEW: (Status.IN_REVIEW,),
    Status.APPROVED: (Status.IN_REVIEW, Status.APPROVED),
    Status.STALE: (Status.STALE,),
    Status.RETIRED: (Status.RETIRED,),
}


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_only_legal_moves_are_made(bank: Bank, before: Status, after: Status) -> None:
    bank.add(single(), MADE)
    for status in WAYS[before]:
        bank.move("i1", status, LI)
    if after in MOVES[before]:
        assert bank.move("i1", after, LI).status == after
    else:
        with pytest.raises(IllegalMove, match="不能改为"):
            bank.move("i1", after, LI)
        assert bank.entry("i1").status == before


def test_a_draft_is_never_approved_without_review_and_a_retired_item_never_at_once(bank: Bank) -> None:
    assert Status.APPROVED not in MOVES[Status.DRAFT] | MOVES[Status.STALE] | MOVES[Status.RETIRED]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Query(), ["i1", "m1", "t1"]),
        (Query(types=(ItemType.LIST, ItemType.TRUE_FALSE)), ["m1", "t1"]),
        (Query(statuses=(Status.APPROVED,)), ["m1"]),
        (Query(topics=("第一章 总则",)), ["t1"]),
        (Query(topics=("总则", "值守")), ["i1", "m1", "t1"]),
        (Query(documents=("d2",)), ["t1"]),
        (Query(documents=("青槐市犬只管理办法",)), ["t1"]),
        (Query(words="移交  ３日".replace("３日", "三日")), ["i1"]),
        (Query(words="100%_"), []),
        (Query(types=(ItemType.NUMBER,), words="巡逻"), []),
    ],
)
def test_items_are_found_by_document_topic_type_status_and_words(bank: Bank, query: Query, ids: list[str]) -> None:
    bank.add(single(), MADE)
    bank.add(multiple(), MADE)
    other = source("第三条 巡逻记录保存六十日。", "六十日", document_id="d2", instrument="青槐市犬只管理办法")
    bank.add(true_false(topic="第一章 总则", sources=(other,)), MADE)
    bank.approve("m1", LI)
    assert [entry.item.id for entry in bank.find(query)] == ids


def test_a_revision_is_found_by_its_new_words_only(bank: Bank) -> None:
    bank.add(single(), MADE)
    bank.add(single(stem="换了说法（ ）。"), MADE)
    assert [len(bank.find(Query(words=words))) for words in ("换了说法", "遗失的物品")] == [1, 0]


def test_texts_of_passages_are_kept_by_their_hash(bank: Bank) -> None:
    bank.add(single(), MADE, passages=[TEXT])
    assert bank.passage(source().passage_sha256) == TEXT
    assert bank.passage("0" * 64) is None


def test_unknown_items_and_papers_are_named(bank: Bank) -> None:
    for ask in (bank.entry, bank.history, bank.paper, lambda id_: bank.move(id_, Status.STALE, LI)):
        with pytest.raises(NotInBank, match="x9"):
            ask("x9")


PAPER = Paper(
    "p1", "月考", "A", "2026-03-01", "g1", 7, MultipleScoring.ALL_OR_NOTHING, (PaperItem(1, single(), 1, 2.0),)
)


def test_a_paper_stays_as_it_was_whatever_becomes_of_its_items(bank: Bank) -> None:
    bank.add(single(), MADE)
    assert bank.save_paper(PAPER)
    bank.add(single(stem="换了（ ）。"), MADE)
    bank.move("i1", Status.STALE, MADE)
    assert bank.paper("p1") == PAPER
    assert bank.papers() == (PAPER,)


def test_a_paper_is_saved_once_and_never_changed(bank: Bank) -> None:
    assert [bank.save_paper(PAPER), bank.save_paper(PAPER)] == [True, False]
    with pytest.raises(BankError, match="试卷 p1 已在题库中，内容不同"):
        bank.save_paper(replace(PAPER, title="别的"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_foreign_database(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE items (id)")
    db.close()


def write_newer_bank(path: Path) -> None:
    open_bank(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 2")
    db.close()


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (write_foreign_database, "别的程序的数据库"),
        (write_newer_bank, "格式号是 2，本程序需要 1"),
        (lambda path: path.write_text("不是数据库" * 40), "应是题库文件"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), "应是题库文件"),
    ],
)
def test_a_foreign_file_is_refused_by_name_and_left_as_it_was(tmp_path: Path, write: object, words: str) -> None:
    path = tmp_path / "other.sqlite3"
    write(path)  # type: ignore[operator]
    before = files(tmp_path)
    with pytest.raises(ForeignDatabase, match=f"{path}.*{words}|{words}"):
        open_bank(path)
    assert files(tmp_path) == before


def test_a_folder_is_no_bank(tmp_path: Path) -> None:
    with pytest.raises(ForeignDatabase, match="不是文件"):
        open_bank(tmp_path)


def test_a_bank_with_damaged_pages_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite3"
    with open_bank(path) as bank:
        for number in range(50):
            bank.add(single(f"i{number}"), MADE)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(DamagedDatabase, match="已损坏"), open_bank(path) as bank:
        bank.find()


def test_an_empty_file_left_by_a_kill_becomes_a_bank(tmp_path: Path) -> None:
    (tmp_path / "b.sqlite3").touch()
    with open_bank(tmp_path / "b.sqlite3") as bank:
        assert bank.add(single(), MADE) == Outcome.NEW


def test_the_bank_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    with open_bank(tmp_path / "b.sqlite3") as bank:
        db = bank._connection
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [db.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == ["wal", 2, 1, 30_000]


WRITER = """
import sys
from pathlib import Path
from quiz.bank import Decision, open_bank
from tests.quiz.made import single

bank = open_bank(Path(sys.argv[1]))
number = 0
while True:
    bank.add(single(f"i{number}"), Decision("程序", "2026-03-01", ""))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("lines", [0, 1, 7, 40])
def test_a_kill_at_any_moment_loses_at_most_the_item_being_saved(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "b.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        said += [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    with open_bank(path) as bank:
        kept = [entry.item.id for entry in bank.find()]
        assert kept[: len(said)] == [f"i{number}" for number in said]
        assert len(kept) - len(said) in (0, 1)
        assert all(len(bank.history(id_)) == 1 for id_ in kept)
        assert bank._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert bank.add(single("after"), MADE) == Outcome.NEW


def write_some(path: Path, name: str) -> None:
    with open_bank(path) as bank:
        for number in range(20):
            bank.add(single(f"{name}{number}"), MADE)
            bank.find(Query(types=(ItemType.NUMBER,)))


def test_several_processes_make_read_and_write_one_bank(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite3"
    program = "import sys, pathlib; from tests.quiz.test_bank import write_some; write_some(pathlib.Path(sys.argv[1]), sys.argv[2])"
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), name], cwd=ROOT) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    with open_bank(path) as bank:
        assert len(bank.find()) == 60


def test_what_fails_half_way_leaves_nothing(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    bank.add(cloze(), MADE)

    def fail(*arguments: object) -> None:
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("quiz.bank._log", fail)
        with pytest.raises(DatabaseError, match="disk full"):
            bank.add(single(), MADE)
    assert [entry.item.id for entry in bank.find()] == ["c1"]

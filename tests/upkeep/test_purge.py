"""A text that is removed stands nowhere any more, whatever was made of it, and everything else stays."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answer.feedback import FeedbackStore
from index.build import build
from index.errors import Busy
from index.journal import Event, read_journal, succession
from index.lock import only_builder
from index.lookup import Lookup
from index.published import current_id, list_generations, open_current, publish
from ingest.corpus import read_corpus
from ingest.errors import KnowledgeBaseError
from ingest.loaders.recognised import store_readings
from ingest.loaders.recognition import Reading
from ingest.records import Document
from ingest.report import to_html
from quiz.bank import Query, open_bank
from quiz.paper import Chosen, Heading, make_paper
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES
from tests.quiz.bases import OpenBase, cite
from tests.stand_in import WordCountEncoder
from tests.upkeep.installed import NOW, PERSON, STRIDES, feedback, installation_at, kill_at, write_installation
from upkeep.backup import backup
from upkeep.errors import NotGone, NotNamed, StillThere, UpkeepError
from upkeep.purge import purge
from upkeep.records import Installation, PurgeReport
from upkeep.restore import restore

NEXT_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUOTE = "夜间巡逻每两小时进行一次，巡逻记录保存六十日。"
GUIDE_QUOTE = "不得以走失不满二十四小时为由拒绝受理。"
GONE = [
    line for line in FILES[RULES].split("\n") if len(line) >= 12
]  # whole lines, none of which stands in another file


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two generations, items and papers of two texts, feedback on both, recognised pages and a report; the file is gone.

    A third generation is built without it and waits to be published, so that not every test builds.
    """
    root = tmp_path_factory.mktemp("used")
    installation = write_installation(root, items=())
    places = installation.places
    build_at(installation, NOW)
    generation = open_current(places.index)
    base = OpenBase(places.index, generation, Lookup(generation))
    about = cite(base, QUOTE, "六十日", "about")
    imported = cite(base, GUIDE_QUOTE, "二十四小时", "imported", stem=f"判断：{GONE[2]}", sources=())
    other = cite(base, GUIDE_QUOTE, "二十四小时", "other")
    with open_bank(places.bank) as bank:
        for item in (about, imported, other):
            bank.add(item, PERSON, passages=[base.passage(source.quote).text for source in item.sources])
        bank.edit(cite(base, QUOTE, "六十日", "about", stem="巡逻记录保存（ ）。"), PERSON, revision=1)
        bank.save_paper(make_paper([Chosen(about, 1, 2), Chosen(other, 1, 2)], Heading("三月测验", "2026-03-01", "g")))
        bank.save_paper(make_paper([Chosen(about, 1, 2)], Heading("四月测验", "2026-03-01", "g"), variant="B"))
        bank.save_paper(make_paper([Chosen(other, 1, 2)], Heading("五月测验", "2026-03-01", "g")))
    store = FeedbackStore(places.feedback)
    store.add(feedback("巡逻记录保存多久？", "六十日", (base.passage(QUOTE).id,)))
    store.add(feedback("夜间巡逻呢？", f"原文：{QUOTE}"))
    store.add(feedback("老人走失呢？", GUIDE_QUOTE, (base.passage(GUIDE_QUOTE).id,)))
    data = (places.corpus / RULES).read_bytes()
    store_readings(places.recognised, data, "1", {1: Reading(10.0, (), (), ())})
    store_readings(places.recognised, b"another", "1", {1: Reading(10.0, (), (), ())})
    installation.report.write_text(to_html(read_corpus(places.corpus), date(2026, 3, 1)), encoding="utf-8")
    (places.corpus / DOGS_OLD).write_text(FILES[DOGS_OLD].replace("五十元", "六十元"), encoding="utf-8")
    build_at(installation, NEXT_DAY)
    with_it = current_id(places.index)
    (places.corpus / RULES).unlink()
    build_at(installation, NEXT_DAY, frozenset({RULES}))
    (root / "BUILT").write_text(str(current_id(places.index)), encoding="utf-8")
    publish(places.index, str(with_it))
    return root


@pytest.fixture
def installation(used: Path, tmp_path: Path) -> Installation:
    return installation_at(Path(shutil.copytree(used, tmp_path / "here")))


def build_at(installation: Installation, now: datetime, lost: frozenset[str] = frozenset()) -> list[str]:
    """Build with an encoder that counts characters, and give what it was asked to encode."""
    encoder = WordCountEncoder()
    build(installation.places.corpus, installation.places.index, encoder, now=now, accept_loss=lost)
    return encoder.encoded


def purge_at(installation: Installation, name: str = RULES) -> PurgeReport:
    """Remove with the build that was made before."""
    return purge(name, installation, rebuild=lambda lost: publish(installation.places.index, built(installation)))


def purge_and_build(installation: Installation, name: str = RULES) -> PurgeReport:
    return purge(name, installation, rebuild=lambda lost: (build_at(installation, NEXT_DAY, lost), None)[1])


def built(installation: Installation) -> str:
    return (installation.places.corpus.parent / "BUILT").read_text(encoding="utf-8").strip()


def holding(installation: Installation) -> list[str]:
    """Generations that hold the text."""
    return sorted({manifest.id for manifest in list_generations(installation.places.index)} - {built(installation)})


def left_of_it(root: Path) -> list[str]:
    """Files that hold a line of the text, found by looking for each line in each file."""
    lines = [line.encode(name) for line in GONE for name in ("utf-8", "utf-16-le", "gb18030")]
    lines += [json.dumps(line)[1:-1].encode() for line in GONE]
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return [path.relative_to(root).as_posix() for path in files if any(line in path.read_bytes() for line in lines)]


def test_before_it_is_removed_the_text_stands_in_many_places(installation: Installation, tmp_path: Path) -> None:
    """The search of these tests can find what it looks for."""
    assert left_of_it(tmp_path / "here") == [
        "var/feedback/feedback.sqlite3",
        *(
            f"var/index/generations/{id_}/{name}.jsonl"
            for id_ in holding(installation)
            for name in ("passages", "smoke", "texts")
        ),
        "var/quiz/bank.sqlite3",
    ]


def test_afterwards_it_stands_nowhere_and_the_report_says_what_went(installation: Installation, tmp_path: Path) -> None:
    generations = holding(installation)
    before = keys(installation)
    report = purge_at(installation)
    assert left_of_it(tmp_path / "here") == []
    assert (report.sources, report.titles) == ((RULES,), ("青槐市巡防站管理规定",))
    assert report.generations == tuple(generations)
    assert (report.items, report.feedback, report.recognised) == (2, 2, 1)
    assert (report.papers_shortened, report.papers_removed) == (("三月测验（A卷）",), ("四月测验（B卷）",))
    assert report.pages == (installation.report,)
    assert report.encodings == before - keys(installation) > 0
    assert report.sentences > 5
    here = tmp_path / "here"
    files = [path for path in (*(here / "var").rglob("*"), *(here / "corpus").rglob("*")) if path.is_file()]
    searched = [path for path in files if not path.is_relative_to(installation.places.models)]
    assert report.searched_files == len(searched) + 1  # and the note of what was under way
    assert report.searched_bytes > sum(path.stat().st_size for path in searched)
    assert current_id(installation.places.index) == built(installation)


def test_its_words_stand_in_no_cache_either(installation: Installation) -> None:
    """They are no sentences, so the search for these does not find them."""
    cache = installation.places.index / "encodings.sqlite"
    other = "遗弃"
    assert "拒马".encode() in cache.read_bytes() and other.encode() in cache.read_bytes()
    purge_at(installation)
    files = [path for path in installation.places.index.rglob("*") if path.is_file()]
    assert [path for path in files if "拒马".encode() in path.read_bytes()] == []
    assert other.encode() in cache.read_bytes()


def keys(installation: Installation) -> int:
    with closing(sqlite3.connect(installation.places.index / "encodings.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM encodings").fetchone()[0])


def test_what_belongs_to_other_texts_stays(installation: Installation) -> None:
    places = installation.places
    purge_at(installation)
    with open_bank(places.bank) as bank:
        assert [entry.item.id for entry in bank.find()] == ["other"]
        assert [(paper.title, [each.item.id for each in paper.items]) for paper in bank.papers()] == [
            ("三月测验（已清除1题）", ["other"]),
            ("五月测验", ["other"]),
        ]
        (left,) = bank.find(Query(words="二十四小时"))
        assert bank.passage(left.item.sources[0].passage_sha256) is not None
    questions = [entry.feedback.question for entry in FeedbackStore(places.feedback).entries()]
    assert questions == ["犬证多少钱？", "老人走失呢？"]
    assert len(list(places.recognised.iterdir())) == 1
    assert {document.source for document in open_current(places.index).documents.values()} == {
        GUIDE,
        DOGS_NEW,
        DOGS_OLD,
    }


def test_vectors_of_other_texts_need_not_be_computed_again(installation: Installation) -> None:
    shutil.rmtree(installation.places.index / "generations" / built(installation))
    purge_and_build(installation)
    assert build_at(installation, NEXT_DAY) == []
    shutil.rmtree(installation.places.index / "generations")
    assert build_at(installation, NEXT_DAY) == []


@pytest.mark.parametrize("name", ["青槐市巡防站管理规定", "id"])
def test_title_and_id_name_it_as_well(installation: Installation, tmp_path: Path, name: str) -> None:
    document = rules(installation)
    purge_at(installation, document.id if name == "id" else name)
    assert left_of_it(tmp_path / "here") == []


def rules(installation: Installation) -> Document:
    documents = open_current(installation.places.index).documents.values()
    return next(document for document in documents if document.source == RULES)


def test_it_is_refused_while_its_file_stands_and_nothing_changes(installation: Installation, tmp_path: Path) -> None:
    before = left_of_it(tmp_path / "here")
    (installation.places.corpus / "改名.txt").write_text(FILES[RULES], encoding="utf-8")
    with pytest.raises(StillThere, match=r"改名\.txt 还在"):
        purge_at(installation)
    assert left_of_it(tmp_path / "here") == ["corpus/改名.txt", *before]


def test_the_same_text_in_another_file_is_noticed_after_the_build(installation: Installation) -> None:
    (installation.places.corpus / RULES.replace(".txt", ".md")).write_text(FILES[RULES] + "\n", encoding="utf-8")
    with pytest.raises(StillThere, match=r"新建的索引里仍有这份资料：法规/青槐市巡防站管理规定\(2023-05-10\)\.md"):
        purge_and_build(installation, rules(installation).id)


def test_what_stands_in_an_older_state_of_the_corpus_folder_is_refused_too(installation: Installation) -> None:
    aside = installation.places.corpus.with_name("corpus.before-20260301-090000")
    shutil.copytree(installation.places.corpus, aside)
    (aside / RULES).write_text(FILES[RULES], encoding="utf-8")
    with pytest.raises(StillThere, match=r"corpus\.before-20260301-090000"):
        purge_at(installation)


def test_an_older_bank_that_a_restore_kept_is_cleaned_too(installation: Installation, tmp_path: Path) -> None:
    here = installation.places
    backup(installation, tmp_path / "b.zip", now=NOW)
    with open_bank(here.bank) as bank:
        bank.approve("other", PERSON)
    restore(installation, tmp_path / "b.zip", now=NOW)
    (old,) = here.bank.parent.glob("bank.before-*")
    purge_at(installation)
    assert left_of_it(tmp_path / "here") == []
    with open_bank(old) as bank:
        assert [entry.item.id for entry in bank.find()] == ["other"]


@pytest.mark.parametrize(
    "place", ["var/note.txt", "var/index/old.zip", "var/quiz/bank.sqlite3.bak", "corpus/README.md"]
)
def test_a_sentence_that_stands_somewhere_else_makes_it_fail_by_name(
    installation: Installation, tmp_path: Path, place: str
) -> None:
    planted = tmp_path / "here" / place
    planted.write_bytes(b"\x00" * 1000 + QUOTE.encode("utf-16-le"))
    with pytest.raises(NotGone, match=rf"清除没有完成[^\0]*{planted.name} 中有该文的 1 处字句"):
        purge_at(installation)
    planted.unlink()
    purge_at(installation)
    assert left_of_it(tmp_path / "here") == []


def test_a_bank_that_is_in_use_is_cleaned_as_well(installation: Installation, tmp_path: Path) -> None:
    with open_bank(installation.places.bank) as bank:
        assert len(bank.find()) == 3
        purge_at(installation)
        assert left_of_it(tmp_path / "here") == []
        assert [entry.item.id for entry in bank.find()] == ["other"]


def test_sentences_that_another_text_has_too_may_stay(installation: Installation) -> None:
    """Of two versions of a text only what is the old one's own goes."""
    publish(installation.places.index, built(installation))
    (installation.places.corpus / DOGS_OLD).unlink()
    (installation.data / "note.txt").write_text("第一条 为了加强犬只管理", encoding="utf-8")
    report = purge_and_build(installation, DOGS_OLD)
    assert report.titles == ("青槐市犬只管理办法",)
    assert (report.items, report.feedback) == (0, 0)


def test_a_reason_in_the_history_of_another_item_that_quotes_it_is_blanked(installation: Installation) -> None:
    with open_bank(installation.places.bank) as bank:
        bank.approve("other", type(PERSON)("李教官", PERSON.at, f"参见：{QUOTE}"))
    purge_at(installation)
    with open_bank(installation.places.bank) as bank:
        assert [event.decision.reason for event in bank.history("other")] == [
            "",
            "（所引原文已清除）",
            "（所引原文已清除）",
        ]


def test_a_damaged_generation_that_holds_its_words_goes_too(installation: Installation, tmp_path: Path) -> None:
    generations = installation.places.index / "generations"
    current = current_id(installation.places.index)
    other = next(generations / id_ for id_ in holding(installation) if id_ != current)
    (other / "documents.jsonl").write_text("{", encoding="utf-8")
    building = generations / ".building-x"
    building.mkdir()
    (building / "passages.jsonl").write_text(json.dumps({"text": QUOTE}), encoding="utf-8")
    report = purge_at(installation)
    assert left_of_it(tmp_path / "here") == []
    assert not other.exists()
    assert set(report.generations) == {other.name, current, ".building-x"}  # a real build would have cleared the last


def test_an_unknown_text_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    before = left_of_it(tmp_path / "here")
    with pytest.raises(NotNamed, match="没有哪份资料叫“无此文件”"):
        purge_at(installation, "无此文件")
    assert left_of_it(tmp_path / "here") == before


def test_it_works_where_nothing_but_an_index_was_made(installation: Installation) -> None:
    for made in ("feedback", "quiz", "recognised", "models"):
        shutil.rmtree(installation.data / made)
    installation.report.unlink()
    report = purge_at(installation)
    assert (report.items, report.feedback, report.recognised, report.pages) == (0, 0, 0, ())


def test_the_journal_is_told_which_generations_went(installation: Installation) -> None:
    report = purge_at(installation)
    last = {entry.generation: entry.event for entry in read_journal(installation.places.index)}
    assert [last[id_] for id_ in report.generations] == [Event.REMOVED, Event.REMOVED]
    assert succession(read_journal(installation.places.index)) == (built(installation),)


def test_while_somebody_builds_nothing_is_removed(installation: Installation, tmp_path: Path) -> None:
    publish(installation.places.index, built(installation))
    before = left_of_it(tmp_path / "here")
    with only_builder(installation.places.index, "建库"), pytest.raises(Busy, match="在建库"):
        purge_at(installation)
    assert left_of_it(tmp_path / "here") == before


def test_the_files_that_are_lost_are_named_to_the_build(installation: Installation) -> None:
    named: list[frozenset[str]] = []

    def rebuild(lost: frozenset[str]) -> None:
        named.append(lost)
        publish(installation.places.index, built(installation))

    purge(RULES, installation, rebuild=rebuild)
    assert named == [{RULES}]


def test_a_build_that_was_held_removes_nothing(installation: Installation, tmp_path: Path) -> None:
    before = left_of_it(tmp_path / "here")
    with pytest.raises(StillThere, match="新建的索引里仍有这份资料"):
        purge(RULES, installation, rebuild=lambda lost: None)
    assert left_of_it(tmp_path / "here") == before


def test_what_stands_in_for_a_broken_current_is_built_anew_too(installation: Installation, tmp_path: Path) -> None:
    index = installation.places.index
    current = str(current_id(index))
    (before,) = set(holding(installation)) - {current}
    publish(index, before)
    publish(index, current)
    shutil.rmtree(index / "generations" / current)
    assert RULES in {document.source for document in open_current(index).documents.values()}
    purge_at(installation)
    assert current_id(index) == built(installation)
    assert left_of_it(tmp_path / "here") == []


def test_an_unfinished_removal_comes_before_another_one(installation: Installation, tmp_path: Path) -> None:
    """Its words stand in a table that the second one would delete."""
    note = installation.data / "note.txt"
    note.write_text(QUOTE, encoding="utf-8")
    with pytest.raises(NotGone):
        purge_at(installation)
    (installation.places.corpus / DOGS_OLD).unlink()
    with pytest.raises(UpkeepError, match=r"对 法规/青槐市巡防站管理规定\(2023-05-10\)\.txt 的清除还没有完成"):
        purge_and_build(installation, DOGS_OLD)
    note.unlink()
    purge_at(installation)
    purge_and_build(installation, DOGS_OLD)
    assert left_of_it(tmp_path / "here") == []
    assert not (installation.places.index / "purging").exists()


def test_a_build_in_between_does_not_make_an_unfinished_removal_forget(
    installation: Installation, tmp_path: Path
) -> None:
    note = installation.data / "note.txt"
    note.write_text(QUOTE, encoding="utf-8")
    with pytest.raises(NotGone):
        purge_at(installation)
    build_at(installation, NEXT_DAY)
    with pytest.raises(NotGone):
        purge_at(installation)
    note.unlink()
    purge_at(installation)
    assert left_of_it(tmp_path / "here") == []


def test_an_index_that_no_longer_holds_it_is_not_built_again(installation: Installation) -> None:
    publish(installation.places.index, built(installation))

    def refuse(lost: frozenset[str]) -> None:
        raise AssertionError("built")

    assert len(purge(RULES, installation, rebuild=refuse).generations) == 2


@pytest.mark.parametrize("stride", STRIDES)
def test_a_kill_at_any_step_does_no_harm_and_running_again_finishes(used: Path, tmp_path: Path, stride: int) -> None:
    step, nothing_left = 1, 0
    while True:
        shutil.rmtree(tmp_path / "here", ignore_errors=True)
        installation = installation_at(Path(shutil.copytree(used, tmp_path / "here")))
        if not kill_at(step, lambda installation=installation: purge_at(installation)):
            break
        open_current(installation.places.index)
        nothing_left += finish(installation)
        assert left_of_it(tmp_path / "here") == []
        step += stride
    assert step > 40
    assert nothing_left <= 5  # killed when only an empty folder and the note of the removal were left
    assert left_of_it(tmp_path / "here") == []


def finish(installation: Installation) -> bool:
    """Run it again; whether nothing was left to do."""
    try:
        purge_at(installation)
    except NotNamed:
        return True
    return False


def test_a_bank_that_cannot_be_written_leaves_the_text_known(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = installation.places.bank.read_bytes()
    installation.places.bank.write_bytes(b"SQLite format 3\x00" + b"\x00" * 200)
    with pytest.raises(KnowledgeBaseError, match="题库"):
        purge_at(installation)
    installation.places.bank.write_bytes(whole)
    purge_at(installation)
    assert left_of_it(tmp_path / "here") == []

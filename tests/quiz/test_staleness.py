"""When a rebuild changes a source: same words are kept, words that moved are followed, changed ones make an item stale."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quiz.bank import PROGRAM, Bank, Decision, open_bank
from quiz.records import Edit, Item, ItemType, MultipleScoring, Option, Paper, PaperItem, Status
from quiz.staleness import Base, StalenessReport, check_bank
from tests.quiz.bases import OpenBase, build_base, cite
from tests.quiz.made import single, source

OLD = "法规/青槐市渡口管理办法(2019-03-01).txt"
NEW = "法规/青槐市渡口管理办法(2024-03-01).txt"
GUIDE = "指引/落水救援指引.md"
TEXT = """青槐市渡口管理办法
2019年3月1日青槐市公安局发布
第一条 为了维护渡口秩序，制定本办法。
第二条 渡船应当配备救生衣，救生衣每二年检验一次。
第三条 渡口值班员每班二人，值班记录保存九十日。
第四条 渡口遇大雾、六级以上大风或者山洪时，渡口值班员应当立即停止摆渡，疏导候船群众离开码头，在入口设置警示标志，同时向派出所和乡镇人民政府报告险情，由派出所派员到场维持秩序，并在二小时内完成现场情况的书面记录备查。
第五条 本办法自2019年5月1日起施行。
"""
QUOTE, KEY = "值班记录保存九十日", "九十日"
LATER = Decision("李教官", "2026-03-01", "")


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return open_bank(tmp_path / "bank.sqlite3")


def newer(text: str = TEXT) -> str:
    return text.replace("2019年3月1日", "2024年3月1日").replace("2019年5月1日", "2024年5月1日")


def base_of(tmp_path: Path, **files: str) -> OpenBase:
    return build_base(tmp_path, {**{GUIDE: "# 落水救援指引\n\n## 一、接报\n\n问清落水地点。\n"}, **files})


def check(bank: Bank, base: OpenBase, day: date = date(2026, 3, 1)) -> StalenessReport:
    return check_bank(bank, Base(base.generation, base.lookup, day), "2026-03-01T09:00:00")


def kinds(report: StalenessReport) -> dict[str, int]:
    names = ("kept", "moved", "stale", "without_source")
    return {name: len(getattr(report, name)) for name in names if getattr(report, name)}


def add(bank: Bank, base: OpenBase, item: Item, *, with_text: bool = True) -> None:
    texts = [passage.text for passage in base.generation.passages] if with_text else []
    bank.add(item, Decision(PROGRAM, "2026-01-01", ""), passages=texts)
    bank.approve(item.id, LATER)


def test_an_item_whose_passage_is_there_is_kept_and_nothing_is_written(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY))
    assert kinds(check(bank, base)) == {"kept": 1}
    assert (bank.entry("i1").revision, len(bank.history("i1"))) == (1, 3)


@pytest.mark.parametrize("keep_old", [True, False])
@pytest.mark.parametrize("with_text", [True, False])
def test_a_renumbered_article_is_followed(bank: Bank, tmp_path: Path, keep_old: bool, with_text: bool) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY), with_text=with_text)
    shifted = newer(TEXT.replace("第五条", "第六条").replace("第四条", "第五条").replace("第三条", "第四条")).replace(
        "第四条", "第三条 渡口由乡镇人民政府设置。\n第四条", 1
    )
    after = base_of(tmp_path, **({OLD: TEXT} if keep_old else {}), **{NEW: shifted})
    report = check(bank, after)
    assert kinds(report) == {"moved": 1}
    entry = bank.entry("i1")
    (cited,) = entry.item.sources
    assert (entry.status, entry.revision) == (Status.APPROVED, 2)
    assert (cited.article, cited.version_date, cited.doc) == ("第四条", "2024-03-01", NEW)
    assert cited.reference == "《青槐市渡口管理办法》（2024-03-01）第四条"
    passage = next(each for each in after.generation.passages if each.id == cited.passage_id)
    assert [passage.text[start:end] for start, end in cited.spans] == [QUOTE]
    assert [passage.text[start:end] for start, end in cited.key_spans] == [KEY]
    assert entry.item.explanation.startswith("《青槐市渡口管理办法》（2024-03-01）第四条：")
    assert entry.item.flags == (
        "依据已移至《青槐市渡口管理办法》（2024-03-01）第四条（原《青槐市渡口管理办法》（2019-03-01）第三条），请核对",
    )
    event = bank.history("i1")[-1]
    assert (event.what, event.decision.who) == ("source_moved", PROGRAM)
    assert "已由《青槐市渡口管理办法》（2019-03-01）第三条移至" in event.decision.reason
    assert kinds(check(bank, after)) == {"kept": 1}


@pytest.mark.parametrize("keep_old", [True, False])
def test_a_changed_key_makes_an_item_stale_even_where_all_else_is_the_same(
    bank: Bank, tmp_path: Path, keep_old: bool
) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, "并在二小时内完成", "二小时"))  # one character of a hundred: 0.99 alike
    after = base_of(tmp_path, **({OLD: TEXT} if keep_old else {}), **{NEW: newer(TEXT.replace("二小时内", "三小时内"))})
    assert kinds(check(bank, after)) == {"stale": 1}
    assert bank.entry("i1").status == Status.STALE


@pytest.mark.parametrize(("with_text", "kind"), [(True, "moved"), (False, "stale")])
def test_other_words_of_a_long_article_may_change_a_little_where_its_old_text_is_known(
    bank: Bank, tmp_path: Path, with_text: bool, kind: str
) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, "并在二小时内完成", "二小时"), with_text=with_text)
    after = base_of(tmp_path, **{NEW: newer(TEXT.replace("乡镇人民政府报告", "乡镇人民政府通报"))})
    assert kinds(check(bank, after)) == {kind: 1}


def test_a_short_article_with_other_words_is_stale(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY))
    after = base_of(tmp_path, **{OLD: TEXT, NEW: newer(TEXT.replace("每班二人", "每班三人"))})
    report = check(bank, after)
    assert kinds(report) == {"stale": 1}
    assert report.stale[0].reason == (
        "2024-03-01版《青槐市渡口管理办法》第三条的文字与《青槐市渡口管理办法》（2019-03-01）第三条不同"
    )


def test_an_article_that_is_gone_makes_its_items_stale(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY))
    shorter = "\n".join(line for line in newer().split("\n") if not line.startswith("第三条"))
    report = check(bank, base_of(tmp_path, **{OLD: TEXT, NEW: shorter}))
    assert kinds(report) == {"stale": 1}
    assert "没有与《青槐市渡口管理办法》（2019-03-01）第三条相应的条文" in report.stale[0].reason


def test_a_document_that_left_the_base_makes_its_items_stale(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY))
    report = check(bank, base_of(tmp_path))
    assert [finding.reason for finding in report.stale] == ["《青槐市渡口管理办法》已不在资料库中"]


def test_a_newer_version_that_is_not_in_effect_yet_changes_nothing(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY))
    after = base_of(tmp_path, **{OLD: TEXT, NEW: newer(TEXT.replace("九十日", "六十日"))})
    assert kinds(check(bank, after, date(2024, 4, 30))) == {"kept": 1}
    assert kinds(check(bank, after, date(2024, 5, 1))) == {"stale": 1}


def test_an_essay_is_followed_to_another_file_and_stale_where_it_changed(bank: Bank, tmp_path: Path) -> None:
    text = "# 冬季巡河工作指引\n\n## 一、巡河次数\n\n冬季每日巡河三次，夜间由两名民警同行。\n"
    base = base_of(tmp_path, **{"指引/甲.md": text})
    add(bank, base, cite(base, "冬季每日巡河三次", "三次"))
    assert kinds(check(bank, base_of(tmp_path, **{"别处/乙.md": text}))) == {"kept": 1}
    assert kinds(check(bank, base_of(tmp_path, **{"指引/甲.md": text.replace("三次", "四次")}))) == {"stale": 1}


def test_an_item_about_a_number_of_an_article_is_stale_when_the_number_moved(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    add(bank, base, cite(base, QUOTE, KEY, stem="第三条规定的保存期限是（ ）。"))
    options = tuple(
        Option(letter, f"第{n}条", letter == "A", "", "内容") for letter, n in zip("ABC", "三四五", strict=True)
    )
    add(bank, base, cite(base, QUOTE, KEY, "i2", type=ItemType.MATCHING, options=options))
    shifted = newer(TEXT.replace("第三条", "第九条"))
    report = check(bank, base_of(tmp_path, **{OLD: TEXT, NEW: shifted}))
    assert [finding.reason for finding in report.stale] == ["题目涉及条号，第三条的条号已变"] * 2


def test_the_edit_of_a_false_statement_stays_at_its_words(bank: Bank, tmp_path: Path) -> None:
    quote = "第三条 渡口值班员每班二人，值班记录保存九十日。"
    base = base_of(tmp_path, **{OLD: TEXT})
    edit = Edit("number", quote.index("二人"), "二人", "三人")
    add(bank, base, cite(base, quote, "二人", type=ItemType.TRUE_FALSE, options=(), key=("错误",), edit=edit))
    check(bank, base_of(tmp_path, **{OLD: TEXT, NEW: newer(TEXT.replace("第三条", "第三十一条"))}))
    item = bank.entry("i1").item
    assert item.sources[0].quote == "第三十一条 渡口值班员每班二人，值班记录保存九十日。"
    assert item.edit is not None
    assert item.sources[0].quote[item.edit.start :].startswith("二人，值班")


def test_drafts_are_looked_after_and_retired_items_are_not(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    for id_ in ("draft", "retired"):
        bank.add(cite(base, QUOTE, KEY, id_), Decision(PROGRAM, "2026-01-01", ""))
    bank.move("retired", Status.RETIRED, LATER)
    report = check(bank, base_of(tmp_path))
    assert [finding.item_id for finding in report.stale] == ["draft"]
    assert bank.entry("retired").status == Status.RETIRED


def test_an_imported_item_without_a_source_is_told_apart(bank: Bank, tmp_path: Path) -> None:
    bank.add(single(sources=()), Decision(PROGRAM, "2026-01-01", ""))
    assert kinds(check(bank, base_of(tmp_path))) == {"without_source": 1}
    assert bank.entry("i1").status == Status.DRAFT


def test_an_item_of_two_sources_is_stale_when_one_is(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    item = cite(base, QUOTE, KEY)
    add(bank, base, cite(base, QUOTE, KEY, sources=(*item.sources, source())))
    assert kinds(check(bank, base)) == {"stale": 1}


def test_stored_papers_keep_what_they_had(bank: Bank, tmp_path: Path) -> None:
    base = base_of(tmp_path, **{OLD: TEXT})
    item = cite(base, QUOTE, KEY)
    add(bank, base, item)
    placed = (PaperItem(1, item, 1, 2.0),)
    paper = Paper("p1", "月考", "A", "2026-03-01", "g1", 0, MultipleScoring.ALL_OR_NOTHING, placed)
    bank.save_paper(paper)
    check(bank, base_of(tmp_path))
    assert bank.entry("i1").status == Status.STALE
    assert bank.paper("p1") == paper

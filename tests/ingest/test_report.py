"""The report of what every file became: its rows, and the page that shows what cleaning removed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from ingest.corpus import Corpus, read_corpus
from ingest.report import make_rows, problems, to_html

DAY = date(2026, 3, 1)
ESSAY = """用和谐思维做好巡防工作
当前位置：首页 > 公安 > 正文
巡防队员应当每天巡逻两次，每次不少于一个小时，并且把发现的情况写在巡防记录本上。
<script>alert(1)</script>应当原样显示，不得执行，这一点对于任何网页转存的文章都是一样的。
上一篇：<b>甲</b>
"""
RULES = "网络安全法\n2016年11月7日第十二届全国人民代表大会常务委员会第二十四次会议通过\n第一条 为了保障网络安全，制定本法。\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("report")
    (folder / "文章.txt").write_text(ESSAY, encoding="utf-8")
    (folder / "网络安全法(2016-11-07).txt").write_text(RULES, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    return read_corpus(folder)


@pytest.fixture(scope="module")
def page(corpus: Corpus) -> str:
    return to_html(corpus, DAY)


def test_a_row_counts_what_was_kept_and_what_was_removed_by_rule(corpus: Corpus) -> None:
    essay, law = make_rows(corpus, DAY)
    assert essay.removed == (("网页导航", 17), ("网页页脚", 12))
    assert essay.characters == len(corpus.documents[0].text)
    assert (law.level, law.issuer, law.articles, law.removed) == ("法律", "全国人民代表大会常务委员会", 1, ())


def test_the_status_is_that_of_the_day(corpus: Corpus) -> None:
    assert make_rows(corpus, DAY)[1].status == "已被2025年版取代（2026-01-01起施行），本文本为2016-11-07版"
    assert make_rows(corpus, date(2025, 12, 1))[1].status.endswith("2025年版将于2026-01-01施行")


def test_a_newest_text_that_is_missing_is_a_problem_to_see_to(corpus: Corpus) -> None:
    [problem] = problems(corpus, DAY)
    assert problem.startswith("本库缺少现行文本：《网络安全法》2025-10-28版")


def test_the_page_shows_removed_text_struck_through_with_its_rule(page: str) -> None:
    assert '<del data-rule="网页导航">当前位置：首页 &gt; 公安 &gt; 正文</del>' in page
    assert '<del data-rule="网页页脚">上一篇：&lt;b&gt;甲&lt;/b&gt;</del>' in page


def test_text_of_a_document_is_escaped_and_the_page_runs_nothing(page: str) -> None:
    assert "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "http://" not in page and "https://" not in page


def test_the_page_names_files_left_out_with_their_reasons(page: str) -> None:
    assert re.search(r"<strong>空\.txt</strong><br>空\.txt：应是有文字的文件", page)


def test_text_far_from_any_removal_is_not_repeated(tmp_path: Path) -> None:
    body = "".join(f"巡防队员第{number}天巡逻两次，并且写好记录。\n" for number in range(100))
    (tmp_path / "文章.txt").write_text(f"巡防工作总结\n{body}上一篇：甲\n下一篇：乙\n", encoding="utf-8")
    page = to_html(read_corpus(tmp_path), DAY)
    assert "第99天" in page and "第50天" not in page

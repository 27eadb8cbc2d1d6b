from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quiz.export.page import page
from quiz.export.text import plain
from quiz.records import MultipleScoring, Paper
from tests.quiz.export.made import CLOZE, LIST, MATCHING, NUMBER, RECALL, TRUE_FALSE, hostile_paper, paper

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


class Reader(HTMLParser):
    """Tags with their attributes, and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def read(made: Paper) -> Reader:
    return Reader(page(made).data.decode())


def test_every_question_is_asked_in_its_own_way() -> None:
    fields = [attributes for tag, attributes in read(paper()).tags if tag == "fieldset"]
    assert [field["data-kind"] for field in fields] == [
        *("single", "single", "single", "multiple", "true_false"),
        *("blanks", "matching", "members", "written"),
    ]
    assert json.loads(str(fields[3]["data-right"])) == ["A", "B", "D"]
    assert json.loads(str(fields[5]["data-right"])) == [["六十日", "60日", "*日"]]


def test_the_page_is_chinese_and_reaches_for_nothing() -> None:
    found = read(paper())
    assert ("html", {"lang": "zh-CN"}) in found.tags
    assert not any(name in {"src", "href", "action"} for _, attributes in found.tags for name in attributes)
    assert not re.search("https?:|url\\(|@import", page(paper()).data.decode())


def test_the_policy_admits_this_script_and_style_only() -> None:
    text = page(hostile_paper()).data.decode()
    (policy,) = (one["content"] for tag, one in Reader(text).tags if one.get("http-equiv") == "Content-Security-Policy")
    for tag in ("script", "style"):
        (inner,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none'")


def test_a_question_without_an_explanation_says_nothing_of_one() -> None:
    silent = dataclasses.replace(NUMBER, explanation="")
    assert "解析：" not in page(paper([silent])).data.decode()
    assert "解析：" in page(paper([NUMBER])).data.decode()


def test_hostile_text_is_text() -> None:
    made = hostile_paper()
    found = read(made)
    assert [tag for tag, _ in found.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    text = "".join(found.seen)
    assert all(plain(entry.item.stem).split("\n")[0].split("____")[0] in text for entry in made.items)


def test_whoever_hands_it_out_is_told_that_it_holds_the_key() -> None:
    assert page(paper()).remarks == ("网页里带有答案，适合练习，不适合考试",)


@pytest.fixture
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}; name one in CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.mark.browser
def test_a_quiz_is_answered_and_marked_from_a_file(browser: Browser, tmp_path: Path) -> None:
    """By keyboard where it matters; for each way of marking, one paper with a choice that is right in part."""
    for scoring, multiple in (
        (MultipleScoring.ALL_OR_NOTHING, 0.0),
        (MultipleScoring.HALF_FOR_PART, 1.5),
        (MultipleScoring.PER_OPTION, 2.0),
    ):
        file = tmp_path / f"{scoring.value}.html"
        file.write_bytes(page(paper([NUMBER, LIST, TRUE_FALSE, CLOZE, MATCHING, RECALL], scoring)).data)
        complaints: list[str] = []
        asked: list[str] = []
        sheet = browser.new_page()
        sheet.on("console", lambda said, complaints=complaints: complaints.append(said.text))
        sheet.on("pageerror", lambda error, complaints=complaints: complaints.append(str(error)))
        sheet.on("request", lambda request, asked=asked: asked.append(request.url))
        sheet.goto(file.as_uri())
        assert not sheet.get_by_text("解析：").first.is_visible()
        sheet.keyboard.press("Tab")  # to the first question
        sheet.keyboard.press("ArrowDown")  # A, then B
        sheet.keyboard.press("ArrowDown")
        if not sheet.get_by_label("B. 六十日").is_checked():
            sheet.keyboard.press("ArrowUp")
        assert sheet.get_by_label("B. 六十日").is_checked()
        sheet.get_by_label("A. 饮酒后上岗").check()
        sheet.get_by_label("B. 擅自离开岗位").check()
        sheet.get_by_label("正确").check()
        sheet.get_by_label("第 1 空").fill("６０ 日。")
        for letter, target in (("A", "第三条"), ("B", "第四条")):
            place = next(line[1] for line in sheet.locator("legend").nth(4).inner_text().split("\n") if target in line)
            sheet.get_by_label(f"{letter} 对应").select_option(place)
        sheet.locator("textarea").fill("饮酒后上岗")
        sheet.get_by_role("button", name="交卷").press("Enter")
        # 2 of 2, then the multiple choice, 0 of 2, 2 of 2, two of three pairs of 2, and nothing yet for the open answer.
        reached = 2 + multiple + 0 + 2 + 4 / 3
        assert sheet.locator("#score").inner_text() == f"得分：{reached:.2f}".rstrip("0").rstrip(".") + " / 13"
        assert sheet.evaluate("document.activeElement.id") == "score"
        assert sheet.get_by_text("解析：").first.is_visible()
        sheet.locator(".own input").fill("1")
        assert sheet.locator("#score").inner_text().startswith(f"得分：{reached + 1:.2f}".rstrip("0").rstrip("."))
        sheet.get_by_role("button", name="重做").press("Enter")
        assert not sheet.get_by_text("解析：").first.is_visible()
        sheet.emulate_media(media="print")
        assert sheet.get_by_text("姓名：").is_visible()
        assert not sheet.get_by_role("button", name="交卷").is_visible()
        assert complaints == []
        assert asked == [file.as_uri()]
        sheet.close()
    hostile = tmp_path / "hostile.html"
    hostile.write_bytes(page(hostile_paper()).data)
    sheet = browser.new_page()
    alarms: list[str] = []
    sheet.on("dialog", lambda dialog: alarms.append(dialog.message))
    sheet.on("pageerror", lambda error: alarms.append(str(error)))
    sheet.goto(hostile.as_uri())
    sheet.get_by_role("button", name="交卷").click()
    assert sheet.locator("#score").inner_text().startswith("得分：0 / ")
    assert alarms == []

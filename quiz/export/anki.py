"""A deck for Anki.

In: a Paper. Out: an apkg: a collection of SQLite in a zip, one note and one card a question.

The ids of notes, of the note type and of decks follow from the items and the title, so importing again updates the cards and keeps what was
learnt of them. Anki takes a note over only when it is newer: its time is the day of the paper plus the item's revision in seconds.
The collection is built in memory by genanki; its own writer puts the clock into the zip.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import re
import sqlite3
from datetime import UTC, date, datetime

import genanki

from quiz.export.questions import Kind, Question, questions, scoring_remark
from quiz.export.records import Exported, file_name
from quiz.export.text import one_line
from quiz.export.zips import pack
from quiz.records import Paper

NAMESPACE = "jingwen"
MODEL_ID = 1_763_520_117  # for ever: another one, or other fields, would cut learners off from their cards
FIELDS = ("编号", "题型", "题干", "选项", "答案", "解析", "依据")
FRONT = '<div class="type">{{题型}}</div><div class="stem">{{题干}}</div><div class="options">{{选项}}</div>'
BACK = (
    '{{FrontSide}}<hr id="answer"><div class="key">{{答案}}</div><div>{{解析}}</div><div class="basis">{{依据}}</div>'
)
CSS = (
    ".card{font-family:'Noto Serif CJK SC','Songti SC',SimSun,serif;font-size:20px;text-align:left;line-height:1.6}"
    ".type,.basis{color:#666;font-size:15px}.options{margin-top:.6em}.key{font-weight:bold;margin-bottom:.4em}"
)
EPOCH = date(2000, 1, 1)  # for a paper without a day


def anki(paper: Paper) -> Exported:
    """Every kind of question is carried; Anki asks for the answer and marks nothing."""
    asked, left_out = questions(paper)
    title = one_line(paper.title) or "题目"
    deck = genanki.Deck(_number(f"deck/{title}"), title.replace("::", "："))  # two colons would open a deck below
    model = _model()
    deck.add_model(model)
    for place, question in enumerate(asked, start=1):
        deck.add_note(_note(model, question, place))
    remarks = scoring_remark(paper, asked, "Anki 只出示答案，不计分")
    return Exported(file_name(paper, "", "apkg"), _package(deck, asked, _day(paper)), left_out, remarks)


def _model() -> genanki.Model:
    return genanki.Model(
        MODEL_ID,
        "警问 题卡",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "题卡", "qfmt": FRONT, "afmt": BACK}],
        css=CSS,
    )


def _note(model: genanki.Model, question: Question, place: int) -> genanki.Note:
    options = "\n".join(question.lettered)
    why = "\n".join(f"{choice.letter} 项：{choice.why}" for choice in question.choices if choice.why)
    fields = (
        question.name,
        question.type_text,
        question.asked,
        options,
        _answer(question),
        "\n".join(part for part in (question.explanation, why) if part),
        "\n".join(question.basis),
    )
    tags = [_tag(word) for word in (question.type_text, question.topic, question.difficulty) if word]
    guid = genanki.guid_for(NAMESPACE, question.name)
    return genanki.Note(model, [_field(text) for text in fields], guid=guid, tags=tags, due=place)


def _answer(question: Question) -> str:
    """Members of an enumeration one a line; the words of the right options beside their letters."""
    if question.kind is Kind.MEMBERS:
        return "\n".join(question.key)
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        return "\n".join(f"{choice.letter}. {choice.text}" for choice in question.choices if choice.is_key)
    return question.answer_with_spellings


def _field(text: str) -> str:
    """HTML; square brackets would play sounds and typeset formulas, braces would hide text."""
    escaped = html.escape(text).replace("[", "&#91;").replace("{", "&#123;").replace("}", "&#125;")
    return escaped.replace("\n", "<br>")


def _tag(word: str) -> str:
    return re.sub(r"[\s\"*:]+", "_", word)


def _package(deck: genanki.Deck, asked: tuple[Question, ...], day: int) -> bytes:
    connection = sqlite3.connect(":memory:")
    try:
        cursor = connection.cursor()
        genanki.Package(deck).write_to_db(cursor, day, itertools.count(day * 1000))
        for question in asked:
            guid = genanki.guid_for(NAMESPACE, question.name)
            cursor.execute("UPDATE notes SET mod = ? WHERE guid = ?", (day + question.revision, guid))
        connection.commit()
        collection = connection.serialize()
    finally:
        connection.close()
    return pack([("collection.anki2", collection), ("media", b"{}")])


def _number(name: str) -> int:
    """A positive number of 31 bits that is not Anki's own default deck, 1."""
    digest = hashlib.sha256(f"{NAMESPACE}/{name}".encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def _day(paper: Paper) -> int:
    """Midnight of the paper's day, in seconds since 1970."""
    try:
        made = date.fromisoformat(paper.made_on)
    except ValueError:
        made = EPOCH
    return int(datetime(made.year, made.month, made.day, tzinfo=UTC).timestamp())

from __future__ import annotations

import dataclasses
import io
import json
import sqlite3
import zipfile
from typing import Any

from quiz.export.anki import FIELDS, anki
from quiz.records import Paper
from tests.quiz.export.made import EVERY_TYPE, NUMBER, hostile_paper, paper


def collection(made: Paper) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(anki(made).data)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert archive.read("media") == b"{}"
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    return connection


def notes(made: Paper) -> list[dict[str, Any]]:
    """Each note: guid, time, tags, and fields by name."""
    rows = collection(made).execute("SELECT guid, mod, tags, flds FROM notes ORDER BY id")
    return [
        {"guid": guid, "mod": mod, "tags": tags.split(), **dict(zip(FIELDS, flds.split("\x1f"), strict=True))}
        for guid, mod, tags, flds in rows
    ]


def test_every_question_is_one_note_with_one_card() -> None:
    database = collection(paper())
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM notes").fetchone() == (9,)
    assert database.execute("SELECT count(DISTINCT nid), count(DISTINCT did) FROM cards").fetchone() == (9, 1)
    assert [note["编号"] for note in notes(paper())] == [one.id for one in EVERY_TYPE]


def test_a_card_asks_with_options_and_answers_with_explanation_and_basis() -> None:
    (note,) = notes(paper([NUMBER]))
    assert note["选项"] == "A. 三十日<br>B. 六十日<br>C. 九十日"
    assert note["答案"] == "B. 六十日"
    assert note["解析"].startswith(NUMBER.explanation)
    assert note["依据"] == "《青槐市巡防站管理规定》（2023-05-10）第三条第二款；现行有效"
    assert note["tags"] == ["单项选择（数字期限）", "第二章_值守和巡逻", "易"]


def test_the_front_of_a_card_does_not_hold_the_answer() -> None:
    ((models,),) = collection(paper()).execute("SELECT models FROM col")
    (model,) = json.loads(models).values()
    assert [field["name"] for field in model["flds"]] == list(FIELDS)
    assert not any(name in model["tmpls"][0]["qfmt"] for name in ("答案", "解析", "依据"))


def test_an_item_keeps_its_guid_on_any_paper_and_a_changed_one_is_newer() -> None:
    (alone,) = notes(paper([NUMBER]))
    other = dataclasses.replace(NUMBER, explanation="改过的解析")
    entry = dataclasses.replace(paper([other]).items[0], revision=4)
    (changed,) = notes(dataclasses.replace(paper([other], title="另一份卷"), items=(entry,)))
    assert changed["guid"] == alone["guid"]
    assert changed["mod"] == alone["mod"] + 1
    assert alone["mod"] == 1772409600 + 3  # midnight of 2026-03-02 in UTC, and revision 3


def test_the_deck_is_named_and_numbered_by_the_title() -> None:
    def decks(made: Paper) -> dict[str, str]:
        ((stored,),) = collection(made).execute("SELECT decks FROM col")
        return {id: deck["name"] for id, deck in json.loads(stored).items() if id != "1"}

    assert list(decks(paper()).values()) == ["巡防站规定测验"]
    assert decks(paper()) == decks(paper([NUMBER], variant="B"))
    assert decks(paper()).keys() != decks(paper(title="另一份卷")).keys()


def test_hostile_fields_are_words_and_play_nothing() -> None:
    for note in notes(hostile_paper()):
        for name in FIELDS:
            assert not any(sign in note[name].replace("<br>", "") for sign in ("<", ">", "[", "{{", "\x00", "\u202e"))
        assert all(" " not in tag for tag in note["tags"])

"""A text is known by its own sentences, in whatever form they were written."""

from __future__ import annotations

import html
import json
from dataclasses import replace

import pytest

from ingest.records import Removed
from tests.invented import document
from upkeep.sentences import distinctive, written_forms

OLD = document("第一条 养犬应当到派出所办理犬证。\n第二条 短句。\n第三条 每只犬每年收取管理费一百元。")
NEW = document("第一条 养犬应当到派出所办理犬证。\n第二条 不收取任何形式的管理费用。", title="新办法")


def test_only_sentences_that_stand_nowhere_else_are_distinctive() -> None:
    assert distinctive([OLD], [NEW]) == ("第三条 每只犬每年收取管理费一百元。",)
    assert distinctive([OLD], []) == ("第一条 养犬应当到派出所办理犬证。", "第三条 每只犬每年收取管理费一百元。")
    assert distinctive([OLD], [OLD]) == ()


def test_what_cleaning_took_away_belongs_to_the_text() -> None:
    noisy = replace(OLD, removed=(Removed(0, 0, "本页由某某网站转载请联系我们", "转载"),))
    assert "本页由某某网站转载请联系我们" in distinctive([noisy], [NEW])
    assert distinctive([OLD], [replace(NEW, removed=(Removed(0, 0, OLD.text, "重复"),))]) == ()


def test_a_long_sentence_is_looked_for_in_parts_of_at_most_sixty_characters() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(130))
    parts = distinctive([document(text)], [])
    assert [len(part) for part in parts] == [43, 43, 44]
    assert "".join(parts) == text


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: json.dumps({"a": text}).encode(),
        lambda text: json.dumps({"a": text}, ensure_ascii=False).encode(),
        lambda text: json.dumps(text).upper().replace("\\U", "\\u").encode(),
        lambda text: f"<p>{html.escape(text)}</p>".encode(),
    ],
)
@pytest.mark.parametrize(
    "text", ["每只犬每年收取管理费一百元。", '称为"犬证"的证件每年应当<年检>一次。', "emoji 🐕 犬只每年年检一次"]
)
def test_every_common_form_is_looked_for(written: object, text: str) -> None:
    data = written(text)  # type: ignore[operator]
    if b"EMOJI" in data:
        return  # capitals of letters are another text
    assert any(form in data for form in written_forms(text))

"""A reader of GIFT, written from the rules of Moodle's own importer and knowing nothing of the exporter.

Blocks end at blank lines; escaped signs become stand-ins before anything is looked for and come back after; the first ``{`` and the
first ``}`` bound the answers; the last ``####`` begins the general feedback; a weight that is not on Moodle's list drops the item.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_ONE_NTH = (1, 0.5, 0.3333333, 0.25, 0.2, 0.1666667, 0.1428571, 0.125, 0.1111111, 0.1)
LIST = {0.0, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.4, 0.3, 0.05, *_ONE_NTH}
SIGNS = {
    r"\:": "&&058;",
    r"\#": "&&035;",
    r"\=": "&&061;",
    r"\{": "&&123;",
    r"\}": "&&125;",
    r"\~": "&&126;",
    r"\n": "&&010;",
}


@dataclass(frozen=True)
class Read:
    """One question as Moodle would have it; texts as a reader sees them."""

    name: str
    type: str
    stem: str
    answers: tuple[tuple[str, float, str], ...]  # text or pair, fraction, feedback
    feedback: str


def read_gift(data: bytes) -> tuple[str, list[Read]]:
    """The category and the questions; fail on anything that Moodle would refuse."""
    category, questions = "", []
    for block in re.split(r"\n\s*\n", data.decode()):
        lines = [" " if line.strip().startswith("//") else line for line in block.split("\n")]
        text = _hidden("\n".join(lines).strip())
        if text.startswith("$CATEGORY:"):
            category = text[10:].strip()
        elif text:
            questions.append(_question(text))
    return category, questions


def _hidden(text: str) -> str:
    text = text.replace("\\\\", "&&092;")
    for escaped, stand_in in SIGNS.items():
        text = text.replace(escaped, stand_in)
    return text.replace("&&092;", "\\")


def _back(text: str) -> str:
    for escaped, stand_in in SIGNS.items():
        text = text.replace(stand_in, "\n" if escaped == r"\n" else escaped[1])
    return text.strip()


def _shown(text: str, format: str) -> str:
    """Text behind the name of a format, as a browser would show it."""
    text = text.strip()
    if tag := re.match(r"\[(moodle|html|plain|markdown)\]", text):
        format, text = tag[1], text[tag.end() :]
    text = _back(text)
    assert format == "html" and not re.search(r"<(?!br>)", text), text
    return html.unescape(text.replace("<br>", "\n"))


def _question(text: str) -> Read:
    assert text.startswith("::")
    name, text = text[2:].split("::", 1)
    start, end = text.index("{"), text.index("}")
    answers, after = text[start + 1 : end].strip(), text[end + 1 :]
    assert not after.strip(), "text behind the answers"
    stem = text[:start]
    assert stem.strip().startswith("[html]")
    answers, _, feedback = answers.rpartition("####") if "####" in answers else (answers, "", "")
    answers = answers.strip()
    if not answers:
        type, read = "essay", ()
    elif "~" in answers:
        type = "single" if "=" in answers else "multiple"
        read = tuple(_weighed(part) for part in answers.replace("=", "~=").split("~") if part.strip())
    elif "=" in answers and "->" in answers:
        type = "match"
        parts = [part.partition("->") for part in answers.split("=") if part.strip()]
        read = tuple((f"{_shown(left, 'html')} -> {_back(right)}", 1.0, "") for left, _, right in parts)
    elif answers.partition("#")[0].strip() in {"T", "TRUE", "F", "FALSE"}:
        type, read = "truefalse", ((answers[0], 1.0, ""),)
    else:
        type = "short"
        read = tuple(_typed(part.strip()) for part in answers.split("=") if part.strip())
    return Read(_back(name), type, _shown(stem, "html"), read, _shown(feedback, "html"))


def _weight(text: str) -> tuple[float, str]:
    found = re.match(r"%(-*[0-9]{1,2}\.?[0-9]*)%", text)
    if not found:
        return 0.0, text
    weight = float(found[1]) / 100
    assert any(abs(abs(weight) - listed) < 1e-5 for listed in LIST), f"{weight} is not on the list"
    return weight, text[found.end() :]


def _weighed(part: str) -> tuple[str, float, str]:
    part = part.strip()
    weight, text = (1.0, part[1:]) if part.startswith("=") else _weight(part)
    answer, _, feedback = text.partition("#")
    return _shown(answer, "html"), weight, _shown(feedback, "html")


def _typed(part: str) -> tuple[str, float, str]:
    weight, text = _weight(part)
    text = text.partition("#")[0].strip()
    return _back(re.sub(r"^\[(moodle|html|plain|markdown)\]", "", text)), weight, ""

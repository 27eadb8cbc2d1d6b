"""Items written one after another in a text: ``1. 题干（ ）。 A.… B.… 答案：B 解析：…``.

In: the lines of a text. Out: items as written and the lines that were no item. A heading such as 一、单项选择题 gives the type of
the items below it. Does not read files and does not judge items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quiz.importing.options import find_options
from quiz.importing.records import Problem, Reading, WrittenItem


def read_text(lines: Sequence[str], file: str) -> Reading:
    """Read numbered items; a text without any gives an empty reading."""
    items, problems = [], []
    block: list[str] = []
    began, number, type_text = 0, 0, ""
    for row, line in enumerate((*lines, _END), start=1):
        heading = _HEADING.match(line)
        opening = _NUMBER.match(line)
        begins = opening is not None and _is_next(int(opening["number"]), number, block)
        if block and (heading or begins or line is _END):
            item = _item("\n".join(block), began, type_text)
            if item is None:
                problems.append(Problem(file, began, "只有题号，没有题干；请补上题干，或删去这一题。"))
            else:
                items.append(item)
            block = []
        if heading:
            type_text, number = heading["type"], 0
        elif begins and opening is not None:
            block, began, number = [line[opening.end() :]], row, int(opening["number"])
        elif block and line is not _END:
            block.append(line)
    return Reading(file, tuple(items), tuple(problems))


_END = "\x00"
_KINDS = r"单项?选择?题?|多项?选择?题?|不定项选择题?|判断(?:改错|正误)?题?|填空题?|简答题?|问答题?|名词解释题?|列举题?|论述题?"
_HEADING = re.compile(
    rf"\s*(?:第?[一二三四五六七八九十]+(?:部分)?\s*[、.．:：]?\s*|[【\[])(?P<type>{_KINDS})(?![一-鿿]{{3,}})"
)
_NUMBER = re.compile(r"\s*(?:第\s*)?(?P<number>\d{1,4})\s*(?:题\s*[.、．:：]?|[.、．)）])\s*(?!\d)")
_ANSWER = re.compile(r"[【\[（(]?\s*(?:(?:正确|标准|参考)?答\s*案|正确选项)\s*(?:[】\]）)]\s*[:：]?|[:：])\s*")
_EXPLANATION = re.compile(r"[【\[（(]?\s*(?:(?:答案|试题|题目)?解\s*析|详解)\s*(?:[】\]）)]\s*[:：]?|[:：])\s*")
_BASIS = re.compile(r"[【\[（(]?\s*(?:法律|法规)?(?:依据|出处)\s*(?:[】\]）)]\s*[:：]?|[:：])\s*")
_TYPE = re.compile(rf"^\s*[【\[（(]\s*(?P<type>{_KINDS})\s*[】\]）)]\s*")
_LARGE_STEP = 20  # a number that jumps further is a year or an amount


def _is_next(found: int, last: int, block: Sequence[str]) -> bool:
    """Whether a number begins an item, not a line of an explanation: it follows the last, or the last has its answer.

    Numbers may begin again at 1 or leave some out; inside an explanation a list of its own begins at 1 too, and then only
    what follows an answer without explanation is taken for an item.
    """
    if not block:
        return True
    if found == last + 1:
        return True
    said = "\n".join(block)
    return bool(_ANSWER.search(said)) and not _EXPLANATION.search(said) and found <= last + _LARGE_STEP


def _item(text: str, row: int, type_text: str) -> WrittenItem | None:
    own = _TYPE.match(text)
    if own:
        type_text, text = own["type"], text[own.end() :]
    parts = _parts(text)
    at, options = find_options(parts["stem"])
    stem = parts["stem"][:at].strip()
    answer = parts["answer"]
    if not stem:
        return None
    if not answer:
        stem, answer = _answer_in_brackets(stem, has_options=bool(options))
    return WrittenItem(
        row=row,
        stem=_joined(stem),
        options=tuple(map(_joined, options)),
        answer=_joined(answer),
        explanation=_joined(parts["explanation"]),
        type_text=type_text,
        basis=_joined(parts["basis"]),
    )


def _parts(text: str) -> dict[str, str]:
    """Stem with options, then answer, explanation and basis in whatever order they stand."""
    marks = []
    for name, pattern in (("answer", _ANSWER), ("explanation", _EXPLANATION), ("basis", _BASIS)):
        if found := pattern.search(text):
            marks.append((found.start(), found.end(), name))
    marks.sort()
    parts = {"stem": text[: marks[0][0]] if marks else text, "answer": "", "explanation": "", "basis": ""}
    for place, (_, end, name) in enumerate(marks):
        until = marks[place + 1][0] if place + 1 < len(marks) else len(text)
        parts[name] = text[end : max(end, until)].strip()
    return parts


_LETTERS_INSIDE = re.compile(r"[（(]\s*(?P<key>[A-J](?:[、,，\s]*[A-J])*)\s*[）)]")
_MARK_INSIDE = re.compile(r"[（(]\s*(?P<key>[√×✓✗✔✘]|对|错|正确|错误)\s*[）)]\s*[。.]?\s*$")


def _answer_in_brackets(stem: str, *, has_options: bool) -> tuple[str, str]:
    """The answer that many banks write into the brackets of the stem: 应当在（B）内 → 应当在（ ）内, B."""
    found = (_LETTERS_INSIDE if has_options else _MARK_INSIDE).search(stem)
    if not found:
        return stem, ""
    rest = stem[: found.start()] + ("（ ）" if has_options else "") + stem[found.end() :]
    return rest.strip(), found["key"]


def _joined(text: str) -> str:
    """One line: breaks between Chinese words go, others become a blank."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return re.sub(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])", "", "\n".join(lines)).replace("\n", " ")

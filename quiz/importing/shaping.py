"""An item as written to an Item: its type, its key, its blanks.

In: an item in the words of its file. Out: an Item without sources, or NotAnItem with the reason. The id follows from the content,
so that the same item is the same in every file and on every day. Does not look at the base and does not lint.
"""

from __future__ import annotations

import base64
import re
import string
import unicodedata
from hashlib import sha256

from quiz.importing.records import WrittenItem
from quiz.records import Difficulty, Item, ItemType, Option
from quiz.spelling import spell, true_or_false

GENERATOR = "导入 1"


class NotAnItem(Exception):
    """Why a row gives no item; its text is a Chinese sentence for the report."""


def shape(written: WrittenItem) -> Item:
    """Make the item; raise NotAnItem where type, options and answer do not fit each other."""
    if not written.answer.strip():
        raise NotAnItem("没有答案；请补上答案。")
    type_ = _type(written)
    stem, options, key, accept = written.stem, (), (), ()  # type: str, tuple[str, ...], tuple[str, ...], tuple[str, ...]
    if type_ in (ItemType.CHOICE, ItemType.LIST):
        options = _filled(written.options)
        key = _letters(written, options)
        if type_ == ItemType.CHOICE and len(key) > 1:
            raise NotAnItem(f"是单项选择题，答案却有 {len(key)} 个（{written.answer}）；请改正题型或答案。")
        stem = _with_bracket(stem)
    elif type_ == ItemType.TRUE_FALSE:
        key = (_judgement(written),)
        stem = _EMPTY_BRACKET_AT_END.sub("", stem)
    elif type_ == ItemType.CLOZE:
        stem = _with_blanks(stem)
        key, accept = _blanks(written.answer, stem.count(_BLANK))
    else:
        parts = [part.strip() for part in re.split(r"[\n；;]", written.answer) if part.strip()]
        key = tuple(parts) if type_ == ItemType.RECALL else (written.answer.strip(),)
    return Item(
        id=_id(type_, stem, options, key),
        type=type_,
        stem=stem,
        options=tuple(
            Option(letter, text, letter in key, "")
            for letter, text in zip(string.ascii_uppercase, options, strict=False)
        ),
        key=key,
        accept=accept,
        explanation=_with_basis(written),
        sources=(),
        topic=written.topic,
        difficulty=_difficulty(written.difficulty),
        edit=None,
        generator=GENERATOR,
        seed=0,
    )


_BLANK = "____"
_BRACKET = "（ ）"
_EMPTY_BRACKET = re.compile(r"[（(]\s*[）)]")
_EMPTY_BRACKET_AT_END = re.compile(r"\s*[（(]\s*[）)]\s*(?=[。.]?\s*$)")
_WRITTEN_BLANK = re.compile(r"_{2,}|＿{2,}|﹍{2,}|—{4,}|[（(]\s*[）)]")
_TYPES = (  # what a file or a sheet says; 选择题 alone may be single or multiple
    (("多选", "多项", "不定项"), ItemType.LIST),
    (("单选", "单项"), ItemType.CHOICE),
    (("判断", "是非", "对错", "正误"), ItemType.TRUE_FALSE),
    (("填空",), ItemType.CLOZE),
    (("列举",), ItemType.RECALL),
    (("名词",), ItemType.DEFINITION),
    (("简答", "问答", "论述", "案例", "主观"), ItemType.SHORT),
)
_DIFFICULTIES = {
    Difficulty.EASY: frozenset(["易", "简单", "容易", "较易", "低", "easy", "1"]),
    Difficulty.HARD: frozenset(["难", "困难", "较难", "高", "hard", "3", "4", "5"]),
}


def _type(written: WrittenItem) -> ItemType:
    """What the file says, else what options and answer show."""
    said = unicodedata.normalize("NFKC", written.type_text)
    kinds = [type_ for words, type_ in _TYPES if any(word in said for word in words)]
    named = kinds[0] if len(kinds) == 1 else None  # a sheet called 单选和判断 says nothing of one item
    options = _filled(written.options)
    if named in (ItemType.CHOICE, ItemType.LIST) and not options:
        raise NotAnItem(f"是{'单项' if named == ItemType.CHOICE else '多项'}选择题，却没有选项；请补上选项。")
    if named is not None:
        return named
    if options and not {true_or_false(option) for option in options} <= {"正确", "错误"}:
        return ItemType.LIST if len(_letters(written, options)) > 1 else ItemType.CHOICE
    if true_or_false(written.answer) or options:
        return ItemType.TRUE_FALSE
    return ItemType.CLOZE if re.search(r"_{2,}|＿{2,}", written.stem) else ItemType.SHORT


def _filled(options: tuple[str, ...]) -> tuple[str, ...]:
    """Options without their own letters; an empty one between others stays, so that letters keep their meaning."""
    return tuple(re.sub(r"^\s*[A-J]\s*[.、．:：)）]\s*", "", option).strip() for option in options)


def _letters(written: WrittenItem, options: tuple[str, ...]) -> tuple[str, ...]:
    """The letters of the answer: AB, A、B, ＡＢ, or the words of an option."""
    answer = unicodedata.normalize("NFKC", written.answer).strip().rstrip("。.;")
    joined = re.sub(r"[\s、,;|/和]", "", answer).upper()
    if re.fullmatch("[A-Z]+", joined):
        letters = tuple(sorted(set(joined)))
        if beyond := [letter for letter in letters if ord(letter) - ord("A") >= len(options)]:
            raise NotAnItem(f"答案 {'、'.join(beyond)} 不在选项里（共 {len(options)} 个选项）；请核对答案。")
        return letters
    spelt = [spell(option) for option in options]
    parts = [answer, *re.split(r"[;；|\n]", answer)]
    for said in (parts[:1], parts[1:]):
        if all(spell(part) in spelt for part in said):
            return tuple(sorted({string.ascii_uppercase[spelt.index(spell(part))] for part in said}))
    raise NotAnItem(f"答案“{answer[:30]}”既不是选项的字母，也不是选项的文字；请核对答案。")


def _judgement(written: WrittenItem) -> str:
    options = _filled(written.options)
    answer = unicodedata.normalize("NFKC", written.answer).strip().upper()
    if re.fullmatch("[A-B]", answer) and ord(answer) - ord("A") < len(options):
        answer = options[ord(answer) - ord("A")]
    elif options == () and answer in ("A", "B"):
        answer = {"A": "正确", "B": "错误"}[answer]
    if (found := true_or_false(answer)) is None:
        raise NotAnItem(f"判断题的答案应是对或错（√、×、正确、错误也可），实际是“{written.answer[:30]}”；请改正。")
    return found


def _with_bracket(stem: str) -> str:
    return _EMPTY_BRACKET.sub(_BRACKET, stem)


def _with_blanks(stem: str) -> str:
    marked = _WRITTEN_BLANK.sub(_BLANK, stem)
    if _BLANK not in marked:
        raise NotAnItem("是填空题，题干里却没有空（____）；请标出要填的地方。")
    return marked


def _blanks(answer: str, count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the blanks, and other words that count: ``三日；3日`` for one blank, ``三日|五日`` for two."""
    if count == 1:
        first, *others = (part.strip() for part in re.split(r"[；;|/\n]|或者?(?=\d)", answer) if part.strip())
        return (first,), tuple(others)
    for divider in (r"[|｜\n]", r"[；;]", r"[、,，]", r"\s+"):
        parts = tuple(part.strip() for part in re.split(divider, answer.strip()) if part.strip())
        if len(parts) == count:
            return parts, ()
    raise NotAnItem(f"填空题有 {count} 个空，答案“{answer[:30]}”不是 {count} 个；请用 | 隔开各空的答案。")


def _with_basis(written: WrittenItem) -> str:
    basis = written.basis.strip()
    if not basis or basis in written.explanation:
        return written.explanation
    return f"{written.explanation}{'' if written.explanation.endswith(('。', '；')) or not written.explanation else '。'}依据：{basis}"


def _difficulty(said: str) -> Difficulty:
    folded = unicodedata.normalize("NFKC", said).strip().lower()
    return next((found for found, words in _DIFFICULTIES.items() if folded in words), Difficulty.MEDIUM)


def _id(type_: ItemType, stem: str, options: tuple[str, ...], key: tuple[str, ...]) -> str:
    """From the content, spelt; the order of options does not matter."""
    right = [options[ord(letter) - ord("A")] for letter in key] if options else list(key)
    said = "\x1f".join((type_, spell(stem), *sorted(map(spell, options)), "\x1e", *sorted(map(spell, right))))
    return "in-" + base64.b32encode(sha256(said.encode()).digest()).decode().lower()[:20]

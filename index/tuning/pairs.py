"""Pairs of a question and the text that answers it, for tuning the embedding model.

In: files of questions with their articles, and the passages of a generation. Out: Pairs. From files come questions that
people asked; from passages come questions made of their own words: a conduct and what follows from it, a figure asked for,
a term to be explained, key words alone; with everyday words put for those of the texts. Nothing here knows a gold question.
Does not train (train.py).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.context import clause_string, passage_string
from index.errors import TuningError
from index.everyday import everyday_words
from index.generation import Generation
from index.words import segments
from ingest.clauses import Clause
from ingest.records import Document, Passage


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and one text that answers it, as the model reads it."""

    question: str
    text: str
    asked: bool  # by a person; otherwise made from the text


def read_pairs(path: Path) -> list[Pair]:
    """Read ``{"question", "articles": [{"name", "text"}, …]}``, one object a line: a pair for each article.

    ``name`` is where the text stands (民法典第五十四条, or any title). Raises TuningError, naming the line.
    """
    pairs = []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            pairs += [Pair(str(row["question"]), _named(a["name"], a["text"]), True) for a in row["articles"]]
        except (ValueError, KeyError, TypeError) as exc:
            raise TuningError(
                f'{path} 第 {number} 行读不懂（{exc!r}）：应为 {{"question": "…", "articles": [{{"name": "…", "text": "…"}}]}}。'
                "请改正这一行后重新运行。"
            ) from exc
    return pairs


def read_lines(path: Path) -> Sequence[str]:
    """The lines of a file of questions; raises TuningError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise TuningError(f"读不了训练问题 {path}：{exc}。请给出 UTF-8 编码、每行一个 JSON 对象的文件。") from exc


def make_pairs(generation: Generation, seed: int) -> list[Pair]:
    """Make at most one question of each clause of each passage; the same for a seed."""
    chance = random.Random(seed)
    spoken = _spoken_words()
    pairs = []
    for passage, clauses in zip(generation.passages, generation.clauses, strict=True):
        document = generation.documents[passage.document_id]
        if passage.flaws:
            continue
        for clause in clauses:
            if (question := _question(document, passage, clause, generation.lexical.idf, chance)) is not None:
                whole = chance.random() < _WHOLE
                text = passage_string(document, passage) if whole else clause_string(document, passage, clause)
                pairs.append(Pair(_in_spoken_words(question, spoken, chance), text, False))
    return pairs


_WHOLE = 0.6  # of the made pairs compare with the passage, the others with the clause: search does both

_ARTICLE_NAME = re.compile(r"^(.+?)(第[〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)$")
_CONDUCT = re.compile(
    r"^(?:[^，。；]{0,12}违反本[^，。；]{1,6}规定，)?(.{6,60}?)的，(?:由[^，。；]{2,20})?(?:可以)?(处|给予警告|责令|没收|吊销|给予处分|予以处罚)?"
)
_DEFINED = re.compile(r"(?:所称|所指|是指)")
_TERM = re.compile(r"(?:所称的?|^)[“《]?([^，。；：“”、是]{2,14})[”》]?，?(?:是指|指|包括)")
_ITEM_NUMBER = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
_FIGURE = re.compile(r"(?<!第)[〇零一二三四五六七八九十百千万两\d]+(?=年|个月|日|天|小时|元|人|周岁|分|倍|次)")
_PUNISHED = ("怎么处罚", "会怎么处理", "怎么罚", "要负什么责任", "罚多少", "有什么后果", "")
_FOLLOWING = ("怎么办", "怎么处理", "应当怎么做", "有什么规定", "")
_GENERAL = re.compile(r"上述|前款|前项|下列|本条|本法|本条例|本规定|本办法|该")
_MEANINGS = ("是什么意思", "指什么", "怎么算", "的定义")


def _question(
    document: Document, passage: Passage, clause: Clause, rarity: Callable[[str], float], chance: random.Random
) -> str | None:
    """One question that the clause answers, or None where its words give none."""
    text = _ITEM_NUMBER.sub("", passage.text[clause.start : clause.end])
    lead = passage.text[clause.lead[0] : clause.lead[1]] if clause.lead else ""
    about = document.instrument if chance.random() < 0.15 else ""
    if (conduct := _CONDUCT.match(text)) is not None and not _GENERAL.search(conduct[1]):
        return f"{about}{conduct[1]}，{chance.choice(_PUNISHED if conduct[2] else _FOLLOWING)}".rstrip("，")
    if (term := _TERM.search(text)) is not None and _DEFINED.search(text):
        return f"{about}{term[1]}{chance.choice(_MEANINGS)}"
    if text.endswith(("：", ":")):
        return None
    if (figures := list(_FIGURE.finditer(text))) and len(text) < 120:
        figure = chance.choice(figures)
        return f"{about}{_around(text, figure.start(), figure.end())}"
    if 8 <= len(text) <= 80 and chance.random() < 0.5:
        return f"{about} {_key_words(lead[:40] + text, rarity, chance)}".strip()
    return None


def _around(text: str, start: int, end: int) -> str:
    """The part of a sentence around a figure, which 多少 stands for."""
    before = re.split(r"[，。；：]", text[:start])[-1]
    earlier = re.split(r"[，。；：]", text[:start])[-2:-1]
    after = re.split(r"[，。；：]", text[end:])[0]
    head = (earlier[0] if earlier and len(before) < 10 else "") + before
    return f"{head[-30:]}多少{after[:20]}"


def _key_words(text: str, rarity: Callable[[str], float], chance: random.Random) -> str:
    """Up to four rare words of a text, in their order, as people type into a search box."""
    found = [word for word in dict.fromkeys(segments(text)) if len(word) > 1 and re.fullmatch(r"[一-鿿]+", word)]
    rare = sorted(found, key=lambda word: -rarity(word))[:6]
    kept = set(chance.sample(rare, min(len(rare), chance.choice((2, 3, 4)))))
    return " ".join(word for word in found if word in kept)


def _spoken_words() -> dict[str, list[str]]:
    """Words of the texts → everyday words for them."""
    spoken: dict[str, list[str]] = {}
    for everyday, texts in everyday_words().items():
        for text in texts:
            if len(text) > 1:
                spoken.setdefault(text, []).append(everyday)
    return spoken


def _in_spoken_words(question: str, spoken: dict[str, list[str]], chance: random.Random) -> str:
    """The question with everyday words in two of three places where there are some."""
    for text in sorted((text for text in spoken if text in question), key=len, reverse=True):
        if text in question and chance.random() < 0.67:
            question = question.replace(text, chance.choice(spoken[text]), 1)
    return question


def _named(name: str, text: str) -> str:
    """An article as index/context.py writes one."""
    match = _ARTICLE_NAME.match(name)
    place = f"{match[1].removeprefix('中华人民共和国')} > {match[2]}" if match else name
    return f"{place}\n{text}"

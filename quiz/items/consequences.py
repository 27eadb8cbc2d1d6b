"""Multiple choice about what follows: which of the sanctions and measures a rule names for a conduct.

In: a statement of the form …的，由…处…, and the pools. Out: drafts whose right options are the measures of its first case, and whose others are
measures that the instrument knows elsewhere and this article does not. How much of each is asked by number.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from quiz.drafts import CHOICE, Draft
from quiz.evidence import POINTING, Statement
from quiz.pools import Pools, article_of
from quiz.records import ItemType
from quiz.wording import said_by, tidy
from quiz.worth import on_its_own

OPTIONS = 4
FEWEST = 2  # measures of one case
LONGEST = 130  # characters of the conduct
_RULE = re.compile(r"^(?P<conduct>[^。；]{6,}?的)，(?P<what>[^。]+)。", re.DOTALL)
_FURTHER = re.compile(r"；")
_MEASURES = tuple(  # the word by which a measure is known, and how it is written
    (core, re.compile(pattern))
    for core, pattern in (
        ("警告", r"(?<=[给予处])警告(?!处分)"),
        ("训诫", r"(?<=[给予])训诫"),
        ("通报批评", r"(?<=[给予])通报批评"),
        ("罚款", r"罚款(?![^，。；]{0,3}[数收])"),
        ("拘留", r"(?<=日以下)拘留|(?<=日)拘留"),
        ("没收", r"没收(?:违法所得|非法所得|非法财物)"),
        ("停业", r"责令停业整顿|责令停产停业整顿|责令停产停业"),
        ("改正", r"责令限期改正|责令改正"),
        ("吊销", r"吊销(?!经营保险)[^，。；、或《]{2,12}?(?:许可证|驾驶证|保安员证|执照)"),
        ("暂扣", r"暂扣[^，。；、或《]{2,12}?(?:许可证|驾驶证|执照)"),
        ("收缴", r"(?<=予以)收缴"),
        ("取缔", r"(?<=予以)取缔"),
        ("扣留", r"扣留(?:该)?(?:机动车|非机动车|车辆)"),
    )
)


@dataclass(frozen=True, slots=True)
class _Measure:
    start: int
    end: int
    core: str


def consequence_drafts(statement: Statement, pools: Pools, random: Random) -> Iterator[Draft]:
    """One draft for a rule that names two measures or more for the same conduct."""
    whole = None if statement.place.is_prose or statement.focus else on_its_own(statement)
    if whole is None or whole.focus:
        return
    rule = _RULE.match(whole.text)
    if rule is None or len(rule["conduct"]) > LONGEST or POINTING.search(rule["conduct"]):
        return
    further = _FURTHER.search(rule["what"])
    end = rule.start("what") + (further.start() if further else len(rule["what"]))
    measures = sorted(_find(whole.text[:end], rule.start("what")), key=lambda measure: measure.start)
    if len(measures) < FEWEST or len({measure.core for measure in measures}) < len(measures):
        return
    if _OF_OTHERS.search(whole.text[rule.start("what") : end]):
        return
    chosen = sorted(random.sample(measures, min(len(measures), OPTIONS - 1)), key=lambda measure: measure.start)
    spans = [whole.locate(measure.start, measure.end) for measure in chosen]
    wrong = _others(whole, pools)
    if len(wrong) < OPTIONS - len(chosen) or None in spans:
        return
    actor = _ACTOR.match(rule["what"])
    by = f"由{actor['who']}作出的处理" if actor else "条文规定的处理"
    besides = "（不含情节严重等另有规定的情形）" if further else ""
    right = tuple(whole.text[measure.start : measure.end] for measure in chosen)
    yield Draft(
        type=ItemType.LIST,
        place=whole.place,
        stem=f"{said_by(whole.place, rule['conduct'])}，{by}{besides}有{CHOICE}。",
        body=rule["conduct"] + CHOICE,
        right=tuple(tidy(words) for words in right),
        wrong=wrong,
        spans=whole.spans,
        key_spans=tuple(span for span in spans if span is not None),
        paragraph=whole.paragraph,
        item=whole.item,
        most_wrong=OPTIONS - len(chosen),
    )


_ACTOR = re.compile(r"由(?P<who>[^，。；处责给没吊予对强]{3,24}?(?:机关|部门|机构|法院))(?=[，处责给没吊予对强])")
_OF_OTHERS = re.compile(r"或者[^，。；]{0,4}(?:责令|吊销|暂扣)|之一|对(?:单位|个人|其?直接)|处分|可以")


def _find(text: str, start: int) -> Iterator[_Measure]:
    for core, pattern in _MEASURES:
        for match in pattern.finditer(text, start):
            yield _Measure(match.start(), match.end(), core)


def _others(statement: Statement, pools: Pools) -> tuple[str, ...]:
    """Measures of other articles of the instrument, the most frequent first, that this article does not know by any name."""
    here = pools.article_text.get(article_of(statement.place), "")
    counts: Counter[str] = Counter()
    cores: dict[str, str] = {}
    for (document, _), text in pools.article_text.items():
        if document == statement.place.document.id:
            for measure in _find(text, 0):
                words = text[measure.start : measure.end]
                counts[words] += 1
                cores[words] = measure.core
    best: dict[str, str] = {}
    for words, _ in counts.most_common():
        if cores[words] not in here and _fits(cores[words], statement.text):
            best.setdefault(cores[words], words)
    for core, words in _USUAL:
        if core not in here and _fits(core, statement.text):
            best.setdefault(core, words)
    return tuple(best.values())


def _fits(core: str, text: str) -> bool:
    """Whether somebody may take such a measure for what follows: nobody closes a vehicle, or revokes the licence of one on foot."""
    if core in {"收缴", "取缔", "训诫"}:
        return False
    if _OF_TRAFFIC.search(text):
        return core not in {"停业", "改正", "没收"} and (
            "行人" not in text or core in {"警告", "罚款", "拘留", "通报批评"}
        )
    return core not in {"扣留", "暂扣"} and (core != "吊销" or re.search("单位|企业|场所|公司", text) is not None)


_OF_TRAFFIC = re.compile("机动车|驾驶|车辆|行人")
_USUAL = (
    ("通报批评", "通报批评"),
    ("没收", "没收违法所得"),
    ("停业", "责令停业整顿"),
    ("拘留", "拘留"),
    ("警告", "警告"),
)

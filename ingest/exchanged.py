"""Words that were exchanged for others, so that a copied text looks like a new one: 裙众 for 群众, 透过 for 通过.

In: a text. Out: where such words stand. By sound, only a rare character in place of the right one counts, and only a word that
comes back: a common one stands in too many true pairs (出境 for 出警). By meaning, a program that exchanges words leaves the
usual ones nowhere, which no writer does with many of them at once. Nothing is corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ingest.sound import sound


def exchanged_words(text: str) -> list[int]:
    """Offsets of exchanged words, in order."""
    return sorted({*_by_sound(text), *_by_meaning(text)})


def _by_sound(text: str) -> Iterator[int]:
    variants = _variants()
    found = [at for at in range(len(text) - 1) if text[at : at + 2] in variants]
    counts = Counter(text[at : at + 2] for at in found)
    return (at for at in found if counts[text[at : at + 2]] >= _FEWEST_OF_A_WORD)


def _by_meaning(text: str) -> Iterator[int]:
    found = [word for word, usual in _USUAL.items() if word in text and usual not in text]
    if len(found) < _FEWEST_WORDS:
        return iter(())
    return (match.start() for match in re.finditer("|".join(found), text))


_FEWEST_OF_A_WORD = 3  # of one word that sounds right and is written wrongly
_FEWEST_WORDS = 5  # of _USUAL; a spun essay has 10, no other of the sample pages or guides more than 4
_WORDS = re.findall(
    "..",
    "群众民警公安派出警察社区治安案件安全服务执法机关辖区矛盾纠纷调解巡逻防范打击犯罪侦查侦破户籍户口人口居民证件处罚拘留罚款传唤询问讯问"
    "笔录证据线索嫌疑违法盘查搜查扣押登记信访举报报警处警接警出警队伍纪律监督督察教育培训考核宣传走访排查化解稳定和谐法律法规程序规范制度"
    "责任素质形象意识能力水平措施方法思想政治宗旨联系沟通",
)
# What programs put in → the usual word that they take out.
_USUAL = {
    **{"透过": "通过", "持续": "保持", "用心": "积极", "潜力": "能力", "职责": "责任", "帮忙": "帮助", "资料": "内容"},
    **{"应对": "面对", "构成": "形成", "带给": "提供", "务必": "必须", "状况": "情况", "到达": "达到", "推荐": "建议"},
    **{"贴合": "符合", "期望": "希望", "个性": "特别", "潜质": "素质"},
}
# The characters that stand at least three times in 44 statutes and rules of policing: a pair that holds one of them may be true.
_COMMON = Path(__file__).with_name("common_characters.txt")


@cache
def _variants() -> frozenset[str]:
    """Every word with one character exchanged for a rarer one of the same sound."""
    common = frozenset(_COMMON.read_text(encoding="utf-8"))
    alike: dict[tuple[str, ...], list[str]] = {}
    for char in map(chr, range(0x4E00, 0x9FA6)):
        if _is_typed(char) and char not in common:
            alike.setdefault(sound(char), []).append(char)
    made = {char + second for first, second in _WORDS for char in alike.get(sound(first), [])}
    made |= {first + char for first, second in _WORDS for char in alike.get(sound(second), [])}
    return frozenset(made.difference(_WORDS))


def _is_typed(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB 2312, which is what people type."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False

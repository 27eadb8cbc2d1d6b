"""Words of police work written with another character of the same sound: 裙众 for 群众.

In: a text. Out: where such words stand. Sites exchange characters so that a copied text looks like another one, and input
methods do it by accident. Only a rare character in place of the right one counts, and only a word that comes back:
a common one stands in too many true pairs (出境 for 出警). Nothing is corrected.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path


def swapped_words(text: str) -> list[int]:
    """Offsets of words with an exchanged character that stand at least three times in the text."""
    variants = _variants()
    found = [at for at in range(len(text) - 1) if text[at : at + 2] in variants]
    counts = Counter(text[at : at + 2] for at in found)
    return [at for at in found if counts[text[at : at + 2]] >= _FEWEST]


_FEWEST = 3
_WORDS = [
    "群众",
    "民警",
    "公安",
    "派出",
    "警察",
    "社区",
    "治安",
    "案件",
    "安全",
    "服务",
    "执法",
    "机关",
    "辖区",
    "矛盾",
    "纠纷",
    "调解",
    "巡逻",
    "防范",
    "打击",
    "犯罪",
    "侦查",
    "侦破",
    "户籍",
    "户口",
    "人口",
    "居民",
    "证件",
    "处罚",
    "拘留",
    "罚款",
    "传唤",
    "询问",
    "讯问",
    "笔录",
    "证据",
    "线索",
    "嫌疑",
    "违法",
    "盘查",
    "搜查",
    "扣押",
    "登记",
    "信访",
    "举报",
    "报警",
    "处警",
    "接警",
    "出警",
    "队伍",
    "纪律",
    "监督",
    "督察",
    "教育",
    "培训",
    "考核",
    "宣传",
    "走访",
    "排查",
    "化解",
    "稳定",
    "和谐",
    "法律",
    "法规",
    "程序",
    "规范",
    "制度",
    "责任",
    "素质",
    "形象",
    "意识",
    "能力",
    "水平",
    "措施",
    "方法",
    "思想",
    "政治",
    "宗旨",
    "联系",
    "沟通",
]
# The characters that stand at least three times in 44 statutes and rules of policing: a pair that holds one of them may be true.
_COMMON = Path(__file__).with_name("common_characters.txt")


@cache
def _variants() -> frozenset[str]:
    """Every word with one character exchanged for a rarer one of the same sound."""
    from pypinyin import (
        lazy_pinyin,
    )  # its tables take as long to load as twenty statutes to read, and statutes need none

    common = frozenset(_COMMON.read_text(encoding="utf-8"))
    by_sound: dict[str, list[str]] = {}
    for code in range(0x4E00, 0x9FA6):
        char = chr(code)
        if _is_printed(char) and char not in common:
            by_sound.setdefault(lazy_pinyin(char)[0], []).append(char)
    words = frozenset(_WORDS)
    made = set()
    for word in _WORDS:
        first, second = lazy_pinyin(word)
        made |= {char + word[1] for char in by_sound.get(first, [])} | {
            word[0] + char for char in by_sound.get(second, [])
        }
    return frozenset(made - words)


def _is_printed(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB 2312, which is what people type."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False

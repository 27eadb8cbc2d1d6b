"""The instruments that a text names, by full name, nickname, or part of a name.

In: the names of the instruments in the base, then a text. Out: mentions, in order. The nicknames stand in the table of
ingest/instruments.py; names that only the base knows are found too, whole or shortened as people shorten them. Does not say
which version is meant (lookup.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from index.words import segments, simplified
from ingest.instruments import known_instruments


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument named in a text, at ``text[start:end]``."""

    name: str
    start: int
    end: int


class InstrumentNames:
    """Everything that instruments are called, made once for a base.

    ``in_base`` are the names the loaded documents have; they are also known without a bracket at the end, and those that the
    table lacks also by a part that no other instrument shares. A name in the base may be in traditional characters, and then
    the table's names for that instrument mean it.
    """

    def __init__(self, in_base: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        own: dict[str, str] = {}
        for name in in_base:
            folded = simplified(unicodedata.normalize("NFKC", name))
            if own.setdefault(folded, name) != name and folded == name:
                own[folded] = name
            forms = (folded, _TRAILING_BRACKET.sub("", folded))
            self._names.update(dict.fromkeys((form for form in forms if len(form) >= _SHORTEST), own[folded]))
        known = known_instruments()
        for row in known.values():
            self._names.update(dict.fromkeys((row.name, *row.nicknames), own.get(row.name, row.name)))
        self._longest = max(map(len, self._names))
        self._pattern = re.compile("|".join(re.escape(name) for name in sorted(self._names, key=len, reverse=True)))
        self._parts = self._parts_of([folded for folded in own if folded not in known])

    def mentions(self, text: str) -> list[Mention]:
        """Instruments named in ``text``, in order; of names that overlap the longest counts.

        ``治安法43条和刑法`` → 治安管理处罚法 at 0–3, 刑法 at 7–9. Widths of ``text`` must be folded (NFKC) and its characters
        simplified.
        """
        found = [Mention(self._names[match[0]], *match.span()) for match in self._pattern.finditer(text)]
        return sorted(found + self._shortened(text, found), key=lambda mention: mention.start)

    def name_at_end(self, text: str) -> Mention | None:
        """The longest name with which ``text`` ends: ``依照治安法`` → 治安管理处罚法 at 2–5; parts of names do not count.

        Whether a longer name that nobody knows ends there (``武装警察法``) is for the caller to see.
        """
        end = len(text)
        for start in range(max(0, end - self._longest), end):
            if name := self._names.get(text[start:]):
                return Mention(name, start, end)
        return None

    def loosely(self, said: str) -> str | None:
        """The one instrument of whose name these are some of the characters in order, with its beginning and its kind.

        ``公安办行政案件规定`` → 公安机关办理行政案件程序规定. Meant for words right before the number of an article.
        """
        kind = _ANY_KIND.search(said)
        if kind is None or len(said) < _TELLING:
            return None
        held = {
            name
            for written, name in self._names.items()
            if written.endswith(kind[0]) and written[:2] == said[:2] and _stands_in(said, written)
        }
        return held.pop() if len(held) == 1 else None

    def _shortened(self, text: str, found: list[Mention]) -> list[Mention]:
        """Parts of names, each the longest that ends at its 规定, 办法, …"""
        mentions: list[Mention] = []
        for kind in _KIND.finditer(text):
            taken = max((m.end for m in (*found, *mentions) if m.start < kind.end()), default=0)
            if taken > kind.start():
                continue
            head = _POINTING.sub("", text[taken : kind.start()])
            for start in range(max(0, len(head) - _LONGEST_PART), len(head)):
                if name := self._parts.get(head[start:] + kind[0]):
                    mentions.append(Mention(name, taken + start, kind.end()))
                    break
        return mentions

    def _parts_of(self, names: list[str]) -> dict[str, str]:
        """Each part of a name that means one instrument only: 警务站规定 for 某市社区警务站管理规定."""
        means: dict[str, set[str]] = {}
        for name in names:
            for part in _parts(_TRAILING_BRACKET.sub("", name)):
                means.setdefault(part, set()).add(name)
        return {
            part: self._names[name]
            for part, (name, *others) in ((part, sorted(names)) for part, names in means.items())
            if not others and part not in self._names
        }


_TRAILING_BRACKET = re.compile(r"\([^()]*\)$")
_SHORTEST = 4  # an essay called “小结” is not an instrument that a question names
_KIND = re.compile(r"规定|办法|条例|细则|规则|规范|制度")
_ANY_KIND = re.compile(rf"(?:{_KIND.pattern}|法)$")
_POINTING = re.compile(r"(?:里的|那个|这个|那份|这份|那部|的)$")
_GENERAL = frozenset(["管理", "工作", "服务", "实施", "暂行", "试行", "若干", "有关", "关于", "的", "和", "与", "及"])
_PLACE = re.compile(r"^[一-鿿]{2,7}?(?:自治区|自治州|自治县|省|市|县|区|州|旗)")
_MOST_WORDS = 9  # of a name; the parts of a longer one are more than anybody would say
_LONGEST_PART = 24  # characters


def _stands_in(part: str, whole: str) -> bool:
    """Whether the characters of the part stand in the whole in their order."""
    left = iter(whole)
    return all(character in left for character in part)


def _parts(name: str) -> set[str]:
    """Shorter forms of a name: its words in order, the last one kept, enough of them to tell what it is about."""
    kind = _KIND.search(name, len(name) - 2)
    if not kind:
        return set()
    place = _PLACE.match(name)
    at = place.end() if place else 0
    said = ([name[:at]] if place else []) + segments(name[at : kind.start()])
    if len(said) > _MOST_WORDS:
        return set()
    parts = set()
    for count in range(1, len(said) + 1):
        for chosen in combinations(said, count):
            topic = "".join(word for word in chosen if word not in _GENERAL and word != name[:at])
            form = "".join(chosen) + kind[0]
            if len(topic) >= _TOPIC or (len(topic) >= 2 and len(form) >= _TELLING):
                parts.add(form)
    return parts - {name}


_TOPIC = 3  # characters that suffice alone: 警务站规定; 社区规定 could be anybody's
_TELLING = 6  # characters of the whole that suffice with a shorter topic: 犬只管理办法

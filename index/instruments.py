"""The instruments that a text names, by full name or nickname.

In: a text, and the names of the instruments in the base. Out: mentions, in order. The nicknames stand in the table of
ingest/instruments.py; names that only the base knows are found too. Does not say which version is meant (lookup.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from index.words import simplified
from ingest.instruments import known_instruments


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument named in a text, at ``text[start:end]``."""

    name: str
    start: int
    end: int


def find_mentions(text: str, in_base: Iterable[str]) -> list[Mention]:
    """Instruments named in ``text``, in order; of names that overlap the longest counts.

    ``治安法43条和刑法`` → 治安管理处罚法 at 0–3, 刑法 at 7–9. ``in_base`` are the names the loaded documents have; they are also
    known without a bracket at the end. Widths of ``text`` must be folded (NFKC) and its characters simplified; a name in the
    base may be in traditional ones, and then the table's names for that instrument mean it.
    """
    names: dict[str, str] = {}
    own: dict[str, str] = {}
    for name in in_base:
        folded = simplified(unicodedata.normalize("NFKC", name))
        if own.setdefault(folded, name) != name and folded == name:
            own[folded] = name
        bare = _TRAILING_BRACKET.sub("", folded)
        names.update(dict.fromkeys((form for form in (folded, bare) if len(form) >= _SHORTEST), own[folded]))
    for instrument in known_instruments().values():
        names.update(dict.fromkeys((instrument.name, *instrument.nicknames), own.get(instrument.name, instrument.name)))
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return [Mention(names[match[0]], match.start(), match.end()) for match in pattern.finditer(text)]


_TRAILING_BRACKET = re.compile(r"\([^()]*\)$")
_SHORTEST = 4  # an essay called “小结” is not an instrument that a question names

"""The numbers that Word shows in front of paragraphs and does not store in their text.

In: numbering.xml as an element tree, and the numbered paragraphs in reading order. Out: the label of each, such as
第一条, （一） or 1.2.
Does not show bullets, and restarts lists only where the list itself says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ingest.loaders.counting import is_known, write_number


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int
    form: str  # decimal, chineseCounting, …; bullet and none show no number
    text: str  # 第%1条, %1.%2
    space: bool  # whether anything separates the label from the text
    arabic: bool  # all numbers of the label in Arabic figures
    restarts: bool
    style: str | None  # paragraph style that brings this level with it


class Numbering:
    """Counts as it is asked, so ask once for each numbered paragraph, in order."""

    def __init__(self, root: Element | None) -> None:
        self.unknown_forms: set[str] = set()
        self._lists: dict[str, dict[int, _Level]] = {}  # abstract list → its levels
        self._list_of: dict[str, str] = {}  # number id → abstract list
        self._own_levels: dict[str, dict[int, _Level]] = {}  # number id → levels that differ from its list's
        self._restarts: dict[tuple[str, int], int] = {}  # number id, level → first number at its first use
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def label(self, number_id: str, level: int | None, style: str | None) -> str:
        """Advance a list and return the label with what separates it from the text; empty where none is shown."""
        abstract = self._list_of.get(number_id)
        if abstract is None:
            return ""
        levels = self._lists[abstract] | self._own_levels[number_id]
        if level is None:
            level = next((index for index, entry in levels.items() if style and entry.style == style), 0)
        shown = levels.get(level)
        if shown is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        first = self._restarts.pop((number_id, level), None)
        counts[level] = first if first is not None else counts[level] + 1 if level in counts else shown.start
        for deeper in [index for index in counts if index > level]:
            if deeper not in levels or levels[deeper].restarts:
                del counts[deeper]
        if shown.form in ("bullet", "none"):
            return ""
        forms = dict.fromkeys(levels, "decimal") if shown.arabic else {}
        label = _PLACE.sub(lambda place: self._number(int(place[1]) - 1, levels, counts, forms), shown.text)
        return label + " " if label and shown.space and label[-1] not in _TIGHT_ENDS else label

    def _number(self, place: int, levels: dict[int, _Level], counts: dict[int, int], forms: dict[int, str]) -> str:
        if place not in levels or levels[place].form in ("bullet", "none"):
            return ""
        form = forms.get(place, levels[place].form)
        if not is_known(form):
            self.unknown_forms.add(form)
        return write_number(counts.get(place, levels[place].start), form)

    def _read(self, root: Element) -> None:
        links: dict[str, str] = {}  # style → abstract list that defines it
        borrowed: dict[str, str] = {}  # abstract list → style whose list it shows
        for element in root.iter("abstractNum"):
            abstract = element.get("abstractNumId", "")
            self._lists[abstract] = dict(_read_level(level) for level in element.findall("lvl"))
            if style := _value(element, "styleLink"):
                links[style] = abstract
            if style := _value(element, "numStyleLink"):
                borrowed[abstract] = style
        for element in root.iter("num"):
            number_id, abstract = element.get("numId", ""), _value(element, "abstractNumId") or ""
            abstract = links.get(borrowed.get(abstract, ""), abstract)
            if abstract not in self._lists:
                continue
            self._list_of[number_id] = abstract
            self._own_levels[number_id] = {}
            for override in element.findall("lvlOverride"):
                level = _whole(override.get("ilvl"), 0)
                if override.find("startOverride") is not None:
                    self._restarts[number_id, level] = _whole(_value(override, "startOverride"), 1)
                self._own_levels[number_id] |= dict(_read_level(entry) for entry in override.findall("lvl"))


def _read_level(element: Element) -> tuple[int, _Level]:
    return _whole(element.get("ilvl"), 0), _Level(
        start=_whole(_value(element, "start"), 0),
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        space=_value(element, "suff") != "nothing",
        arabic=element.find("isLgl") is not None and _value(element, "isLgl") not in ("0", "false"),
        restarts=_value(element, "lvlRestart") != "0",
        style=_value(element, "pStyle"),
    )


def _value(element: Element, child: str) -> str | None:
    found = element.find(child)
    return None if found is None else found.get("val")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else default


_PLACE = re.compile(r"%([1-9])")
_TIGHT_ENDS = "、）】〕：，．"  # Word's gap after these is typography; after 第一条 or 1. it separates words

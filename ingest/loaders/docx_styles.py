"""What the styles of a Word document say about its paragraphs.

In: styles.xml as an element tree. Out, for a style: heading level, list numbering, whether it is for contents.
Does not know fonts, colours or sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element


class Styles:
    """Questions about paragraph styles by their id; a style inherits from the one it is based on."""

    def __init__(self, root: Element | None) -> None:
        elements = [] if root is None else root.findall("style")
        self._styles = {element.get("styleId", ""): element for element in elements}

    def heading_level(self, style: str | None) -> int | None:
        """1 to 6 for Title, Heading 1 … and their Chinese names, or by the style's outline level."""
        for element in self._ancestry(style):
            name = _name(element)
            if name in _TITLES:
                return 1
            if match := _HEADING.fullmatch(name):
                return min(int(match[1]), LOWEST_LEVEL)
            outline = outline_level(element.find("pPr"))
            if outline is not None:
                return outline or None
        return None

    def numbering(self, style: str | None) -> tuple[str | None, int | None]:
        """Number id and level that a style brings with it."""
        number_id, level = None, None
        for element in self._ancestry(style):
            here, level_here = numbering(element.find("pPr"))
            number_id = number_id if number_id is not None else here
            level = level if level is not None else level_here
        return number_id, level

    def is_contents(self, style: str | None) -> bool:
        """Whether the style is one of those Word gives to lines of a generated table of contents."""
        return any(_CONTENTS.fullmatch(_name(element)) for element in self._ancestry(style))

    def _ancestry(self, style: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            base = self._styles[style].find("basedOn")
            style = None if base is None else base.get("val")


def outline_level(properties: Element | None) -> int | None:
    """The level that paragraph properties set: 1 to 6, 0 for body text, None where they say nothing."""
    found = None if properties is None else properties.find("outlineLvl")
    text = "" if found is None else found.get("val", "")
    if not re.fullmatch("[0-9]", text):
        return None
    return 0 if text == _BODY else min(int(text) + 1, LOWEST_LEVEL)


def numbering(properties: Element | None) -> tuple[str | None, int | None]:
    """Number id and level that paragraph properties set; number id 0 means: no list."""
    found = None if properties is None else properties.find("numPr")
    if found is None:
        return None, None
    number_id, level = found.find("numId"), found.find("ilvl")
    depth = "" if level is None else level.get("val", "")
    return (
        None if number_id is None else number_id.get("val"),
        int(depth) if re.fullmatch("[0-8]", depth) else None,
    )


def _name(style: Element) -> str:
    found = style.find("name")
    return "" if found is None else found.get("val", "").strip().lower()


LOWEST_LEVEL = 6
_BODY = "9"  # Word's own number for body text
_TITLES = ("title", "标题", "文档标题")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_CONTENTS = re.compile(r"toc heading|(?:toc|目录|wpsoffice手动目录)\s*[1-9]")

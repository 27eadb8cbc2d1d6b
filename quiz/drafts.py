"""An item before its distractors are chosen and before it is checked.

In: nothing. Out: the record that items/ make and make.py turns into an Item. Does not judge.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import Kind
from quiz.evidence import Place
from quiz.records import Edit, ItemType

CHOICE = "（ ）"
BLANK = "____"
RIGHT, WRONG = "正确", "错误"


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a further passage that the key stands in."""

    place: Place
    spans: tuple[tuple[int, int], ...]
    key_spans: tuple[tuple[int, int], ...] = ()  # what of them is asked; empty for all


@dataclass(frozen=True, slots=True)
class Draft:
    """What a maker of items proposes."""

    type: ItemType
    place: Place
    stem: str
    body: str  # of the stem, in the words of the passage: with a blank, or the statement that is judged
    right: tuple[str, ...]  # words of the right options, of the blanks, of the members, or 正确 or 错误
    wrong: tuple[str, ...]  # candidates for distractors, best first; empty where there are no options
    spans: tuple[tuple[int, int], ...]  # of the quote in the passage
    key_spans: tuple[tuple[int, int], ...]
    paragraph: int | None
    item: int | None = None
    edit: Edit | None = None
    edited_at: int | None = None  # where in the body the edited words stand
    accept: tuple[str, ...] = ()
    ranges: tuple[
        tuple[int, int], ...
    ] = ()  # where the words of the body stand in the passage, in the order of reading
    flags: tuple[str, ...] = ()
    more: tuple[Part, ...] = ()  # points under several headings only
    edited: tuple[
        tuple[str, str], ...
    ] = ()  # those of ``wrong`` that are words of the text with one edit, and these words
    instead: tuple[tuple[str, str], ...] = ()  # acts of ``wrong`` and the penalty that the text gives each of them
    says: bool = False  # whether the options are whole sentences, not members of a list
    most_wrong: int = 3  # options beside the right ones

    @property
    def sought(self) -> str:
        """What a search is asked: the stem, with the right options where they say what it is about."""
        # The headings that hold the parts of an essay together are not in its passages.
        is_of_parts = bool(self.more) and self.place.document.kind == Kind.ESSAY
        return self.stem + "".join(self.right) if self.says or self.instead or is_of_parts else self.stem

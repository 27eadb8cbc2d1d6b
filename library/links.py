"""A place as the query parameters of an address, and where such an address leads now.

In: a place, or parameters that anybody may have written; a shelf. Out: parameters, a place, and what became of it after the
base was built anew. Writes no addresses and trusts no parameter: what is not of its form is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from ingest.records import Document, Passage
from ingest.versions import instrument_name
from library.document import document_place, label_of, section_at
from library.records import Found, Place, Range, Resolution
from library.shelf import Shelf


def to_query(place: Place) -> dict[str, str]:
    """``{"d": document id, "t": title, "v": version date, "at": label, "p": passage id, "m": "3-17,20-25"}``, without what is empty."""
    values = {
        "d": place.document_id,
        "t": place.title,
        "v": place.version_date or "",
        "at": place.label,
        "p": place.passage_id,
        "m": ",".join(f"{start}-{end}" for start, end in place.marked[:_MOST_MARKS]),
    }
    return {key: value for key, value in values.items() if value}


def from_query(parameters: Mapping[str, str]) -> Place | None:
    """The place that parameters name; None if they name neither a document nor a passage."""
    document_id, passage_id = (_matching(_ID, parameters.get(key)) for key in ("d", "p"))
    title, label = (_words(parameters.get(key)) for key in ("t", "at"))
    if not (document_id or passage_id or title):
        return None
    marked = _marks(parameters.get("m")) if passage_id else ()
    return Place(document_id, title, _day(parameters.get("v")), label, passage_id, marked)


def place_of(shelf: Shelf, passage: Passage, marked: Sequence[Range] = ()) -> Place | None:
    """The place of words in a passage, ``marked`` in offsets of its text; None if the base lacks its document."""
    document = shelf.document(passage.document_id)
    if document is None:
        return None
    return Place(
        document.id, document.title, document.version_date, _label(document, passage), passage.id, tuple(sorted(marked))
    )


def resolve(shelf: Shelf, place: Place) -> Resolution:
    """Where a place is now. A passage id stands for its words: where it is in the base, they are unchanged."""
    passage = shelf.passage(place.passage_id)
    if passage is not None and (found := place_of(shelf, passage, place.marked)):
        if not place.marked or place.marked[-1][1] <= len(passage.text):
            return Resolution(Found.HERE, found, "")
        return Resolution(Found.MOVED, place_of(shelf, passage), "链接标出的字句超出这一段，已转到该段开头。")
    document = _document(shelf, place)
    if document is None:
        return _gone(shelf, place)
    return _in_document(document, place)


def _in_document(document: Document, place: Place) -> Resolution:
    """The section that is named, in a text that the base has."""
    here = document_place(document, place.label if _has(document, place.label) else "")
    if here.label != place.label:
        return Resolution(
            Found.MOVED, here, f"《{document.title}》{_dated(document)}里没有“{place.label}”，已转到该文本。"
        )
    if place.passage_id:
        return Resolution(
            Found.MOVED, here, f"链接标出的字句在本库现有文本里已有改动，已转到{here.label or '该文本'}，请核对原文。"
        )
    if place.document_id not in ("", document.id):
        return Resolution(
            Found.MOVED, here, f"这份文本在本库已经更新，已转到现有文本{_dated(document)}{here.label}，请核对原文。"
        )
    return Resolution(Found.HERE, here, "")


def _document(shelf: Shelf, place: Place) -> Document | None:
    """The document with that id; else the one of that title and date; of a title without date the newest."""
    if found := shelf.document(place.document_id):
        return found
    versions = _versions(shelf, place)
    same_title = [each for each in versions if each.title == place.title] or versions
    if place.version_date is None and not place.document_id:
        return next(iter(same_title), None)
    return next((each for each in same_title if each.version_date == place.version_date), None)


def _gone(shelf: Shelf, place: Place) -> Resolution:
    """The base lacks the text; the newest of that instrument is offered, at the section of that name if it has one."""
    newest = next(iter(_versions(shelf, place)), None)
    named = (
        f"《{place.title}》{f'（{place.version_date}）' if place.version_date else ''}"
        if place.title
        else "链接所指的文件"
    )
    if newest is None:
        return Resolution(Found.GONE, None, f"本库现在没有{named}，可能已被移出；请按名称重新查找。")
    if place.label and _has(newest, place.label):
        reason = f"本库现在没有{named}，已转到{_dated(newest)}的{place.label}；条号可能有变动，请核对原文。"
        return Resolution(Found.MOVED, document_place(newest, place.label), reason)
    return Resolution(
        Found.GONE, document_place(newest), f"本库现在没有{named}，可以看本库最新的文本{_dated(newest)}。"
    )


def _versions(shelf: Shelf, place: Place) -> tuple[Document, ...]:
    return shelf.lookup.versions(instrument_name(place.title)) if place.title else ()


def _has(document: Document, label: str) -> bool:
    return not label or any(label_of(section) == label for section in document.sections)


def _label(document: Document, passage: Passage) -> str:
    section = section_at(document, passage.start)
    return passage.article or (label_of(section) if section else "")


def _dated(document: Document) -> str:
    return f"（{document.version_date or '日期不明'}）"


def _matching(form: re.Pattern[str], value: object) -> str:
    return value if isinstance(value, str) and form.fullmatch(value) else ""


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    return value if value.replace("\u3000", " ").isprintable() else ""  # a title may be set wide: 总　则


def _day(value: object) -> str | None:
    try:
        return date.fromisoformat(_matching(_DATE, value)).isoformat()
    except ValueError:
        return None


def _marks(value: object) -> tuple[Range, ...]:
    """Ranges in order and without overlap; none at all if one of them is wrong."""
    if not isinstance(value, str) or len(value) > _MOST_MARKS * 16 or not _MARKS.fullmatch(value):
        return ()
    ranges = [(int(start), int(end)) for start, end in (mark.split("-") for mark in value.split(","))]
    in_order = all(one[1] <= other[0] for one, other in pairwise(ranges)) and all(start < end for start, end in ranges)
    return tuple(ranges) if in_order and len(ranges) <= _MOST_MARKS else ()


_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARKS = re.compile(r"[0-9]{1,7}-[0-9]{1,7}(?:,[0-9]{1,7}-[0-9]{1,7})*")
_LONGEST = 200  # characters of a title or label
_MOST_MARKS = 60

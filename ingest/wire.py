"""Documents, passages and what goes with them as plain JSON objects, and back: for generations and for the pipe from the reading workers.

In: records. Out: dicts of JSON values; reading them back gives equal records. The only place where these records become
dicts. Does not write files.
"""

from __future__ import annotations

from typing import Any

from ingest.records import (
    ArticleLink,
    Document,
    Elsewhere,
    Flaw,
    Kind,
    Override,
    Part,
    Passage,
    Recognised,
    Removed,
    Run,
    Section,
)


def document_to_json(document: Document) -> dict[str, Any]:
    """A document as JSON; its many runs are pairs rather than objects."""
    return {
        **_fields(document),
        "sections": [_fields(section) for section in document.sections],
        "runs": [[run.start, run.original] for run in document.runs],
        "removed": [_fields(entry) for entry in document.removed],
        "recognised": [_fields(entry) for entry in document.recognised],
    }


def document_from_json(raw: dict[str, Any]) -> Document:
    changed = {
        "kind": Kind(raw["kind"]),
        "sections": tuple(Section(**{**section, "path": tuple(section["path"])}) for section in raw["sections"]),
        "page_starts": tuple(raw["page_starts"]),
        "notes": tuple(raw["notes"]),
        "runs": tuple(Run(*pair) for pair in raw["runs"]),
        "removed": tuple(Removed(**entry) for entry in raw["removed"]),
        "recognised": tuple(Recognised(**entry) for entry in raw["recognised"]),
        "replaces": tuple(raw["replaces"]),
    }
    return Document(**{**raw, **changed})


def passage_to_json(passage: Passage) -> dict[str, Any]:
    return {
        **_fields(passage),
        "paragraphs": [_fields(part) for part in passage.paragraphs],
        "items": [_fields(part) for part in passage.items],
        "also_in": [_fields(place) for place in passage.also_in],
    }


def passage_from_json(raw: dict[str, Any]) -> Passage:
    changed = {
        "path": tuple(raw["path"]),
        "paragraphs": tuple(Part(**part) for part in raw["paragraphs"]),
        "items": tuple(Part(**part) for part in raw["items"]),
        "pages": tuple(raw["pages"]) if raw["pages"] else None,
        "flaws": tuple(Flaw(flaw) for flaw in raw["flaws"]),
        "also_in": tuple(Elsewhere(**place) for place in raw["also_in"]),
    }
    return Passage(**{**raw, **changed})


def link_to_json(link: ArticleLink) -> dict[str, Any]:
    return _fields(link)


def link_from_json(raw: dict[str, Any]) -> ArticleLink:
    return ArticleLink(**raw)


def override_to_json(override: Override) -> dict[str, Any]:
    return _fields(override)


def override_from_json(raw: dict[str, Any]) -> Override:
    kind = Kind(raw["kind"]) if raw["kind"] else None
    return Override(**{**raw, "kind": kind, "replaces": tuple(raw["replaces"])})


def _fields(record: Any) -> dict[str, Any]:
    """The fields of one record as they are; ``dataclasses.asdict`` would copy every value inside, which takes five times as long."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}

"""Whether a text is in force, computed when asked.

In: a document, the other versions in the base, the documents that replaced it, and a day. Out: a Standing with its words.
The default is unknown: the newest file in a folder proves nothing. More is said only where a newer version is in the base,
where the dated table of known replacements (ingest/instruments.csv) gives a fact with a source, where the text sets itself
a term, or where the manifest says who checked it and when. 现行有效 is never said on the program's own authority.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ingest.instruments import known_instruments
from ingest.records import Document, Kind


class Standing(StrEnum):
    """Whether a text is in force on a given day; unknown unless something checked says more."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


OUTDATED = frozenset({Standing.SUPERSEDED, Standing.REPEALED})  # nobody may rely on such a text today

CARRIED_OVER = "；沿用上次版本（原文件现无法读取）"


@dataclass(frozen=True, slots=True)
class Stand:
    """A standing and how it is said."""

    standing: Standing
    text: str
    newer: Document | None = None  # the text of the base that the words name as the newer one


def stand(
    document: Document, versions: Sequence[Document], today: date, *, replacing: Sequence[Document] = ()
) -> Stand:
    """Judge one version; ``versions`` are all versions of its instrument in the base, ``replacing`` other instruments."""
    judged = _judge(document, versions, today, replacing)
    return replace(judged, text=judged.text + CARRIED_OVER) if document.carried_over else judged


def _judge(document: Document, versions: Sequence[Document], today: date, replacing: Sequence[Document]) -> Stand:
    own, day = document.version_date or "", today.isoformat()
    if document.repealed_on and document.repealed_on <= day:
        return Stand(Standing.REPEALED, f"已废止（{document.repealed_on}起）")
    if document.effective_to and document.effective_to < day:
        return Stand(Standing.REPEALED, f"已失效（有效期至{document.effective_to}）")
    if replaced := [other for other in replacing if _is_in_effect(other, day)]:
        return Stand(Standing.SUPERSEDED, f"已被《{replaced[0].title}》取代")
    newest, in_force_from = _known_newest(document)
    outdated = bool(own) and own < newest
    newer = {other.version_date: other for other in versions if own and other.version_date and own < other.version_date}
    in_effect = [dated for dated, other in newer.items() if (takes_effect(other) or dated) <= day]
    held = newer[max(in_effect)] if in_effect else None
    if outdated and in_force_from <= day and max(in_effect, default="") < newest:
        text = f"已被{_year(newest)}版取代（{in_force_from}起施行），本文本为{own}版"
        return Stand(Standing.SUPERSEDED, text)
    if held is not None:
        return Stand(Standing.SUPERSEDED, f"旧文本（{own}），本库另有较新文本（{held.version_date}）", held)
    if takes_effect(document) > day:
        return Stand(Standing.NOT_YET, f"尚未施行（{takes_effect(document)}起施行）")
    if document.kind in {Kind.GUIDANCE, Kind.ESSAY}:
        checked = document.checked_on or own
        return Stand(
            Standing.UNKNOWN, f"资料核对日期 {checked}，请以现行规定为准" if checked else "参考资料，请以现行规定为准"
        )
    coming = f"；本库另有尚未施行的较新文本（{max(newer)}）" if newer else ""
    if outdated and not coming:
        coming = f"；{_year(newest)}版将于{in_force_from}施行"
    if _is_checked(document) and takes_effect(document):
        return Stand(Standing.IN_FORCE, f"现行有效（{document.checked_by}，{document.checked_on}核对）{coming}")
    if newer:
        return Stand(Standing.UNKNOWN, f"本文本（{own}）是否现行请核对{coming}")
    return Stand(Standing.UNKNOWN, f"本库最新文本（{own or '日期不明'}），是否现行请核对{coming}")


def _is_checked(document: Document) -> bool:
    return document.checked_by is not None and document.checked_on is not None


def _is_in_effect(document: Document, day: str) -> bool:
    """Whether a text has begun; one that has ended since has nevertheless replaced what it replaced."""
    begins = takes_effect(document) or document.version_date
    return begins is not None and begins <= day


def _known_newest(document: Document) -> tuple[str, str]:
    """Date and day of effect of the instrument's newest version, as the table gives them; empty where it says nothing."""
    row = known_instruments().get(document.instrument)
    if row is None or row.newest_version is None or row.in_force_from is None:
        return "", ""
    return row.newest_version, row.in_force_from


def takes_effect(document: Document) -> str:
    """The day a version takes effect, from the table or from its own text; empty where neither says."""
    newest, in_force_from = _known_newest(document)
    return in_force_from if newest and document.version_date == newest else document.effective_from or ""


def _year(iso: str) -> str:
    return f"{iso[:4]}年"

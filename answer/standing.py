"""Whether a text is in force, computed when asked.

In: a document, the other versions in the base, and a day. Out: a Standing with its words. The default is unknown: the
newest file in a folder proves nothing. More is said only where a newer version is in the base or the dated table of known
replacements (index/instruments.csv) gives a fact with a source. Never says 现行有效 on its own authority.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from answer.records import Standing
from index.instruments import known_instruments
from ingest.records import Document, Kind

LEVEL_TEXT = {
    Kind.LAW: "法律",
    Kind.ADMINISTRATIVE_REGULATION: "行政法规",
    Kind.PARTY_REGULATION: "党内法规",
    Kind.JUDICIAL_INTERPRETATION: "司法解释",
    Kind.MINISTRY_RULE: "部门规章",
    Kind.LOCAL_REGULATION: "地方性法规",
    Kind.NORMATIVE_DOCUMENT: "规范性文件",
    Kind.GUIDANCE: "工作指引",
    Kind.ESSAY: "文章资料",
    Kind.UNKNOWN: "效力级别未标明",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """A standing and how it is said."""

    standing: Standing
    text: str


def stand(document: Document, versions: tuple[Document, ...], today: date) -> Stand:
    """Judge one version; ``versions`` are all versions of its instrument in the base."""
    own = document.version_date or ""
    known = known_instruments().get(document.instrument)
    day = today.isoformat()
    if known is not None and known.newest_version and known.in_force_from and own and own < known.newest_version:
        if day >= known.in_force_from:
            return Stand(
                Standing.SUPERSEDED,
                f"已被{_year(known.newest_version)}版取代（{known.in_force_from}起施行），本文本为{own}版",
            )
        return Stand(Standing.UNKNOWN, f"{_latest(own)}；{_year(known.newest_version)}版将于{known.in_force_from}施行")
    newer = max((other.version_date or "" for other in versions), default="")
    if own and own < newer <= day:
        return Stand(Standing.SUPERSEDED, f"旧文本（{own}），本库另有较新文本（{newer}）")
    if document.effective_from and document.effective_from > day:
        return Stand(Standing.NOT_YET, f"尚未施行（{document.effective_from}起施行）")
    if document.kind in {Kind.GUIDANCE, Kind.ESSAY}:
        return Stand(Standing.UNKNOWN, f"资料核对日期 {own}，请以现行规定为准" if own else "参考资料，请以现行规定为准")
    return Stand(Standing.UNKNOWN, _latest(own))


def _latest(own: str) -> str:
    return f"本库最新文本（{own or '日期不明'}），是否现行请核对"


def _year(iso: str) -> str:
    return f"{iso[:4]}年"

"""What a document is: title, instrument, version date, issuer, kind, date of effect.

In: a file's name and the cleaned lines of its text. Out: an Identity. Level comes from who issued it, never from the
last word of a title. The version date is the one in the file name, else the newest in the lines before the first
article. A date of effect counts only if the text gives one that is not older than the version: amended laws keep their first.
Does not know which text is in force today; answer/standing.py computes that when asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest import patterns
from ingest.records import Kind, Line
from ingest.structure import is_title


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known about a document from its name and its first and last lines."""

    title: str
    instrument: str
    version_date: str | None
    issuer: str | None
    kind: Kind
    effective_from: str | None


def identify(source: str, lines: Sequence[Line]) -> Identity:
    """Read the identity of the document in ``source`` (its path) with these cleaned lines."""
    title = _title(source, lines)
    header = _header(lines)
    checked = _checked_on(lines)
    is_instrument = len(header) < len(lines) and checked is None  # a guide may quote an article in a line of its own
    issuer, kind = _issuer(title, header) if is_instrument else (None, Kind.GUIDANCE if checked else Kind.ESSAY)
    version_date = _date_in_name(source) or (_newest_date(header) if is_instrument else checked)
    return Identity(
        title=title,
        instrument=instrument_name(title),
        version_date=version_date,
        issuer=issuer,
        kind=kind,
        effective_from=_effective_from(lines, version_date) if is_instrument else None,
    )


def instrument_name(title: str) -> str:
    """The name that all versions share: ``《中华人民共和国人民警察法》(2012-10-26)`` → ``人民警察法``."""
    bare = re.sub(r"[《》\s]", "", patterns.FILE_DATE.sub("", title))
    bare = re.sub(r"[（(](?:\d{4}年)?(?:修订|修正|试行|暂行)[^（(）)]*[）)]$", "", bare)
    return bare.removeprefix("中华人民共和国") or bare


_LONGEST_TITLE = 45
_ISSUERS: tuple[tuple[re.Pattern[str], str, Kind], ...] = (
    (re.compile(r"全国人民代表大会常务委员会|全国人大常委会"), "全国人民代表大会常务委员会", Kind.LAW),
    (re.compile(r"全国人民代表大会"), "全国人民代表大会", Kind.LAW),
    (re.compile(r"中共中央|中央政治局|中国共产党中央"), "中共中央", Kind.PARTY_REGULATION),
    (re.compile(r"最高人民法院|最高人民检察院"), "最高人民法院、最高人民检察院", Kind.JUDICIAL_INTERPRETATION),
    (
        re.compile(r"国务院令|国务院(?:第\S{1,9}次)?常务会议|国务院(?:公布|发布|批准|令|修订)|中华人民共和国国务院"),
        "国务院",
        Kind.ADMINISTRATIVE_REGULATION,
    ),
    (
        re.compile(r"公安部令|公安部(?:发布|公布|通过|修订|部长办公会|部务会)|公安部$", re.M),
        "公安部",
        Kind.MINISTRY_RULE,
    ),
    (re.compile(r"(?:省|市|自治区|自治州)人民代表大会"), "地方人民代表大会", Kind.LOCAL_REGULATION),
)
_TITLE_ISSUERS: tuple[tuple[re.Pattern[str], str, Kind], ...] = (
    (re.compile(r"^中华人民共和国.*法$"), "全国人民代表大会及其常务委员会", Kind.LAW),
    (re.compile(r"公安机关.*(?:规定|规范|办法)$|^公安部"), "公安部", Kind.MINISTRY_RULE),
)
_EFFECT = re.compile(patterns.DATE.pattern + r"\s*起(?:施行|实施|生效)")
_CHECKED = re.compile(r"核对日期[：:]\s*(\d{4})\s*[-年]\s*(\d{1,2})\s*[-月]\s*(\d{1,2})")


def _title(source: str, lines: Sequence[Line]) -> str:
    for line in lines[:5]:
        if is_title(line):
            return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", line.text)
    stem = patterns.FILE_DATE.sub("", PurePosixPath(source).stem).strip()
    if lines and _may_be_title(lines[0].text):
        return lines[0].text.lstrip("•·●■ ")
    if re.search(r"[\u4e00-\u9fff]{2}", stem):
        return stem
    first = re.split(r"[，。；,;]", lines[0].text)[0] if lines else stem
    return f"（无题）{first[:30]}"


def _may_be_title(text: str) -> bool:
    """A short first line without punctuation and without the number of a chapter or section."""
    found = patterns.opening(text)
    numbered = found is not None and not patterns.is_annex(found)
    return len(text) <= _LONGEST_TITLE and not numbered and not re.search(r"[，。；,;:：]", text)


def _header(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the first article; all lines when there is no article."""
    for index, line in enumerate(lines):
        found = patterns.opening(line.text)
        if found is not None and found.rank == patterns.ARTICLE and (found.spaced or found.number == 1):
            return lines[:index]
    return lines


def _date_in_name(source: str) -> str | None:
    match = patterns.FILE_DATE.search(PurePosixPath(source).name)
    return patterns.iso_date(*match.groups()) if match else None


def _newest_date(header: Sequence[Line]) -> str | None:
    """The newest date before the text that is not a date of effect (“自…起施行”)."""
    texts = (_EFFECT.sub("", line.text) for line in header)
    dates = (patterns.iso_date(*match.groups()) for text in texts for match in patterns.DATE.finditer(text))
    return max((date for date in dates if date), default=None)


def _issuer(title: str, header: Sequence[Line]) -> tuple[str | None, Kind]:
    """The first body named in the header; the title decides only where the header is silent."""
    if "虚构" in title or any("虚构" in line.text for line in header):
        return None, Kind.UNKNOWN
    first = "\n".join(line.text for line in header[1:] if line.level is None)
    found = [
        (match.start(), -order, issuer, kind)
        for order, (pattern, issuer, kind) in enumerate(_ISSUERS)
        if (match := pattern.search(first))
    ]
    if found:
        kinds = {kind for _, _, _, kind in found}
        # A State Council decree that approves a ministry's text makes it an administrative regulation; a law outranks both.
        for kind in (Kind.PARTY_REGULATION, Kind.LAW, Kind.ADMINISTRATIVE_REGULATION):
            if kind in kinds:
                return next(
                    issuer for _, _, issuer, this in sorted(found, key=lambda entry: entry[0]) if this == kind
                ), kind
        _, _, issuer, kind = min(found, key=lambda entry: (entry[0], -entry[1]))
        return issuer, kind
    for pattern, issuer, kind in _TITLE_ISSUERS:
        if pattern.search(title):
            return issuer, kind
    return None, Kind.UNKNOWN


def _checked_on(lines: Sequence[Line]) -> str | None:
    """The day on which a guide says that it was compared with its sources (核对日期)."""
    for line in reversed(lines):
        if match := _CHECKED.search(line.text):
            return patterns.iso_date(*match.groups())
    return None


def _effective_from(lines: Sequence[Line], version_date: str | None) -> str | None:
    for line in reversed(lines):
        if match := _EFFECT.search(line.text):
            date = patterns.iso_date(*match.groups())
            return date if date and version_date and date >= version_date else None
    return None

"""What a document is: title, instrument, version date, issuer, kind, date of effect.

In: a file's name, the cleaned lines of its text, and what the manifest says of it. Out: an Identity. What the manifest says
counts before all else. Issuer and level come from the header (issuers.py) or the table of known instruments, never from the
last word of a title. The version date is the one in the file name, else the newest in the lines before the first article
that is not a date of effect. A date of effect counts only if the text gives one that is not older than the version.
Does not know which text is in force today; answer/standing.py computes that when asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from pathlib import PurePosixPath

from ingest import patterns
from ingest.instruments import known_instruments
from ingest.issuers import read_enactment
from ingest.numerals import NUMERAL, parse_number
from ingest.records import Kind, Line, Override
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
    effective_to: str | None = None
    repealed_on: str | None = None  # this and what follows only from the manifest
    replaces: tuple[str, ...] = ()
    checked_by: str | None = None
    checked_on: str | None = None


def identify(source: str, lines: Sequence[Line], override: Override | None = None) -> Identity:
    """Read the identity of the document in ``source`` (its path) with these cleaned lines; the manifest has the last word."""
    override = override or Override()
    title = override.title or _title(source, lines)
    header = _header(lines)
    checked = _checked_on(lines)
    is_instrument = len(header) < len(lines) and checked is None  # a guide may quote an article in a line of its own
    issuer, kind = _issuer(title, header) if is_instrument else (None, Kind.GUIDANCE if checked else Kind.ESSAY)
    version_date = (
        override.version_date or _date_in_name(source) or (_newest_date(header) if is_instrument else checked)
    )
    effective_from = _effective_from(header, lines[len(header) :], version_date) if is_instrument else None
    return Identity(
        title=title,
        instrument=instrument_name(title),
        version_date=version_date,
        issuer=override.issuer or issuer,
        kind=override.kind or kind,
        effective_from=override.effective_from or effective_from,
        effective_to=override.effective_to
        or (_effective_to(lines, override.effective_from or effective_from) if is_instrument else None),
        repealed_on=override.repealed_on,
        replaces=override.replaces,
        checked_by=override.checked_by,
        checked_on=override.checked_on,
    )


def instrument_name(title: str) -> str:
    """The name that all versions share: ``《中华人民共和国人民警察法》(2012-10-26)`` → ``人民警察法``."""
    bare = re.sub(r"[《》\s]", "", patterns.FILE_DATE.sub("", title))
    bare = re.sub(r"[（(](?:\d{4}年)?(?:修订|修正|试行|暂行)[^（(）)]*[）)]$", "", bare)
    return bare.removeprefix("中华人民共和国") or bare


_LONGEST_TITLE = 45
_PUBLISHED = "公布|发布|颁布|印发"
_BEGINS = "施行|实施|生效|执行"
# A header also has “2004年12月1日 施行” in a line of its own; in the text itself such words may speak of another statute.
_HEADER_EFFECT = re.compile(patterns.DATE.pattern + rf"\s*(?:起|开始)?\s*(?:正式)?(?:{_BEGINS})")
_EFFECT = re.compile(patterns.DATE.pattern + rf"\s*起\s*(?:正式)?(?:{_BEGINS})")
_EFFECT_AT_ONCE = re.compile(rf"自(?:{_PUBLISHED})之日起(?:{_BEGINS})")
_OWN_TERM = re.compile(rf"(?:起(?:正式)?(?:{_BEGINS})|本[\u4e00-\u9fff]{{1,4}})[^。]*?有效期")  # not that of a licence
_TERM_UNTIL = re.compile(r"有效期(?:限)?(?:自[^，。；]*?)?(?:截止)?[至到]\s*" + patterns.DATE.pattern)
_TERM_YEARS = re.compile(rf"有效期(?:限)?为?\s*([{NUMERAL}]{{1,3}})\s*年(?![\u4e00-\u9fff]*月)")
_CHECKED = re.compile(r"核对日期[：:]\s*(\d{4})\s*[-年]\s*(\d{1,2})\s*[-月]\s*(\d{1,2})")


def _title(source: str, lines: Sequence[Line]) -> str:
    for line in lines[:5]:
        if is_title(line):
            return _bare(re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", line.text))
    stem = patterns.FILE_DATE.sub("", PurePosixPath(source).stem).strip()
    if lines and _may_be_title(lines[0].text):
        return _bare(lines[0].text.lstrip("•·●■ "))
    if re.search(r"[\u4e00-\u9fff]{2}", stem):
        return stem
    first = re.split(r"[，。；,;]", lines[0].text)[0] if lines else stem
    return f"（无题）{first[:30]}"


def _bare(title: str) -> str:
    """``《巡防规定》`` → ``巡防规定``: whoever shows a title sets the marks."""
    inside = title[1:-1]
    return inside if title.startswith("《") and title.endswith("》") and "《" not in inside else title


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
    """The date in a file's name; one in brackets before any other, and a year alone is none."""
    name = unicodedata.normalize("NFKC", PurePosixPath(source).name)
    matches = sorted(patterns.FILE_DATE.finditer(name), key=lambda match: "(" not in match[0])
    dates = (patterns.iso_date(*match.groups()) for match in matches)
    return next((date for date in dates if date), None)


def _newest_date(header: Sequence[Line]) -> str | None:
    """The newest date before the text that is not a date of effect (“自…起施行”)."""
    texts = (_HEADER_EFFECT.sub("", line.text) for line in header)
    dates = (patterns.iso_date(*match.groups()) for text in texts for match in patterns.DATE.finditer(text))
    return max((date for date in dates if date), default=None)


def _issuer(title: str, header: Sequence[Line]) -> tuple[str | None, Kind]:
    """Who enacted it, as the header says; where it is silent, as the reviewed table of known instruments says."""
    if "虚构" in title or any("虚构" in line.text for line in header):
        return None, Kind.UNKNOWN
    if enactment := read_enactment(header):
        return enactment.issuer, enactment.kind
    known = known_instruments().get(instrument_name(title))
    return (known.issuer, known.level) if known and known.level else (None, Kind.UNKNOWN)


def _checked_on(lines: Sequence[Line]) -> str | None:
    """The day on which a guide says that it was compared with its sources (核对日期)."""
    for line in reversed(lines):
        if match := _CHECKED.search(line.text):
            return patterns.iso_date(*match.groups())
    return None


def _effective_from(header: Sequence[Line], body: Sequence[Line], version_date: str | None) -> str | None:
    """The day on which this version took effect: as the header says, else as the last words of the text say.

    Amended laws keep the first day in their last article, so nothing older than the version counts. “自公布之日起施行” is
    the day of publication only where the header gives a single one and it is this version's.
    """
    if version_date is None:
        return None
    for line in header:
        for stated in _HEADER_EFFECT.finditer(line.text):
            date = patterns.iso_date(*stated.groups())
            if date and date >= version_date:
                return date
    for line in reversed(body):
        if match := _EFFECT.search(line.text):
            date = patterns.iso_date(*match.groups())
            return date if date and date >= version_date else None
        if _EFFECT_AT_ONCE.search(line.text):
            return version_date if _publications(header) == [version_date] else None
    return None


def _publications(header: Sequence[Line]) -> list[str]:
    """The dates after which the header says, before the next date, that the text was made public."""
    text = "\n".join(line.text for line in header)
    matches = list(patterns.DATE.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return [
        date
        for match, end in zip(matches, ends, strict=True)
        if (date := patterns.iso_date(*match.groups()))
        and re.search(_PUBLISHED, re.sub(r"《[^》]*》", "", text[match.end() : end].split("\n")[0]))
    ]


def _effective_to(lines: Sequence[Line], effective_from: str | None) -> str | None:
    """The last day of a text that sets itself a term; of a term in years only where its first day is known."""
    for line in reversed(lines):
        if not _OWN_TERM.search(line.text):
            continue
        if match := _TERM_UNTIL.search(line.text):
            return patterns.iso_date(*match.groups())
        if (match := _TERM_YEARS.search(line.text)) and effective_from:
            return _day_before(effective_from, years=parse_number(match[1]) or 0)
        return None
    return None


def _day_before(iso: str, *, years: int) -> str | None:
    """The day before the same date so many years later: five years from 2020-01-01 end on 2024-12-31."""
    year, month, day = map(int, iso.split("-"))
    if (month, day) == (2, 29) or not years:
        return None
    return (Date(year + years, month, day) - timedelta(days=1)).isoformat()

"""Choose the words of the answer.

In: a parsed question and the evidence of its hits, best first. Out: Drafts: for each passage quoted, the ranges of its text.
Everything quoted is a range of one passage; nothing is written. A list is taken whole when a list is asked for. Does not
number citations (cite.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answer.alike import outranks, say_nearly_the_same
from answer.evidence import ClauseEvidence, Evidence
from answer.question import ParsedQuestion
from index.records import Hit
from ingest.clauses import Clause
from ingest.patterns import is_item
from ingest.records import Passage

MOST_STATEMENTS = 4
MOST_CHARACTERS = 350  # of all statements; only a list may be longer
ONE_PASSAGE = 150  # characters of one passage, unless its best clause or a list is longer
FIRST_PASSAGE = 250  # characters of the first passage, with what follows its best clause
SHORT_PARAGRAPH = 150  # a paragraph (款) up to this long is quoted whole: half a rule misleads
SHORT_LIST = (
    200  # a list up to this long, with its lead, is quoted whole even where one of its items is the best clause
)
SECOND_CLAUSE = 0.10  # a further clause may score this much less than the best one
SECOND_PASSAGE = 0.18  # the same for the best clause of another passage

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """Ranges of one passage that will be quoted together, in reading order."""

    hit: Hit
    ranges: tuple[Range, ...]
    alike: tuple[
        Hit, ...
    ] = ()  # passages of other documents with nearly the same words, named rather than quoted again

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.ranges)


def compose(question: ParsedQuestion, evidence: Sequence[Evidence]) -> tuple[Draft, ...]:
    """Quote the best clauses of the best passages; ``evidence`` must not be empty."""
    saying = [entry for entry in evidence[:MOST_STATEMENTS] if _quotable(entry)] or evidence[:1]
    top = max(entry.best.score for entry in saying)
    drafts: list[Draft] = []
    for place, entry in enumerate(saying):
        if any(say_nearly_the_same(entry.hit, earlier.hit) for earlier in drafts):
            continue
        lacks_figure = question.expects and not entry.best.has_figure
        if place and (entry.best.score < top - SECOND_PASSAGE or lacks_figure):
            continue
        draft = _draft(question, _highest(question, entry, evidence), top, first=not drafts)
        used = sum(earlier.length for earlier in drafts)
        if drafts and (used + draft.length > MOST_CHARACTERS or _repeats(draft, drafts)):
            continue
        drafts.append(draft)
    return tuple(replace(draft, alike=_alike(draft, drafts, evidence)) for draft in drafts)


def whole_passage(hit: Hit, part: Range | None = None) -> Draft:
    """Quote a looked-up article, or one paragraph or item of it, word for word; an item comes with its lead."""
    clauses = [entry.clause for entry in hit.clauses]
    start = clauses[0].start if clauses else 0
    first, last = part or (start, len(hit.passage.text))
    leads = [clause.lead for clause in clauses if clause.lead and clause.start == first]
    return Draft(hit, _merge(hit.passage.text, [*leads, (max(first, start), last)]))


def _highest(question: ParsedQuestion, entry: Evidence, evidence: Sequence[Evidence]) -> Evidence:
    """Of articles that say nearly the same, the one of the highest instrument or the newest version, unless one is asked for."""
    named = question.named
    if entry.hit.document.instrument in named.instruments or named.year or named.wants_old:
        return entry
    for other in evidence:
        if outranks(other.hit, entry.hit) and _quotable(other) and say_nearly_the_same(other.hit, entry.hit):
            entry = other
    return entry


def _alike(draft: Draft, drafts: Sequence[Draft], evidence: Sequence[Evidence]) -> tuple[Hit, ...]:
    """The hits that a citation names because they say nearly the same as its article, or hold all the words it quotes."""
    quoted = {entry.hit.passage.id for entry in drafts}
    others = [entry.hit for entry in evidence if entry.hit.passage.id not in quoted]
    words = _words(draft)
    return tuple(
        hit
        for hit in others
        if say_nearly_the_same(hit, draft.hit) or (len(words) >= _TELLING_LENGTH and words in _joined(hit))
    )


def _draft(question: ParsedQuestion, entry: Evidence, top: float, *, first: bool) -> Draft:
    text = entry.hit.passage.text
    best = max(_quotable(entry) or entry.clauses, key=lambda judged: judged.score)
    if members := _list_around(entry, best, whole=question.wants_list):
        return Draft(entry.hit, _merge(text, members))
    chosen = _turning_headings(text, best.clause) + _widen(entry, best.clause)
    for other in sorted(_quotable(entry), key=lambda judged: -judged.score)[1:]:
        if other.score < top - SECOND_CLAUSE or _length(chosen) + other.clause.end - other.clause.start > ONE_PASSAGE:
            break
        chosen += _with_lead(other.clause)
    if first:
        chosen += _following(entry, best.clause, FIRST_PASSAGE - _length(chosen))
    return Draft(entry.hit, _merge(text, chosen))


def _following(entry: Evidence, clause: Clause, room: int) -> list[Range]:
    """The sentences after a clause, as far as there is room: what a text says next is about the same.

    Of an article those of the same paragraph, and a paragraph that makes an exception to it.
    """
    if clause.lead is not None:
        return []
    passage = entry.hit.passage
    end = clause.end
    for judged in entry.clauses:
        after = judged.clause
        if after.start < end:
            continue
        new_paragraph = "\n" in passage.text[end : after.start]
        if after.end - clause.end > room or (new_paragraph and _is_another_rule(passage, after)):
            break
        end = after.end
    return [(clause.end, end)] if end > clause.end else []


def _is_another_rule(passage: Passage, after: Clause) -> bool:
    """Whether a new paragraph turns to something else: in an article always, unless it makes an exception; a numbered one too."""
    if passage.article:
        return not _EXCEPTION.match(passage.text, after.start)
    return is_item(passage.text[after.start : after.end])


def _turning_headings(text: str, clause: Clause) -> list[Range]:
    """The heading right above a clause if it turns its meaning: under “不得使用” or “常见错误” a rule reads as its opposite."""
    if clause.lead is not None:
        return []
    above = [line for line in re.finditer(r"[^\n]+", text[: clause.start]) if not _is_sentence(line[0])]
    headings = [line for line in above if len(line[0]) <= _LONGEST_HEADING]
    return [headings[-1].span()] if headings and _TURNING.search(headings[-1][0]) else []


def _quotable(entry: Evidence) -> list[ClauseEvidence]:
    """Clauses that say something: a line without an end mark is a heading, a title or an entry of a list of sources."""
    text = entry.hit.passage.text
    return [judged for judged in entry.clauses if _is_sentence(text[judged.clause.start : judged.clause.end])]


def says_something(hit: Hit) -> bool:
    """Whether a passage holds anything but headings and lists of sources."""
    return any(_is_sentence(hit.passage.text[entry.clause.start : entry.clause.end]) for entry in hit.clauses)


def _is_sentence(clause: str) -> bool:
    """Whether it ends like a sentence, in a bracket of its own or not, or is a row of a table."""
    return clause.rstrip("）)")[-1:] in _END_MARKS or " | " in clause


def _widen(entry: Evidence, clause: Clause) -> list[Range]:
    """The clause with its lead; the whole paragraph if that is short, since half a rule misleads."""
    if clause.lead is not None:
        return _with_lead(clause)
    text = entry.hit.passage.text
    line_start = text.rfind("\n", 0, clause.start) + 1
    line_end = text.find("\n", clause.end)
    inside = [
        c.clause for c in entry.clauses if line_start <= c.clause.start and (line_end < 0 or c.clause.end <= line_end)
    ]
    whole = (inside[0].start, inside[-1].end)
    return [whole] if whole[1] - whole[0] <= SHORT_PARAGRAPH else [(clause.start, clause.end)]


def _list_around(entry: Evidence, best: ClauseEvidence, *, whole: bool) -> list[Range]:
    """The list that the best clause leads or, if ``whole``, belongs to; empty if there is none.

    A clause that announces a list (“有三个原因：”) is no answer without it, whatever was asked; such a list must be short. So
    does one item of a short list come with the others: of four cases in which something is allowed one alone reads as the only one.
    """
    clauses = [judged.clause for judged in entry.clauses]
    text = entry.hit.passage.text
    position = clauses.index(best.clause)
    lead = best.clause.lead or (best.clause.start, best.clause.end)
    members = [clause for clause in clauses if clause.lead == lead]
    if len(members) >= _SHORTEST_LIST:
        listed = [lead] + [(clause.start, clause.end) for clause in members]
        longest = MOST_CHARACTERS if best.clause.lead is None else SHORT_LIST
        return listed if whole or _length(listed) <= longest else []
    for run in _runs(text, clauses):
        announced = position == run[0] - 1
        belongs = run[0] <= position <= run[-1] and not _is_list_itself(text[best.clause.start : best.clause.end])
        if announced or (whole and belongs):
            first = run[0] - 1 if announced else run[0]
            listed = [(clauses[first].start, clauses[run[-1]].end)]
            if _length(listed) > _LONGEST_LIST:  # quote the numbered sentences only
                listed = [(clauses[index].start, clauses[index].end) for index in dict.fromkeys((first, *run))]
            return listed if whole or _length(listed) <= MOST_CHARACTERS else []
    return []


def _is_list_itself(clause: str) -> bool:
    """“不得扣押甲、乙、丙” is the whole list; the numbered rules around it are other rules."""
    return clause.count("、") >= _SHORTEST_LIST  # three things named


def _runs(text: str, clauses: Sequence[Clause]) -> list[list[int]]:
    """Positions of clauses that count in one style, 一是…二是…三是… or ①②③, each run starting anew at its first number."""
    runs: list[list[int]] = []
    for style in _STYLES:
        run: list[int] = []
        for index, clause in enumerate(clauses):
            match = style.match(text, clause.start)
            if match and match[1] in _FIRST_NUMBERS:
                run = [index]
                runs.append(run)
            elif match and run:
                run.append(index)
    return sorted(run for run in runs if len(run) >= _SHORTEST_LIST)


_TURNING = re.compile(r"错误|误区|不得|不能|不准|不可|不用|禁止|严禁|除外|例外|反面")
_EXCEPTION = re.compile(r"但|前款|情况(?:复杂|特殊|紧急)|案情复杂|(?:因|有)?特殊|.{0,30}(?:除外|不受)")
_LONGEST_HEADING = 40
_TELLING_LENGTH = 20  # characters; shorter words stand in many places by chance
_SHORTEST_LIST = 2
_LONGEST_LIST = 500  # characters; a longer stretch is quoted by its numbered sentences only
_END_MARKS = "。！？；：!?;:.…”』」"
_FIRST_NUMBERS = frozenset(("一", "1", "１", "①", "首先"))
_STYLES = tuple(
    re.compile(style)
    for style in (
        r"([一二三四五六七八九十])是",
        r"(?:第)([一二三四五六七八九十])[,，、]",
        r"([一二三四五六七八九十])要",
        r"([①-⑳])",
        r"[（(]([一二三四五六七八九十]{1,3})[)）]",
        r"([一二三四五六七八九十]{1,3})、",
        r"[（(]?([0-9]{1,2})[.．、)）](?![0-9])",
        r"(首先|其次|再次|最后)",
    )
)


def _with_lead(clause: Clause) -> list[Range]:
    return [clause.lead, (clause.start, clause.end)] if clause.lead else [(clause.start, clause.end)]


def _merge(text: str, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """In reading order; ranges with nothing but white space between them become one."""
    merged: list[Range] = []
    for start, end in sorted(set(ranges)):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _length(ranges: Sequence[Range]) -> int:
    return sum(end - start for start, end in ranges)


def _repeats(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the same words were quoted already, from another document."""
    return any(_words(draft) in _words(earlier) for earlier in drafts)


def _joined(hit: Hit) -> str:
    return "".join(hit.passage.text.split())


def _words(draft: Draft) -> str:
    return "".join("".join(draft.hit.passage.text[start:end].split()) for start, end in draft.ranges)

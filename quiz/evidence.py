"""Passages to what a question can be made of: sentences that stand alone, and enumerations with their members.

In: an open generation, a day, the documents wanted. Out: statements and listings with their place (款, 项), and how many
passages were passed over and why (spoiled, outdated, carried over, too short). Does not ask anything (items/).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.lookup import Lookup
from ingest import patterns
from ingest.clauses import trim
from ingest.records import Document, Kind, Part, Passage
from ingest.standing import OUTDATED, Stand, Standing, stand

ENDS = ("。", "！", ".")
LONGEST_MEMBER = 70  # characters of a member of a list that is put into its lead
SELF_EVIDENT = 30  # characters from which a sentence is understood without those before it, if it points nowhere
SHORTEST, LONGEST = 12, 190  # characters of a sentence that is asked about
LONGEST_CONTEXT = 150  # characters of sentences before it that are needed to understand it
_CLAUSE_END = re.compile(r"[；。]")
OLD = "旧文本或已废止"  # why nothing was asked of a passage
PROSE = frozenset({Kind.ESSAY, Kind.GUIDANCE})  # what no legislator wrote


@dataclass(frozen=True, slots=True)
class Place:
    """A usable passage and what holds for all of its words."""

    row: int  # of the passage in the generation
    passage: Passage
    document: Document
    standing: Stand

    @property
    def is_prose(self) -> bool:
        """Whether it says what an author thinks, not what a rule demands."""
        return self.document.kind in PROSE


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that is understood alone, made of ranges of its passage's text in the order of reading.

    Mostly one range. Of a member of a list the lead closes around it: 驾驶人[有下列行为之一，]记12分：（一）酒后驾驶的 is
    驾驶人 + 酒后驾驶的 + ，记12分, and a full stop.
    """

    place: Place
    ranges: tuple[tuple[int, int], ...]
    focus: int  # offset in ``text`` from which it may be asked about; what stands before only explains
    paragraph: int | None
    quoted: tuple[tuple[int, int], ...] = ()
    item: int | None = None

    @property
    def text(self) -> str:
        joined = "".join(self.place.passage.text[start:end] for start, end in self.ranges)
        return joined if joined.endswith(ENDS) else joined + "。"

    @property
    def asked(self) -> str:
        """Without what only explains it."""
        return self.text[self.focus :]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """What is quoted for it: its range, or the whole lead and the member."""
        return self.quoted or self.ranges

    def until(self, end: int) -> Statement:
        """The same without what follows its clause, which runs from ``text[end]`` to a semicolon or a full stop; quoted as a whole."""
        stop = _CLAUSE_END.search(self.text, end)
        if stop is None or stop.start() >= len(self.text) - 1:
            return self
        left, kept = stop.start(), []
        for first, last in self.ranges:
            if left > 0:
                kept.append((first, min(last, first + left)))
            left -= last - first
        return replace(self, ranges=tuple(kept), quoted=self.spans)

    def locate(self, start: int, end: int) -> tuple[int, int] | None:
        """Where in the passage ``text[start:end]`` stands; None where it lies across two ranges."""
        at = 0
        for first, last in self.ranges:
            if at <= start and end <= at + last - first:
                return first + start - at, first + end - at
            at += last - first
        return None


@dataclass(frozen=True, slots=True)
class Listing:
    """An enumeration: the words that announce it, and its members without numbering and end marks."""

    place: Place
    lead: tuple[int, int]
    members: tuple[tuple[int, int], ...]
    paragraph: int | None
    open_end: bool  # its last member was 其他…, which is left out of the members

    @property
    def lead_text(self) -> str:
        return self.place.passage.text[slice(*self.lead)]

    @property
    def member_texts(self) -> tuple[str, ...]:
        return tuple(self.place.passage.text[start:end] for start, end in self.members)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that questions can be made of, in the order of the base."""

    places: tuple[Place, ...]
    statements: tuple[Statement, ...]
    cases: tuple[Statement, ...]  # members of lists put into their leads
    listings: tuple[Listing, ...]
    passed_over: dict[str, int]  # reason in Chinese → passages


def read_evidence(passages: Sequence[Passage], lookup: Lookup, today: date, *, outdated: bool = False) -> Evidence:
    """Judge every passage of a generation and take apart those that are good and not outdated.

    With ``outdated`` also those of the last text that the base holds of an instrument, where a newer one is known that it lacks.
    """
    standings = {
        document.id: stand(
            document, lookup.versions(document.instrument), today, replacing=lookup.replacing(document.instrument)
        )
        for document in lookup.documents
    }
    places: list[Place] = []
    passed_over: Counter[str] = Counter()
    for row, passage in enumerate(passages):
        document = lookup.document(passage.document_id)
        standing = standings[document.id]
        is_old = standing.standing in OUTDATED and not (outdated and _is_last_held(document, standing, lookup))
        reason = OLD if is_old else _unusable(passage, document)
        if reason:
            passed_over[reason] += 1
        else:
            places.append(Place(row, passage, document, standing))
    statements = tuple(statement for place in places for statement in read_statements(place))
    listings = tuple(listing for place in places for listing in read_listings(place))
    cases = tuple(case for listing in listings for case in read_cases(listing))
    return Evidence(tuple(places), statements, cases, listings, dict(passed_over))


def read_statements(place: Place) -> Iterator[Statement]:
    """The sentences of a passage that can be understood alone or with those before them in their paragraph."""
    text = place.passage.text
    for start, end, paragraph in _lines(place.passage):
        if patterns.is_item(text[start:end]):
            continue
        known: int | None = None  # the nearest sentence before that stands alone
        for first, last in _sentences(text, start, end):
            words = text[first:last]
            if not words.endswith(ENDS):
                known = None
                continue
            last = _readable(text, first, last)
            alone = first if stands_alone(words) else None
            context = alone if alone is not None and (known is None or len(words) > SELF_EVIDENT) else known
            context = alone if context is None else context
            if context is not None and _is_askable(text[context:last], first - context, place):
                yield Statement(place, ((context, last),), first - context, paragraph)
            known = alone if alone is not None and (known is None or len(words) > SELF_EVIDENT) else known


def _readable(text: str, start: int, end: int) -> int:
    """Where a sentence ends that is asked about: a long one behind the last of its clauses that can be read at once."""
    if end - start <= LONGEST:
        return end
    stops = [match.start() for match in re.finditer("；", text[start : start + LONGEST])]
    return start + stops[-1] if stops else end


def read_cases(listing: Listing) -> Iterator[Statement]:
    """Each member of a list with what its lead says of all of them: 驾驶人 + 酒后驾驶的 + ，一次记12分."""
    text, (start, end) = listing.place.passage.text, listing.lead
    found = _ONE_OF.search(text, start, end)
    if found is None or POINTING.search(text[start : found.start()]) or POINTING.search(text[found.end() : end - 1]):
        return
    subject = text[start : found.start()]
    if _UNFINISHED.search(subject) or (subject and (_LEANING.match(subject) or not _pronouns_are_bound(subject))):
        return
    names_who = bool(subject) and not subject.endswith("，")  # 违反本条例规定， says on what occasion, not who
    for first, last in listing.members:
        member = text[first:last]
        if len(member) > LONGEST_MEMBER or not member.endswith("的") or not stands_alone("某" + member):
            continue
        if re.search(r"[。；]", member) or (_LEANING.match(member) and not names_who) or member[:2] in subject[-20:]:
            continue  # two sentences; a member without a subject; a member that names the subject again
        if names_who and _OWN_SUBJECT.match(member):
            continue
        ranges = ((start, found.start()), (first, last), (found.end(), end - 1))
        whole = (listing.lead, (first, last))
        yield Statement(listing.place, tuple(r for r in ranges if r[0] < r[1]), 0, listing.paragraph, whole)


def read_listings(place: Place) -> Iterator[Listing]:
    """The enumerations of a passage: lines （一）… under a line that ends in a colon."""
    text = place.passage.text
    lead: tuple[int, int, int | None] | None = None
    members: list[tuple[int, int]] = []
    for start, end, paragraph in [*_lines(place.passage), (len(text), len(text), None)]:
        line = text[start:end]
        if lead is not None and patterns.is_item(line):
            members.append((start, end))
            continue
        if lead is not None and len(members) > 1:
            yield from _listing(place, lead, members)
        members = []
        lead = (*_last_sentence(text, start, end), paragraph) if line.endswith(("：", ":")) else None


def stands_alone(sentence: str) -> bool:
    """Whether a sentence names what it is about: not 逾期不改正的…, 情节严重的…, 前款…, 其…."""
    return not _LEANING.match(sentence) and not points_elsewhere(sentence) and _pronouns_are_bound(sentence)


# What points to words that a question does not show.
POINTING = re.compile(
    r"前(?:款|两款|三款|条|项|述)|[上本]款|本条(?!例)|上述|上列|以上(?:规定|行为|情形|人员|各项|[两三四](?=[项种条类个])|所)|下列|如下|以下(?:规定|情形|条件|几|行为|方面|措施|程序|列|问题)|"
    r"第[一二三四五六七八九十百零]+[条款项章节](?!例)|第[（(][一二三四五六七八九十]+[)）]|此(?:类|种|款|条)|附件|见表|上表|下表|本[章节]|"
    r"后者|前者|另行(?!指定|委托|处理)|该[款条项]|有关规定办理|依照.{0,6}规定执行"
)
_PRECISE = re.compile(
    r"(?<=.{12})(?:依照|按照|依据|根据)本(?:法|条例|规定|办法)第[一二三四五六七八九十百零]+[条章节](?:第[一二三四五六七八九十]+款)?的?规定(?!处罚|的(?:行为|情形|人员))",
    re.DOTALL,
)
_LEANING = re.compile(
    r"^[，、；：,;:]|^(?:自被|未设立|累积|情节|逾期|拒不(?![^，。；]{8})|拒绝|构成|造成(?!交通事故)|尚不|不服|期满|期限|必要时|特殊|紧急|因特殊|情况|同时|并且|但是?|因此|所以|"
    r"对此|其中|其|该|这|此|那|上述|它|他|她|经(?:审查|检查|核实|批准|审核|调查|复核|查证|责令|教育)|符合(?![^，。；]{4,40}的(?:外国人|戒毒人员|人员|单位))|不符合|有(?:关|违法所得|前)|发现(?![^，。；]{6,40}[的后]，[^，。；]{2,16}应当|、)|"
    r"有(?!期徒刑|组织|线|权处理)|属于|不属于|不予|不能|不得|没有(?![^，。]{4,16}的[^，。]{2,8}应当)|"
    r"需要(?![^，。；]{6,30}的，(?:应当由|[^，。；]{2,20}应当))|确有|确需|应当(?![^，。]{2,12}的[^，。]{2})|可以|可|也|还|又|则|均|都|仍|由于|为此|"
    r"检查时|询问时|听证(?!应当|会)|检验(?!报告|、鉴定)|鉴定(?!意见|机构|人)|复核(?!申请|审查期间|原则)|审批|审查|登记(?!参加)|违法所得|没收|罚款(?!决定|、|应当)|延长(?!查封|冻结|签证)|重新(?!检验|作出|制作|调查)|逾|前|后|至此|另外|此外|如(?!何)|例如|比如|"
    r"当然|可见|总之|然而|而|即|特别是|尤其|不仅|只有|只要|要(?!求)|既|通过(?![^，。；]{4,24}[取获]得的)|从而|从(?![事业])|在这|一方面|另一方面|[一二三四五六七八九]是|因而|具体来说|重点(?!目标|单位|区域)|我想|我认为|首先|其次|再次|最后|"
    r"第[一二三四五]，|[一二三四五六七]要|实践证明|据|使(?!用)|让|把|就是|才能|对(?:于?没有|该|其|上述|有(?!组织)|符合|不符合|拒不|情节|逾期|因|确|需|受理)|"
    r"在(?:前|上述|此|该|检查|调查中|规定)|给(?:予|国家)|设备|仍然|仅|只|受理(?![^，。的]{2,6}的[^，。]{2,6}机关)|认为|无法|因(?:不可|紧急|情况|特殊|故|此)|收到(?:申请|报告)后?|接到(?:申请|报告)后?|超过|不足|低于|高于|达到(?![^，。]{2,8}的[^，。])|每次|两次|二次)"
)
_UNSAID = re.compile(r"[^，。；]*[对向将与令给]其(?!他|它|余|中|所)")  # whom the first clause means was said before
_PRONOUN = re.compile(r"(?<!及)其(?!他|它|余|中|实|次)|该(?!当)|此(?!外|前|后)|这(?!样|是)|它")


def _pronouns_are_bound(sentence: str) -> bool:
    """Whether 该机关 and 其 stand after what they mean: 该 needs its noun before it, 其 some clause before it."""
    if _UNSAID.match(sentence):
        return False
    for match in _PRONOUN.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() : match.end() + 2]
        if match[0] == "该" and after[:1] not in before:
            return False
        if match.start() < 6:
            return False
        if match[0] in "此这它" or (match[0] == "其" and not _SOMEBODY.search(before)):
            return False
    return True


_UNFINISHED = re.compile(r"(?:、|的，|判明|遇|发现|认为|认定|具备|具有|属于|符合|从事|实施|因|为|对|在|经|有)$")
_SOMEBODY = re.compile(
    r"人|者|员|机关|部门|单位|企业|公司|场所|机构|警察|公民|[所院站队会犯店户厅局]|政府|组织|国|父母|学校|船舶|航空器|车|证|书|物|枪|财|药|款|信息|账"
)
_OWN_SUBJECT = re.compile(r"(?!为|对|向|未|不|招|使|指)[^，。]{0,12}(?:单位|企业|公司|船舶|航空器|船员)")
_ONE_OF = re.compile(r"(?:具?有)?(?:下列|以下)[^，。：:]{0,12}(?:行为|情形|情况)之一(?:的)?(?=，)")
_IDLE = re.compile(r"施行|同时废止|由.{2,20}负责解释|制定本|你好|再见|谢谢|[？?]")
_NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．])")


# In prose only what an author holds or demands is asked about, not what happened where and to whom.
_NARRATION = re.compile(
    r"[我本](?:所|局|们|国|市|县|区|文)|笔者|同志|今年|去年|近年来|近几年|正如|谈谈|摘\s*要|本人|关键词|例如|比如|据|有的|一些|有些|个别|某些|孟建柱|年来|召开|"
    r"[0-9]{4}年|记者|局长|\*|浅谈|篇一|【|】|以上是|看法。$|[xX×]{2}"
)
_CLAIM = re.compile(r"应当?|要|必须|是|坚持|不能|不得|关键|只有|基础|保证|需要")


def points_elsewhere(words: str) -> bool:
    """Whether words point to what a question does not show: 前款, 上述, 违反第九条."""
    return POINTING.search(without_precise_references(words)) is not None


def without_precise_references(words: str) -> str:
    """Without 依照本法第四章的规定 in the middle, which names a place in the instrument that the question names."""
    return _PRECISE.sub("", words)


def _is_askable(words: str, focus: int, place: Place) -> bool:
    """Of a length that can be read at once, pointing nowhere, and saying something that a rule or an author says."""
    asked = words[focus:]
    if place.is_prose and (_NARRATION.search(asked) or not _CLAIM.search(asked) or asked[-2:] in {"?。"}):
        return False
    if points_elsewhere(words) or _IDLE.search(asked) or (place.is_prose and _NUMBERED.match(asked)):
        return False
    return SHORTEST <= len(asked) <= LONGEST and focus <= LONGEST_CONTEXT


def _is_last_held(document: Document, standing: Stand, lookup: Lookup) -> bool:
    """Whether what took its place is not in the base."""
    is_replaced = standing.standing == Standing.SUPERSEDED and not lookup.replacing(document.instrument)
    return is_replaced and lookup.versions(document.instrument)[0] == document


def _unusable(passage: Passage, document: Document) -> str:
    """Why nothing is asked about a passage that is not outdated; empty if it is good."""
    if document.carried_over:
        return "原文件现无法读取，沿用上次版本"
    if passage.flaws:
        return "原文质量有问题"
    if _is_table(passage.text):
        return "表格或表单"
    if any("附件" in step or "附录" in step for step in passage.path):
        return "附件"
    return "" if len(passage.text) >= SHORTEST else "文字太短"


def _is_table(text: str) -> bool:
    lines = text.split("\n")
    cells = sum(1 for line in lines if "|" in line or "\t" in line or re.search(r"_{3,}| {4,}", line))
    return cells * 3 >= len(lines) or "□" in text


def _lines(passage: Passage) -> Iterator[tuple[int, int, int | None]]:
    """Lines without label and white space, each with the paragraph (款) it stands in."""
    text = passage.text
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        if start == 0 and (label := patterns.ARTICLE_LABEL.match(text)) and passage.article:
            start = label.end()
        start, end = trim(text, start, end)
        if start < end:
            yield start, end, _number_at(passage.paragraphs, start)


def _number_at(parts: Sequence[Part], offset: int) -> int | None:
    return next((part.number for part in parts if part.start <= offset < part.end), None)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of a line; quotation marks keep theirs together."""
    at = start
    for match in re.finditer(r"(?:“[^”\n]*”|[^。！？!?\n“]|“)*(?:[。！？!?]+[”’」』）)\"]*|$)", text[start:end]):
        first, last = trim(text, start + match.start(), start + match.end())
        if first < last:
            yield first, last
            at = last
    if at < end and text[at:end].strip():
        yield trim(text, at, end)


def _last_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    return list(_sentences(text, start, end))[-1]


_NUMBERING = re.compile(
    r"^(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[)）]|[①-⑳])\s*"
)
_CATCH_ALL = re.compile(
    r"的其[他它].{0,4}(?:行为|情形|情况|事项|人员|材料|职责|条件|措施|内容)的?$|^有其[他它].{2,24}的$|^(?:其他|其它|法律、(?:行政)?法规|国家规定的其他|国务院|.{0,24}(?:规定|认为|需要|应当).{0,6}的其[他它])"
)


def _listing(place: Place, lead: tuple[int, int, int | None], lines: Sequence[tuple[int, int]]) -> Iterator[Listing]:
    text = place.passage.text
    members, open_end = [], False
    for start, end in lines:
        numbering = _NUMBERING.match(text[start:end])
        first = start + (numbering.end() if numbering else 0)
        while end > first and text[end - 1] in "；;。.，,":
            end -= 1
        if _CATCH_ALL.search(text[first:end]):
            open_end = True
        elif first < end:
            members.append((first, end))
    if len(members) >= 2:
        yield Listing(place, lead[:2], tuple(members), lead[2], open_end)

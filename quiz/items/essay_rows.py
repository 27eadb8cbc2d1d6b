"""列举 of what an essay names in a row: 培养、吸引、使用三个关键环节; 忠于党、忠于祖国、忠于人民、忠于法律.

In: a sentence of prose. Out: drafts whose key are all members of a row that is closed by its count, or by the words that all members share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.numerals import chinese_number, parse_number
from quiz.drafts import Draft
from quiz.prose import Sentence, is_said_otherwise, is_slipped, members_of, placed, said_in
from quiz.records import ItemType
from quiz.wording import tidy

LONGEST_STEM = 150
MOST_TOLD = 2  # times the word that is counted stands in the stem
SHORTEST_CLAUSE = 8  # characters that say of what a row is
FEWEST, FEWEST_ALIKE = 2, 3
_W = r"[^，,。；;:：、“”\"的]"
_COUNTED = re.compile(
    rf"(?P<row>{_W}{{2,14}}(?:、{_W}{{2,14}})+?)(?P<number>[两二三四五六七八九])(?P<noun>[大个项种]{_W}{{2,6}}|者(?=是|之间))"
)
_ANNOUNCED = re.compile(
    r"(?P<number>[两二三四五六七八九])(?P<noun>[大个项种](?:方面|[一-鿿]{2,6}))[:：](?P<row>[^。；;:：“”]+)$"
)
_JOINT = re.compile(r"[、,，]|(?:以及|和)(?=[^、,，和]+$)")
_ALIKE = re.compile(  # members that begin with the same word
    r"(?P<row>(?P<word>[一-鿿]{2})(?:(?!的)[一-鿿]){1,14}(?:[、,，](?P=word)(?:(?!的)[一-鿿]){1,14}){2,})(?=[，,。；;的]|$)"
)
_NOT = re.compile(  # what is not done, and what something is most of all
    r"(?P<row>(?P<word>不)[一-鿿]{2,9}(?:、(?P=word)[一-鿿]{2,9}){2,})(?=[，,。；;]|$)"
    r"|(?P<most>最(?:(?!的)[一-鿿]){2,4}(?:、最(?:(?!的)[一-鿿]){2,4}){2,})(?=的)"
)
_ENDING = re.compile(  # members that end in the same word
    r"(?P<row>[一-鿿]{2}(?P<word>化)(?:[、和][一-鿿]{2}化){2,})(?=[，,。；;的]|$|建设)"
    r"|(?<=提高|增强|提升)(?P<rates>(?:(?!和)[一-鿿]){2,5}率(?:、(?:(?!和)[一-鿿]){2,5}率)*[、和][一-鿿]{2,5}率)(?=[，,。；;]|$)"
)
_NAMED = re.compile(  # of which it is said what they are together
    r"(?:完成|履行好?|塑造|达到|肩负|承担|关于|贯彻|围绕)(?P<row>[^，,。；;:：、的“”\"]{3,14}(?:、[^，,。；;:：、“”\"]{3,14}){2,}?)"
    r"(?=这一[^，,。；;:：]{0,16}(?:思路|理念|方针|宗旨|目标)|的(?:重大|神圣|崇高|光荣|良好)?(?:使命|职责|本色|警察形象|标准))"
)
_COUNT_BEFORE = re.compile(
    r"(?<=[警员所门关长])[一二三四五]是(?=[把将要用以])"
)  # 民警一是把…: of a list that is not shown
_COMMA = re.compile(r"[、,，]")
_NO_WORD = re.compile(r"^(?:我们|公安|人民|警察|民警|社会|群众|一切|坚持$)|[的了和与或是有]|^[从向对在为以把]")


def row_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Every row that one sentence closes."""
    text = sentence.text
    for match in _COUNTED.finditer(text):
        members = members_of(match["row"], match.start("row"), _JOINT)
        if len(members) == parse_number(match["number"]):
            before = text[_clause_start(text, match.start("row")) : match.start("row")]
            body = ("应当" + before if _DEED.match(before) else before) + "哪" + match["number"] + match["noun"]
            body += text[match.end() : _clause_end(text, match.end())] if match["noun"] == "者" else ""
            yield from _draft(sentence, members, f"{said_in(sentence, body).rstrip('。')}？请逐一列举。", match.end())
    for match in _ANNOUNCED.finditer(text):
        members = members_of(match["row"], match.start("row"), _JOINT)
        if len(members) == parse_number(match["number"]):
            asked = f"《》提到的“{match['number']}{match['noun']}”分别是什么？请逐一列举。"
            yield from _draft(sentence, members, asked.replace("《》", placed(sentence)), match.end())
    for match in (*_ALIKE.finditer(text), *_NOT.finditer(text)):
        row, start = (match["row"], match.start("row")) if match["row"] else (match["most"], match.start("most"))
        members = members_of(row, start, _COMMA)
        word = match["word"] or "最"
        if _NO_WORD.search(word) or not all(text[start:end].startswith(word) for start, end in members):
            continue
        count = chinese_number(len(members))
        before = text[: match.start()]
        end = _clause_end(text, match.end())
        joined = "" if text[match.end() : end].startswith("的") or before.endswith("做到") else "做到"
        said = f"{before}{joined}{count}个“{word}”{text[match.end() : end]}"
        stem = f"{said_in(sentence, said)}这{count}个“{word}”分别是什么？请逐一列举。"
        if said.count(word) <= MOST_TOLD:
            yield from _draft(sentence, members, stem, match.end())
    for match in _ENDING.finditer(text):
        row, first = (match["row"], match.start("row")) if match["row"] else (match["rates"], match.start("rates"))
        members = members_of(row, first, _JOINT)
        word, count = match["word"] or "率", chinese_number(len(members))
        start = _clause_start(text, match.start()) if _is_said(members, text[: match.start()], text) else 0
        said = f"{text[start : match.start()]}{count}个“{word}”{text[match.end() : _clause_end(text, match.end())]}"
        stem = f"{said_in(sentence, said)}这{count}个“{word}”分别是什么？请逐一列举。"
        if len(members) >= FEWEST_ALIKE and len(said) >= FEWEST_AROUND:
            yield from _draft(sentence, members, stem, match.end())
    for match in _NAMED.finditer(text):
        members = members_of(match["row"], match.start("row"), _COMMA)
        count = chinese_number(len(members))
        start, end = _clause_start(text, match.start("row")), _clause_end(text, match.end())
        if "才" in text[start : match.start("row")]:
            start = max(text.rfind("只有", 0, start), 0)
        said = f"{text[start : match.start('row')]}……{text[match.end() : end]}"
        stem = f"{said_in(sentence, said)}省略号处并列的{count}项内容分别是什么？请逐一列举。"
        if is_said_otherwise(sentence, text[start : match.start("row")], text[match.end("row") : end]):
            continue
        yield from _draft(sentence, members, stem, match.end())
    for members, word in _framed(text):
        count = chinese_number(len(members))
        first, last = members[0][0], members[-1][1]
        start = 0 if first < LONGEST_BEFORE else _clause_start(text, first)
        said = f"{text[start:first]}……{text[last : _clause_end(text, last)]}"
        stem = f"{said_in(sentence, said)}省略号处并列的{count}项内容（都含“{word}”）分别是什么？请逐一列举。"
        if word not in said and len(said) >= FEWEST_AROUND and not re.search("[;；]", text[start:first]):
            yield from _draft(sentence, members, stem, last)


FEWEST_AROUND = 12  # characters that tell of what a row is
LONGEST_BEFORE = 60  # characters before a row that are quoted
FEWEST_OWN = 2  # characters of a member beside the common word: 想全局, 议全局 is a flourish
LONGEST_FRAMED = 10  # characters of a member that has its common word in the middle


def _framed(text: str) -> Iterator[tuple[list[tuple[int, int]], str]]:
    """Members that have the same word behind a verb of one or two characters: 听民声、访民意、察民情、排民忧."""
    units = [match.span() for match in re.finditer(r"[^、,，。；;:：]+", text)]
    at = 0
    while at < len(units) - 2:
        run, word = _longest_run(text, units[at:])
        if run:
            yield run, word
            at += len(run)
        else:
            at += 1


def _longest_run(text: str, units: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], str]:
    """The members that begin with the first unit, of which the end is meant; none where fewer than three are alike."""
    second = text[slice(*units[1])]
    for before in (1, 2):
        for length in (5, 4, 3, 2, 1):
            word = second[before : before + length]
            if len(word) < length or _NO_COMMON.search(word):
                continue
            found = text.rfind(word, *units[0])
            if found < units[0][0] + before:
                continue
            run = [(found - before, units[0][1])]
            for start, end in units[1:]:
                if text[start + before : start + before + length] != word:
                    break
                stop = text.find("的", start + before + length, end)
                run.append((start, stop if stop > 0 else end))
                if stop > 0:
                    break
            members = [text[slice(*span)] for span in run]
            behind = units[len(run)] if len(run) < len(units) else (0, 0)
            if word in text[slice(*behind)] or any(_CUT.search(member) for member in members):
                continue
            sizes = {end - start for start, end in run}
            if run[-1][1] < units[len(run) - 1][1] and run[-1][1] - run[-1][0] > run[0][1] - run[0][0]:
                continue  # 成为群众工作[的组织者] is no member
            if text[run[-1][1] :][:1] == "、":
                continue  # the row goes on with other members
            shared = frozenset.intersection(*map(frozenset, members))
            if min(sizes) < len(shared) + FEWEST_OWN:
                continue
            least = FEWEST_ALIKE if length > 1 else FEWEST_ALIKE + 1
            if len(run) >= least and max(sizes) <= LONGEST_FRAMED and max(sizes) - min(sizes) <= min(2, length - 1):
                return run, word
    return [], ""


_CUT = re.compile(r"[“”\"]|[上中里]$")
_NO_COMMON = re.compile(r"[、“”\"（）()的了和必]|^[一二三四五六七八九是有不在所]|^为.?$|所$")


_DEED = re.compile(
    "紧紧|努力|切实|着力|积极|不断|大力|认真|充分|牢牢|抓住|抓好|把握|突出"
)  # who is to do it was said before
_LACKS = re.compile("没有|未能|缺乏|不够")  # what is missing is not what is held


def _is_said(members: Sequence[tuple[int, int]], before: str, text: str) -> bool:
    return any(text[start:end] in before for start, end in members)


def _clause_start(text: str, at: int) -> int:
    """Where the clause of a row begins, or the one before where that is short."""
    starts = [0, *(match.end() for match in re.finditer(r"[,，;；]", text[:at]))]
    return next((start for start in reversed(starts) if at - start >= SHORTEST_CLAUSE), 0)


def _clause_end(text: str, at: int) -> int:
    stop = re.compile(r"[,，;；]").search(text, at)
    return stop.start() if stop is not None else len(text)


def _draft(sentence: Sentence, members: Sequence[tuple[int, int]], stem: str, end: int) -> Iterator[Draft]:
    words = [sentence.text[start:last] for start, last in members]
    if not all(words) or len(set(words)) < len(words) or is_slipped("".join(words) + stem) or len(stem) > LONGEST_STEM:
        return
    if any(word in stem for word in words) or _LACKS.search(
        sentence.text[_clause_start(sentence.text, members[0][0]) : members[0][0]]
    ):
        return
    yield Draft(
        type=ItemType.RECALL,
        place=sentence.place,
        stem=_COUNT_BEFORE.sub("", stem),
        body=sentence.text[:end],
        right=tuple(map(tidy, words)),
        wrong=(),
        spans=((sentence.first, sentence.first + _clause_end(sentence.text, end)),),
        key_spans=tuple((sentence.first + start, sentence.first + last) for start, last in members),
        paragraph=None,
    )

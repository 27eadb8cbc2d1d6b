"""Short answers on single claims of an essay: on what something depends, under which condition it succeeds, what it makes the measure of what.

In: a sentence of prose. Out: drafts (…的关键在于什么？ 只有怎样，…才能…？ 把什么作为…的标准？). What fits several places of an essay
(树立什么理念？) is asked under its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quiz.drafts import Draft
from quiz.likeness import overlap
from quiz.prose import Sentence, asked_under, claimed_in, is_balanced, is_slipped, is_told
from quiz.records import ItemType
from quiz.wording import tidy

TOLD = 0.4  # share of the pairs of a question that the title says, or of the title
MOST_CLAUSES = 3  # of an answer
_N = r"[^，,。；;:：“”\"]"
_ROLES = r"(?:标准|内容|方法|方向|导向|前提|根本|基础|重点|目标|核心|落脚点|任务|保证|保障|关键|尺度|准则|主线|中心|骨干|出发点)"
_NEED = r"(?:就)?(?:还)?(?:必须|理应|应该|应当|应|需要|要)"


@dataclass(frozen=True, slots=True)
class Claim:
    """A form of claims: where the answer stands in it, and the question that is put."""

    form: re.Pattern[str]
    question: str
    is_under: bool = False  # whether the question is put under its heading


_CLAIMS = (
    Claim(
        re.compile(
            rf"(?P<asked>{_N}{{4,24}}?)[,，]?(?P<what>的?(?:最大特点|关键|核心|实质|根本|着力点|重点|目的|出路))[,，]?就?在于(?P<answer>[^。；;“”\"]{{6,60}})$"
        ),
        "{asked}{what}在于什么？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<asked>{_N}{{2,24}}之所以{_N}{{4,30}})[,，](?P<what>其最大特点[,，]?就?在于|(?:就)?是因为|就?在于)(?P<answer>[^。；;“”\"]{{6,60}})$"
        ),
        "{asked}，{what}什么？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<asked>{_N}{{4,18}}?)的(?P<what>(?:主要|根本|直接|深层次?)?原因|(?:根本|最终|主要)?目的|前提)就?是(?P<answer>[^。；;，,“”\"]{{6,50}})$"
        ),
        "{asked}的{what}是什么？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<asked>{_N}{{4,18}}?)(?:的主要)?[,，]?(?P<what>主要来源于|来源于|来自于?|出自于?|取决于)(?:我们)?(?P<answer>[^。；;“”\"，,]{{4,40}})$"
        ),
        "{asked}{what}什么？",
    ),
    Claim(
        re.compile(
            rf"(?P<asked>{_N}{{4,18}}?)的(?P<what>着力点|重点|关键|核心|实质|根本)就是(?P<answer>[^。；;，,]{{4,40}})$"
        ),
        "{asked}的{what}是什么？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<asked>要?(?:切实)?(?:做好|搞好|抓好|加强|提高){_N}{{4,20}})[,，]就?必须首先(?P<answer>{_N}{{6,30}})$"
        ),
        "{asked}，必须首先做什么？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<asked>(?:要想|{_N}{{0,8}}(?<![需只还重主])要(?=改善|做好|搞好|抓好|实现|提高|赢得|取得)){_N}{{4,16}}(?:“[^”]*”{_N}{{1,8}})?)"
            rf"[,，](?P<who>{_N}{{0,8}}?)(?P<need>{_NEED})(?!首先|求|想)(?P<answer>[^。；;]{{6,60}}?)(?=$|[,，]这)"
        ),
        "{asked}，{who}{need}怎样做？",
    ),
    Claim(
        re.compile(
            r"只有(?P<answer>(?!这|如)[^。；;“”才]{4,70}?)[,，](?P<asked>[^,，。；;“”]{0,10}?才[能会有更][^。；;“”]{4,40})$"
        ),
        "只有怎样，{asked}？",
    ),
    Claim(
        re.compile(
            rf"把(?P<answer>(?:[^，,。；;:：“”]|“[^”]*”){{2,40}}?)作为(?P<asked>(?:我们)?{_N}{{2,22}}的(?:{_N}{{0,6}}?){_ROLES}(?:和{_ROLES})?)(?=[，,。；;]|$)"
        ),
        "应当把什么作为{asked}？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<who>{_N}{{0,20}}?)(?P<need>必须|应当|要|应)?(?P<how>紧紧)?围绕(?P<answer>{_N}{{4,20}})这[一个条](?P<what>主线|重点|中心任务|中心|主题|目标|核心)(?=[，,]|$)"
        ),
        "{who}应当{how}围绕什么{what}？",
    ),
    Claim(
        re.compile(rf"(?P<answer>“[^”]{{2,12}}”)这[一个]?(?P<asked>最{_N}{{4,14}})(?=[，,]|$)"),
        "什么是{asked}？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<asked>{_N}{{3,12}}(?:必须|应当|应)成为(?:{_N}{{2,8}}的)?)(?P<answer>[^，,。；;:：“”\"的]{{5,24}})(?=[，,]|$)"
        ),
        "{asked}什么？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<lead>明确{_N}{{4,20}}[，,])?(?:要|应当?|必须)?(?:始终|坚持)?以(?P<answer>{_N}{{4,40}}?)为(?P<what>重点|核心|中心|骨干|切入点|突破口|抓手|主线|落脚点)[,，](?P<after>{_N}{{6,30}})"
        ),
        "{lead}应当以什么为{what}，{after}？",
    ),
    Claim(
        re.compile(
            rf"(?P<verb>建立|健全|形成|完善){_N}{{0,2}}以(?P<answer>{_N}{{4,30}}?)为(?P<what>重点|核心|中心|骨干|主体|基础|依托)的(?P<after>{_N}{{4,20}})"
        ),
        "应当{verb}以什么为{what}的{after}？",
    ),
    Claim(
        re.compile(
            rf"(?:^|[，,])(?P<who>(?:{_N}{{2,10}}[，,]特别是)?{_N}{{0,14}}?)(?P<need>必须|要|应当)?(?:牢固|坚决|切实)?树立起?(?P<answer>{_N}{{4,24}}?)的(?P<what>理念|意识|观念)[,，](?P<after>{_N}{{4,30}})"
        ),
        "{who}应当树立什么{what}，{after}？",
        is_under=True,
    ),
)
_THEN = re.compile("(?<=成为)当时")  # what it became then it has become; when that was, a sentence before says
_POINTS_BACK = re.compile(r"当时|[这此该他它]|(?<!，)其(?!最大)")


def thesis_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Every question that one sentence answers."""
    text = sentence.text
    for claim in _CLAIMS:
        for match in claim.form.finditer(text):
            answer = match["answer"]
            parts = {name: words or "" for name, words in match.groupdict().items() if name != "answer"}
            said = _THEN.sub("", claim.question.format(**parts))
            if is_slipped(answer + said) or _POINTS_BACK.search(said) or re.match("[在对从向](?!于)", said):
                continue
            title = sentence.place.document.title
            if is_told(answer, said, title) or not _is_whole(answer):
                continue
            if "怎样" in said and "首先" not in said and _is_of_the_title(match["asked"], title):
                continue  # the whole essay answers it
            span = (sentence.first + match.start("answer"), sentence.first + match.end("answer"))
            yield Draft(
                type=ItemType.SHORT,
                place=sentence.place,
                stem=asked_under(sentence, said) if claim.is_under else claimed_in(sentence, said),
                body=said,
                right=(tidy(answer),),
                wrong=(),
                spans=((sentence.first, sentence.end),),
                key_spans=(span,),
                paragraph=None,
            )


def _is_of_the_title(asked: str, title: str) -> bool:
    return overlap(asked, title) > TOLD


def _is_whole(answer: str) -> bool:
    """Whether nothing of it is cut or points back."""
    is_short = len(re.findall("[,，]", answer)) < MOST_CLAUSES
    return is_short and is_balanced(answer) and not re.match("[这此该那]|[的和与]", answer)

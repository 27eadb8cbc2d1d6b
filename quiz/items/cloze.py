"""填空: one phrase of a sentence that a learner of the rule must know by its words.

In: a statement. Out: drafts that leave out a principle, a document to be shown, a sanction, a number, an agency, or quoted words; other names of
the same thing are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.records import Kind
from quiz.authorities import find_agencies
from quiz.contradictions import says_of_whom
from quiz.drafts import BLANK, Draft
from quiz.evidence import Statement
from quiz.items.authority import has_a_part
from quiz.items.blanks import blank_draft
from quiz.items.number import is_askable
from quiz.likeness import pairs
from quiz.phrases import find_phrases
from quiz.quantities import find_quantities, spellings
from quiz.records import ItemType
from quiz.worth import is_formality, is_worth_asking, on_its_own

LONGEST = 150  # characters of a sentence with what it rests on
FEWEST_AROUND = 14  # characters of the sentence that stay
TOLD = 4  # characters of a key in a row that must not stand beside the blank; of a short key three
_KNOWN_BY_WORDS = frozenset({"principle", "aim", "quoted", "spirit"})  # what is learnt by its words, also as a purpose
_OF_RULES = frozenset({"paper"})  # of sanctions another one would be as good a guess
_DECIDING = (  # what only who knows the rule fills in: a system by its name, a stamp, a day from which a term runs, a qualification
    re.compile(r"(?:实行|采取)(?P<key>(?!规范化|严格)[^，。；、“”《》的和对一]{3,9})(?:制度|管理)(?=[，。；])"),
    re.compile(r"实行(?P<key>[^，。；、“”《》的和对一]{2,7}(?:负责|建|聘任|委任)制)(?=[，。；])"),
    re.compile(r"加盖(?P<key>[^，。；、]{2,20}专用章)"),
    re.compile(r"(?:自|从)(?P<key>[^，。；、自从]{4,14}之日)起"),
    re.compile(r"(?:具有|取得)(?P<key>[^，。；、的]{3,14})资格(?=[，。；的])"),
    re.compile(r"列为(?P<key>[^，。；、的]{4,12})(?=[，。；])"),
)
_OF_OTHERS = re.compile(r"经费|预算|规划|学校|幼儿园|企业|父母|生活习惯")
_ROW = re.compile("[、，,].*[、，,]")  # three words or more
_COMMON = frozenset({"公安", "安机", "机关", "人民", "部门", "证件", "有效"})  # pairs that tell nothing
_ALIASES = (
    (r"^国务院公安部门$", "公安部"),
    (r"省、自治区、直辖市(?:人民政府)?(?=公安机关)", "省级公安机关|"),
    (r"^设区的市级?(?=人民)", "市级"),
    (r"地方人民政府", "人民政府"),
    (r"人民政府公安机关", "公安机关"),
)


_GUESSED = {
    "身份证件",
    "身份证",
    "有效身份证件",
    "有效证件",
    "证件",
    "许可证",
    "凭证",
    "签证",
    "治安管理处罚",
}  # what else should one show or need
_SAME_PAPERS = (
    ("执法证件", "人民警察证", "人民警察证件", "警察证", "工作证件", "执法身份证件"),
    ("居民身份证", "身份证", "身份证件", "有效身份证件"),
    ("驾驶证", "机动车驾驶证"),
    ("行驶证", "机动车行驶证"),
    ("笔录", "询问笔录", "检查笔录"),
    ("收据", "罚款收据", "专用收据", "专用票据"),
    ("清单", "扣押清单", "物品清单"),
)


def cloze_drafts(statement: Statement) -> Iterator[Draft]:
    """One draft for each phrase that can be left out."""
    whole = on_its_own(statement)
    if whole is None:
        return
    if len(whole.text) > LONGEST:
        return
    for start, end in sorted(set(_places(whole))):
        key = whole.text[start:end]
        around = whole.text[:start] + BLANK + whole.text[end:]
        if (
            key in _GUESSED
            or start < whole.focus
            or len(whole.text) - len(key) < FEWEST_AROUND
            or is_told(key, around + whole.place.document.instrument)
        ):
            continue
        draft = blank_draft(ItemType.CLOZE, whole, start, end, BLANK, accept=_accepted(key))
        if draft is not None:
            yield draft


def _places(statement: Statement) -> Iterator[tuple[int, int]]:
    text, is_rule = statement.text, not statement.place.is_prose
    worth = is_worth_asking(statement)
    for phrase in find_phrases(text):
        if phrase.sort == "quoted" and (
            statement.place.document.kind == Kind.ESSAY or not _ROW.search(text[phrase.start : phrase.end])
        ):
            continue  # a single word in quotation marks is a saying that everybody knows; rows of essays: essay_theses.py
        if (phrase.sort in _KNOWN_BY_WORDS and not _OF_OTHERS.search(text)) or (
            phrase.sort in _OF_RULES and is_rule and worth
        ):
            yield phrase.start, phrase.end
    if is_rule and not is_formality(statement):
        for pattern in _DECIDING:
            for found in pattern.finditer(text):
                yield found.span("key")
    if not is_rule or not worth:
        return
    quantities = find_quantities(text)
    if len(quantities) == 1 and is_askable(quantities[0], text) and not says_of_whom(text, quantities[0]):
        yield quantities[0].start, quantities[0].end
    for agency in find_agencies(text):
        if agency.levels and has_a_part(agency, text) and text[agency.end : agency.end + 1] not in "、和或（(机的委及":
            yield agency.start, agency.end


def is_told(key: str, around: str) -> bool:
    """Whether the words around a key say a good part of it."""
    known = find_agencies(key) or find_quantities(key)
    if not known and (pairs(key) - _COMMON) & pairs(around):
        return True
    length = TOLD if len(key) > TOLD else max(2, len(key) - 1)
    return not key[0].isdigit() and any(
        key[at : at + length] in around for at in range(len(key) - length + 1) if not find_quantities(key)
    )


def _accepted(key: str) -> tuple[str, ...]:
    """Other spellings of a number, other names of an agency, a document without what describes it."""
    if find_quantities(key):
        return spellings(key)
    names = [re.sub(pattern, other.rstrip("|"), key) for pattern, other in _ALIASES]
    names = [name.replace("省级公安机关公安机关", "省级公安机关") for name in names]
    names += [name for group in _SAME_PAPERS if key in group for name in group]
    _, described, bare = key.rpartition("的")
    if described and len(bare) > 2:
        names.append(bare)
    return tuple(name for name in dict.fromkeys(names) if name and name != key)

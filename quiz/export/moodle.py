"""What both Moodle formats share: the weights of multiple choice, and what Moodle cannot ask.

In: questions and the paper's scoring. Out: a percentage for each option; reasons. Writes no format.

Moodle adds up the weights of what was chosen and never goes below nothing. It refuses weights that are not on its list; every
1/n up to ten is on it, if written with enough decimals.
"""

from __future__ import annotations

from quiz.export.questions import BLANK, Kind, Question, scoring_remark
from quiz.records import MultipleScoring, Paper

MOST_KEYS = 10


def weights(question: Question, scoring: MultipleScoring) -> tuple[str, ...]:
    """For each option a percentage with five decimals: ``33.33333``, ``-100``."""
    share = 100 / len(question.answer)
    wrong = -share if scoring is MultipleScoring.PER_OPTION else -100.0
    return tuple(_percent(share if choice.is_key else wrong) for choice in question.choices)


def moodle_fault(question: Question) -> str:
    """Why Moodle would refuse a question; empty if it takes it."""
    if question.kind is Kind.MULTIPLE and len(question.answer) > MOST_KEYS:
        return f"Moodle 最多分给 {MOST_KEYS} 个正确选项，这道题有 {len(question.answer)} 个"
    if question.kind is Kind.MATCHING and any(choice.target is None for choice in question.choices):
        return "Moodle 的匹配题里每项内容都要有对应，这道题有一项没有"
    return ""


def stem(question: Question) -> str:
    """What is asked. Moodle draws true and false and the targets itself, and puts the field where it finds five underscores."""
    if question.kind is Kind.BLANKS:
        return BLANK.sub("_____", question.stem)
    return question.stem if question.kind in {Kind.MATCHING, Kind.TRUE_FALSE} else question.asked


def weights_remark(paper: Paper, asked: tuple[Question, ...]) -> tuple[str, ...]:
    """What Moodle does instead of the paper's rule."""
    if paper.scoring is MultipleScoring.PER_OPTION:
        return ()
    return scoring_remark(paper, asked, "Moodle 没有这种规则：错选一项即不得分，少选按选对的比例得分")


def _percent(weight: float) -> str:
    return f"{weight:.5f}".rstrip("0").rstrip(".")

"""Essays that nobody wrote, as sentences that makers of items read."""

from __future__ import annotations

from dataclasses import replace

from ingest.records import Kind
from quiz.drafts import Draft
from quiz.evidence import Place
from quiz.prose import Sentence, read_prose
from tests.quiz.unenacted import evidence

TITLE = "巡防站漫谈"


def places(*passages: str, path: tuple[str, ...] = ()) -> tuple[Place, ...]:
    """One essay of these passages, one after another, all under the same heading."""
    made = evidence("\n".join(passages), title=TITLE, kind=Kind.ESSAY).places[0]
    return tuple(
        replace(made, row=row, passage=replace(made.passage, id=f"p{row}", text=text, path=path))
        for row, text in enumerate(passages)
    )


def sentences(*passages: str, path: tuple[str, ...] = ()) -> list[Sentence]:
    """Its sentences that can be put into a question."""
    return [*read_prose(places(*passages, path=path))]


def key_words(draft: Draft) -> list[str]:
    """The words at the places that prove the key."""
    return [draft.place.passage.text[start:end] for start, end in draft.key_spans]

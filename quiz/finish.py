"""Drafts to items: options in an order drawn by the seed, source, explanation, id.

In: a draft, the distractors chosen for it, the seed. Out: an Item without checks. Equal inputs give equal items.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from ingest.records import Kind
from quiz import wording
from quiz.drafts import Draft, Part
from quiz.evidence import Place
from quiz.quantities import normalised
from quiz.records import Difficulty, Item, ItemType, Option, Source

GENERATOR = "quiz.items/1"  # raise the number when equal texts give other items
_LETTERS = "ABCDEFGH"
_HARDER = {ItemType.RECALL, ItemType.LIST, ItemType.SHORT}
_EASIER = {ItemType.TRUE_FALSE, ItemType.DEFINITION}


def finish(draft: Draft, wrong: Sequence[str], seed: int, flags: Sequence[str] = (), origin: str = "") -> Item:
    """The item of a draft; its options are shuffled by the seed and its id."""
    source = source_of(draft)
    id_ = item_id(draft)
    options = _options(draft, wrong, random_of(seed, id_), origin)
    key = tuple(option.id for option in options if option.is_key) if options else draft.right
    return Item(
        id=id_,
        type=draft.type,
        stem=draft.stem,
        options=options,
        key=key,
        accept=draft.accept,
        explanation=explanation(draft, options, source),
        sources=(
            source,
            *(
                _source(part.place, part.spans, part.key_spans or part.spans, _paragraph(part), None)
                for part in draft.more
            ),
        ),
        topic=topic(draft.place),
        difficulty=_difficulty(draft),
        edit=draft.edit,
        generator=GENERATOR,
        seed=seed,
        flags=(*draft.flags, *flags),
    )


def moved(item: Item, place: int) -> Item:
    """A single choice with its right option in that place, from 0; letters, key and explanation follow."""
    right = next(option for option in item.options if option.is_key)
    others = [option for option in item.options if not option.is_key]
    options = tuple(
        replace(option, id=letter)
        for letter, option in zip(_LETTERS, (*others[:place], right, *others[place:]), strict=False)
    )
    letter = _LETTERS[place]
    said = item.explanation.replace(wording.choose(right.text, right.id), wording.choose(right.text, letter))
    return replace(item, options=options, key=(letter,), explanation=said)


def item_id(draft: Draft) -> str:
    """From document, place, type, key and quote: stable while the text is, whatever the seed and the folder."""
    document, passage = draft.place.document, draft.place.passage
    edited = (draft.edit.kind, str(draft.edit.start), draft.edit.after) if draft.edit else ()
    parts = (
        *(document.instrument, document.version_date or "", passage.article or "/".join(passage.path)),
        *(draft.type.value, *(normalised(word) for word in draft.right), *edited),
        *(wording.quote(passage, draft.spans), GENERATOR),
    )
    digest = hashlib.sha256("|".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:20]


def random_of(seed: int, name: str) -> Random:
    """Chance that depends on the seed and a name only, not on what was made before."""
    return Random(int.from_bytes(hashlib.sha256(f"{seed}|{name}".encode()).digest()[:8], "big"))  # noqa: S311 - no secret


def source_of(draft: Draft) -> Source:
    """Where the words of a draft come from."""
    return _source(draft.place, draft.spans, draft.key_spans, draft.paragraph, draft.item)


def _source(
    place: Place,
    spans: tuple[tuple[int, int], ...],
    key_spans: tuple[tuple[int, int], ...],
    paragraph: int | None,
    item: int | None,
) -> Source:
    passage, document = place.passage, place.document
    return Source(
        passage_id=passage.id,
        passage_sha256=hashlib.sha256(passage.text.encode()).hexdigest(),
        document_id=document.id,
        doc=document.source,
        title=document.title,
        instrument=document.instrument,
        version_date=document.version_date,
        level=document.kind.value,
        path=passage.path,
        article=passage.article,
        paragraph=paragraph if any(part.number > 1 for part in passage.paragraphs) else None,
        item=item,
        spans=spans,
        quote=wording.quote(passage, spans),
        key_spans=key_spans,
        reference=wording.reference(place, paragraph, item),
        status_text=place.standing.text,
    )


def topic(place: Place) -> str:
    """The heading that the words stand under, without the article."""
    steps = [step for step in place.passage.path if step != place.passage.article]
    return steps[-1] if steps else place.document.instrument


def explanation(draft: Draft, options: Sequence[Option], source: Source) -> str:
    """解析: the quote, what follows from it, and the basis with its standing."""
    if draft.says or draft.instead:
        others = (
            wording.proof(part.place, _reference(part), wording.quote(part.place.passage, part.spans))
            for part in draft.more
        )
        said = "".join((wording.proof(draft.place, source.reference, source.quote), *others))
        return said + _therefore(draft, options) + _basis(draft, source)
    quotes = [source.quote, *(wording.quote(part.place.passage, part.spans) for part in draft.more)]
    said = wording.proof(draft.place, _cited(draft, source), wording.GAP.join(quotes))
    return said + _therefore(draft, options) + _basis(draft, source)


def _basis(draft: Draft, source: Source) -> str:
    """All articles and paragraphs that the options come from, each once."""
    references = (_cited(draft, source), *(_reference(part) for part in draft.more if not _is_of_parts(draft, source)))
    return wording.basis("、".join(dict.fromkeys(references)), source.status_text)


def _cited(draft: Draft, source: Source) -> str:
    """What a quote is said to stand in: of words from several parts of an essay, the essay alone."""
    return wording.named(draft.place.document) if _is_of_parts(draft, source) else source.reference


def _is_of_parts(draft: Draft, source: Source) -> bool:
    parts = {source.reference, *(_reference(part) for part in draft.more)}
    return draft.place.document.kind == Kind.ESSAY and len(parts) > 1


def _reference(part: Part) -> str:
    return wording.reference(part.place, _paragraph(part), None)


def _paragraph(part: Part) -> int | None:
    """The number of the paragraph that the words begin in."""
    start = part.spans[0][0]
    return next((each.number for each in part.place.passage.paragraphs if each.start <= start < each.end), None)


def _therefore(draft: Draft, options: Sequence[Option]) -> str:
    if draft.edit is not None:
        return wording.for_edit(draft.edit.before, draft.edit.after)
    if draft.type == ItemType.TRUE_FALSE:
        return "题中所述与原文一致，所以正确。"
    if draft.type == ItemType.LIST:
        letters = "".join(option.id for option in options if option.is_key)
        before = dict(draft.edited)
        wrong = [option for option in options if not option.is_key]
        edited = "".join(
            wording.changed(option.id, before[option.text], option.text) for option in wrong if option.text in before
        )
        if draft.says:
            return f"{letters}项与条文一致。{edited}"
        if draft.instead:
            return wording.punished(
                letters, draft.body, {option.id: dict(draft.instead)[option.text] for option in wrong}
            )
        others = "、".join(option.id for option in wrong if option.text not in before)
        return f"{letters}项均在所列之中。{edited}" + (f"{others}项不在所列之中。" if others else "")
    if options:
        letter = next(option.id for option in options if option.is_key)
        return wording.choose(draft.right[0], letter)
    if draft.type == ItemType.CLOZE:
        return wording.for_key("”“".join(draft.right))
    return ""


def _options(draft: Draft, wrong: Sequence[str], random: Random, origin: str) -> tuple[Option, ...]:
    if not wrong:
        return ()
    mixed = [(text, True) for text in draft.right] + [(text, False) for text in wrong]
    random.shuffle(mixed)
    return tuple(
        Option(letter, text, is_key, _why(draft, text, is_key=is_key, origin=origin))
        for letter, (text, is_key) in zip(_LETTERS, mixed, strict=False)
    )


def _why(draft: Draft, text: str, *, is_key: bool, origin: str) -> str:
    if (before := dict(draft.edited).get(text)) is not None:
        return wording.why_edited(before)
    if draft.instead:
        return wording.why_punished(dict(draft.instead).get(text, draft.body))
    if draft.says:
        return wording.why_right()
    if draft.type == ItemType.LIST:
        return "在所列之中" if is_key else wording.why_not_listed(origin)
    return wording.why_right() if is_key else wording.why_wrong(draft.right[0], text)


def _difficulty(draft: Draft) -> Difficulty:
    """By the way of asking and the length of the stem, until answers say more."""
    points = 1 + (draft.type in _HARDER) - (draft.type in _EASIER) + (len(draft.stem) > 110) - (len(draft.stem) < 45)
    return Difficulty.EASY if points < 1 else Difficulty.HARD if points > 1 else Difficulty.MEDIUM

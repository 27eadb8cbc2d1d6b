"""The source around a citation, as the reader shows it.

In: an open generation and a citation. Out: a SourceView: the cited passage with the quote marked, and its neighbours in the
document. Shows whole passages, those that are represented elsewhere too; does not fetch files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answer.records import Citation, Piece, SourceBlock, SourceView, Span
from index.generation import Generation
from ingest.records import Passage

NEIGHBOURS = 3  # passages shown before and after the cited one


def read_source(generation: Generation, citation: Citation) -> SourceView | None:
    """The source of a citation; None if this generation no longer holds the passage."""
    rows = [row for row, passage in enumerate(generation.passages) if passage.id == citation.passage_id]
    if not rows:
        return None
    cited = generation.passages[rows[0]]
    same = _passages(generation, cited.document_id)
    at = next(place for place, passage in enumerate(same) if passage.id == cited.id)
    return SourceView(
        title=citation.title,
        path=cited.path,
        doc=citation.doc,
        version_date=citation.version_date,
        level_text=citation.level_text,
        status=citation.status,
        status_text=citation.status_text,
        cautions=citation.cautions,
        before=tuple(_block(passage) for passage in same[max(0, at - NEIGHBOURS) : at]),
        cited=_block(cited, citation.spans),
        after=tuple(_block(passage) for passage in same[at + 1 : at + 1 + NEIGHBOURS]),
    )


def _passages(generation: Generation, document_id: str) -> list[Passage]:
    """The passages of a document in reading order, with those that are the same as others and were kept there only."""
    own = [passage for passage in generation.passages if passage.document_id == document_id]
    text = generation.documents[document_id].text
    represented = [
        replace(
            passage, id="", text=text[place.start : place.end], path=(), start=place.start, end=place.end, pages=None
        )
        for passage in generation.passages
        for place in passage.also_in
        if place.document_id == document_id
    ]
    return sorted(own + represented, key=lambda passage: passage.start)


def _block(passage: Passage, spans: Sequence[Span] = ()) -> SourceBlock:
    return SourceBlock(
        passage_id=passage.id,
        heading=passage.path[-1] if passage.path else "",
        pieces=_pieces(passage.text, spans),
        page=passage.pages[0] if passage.pages else None,
    )


def _pieces(text: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut the text at the spans, which neither overlap nor run backwards."""
    pieces: list[Piece] = []
    position = 0
    for span in sorted(spans, key=lambda span: span.start):
        pieces.append(Piece(text[position : span.start], marked=False))
        pieces.append(Piece(text[span.start : span.end], marked=True))
        position = span.end
    pieces.append(Piece(text[position:], marked=False))
    return tuple(piece for piece in pieces if piece.text)

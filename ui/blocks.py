"""Sections of a document as HTML: their words with everything that is marked in them.

In: blocks of a DocumentView and layers over its text. Out: escaped HTML.
Does not choose what is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from library.pieces import Layers, Piece, cut
from library.records import Block, DocumentView, Place
from ui import parts
from ui.addresses import address


def draw_blocks(
    view: DocumentView,
    blocks: Sequence[Block],
    layers: Layers,
    *,
    shown: str = "",
    referring: Mapping[str, Sequence[Place]] = MappingProxyType({}),
) -> str:
    """An article element; the block with the anchor ``shown`` is brought into view by ui/page.js.

    ``referring`` are, by anchor, the places that refer to a block.
    """
    drawn: list[str] = []
    said: tuple[str, ...] = ()
    for block in blocks:
        here = block.anchor == shown
        doubts = block.cautions if here or block.cautions != said else ()  # a scanned page says it once
        drawn.append(_block(view, block, layers, doubts, referring.get(block.anchor, ()), here=here))
        said = block.cautions
    return f'<article class="jw-source">{"".join(drawn)}</article>'


def element_id(anchor: str) -> str:
    """The id of a block's element on the page."""
    return f"jw-{anchor}"


def reference_of(view: DocumentView, label: str = "") -> str:
    """``《人民警察法》（2012-10-26）第九条``: how a place is named in a copied citation."""
    dated = f"（{view.version_date}）" if view.version_date else ""
    return f"《{view.title}》{dated}{label}"


def _block(
    view: DocumentView, block: Block, layers: Layers, doubts: Sequence[str], referring: Sequence[Place], *, here: bool
) -> str:
    marks = " jw-cited" if here else ""
    show = ' data-jw-show aria-current="location"' if here else ""
    named = f' aria-label="{parts.quoted(block.label)}"' if block.label else ""
    page = f'<small class="jw-page">第 {block.page} 页</small>' if block.page else ""
    kind = " jw-article" if block.is_article else ""
    return (
        f'<section class="jw-block{kind}{marks}" id="{element_id(block.anchor)}" tabindex="-1"{named}{show}'
        f' data-jw-place="{parts.quoted(reference_of(view, block.label))}" data-jw-at="{parts.quoted(block.label)}">'
        f"{page}{_words(view, block, layers)}{_below(block, doubts, referring)}</section>"
    )


def _words(view: DocumentView, block: Block, layers: Layers) -> str:
    """The number of an article stands before its words; any other heading stands in a line of its own."""
    end_of_heading = block.start + len(block.heading)
    heading = "".join(_piece(piece, view) for piece in cut(view.text, block.start, end_of_heading, layers))
    rest = "".join(_piece(piece, view) for piece in cut(view.text, end_of_heading, block.end, layers)).rstrip("\n")
    if not heading:
        return f'<p class="jw-text">{rest}</p>'
    if block.is_article:
        return f'<p class="jw-text"><b class="jw-number">{heading}</b>{rest}</p>'
    rest = rest.lstrip("\n")
    return f"<h3>{heading}</h3>" + (f'<p class="jw-text">{rest}</p>' if rest else "")


def _piece(piece: Piece, view: DocumentView) -> str:
    text = parts.quoted(piece.text)
    if piece.taken:
        return f'<del class="jw-taken" title="{parts.quoted(piece.taken.reason)}"><span class="jw-sr">清理时去掉：</span>{text}</del>'
    if piece.reference and piece.reference.target:
        text = f'<a class="jw-xref" href="{address(piece.reference.target)}"{_here(piece.reference.target, view)} data-jw-page>{text}</a>'
    if piece.found:
        text = f'<mark class="jw-found" data-jw-found="{piece.found}">{text}</mark>'
    return f"<mark>{text}</mark>" if piece.quoted else text


def _here(target: Place, view: DocumentView) -> str:
    """An article of the same document is jumped to without asking the server."""
    block = next((block for block in view.blocks if block.label == target.label), None)
    return (
        f' data-jw-goto="{element_id(block.anchor)}"' if block and target.document_id == view.place.document_id else ""
    )


def _below(block: Block, doubts: Sequence[str], referring: Sequence[Place]) -> str:
    """Doubts about the words, where else they stand, and what refers to them."""
    signs = "".join(f'<li><span aria-hidden="true">⚠</span> {parts.quoted(doubt)}</li>' for doubt in doubts)
    others = "、".join(_link(place) for place in block.also_in)
    places = "".join(f"<li>{_link(place)}</li>" for place in referring)
    drawn = f'<ul class="jw-doubts">{signs}</ul>' if signs else ""
    if others:
        drawn += f'<p class="jw-also">同样的文字另见：{others}</p>'
    if places:
        drawn += f'<details class="jw-refs"><summary>被 {len(referring)} 处引用</summary><ul>{places}</ul></details>'
    return drawn


def _link(place: Place) -> str:
    dated = f"（{place.version_date}）" if place.version_date else ""
    return (
        f'<a href="{address(place)}" data-jw-page>《{parts.quoted(place.title)}》{dated}{parts.quoted(place.label)}</a>'
    )

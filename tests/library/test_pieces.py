"""Pieces: a text cut at everything that is shown in it, and nothing of it lost."""

from __future__ import annotations

from library.pieces import Layers, Piece, cut
from library.records import Reference, Taken

TEXT = "第九条 民警可以当场盘问，依照本法第三条执行。"


def test_a_text_without_layers_is_one_piece() -> None:
    assert cut(TEXT, 0, len(TEXT), Layers()) == (Piece(TEXT),)


def test_pieces_without_removed_words_join_to_the_text() -> None:
    layers = Layers(
        quoted=((4, 12),),
        found=((6, 8), (17, 20)),
        references=(Reference(15, 20, None, "第三条"),),
        taken=(Taken(12, "广告", "网页广告"),),
    )
    pieces = cut(TEXT, 0, len(TEXT), layers)
    assert "".join(piece.text for piece in pieces if piece.taken is None) == TEXT
    assert [piece.text for piece in pieces if piece.quoted] == ["民警", "可以", "当场盘问"]
    assert [(piece.text, piece.found) for piece in pieces if piece.found] == [("可以", 1), ("第三条", 2)]
    assert [piece.text for piece in pieces if piece.taken] == ["广告"]


def test_a_range_that_reaches_over_the_edge_counts_up_to_it() -> None:
    assert [piece.text for piece in cut(TEXT, 4, 8, Layers(quoted=((0, 6),))) if piece.quoted] == ["民警"]


def test_what_was_removed_after_the_last_character_is_still_shown() -> None:
    assert cut("完。", 0, 2, Layers(taken=(Taken(2, "下载", "网页广告"),)))[-1].text == "下载"

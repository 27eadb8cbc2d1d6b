"""Reading whole documents: also one whose words another document represents."""

from __future__ import annotations

from datetime import date

from library.document import read_document
from library.shelf import Shelf
from tests.shelves import ShelfOf, document_id

TODAY = date(2026, 3, 1)
SAME = "接到走失老人的报警，应当问清姓名、年龄、体貌特征、走失时间和地点以及常去的地方，并立即通知巡逻民警寻找。"


def test_words_that_another_document_represents_are_still_shown_in_full(shelf_of: ShelfOf) -> None:
    text = "# {}派出所经验\n\n{}的做法如下，请各班组结合本所实际执行。\n\n## 一、接警\n\n{}\n"
    shelf = shelf_of({f"{name}.md": text.format(name, name, SAME) for name in ("甲", "乙")})
    [elsewhere] = [
        place for document in shelf.documents for each in shelf.passages(document.id) for place in each.also_in
    ]
    represented = shelf.document(elsewhere.document_id)
    assert represented is not None
    assert not any(SAME in passage.text for passage in shelf.passages(represented.id))
    view = read_document(shelf, represented.id, TODAY)
    assert view is not None and SAME in view.text
    assert "".join(view.text[block.start : block.end] for block in view.blocks) == view.text


def test_the_blocks_of_every_starter_document_are_its_text(starter_shelf: Shelf) -> None:
    for document in starter_shelf.documents:
        view = read_document(starter_shelf, document.id, TODAY)
        assert view is not None and view.text == document.text
        assert "".join(view.text[block.start : block.end] for block in view.blocks) == document.text
        assert all(view.text[block.start : block.end].startswith(block.heading) for block in view.blocks)


def test_a_document_that_the_base_lacks_has_no_view(shelf_of: ShelfOf) -> None:
    shelf = shelf_of({"甲.txt": f"甲派出所经验\n{SAME}\n"})
    assert read_document(shelf, document_id(shelf, "甲"), TODAY) is not None
    assert read_document(shelf, "000000000000", TODAY) is None

"""Addresses: what opens a place, safe wherever it is put."""

from __future__ import annotations

from library.records import Place
from ui.addresses import COMPARE, address


def test_an_address_names_the_place_and_is_escaped() -> None:
    place = Place("d1", "《甲&乙》", "2021-09-01", "第三条")
    assert address(place) == (
        "source?d=d1&amp;t=%E3%80%8A%E7%94%B2%26%E4%B9%99%E3%80%8B&amp;v=2021-09-01&amp;at=%E7%AC%AC%E4%B8%89%E6%9D%A1"
    )
    assert '"' not in address(Place("d1", '"><script>', None)) and "<" not in address(Place("d1", '"><script>', None))


def test_states_of_the_reader_stand_beside_the_place() -> None:
    assert address(Place("d1", "", None), **{COMPARE: "d2"}) == "source?d=d1&amp;c=d2"

from __future__ import annotations

from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import answered
from ui.visits import Exchange, Visits

ASKED = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = 3600


def exchanges(count: int) -> tuple[Exchange, ...]:
    return tuple(Exchange(number, answered(), ASKED) for number in range(1, count + 1))


class Clock:
    """Stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_visit_gets_its_own_exchanges_and_no_others() -> None:
    visits = Visits()
    visits.keep("a", exchanges(2))
    visits.keep("b", exchanges(1))
    assert [exchange.number for exchange in visits.recall("a")] == [1, 2]
    assert [exchange.number for exchange in visits.recall("b")] == [1]
    assert visits.recall("c") == ()


def test_what_is_forgotten_is_gone_and_the_others_stay() -> None:
    visits = Visits()
    visits.keep("a", exchanges(1))
    visits.keep("b", exchanges(1))
    visits.forget("a")
    assert visits.recall("a") == () and len(visits.recall("b")) == 1


def test_without_a_cookie_nothing_is_kept() -> None:
    visits = Visits()
    visits.keep(None, exchanges(1))
    visits.forget(None)
    assert visits.recall(None) == ()


def test_the_newest_fifty_exchanges_are_kept() -> None:
    visits = Visits()
    visits.keep("a", exchanges(53))
    assert [exchange.number for exchange in visits.recall("a")] == list(range(4, 54))


def test_of_more_than_two_hundred_visits_the_one_idle_longest_goes() -> None:
    visits = Visits()
    for number in range(200):
        visits.keep(str(number), exchanges(1))
    visits.recall("0")
    visits.keep("200", exchanges(1))
    assert visits.recall("1") == ()
    assert all(visits.recall(str(number)) for number in (0, 2, 199, 200))


def test_after_twelve_idle_hours_a_visit_is_dropped() -> None:
    clock = Clock()
    visits = Visits(clock)
    visits.keep("a", exchanges(1))
    clock.now = 12 * HOUR
    assert visits.recall("a") != (), "which is a use of it"
    clock.now = 24 * HOUR + 1
    assert visits.recall("a") == ()


def test_idle_visits_are_dropped_whoever_comes_next() -> None:
    clock = Clock()
    visits = Visits(clock)
    visits.keep("a", exchanges(1))
    clock.now = 12 * HOUR + 1
    visits.recall("b")
    clock.now = 0
    assert visits.recall("a") == ()


def test_a_run_without_a_browser_has_no_visit() -> None:
    def script() -> None:
        import streamlit as st

        from ui.visits import open_visits, this_visit

        st.text(f"{this_visit()} {open_visits() is open_visits()}")

    at = AppTest.from_function(script).run()
    assert not at.exception
    assert at.text[0].value == "None True"

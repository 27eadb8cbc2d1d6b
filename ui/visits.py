"""What was asked in this browser, kept in memory so that it survives a reload of the page.

In: the visit that the page's cookie names, and its exchanges. Out: the same exchanges until the visit is forgotten, idle
for 12 hours, or 200 others came since. Nothing is written to a disk; a restart of the server forgets everything.
Does not set the cookie (headers.py) and draws nothing.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from answer.records import Answer
from ui.headers import VISIT_COOKIE, names_a_visit

MOST_EXCHANGES = 50  # of a visit; the oldest go first


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of a visit with its answer."""

    number: int  # from 1; keys of widgets are made of it, so it never changes
    answer: Answer
    at: datetime  # when it was asked


class Visits:
    """The exchanges of every visit; several threads may use it at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Count idle time by ``clock``, in seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Visit] = OrderedDict()  # the one used last at the end

    def recall(self, visit: str | None) -> tuple[Exchange, ...]:
        """The exchanges of a visit, oldest first; none of one that is unknown or has no name."""
        with self._lock:
            self._drop_idle()
            if visit is None or visit not in self._kept:
                return ()
            exchanges = self._kept.pop(visit).exchanges
            self._kept[visit] = _Visit(exchanges, self._clock())
            return exchanges

    def keep(self, visit: str | None, exchanges: tuple[Exchange, ...]) -> None:
        """Replace what is kept of a visit by the newest of these; nothing is kept of one without a name."""
        if visit is None:
            return
        with self._lock:
            self._drop_idle()
            self._kept.pop(visit, None)
            if exchanges:
                self._kept[visit] = _Visit(exchanges[-MOST_EXCHANGES:], self._clock())
            if len(self._kept) > _VISITS:
                self._kept.popitem(last=False)

    def forget(self, visit: str | None) -> None:
        """Keep nothing of a visit any more."""
        self.keep(visit, ())

    def _drop_idle(self) -> None:
        latest = self._clock() - _IDLE
        while self._kept and next(iter(self._kept.values())).used < latest:
            self._kept.popitem(last=False)


@st.cache_resource(show_spinner=False)
def open_visits() -> Visits:
    """Give the visits of this server, shared by all sessions."""
    return Visits()


def this_visit() -> str | None:
    """The visit of the browser that this run of the script draws for; None where its page came without our cookie."""
    visit = st.context.cookies.get(VISIT_COOKIE)
    return visit if isinstance(visit, str) and names_a_visit(visit) else None


@dataclass(frozen=True, slots=True)
class _Visit:
    exchanges: tuple[Exchange, ...]
    used: float  # by the clock


_VISITS = 200  # an answer with its passages takes some 20 kB
_IDLE = 12 * 3600  # seconds: a shift

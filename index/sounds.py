"""Words typed with another character of the same sound: 敬民 for 警民, 拘流 for 拘留.

In: the vocabulary of a base, then a question. Out: words of the base that sound like what was typed. Only characters that form
no word and stand together nowhere in the base are taken for a slip of an input method; nothing shown is ever changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.words import is_word, segments
from ingest.sound import sound


@dataclass(frozen=True, slots=True)
class Slip:
    """Characters as typed, and the words that may have been meant."""

    typed: str
    words: tuple[str, ...]


class Sounds:
    """The words of a base by their sound."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """``vocabulary`` holds the words of the base and every two characters that stand together in it."""
        self._vocabulary = frozenset(vocabulary)
        self._by_sound: dict[tuple[str, ...], list[str]] | None = None

    def warm(self) -> None:
        """Work out how every word of the base sounds now rather than with the first slip."""
        self._words_by_sound()

    def slips(self, question: str) -> tuple[Slip, ...]:
        """Characters of the question that mean nothing as typed, with words of the base that sound like them.

        ``敬民关系`` → ``(Slip('敬民', ('警民',)),)``. Of several that sound alike all are given, if there are at most two.
        """
        found: list[Slip] = []
        for run in _runs(segments(question)):
            at = 0
            while at < len(run) - 1:
                typed, alike = next(self._alike(run[at:]), ("", []))
                if typed:
                    found.append(Slip(typed, tuple(alike)))
                at += len(typed) or 1
        return tuple(dict.fromkeys(found))

    def _alike(self, run: str) -> Iterator[tuple[str, list[str]]]:
        for length in range(min(_LONGEST, len(run)), 1, -1):
            typed = run[:length]
            if all(typed[at : at + 2] in self._vocabulary for at in range(length - 1)):
                continue
            alike = [word for word in self._words_by_sound().get(sound(typed), []) if _is_near(typed, word)]
            if 0 < len(alike) <= _MOST:
                yield typed, alike

    def _words_by_sound(self) -> dict[tuple[str, ...], list[str]]:
        """Made by ``warm``, else with the first typed word that the base lacks; most questions have none."""
        if self._by_sound is None:
            by_sound: dict[tuple[str, ...], list[str]] = {}
            for word in sorted(self._vocabulary):
                if 2 <= len(word) <= _LONGEST and _HAN.fullmatch(word) and is_word(word):
                    by_sound.setdefault(sound(word), []).append(word)
            self._by_sound = by_sound
        return self._by_sound


_HAN = re.compile(r"[一-鿿]+")
_LONGEST = 4  # characters of a word
_MOST = 2  # words of one sound; of more, none was meant more than another
_GRAMMAR = frozenset(
    "的了着过和与或及是在把被让给对于为以而且也都就还又再吧吗呢啊呀哪么我你他她它们这那有没不能可要会去来到上下里外个几多少很最只才跟从向"
    "叫用说问算放走看做办开站换新收拿找住想写讲听交拍送"  # stand alone in everyday speech
)


def _runs(cut: list[str]) -> Iterable[str]:
    """Single characters that the dictionary could not join to a word, run by run."""
    run = ""
    for piece in [*cut, ""]:
        if len(piece) == 1 and piece not in _GRAMMAR and _HAN.fullmatch(piece):
            run += piece
            continue
        if len(run) > 1:
            yield run
        run = ""


def _is_near(typed: str, word: str) -> bool:
    """At least half of the characters as typed: one slip in 治安拘流, but 强戒 is not 抢劫."""
    return 2 * sum(one == other for one, other in zip(typed, word, strict=True)) >= len(word)

"""The names of a generation's two collections in Milvus.

In: the manifest of a generation and the name of the base. Out: Collections (names). A name says which generation, and by a digest
which content, model and layout: what has another digest is never taken for it. Milvus keeps no other mark that every kind of
server hands back. Does not connect.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from index.generation import Manifest

LAYOUT = 1  # raise it when tables.py changes
_HALF = "_half"


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections of one generation. That of the passages is renamed last: where it stands, both are complete."""

    passages: str
    clauses: str

    @property
    def half(self) -> Collections:
        """What they are called until both are complete."""
        return Collections(self.passages + _HALF, self.clauses + _HALF)


def collections_of(name: str, manifest: Manifest) -> Collections:
    """Where a generation lies in the base of this name."""
    identity = [LAYOUT, manifest.id, manifest.fingerprint, manifest.model, manifest.dimension, manifest.settings]
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:12]
    # The names of bases hold no double underscore, so none is the start of another.
    stem = f"{name}__{re.sub('[^0-9A-Za-z]+', '_', manifest.id)}_{digest}"
    return Collections(f"{stem}_passages", f"{stem}_clauses")


def complete(name: str, present: Collection[str]) -> list[Collections]:
    """The generations that are there whole, by name."""
    found = [Collections(each, each.removesuffix("passages") + "clauses") for each in sorted(present)]
    own = re.compile(rf"{re.escape(name)}__\w+_[0-9a-f]{{12}}_passages")
    return [each for each in found if own.fullmatch(each.passages) and each.clauses in present]


def unfinished(name: str, present: Collection[str]) -> list[str]:
    """What a push left behind when it was stopped."""
    own = re.compile(rf"{re.escape(name)}__\w+_[0-9a-f]{{12}}_(passages|clauses)({_HALF})?")
    whole = {part for each in complete(name, present) for part in (each.passages, each.clauses)}
    return sorted(each for each in present if own.fullmatch(each) and each not in whole)

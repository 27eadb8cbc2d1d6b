"""Open what answers: a generation, and the engine that compares questions with it.

In: an index folder, and the one setting of the engine: None for this machine, or an address of Milvus. Out: which generation is in
use, and the generation and engine opened. On this machine ``CURRENT`` says which is in use; with Milvus its alias does, so that all
machines that ask there change together, and the texts come from this machine's folder of the same generation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index import published
from index.engine import Engine
from index.errors import NoGeneration
from index.generation import Generation
from index.published import Opened

if TYPE_CHECKING:
    from index.milvus.address import Address


def open_in_use(
    index_folder: Path, setting: str | None, open_one: Callable[[str], Opened]
) -> tuple[Opened, str | None]:
    """What ``open_one`` makes of the generation that answers, and what to tell people where another one had to stand in for it.

    Raise a GenerationError where it cannot be told which that is, NoGeneration where nothing was published, or pushed to Milvus.
    """
    if setting is None:
        return published.open_in_use(index_folder, open_one)
    # Imported here, as below: whoever sets no engine needs no pymilvus, which takes most of a second.
    from index.milvus.address import parse_address
    from index.milvus.published import in_use
    from index.milvus.server import connect

    address = parse_address(setting)
    collection = in_use(connect(address))
    if collection is None:
        raise NoGeneration(f"Milvus（{address}）上还没有索引；请运行 python -m index engine push 上传。")
    return open_one(_generation_of(index_folder, address, collection)), None


def open_with_engine(
    index_folder: Path, setting: str | None, warn: Callable[[str], None] = lambda text: None
) -> tuple[Generation, Engine | None]:
    """Open the generation that answers, and its engine; raise a GenerationError where either cannot be had."""
    generation, warning = open_in_use(
        index_folder, setting, lambda generation_id: published.open_generation(index_folder, generation_id)
    )
    if warning:
        warn(warning)
    return generation, open_engine(generation, setting)


def open_engine(generation: Generation, setting: str | None) -> Engine | None:
    """The engine of an open generation, None for this machine; raise EngineError where Milvus does not hold the same."""
    if setting is None:
        return None
    from index.milvus.address import parse_address
    from index.milvus.engine import MilvusEngine
    from index.milvus.server import connect

    return MilvusEngine(generation, connect(parse_address(setting)))


@lru_cache(maxsize=8)
def _generation_of(index_folder: Path, address: Address, collection: str) -> str:
    """Remembered, because it reads every manifest and is asked for before every question; a name never changes its content."""
    from index.milvus.published import generation_of

    return generation_of(address, collection, published.list_generations(index_folder))

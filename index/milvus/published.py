"""Which generation is in use in Milvus: what the alias of the base names.

In: a connected server and the generations of this machine. Out: the one in use, another one put in its place in a single step, and
what is not used any more removed. The alias is to Milvus what ``CURRENT`` is to an index folder; every machine that asks there
follows it from its next question on. Does not write rows (push.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import EngineError
from index.generation import Manifest
from index.milvus.address import Address
from index.milvus.collections import Collections, collections_of, complete, unfinished
from index.milvus.server import Server


def in_use(server: Server) -> str | None:
    """The collection of passages that the alias names, or None if nothing was published."""
    return server.named_by(server.address.name)


def generation_of(address: Address, collection: str, manifests: Sequence[Manifest]) -> str:
    """The id of the generation whose passages a collection holds; raise EngineError if it is none of these."""
    for manifest in manifests:
        if collections_of(address.name, manifest).passages == collection:
            return manifest.id
    raise EngineError(
        f"Milvus（{address}）正在使用集合 {collection}，本机没有与它相同的索引版本（内容、模型和格式都要相同）；"
        "请把那个版本的文件夹复制到本机，或在有它的机器上用 python -m index engine use 换到本机也有的版本。"
    )


def use(server: Server, manifest: Manifest) -> None:
    """Put a generation that was pushed in the place of the one in use; raise EngineError if it is not there whole."""
    names = collections_of(server.address.name, manifest)
    if names not in complete(server.address.name, server.collections()):
        raise EngineError(
            f"Milvus（{server.address}）上没有完整的索引版本 {manifest.id}；请先运行 python -m index engine push {manifest.id}。"
        )
    server.load(names.passages)
    server.load(names.clauses)
    server.name(server.address.name, names.passages)


def prune(server: Server, kept: Sequence[Manifest]) -> tuple[str, ...]:
    """Remove every generation but the one in use and those of ``kept``, and what stopped pushes left; the collections removed."""
    name = server.address.name
    present = server.collections()
    staying = {collections_of(name, manifest) for manifest in kept}
    used = in_use(server)
    # The passages go first: what is left of a generation half removed is then seen to be no whole one.
    going = [
        collection
        for each in complete(name, present)
        if each not in staying and each.passages != used
        for collection in (each.passages, each.clauses)
    ]
    going += unfinished(name, present)
    for collection in going:
        server.drop(collection)
    return tuple(going)


def stored(server: Server) -> list[Collections]:
    """The generations that are there whole, by name."""
    return complete(server.address.name, server.collections())

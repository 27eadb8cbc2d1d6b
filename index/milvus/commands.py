"""``python -m index engine push|use|status|prune``: what stands in Milvus.

In: parsed arguments. Out: lines to print, one at a time as things are done; the errors are GenerationErrors. The commands of the
index folder are in __main__.py, which prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from index.errors import EngineError, NoGeneration
from index.generation import read_manifest
from index.milvus.address import parse_address
from index.published import current_id, find_generation, list_generations, open_generation

Progress = Callable[[str, int, int], None]  # what is written, how many rows of it are, how many there are


def add_engine_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], index: argparse.ArgumentParser, setting: str | None
) -> None:
    """Add the verb to a parser; ``index`` has the option --index, ``setting`` is the engine where none is named."""
    engine = commands.add_parser(
        "engine", help="管理 Milvus 上的索引；例：python -m index engine push --engine milvus://10.0.0.5/jingwen"
    )
    acts = engine.add_subparsers(dest="act", required=True)
    shared = argparse.ArgumentParser(add_help=False, parents=[index])
    shared.add_argument(
        "--engine", default=setting, help="milvus://主机:19530/名称 或 .db 文件（默认取 JINGWEN_ENGINE）"
    )
    push = acts.add_parser("push", parents=[shared], help="上传一个索引版本，核对后换用")
    push.add_argument("id", nargs="?", help="索引版本（默认当前版本）")
    use = acts.add_parser("use", parents=[shared], help="换到已上传的另一个索引版本")
    use.add_argument("id", help="索引版本")
    acts.add_parser("status", parents=[shared], help="服务器、正在使用和已上传的版本")
    acts.add_parser("prune", parents=[shared], help="删除本机已没有的版本和没传完的部分；正在使用的不删")


def engine_lines(options: argparse.Namespace, progress: Progress) -> Iterator[str]:
    """Do what was asked for and tell it."""
    if not options.engine:
        raise EngineError("没有设置检索引擎；请加 --engine milvus://主机:19530/名称，或设置 JINGWEN_ENGINE。")
    acts = {"push": _push, "use": _use, "status": _status, "prune": _prune}
    return acts[options.act](options, progress)


def _push(options: argparse.Namespace, progress: Progress) -> Iterator[str]:
    from index.milvus.published import use
    from index.milvus.push import push
    from index.milvus.server import connect

    server = connect(parse_address(options.engine))
    named = options.id or current_id(options.index)
    if named is None:
        raise NoGeneration(f"{options.index} 里还没有建好的索引；请运行 python -m index build。")
    generation = open_generation(options.index, named)
    if not server.has_sparse_vectors:
        yield f"Milvus {server.version} 不支持稀疏向量（要 2.4 以上）：只上传向量，词语检索留在各台机器上，结果相同。"
    pushed = push(generation, server, progress)
    for name in pushed.removed:
        yield f"已删除上次没传完的 {name}"
    yield f"已上传 {pushed.rows} 行并核对。" if pushed.rows else "这个版本已在 Milvus 上，核对无误。"
    use(server, generation.manifest)
    yield f"Milvus（{server.address}）现在使用索引版本 {generation.manifest.id}。"


def _use(options: argparse.Namespace, progress: Progress) -> Iterator[str]:
    from index.milvus.published import use
    from index.milvus.server import connect

    server = connect(parse_address(options.engine))
    use(server, read_manifest(find_generation(options.index, options.id)))
    yield f"Milvus（{server.address}）现在使用索引版本 {options.id}。"


def _status(options: argparse.Namespace, progress: Progress) -> Iterator[str]:
    from index.milvus.collections import collections_of, complete, unfinished
    from index.milvus.published import in_use
    from index.milvus.server import connect

    server = connect(parse_address(options.engine))
    name, present = server.address.name, server.collections()
    yield f"Milvus（{server.address}）{server.version}，词语检索在{'服务器上' if server.has_sparse_vectors else '各台机器上'}。"
    local = {collections_of(name, each).passages: each.id for each in list_generations(options.index)}
    used = in_use(server)
    for each in complete(name, present):
        rows = server.describe(each.passages).rows, server.describe(each.clauses).rows
        known = local.get(each.passages, f"{each.passages}（本机没有这个版本）")
        yield f"{'*' if each.passages == used else ' '} {known}  {rows[0]} 段，{rows[1]} 句"
    for left in unfinished(name, present):
        yield f"  没传完：{left}"
    current = current_id(options.index)
    if used is None:
        yield "还没有可用的版本；请运行 python -m index engine push。"
    elif local.get(used) != current:
        yield f"本机索引文件夹的当前版本是 {current}，与 Milvus 上使用的不同；需要时运行 python -m index engine push。"


def _prune(options: argparse.Namespace, progress: Progress) -> Iterator[str]:
    from index.milvus.published import prune
    from index.milvus.server import connect

    server = connect(parse_address(options.engine))
    removed = prune(server, list_generations(options.index))
    for name in removed:
        yield f"已删除 {name}"
    yield f"删除 {len(removed)} 个集合。"

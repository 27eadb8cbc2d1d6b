"""Commands over the index folder: ``python -m index build|verify|list|use|prune|status|tune|engine``.

In: command-line arguments; JINGWEN_CORPUS, JINGWEN_INDEX, JINGWEN_MODEL and JINGWEN_ENGINE for the defaults. Out: results on standard
output, progress and complaints on standard error. ``build`` exits 0 clean, 3 published with files left out, 1 not
published; the others exit 0, 1 (could not) or 2 (misused).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tqdm import tqdm

from index.build import BuildReport, Progress, build
from index.config import default_places
from index.encoder import open_encoder
from index.generation import Manifest, read_manifest
from index.milvus.commands import add_engine_command, engine_lines
from index.published import current_id, generations_folder, list_generations, open_current, open_generation, publish
from ingest.corpus import list_sources
from ingest.errors import KnowledgeBaseError
from ingest.manifest import NAME as CORPUS_MANIFEST

PLACES = default_places(Path(__file__).resolve().parent.parent)
KEPT = 2  # generations that prune leaves: the current one and the one before it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    commands = {
        "build": _build,
        "verify": _verify,
        "list": _list,
        "use": _use,
        "prune": _prune,
        "status": _status,
        "tune": _tune,
        "engine": _engine,
    }
    try:
        return commands[options.command](options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="建立和管理索引 / build and manage the index")
    commands = parser.add_subparsers(dest="command", required=True)
    index = argparse.ArgumentParser(add_help=False)
    index.add_argument(
        "--index",
        type=Path,
        default=Path(os.environ.get("JINGWEN_INDEX", PLACES.index)),
        help="索引文件夹（默认 var/index）",
    )
    corpus = argparse.ArgumentParser(add_help=False)
    corpus.add_argument(
        "--corpus",
        type=Path,
        default=Path(os.environ.get("JINGWEN_CORPUS", PLACES.corpus)),
        help="语料文件夹（默认 corpus）",
    )
    make = commands.add_parser(
        "build", parents=[index, corpus], help="建立或更新索引，校验后发布；例：python -m index build"
    )
    make.add_argument("--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）")
    make.add_argument(
        "--accept-loss",
        action="append",
        default=[],
        metavar="FILE",
        help="不再沿用这个现已无法读取的文件的上次版本（路径同报告所列，可重复）",
    )
    verify = commands.add_parser("verify", parents=[index], help="逐个文件校验；例：python -m index verify")
    verify.add_argument("id", nargs="?", help="索引版本（默认当前版本）")
    commands.add_parser("list", parents=[index], help="列出所有索引版本；例：python -m index list")
    use = commands.add_parser(
        "use", parents=[index], help="换到另一个索引版本；例：python -m index use 20260101-0a1b2c3d"
    )
    use.add_argument("id", help="索引版本")
    commands.add_parser("prune", parents=[index], help="只保留当前版本和上一个版本；例：python -m index prune")
    commands.add_parser(
        "status", parents=[index, corpus], help="当前版本，以及语料有无变动；例：python -m index status"
    )
    tune = commands.add_parser(
        "tune",
        parents=[index],
        help="用问题和条文微调嵌入模型；例：python -m index tune 问题.jsonl --out var/models/本所",
    )
    tune.add_argument(
        "files", nargs="+", type=Path, help='每行 {"question": "…", "articles": [{"name": "…", "text": "…"}]}'
    )
    tune.add_argument("--out", type=Path, required=True, help="写入微调结果的新文件夹")
    tune.add_argument("--fresh", action="store_true", help="从原始模型开始，不在随包的微调上继续")
    add_engine_command(commands, index, os.environ.get("JINGWEN_ENGINE"))
    return parser


def _tune(options: argparse.Namespace) -> int:
    # Imported here: torch takes seconds, which the other commands must not pay.
    from index.tuning.train import Step, Training
    from index.tuning.tune import tune

    with tqdm(desc="微调", unit="步", file=sys.stderr, mininterval=5) as bar:

        def show(step: Step) -> None:
            bar.total = step.total
            bar.set_postfix_str(f"损失 {step.loss:.3f}", refresh=False)
            bar.update(step.done - bar.n)

        effect = tune(
            options.files,
            open_current(options.index),
            PLACES.models,
            options.out,
            fresh=options.fresh,
            training=Training(),
            progress=show,
            report=lambda line: print(line, file=sys.stderr),
        )
    print(f"留出的 {effect.aside} 对：MRR@10 由 {effect.before:.3f} 变为 {effect.after:.3f}。")
    print(f"已写入 {options.out}。使用它：JINGWEN_MODEL={options.out} python -m index build，之后以同样的设置启动。")
    return 0


def _engine(options: argparse.Namespace) -> int:
    silent = None if options.act == "push" else True  # None: on a terminal only
    with tqdm(unit="行", file=sys.stderr, mininterval=0.5, leave=False, disable=silent) as bar:

        def show(what: str, done: int, total: int) -> None:
            bar.set_description(what, refresh=False)
            bar.total = total
            bar.update(done - bar.n)

        for line in engine_lines(options, show):
            bar.write(line, file=sys.stdout)
    return 0


def _build(options: argparse.Namespace) -> int:
    encoder = open_encoder(options.model, PLACES.models, report=lambda line: print(line, file=sys.stderr))
    bar: tqdm[None] | None = None
    step = ""

    def show(progress: Progress) -> None:
        nonlocal bar, step
        if progress.step != step:
            if bar is not None:
                bar.close()
            step = progress.step
            bar = tqdm(
                total=progress.total, desc=step, unit="", file=sys.stderr, mininterval=0.5, leave=progress.total > 1
            )
        if bar is not None:
            bar.update(progress.done - bar.n)

    try:
        report = build(
            options.corpus,
            options.index,
            encoder,
            now=datetime.now().astimezone(),
            accept_loss=frozenset(options.accept_loss),
            recognised_folder=PLACES.recognised,
            progress=show,
        )
    finally:
        if bar is not None:
            bar.close()
    _print_report(report)
    for source in options.accept_loss:
        if source not in {entry.source for entry in report.left_out}:
            print(f"--accept-loss {source}：未收入的文件中没有它，请按报告所列的路径填写。", file=sys.stderr)
    return 3 if report.left_out else 0


def _print_report(report: BuildReport) -> None:
    print(f"{'已发布' if report.published else '没有变化，继续使用'}索引版本 {report.generation}")
    print(f"收入 {report.documents} 份资料，{report.passages} 段；新计算向量 {report.encoded} 条。")
    if report.represented:
        print(f"与别处相同：{report.represented} 段（只列一处，注明另见何处）。")
    print(f"用时 {report.seconds:.1f} 秒，其中计算向量 {report.encoding_seconds:.1f} 秒。")
    for entry in report.left_out:
        print(f"未收入 {entry.source}\n      {entry.reason}")
    for line in (*report.problems, *report.missing):
        print(line)


def _verify(options: argparse.Namespace) -> int:
    generation = open_generation(options.index, options.id) if options.id else open_current(options.index)
    print(f"索引版本 {generation.manifest.id} 完好：{_describe(generation.manifest)}")
    return 0


def _list(options: argparse.Namespace) -> int:
    current = current_id(options.index)
    manifests = list_generations(options.index)
    for manifest in manifests:
        print(f"{'*' if manifest.id == current else ' '} {manifest.id}  {_describe(manifest)}")
    if not manifests:
        print(f"{options.index} 里还没有索引；请运行 python -m index build。")
    return 0


def _use(options: argparse.Namespace) -> int:
    generation = open_generation(options.index, options.id)
    publish(options.index, generation.manifest.id)
    print(f"现在使用索引版本 {generation.manifest.id}：{_describe(generation.manifest)}")
    return 0


def _prune(options: argparse.Namespace) -> int:
    current = current_id(options.index)
    manifests = list_generations(options.index)
    others = [manifest for manifest in manifests if manifest.id != current]
    removed = others[: max(0, len(others) - (KEPT - 1))]
    for manifest in removed:
        shutil.rmtree(generations_folder(options.index) / manifest.id)
        print(f"已删除 {manifest.id}")
    print(f"保留 {len(manifests) - len(removed)} 个索引版本。")
    return 0


def _status(options: argparse.Namespace) -> int:
    current = current_id(options.index)
    if current is None:
        print(f"{options.index} 里还没有索引；请运行 python -m index build。")
        return 1
    manifest = read_manifest(generations_folder(options.index) / current)
    built = datetime.fromisoformat(manifest.created).timestamp()
    sources = list_sources(options.corpus)
    beside = [CORPUS_MANIFEST] if (options.corpus / CORPUS_MANIFEST).is_file() else []
    newer = [source for source in (*sources, *beside) if (options.corpus / source).lstat().st_mtime > built]
    print(f"当前索引版本 {manifest.id}：{_describe(manifest)}")
    print(f"语料文件夹有 {len(sources)} 个文件，建库后改动过的 {len(newer)} 个" + ("：" if newer else "。"))
    for source in newer:
        print(f"  {source}")
    for source, reason in manifest.left_out:
        print(f"未收入 {source}\n      {reason}")
    return 0


def _describe(manifest: Manifest) -> str:
    return f"{manifest.documents} 份资料，{manifest.passages} 段，{manifest.created[:16].replace('T', ' ')} 建成，模型 {manifest.model}"


if __name__ == "__main__":
    sys.exit(main())

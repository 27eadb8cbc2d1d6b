"""Commands over the index folder: ``python -m index build|verify|list|use|prune|status|export|import|tune|engine``.

In: command-line arguments; JINGWEN_CORPUS, JINGWEN_INDEX, JINGWEN_MODEL and JINGWEN_ENGINE for the defaults. Out: results on standard
output, progress and complaints on standard error. ``build`` exits 0 clean, 3 published with files left out, 1 not
published or held; the others exit 0, 1 (could not) or 2 (misused).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tqdm import tqdm

from index.adapter import SHIPPED
from index.build import BuildReport, build
from index.changes import changes
from index.config import default_places
from index.encoding_pool import open_encoders
from index.generation import Manifest, load_documents, read_manifest
from index.journal import Event, last_event, read_journal, succession
from index.lock import only_builder
from index.milvus.commands import add_engine_command, engine_lines
from index.opening import open_in_use
from index.parcel import SUFFIX, pack, unpack
from index.progress_display import KINDS, display
from index.published import current_id, find_generation, list_generations, open_current, read_current_documents
from index.release import choose
from index.tidying import clear_leftovers, remove, trim_cache
from index.verification import verify_apart
from ingest.errors import KnowledgeBaseError

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
        "export": _export,
        "import": _import,
        "tune": _tune,
        "engine": _engine,
    }
    try:
        return commands[options.command](options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="建立和管理索引 / build and manage the index",
        epilog="备份、恢复和彻底清除一份资料：python -m upkeep --help",
    )
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
    make.add_argument(
        "--accept", action="store_true", help="看过原因后，启用会丢失资料、段落明显减少、检索变差或曾被换下的新索引"
    )
    make.add_argument(
        "--gold", type=Path, metavar="FILE", help="用这些已知出处的题比较新旧索引（JSON Lines），变差则不启用"
    )
    make.add_argument(
        "--processes", type=_positive, default=1, metavar="N", help="计算向量的进程数，每个约需 0.6 GB 内存（默认 1）"
    )
    make.add_argument(
        "--progress", choices=KINDS, default="auto", help="进度的样子：终端上用进度条，否则逐行；json 供程序读取"
    )
    verify = commands.add_parser("verify", parents=[index], help="逐个文件校验；例：python -m index verify")
    verify.add_argument("id", nargs="?", help="索引版本（默认当前版本）")
    commands.add_parser("list", parents=[index], help="列出所有索引版本；例：python -m index list")
    use = commands.add_parser(
        "use", parents=[index], help="换到另一个索引版本；例：python -m index use 20260101-0a1b2c3d"
    )
    use.add_argument("id", help="索引版本")
    use.add_argument("--accept", action="store_true", help="看过原因后，启用一个被搁置的版本")
    export = commands.add_parser(
        "export",
        parents=[index],
        help=f"把一个索引版本写成一个文件，带校验值；例：python -m index export --out 本所{SUFFIX}",
    )
    export.add_argument("id", nargs="?", help="索引版本（默认当前版本）")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="要写的新文件")
    bring = commands.add_parser(
        "import",
        parents=[index],
        help=f"从文件带入一个索引版本，校验后列为可用；例：python -m index import 本所{SUFFIX}",
    )
    bring.add_argument("file", type=Path, help="export 写的文件")
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
        "files", nargs="*", type=Path, help='每行 {"question": "…", "articles": [{"name": "…", "text": "…"}]}'
    )
    tune.add_argument(
        "--references",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help='每行 {"question": "…", "instrument": "治安管理处罚法", "article": "第四十三条"}，条文从库里取；没有条的资料写 "begins": "句子开头的几个字"',
    )
    tune.add_argument("--out", type=Path, required=True, help="写入微调结果的新文件夹")
    start = tune.add_mutually_exclusive_group()
    start.add_argument("--fresh", action="store_true", help="从原始模型开始，不在随包的微调上继续")
    start.add_argument("--start", type=Path, default=SHIPPED, help="在这个微调结果上继续（默认：随包的微调）")
    add_engine_command(commands, index, os.environ.get("JINGWEN_ENGINE"))
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


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
            options.references,
            open_current(options.index),
            PLACES.models,
            options.out,
            start=None if options.fresh else options.start,
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


def _report(line: str) -> None:
    print(line, file=sys.stderr)


def _build(options: argparse.Namespace) -> int:
    had = {document.source for document in read_current_documents(options.index)} if options.accept_loss else set()
    with (
        open_encoders(options.model, PLACES.models, options.processes, _report) as encoder,
        display(options.progress, sys.stderr) as show,
    ):
        report = build(
            options.corpus,
            options.index,
            encoder,
            now=datetime.now().astimezone(),
            accept=options.accept,
            accept_loss=frozenset(options.accept_loss),
            gold=options.gold,
            recognised_folder=PLACES.recognised,
            processes=options.processes,
            progress=show,
        )
    _print_report(report)
    for source in options.accept_loss:
        if source not in had | {entry.source for entry in report.left_out}:
            print(f"--accept-loss {source}：未收入或删除的文件中没有它，请按报告所列的路径填写。", file=sys.stderr)
    return 1 if report.held else 3 if report.left_out else 0


def _print_report(report: BuildReport) -> None:
    if report.held:
        print(f"索引版本 {report.generation} 已建好，但没有启用；正在使用的索引未受影响。原因：")
        for reason in report.held:
            print(f"  {reason}")
        print("确认无误后加上 --accept 再运行一次，就会启用它；否则请改正资料后重新建库。")
    else:
        print(f"{'已发布' if report.published else '没有变化，继续使用'}索引版本 {report.generation}")
    print(f"收入 {report.documents} 份资料，{report.passages} 段；新计算向量 {report.encoded} 条。")
    if report.represented:
        print(f"与别处相同：{report.represented} 段（只列一处，注明另见何处）。")
    print(f"用时 {report.seconds:.1f} 秒，其中计算向量 {report.encoding_seconds:.1f} 秒。")
    for entry in report.left_out:
        print(f"未收入 {entry.source}\n      {entry.reason}")
    for line in (*report.remarks, *report.problems, *report.missing):
        print(line)


def _verify(options: argparse.Namespace) -> int:
    named = options.id or current_id(options.index)
    if named is None:
        print(_NOTHING.format(options.index), file=sys.stderr)
        return 1
    folder = find_generation(options.index, named)
    verify_apart(folder)
    print(f"索引版本 {named} 完好：{_describe(read_manifest(folder))}")
    return 0


def _list(options: argparse.Namespace) -> int:
    current = current_id(options.index)
    entries = read_journal(options.index)
    former = succession(entries)
    manifests = list_generations(options.index)
    for manifest in manifests:
        last = last_event(entries, manifest.id)
        held = bool(last and last.event is Event.HELD)
        taken_back = manifest.id not in former and any(entry.generation == manifest.id for entry in entries)
        state = "" if manifest.id == current else "　已搁置，待确认" if held else "　已换下" if taken_back else ""
        print(f"{'*' if manifest.id == current else ' '} {manifest.id}  {_describe(manifest)}{state}")
    if not manifests:
        print(_NOTHING.format(options.index))
    return 0


def _use(options: argparse.Namespace) -> int:
    with only_builder(options.index, "换用索引版本"):
        manifest = choose(options.index, options.id, accept=options.accept)
    print(f"现在使用索引版本 {manifest.id}：{_describe(manifest)}")
    return 0


def _prune(options: argparse.Namespace) -> int:
    with only_builder(options.index, "清理旧索引"):
        clear_leftovers(options.index)
        manifests = list_generations(options.index)
        current = current_id(options.index)
        used = {current, _on_milvus(options.index)}  # texts of what is compared there are read from here
        former = [each for each in succession(read_journal(options.index)) if each not in used]
        others = [manifest.id for manifest in reversed(manifests) if manifest.id not in used]
        others.sort(key=lambda each: former.index(each) if each in former else len(former))
        for id_ in others[KEPT - 1 :]:
            remove(options.index, id_, "清理")
            print(f"已删除 {id_}")
        forgotten = trim_cache(options.index)
    print(f"保留 {len(manifests) - len(others[KEPT - 1 :])} 个索引版本；清除不再用到的向量 {forgotten} 条。")
    return 0


def _on_milvus(index_folder: Path) -> str | None:
    setting = os.environ.get("JINGWEN_ENGINE")
    return open_in_use(index_folder, setting, str)[0] if setting else None


def _status(options: argparse.Namespace) -> int:
    current = current_id(options.index)
    if current is None:
        print(_NOTHING.format(options.index))
        return 1
    folder = find_generation(options.index, current)
    manifest = read_manifest(folder)
    built_at = datetime.fromisoformat(manifest.created)
    found = changes(options.corpus, load_documents(folder), [source for source, _ in manifest.left_out], built_at)
    print(f"当前索引版本 {manifest.id}：{_describe(manifest)}")
    print(f"语料文件夹有 {found.sources} 个文件，" + ("建库后有变动：" if found else "与建库时一致。"))
    for word, sources in (("新增", found.new), ("改动", found.changed), ("已不在", found.gone)):
        for source in sources:
            print(f"  {word}  {source}")
    for source, reason in manifest.left_out:
        print(f"未收入 {source}\n      {reason}")
    for entry in read_journal(options.index)[-_SHOWN:]:
        print(
            f"{entry.at[:16].replace('T', ' ')}  {_EVENTS[entry.event]}  {entry.generation}　{'；'.join(entry.why)}".rstrip()
        )
    return 0


def _export(options: argparse.Namespace) -> int:
    named = options.id or current_id(options.index)
    if named is None:
        print(_NOTHING.format(options.index), file=sys.stderr)
        return 1
    manifest = pack(options.index, named, options.out)
    print(
        f"已把索引版本 {manifest.id} 写入 {options.out}（{options.out.stat().st_size / 2**20:.1f} MB）：{_describe(manifest)}"
    )
    print(f"在另一台机器上：python -m index import {options.out.name}")
    return 0


def _import(options: argparse.Namespace) -> int:
    with only_builder(options.index, "带入索引版本"):
        clear_leftovers(options.index)
        manifest = unpack(options.index, options.file)
    print(f"已带入索引版本 {manifest.id}，校验完好：{_describe(manifest)}")
    print(f"启用它：python -m index use {manifest.id}")
    return 0


_NOTHING = "{} 里还没有索引；请运行 python -m index build。"
_SHOWN = 10  # events of the journal
_EVENTS = {
    Event.PUBLISHED: "发布",
    Event.USED: "换用",
    Event.HELD: "搁置",
    Event.REJECTED: "未通过校验",
    Event.REMOVED: "删除",
}


def _describe(manifest: Manifest) -> str:
    return f"{manifest.documents} 份资料，{manifest.passages} 段，{manifest.created[:16].replace('T', ' ')} 建成，模型 {manifest.model}"


if __name__ == "__main__":
    sys.exit(main())

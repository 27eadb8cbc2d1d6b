"""Commands that keep an installation: ``python -m upkeep backup|restore|purge``.

In: command-line arguments; JINGWEN_CORPUS, JINGWEN_INDEX, JINGWEN_BANK and JINGWEN_MODEL for the defaults, JINGWEN_ENGINE for a
reminder. Out: results on standard output, progress and complaints on standard error. Exit 0 done; 1 could not, the message says
what is left to do; 2 misused; 3 backup written, with something left out. Nothing is asked.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from index.build import build
from index.config import default_places
from index.encoder import open_encoder
from index.everyday import TABLE as EVERYDAY
from index.progress_display import display
from index.words import TERMS
from ingest.errors import KnowledgeBaseError
from ingest.instruments import TABLE as INSTRUMENTS
from upkeep.backup import backup
from upkeep.errors import UpkeepError
from upkeep.purge import purge
from upkeep.records import Installation, PurgeReport
from upkeep.restore import restore

ROOT = Path(__file__).resolve().parent.parent
PLACES = default_places(ROOT)
LEFT_OUT = 3  # exit code: written, with something left out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    commands = {"backup": _backup, "restore": _restore, "purge": _purge}
    try:
        return commands[options.command](options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m upkeep", description="备份、恢复和彻底清除 / keep an installation")
    commands = parser.add_subparsers(dest="command", required=True)
    places = argparse.ArgumentParser(add_help=False)
    for name, variable, default, text in (
        ("corpus", "JINGWEN_CORPUS", PLACES.corpus, "资料文件夹（默认 corpus）"),
        ("index", "JINGWEN_INDEX", PLACES.index, "索引文件夹（默认 var/index）"),
        ("bank", "JINGWEN_BANK", PLACES.bank, "题库文件（默认 var/quiz/bank.sqlite3）"),
    ):
        places.add_argument(f"--{name}", type=Path, default=Path(os.environ.get(variable) or default), help=text)
    keep = commands.add_parser(
        "backup",
        parents=[places],
        help="把题库、反馈、资料、对照表和微调模型备份成一个文件；例：python -m upkeep backup 备份.zip",
    )
    keep.add_argument("file", type=Path, metavar="FILE", help="写入的新文件，已有的不会覆盖；最好在另一块磁盘上")
    bring = commands.add_parser(
        "restore",
        parents=[places],
        help="核对备份并放回原处，原来的改名保留；例：python -m upkeep restore 备份.zip",
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="backup 写出的文件")
    remove = commands.add_parser(
        "purge",
        parents=[places],
        help="从索引、缓存、题库和反馈中彻底清除一份资料，并逐字节核对；例：python -m upkeep purge 法规/某办法.txt",
    )
    remove.add_argument(
        "document", metavar="DOCUMENT", help="路径（同报告所列）、编号或完整标题；文件须先移出资料文件夹"
    )
    remove.add_argument("--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）")
    return parser


def _backup(options: argparse.Namespace) -> int:
    with display("auto", sys.stderr) as show:
        report = backup(_installation(options), options.file, now=datetime.now().astimezone(), progress=show)
    print(f"已写入 {report.path}（{report.size:,} 字节），逐字节核对无误：")
    for kept in report.kept:
        print(f"  {kept.name}：{kept.files} 个文件，{kept.size:,} 字节")
    for line in report.left_out:
        print(line)
    print("备份含有全部资料原文，请像原文一样保管。")
    return LEFT_OUT if report.left_out else 0


def _restore(options: argparse.Namespace) -> int:
    with display("auto", sys.stderr) as show:
        report = restore(_installation(options), options.file, now=datetime.now().astimezone(), progress=show)
    print(f"已恢复 {report.made[:16].replace('T', ' ')} 的备份：")
    for store in report.stores:
        kept = f"；原来的保留在 {store.before}" if store.before else ""
        print(f"  {store.name}：{'已放回' if store.changed else '与备份相同，未动'}{kept}")
    if report.must_rebuild:
        print(
            "资料或对照表有变化，请运行 python -m index build 重建索引，重启正在运行的服务，再运行 python -m quiz stale 核对题库。"
        )
    return 0


def _purge(options: argparse.Namespace) -> int:
    installation = _installation(options)

    def rebuild(sources: frozenset[str]) -> None:
        encoder = open_encoder(options.model, PLACES.models, report=lambda line: print(line, file=sys.stderr))
        report = build(
            options.corpus,
            options.index,
            encoder,
            now=datetime.now().astimezone(),
            accept_loss=sources,
            recognised_folder=PLACES.recognised,
            progress=show,
        )
        if report.held:
            reasons = "".join(f"\n  {reason}" for reason in report.held)
            raise UpkeepError(
                f"不含该文的新索引还会失去别的内容，没有启用，什么也没有清除：{reasons}\n"
                "确认无误后运行 python -m index build --accept，再运行 purge。"
            )
        print(f"已建立不含该文的索引版本 {report.generation}：{report.documents} 份资料，{report.passages} 段。")

    with display("auto", sys.stderr) as show:
        report = purge(options.document, installation, rebuild=rebuild, progress=show)
    _print_purge(report)
    if os.environ.get("JINGWEN_ENGINE"):
        print("Milvus 上还有它的向量：请运行 python -m index engine push，再运行 python -m index engine prune。")
    return 0


def _print_purge(report: PurgeReport) -> None:
    print(f"已清除 {'、'.join(report.sources)}（{'、'.join(f'《{title}》' for title in report.titles)}）：")
    print(f"  索引版本 {len(report.generations)} 个：{'、'.join(report.generations) or '无'}")
    print(f"  缓存的向量 {report.encodings} 条，识别页文件 {report.recognised} 个")
    print(f"  题目 {report.items} 道，反馈 {report.feedback} 条")
    for title in report.papers_shortened:
        print(f"  试卷少了题目：{title}，标题已注明")
    for title in report.papers_removed:
        print(f"  试卷整份清除（题目全部出自该文）：{title}")
    for page in report.pages:
        print(f"  报告 {page}")
    print(
        f"核对：以该文独有的 {report.sentences} 句，搜索了 {report.searched_files} 个文件的 {report.searched_bytes:,} 字节，未发现任何一句。"
    )
    for line in report.unopened:
        print(line)
    if not report.sentences:
        print("该文没有独有的句子（都还见于其他资料），核对只能依据文件本身。")
    print("此前的备份、导出的文件和正在运行的页面里可能还有该文，请另行处理：删除旧备份，重启服务。")


def _installation(options: argparse.Namespace) -> Installation:
    places = replace(PLACES, corpus=options.corpus, index=options.index, bank=options.bank)
    return Installation(places, (INSTRUMENTS, EVERYDAY, TERMS), ROOT / "var", ROOT / "var" / "ingest-report.html")


if __name__ == "__main__":
    sys.exit(main())

"""Commands over the corpus folder: ``python -m ingest check`` and ``python -m ingest show FILE``.

In: command-line arguments; JINGWEN_CORPUS for the default folder. Out: results on standard output and a report as HTML, complaints on standard error; exit 0 all files read, 1 some
file or line of the manifest failed, 2 misused. Does not build an index.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tabulate import tabulate

from ingest.corpus import Corpus, read_corpus, read_one
from ingest.errors import IngestError, KnowledgeBaseError
from ingest.instruments import missing_texts
from ingest.records import Document, Passage
from ingest.report import make_rows, problems, to_html
from ingest.wire import document_to_json, passage_to_json

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CORPUS = ROOT / "corpus"
DEFAULT_REPORT = ROOT / "var" / "ingest-report.html"
RECOGNISED = ROOT / "var" / "recognised"  # pages read from their pictures, shared with the builds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _check(options) if options.command == "check" else _show(options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest", description="检查语料文件夹中的文件 / look at the corpus folder"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check", help="每个文件读成了什么，或为什么没有收入；例：python -m ingest check --corpus corpus"
    )
    folder = Path(os.environ.get("JINGWEN_CORPUS", DEFAULT_CORPUS))
    check.add_argument("--corpus", type=Path, default=folder, help="语料文件夹（默认 corpus/）")
    check.add_argument("--html", type=Path, default=DEFAULT_REPORT, help="报告写到哪里（默认 var/ingest-report.html）")
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    show = commands.add_parser(
        "show", help="一个文件清理后的文字和结构；例：python -m ingest show corpus/某文件.md --passages"
    )
    show.add_argument("file", type=Path, help="文件")
    show.add_argument("--passages", action="store_true", help="按段落（检索单位）显示")
    show.add_argument("--json", action="store_true", help="以 JSON 输出")
    return parser


def _check(options: argparse.Namespace) -> int:
    corpus, today = read_corpus(options.corpus, _progress, recognised_folder=RECOGNISED), date.today()
    _write_page(options.html, to_html(corpus, today))
    if options.json:
        print(json.dumps(_as_json(corpus, today), ensure_ascii=False, indent=1))
    else:
        _print_table(corpus, today)
        print(f"删去的文字和逐份说明见报告：{options.html}")
    return 1 if corpus.left_out or corpus.problems else 0


def _write_page(path: Path, page: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise IngestError(
            f"{path}：报告写不进去（{error.strerror or error}）；请用 --html 指定可以写入的文件。"
        ) from error


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r读取 {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _as_json(corpus: Corpus, today: date) -> dict[str, object]:
    return {
        "documents": [asdict(row) for row in make_rows(corpus, today)],
        "left_out": [asdict(entry) for entry in corpus.left_out],
        "problems": corpus.problems,
        "missing": missing_texts(corpus.documents, today),
    }


def _print_table(corpus: Corpus, today: date) -> None:
    rows = [
        (
            row.source,
            f"《{row.title}》",
            row.level,
            row.version_date or "—",
            row.articles or "—",
            row.passages,
            row.characters,
            "、".join(f"{rule} {count}" for rule, count in row.removed) or "—",
            "、".join(f"{flaw} {count}" for flaw, count in row.flaws) or "—",
            row.status,
        )
        for row in make_rows(corpus, today)
    ]
    heads = ("文件", "资料", "级别", "版本", "条", "段", "留下字数", "删去字数", "质量有疑的段", "效力")
    print(tabulate(rows, heads, disable_numparse=True, colalign=("left",) * 4 + ("right",) * 3 + ("left",) * 3))
    for entry in corpus.left_out:
        print(f"未收入 {entry.source}\n      {entry.reason}")
    for line in problems(corpus, today):
        print(line)
    total, elsewhere = sum(map(len, corpus.passages)), corpus.represented.total()
    same = f"，另有 {elsewhere} 段与别处相同" if elsewhere else ""
    print(f"共 {len(corpus.documents)} 份资料收入，{total} 段{same}；{len(corpus.left_out)} 个文件未收入。")


def _show(options: argparse.Namespace) -> int:
    path: Path = options.file
    reading = read_one(path.parent, path.name, recognised_folder=RECOGNISED)
    if options.json:
        shown = (
            [passage_to_json(passage) for passages in reading.passages for passage in passages]
            if options.passages
            else [document_to_json(document) for document in reading.documents]
        )
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    for document, passages in zip(reading.documents, reading.passages, strict=True):
        print(f"《{document.title}》 {document.version_date or '无版本日期'} {document.kind} {document.issuer or ''}")
        if options.passages:
            _print_passages(passages)
        else:
            _print_sections(document)
    return 0


def _print_sections(document: Document) -> None:
    for section in document.sections:
        print(
            f"\n【{' > '.join(section.path) or '（无标题）'}】\n{document.text[section.start : section.end].rstrip()}"
        )


def _print_passages(passages: Sequence[Passage]) -> None:
    for number, passage in enumerate(passages, start=1):
        pages = f" 第{passage.pages[0]}页" if passage.pages else ""
        flaws = f" {'、'.join(passage.flaws)}" if passage.flaws else ""
        print(
            f"\n[{number}] {' > '.join(passage.path)}{pages} {passage.start}–{passage.end} {passage.id}{flaws}\n{passage.text}"
        )


if __name__ == "__main__":
    sys.exit(main())

"""Commands over the corpus folder: ``python -m ingest check`` and ``python -m ingest show FILE``.

In: command-line arguments; JINGWEN_CORPUS for the default folder. Out: results on standard output, complaints on standard error; exit 0 all files read, 1 some
file failed, 2 misused. Does not build an index.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ingest.corpus import Corpus, read_corpus, read_one
from ingest.errors import KnowledgeBaseError

DEFAULT_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _check(options.corpus, as_json=options.json) if options.command == "check" else _show(options)
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
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    show = commands.add_parser(
        "show", help="一个文件清理后的文字和结构；例：python -m ingest show corpus/某文件.md --passages"
    )
    show.add_argument("file", type=Path, help="文件")
    show.add_argument("--passages", action="store_true", help="按段落（检索单位）显示")
    show.add_argument("--json", action="store_true", help="以 JSON 输出")
    return parser


def _check(folder: Path, *, as_json: bool) -> int:
    corpus = read_corpus(folder, _progress)
    if as_json:
        print(json.dumps(_report(corpus), ensure_ascii=False, indent=1))
    else:
        _print_report(corpus)
    return 1 if corpus.left_out else 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r读取 {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _report(corpus: Corpus) -> dict[str, object]:
    return {
        "documents": [
            {
                "source": document.source,
                "title": document.title,
                "kind": document.kind,
                "version_date": document.version_date,
                "effective_from": document.effective_from,
                "issuer": document.issuer,
                "articles": len({section.article for section in document.sections if section.article}),
                "passages": len(passages),
                "characters": len(document.text),
                "pages": document.pages,
                "notes": document.notes,
            }
            for document, passages in zip(corpus.documents, corpus.passages, strict=True)
        ],
        "left_out": [asdict(entry) for entry in corpus.left_out],
    }


def _print_report(corpus: Corpus) -> None:
    for document, passages in zip(corpus.documents, corpus.passages, strict=True):
        articles = len({section.article for section in document.sections if section.article})
        counted = f"{articles} 条，" if articles else ""
        print(
            f"收入  {document.source}\n      《{document.title}》 {document.version_date or '无版本日期'}，{counted}{len(passages)} 段，{len(document.text)} 字"
        )
        for note in document.notes:
            print(f"      · {note}")
    for entry in corpus.left_out:
        print(f"未收入 {entry.source}\n      {entry.reason}")
    total = sum(len(passages) for passages in corpus.passages)
    print(f"共 {len(corpus.documents)} 份文件收入，{total} 段；{len(corpus.left_out)} 个文件未收入。")


def _show(options: argparse.Namespace) -> int:
    path: Path = options.file
    reading = read_one(path.parent, path.name)
    [document], [passages] = reading.documents, reading.passages
    if options.json:
        shown = [asdict(passage) for passage in passages] if options.passages else asdict(document)
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    print(f"《{document.title}》 {document.version_date or '无版本日期'} {document.kind} {document.issuer or ''}")
    if not options.passages:
        for section in document.sections:
            print(
                f"\n【{' > '.join(section.path) or '（无标题）'}】\n{document.text[section.start : section.end].rstrip()}"
            )
        return 0
    for number, passage in enumerate(passages, start=1):
        pages = f" 第{passage.pages[0]}页" if passage.pages else ""
        print(
            f"\n[{number}] {' > '.join(passage.path)}{pages} {passage.start}–{passage.end} {passage.id}\n{passage.text}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Commands that ask: ``python -m answer ask "QUESTION"`` and ``python -m answer batch QUESTIONS.jsonl --out ANSWERS.jsonl``.

In: command-line arguments; JINGWEN_INDEX and JINGWEN_MODEL for the defaults. Out: answers as text or JSON; exit 0 asked,
1 could not, 2 misused. A refusal is an answer, not an error. Without an index that opens ``batch`` writes ``unavailable``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tqdm import tqdm

from answer.assistant import Assistant, open_assistant
from answer.records import Answer, AnswerStatus, Confidence, Turn
from answer.wire import to_json, turns_from_json
from index.config import default_places
from index.errors import GenerationError
from ingest.errors import KnowledgeBaseError

PLACES = default_places(Path(__file__).resolve().parent.parent)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _ask(options) if options.command == "ask" else _batch(options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m answer", description="提问 / ask questions")
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--index",
        type=Path,
        default=Path(os.environ.get("JINGWEN_INDEX", PLACES.index)),
        help="索引文件夹（默认 var/index）",
    )
    shared.add_argument("--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）")
    ask = commands.add_parser("ask", parents=[shared], help='问一个问题；例：python -m answer ask "继续盘问最长多久"')
    ask.add_argument("question", help="问题")
    ask.add_argument("--json", action="store_true", help="以 JSON 输出")
    batch = commands.add_parser(
        "batch",
        parents=[shared],
        help="回答一个文件里的所有问题；例：python -m answer batch 问题.jsonl --out 答案.jsonl",
    )
    batch.add_argument("questions", type=Path, help="每行一个含 id、question、可选 history 的 JSON 对象")
    batch.add_argument("--out", type=Path, required=True, help="答案文件，每行一个 JSON 对象")
    return parser


def _ask(options: argparse.Namespace) -> int:
    question = _encodable(options.question)
    try:
        assistant = open_assistant(options.index, PLACES.models, options.model, os.environ.get("JINGWEN_RERANKER"))
    except GenerationError:
        if options.json:
            print(json.dumps(to_json(_unavailable(question)), ensure_ascii=False, indent=1))
        raise
    answer = assistant.ask(question, today=date.today())
    print(json.dumps(to_json(answer), ensure_ascii=False, indent=1) if options.json else _readable(answer))
    return 0


def _batch(options: argparse.Namespace) -> int:
    if options.out.is_dir():
        raise KnowledgeBaseError(
            f"--out {options.out} 是文件夹；请写明答案文件的名称，例如 {options.out / '答案.jsonl'}。"
        )
    if not options.out.parent.is_dir():
        raise KnowledgeBaseError(f"答案文件 {options.out} 所在的文件夹不存在；请先建立它，或改用别的 --out。")
    questions = list(_read_questions(options.questions))
    try:
        assistant: Assistant | None = open_assistant(
            options.index, PLACES.models, options.model, os.environ.get("JINGWEN_RERANKER")
        )
    except GenerationError as error:
        print(error, file=sys.stderr)
        assistant = None
    if assistant is not None:
        assistant.warm()
    part = options.out.with_name(options.out.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        for id_, question, history in tqdm(questions, desc="回答", unit="题", file=sys.stderr):
            answer = (
                assistant.ask(question, history=history, today=date.today()) if assistant else _unavailable(question)
            )
            file.write(json.dumps(to_json(answer, id=id_), ensure_ascii=False) + "\n")
    part.replace(options.out)
    return 0 if assistant is not None else 1


def _read_questions(path: Path) -> Iterator[tuple[str, str, tuple[Turn, ...]]]:
    try:
        # Not splitlines: JSON strings may hold other line separators, such as U+2028, as they are.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise KnowledgeBaseError(f"问题文件 {path} 读不出来（{exc}）；应为 UTF-8 编码、每行一个 JSON 对象。") from exc
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            if not isinstance(raw["question"], str):
                raise TypeError("question 应为文字")
            yield str(raw["id"]), _encodable(raw["question"]), turns_from_json(raw.get("history"))
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise KnowledgeBaseError(
                f"{path} 第 {number} 行不是问题（{exc}）；应为含 id 和 question 的 JSON 对象。"
            ) from exc


def _encodable(text: str) -> str:
    """JSON may hold halves of characters (\\ud800), which no file can; they become question marks."""
    return text.encode("utf-8", "replace").decode()


def _unavailable(question: str) -> Answer:
    return Answer(
        question=question,
        status=AnswerStatus.UNAVAILABLE,
        text="还没有可用的索引，无法回答；请先运行 python -m index build。",
        statements=(),
        citations=(),
        hits=(),
        confidence=Confidence.LOW,
        generation=None,
        elapsed_ms=0.0,
    )


def _readable(answer: Answer) -> str:
    lines = [answer.text, *(f"请注意：{remark}" for remark in answer.remarks), ""]
    for citation in answer.citations or answer.nearest:
        page = f" 第{citation.page}页" if citation.page else ""
        lines.append(
            f"[{citation.n}] 《{citation.title}》 {' > '.join(citation.path)}{page} · {citation.level_text} · {'；'.join((citation.status_text, *citation.cautions))}"
        )
        lines.append(f"    {citation.doc}")
    lines.append(f"（{answer.elapsed_ms:.0f} 毫秒，索引版本 {answer.generation}；仅供参考，以正式文本为准）")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

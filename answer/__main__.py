"""Commands that ask (``python -m answer ask|batch``) and that show what officers said of answers (``feedback``).

In: command-line arguments; JINGWEN_INDEX and JINGWEN_MODEL for the defaults, JINGWEN_RERANKER and JINGWEN_ENGINE. Out: answers
as text or JSON; exit 0 asked, 1 could not, 2 misused. A refusal is an answer, not an error. Where no index opens, or the engine
fails, ``batch`` writes ``unavailable``.
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
from answer.feedback import Decision, Entry, FeedbackStore, Verdict, tuning_pairs
from answer.records import Answer, AnswerStatus, Confidence, Turn
from answer.wire import to_json, turns_from_json
from index.config import default_places
from index.errors import GenerationError
from index.published import open_current
from ingest.errors import KnowledgeBaseError
from ingest.records import Document, Passage

PLACES = default_places(Path(__file__).resolve().parent.parent)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return {"ask": _ask, "batch": _batch, "feedback": _feedback}[options.command](options)
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
    asking = argparse.ArgumentParser(add_help=False, parents=[shared])
    asking.add_argument("--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）")
    ask = commands.add_parser("ask", parents=[asking], help='问一个问题；例：python -m answer ask "继续盘问最长多久"')
    ask.add_argument("question", help="问题")
    ask.add_argument("--json", action="store_true", help="以 JSON 输出")
    batch = commands.add_parser(
        "batch",
        parents=[asking],
        help="回答一个文件里的所有问题；例：python -m answer batch 问题.jsonl --out 答案.jsonl",
    )
    batch.add_argument("questions", type=Path, help="每行一个含 id、question、可选 history 的 JSON 对象")
    batch.add_argument("--out", type=Path, required=True, help="答案文件，每行一个 JSON 对象")
    feedback = commands.add_parser("feedback", help="查看和处理反馈；例：python -m answer feedback list")
    acts = feedback.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="列出待处理的反馈").add_argument("--all", action="store_true", help="也列出已处理的")
    acts.add_parser("show", help="显示一条反馈的全文").add_argument("number", type=int, metavar="N")
    for act, what in (("accept", "采纳"), ("reject", "不采纳")):
        acts.add_parser(act, help=f"{what}这些反馈").add_argument("numbers", type=int, nargs="+", metavar="N")
    export = acts.add_parser("export", parents=[shared], help="把采纳的“有用”反馈写成 index tune 读的文件")
    export.add_argument("--out", type=Path, required=True, help="每行一个 JSON 对象")
    return parser


def _warn(text: str) -> None:
    print(text, file=sys.stderr)


def _ask(options: argparse.Namespace) -> int:
    question = _encodable(options.question)
    try:
        assistant = _open(options)
    except GenerationError:
        if options.json:
            print(json.dumps(to_json(_unavailable(question)), ensure_ascii=False, indent=1))
        raise
    answer = assistant.ask(question, today=date.today())
    print(json.dumps(to_json(answer), ensure_ascii=False, indent=1) if options.json else _readable(answer))
    return 0


def _open(options: argparse.Namespace) -> Assistant:
    return open_assistant(
        options.index,
        PLACES.models,
        options.model,
        os.environ.get("JINGWEN_RERANKER"),
        os.environ.get("JINGWEN_ENGINE") or None,
        _warn,
    )


def _batch(options: argparse.Namespace) -> int:
    _check_target(options.out)
    questions = list(_read_questions(options.questions))
    assistant: Assistant | None = None
    try:
        assistant = _open(options)
        assistant.warm()
    except GenerationError as error:
        print(error, file=sys.stderr)
        assistant = None
    part = options.out.with_name(options.out.name + ".part")
    failed = assistant is None
    with part.open("w", encoding="utf-8") as file:
        for id_, question, history in tqdm(questions, desc="回答", unit="题", file=sys.stderr):
            answer = _unavailable(question)
            try:
                if assistant is not None:
                    answer = assistant.ask(question, history=history, today=date.today())
            except GenerationError as error:
                print(f"{id_}: {error}", file=sys.stderr)
                failed = True
            file.write(json.dumps(to_json(answer, id=id_), ensure_ascii=False) + "\n")
    part.replace(options.out)
    return 1 if failed else 0


def _feedback(options: argparse.Namespace) -> int:
    store = FeedbackStore(PLACES.feedback)
    if options.act == "list":
        for entry in store.entries():
            if options.all or entry.decision is Decision.OPEN:
                print(_line(entry))
    elif options.act == "show":
        found = [entry for entry in store.entries() if entry.number == options.number]
        if not found:
            raise KnowledgeBaseError(
                f"没有第 {options.number} 条反馈；请用 python -m answer feedback list --all 查看序号。"
            )
        print(_whole(found[0]))
    elif options.act == "export":
        _export(store, options.index, options.out)
    else:
        for number in options.numbers:
            (store.accept if options.act == "accept" else store.reject)(number)
    return 0


def _export(store: FeedbackStore, index: Path, out: Path) -> None:
    _check_target(out)
    generation = open_current(index, _warn)
    passages = {passage.id: passage for passage in generation.passages}

    def held(passage_id: str) -> tuple[Document, Passage] | None:
        passage = passages.get(passage_id)
        return (generation.documents[passage.document_id], passage) if passage else None

    pairs = tuning_pairs(store.entries(), held)
    part = out.with_name(out.name + ".part")
    part.write_text("".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs), encoding="utf-8")
    part.replace(out)
    print(f"已写入 {len(pairs)} 题：{out}。")


def _check_target(out: Path) -> None:
    """Say what is wrong with a file to be written before the work is done."""
    if out.is_dir():
        raise KnowledgeBaseError(f"--out {out} 是文件夹；请写明文件的名称，例如 {out / '答案.jsonl'}。")
    if not out.parent.is_dir():
        raise KnowledgeBaseError(f"文件 {out} 所在的文件夹不存在；请先建立它，或改用别的 --out。")


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


def _line(entry: Entry) -> str:
    said = entry.feedback
    return f"{entry.number}  {said.at}  {_DECISIONS[entry.decision]}  {_VERDICTS[said.verdict]}  {' '.join(said.question.split())}"


def _whole(entry: Entry) -> str:
    said = entry.feedback
    cited = [f"引用：{reference}" for reference in said.citations]
    reason = [f"说明：{said.reason}"] if said.reason else []
    return "\n".join((_line(entry), *reason, f"答复：{said.answer}", *cited, f"索引版本：{said.generation}"))


_DECISIONS = {Decision.OPEN: "待处理", Decision.ACCEPTED: "已采纳", Decision.REJECTED: "未采纳"}
_VERDICTS = {
    Verdict.HELPFUL: "有用",
    Verdict.WRONG: "不对",
    Verdict.MISSING: "缺资料",
    Verdict.OUTDATED: "已过时",
    Verdict.OTHER: "其他",
}


if __name__ == "__main__":
    sys.exit(main())

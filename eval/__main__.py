"""Commands that measure: ``python -m eval run [--gold FILE …] [--index DIR] [--json]`` and ``calibrate``.

In: command-line arguments. Out: a table or JSON on standard output; exit 0 measured, 1 could not, 2 misused.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tqdm import tqdm

from answer.assistant import open_assistant
from eval.calibrate import fit
from eval.questions import load_gold
from eval.report import table, to_json
from eval.run import run
from index.config import default_places
from ingest.errors import KnowledgeBaseError

PLACES = default_places(Path(__file__).resolve().parent.parent)
GOLD = Path(__file__).with_name("gold") / "corpus.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _calibrate(options) if options.command == "calibrate" else _run(options)
    except (KnowledgeBaseError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    assistant = open_assistant(options.index, PLACES.models, options.model)
    runs = []
    for path in options.gold or [GOLD]:
        questions = load_gold(path)
        with tqdm(total=len(questions), desc=path.name, unit="题", file=sys.stderr) as bar:
            runs.append(run(path.name, questions, assistant, today=date.today(), progress=bar.update))
    if options.json:
        print(json.dumps([to_json(entry) for entry in runs], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(table(entry) for entry in runs))
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    features, answerable = [], []
    for gold, index in options.pair:
        assistant = open_assistant(Path(index), PLACES.models, options.model)
        for question in load_gold(Path(gold)):
            seen = assistant.gate_features(question.question)
            if seen is not None:
                features.append(seen)
                answerable.append(question.answerable)
    result = fit(features, answerable)
    print(
        f"INTERCEPT {result.intercept:.1f}  NEAREST {result.nearest:.1f}  ASKS_FIGURE {result.asks_figure:.2f}  AUC {result.auc:.3f}"
    )
    for threshold, rightly, wrongly in result.refused:
        print(f"  {threshold:.2f}  拒对 {rightly}/{answerable.count(False)}  误拒 {wrongly}/{answerable.count(True)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测 / measure against gold questions")
    commands = parser.add_subparsers(dest="command", required=True)
    measure = commands.add_parser(
        "run", help="用标准题评测当前索引；例：python -m eval run --gold eval/gold/corpus.jsonl"
    )
    measure.add_argument("--gold", type=Path, action="append", help="标准题文件，可重复（默认 eval/gold/corpus.jsonl）")
    gate = commands.add_parser(
        "calibrate", help="用标准题拟合拒答门槛；例：python -m eval calibrate --pair eval/gold/corpus.jsonl var/index"
    )
    gate.add_argument(
        "--pair",
        nargs=2,
        action="append",
        required=True,
        metavar=("GOLD", "INDEX"),
        help="标准题文件和对应的索引文件夹，可重复",
    )
    gate.add_argument("--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）")
    measure.add_argument(
        "--index",
        type=Path,
        default=Path(os.environ.get("JINGWEN_INDEX", PLACES.index)),
        help="索引文件夹（默认 var/index）",
    )
    measure.add_argument(
        "--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）"
    )
    measure.add_argument("--json", action="store_true", help="以 JSON 输出，含每题数字")
    return parser


if __name__ == "__main__":
    sys.exit(main())

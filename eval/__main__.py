"""Commands that measure, ``python -m eval VERB``.

Verbs: ``run``, ``ablate``, ``leave-out``, ``engines``, ``calibrate``, ``serving``, ``reading`` and ``scale``.

In: command-line arguments. Out: a table or JSON on standard output; exit 0 measured, 1 could not, 2 misused.
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
from tqdm import tqdm

from answer.assistant import Assistant, open_assistant
from answer.gate import Features
from eval.ablation import RECIPES, ablate
from eval.calibrate import fit
from eval.compare import compare, read_earlier
from eval.engines import agreement
from eval.leave_out import leave_out, plan
from eval.metrics import quantile
from eval.page import to_html
from eval.questions import load_gold
from eval.reading import measure as measure_reading
from eval.report import ablation_table, agreement_lines, comparison_table, leave_out_table, table, to_json
from eval.run import run
from eval.scale import measure as measure_scale
from eval.scale import scale_table
from eval.scale_page import to_html as scale_page
from eval.serving import measure
from index.config import default_places
from index.encoder import open_encoder
from index.opening import open_with_engine
from index.published import open_current
from ingest.errors import KnowledgeBaseError

PLACES = default_places(Path(__file__).resolve().parent.parent)
GOLD = Path(__file__).with_name("gold") / "corpus.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except (KnowledgeBaseError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    assistant = open_assistant(
        options.index,
        PLACES.models,
        options.model,
        os.environ.get("JINGWEN_RERANKER"),
        os.environ.get("JINGWEN_ENGINE") or None,
    )
    paths = options.gold or [GOLD]
    earlier = read_earlier(options.against) if options.against else {}
    if options.against and (unknown := [path.name for path in paths if path.name not in earlier]):
        raise ValueError(
            f"{options.against} 里没有 {unknown[0]} 的结果，只有：{'、'.join(earlier)}；请用同名的标准题文件。"
        )
    runs = []
    for path in paths:
        questions = load_gold(path)
        with tqdm(total=len(questions), desc=path.name, unit="题", file=sys.stderr) as bar:
            runs.append(run(path.name, questions, assistant, today=date.today(), progress=bar.update))
    compared = [compare(earlier[entry.name], entry) for entry in runs] if options.against else []
    if options.json:
        wire = [to_json(entry) for entry in runs]
        for each, comparison in zip(wire, compared, strict=False):
            each["against"] = asdict(comparison)
        print(json.dumps(wire, ensure_ascii=False, indent=1))
    else:
        told = [comparison_table(entry.name, each) for entry, each in zip(runs, compared, strict=False)]
        print("\n\n".join([table(entry) for entry in runs] + told))
    if options.html:
        options.html.write_text(to_html(runs, date.today()), encoding="utf-8")
        print(f"报告已写入 {options.html}", file=sys.stderr)
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    features: list[Features] = []
    answerable: list[bool] = []
    encoder = open_encoder(options.model, PLACES.models)

    for gold, index in options.pair:
        assistant = Assistant(open_current(Path(index)), encoder)
        for question in tqdm(load_gold(Path(gold)), desc=Path(gold).name, unit="题", file=sys.stderr):
            if (seen := assistant.gate_features(question.question, today=date.today())) is not None:
                features.append(seen)
                answerable.append(question.answerable)
    result = fit(features, answerable)
    print(f"INTERCEPT = {result.intercept:.2f}  # AUC {result.auc:.3f}")
    print(f"WEIGHTS = { ({name: round(weight, 2) for name, weight in result.weights.items()}) }")
    for threshold, rightly, wrongly in result.refused:
        print(f"  {threshold:.2f}  拒对 {rightly}/{answerable.count(False)}  误拒 {wrongly}/{answerable.count(True)}")
    return 0


def _serving(options: argparse.Namespace) -> int:
    questions = [question.question for question in load_gold(options.gold)][: options.questions]
    result = measure(options.index, questions, options.chromium)
    later, complete = result.answers[1:], result.complete[1:]
    print(f"启动到可以使用 {result.ready:.1f} 秒；常驻内存 {result.resident / 2**20:.0f} MB")
    print(f"打开页面：首次显示 {_in_ms(result.first_paints)}，可以输入 {_in_ms(result.usable)}")
    print(f"启动后第一问（回车到显示）{result.answers[0] * 1000:.0f} 毫秒")
    print(
        f"之后每问（回车到显示）{_in_ms(later)}，p95 {quantile(later, 0.95) * 1000:.0f} 毫秒；全部画完 {_in_ms(complete)}"
    )
    for address, times in result.switches:
        print(f"切换到 {address}：{_in_ms(times)}")
    title, times = result.longest
    print(f"打开最长的《{title}》：{_in_ms(times)}")
    return 0


def _in_ms(seconds: Sequence[float]) -> str:
    return f"p50 {quantile(seconds, 0.5) * 1000:.0f} 毫秒（最快 {min(seconds) * 1000:.0f}）"


def _reading(options: argparse.Namespace) -> int:
    took = measure_reading(options.corpus, options.megabytes)
    print(
        f"{took.files} 个文件，{took.megabytes:.2f} MB：热进程 {took.warm:.2f} 秒；从零开始，含去重和版本对应 {took.cold:.2f} 秒"
    )
    both = took.made + took.duplicates
    print(
        f"拼成的文字 {took.made_megabytes:.1f} MB：读取 {took.made:.1f} 秒，去重 {took.duplicates:.1f} 秒，"
        f"合计 {took.made_megabytes / both:.2f} MB/秒"
    )
    print(f"最大的读取进程 {took.largest_child / 2**20:.0f} MB，最大的文件 {took.largest_file / 2**20:.2f} MB")
    return 0


def _ablate(options: argparse.Namespace) -> int:
    questions = [question for path in options.gold or [GOLD] for question in load_gold(path)]
    generation, encoder = open_current(options.index), open_encoder(options.model, PLACES.models)
    total = len(RECIPES) * sum(question.answerable for question in questions)
    with tqdm(total=total, desc="ablate", unit="题", file=sys.stderr) as bar:
        results = ablate(questions, generation, encoder, today=date.today(), progress=bar.update)
    print(ablation_table(results))
    return 0


def _leave_out(options: argparse.Namespace) -> int:
    questions = [question for path in options.gold or [GOLD] for question in load_gold(path)]
    generation, encoder = open_current(options.index), open_encoder(options.model, PLACES.models)
    absences = plan(questions, generation)
    if not absences:
        raise ValueError("没有一道标准题的答案只在一份资料里；请换标准题文件（--gold）或者对应的索引（--index）。")
    with tqdm(total=sum(len(each.questions) for each in absences), desc="leave-out", unit="题", file=sys.stderr) as bar:
        results = leave_out(absences, generation, encoder, today=date.today(), progress=bar.update)
    print(leave_out_table(results))
    return 0


def _engines(options: argparse.Namespace) -> int:
    if not options.engine:
        raise ValueError("没有设置检索引擎；请加 --engine milvus://主机:19530/名称，或设置 JINGWEN_ENGINE。")
    generation, engine = open_with_engine(options.index, options.engine)
    assert engine is not None  # noqa: S101 - there is one wherever the setting is
    encoder = open_encoder(options.model, PLACES.models)
    for path in options.gold or [GOLD]:
        questions = load_gold(path)
        with tqdm(total=len(questions), desc=path.name, unit="题", file=sys.stderr) as bar:
            found = agreement(questions, generation, engine, encoder, today=date.today(), progress=bar.update)
        print("\n".join(agreement_lines(path.name, found)))
    return 0


def _scale(options: argparse.Namespace) -> int:
    asked = [question.question for path in options.gold or [GOLD] for question in load_gold(path)]
    generation, encoder = open_current(options.index), open_encoder(options.model, PLACES.models)
    measured = measure_scale(
        generation,
        encoder,
        list(dict.fromkeys(asked))[: options.questions],
        options.sizes,
        options.out,
        keep=options.keep,
        progress=lambda step: print(step, file=sys.stderr, flush=True),
    )
    rows = [line.split("\t") for line in scale_table(measured).splitlines()]
    print(tabulate(rows, tablefmt="plain", disable_numparse=True, colalign=("left", *["right"] * len(measured))))
    page = options.out / "scale.html"
    page.write_text(scale_page(measured, date.today()), encoding="utf-8")
    print(f"图表已写入 {page}", file=sys.stderr)
    return 0


_COMMANDS = {
    "run": _run,
    "ablate": _ablate,
    "leave-out": _leave_out,
    "engines": _engines,
    "calibrate": _calibrate,
    "serving": _serving,
    "reading": _reading,
    "scale": _scale,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测 / measure against gold questions")
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser(
        "run", help="用标准题评测当前索引；例：python -m eval run --gold eval/gold/corpus.jsonl"
    )
    ablating = commands.add_parser(
        "ablate", help="逐个关掉检索的各部分再评测；例：python -m eval ablate --index var/index"
    )
    absent = commands.add_parser(
        "leave-out", help="逐份去掉资料，只能由它回答的题都应拒答；例：python -m eval leave-out --index var/index"
    )
    engines = commands.add_parser(
        "engines",
        help="同样的题在本机和在 Milvus 上检索，结果是否相同；例：python -m eval engines --engine milvus://10.0.0.5/jingwen",
    )
    growing = commands.add_parser(
        "scale", help="生成不同规模的索引并测量；例：python -m eval scale --sizes 10000,100000 --out var/scale"
    )
    growing.add_argument(
        "--sizes", type=_sizes, default=(10_000, 100_000, 1_000_000), help="段数，逗号分隔（默认 10000,100000,1000000）"
    )
    growing.add_argument(
        "--out", type=Path, default=PLACES.index.parent / "scale", help="工作文件夹，报告也写在这里（默认 var/scale）"
    )
    growing.add_argument("--questions", type=int, default=100, help="用多少道标准题提问（默认 100）")
    growing.add_argument("--keep", action="store_true", help="保留生成的索引（一百万段约 6 GB），默认测完删除")
    for each in (asking, ablating, absent, engines, growing):
        _add_questions_and_index(each)
    engines.add_argument(
        "--engine",
        default=os.environ.get("JINGWEN_ENGINE"),
        help="milvus://主机:19530/名称 或 .db 文件（默认取 JINGWEN_ENGINE）",
    )
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
    serving = commands.add_parser(
        "serving", help="在浏览器里测量速度和内存；例：python -m eval serving --index var/index"
    )
    serving.add_argument("--gold", type=Path, default=GOLD, help="问题来自这个标准题文件")
    serving.add_argument("--questions", type=int, default=20, help="问多少题（默认 20）")
    serving.add_argument(
        "--index",
        type=Path,
        default=Path(os.environ.get("JINGWEN_INDEX", PLACES.index)),
        help="索引文件夹（默认 var/index）",
    )
    serving.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"), help="浏览器路径")
    reading = commands.add_parser("reading", help="测量文件读成段落的速度；例：python -m eval reading --corpus corpus")
    reading.add_argument(
        "--corpus",
        type=Path,
        default=Path(os.environ.get("JINGWEN_CORPUS", PLACES.corpus)),
        help="语料文件夹（默认 corpus/）",
    )
    reading.add_argument("--megabytes", type=float, default=10, help="用其中的句子拼成多少 MB 文字（默认 10）")
    asking.add_argument("--html", type=Path, metavar="FILE", help="另写一份带图的 HTML 报告")
    asking.add_argument(
        "--against", type=Path, metavar="FILE.json", help="与先前 --json 的输出相比，列出变好和变差的题"
    )
    asking.add_argument("--json", action="store_true", help="以 JSON 输出，含每题数字")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    """``10000,100000`` as numbers, in order."""
    return tuple(sorted(int(part) for part in text.split(",")))


def _add_questions_and_index(command: argparse.ArgumentParser) -> None:
    command.add_argument("--gold", type=Path, action="append", help="标准题文件，可重复（默认 eval/gold/corpus.jsonl）")
    command.add_argument(
        "--index",
        type=Path,
        default=Path(os.environ.get("JINGWEN_INDEX", PLACES.index)),
        help="索引文件夹（默认 var/index）",
    )
    command.add_argument(
        "--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）"
    )


if __name__ == "__main__":
    sys.exit(main())

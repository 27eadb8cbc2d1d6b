"""Commands over the bank: ``python -m quiz build|list|approve|paper|export|import|lint|stale``.

In: command-line arguments; JINGWEN_INDEX, JINGWEN_BANK and JINGWEN_MODEL for the defaults. Out: results on standard output, progress and
complaints on standard error. Exit 0 done; 1 could not, and nothing was changed; 2 misused; 3 done, with something left out or
to be looked at (import: rows or files; lint: faults; stale: items that went stale; paper: cells that could not be filled; export: items
that the format cannot carry).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from index.config import default_places
from index.encoder import open_encoder
from index.errors import NoGeneration
from index.generation import Generation
from index.lookup import Lookup
from index.published import current_id, open_current
from ingest.errors import KnowledgeBaseError
from quiz.bank import PROGRAM, Bank, Decision, Outcome, Query, open_bank
from quiz.blueprint import solve
from quiz.blueprint_file import read_blueprint
from quiz.errors import QuizError, UnusableFile
from quiz.importing.bringing import NO_SOURCE, Brought, bring
from quiz.importing.matching import Matcher
from quiz.paper import Chosen, Heading, make_paper, sections, total
from quiz.records import STATUS_TEXT, TYPE_TEXT, ItemType, Paper, Status
from quiz.staleness import Base, Finding, check_bank

PLACES = default_places(Path(__file__).resolve().parent.parent)
LEFT_OUT = 3  # exit code: done, with something left out or to be looked at


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    commands = {
        "build": _build,
        "list": _list,
        "approve": _approve,
        "paper": _paper,
        "export": _export,
        "import": _import,
        "lint": _lint,
        "stale": _stale,
    }
    try:
        return commands[options.command](options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m quiz", description="出题、组卷和导出 / make, keep and export quiz items"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    index = argparse.ArgumentParser(add_help=False)
    index.add_argument(
        "--index",
        type=Path,
        default=Path(os.environ.get("JINGWEN_INDEX", PLACES.index)),
        help="索引文件夹（默认 var/index）",
    )
    bank = argparse.ArgumentParser(add_help=False)
    stored = Path(os.environ.get("JINGWEN_BANK") or PLACES.bank)
    bank.add_argument("--bank", type=Path, default=stored, help="题库文件（默认 var/quiz/bank.sqlite3）")
    wanted = argparse.ArgumentParser(add_help=False)
    wanted.add_argument("--documents", nargs="+", default=[], metavar="NAME", help="只要这些资料（名称、路径或编号）")
    wanted.add_argument("--topics", nargs="+", default=[], metavar="TOPIC", help="只要这些章节")
    wanted.add_argument(
        "--types", nargs="+", default=[], metavar="TYPE", choices=[each.value for each in ItemType],
        help="只要这些题型：" + "、".join(f"{each.value}（{TYPE_TEXT[each]}）" for each in ItemType),
    )  # fmt: skip

    build = commands.add_parser(
        "build",
        parents=[index, bank, wanted],
        help="从资料出题，存入题库；例：python -m quiz build --documents 人民警察法",
    )
    build.add_argument(
        "--outdated", action="store_true", help="也从已被新版取代、而库里没有新版的文本出题，题干写明哪年版（默认不出）"
    )
    build.add_argument("--limit", type=_positive, help="最多出多少题")
    build.add_argument("--seed", type=int, default=0, help="随机种子：种子和资料相同，题目也相同（默认 0）")
    build.add_argument("--model", default=os.environ.get("JINGWEN_MODEL"), help="模型文件夹或名称（默认使用自带模型）")

    listing = commands.add_parser(
        "list", parents=[bank, wanted], help="列出题库里的题目或试卷；例：python -m quiz list --status draft"
    )
    _add_status(listing, [])
    listing.add_argument("--words", default="", help="题干、选项、答案、解析里都有的词，用空格隔开")
    listing.add_argument("--papers", action="store_true", help="列出试卷")

    approve = commands.add_parser(
        "approve", parents=[bank], help="采用题目；例：python -m quiz approve --who 李教官 题目编号"
    )
    approve.add_argument("ids", nargs="*", metavar="ID", help="题目编号（python -m quiz list 所列）")
    approve.add_argument("--all", action="store_true", help="采用全部草稿和待审的题目")
    approve.add_argument("--who", required=True, help="谁审核的")
    approve.add_argument("--reason", default="", help="理由，记入题目的历史")

    paper = commands.add_parser(
        "paper",
        parents=[bank, index],
        help="按组卷要求组卷；例：python -m quiz paper --blueprint 要求.csv --title 三月测验",
    )
    paper.add_argument("--blueprint", type=Path, required=True, help="组卷要求（csv 或 json）")
    paper.add_argument("--title", required=True, help="试卷标题")
    paper.add_argument("--variants", default="A", help="卷别，用逗号隔开：A,B（默认 A）")
    paper.add_argument("--seed", type=int, default=0, help="随机种子（默认 0）")
    paper.add_argument("--drafts", action="store_true", help="也用草稿和待审的题目")

    export = commands.add_parser(
        "export",
        parents=[bank],
        help="导出试卷或题目；例：python -m quiz export docx-paper --out 试卷.docx --paper 试卷编号",
    )
    export.add_argument("format", help="格式；写 ? 可看有哪些格式")
    export.add_argument("--out", type=Path, required=True, help="写入的文件")
    chosen = export.add_mutually_exclusive_group()
    chosen.add_argument("--paper", help="试卷编号（python -m quiz list --papers 所列）")
    _add_status(chosen, ["approved"])

    importing = commands.add_parser(
        "import", parents=[index, bank], help="导入旧题库，对上条文，存为草稿；例：python -m quiz import 旧题.xlsx"
    )
    importing.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="xlsx、csv、docx、txt，或本程序导出的 jsonl"
    )
    lint = commands.add_parser(
        "lint", parents=[index], help="检查旧题库，什么也不存；例：python -m quiz lint 旧题.docx"
    )
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="xlsx、csv、docx、txt，或本程序导出的 jsonl")
    commands.add_parser("stale", parents=[index, bank], help="资料更新后核对题库里各题的依据；例：python -m quiz stale")
    return parser


def _add_status(parser: Any, default: list[str]) -> None:
    parser.add_argument(
        "--status", nargs="+", default=default, choices=[each.value for each in Status],
        help="状态：" + "、".join(f"{each.value}（{STATUS_TEXT[each]}）" for each in Status),
    )  # fmt: skip


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("应为大于 0 的整数")
    return number


def _warn(text: str) -> None:
    print(text, file=sys.stderr)


def _build(options: argparse.Namespace) -> int:
    from quiz.evidence import OLD
    from quiz.filling import fill_bank  # here, because it brings what only making items needs
    from quiz.make import USUAL, Request

    generation = open_current(options.index, _warn)
    lookup = Lookup(generation)
    request = Request(
        documents=_document_ids(lookup, options.documents),
        topics=tuple(options.topics),
        types=frozenset(map(ItemType, options.types)) or USUAL,
        limit=options.limit,
        outdated=options.outdated,
    )
    with open_bank(options.bank) as bank:  # before the work, so that a foreign file is refused at once
        encoder = open_encoder(options.model, PLACES.models, report=lambda line: print(line, file=sys.stderr))
        now = datetime.now().astimezone()
        with _Steps() as steps:
            filled = fill_bank(
                bank, generation, lookup, encoder, request, options.seed, steps.show, now=now, today=date.today()
            )
    made = filled.made
    print(f"通过检查 {len(made.items)} 题：{_counts(Counter(TYPE_TEXT[item.type] for item in made.items))}")
    print(f"{_outcomes(filled.outcomes)}。题库 {options.bank}")
    for title, reasons in (("未通过检查", made.rejected), ("没有出题的段落", made.passed_over)):
        if reasons:
            print(f"{title}：")
            for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
                print(f"  {count:>6}  {reason}")
    if OLD in made.passed_over and not request.outdated:
        print("旧文本默认不出题；已被新版取代、而库里没有新版的，加 --outdated 可以出。")
    return 0


class _Steps:
    """One progress bar after another, for steps that tell their name with every report."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None
        self._step = ""

    def __enter__(self) -> _Steps:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, step: str, done: int, of: int) -> None:
        if step != self._step or self._bar is None:
            if self._bar is not None:
                self._bar.close()
            self._step = step
            self._bar = tqdm(total=of, desc=step, unit="", file=sys.stderr, mininterval=0.5)
        self._bar.update(done - self._bar.n)


def _document_ids(lookup: Lookup, names: Sequence[str]) -> tuple[str, ...]:
    """Ids of the documents that are named by id, path, title or instrument, or by a part of a title."""
    ids: list[str] = []
    for name in names:
        exact = [each.id for each in lookup.documents if name in (each.id, each.source, each.title, each.instrument)]
        found = exact or [each.id for each in lookup.documents if name in each.title]
        if not found:
            raise QuizError(f"资料库里没有“{name}”；请核对名称，或用 python -m index status 查看收入了哪些文件。")
        ids.extend(found)
    return tuple(dict.fromkeys(ids))


def _list(options: argparse.Namespace) -> int:
    with _existing(options.bank) as bank:
        if options.papers:
            papers = bank.papers()
            for paper in papers:
                print(f"{paper.id}  {paper.made_on}  {paper.title}（{paper.variant}卷）{_size(paper)}")
            print(f"共 {len(papers)} 份试卷。")
            return 0
        entries = bank.find(
            Query(
                documents=tuple(options.documents),
                topics=tuple(options.topics),
                types=tuple(map(ItemType, options.types)),
                statuses=tuple(map(Status, options.status)),
                words=options.words,
            )
        )
    for entry in entries:
        item = entry.item
        where = "；".join(source.reference for source in item.sources) or "没有依据"
        print(f"{item.id}  {STATUS_TEXT[entry.status]}  {TYPE_TEXT[item.type]}  {_short(item.stem)}  {where}")
    print(f"共 {len(entries)} 题：{_counts(Counter(STATUS_TEXT[entry.status] for entry in entries))}")
    return 0


def _approve(options: argparse.Namespace) -> int:
    if bool(options.ids) == options.all:
        raise QuizError("请写明要采用的题目编号，或者只写 --all；两者用一种。")
    decision = Decision(options.who, _now(), options.reason)
    with _existing(options.bank) as bank:
        ids = options.ids or [entry.item.id for entry in bank.find(Query(statuses=(Status.DRAFT, Status.IN_REVIEW)))]
        for id_ in ids:
            bank.entry(id_)  # every one must be there before the first is changed
        for id_ in ids:
            bank.approve(id_, decision)
    print(f"已采用 {len(ids)} 题。")
    return 0


def _paper(options: argparse.Namespace) -> int:
    blueprint = read_blueprint(options.blueprint)
    variants = [name.strip() for name in options.variants.replace("，", ",").split(",") if name.strip()]
    if not variants or len(set(variants)) < len(variants) or any(len(name) > 8 for name in variants):
        raise QuizError(f"--variants 应是用逗号隔开的不同卷别，例如 A,B，实际是“{options.variants}”；请改正。")
    heading = Heading(options.title, date.today().isoformat(), current_id(options.index) or "", blueprint.scoring)
    with _existing(options.bank) as bank:
        solution = solve(blueprint, bank.find(), seed=options.seed, drafts=options.drafts)
        papers = [make_paper(solution.chosen, heading, variant=name, seed=options.seed) for name in variants]
        for paper in papers:
            bank.save_paper(paper)
    for paper in papers:
        print(f"{paper.id}  {paper.title}（{paper.variant}卷）{_size(paper)}")
    for unmet in solution.unmet:
        print(unmet.reason, file=sys.stderr)
    return LEFT_OUT if solution.unmet else 0


def _size(paper: Paper) -> str:
    parts = "，".join(f"{each.title} {len(each.items)} 题 {each.marks:g} 分" for each in sections(paper))
    return f"：{len(paper.items)} 题，共 {total(paper.items):g} 分（{parts}）"


def _export(options: argparse.Namespace) -> int:
    from quiz.export.formats import FORMATS, format_named  # here, because it brings what only exports need

    chosen = format_named(options.format)
    if chosen is None:
        known = "\n".join(f"  {each.name}  {each.about}" for each in FORMATS)
        raise QuizError(f"没有格式“{options.format}”；可用的格式：\n{known}")
    if options.out.is_dir() or not options.out.parent.is_dir():
        raise QuizError(f"--out {options.out} 应是一个文件，它所在的文件夹应已存在；请改正。")
    with _existing(options.bank) as bank:
        paper = bank.paper(options.paper) if options.paper else _all_of(bank, options.status)
    exported = chosen.export(paper)
    part = options.out.with_name(options.out.name + ".part")
    try:
        part.write_bytes(exported.data)
        part.replace(options.out)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise QuizError(f"{options.out} 写不进去（{exc.strerror or exc}）；请检查权限和磁盘空间。") from exc
    print(f"已写入 {options.out}：{len(paper.items) - len(exported.left_out)} 题。")
    for remark in exported.remarks:
        print(remark)
    for id_, reason in exported.left_out:
        print(f"未导出 {id_}：{reason}", file=sys.stderr)
    return LEFT_OUT if exported.left_out else 0


def _all_of(bank: Bank, statuses: Sequence[str]) -> Paper:
    """Everything of these statuses as one paper that is not stored; each item is worth one mark."""
    entries = bank.find(Query(statuses=tuple(map(Status, statuses))))
    if not entries:
        said = "、".join(STATUS_TEXT[Status(each)] for each in statuses)
        raise QuizError(
            f"题库 {bank.path} 里没有状态为“{said}”的题目；请先用 python -m quiz approve 采用，或改用 --status。"
        )
    chosen = [Chosen(entry.item, entry.revision, 1.0) for entry in entries]
    return make_paper(chosen, Heading("题库", date.today().isoformat(), ""), variant="")


def _import(options: argparse.Namespace) -> int:
    matcher = _matcher(options.index)
    brought, refused = _bring_all(options.files, matcher)
    if not brought:
        return 1
    outcomes: Counter[Outcome] = Counter()
    with open_bank(options.bank) as bank:
        for file in brought:
            decision = Decision(PROGRAM, _now(), f"由 {file.file} 导入")
            for each in tqdm(file.items, desc=f"存入 {file.file}", unit="题", file=sys.stderr, mininterval=0.5):
                texts = [each.passage_text] if each.passage_text else []
                outcomes[bank.add(each.item, decision, passages=texts)] += 1
    for file in brought:
        _print_brought(file, faults=False)
    print(f"{_outcomes(outcomes)}。题库 {options.bank}")
    return LEFT_OUT if refused or any(file.problems for file in brought) else 0


def _lint(options: argparse.Namespace) -> int:
    brought, refused = _bring_all(options.files, _matcher(options.index))
    for file in brought:
        _print_brought(file, faults=True)
    if not brought:
        return 1
    found = refused or any(file.problems or any(each.faults for each in file.items) for file in brought)
    return LEFT_OUT if found else 0


def _bring_all(files: Iterable[Path], matcher: Matcher | None) -> tuple[list[Brought], int]:
    """Every file that can be used, and how many cannot; each is read whole before anything of it is stored."""
    brought, refused = [], 0
    for path in tqdm(list(files), desc="读取", unit="份", file=sys.stderr, mininterval=0.5):
        try:
            brought.append(bring(path, matcher))
        except UnusableFile as error:
            refused += 1
            print(error, file=sys.stderr)
    return brought, refused


def _matcher(index: Path) -> Matcher | None:
    """The base to compare with; None, said aloud, where there is no index yet."""
    try:
        generation: Generation = open_current(index, _warn)
    except NoGeneration as error:
        print(f"没有与条文核对：{error}", file=sys.stderr)
        return None
    return Matcher(generation, Lookup(generation), date.today())


def _print_brought(file: Brought, *, faults: bool) -> None:
    bound = sum(bool(each.item.sources) for each in file.items)
    moved = sum(each.law_moved for each in file.items)
    faulty = sum(bool(each.faults) for each in file.items)
    print(f"{file.file}：{len(file.items)} 题，{bound} 题找到依据，{moved} 题的法条有变动，{faulty} 题有需要核对之处。")
    for each in file.items:
        where = f"{file.file}{f' “{each.written.place}”' if each.written.place else ''} 第 {each.written.row} 行"
        for fault in each.faults:
            if faults or fault.rule == "law":
                print(f"{where}：{fault.text}")
        if faults and NO_SOURCE in each.item.flags:
            print(f"{where}：{NO_SOURCE}。")
    for note in file.notes:
        print(note)
    for problem in file.problems:
        print(problem.text, file=sys.stderr)


def _stale(options: argparse.Namespace) -> int:
    generation = open_current(options.index, _warn)
    with _existing(options.bank) as bank:
        report = check_bank(bank, Base(generation, Lookup(generation), date.today()), _now())
    print(
        f"依据未变 {len(report.kept)} 题，已移动 {len(report.moved)} 题，已变或不在库中 {len(report.stale)} 题，"
        f"没有依据 {len(report.without_source)} 题。"
    )
    _print_findings("已移动，引用已更新，请核对条号", report.moved)
    _print_findings("依据已变，不再进入新试卷", report.stale)
    return LEFT_OUT if report.stale else 0


def _print_findings(title: str, findings: Sequence[Finding]) -> None:
    if findings:
        print(f"{title}：")
    for finding in findings:
        print(f"  {finding.item_id}  {_short(finding.stem)}\n      {finding.reason}")


def _existing(path: Path) -> Bank:
    """A bank that is there: looking for items in none would only leave an empty file."""
    if not path.exists():
        raise QuizError(f"还没有题库 {path}；请先运行 python -m quiz build 或 python -m quiz import。")
    return open_bank(path)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _counts(counts: Mapping[str, int]) -> str:
    return "，".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda pair: -pair[1])) or "无"


def _outcomes(outcomes: Mapping[Outcome, int]) -> str:
    names = {
        Outcome.NEW: "新存入",
        Outcome.SAME: "已有且相同",
        Outcome.REVISED: "更新为新版",
        Outcome.KEPT: "已有人改过或决定过、保持原样",
    }
    return "，".join(f"{name} {outcomes.get(outcome, 0)} 题" for outcome, name in names.items())


if __name__ == "__main__":
    sys.exit(main())

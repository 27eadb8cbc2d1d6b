"""A run as a table for people and as an object for programs.

In: a Run. Out: lines of text, or a dict for JSON. Words figures; metrics.py and bootstrap.py compute them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from eval.ablation import Ablated
from eval.bootstrap import interval
from eval.compare import Comparison, Move
from eval.engines import TOP, Agreement
from eval.leave_out import LeftOut
from eval.metrics import Scores, fold, is_right
from eval.run import Asked, Run

LABELS = {
    "hit_at_1": "hit@1",
    "hit_at_5": "hit@5",
    "hit_at_10": "hit@10",
    "mrr_at_10": "MRR@10",
    "ndcg_at_10": "nDCG@10",
    "recall_at_10": "recall@10",
    "cites_gold": "引到标准段落",
    "cited_parts": "所需部分",
    "citation_precision": "引用精度",
    "key_points": "要点",
    "refused_rightly": "该拒的拒了",
    "answered_rightly": "该答的没有拒",
}


def table(run: Run) -> str:
    """Summary with confidence intervals first, then every question that went wrong."""
    s, means = run.summary, means_with_intervals([entry.scores for entry in run.asked])

    def row(*names: str) -> str:
        return "  ".join(_mean(LABELS[name], means.get(name)) for name in names)

    lines = [
        f"{run.name}：{s.questions} 题（{s.answerable} 题有答案）；方括号内为 95% 置信区间",
        f"  检索    {row('hit_at_1', 'hit_at_5', 'hit_at_10')}",
        f"          {row('mrr_at_10', 'ndcg_at_10', 'recall_at_10')}",
        f"  引用    {row('cites_gold', 'cited_parts')}",
        f"          {row('citation_precision', 'key_points')}",
        f"  拒答    应拒 {s.questions - s.answerable} 题中拒 {s.refused_rightly}；应答 {s.answerable} 题中误拒 {s.refused_wrongly}",
        f"          {row('refused_rightly', 'answered_rightly')}",
        f"  长度    中位数 {s.length_p50:.0f} 字，超过 300 字的占 {s.length_over_300:.3f}",
        f"  用时    p50 {s.elapsed_p50:.0f} 毫秒，p95 {s.elapsed_p95:.0f} 毫秒",
    ]
    wrong = [entry for entry in run.asked if not is_right(entry.scores)]
    lines += [f"  {entry.gold.id} {complaint(entry)}：{entry.gold.question}" for entry in wrong]
    return "\n".join(lines)


def agreement_lines(name: str, found: Agreement) -> list[str]:
    """How far two engines agree, and what they take."""

    def share(count: int) -> str:
        return f"{count}（{count / found.questions:.3f}）" if found.questions else "0"

    lines = [
        f"{name}：{found.questions} 题，本机精确检索与 Milvus 相比",
        f"  前 {TOP} 段及次序相同 {share(found.same_top)}，不论次序 {share(found.same_set)}，整个回答相同 {share(found.same_answer)}",
        f"  不计问题编码，每题用时 p50 / p95：本机 {found.here_p50:.0f} / {found.here_p95:.0f} 毫秒，"
        f"Milvus {found.there_p50:.0f} / {found.there_p95:.0f} 毫秒，"
        f"是 {found.there_p50 / found.here_p50:.1f} / {found.there_p95 / found.here_p95:.1f} 倍",
    ]
    return [*lines, f"  不同：{'、'.join(found.differing)}"] if found.differing else lines


def to_json(run: Run) -> dict[str, Any]:
    """Summary, 95 % intervals of its means, and figures and reply of each question."""
    return {
        "name": run.name,
        "summary": asdict(run.summary),
        "intervals": {
            name: [low, high]
            for name, (_, low, high, _) in means_with_intervals([entry.scores for entry in run.asked]).items()
        },
        "questions": [
            {
                **asdict(entry.scores),
                "probability": entry.probability,
                "question": entry.gold.question,
                "reply": entry.answer.text,
            }
            for entry in run.asked
        ],
    }


def complaint(entry: Asked) -> str:
    """What went wrong with a question, in one phrase."""
    if not entry.gold.answerable:
        return "应拒未拒"
    what = "误拒" if entry.scores.refused else "未引到"
    return f"{what}（标准段落第 {entry.scores.first_rank or '10 名以外'}）"


def comparison_table(name: str, comparison: Comparison) -> str:
    """Differences of the figures, then every question that got better, worse, or both."""
    lines = [f"{name} 与先前相比（方括号内为差的 95% 置信区间，按题配对）"]
    lines += [
        f"  {LABELS[d.figure]} {d.before:.3f} → {d.now:.3f}，差 {d.now - d.before:+.3f} [{d.low:+.3f}–{d.high:+.3f}]（{d.questions} 题）"
        for d in comparison.differences
    ]
    for title, better, worse in (("变好", True, False), ("变差", False, True), ("有好有坏", True, True)):
        held = [each for each in comparison.changes if (bool(each.better), bool(each.worse)) == (better, worse)]
        lines.append(f"  {title} {len(held)} 题")
        lines += [f"    {each.id} {_moved((*each.better, *each.worse))}：{each.question}" for each in held]
    for title, ids in (("先前才有", comparison.only_before), ("现在才有", comparison.only_now)):
        if ids:
            lines.append(f"  {title}或改了问法 {len(ids)} 题：{'、'.join(ids)}")
    return "\n".join(lines)


def ablation_table(results: Sequence[Ablated]) -> str:
    """One line for the whole search and one without each part; the name comes last, as it is of no fixed width."""
    lines = [" hit@5  MRR@10（差的 95% 区间）      引到标准段落  有变化的题  搜索"]
    lines += [
        f" {each.summary.hit_at_5:.3f}  {each.summary.mrr_at_10:.3f} [{each.low:+.3f}–{each.high:+.3f}]        "
        f"{each.summary.cites_gold:.3f}         {each.differs:>4}        {each.name}"
        for each in results
    ]
    return "\n".join(lines)


def leave_out_table(results: Sequence[LeftOut]) -> str:
    """Refusal recall with its interval, by document, then every question that was answered all the same."""
    every = [float(refused) for each in results for refused in each.refused]
    low, high = interval(every)
    lines = [
        f"留出评测：{len(results)} 份资料，{len(every)} 题；"
        f"拒答召回 {sum(every) / len(every):.3f} [{low:.3f}–{high:.3f}]（{int(sum(every))}/{len(every)}）"
    ]
    lines += [f"  {sum(each.refused)}/{len(each.refused)}  {each.source}" for each in results]
    lines += [
        f"  应拒未拒 {question.id}（去掉 {each.source}）：{question.question}"
        for each in results
        for question, refused in zip(each.asked, each.refused, strict=True)
        if not refused
    ]
    return "\n".join(lines)


def means_with_intervals(scores: Sequence[Scores]) -> dict[str, tuple[float, float, float, int]]:
    """Mean of each figure, both ends of its 95 % interval, and how many questions have it."""
    return {name: (sum(each) / len(each), *interval(each), len(each)) for name, each in fold(scores).items()}


def _moved(moves: Sequence[Move]) -> str:
    return "，".join(f"{LABELS[move.figure]} {move.before:.2f}→{move.now:.2f}" for move in moves)


def _mean(label: str, mean: tuple[float, float, float, int] | None) -> str:
    return f"{label} {mean[0]:.3f} [{mean[1]:.3f}–{mean[2]:.3f}]" if mean else f"{label} —"

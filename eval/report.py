"""A run as a table for people and as an object for programs.

In: a Run. Out: lines of text, or a dict for JSON. Computes nothing that metrics.py could.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from eval.metrics import intervals, is_right
from eval.run import Asked, Run


def table(run: Run) -> str:
    """Summary with confidence intervals first, then every question that went wrong."""
    s, ends = run.summary, intervals([entry.scores for entry in run.asked])
    without = s.questions - s.answerable

    def shown(name: str, label: str, mean: float) -> str:
        low, high = ends.get(name, (0.0, 0.0))
        return f"{label} {mean:.3f} [{low:.3f}–{high:.3f}]"

    def row(*figures: tuple[str, str]) -> str:
        return "  ".join(shown(name, label, getattr(s, name)) for name, label in figures)

    lines = [
        f"{run.name}：{s.questions} 题（{s.answerable} 题有答案）；方括号内为 95% 置信区间",
        f"  检索    {row(('hit_at_1', 'hit@1'), ('hit_at_5', 'hit@5'), ('hit_at_10', 'hit@10'))}",
        f"          {row(('mrr_at_10', 'MRR@10'), ('ndcg_at_10', 'nDCG@10'), ('recall_at_10', 'recall@10'))}",
        f"  引用    {row(('cites_gold', '引到标准段落'), ('cited_parts', '所需部分'))}",
        f"          {row(('citation_precision', '引用精度'), ('key_points', '要点'))}",
        f"  拒答    应拒 {without} 题中拒 {s.refused_rightly}；应答 {s.answerable} 题中误拒 {s.refused_wrongly}",
        f"          {shown('refused_rightly', '该拒的拒了', _share(s.refused_rightly, without))}  "
        f"{shown('answered_rightly', '该答的没有拒', _share(s.answerable - s.refused_wrongly, s.answerable))}",
        f"  长度    中位数 {s.length_p50:.0f} 字，超过 300 字的占 {s.length_over_300:.3f}",
        f"  用时    p50 {s.elapsed_p50:.0f} 毫秒，p95 {s.elapsed_p95:.0f} 毫秒",
    ]
    wrong = [entry for entry in run.asked if not is_right(entry.scores)]
    lines += [f"  {entry.gold.id} {complaint(entry)}：{entry.gold.question}" for entry in wrong]
    return "\n".join(lines)


def to_json(run: Run) -> dict[str, Any]:
    """Summary, 95 % intervals of its means, and figures and reply of each question."""
    return {
        "name": run.name,
        "summary": asdict(run.summary),
        "intervals": intervals([entry.scores for entry in run.asked]),
        "questions": [
            {**asdict(entry.scores), "question": entry.gold.question, "reply": entry.answer.text} for entry in run.asked
        ],
    }


def complaint(entry: Asked) -> str:
    """What went wrong with a question, in one phrase."""
    if not entry.gold.answerable:
        return "应拒未拒"
    what = "误拒" if entry.scores.refused else "未引到"
    return f"{what}（标准段落第 {entry.scores.first_rank or '10 名以外'}）"


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0

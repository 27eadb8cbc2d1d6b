"""A run as a table for people and as an object for programs.

In: a Run. Out: lines of text, or a dict for JSON. Computes nothing that metrics.py could.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from eval.run import Asked, Run


def table(run: Run) -> str:
    """Summary first, then every question that went wrong."""
    s = run.summary
    lines = [
        f"{run.name}：{s.questions} 题（{s.answerable} 题有答案）",
        f"  检索    hit@1 {s.hit_at_1:.3f}  hit@5 {s.hit_at_5:.3f}  hit@10 {s.hit_at_10:.3f}  MRR@10 {s.mrr_at_10:.3f}  recall@10 {s.recall_at_10:.3f}",
        f"  引用    引到标准段落 {s.cites_gold:.3f}  所需部分 {s.cited_parts:.3f}  引用精度 {s.citation_precision:.3f}  要点 {s.key_points:.3f}",
        f"  拒答    应拒 {s.questions - s.answerable} 题中拒 {s.refused_rightly}；应答 {s.answerable} 题中误拒 {s.refused_wrongly}",
        f"  长度    中位数 {s.length_p50:.0f} 字，超过 300 字的占 {s.length_over_300:.3f}",
        f"  用时    p50 {s.elapsed_p50:.0f} 毫秒，p95 {s.elapsed_p95:.0f} 毫秒",
    ]
    wrong = [entry for entry in run.asked if _is_wrong(entry)]
    lines += [f"  {_complaint(entry)}" for entry in wrong]
    return "\n".join(lines)


def to_json(run: Run) -> dict[str, Any]:
    """Summary, and figures and reply of each question."""
    return {
        "name": run.name,
        "summary": asdict(run.summary),
        "questions": [
            {**asdict(entry.scores), "question": entry.gold.question, "reply": entry.answer.text} for entry in run.asked
        ],
    }


def _is_wrong(entry: Asked) -> bool:
    return (
        not entry.scores.refused if not entry.gold.answerable else entry.scores.refused or not entry.scores.cites_gold
    )


def _complaint(entry: Asked) -> str:
    if not entry.gold.answerable:
        what = "应拒未拒"
    elif entry.scores.refused:
        what = f"误拒（标准段落第 {entry.scores.first_rank or '10 名以外'}）"
    else:
        what = f"未引到（标准段落第 {entry.scores.first_rank or '10 名以外'}）"
    return f"{entry.gold.id} {what}：{entry.gold.question}"

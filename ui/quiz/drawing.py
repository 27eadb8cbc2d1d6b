"""An item as HTML: stem, options, key, explanation, basis.

In: an item. Out: escaped HTML.
Does not say whether an item is good.
"""

from __future__ import annotations

from quiz.records import TYPE_TEXT, Item, ItemType
from ui import parts


def question_html(item: Item, number: int | None = None) -> str:
    """The stem and the options, without any trace of the key."""
    before = f"{number}. " if number is not None else ""
    kind = f'<span class="jw-badge">{TYPE_TEXT[item.type]}</span>'
    return f'<div class="jw-item"><p>{kind} <b>{before}{parts.quoted(item.stem)}</b></p>{_options(item)}</div>'


def answer_html(item: Item) -> str:
    """The key, the explanation, the basis, and what a reviewer should know."""
    key = "；".join(item.key)
    accept = f"（也算对：{parts.quoted('、'.join(item.accept))}）" if item.accept and not item.options else ""
    sources = "；".join(f"{source.reference}（{source.status_text}）" for source in item.sources) or "没有找到依据"
    flags = "".join(f'<li><span aria-hidden="true">⚠</span> {parts.quoted(flag)}</li>' for flag in item.flags)
    return (
        f'<div class="jw-item"><p><b>答案：</b>{parts.quoted(key)}{accept}</p>'
        f"<p><b>解析：</b>{parts.quoted(item.explanation)}</p>"
        + ("" if "依据：" in item.explanation else f"<p><b>依据：</b>{parts.quoted(sources)}</p>")
        + (f'<ul class="jw-doubts">{flags}</ul>' if flags else "")
        + "</div>"
    )


def _options(item: Item) -> str:
    if not item.options:
        return ""
    rows = "".join(
        f"<li>{parts.quoted(option.id)}. {parts.quoted(option.text)}"
        f"{f' —— {parts.quoted(option.match)}' if item.type is ItemType.MATCHING else ''}</li>"
        for option in item.options
    )
    return f'<ul class="jw-options">{rows}</ul>'

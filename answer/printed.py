"""A sheet as a page for the printer.

In: a Sheet. Out: one HTML page of A4 that needs nothing else: no script, no picture, nothing from elsewhere. Text is escaped by
the template engine. Writes no file.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from answer.sheet import Sheet


def to_html(sheet: Sheet) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("printed.html").render(sheet=sheet)

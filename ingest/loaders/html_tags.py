"""What the tags of a web page mean to a reader.

In: nothing. Out: sets of tag names, and which elements the start of another one ends.
Does not hold attributes or styles.
"""

from __future__ import annotations

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CELLS = ("td", "th")
TABLE_PARTS = ("tr", "td", "th", "tbody", "thead", "tfoot", "table")
LISTS = ("ol", "ul", "menu", "dl")
PAGE_FURNITURE = frozenset(["header", "footer", "aside"])
DROPPED = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "iframe",
        "nav",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# What the start of an element ends, and where the search for it stops.
ENDED_BY_BLOCK: tuple[set[str], frozenset[str]] = ({"p"}, BLOCKS - {"p"})
ENDED_BY: dict[str, tuple[set[str], frozenset[str]]] = {
    "li": ({"li"}, frozenset(LISTS)),
    "dt": ({"dt", "dd"}, frozenset({"dl"})),
    "dd": ({"dt", "dd"}, frozenset({"dl"})),
    "tr": ({"tr", "td", "th"}, frozenset({"table"})),
    "td": ({"td", "th"}, frozenset({"tr", "table"})),
    "th": ({"td", "th"}, frozenset({"tr", "table"})),
    "option": ({"option"}, frozenset({"select", "datalist"})),
}

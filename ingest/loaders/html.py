"""Web pages to lines.

In: the bytes of an HTML file. Out: the lines of its text as a browser would break them; h1 to h6 carry their level,
rows of tables are one line each, and the title of the page comes first where there is no h1.
Does not run scripts, fetch anything, or know classes and style sheets: only inline styles can hide an element.
"""

from __future__ import annotations

import codecs
import re

from ingest.loaders.html_reader import PageReader, Unfinished
from ingest.loaders.refusals import unreadable
from ingest.loaders.text import decode
from ingest.records import Line, Loaded


def load_html(data: bytes, name: str) -> Loaded:
    """Read a web page without its scripts, menus, page headers and footers, forms and hidden parts."""
    text = _decode_page(data, name)
    if not _TAG.search(text):
        advice = "如果是纯文本，请把后缀改为 .txt 后重新放入"
        raise unreadable(name, expected="网页（HTML）", found="没有任何 HTML 标签", advice=advice)
    if text.count("<") > _MOST_TAGS:
        raise unreadable(name, expected=f"不超过{_MOST_TAGS}个标签的网页", found="标签过多", advice=_KEEP_THE_TEXT)
    reader = PageReader()
    try:
        reader.feed(text)
        reader.close()
    except Unfinished as error:
        found = "有许多没有结束的标签或注释"
        raise unreadable(name, expected="完整的网页", found=found, advice=_KEEP_THE_TEXT) from error
    if reader.too_deep:
        found = "标签嵌套过深，像是损坏的网页"
        raise unreadable(name, expected="正常嵌套的网页", found=found, advice=_KEEP_THE_TEXT)
    return Loaded(tuple(_with_title(reader.lines, reader.title)))


def _decode_page(data: bytes, name: str) -> str:
    """Decode by mark, then as text; only Big5 needs the page's own word, for the rest bytes are surer than labels.

    Pages saved by a browser are often UTF-8 while their label still says gb2312.
    """
    label = _CHARSET.search(data[:_CHARSET_WITHIN])
    if label and label[1].lower().startswith(b"big5") and not data.startswith(codecs.BOM_UTF8):
        try:
            return data.decode("big5hkscs")
        except UnicodeDecodeError:
            pass  # the label is wrong; the general rules decide
    return decode(data, name)


def _with_title(lines: list[Line], title: str) -> list[Line]:
    if not title or any(line.level == 1 for line in lines):
        return lines
    rest = lines[1:] if lines and lines[0].text == title else lines
    return [Line(title, level=1), *rest]


_KEEP_THE_TEXT = "请在浏览器中打开，复制正文另存为 .docx 或 .txt"
_TAG = re.compile(r"<[a-zA-Z!/]")
_MOST_TAGS = 500_000  # a statute of 500 articles has about 2,000; reading half a million takes some seconds
_CHARSET_WITHIN = 4096  # the standard asks for the label in the first kilobyte, real pages are less strict
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

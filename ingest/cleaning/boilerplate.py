"""What a web page or a download site puts around a text: navigation, download notes, copyright, lists of links, page numbers.

In: lines. Out: the lines that belong to a text. Found by shape (a label and no sentence), by position (the first or last
lines of a page, everything after the first mark of its foot) and by repetition (a line beside every page number).
A sentence about downloads or copyright is guidance and stays; so does everything when in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.records import Line


def drop_navigation(lines: Sequence[Line]) -> list[Line]:
    """Remove labels and links of a page, wherever they stand, and bylines among its first lines."""
    written = [index for index, line in enumerate(lines) if line.text]
    head = set(written[:_HEAD])
    return [line for index, line in enumerate(lines) if not is_navigation(line.text, in_head=index in head)]


def drop_site_notes(lines: Sequence[Line]) -> list[Line]:
    """Remove what a site says about itself and its files: disclaimers, download terms, praise of its collection."""
    return [line for line in lines if not is_site_note(line.text)]


def drop_foot(lines: Sequence[Line]) -> list[Line]:
    """Remove everything from the first mark of a page's foot on, if no paragraph of a text follows it."""
    for index in range(len(lines) - 1, -1, -1):
        if _is_paragraph(lines[index].text):
            foot = next((at for at in range(index + 1, len(lines)) if _FOOT.search(lines[at].text)), len(lines))
            return list(lines[:foot])
    return list(lines)


def drop_page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Remove page numbers in a line of their own, and the running head that stands beside most of them."""
    written = [index for index, line in enumerate(lines) if line.text]
    numbers = {index for index in written if _PAGE_NUMBER.match(lines[index].text)}
    if len(numbers) < _FEWEST_PAGES:
        return list(lines)  # a single “12” may be anything
    order = {index: place for place, index in enumerate(written)}
    beside = [
        written[order[index] + step] for index in numbers for step in (-1, 1) if 0 <= order[index] + step < len(written)
    ]
    heads = Counter(lines[index].text for index in beside if index not in numbers)
    running = {text for text, count in heads.items() if count >= _FEWEST_PAGES and not _is_paragraph(text)}
    gone = numbers | {index for index in beside if lines[index].text in running}
    return [line for index, line in enumerate(lines) if index not in gone]


def is_navigation(text: str, *, in_head: bool = False) -> bool:
    """A link or a label of a page has no full stop; “相关文档应当归档保存。” is a rule about files."""
    if not text or len(text) > _LONGEST_LABEL or text.endswith("。"):
        return False
    return bool(_LABEL.search(text) or _COPYRIGHT.search(text) or (in_head and _BYLINE.search(text)))


def is_site_note(text: str) -> bool:
    """Whether a site speaks of itself: it names itself or its files, and says what sites say."""
    if len(text) > _LONGEST_NOTE:
        return False
    said = len(set(_SERVICE.findall(text)))
    return said >= 3 or (said >= 1 and bool(_SITE.search(text)))


def is_page_part(text: str) -> bool:
    """Whether a line shows that the file is a page of a web site."""
    return is_navigation(text, in_head=True) or is_site_note(text)


_HEAD = 10  # written lines at the beginning of a page among which bylines stand
_LONGEST_LABEL = 80  # longer lines carry text of their own
_LONGEST_NOTE = 300
_FEWEST_PAGES = 3
_LABEL = re.compile(
    r"^[•·●]?\s*(?:欢迎(?:来到|光临|访问).*[网站]|我要投稿|您?当前位置|您(?:的|现在的)位置|首页\s*[>»]|合集下载|友情链接|"
    r"相关(?:文档|文章|阅读|推荐|链接)|最新文档|热门(?:文章|文档)|猜你喜欢|推荐阅读|上一篇|下一篇|返回(?:首页|顶部|列表)|"
    r"(?:点击)?下载(?:此文|本文|文档|全文)|打印本页|关闭窗口|责任编辑|本文(?:来源|网址|链接)|设为首页|加入收藏|网站地图|"
    r"联系我们|关于我们|我有话说|发表评论|网友评论|分享到|扫一扫|关\s*键\s*词\s*[:：]\s*$)"
    r"|^[^。，,]{0,40}(?:\s*(?:>>|>|»|›)\s*[^。>»›]{1,20}){2,}$"  # 首页 > 公安 > 正文
    r"|^[^。，,/]{2,12}(?:/[^。，,/\d]{2,10}){2,}$"  # 某某文库()/免费论文/行政管理
)
_BYLINE = re.compile(
    r"^(?:发布)?(?:时间|日期)[:：]\s*\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|^来源[:：].*(?:作者|点击|时间|浏览)|"
    r"(?:点击|浏览|阅读)(?:次数|数|量)?[:：].*字体|^(?:点击|浏览|阅读)(?:次数|数|量)[:：]?\s*\d*$"
)
_COPYRIGHT = re.compile(
    r"^版权(?:所有(?!者|人|权)|声明)|copyright\s*©|©\s*\d{4}|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备",
    re.IGNORECASE,
)
_SITE = re.compile(r"本(?:网)?站|本平台|本文库|题库|文库|写作参考|网友|(?:为|供)您")
_SERVICE = re.compile(
    r"下载文档|文档内容|在线预览|部分预览|完整预览|申请退款|人工客服|平台不提供|侵犯了?您的权[利益]|版权归|转载的?(?:作品|文章)|"
    r"请勿.{0,6}抄袭|知识产权|收藏此文|收集整理|精选的|供您.{0,4}参考|仅供.{0,4}(?:学习|参考)|原作者"
)
_FOOT = re.compile(
    r"^[•·●]?\s*(?:上一篇|下一篇|相关(?:文章|文档|阅读|链接|推荐)|最新文档|热门(?:文章|文档)|友情链接|免责声明|版权(?:所有(?!者|人|权)|声明)|"
    r"声明\s*[:：]|关\s*键\s*词\s*[:：]\s*$|我有话说|发表评论|网友评论|推荐阅读|猜你喜欢)|copyright\s*©",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"^(?:第\s*\d+\s*页(?:\s*[/，,]?\s*共\s*\d+\s*页)?|[-—－]+\s*\d+\s*[-—－]+|\d+\s*/\s*\d+|\d{1,4})$"
)


def _is_paragraph(text: str) -> bool:
    """A sentence of a text, not of the page around it."""
    return ("。" in text or len(text) > _LONGEST_LABEL) and not is_site_note(text) and not _FOOT.search(text)

"""What a web page or a download site puts around a text: navigation, buttons, download notes, copyright, lists of links, page numbers.

In: lines. Out: the lines that belong to a text. Found by shape (a label and no sentence), by position (the first lines of
a page, everything after the first mark of its foot) and by repetition (page numbers that count, the head beside them).
The rules for web pages are for files that show themselves to be one: a guide may have a heading 联系我们 and a list
相关文件 of its own. A sentence about downloads or copyright is guidance and stays; so does everything when in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.records import Line


def is_web_page(lines: Sequence[Line]) -> bool:
    """Whether a file is a saved page of a web site: two parts of a page, one of which nothing else can be."""
    parts = sure = 0
    for line in lines:
        if line.text and is_page_part(line.text):
            parts += 1
            sure += _is_sure(line.text)
            if parts >= _FEWEST_PARTS and sure:
                return True
    return False


def is_page_part(text: str) -> bool:
    """Whether a line may belong to a page and not to a text."""
    return is_label(text, in_head=True) or is_site_note(text)


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


def drop_labels(lines: Sequence[Line]) -> list[Line]:
    """Remove labels, links and buttons wherever they stand, and the name of the site and bylines among the first lines.

    A heading of the format stays: a page of one's own may have one 联系我们.
    """
    head = set([index for index, line in enumerate(lines) if line.text][:_HEAD])
    return [
        line
        for index, line in enumerate(lines)
        if line.level is not None or not is_label(line.text, in_head=index in head)
    ]


def drop_page_numbers(lines: Sequence[Line]) -> list[Line]:
    """Remove page numbers in a line of their own, and the running head that stands beside most of them."""
    written = [index for index, line in enumerate(lines) if line.text]
    numbers = {index for index in written if _PAGE_OF_PAGES.match(lines[index].text)}
    numbers |= _counting(lines, written, _DASHED_NUMBER, _FEWEST_DASHED, apart=2)
    numbers |= _counting(lines, written, _BARE_NUMBER, _FEWEST_PAGES, apart=_SHORTEST_PAGE)
    order = {index: place for place, index in enumerate(written)}
    beside = [
        written[order[index] + step] for index in numbers for step in (-1, 1) if 0 <= order[index] + step < len(written)
    ]
    heads = Counter(lines[index].text for index in beside if index not in numbers)
    running = {text for text, count in heads.items() if count >= _FEWEST_PAGES and not _is_paragraph(text)}
    gone = numbers | {index for index in beside if lines[index].text in running}
    return [line for index, line in enumerate(lines) if index not in gone]


def is_label(text: str, *, in_head: bool = False) -> bool:
    """A link or a button of a page has no full stop; “相关文档应当归档保存。” is a rule about files."""
    if not text or len(text) > _LONGEST_LABEL or text.endswith(("。", "；", ";")):
        return False
    if _SURE_LABEL.search(text) or _LABEL.search(text) or _fields(text) or _is_menu(text):
        return True
    return in_head and bool(_BYLINE.search(text) or _SITE_NAME.search(text))


def is_site_note(text: str) -> bool:
    """Whether a site speaks of itself: it names itself or its files, and says what sites say; a case report may quote it."""
    if len(text) > _LONGEST_NOTE or _CASE.search(text):
        return False
    said = len(set(_SERVICE.findall(text)))
    return said >= 3 or (said >= 1 and bool(_SITE.search(text)))


def _is_sure(text: str) -> bool:
    return is_site_note(text) or bool(_SURE_LABEL.search(text)) or _fields(text)


def _is_menu(text: str) -> bool:
    """Nothing but the words of a site's buttons; one alone must be shorter than the heading 联系方式."""
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    return (
        bool(words)
        and all(_MENU_WORD.fullmatch(word) for word in words)
        and (len(words) > 1 or len(text) < _SHORTEST_HEADING)
    )


def _fields(text: str) -> bool:
    """``来源：某网 作者：某某 浏览：12``: nothing but fields, one of which only a page counts."""
    return bool(_FIELDS.fullmatch(text)) and bool(_COUNTED.search(text))


def _counting(
    lines: Sequence[Line], written: Sequence[int], shape: re.Pattern[str], fewest: int, apart: int
) -> set[int]:
    """Lines of this shape whose numbers count up with enough lines between them; 110, 119, 122 below each other do not."""
    found = [
        (place, index, int(match[1]))
        for place, index in enumerate(written)
        if (match := shape.match(lines[index].text))
    ]
    gone: set[int] = set()
    for chain in _chains(found, apart):
        if len(chain) >= fewest:
            gone |= set(chain)
    return gone


def _chains(found: Sequence[tuple[int, int, int]], apart: int) -> Iterator[list[int]]:
    if not found:
        return
    chain = [found[0][1]]
    for (place, _, number), (following, index, next_number) in pairwise(found):
        if next_number != number + 1 or following - place < apart:
            yield chain
            chain = []
        chain.append(index)
    yield chain


def _is_paragraph(text: str) -> bool:
    """A sentence of a text, not of the page around it."""
    return ("。" in text or len(text) > _LONGEST_LABEL) and not is_page_part(text)


_FEWEST_PARTS = 2
_HEAD = 10  # written lines at the beginning of a page among which bylines stand
_LONGEST_LABEL = 80  # longer lines carry text of their own
_LONGEST_NOTE = 300
_SHORTEST_HEADING = 4
_FEWEST_PAGES = 3
_FEWEST_DASHED = 2
_SHORTEST_PAGE = 8  # written lines between two bare numbers that count pages; those of a list stand closer
_END = r"(?:\s*[:：].*|\s*[<《【].*)?$"  # a label ends, or its links follow: 上一篇：…
_SURE_LABEL = re.compile(
    rf"^[•·●]?\s*(?:欢迎(?:来到|光临|访问)\S*[网站]$|我要投稿|您?(?:的|现在的)?(?:当前)?位置\s*[:：]|您当前位置|首页\s*[>»›]|合集下载$|"
    rf"友情链接{_END}|[上下]一(?:篇|页|条)\s*[:：]|(?:点击)?下载(?:此文|本文|文档到电脑|全文).{{0,20}}$|关闭窗口$|设为首页|加入收藏|"
    r"(?:剩余|还剩)\s*\d+\s*页未读|发表于\s*\d{4}|\S{2,12}\s*\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?\s*发表于|点击上方.{0,6}关注|阅读原文$|"
    r".{0,6}点个(?:在看|赞)|您需要登录|您可能(?:感兴趣|喜欢)|猜你喜欢)"
    r"|copyright\s*©|©\s*\d{4}|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备"
    r"|^(?:\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?)\s*(?:\d{1,2}:\d{2}(?::\d{2})?\s+|\s)来源\s*[:：]",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"^[•·●]?\s*(?:(?:相关|最新|热门|推荐)(?:文档|文章|阅读|推荐|链接|新闻|资讯|内容|专题){_END}|返回(?:首页|顶部|列表)$|打印本页$|"
    rf"往期(?:推荐|回顾){_END}|责任编辑\s*[:：]|本文(?:来源|网址|链接|地址)\s*[:：]|网站(?:地图|简介)$|联系我们$|关于我们$|我有话说$|发表(?:评论|回复)$|网友评论$|"
    rf"分享(?:到|至)\s*[:：]?(?:\s*(?:微信|微博|QQ\S*|朋友圈|空间))*$|扫一扫$|转载.{{0,6}}注明|"
    r"(?:微信)?扫(?:一扫|码).{0,20}(?:公众号|客户端|APP|更多\S{0,4}|微信|微博)$|\d+\s*条?评论$|关\s*键\s*词\s*[:：]\s*$|"
    r"版权(?:所有(?!者|人|权)|声明)|互联网\S{0,10}许可证)"
    r"|^[^。，,]{0,40}(?:\s*(?:>>|>|»|›)\s*[^。>»›]{1,20}){2,}$"  # 首页 > 公安 > 正文
    r"|^[^。，,/]{2,12}(?:/[^。，,/\d]{2,10}){2,}$",  # 某某文库()/免费论文/行政管理
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[\s|｜·/【】\[\]]+")
_MENU_WORD = re.compile(
    r"(?:\S{2,8}网)?(?:网站)?首页|新闻|资讯|政务|评论|图片|视频|专题|论坛|博客|登录|注册|立即注册|会员|VIP|开通(?:会员|VIP)|上传(?:文档)?\S{0,4}|"
    r"回复|举报|支持|反对|楼主|沙发|板凳|地板|\d+楼|发表回复|返回(?:列表|顶部|首页)|点赞|收藏|转发|分享|微信|微博|QQ(?:空间|好友)?|打印|关闭|下一页|"
    r"上一页|尾页|末页|只看该作者|倒序浏览|下载|阅读全文|展开全文|继续阅读|\d+条评论|网站(?:简介|地图|声明)|广告服务|联系(?:方式|我们)|法律声明|关于我们|招聘信息|字号|大|中|小",
    re.IGNORECASE,
)
_FIELD = (
    r"(?:来源|作者|编辑|责任编辑|发布(?:时间|日期|者)?|时间|日期|(?:点击|浏览|阅读|下载)(?:次数|数|量|人次)?|评论数?|字[体号]|文档格式|格式|页数|大小|"
    r"所需积分|积分|栏目|分类|标签)\s*[:：]"
)
_FIELDS = re.compile(
    rf"(?:\d{{4}}[-年/.]\d{{1,2}}[-月/.]\d{{1,2}}日?\s*[\d:]*\s*)?(?:{_FIELD}\s*[^:：。，]*)+", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?:(?:点击|浏览|阅读|下载)(?:次数|数|量|人次)?|字[体号]|所需积分)\s*[:：]\s*(?:\[?大|\d+|次|收藏|$|\s)"
)
_BYLINE = re.compile(
    r"^(?:发布)?(?:时间|日期)[:：]\s*\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|^来源[:：].*(?:作者|点击|时间|浏览)"
)
_SITE_NAME = re.compile(r"^\S{2,10}(?:文库|文秘网|范文网|论文网|资料库|论坛|文秘|在线)$")
_CASE = re.compile("诈骗|骗子|受骗|被骗|受害|嫌疑|犯罪|取证|证据|报警|应当|应该")
_SITE = re.compile(r"本(?:网)?站|本平台|本文库|本文档由|题库|文库|写作参考|网友|小编|(?:为|供)您")
_SERVICE = re.compile(
    r"下载文档|文档内容|在线预览|部分预览|完整预览|申请退款|人工客服|平台不提供|侵犯了?您的权[利益]|版权归|转载的?(?:作品|文章)|由(?:用户|网友)上传|"
    r"如有侵权|请勿.{0,6}抄袭|知识产权|收藏此文|收集整理|(?:为|给)(?:大家|您|你)整理|更多精彩|精选的|供您.{0,4}参考|仅供.{0,4}(?:学习|参考)|原作者"
)
_FOOT = re.compile(
    rf"^[•·●]?\s*(?:[上下]一篇\s*[:：]|(?:相关|最新|热门|推荐)(?:文章|文档|阅读|链接|推荐|新闻|资讯){_END}|友情链接{_END}|"
    rf"免责声明{_END}|版权(?:所有(?!者|人|权)|声明)|声明\s*[:：]|关\s*键\s*词\s*[:：]\s*$|我有话说$|发表(?:评论|回复)$|网友评论$|"
    rf"往期(?:推荐|回顾){_END}|猜你喜欢|您可能(?:感兴趣|喜欢)|您需要登录)|copyright\s*©",
    re.IGNORECASE,
)
_PAGE_OF_PAGES = re.compile(r"^第\s*\d+\s*页\s*[/，,]?\s*共\s*\d+\s*页$")
_DASHED_NUMBER = re.compile(r"^[-—－]+\s*(\d+)\s*[-—－]+$")
_BARE_NUMBER = re.compile(r"^(?:第\s*)?(\d{1,4})(?:\s*页|\s*/\s*\d+)?$")

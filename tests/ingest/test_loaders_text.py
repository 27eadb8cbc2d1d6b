"""Plain text and Markdown: encodings are decided strictly, marks go, wording stays."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFile
from ingest.loaders.markdown import load_markdown
from ingest.loaders.text import decode, load_text
from ingest.records import Line

RULE = (
    "第一条 为了规范社区警务工作，保障公安机关和人民警察依法履行职责，根据有关法律，制定本规定。\r\n"
    "第二条 社区民警应当定期走访辖区群众，及时发现和化解矛盾纠纷，对重点人员和重点部位进行检查，并作出记录。\r\n"
    "第三条 违反本规定的，由上级公安机关责令改正；情节严重的，依法给予处分；构成犯罪的，依法追究刑事责任。\r\n"
)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def read(source: str) -> list[tuple[str, int | None]]:
    return [(line.text, line.level) for line in load_markdown(source.encode(), "规定.md").lines]


@pytest.mark.parametrize(
    "data",
    [
        RULE.encode("utf-8"),
        RULE.encode("utf-8-sig"),
        RULE.encode("gb18030"),
        RULE.encode("gbk"),
        RULE.encode("utf-16"),
        b"\xfe\xff" + RULE.encode("utf-16-be"),
        (RULE + "1. a\r\n").encode("utf-16-le"),
        (RULE + "1. a\r\n").encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 mark", "gb18030", "gbk", "utf-16 mark", "utf-16-be mark", "utf-16-le bare", "utf-16-be bare"],
)
def test_every_supported_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data, "规定.txt").replace("1. a\r\n", "") == RULE


@pytest.mark.parametrize(
    ("data", "found", "advice"),
    [
        (b"\x00\x01\x02\x03PROGRAM" * 40, "含有二进制内容", "请确认没有放错文件"),
        (bytes(range(256)) * 8, "含有二进制内容", "请确认没有放错文件"),
        (bytes(range(1, 32)) * 8 + "警察".encode("gbk"), "含有二进制内容", "请确认没有放错文件"),
        (b"\xef\xbb\xbf\xff\xfe\xfd", "有损坏的字节", "另存为 UTF-8"),
        (b"\xff\xfe" + "警察".encode("utf-16-le") + b"\x00", "有损坏的字节", "另存为 UTF-8"),
        (RULE.encode() + b"\xe7", "有1处字节损坏（第一处在第4行）", "请重新获取该文件"),
        (RULE.encode().replace(b"\xe8\xad\xa6", b"\xe8\xad", 1), "有1处字节损坏（第一处在第1行）", "请重新获取该文件"),
        ("公安機關應當依法保障人民的權利，調查取證".encode("big5") * 20, "读不出通顺的文字", "另存为 UTF-8"),
        (b"\xff\xff\xff\xff", "读不出通顺的文字", "另存为 UTF-8"),
    ],
)
def test_unreadable_text_is_refused_with_the_next_step(data: bytes, found: str, advice: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(data, "规定.txt")
    message = str(caught.value)
    assert message.startswith("规定.txt：应是") and found in message and advice in message


def test_lines_of_plain_text_stay_as_they_are() -> None:
    source = "　　标题\n\n1. 甲 \r\n\\ 乙\r丙\x0b丁\x0c戊\u2028己\n"
    assert texts(load_text(source.encode(), "a.txt").lines) == [
        "　　标题",
        "",
        "1. 甲 ",
        "\\ 乙",
        "丙",
        "丁",
        "戊",
        "己",
    ]


def test_headings_carry_their_level_and_blank_lines_stay() -> None:
    source = (
        "# 社区警务规定 #\n\n\n## 第一章 总 则\n###### 六级\n##第二章 罚则\n#话题# 不是标题\n总纲\n====\n\n细目\n---\n"
    )
    assert read(source) == [
        ("社区警务规定", 1),
        ("", None),
        ("", None),
        ("第一章 总 则", 2),
        ("六级", 6),
        ("第二章 罚则", 2),
        ("#话题# 不是标题", None),
        ("总纲", None),
        ("====", None),
        ("", None),
        ("细目", 2),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("应当**立即**处置", "应当立即处置"),
        ("**注意：**请看**《办法》**第三条", "注意：请看《办法》第三条"),
        ("***都有***，*斜体*，_下划线_，__加粗__", "都有，斜体，下划线，加粗"),
        ("引起*** 多发，***案件", "引起*** 多发，***案件"),
        ("张*和李*、张**、李**到场", "张*和李*、张**、李**到场"),
        ("电话138****1234，5*3*2=30", "电话138****1234，5*3*2=30"),
        ("二O_年,_派出所在__安局党委的领导下", "二O_年,_派出所在__安局党委的领导下"),
        (r"1\. 甲 2\*3 \# 不是标题", "1. 甲 2*3 # 不是标题"),
        (r"\ 一、影响\ (一)", r"\ 一、影响\ (一)"),
        ("1. 先登记", "1. 先登记"),
        ("- 登记", "登记"),
        ("  * [x] 核对身份", "核对身份"),
        ("> > 引用的话", "引用的话"),
        ("见[网站](http://a.cn/x_(1).html '题')和[附件](./附件/表一.docx)", "见网站和附件"),
        ("[注](见附件)", "[注](见附件)"),
        ("前![图](a.png)后", "前后"),
        ("<http://a.cn/b_c_d>", "http://a.cn/b_c_d"),
        ("运行`a*b*c`和`` `x` ``", "运行a*b*c和 `x` "),
        ("<u>应当</u>&nbsp;&lt;甲&gt;", "应当\xa0<甲>"),
        ("关于修改<中华人民共和国港口法>的决定", "关于修改<中华人民共和国港口法>的决定"),
        ("前<!-- 批注 -->后", "前后"),
        ("没有结束的 <!-- 注释不丢", "没有结束的 <!-- 注释不丢"),
    ],
)
def test_marks_go_and_wording_stays(source: str, expected: str) -> None:
    assert read(source) == [(expected.strip(), None)]


def test_text_after_a_comment_that_nothing_ends_is_kept() -> None:
    assert [line.text for line in load_markdown("甲 <!-- 注 --> 乙\n<!-- 丙".encode(), "x.md").lines] == [
        "甲  乙",
        "<!-- 丙",
    ]


def test_comment_over_several_lines_leaves_one_blank_line() -> None:
    assert read("甲\n<!-- 一\n二 -->\n乙") == [("甲", None), ("", None), ("乙", None)]


def test_row_of_a_table_is_one_line() -> None:
    source = "| 行为 | 记分 |\n|:-----|-----:|\n| 超速\\|快 | **12** |\n| 其他<br>情形 |  |"
    assert read(source) == [("行为 | 记分", None), ("超速|快 | 12", None), ("其他 情形", None)]


def test_text_in_a_fence_stays_as_written() -> None:
    source = "前\n```text\n# 不是标题 <!-- 留 -->\n- *甲*\n```\n后"
    assert [text for text, _ in read(source)] == ["前", "# 不是标题 <!-- 留 -->", "- *甲*", "后"]


def test_break_tag_ends_a_line_and_a_rule_is_blank() -> None:
    assert read("甲<br/>乙\\\n***\n丙") == [("甲", None), ("乙", None), ("", None), ("丙", None)]


@pytest.mark.parametrize(
    "source", ["|" + "-" * 50_000 + "x", "**" * 20_000, "甲" + "`" * 20_001, "[" * 20_000, "<" * 20_000]
)
def test_marks_without_end_take_no_noticeable_time(source: str) -> None:
    assert read(source)

"""The page around a text goes, and only from files that are pages; sentences and lists of a guide stay."""

from __future__ import annotations

import pytest

from ingest.cleaning.boilerplate import (
    drop_foot,
    drop_labels,
    drop_page_numbers,
    drop_site_notes,
    is_label,
    is_site_note,
    is_web_page,
)
from ingest.records import Line
from tests.ingest.cleaning.shown import numbered, texts

SURE = [
    "欢迎来到青槐文秘网",
    "我要投稿 投诉建议",
    "• 您当前位置:青槐文秘网 >> 理论调研",
    "当前位置：首页 > 公安",
    "首页 > 公安 > 正文",
    "合集下载",
    "点击上方蓝字关注我们",
    "青槐公安 2023-05-04 18:30 发表于青槐",
    "喜欢就点个在看吧",
    "友情链接",
    "上一篇：巡逻工作总结",
    "下一篇:走访工作总结",
    "点击下载本文",
    "加入收藏",
    "剩余1页未读，继续阅读",
    "发表于 2019-3-12 09:21:33 | 只看该作者",
    "您需要登录后才可以回帖",
    "Copyright©2020 青槐文秘网",
    "京ICP备00000000号",
    "2021-06-08 10:15:20 来源：青槐日报 作者：王某",
    "来源：青槐网 作者：佚名 点击：次 字体：[大 中 小]",
    "文档格式：docx 页数：3 大小：25KB 所需积分：5",
]
LABELS = [
    "相关文章",
    "相关文档：巡逻工作总结",
    "责任编辑：某某",
    "本文来源：青槐文秘网",
    "版权所有 青槐文秘网",
    "版权声明：本站文章归原作者所有",
    "联系我们",
    "分享到： 微信 微博 QQ空间",
    "扫码关注青槐公众号",
    "转载请注明出处",
    "青槐文库()/免费论文/行政管理论文",
    "登录 注册 VIP 开通会员 上传文档赚积分",
    "点赞 收藏 0条评论",
    "【返回顶部】【打印】【关闭】",
    "回复 支持 反对 举报",
    "楼主",
]


@pytest.mark.parametrize("line", SURE + LABELS)
def test_labels_of_a_page_are_known(line: str) -> None:
    assert is_label(line)
    assert texts(drop_labels, "巡逻工作", line, "民警应当定期巡逻。") == ["巡逻工作", "民警应当定期巡逻。"]


@pytest.mark.parametrize(
    "line",
    [
        "相关文档应当归档保存三年。",
        "相关文书及时归档",
        "版权所有者投诉的，应当登记。",
        "下载文档前应当核对密级。",
        "上一篇笔录没有签名的，应当补签",
        "发现涉警舆情后，应当记录网页的版权所有、责任编辑和发布时间。",
        "时间、地点和人物应当写清",
        "联系我们的民警",
        "分享到朋友圈的内容应当一并提取",
        "扫码关注公众号后被骗的处置",
        "来源：手机型号、账号；",
        "时间：____ 地点：____",
        "举报电话",
        "联系方式",
        "责任编辑：由值班领导担任。",
        "中国",
        "张三 李四 王五",
        "姓名 | 电话 | 住址",
        "反诈中心 | 555-0100",
        "一、登录系统",
        "相关文章" + "应当逐篇登记，" * 12,
    ],
)
def test_sentences_headings_and_tables_are_no_labels(line: str) -> None:
    assert not is_label(line)


def test_a_heading_of_the_format_is_no_label() -> None:
    assert texts(drop_labels, Line("联系我们", level=2), "联系我们") == ["联系我们"]


def test_bylines_and_the_name_of_the_site_are_labels_only_among_the_first_lines() -> None:
    assert is_label("时间:2014-05-24 20:18", in_head=True) and not is_label("时间:2014-05-24 20:18")
    assert is_label("青槐文库", in_head=True) and not is_label("青槐文库")
    body = [f"第{number}组负责巡逻。" for number in range(10)]
    assert texts(drop_labels, "时间:2014-05-24", *body, "时间:2014-05-24") == [*body, "时间:2014-05-24"]


@pytest.mark.parametrize(
    ("lines", "page"),
    [
        (("上一篇：甲", "巡逻。", "下一篇：乙"), True),
        (("当前位置：首页 > 公安", "巡逻。", "相关文章"), True),
        (("上一篇：甲", "巡逻。"), False),
        (("联系我们", "电话 555-0100", "相关文件", "《巡逻规定》", "接警 > 处警 > 反馈 > 归档", "男性/女性/其他"), False),
    ],
)  # fmt: skip
def test_a_page_shows_two_parts_of_which_one_is_sure(lines: tuple[str, ...], page: bool) -> None:
    assert is_web_page(numbered(*lines)) is page


@pytest.mark.parametrize(
    "line",
    [
        "1、下载文档前请自行甄别文档内容的完整性，平台不提供额外的编辑服务。",
        "2、如文档侵犯您的权益，请联系客服（人工客服工作时间：9:00-18:30），可反馈申请退款。",
        "声明：本网站尊重并保护知识产权，转载的作品侵犯了您的权利的，请通知我们。",
        "本站所有资料来自网友推荐，仅供学习参考。",
        "题库漂亮网友为您精选的巡逻总结，供您写作参考。",
        "以上就是小编为大家整理的巡逻总结，更多精彩内容请关注青槐范文网。",
        "本文档由用户上传，如有侵权请联系客服",
    ],
)
def test_what_a_site_says_about_itself_goes(line: str) -> None:
    assert texts(drop_site_notes, "巡逻。", line) == ["巡逻。"]


@pytest.mark.parametrize(
    "line",
    [
        "受害人称对方自称“人工客服”，以“申请退款”为由诱导其下载文档的，应当固定证据。",
        "冒充网友申请退款的诈骗，立即止付。",
        "知识产权案件由经侦部门受理。",
        "本表仅供内部参考。",
        "民警不得泄露本平台的数据。",
        "转载的作品由网安部门登记。",
    ],
)
def test_guidance_about_downloads_refunds_and_copyright_stays(line: str) -> None:
    assert not is_site_note(line)
    assert texts(drop_site_notes, line) == [line]


def test_a_long_paragraph_is_no_note_of_a_site() -> None:
    assert not is_site_note("本站所有资料来自网友推荐，仅供学习参考。" + "民警定期巡逻。" * 45)


def test_everything_from_the_first_mark_of_the_foot_on_goes() -> None:
    assert texts(drop_foot, "民警应当巡逻。", "相关文章", "青槐市召开会议", "· 某镇运动会") == ["民警应当巡逻。"]
    assert texts(drop_foot, "民警应当巡逻。", "相关文章", "某镇运动会", "会议开始了。") == [
        *("民警应当巡逻。", "相关文章", "某镇运动会", "会议开始了。")
    ]


def test_what_a_site_says_of_itself_below_the_foot_is_no_paragraph() -> None:
    lines = ("民警应当巡逻。", "相关文章", "某镇运动会", "本站所有资料来自网友推荐，仅供学习参考。")
    assert texts(drop_foot, *lines) == ["民警应当巡逻。"]


def test_a_sentence_that_begins_like_a_foot_is_text() -> None:
    lines = ("民警应当巡逻。", "上一篇笔录没有签名的，应当补签。", "声明作废的证件应当收回")
    assert texts(drop_foot, *lines) == list(lines)


@pytest.mark.parametrize("number", ["第{}页/共3页", "第 {} 页 共 3 页", "- {} -", "—{}—"])
def test_page_numbers_in_a_line_of_their_own_go(number: str) -> None:
    lines = ("一、甲。", number.format(1), "二、乙。", number.format(2), "三、丙。", number.format(3))
    assert texts(drop_page_numbers, *lines) == ["一、甲。", "二、乙。", "三、丙。"]


def test_bare_numbers_count_pages_only_where_they_count_and_stand_far_apart() -> None:
    page = [f"第{number}组负责巡逻。" for number in range(8)]
    assert texts(drop_page_numbers, *page, "1", *page, "2", *page, "3") == page * 3
    assert texts(drop_page_numbers, *page, "1", *page, "2") == [*page, "1", *page, "2"]
    assert texts(drop_page_numbers, *page, "110", *page, "119", *page, "122") == [
        *(*page, "110", *page, "119", *page, "122")
    ]
    rows = ["1", "张三", "2", "李四", "3", "王五"]
    assert texts(drop_page_numbers, *rows) == rows


def test_the_head_beside_the_page_numbers_goes_with_them() -> None:
    lines = ("甲。", "巡逻手册", "- 1 -", "乙。", "巡逻手册", "- 2 -", "丙。", "巡逻手册", "- 3 -")
    assert texts(drop_page_numbers, *lines) == ["甲。", "乙。", "丙。"]
    assert texts(drop_page_numbers, "甲。", "巡逻手册", "乙。") == ["甲。", "巡逻手册", "乙。"]


def test_a_single_dashed_number_may_be_anything() -> None:
    assert texts(drop_page_numbers, "甲。", "- 1 -") == ["甲。", "- 1 -"]

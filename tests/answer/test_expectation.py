"""The kind of figure a question asks for, and which sentences hold one."""

from __future__ import annotations

import pytest

from answer.expectation import read_expectation

# question, a sentence that holds such a figure, one that does not
MEASURES = [
    ("要几个人到场", "由二人到场", "由巡防员到场"),
    ("几个人以上算聚众", "三人以上的，从重处罚", "聚众的，从重处罚"),
    ("几分钟内要到现场", "接警后十分钟内到达", "接警后三日内到达"),
    ("到现场要多少分钟", "十分钟内赶赴现场", "立即赶赴现场"),
    ("盘问不能超过几个小时", "不得超过24小时", "不得超过三日"),
    ("要保存多少天", "巡逻记录保存六十日", "保存在巡防站"),
    ("几日内移交", "三日内移交派出所", "移交派出所"),
    ("几个工作日办结", "５个工作日内办结", "及时办结"),
    ("要判几年", "处三年以下有期徒刑", "处三年一次的检查"),
    ("保证金一天算多少", "按每日二百元的标准交纳保证金，行政拘留的处罚决定暂缓执行", "交纳保证金，决定暂缓执行"),
    ("最后判了几年", "处三年以下有期徒刑", "案发三年后再审"),
    ("他是哪个城市的民警", "杭州市的一名民警", "群众最喜爱的城市民警"),
    ("被授予过什么荣誉称号", "被授予“人民卫士”荣誉称号", "多次获得荣誉称号"),
    ("报名年龄最大不能超过多少岁", "年龄在十八周岁以上三十五周岁以下", "年满十八岁的公民"),
    ("犬证几年换一次", "有效期为二年", "有效期届满前更换"),
    ("罚多少", "处二百元罚款", "处警告"),
    ("管理费标准是什么", "每只每年收取管理费一百元", "应当交纳管理费"),
    ("办证交多少钱", "办证不收取费用", "到派出所办证"),
    ("几岁以下不处罚", "不满十四周岁的不予处罚", "未成年人不予处罚"),
    ("多大的孩子要通知家长", "未满16岁的通知其监护人", "通知其监护人"),
    ("每班几个人", "每班至少配备二名巡防员", "每班配备巡防员"),
    ("一个民警管几户", "每名民警联系三百户", "每名民警联系三百人"),
    ("几倍罚款", "处违法所得三倍罚款", "处三百元罚款"),
    ("盘问最长多久", "不超过十二小时", "盘问应当出示证件"),
    ("什么时候之前交", "当日移交", "移交派出所"),
    ("比例是多少", "不低于百分之三十", "不低于30个"),
    ("犬证工本费多少钱", "犬证工本费十元", "处五百元罚款"),
    ("换犬牌要多少钱", "更换犬牌交二十元", "没收违法所得，处五百元以下罚款"),
    ("一天给多少伙食补助", "每天补助三十元", "每天补助一次"),
    ("举报电话是多少", "举报电话12389", "公布举报电话，三日内答复"),
    ("打哪个热线投诉", "拨打12389投诉", "向督察机构投诉"),
    ("在哪个网站下载", "在政务平台下载", "到窗口领取"),
    ("是哪一年开始的", "2011年开始", "第三季度开始"),
    ("追回的比例是多少", "追回百分之六十", "追回六十件"),
    ("审批表一式几份", "审批表一式三份", "填写审批表"),
    ("要多少分贝", "不超过六十分贝", "不超过六十日"),
    ("去年立了多少起", "立案三百起", "立案侦查"),
    ("总分要达到多少", "总分达到九十分", "三、总分的计算"),
    ("犬证有效期是几年", "犬证有效期为二年", "二年内不得养犬"),
    ("犬证多少天作废", "六十日后失效", "六十日内办证"),
    ("这块犬牌是哪一天启用的", "自2011年5月1日起启用", "启用犬牌三年"),
    ("养犬办法什么时候开始施行", "自公布之日起施行", "施行三年"),
    ("那位队长叫什么名字", "队长张大山介绍", "队长应当到场"),
    ("这篇文章是谁写的", "（王小明）", "（小结）"),
    ("开门前要喊几遍", "喊话两遍", "喊话后开门"),
    ("登记表一式几联", "登记表一式三联", "填写登记表"),
    ("巡防点最少配几个保安", "配备二名巡防员", "配备巡防员"),
    ("全市有几个派出所", "全市12个派出所", "12个社区"),
    ("一人能办几张犬牌", "每人一张犬牌", "每人办理犬牌"),
    ("巡防站几点关门", "晚十时关门", "按时关门"),
    ("办证要交哪些材料", "提交身份证明", "取得犬牌后备案"),
    ("犬证由哪级公安机关发", "由县级公安机关发证", "由公安机关发证"),
    ("人员配备多少", "配备不少于30人", "（三）配备人员"),
]


@pytest.mark.parametrize(("question", "met", "not_met"), MEASURES, ids=[question for question, _, _ in MEASURES])
def test_a_measure_is_met_by_a_sentence_with_such_a_figure_only(question: str, met: str, not_met: str) -> None:
    expects = read_expectation(question)
    assert expects
    assert expects.is_met(met)
    assert not expects.is_met(not_met)


@pytest.mark.parametrize(
    "question",
    [
        *(
            "走失老人怎么查找",
            "巡防员不得有哪些行为",
            "日常子弹怎么保管",
            "几类警情",
            "十几个人闹事怎么处理",
            "谁来登记",
        ),
        *("几个人在公园放狗咬架，被抓了怎么罚", "现场接下来要做哪几件事"),
    ],
)
def test_a_question_without_a_measure_expects_nothing_and_everything_meets_it(question: str) -> None:
    expects = read_expectation(question)
    assert not expects
    assert expects.is_met("任何一句话")


def test_one_of_several_figures_asked_for_suffices() -> None:
    expects = read_expectation("罚多少钱，关几天")
    assert len(expects.figures) == 2
    assert expects.is_met("处五百元罚款")
    assert expects.is_met("处五日拘留")
    assert not expects.is_met("处警告")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("一要管犬，二要管人", False),
        ("一要管犬，二要管人，三要管灯", True),
        ("一、犬；二、人；三、灯", True),
        ("①犬②人③灯", True),
        ("第二要管人，最后要管灯", True),
    ],
)
def test_a_member_of_a_list_that_is_asked_for_by_its_number_must_be_there(text: str, held: bool) -> None:
    member = read_expectation("巡防要记住三点，第三点是什么？").member
    assert member
    assert bool(member.search(text)) is held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("努力做到“两看三问”，推动工作", False),
        ("“两看”：看灯、看门；“三问”：问人、问事、问犬", True),
        ("“两看三问”就是看灯看门、问人问事", False),
    ],
)
def test_a_name_of_two_numbers_is_explained_where_each_is_said_as_often(text: str, held: bool) -> None:
    said = read_expectation("“两看三问”各指什么").named_by_numbers
    assert len(said) == 2
    assert all(each.search(text) for each in said) is held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("落实“三个上门”制度", False),
        ("上门走访、上门办证、上门回访，落实“三个上门”", True),
        ("落实“三个上门”：走访、办证、回访", True),
        ("落实“三个上门”。一是走访，二是办证，三是回访", True),
        ("落实“三个上门”。一是走访，二是办证", False),
    ],
)
def test_a_watchword_of_a_number_is_explained_where_all_of_it_is_said(text: str, held: bool) -> None:
    [said] = read_expectation("“三个上门”具体指什么").named_by_numbers
    assert bool(said.search(text)) is held


def test_three_days_and_four_signs_are_no_such_name() -> None:
    assert not read_expectation("三十七天怎么算").named_by_numbers
    assert read_expectation("第三人怎么处理").member is None


def test_a_figure_is_read_in_either_numeral() -> None:
    expects = read_expectation("最长几日")
    assert expects.is_met("三十日") == expects.is_met("30日") == expects.is_met("３０日") is True

"""Who enacted a text, and what level that makes it."""

from __future__ import annotations

import pytest

from ingest.issuers import Enactment, read_enactment
from ingest.records import Kind, Line
from tests.conftest import ROOT
from tests.reading import read_document


def enactment(*header: str) -> Enactment | None:
    return read_enactment([Line(text) for text in header])


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        ("2012年3月14日第十一届全国人民代表大会第五次会议通过", "全国人民代表大会"),
        ("2023年5月10日 第十四届全国人民代表大会常务委员会第三次会议通过", "全国人民代表大会常务委员会"),
        ("二〇二三年五月十日第十四届全国人大常委会第三次会议修订", "全国人民代表大会常务委员会"),
        ("2023年5月10日《全国人民代表大会常务委员会关于修改〈巡防法〉的决定》修正", "全国人民代表大会常务委员会"),
        ("2023年5月10日中华人民共和国主席令第九号公布", "全国人民代表大会及其常务委员会"),
    ],
)
def test_what_the_national_congress_passes_is_a_law(header: str, issuer: str) -> None:
    assert enactment("巡防条例", header) == Enactment(issuer, Kind.LAW)


@pytest.mark.parametrize(
    "header",
    [
        ("中华人民共和国国务院令第588号",),
        ("（2023年5月10日国务院令第999号公布）",),
        ("（2023年5月10日中华人民共和国国务院令 第999号公布）",),
        ("2023年5月1日 国务院第9次常务会议通过",),
        ("1994年1月25日公安部发布", "2023年7月20日《国务院关于修改和废止部分行政法规的决定》修订"),
        ("1994年1月5日国务院批准", "1994年1月25日公安部令第9号发布"),
        ("经国务院一九九四年一月五日批准，一九九四年一月二十五日公安部发布",),
        ("1982年8月30日 国务院批准",),
    ],
)
def test_a_decree_of_the_state_council_or_its_early_approval_makes_an_administrative_regulation(
    header: tuple[str, ...],
) -> None:
    assert enactment("巡防办法", *header) == Enactment("国务院", Kind.ADMINISTRATIVE_REGULATION)


def test_since_the_legislation_law_a_text_that_the_state_council_approved_is_the_ministry_s_own() -> None:
    assert enactment("经国务院批准，现予发布", "2004年3月2日公安部令第9号") == Enactment("公安部", Kind.MINISTRY_RULE)


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        ("2023年5月10日公安部令第999号发布", "公安部"),
        ("２０２３年５月１０日 中华人民共和国公安部令第９９９号发布", "公安部"),
        ("2023年5月1日 公安部部长办公会议通过", "公安部"),
        ("2023年5月10日司法部令第9号公布", "司法部"),
        ("中华人民共和国交通运输部令2023年第9号", "交通运输部"),
        ("2023年5月10日国家移民管理局令第9号发布", "国家移民管理局"),
        ("（2023年5月10日公安部、司法部令第9号发布）", "公安部、司法部"),
        ("2023年5月10日公安部 国家市场监督管理总局令第9号公布", "公安部、国家市场监督管理总局"),
        ("1999年2月1日公安部发布", "公安部"),
        ("2014年6月29日《公安部关于修改部分部门规章的决定》修正", "公安部"),
    ],
)
def test_a_ministry_s_decree_makes_a_ministry_rule(header: str, issuer: str) -> None:
    assert enactment("巡防规定", header) == Enactment(issuer, Kind.MINISTRY_RULE)


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        (("公安部关于印发《巡防规范》的通知", "公通字〔2019〕1号"), "公安部"),
        (("巡防规范", "公通字[2019]1号"), "公安部"),
        (("巡防规范", "2023年5月10日公安部、司法部印发"), "公安部、司法部"),
        (("公安部", "司法部", "国家卫生健康委员会", "公通字〔2019〕1号"), "公安部、司法部、国家卫生健康委员会"),
        (("国务院办公厅关于印发巡防方案的通知", "国办发〔2019〕1号"), "国务院办公厅"),
        (("国务院关于巡防工作的意见", "国发〔2019〕1号"), "国务院"),
        (("最高人民法院 最高人民检察院 公安部", "法发〔2019〕1号"), "最高人民法院、最高人民检察院、公安部"),
        (("青槐市人民政府办公室关于印发巡防办法的通知", "青政办发〔2019〕1号"), "青槐市人民政府办公室"),
        (("2023年5月10日青槐市白杨县人民政府发布",), "青槐市白杨县人民政府"),
        (("2023年5月10日青槐市公安局发布",), "青槐市公安局"),
        (("江淮省公安厅关于巡防工作的规定",), "江淮省公安厅"),
        (("青槐市公安局 青槐市市场监督管理局 关于印发规定的通知",), "青槐市公安局、青槐市市场监督管理局"),
        (("最高人民法院 公安部关于巡防案件的意见", "法发〔2019〕1号"), "最高人民法院、公安部"),
    ],
)
def test_a_notice_or_a_body_below_makes_a_normative_document(header: tuple[str, ...], issuer: str) -> None:
    assert enactment(*header) == Enactment(issuer, Kind.NORMATIVE_DOCUMENT)


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        (("法释〔2019〕1号", "2019年1月2日最高人民法院审判委员会第9次会议通过"), "最高人民法院"),
        (("高检发释字〔2019〕1号", "最高人民检察院公告"), "最高人民检察院"),
        (("最高人民法院、最高人民检察院关于办理巡防案件的解释", "法释〔2019〕1号"), "最高人民法院、最高人民检察院"),
    ],
)
def test_an_interpretation_has_its_own_number_or_was_passed_by_the_court(header: tuple[str, ...], issuer: str) -> None:
    assert enactment(*header) == Enactment(issuer, Kind.JUDICIAL_INTERPRETATION)


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        ("2023年5月10日中共中央、国务院发布", "中共中央、国务院"),
        ("2023年5月10日中共中央政治局会议审议批准", "中共中央"),
        ("2023年5月10日中共中央办公厅、国务院办公厅印发", "中共中央办公厅、国务院办公厅"),
    ],
)
def test_what_the_party_s_centre_issues_is_a_party_regulation(header: str, issuer: str) -> None:
    assert enactment("巡防条例", header) == Enactment(issuer, Kind.PARTY_REGULATION)


@pytest.mark.parametrize(
    ("header", "issuer", "kind"),
    [
        ("2023年5月10日青槐市第十五届人民代表大会第三次会议通过", "青槐市人民代表大会", Kind.LOCAL_REGULATION),
        (
            "2023年5月10日江淮省第十四届人民代表大会常务委员会第三次会议通过",
            "江淮省人民代表大会常务委员会",
            Kind.LOCAL_REGULATION,
        ),
        (
            "2023年5月10日白杨自治县人大常委会通过 2023年6月1日江淮省人大常委会批准",
            "白杨自治县人民代表大会常务委员会",
            Kind.LOCAL_REGULATION,
        ),
        ("2023年5月10日青槐市人民政府令第9号公布", "青槐市人民政府", Kind.LOCAL_RULE),
        ("江淮省人民政府令", "江淮省人民政府", Kind.LOCAL_RULE),
        ("2023年5月10日江淮省人民政府第9次常务会议通过", "江淮省人民政府", Kind.LOCAL_RULE),
        ("1998年5月10日青槐市人民政府发布", "青槐市人民政府", Kind.LOCAL_RULE),
    ],
)
def test_local_congresses_make_regulations_and_local_governments_make_rules(
    header: str, issuer: str, kind: Kind
) -> None:
    assert enactment("巡防条例", header) == Enactment(issuer, kind)


@pytest.mark.parametrize(
    "header",
    [
        "2023年5月10日青槐市养犬协会通过",
        "中央军事委员会主席令第9号",
        "国家监察委员会公告第9号",
        "根据《中华人民共和国巡防法》和《国务院关于巡防工作的规定》制定",
        "各省、自治区、直辖市人民政府，国务院各部委：",
        "为贯彻落实中共中央关于巡防工作的规定，制定如下办法",
        "2023年5月10日",
        "目录",
    ],
)
def test_a_header_that_names_no_enacting_body_says_nothing(header: str) -> None:
    assert enactment("巡防站法", header) is None


LEVELS = {
    Kind.LAW: (
        "人民警察法 人民警察警衔条例 出境入境管理法 反家庭暴力法 反恐怖主义法 反有组织犯罪法 反电信网络诈骗法 国家赔偿法 居民身份证法 "
        "户口登记条例 未成年人保护法 枪支管理法 治安管理处罚法 禁毒法 网络安全法 行政处罚法 行政强制法 道路交通安全法 集会游行示威法"
    ),
    Kind.ADMINISTRATIVE_REGULATION: (
        "人民警察使用警械和武器条例 企业事业单位内部治安保卫条例 保安服务管理条例 公安机关督察条例 公安机关组织管理条例 "
        "公安部对部分刀具实行管制的暂行规定 城市生活无着的流浪乞讨人员救助管理办法 大型群众性活动安全管理条例 娱乐场所管理条例 "
        "废旧金属收购业治安管理办法 戒毒条例 拘留所条例 旅馆业治安管理办法 机动车交通事故责任强制保险条例 民用爆炸物品安全管理条例 看守所条例"
    ),
    Kind.PARTY_REGULATION: "信访工作条例",
    Kind.MINISTRY_RULE: (
        "公安机关办理行政案件程序规定 公安机关适用继续盘问规定 道路交通事故处理程序规定 道路交通安全违法行为记分管理办法"
    ),
    Kind.NORMATIVE_DOCUMENT: "交通警察道路执勤执法工作规范",
}


def test_real_statutes_and_rules_have_the_level_that_their_issuers_give_them() -> None:
    folder = ROOT.parent / "shared" / "corpus" / "laws"
    if not folder.is_dir():
        pytest.skip("the shared statutes are not part of this repository")
    expected = {name: kind for kind, names in LEVELS.items() for name in names.split()}
    documents = [read_document(folder, path.name) for path in sorted(folder.glob("*.md"))]
    found = {document.source: document.kind for document in documents}
    assert len(found) == 44
    assert all(document.source.endswith(f"({document.version_date}).md") for document in documents)
    assert {name: kind for name, kind in found.items() if kind is not expected[name.partition("(")[0]]} == {}

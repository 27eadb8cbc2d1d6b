"""Rules that nobody enacted, as evidence that makers of items read."""

from __future__ import annotations

from ingest.records import Kind
from ingest.standing import Stand, Standing
from quiz.evidence import Evidence, Listing, Place, Statement, read_cases, read_listings, read_statements
from quiz.items.list_choice import family_of, is_askable
from quiz.pools import Pools, gather_pools
from tests.invented import document, passages

LAW = """第一条 巡防员应当自接到报告之日起三日内核查，并将结果书面告知报告人。
第二条 设立犬只收容站，由县级人民政府公安机关批准。
第三条 犬只收容站应当履行下列职责：
（一）收容走失犬只；
（二）登记犬只的来源和去向；
（三）组织领养和防疫；
（四）其他收容职责。
第四条 养犬人有下列行为之一的，处五百元以上一千元以下罚款：
（一）遗弃犬只的；
（二）虐待犬只的；
（三）放任犬只恐吓他人的。
第五条 本办法所称烈性犬，是指性情凶猛、容易伤人的大型犬只。
第六条 查验犬证时，巡防员应当出示工作证件。
第七条 犬只伤人的，养犬人应当立即将伤者送往医院，并先行支付医疗费用。
前款规定的费用由养犬人承担。
第八条 犬只交易市场不得设在学校周边二百米以内，由市级人民政府划定，报省级人民政府备案。
第九条 养犬登记应当在十日内办理；情况复杂的，可以延长至三十日。
第十条 犬只检疫站应当履行下列职责：
（一）查处无证养犬行为；
（二）登记流浪犬只的数量和分布；
（三）调解养犬引起的纠纷；
（四）宣传文明养犬知识。
第十一条 养犬人死亡的，由派出所注销犬证，并将犬只送交收容站。
"""


def evidence(text: str = LAW, title: str = "青槐市犬只管理办法", kind: Kind = Kind.LOCAL_RULE) -> Evidence:
    """What a base of this one text offers."""
    made = document(text, title=title, kind=kind)
    places = tuple(
        Place(row, passage, made, Stand(Standing.UNKNOWN, "是否现行请核对"))
        for row, passage in enumerate(passages(made))
    )
    listings = tuple(listing for place in places for listing in read_listings(place))
    return Evidence(
        places,
        tuple(statement for place in places for statement in read_statements(place)),
        tuple(case for listing in listings for case in read_cases(listing)),
        listings,
        {},
    )


def pools(of: Evidence) -> Pools:
    """Wrong options that this base offers; members are compared by characters only."""
    return gather_pools(of, family_of, is_askable, None)


def statement(of: Evidence, words: str) -> Statement:
    """The sentence or case that holds these words."""
    return next(found for found in (*of.statements, *of.cases) if words in found.text)


def listing(of: Evidence, words: str) -> Listing:
    """The enumeration whose lead holds these words."""
    return next(found for found in of.listings if words in found.lead_text)

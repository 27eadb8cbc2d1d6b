"""Wrong options for an agency: the same one on other levels, or bodies that could do what the sentence says.

In: an agency with its sentence, its place, the pools. Out: names, best first, none that the article names. A name is put on other levels in
its own wording (县级公安机关, 设区的市级公安机关, 省级公安机关); one without a level stands beside bodies of the same instrument. None at all
where the sentence tells which one it is (提起诉讼 … 人民法院).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.authorities import Agency, exclude_each_other, find_agencies
from quiz.evidence import Place
from quiz.likeness import pairs
from quiz.pools import MOST, Pools, article_of


def agencies_like(agency: Agency, written: str, text: str, place: Place, pools: Pools) -> tuple[str, ...]:
    """Names that may stand where ``written`` stands in the sentence ``text``; none that the article has."""
    here = pools.article_text.get(article_of(place), "")
    around = text.replace(written, "", 1)
    if _is_told(agency, written, around):
        return ()
    if _RELATIVE.match(written):  # no rung: 上一级 of some is 省级 of others
        beside = _PERSONS_BESIDE_SUPERIOR if agency.part else _BESIDE_SUPERIOR
        names = [*beside] if written.startswith("上一级") and agency.sort in {"police", "traffic"} else []
        if agency.part and not names:
            names = [*_companions(agency, around, place, pools)]
        elif agency.sort in _BESIDE_OWN and not written.startswith("上一级"):
            names = [*_BESIDE_OWN[agency.sort]]
    else:
        names = rungs(written) or [*_companions(agency, around, place, pools)]
    return tuple(name for name in dict.fromkeys(names) if name != written and name not in here)[:MOST]


def rungs(name: str) -> list[str]:
    """The other levels of an agency in its own wording, the next first; empty where it has no level of its own.

    ``县级以上公安机关负责人`` → 设区的市级以上公安机关负责人, 省级以上公安机关负责人, 公安部负责人.
    """
    if name in _ONE_OF_A_KIND:
        return list(_ONE_OF_A_KIND[name])
    if (relative := _RELATIVE.match(name)) is not None:
        other = "本级" if relative[0] == "上一级" else "上一级"
        return [word + name[relative.end() :] for word in (other, "省级", "县级")]
    found = _LEVEL.search(name)
    if found is None or "厅" in name:
        return []
    own = next(at for at, pattern in enumerate(_LEVELS) if re.fullmatch(pattern, found[0]))
    order = sorted((at for at in range(len(_WORDS)) if at != own), key=lambda at: (abs(at - own), at))
    before, after = name[: found.start()], name[found.end() :].removeprefix("的")
    names = [*(before + _WORDS[at] + after for at in order), *_at_the_ends(name)]
    if "以上" in name:  # the nation's are among 省级以上, and above a province nothing is local
        names = [other for other in names if not _OF_THE_NATION.match(other) and "省级以上地方" not in other]
    return names


_OF_THE_NATION = re.compile(r"国务院|公安部|最高")
_WORDS = ("县级", "设区的市级", "省级")
_LEVELS = (
    r"县级|县、自治县|县（市）|县、市、市辖区|县、市|县",
    r"设区的市级|市（地）级|地（市）级|设区的市|市级|地（市）",
    r"省级|省、自治区、直辖市|省、自治区",
)
_LEVEL = re.compile("|".join((_LEVELS[1], _LEVELS[0], _LEVELS[2])))
_RELATIVE = re.compile(r"上一级|本级|同级")
_ONE_OF_A_KIND = {  # of the nation, or of the lowest level
    **dict.fromkeys(
        ("公安部", "国务院公安部门"), ("省级人民政府公安机关", "设区的市级人民政府公安机关", "县级人民政府公安机关")
    ),
    "公安派出所": ("县级公安机关", "设区的市级公安机关", "省级公安机关"),
    "派出所": ("县级公安机关", "设区的市级公安机关", "省级公安机关"),
    "国务院": ("省级人民政府", "设区的市级人民政府", "县级人民政府"),
}


def _at_the_ends(name: str) -> Iterator[str]:
    """The highest and the lowest of the kind, for a fourth option."""
    if "公安" in name and "管理" not in name and "交通" not in name:
        if "负责人" in name:
            yield from ("办案部门负责人", "公安派出所负责人")
        elif not name.endswith("公安机关") and "公安部门" not in name:
            return
        else:
            yield from ("国务院公安部门" if "人民政府" in name else "公安部", "公安派出所")
    elif name.endswith("交通管理部门"):
        yield "公安部"
    elif name.endswith("人民政府"):
        yield from ("国务院", "乡镇人民政府")
    elif name.endswith("人民检察院"):
        yield "最高人民检察院"
    elif name.endswith("人民法院"):
        yield "最高人民法院"
    elif name.endswith(("部门", "机构")):
        head = re.search(r"(?:人民政府)(?P<head>.+)$", name)
        if head is not None:
            yield "国务院" + head["head"]


_TELLING = {  # words of the sentence that only one sort can do
    "court": re.compile(r"诉讼|起诉|审理|判决|裁定|上诉|生效|民事案件|赔偿案件|司法确认|保全"),
    "procuratorate": re.compile(r"公诉|逮捕|起诉|抗诉|法律监督"),
    "police": re.compile(
        r"拘留|治安管理处罚|警察|民警|刑事|侦查|治安|报案|报警|逮捕|枪支|弹药|武器|爆炸|被盗|被抢|恐怖|犯罪|通缉|户口|居民身份证"
    ),
    "market": re.compile(r"登记|营业执照"),
    "council": re.compile(r"公安部|国务院|外交部|中央"),
    "traffic": re.compile(r"交通警察|交警|拘留|驾驶证"),
    "customs": re.compile(r"海关"),
    "foreign": re.compile(r"外交"),
    "supervision": re.compile(r"监察"),
}
_COMMON = (
    pairs("公安机关") | pairs("县级以上地方人民政府") | pairs("省级人民政府主管部门") | pairs("民政府行政部门管理机构")
)
_COMMON |= pairs("国务院主管部门") | {"出入", "入境", "出境", "检查", "交通", "领导", "工作", "设区", "市级"}


def _is_told(agency: Agency, written: str, around: str) -> bool:
    """Whether the rest of the sentence says which one it is: by what only that one does, or by words of its name."""
    if agency.sort == "council" and re.search("省|自治区|直辖市|国务院", around):
        return True  # who else is above them
    if rungs(written) and agency.sort != "council":  # which level is not told by what is done
        level = _LEVEL.search(written)
        return level[0] in around if level is not None else _LEVEL.search(around) is not None
    if agency.sort == "police" and "公安" in around:
        return True
    telling = _TELLING.get(agency.sort)
    if telling is not None and telling.search(around):
        return True
    return bool((pairs(written) - _COMMON) & pairs(around))


# Bodies that somebody who has not studied may take for the right one, the likeliest first.
_BESIDE = {
    "police": (),  # only what its own instrument names is likely
    "traffic": ("公安派出所", "公安机关治安管理部门", "公安机关刑事侦查部门", "交通运输主管部门"),
    "border": ("海关", "公安机关出入境管理机构", "外事部门", "国家安全机关"),
    "exit": ("出入境边防检查机关", "外事部门", "海关", "公安派出所"),
    "court": ("人民检察院", "公安机关", "司法行政部门", "仲裁委员会"),
    "procuratorate": ("人民法院", "监察机关", "司法行政部门", "公安机关"),
    "supervision": ("人民检察院", "人民法院", "公安机关", "信访部门"),
    "customs": ("出入境边防检查机关", "公安机关", "市场监督管理部门", "商务主管部门"),
    "visa": ("出入境边防检查机关", "公安机关出入境管理机构", "外交部", "海关"),
    "civil": ("公安机关", "人力资源社会保障部门", "卫生健康部门", "司法行政部门"),
    "market": ("公安机关", "税务机关", "商务主管部门", "文化主管部门"),
    "culture": ("公安机关", "市场监督管理部门", "新闻出版主管部门", "体育主管部门"),
    "justice": ("公安机关", "人民检察院", "人民法院", "民政部门"),
    "inspection": ("公安机关法制部门", "公安机关政工部门", "监察机关", "公安机关指挥部门"),
    "drugs": ("公安机关", "卫生健康部门", "市场监督管理部门", "海关"),
    "health": ("公安机关", "民政部门", "药品监督管理部门", "司法行政部门"),
    "government": ("人民代表大会常务委员会", "公安机关", "人民法院", "司法行政部门"),
}
_PERSONS_BESIDE_SUPERIOR = ("同级人民检察院检察长", "本级公安机关法制部门负责人", "本级公安机关督察长")
_BESIDE_SUPERIOR = ("同级人民检察院", "同级公安机关法制部门", "同级公安机关督察机构")
_BESIDE_OWN = {  # beside 本级 and 同级
    "police": ("上一级公安机关", "同级人民政府", "同级人民检察院"),
    "procuratorate": ("同级公安机关", "同级司法行政部门", "上一级人民法院"),
    "terror": ("上一级公安机关", "本级人民政府", "同级国家安全机关"),
}
_OFFICES = frozenset({"justice", "civil", "health", "market", "security", "explosives", "roads"})
_TOLD = re.compile(r"报告|通报|举报|检举|通知|告知|备案")
_A_PERSON = re.compile(r"(?<!以上)公安(?:部|厅（局）).*(?:主任|长)$")
_PERSONS = ("本级公安机关督察长", "本级公安机关行政首长", "本级公安机关法制部门负责人", "上一级公安机关督察机构")


def _companions(agency: Agency, around: str, place: Place, pools: Pools) -> Iterator[str]:
    """Bodies named elsewhere in the instrument first, of those that could do it; then the usual ones."""
    if agency.part:
        if agency.sort == "police" and re.search("督察", around + place.document.instrument):
            yield from _PERSONS
        else:  # who else of the instrument is named by his office
            named = pools.agencies.get(place.document.id, ())
            yield from (other.name for other in named if other.part and _A_PERSON.search(other.name))
        return
    usual = _BESIDE.get(agency.sort, ())
    if agency.sort == "police" and _TOLD.search(around):
        return  # who is told of a crime everybody knows
    sorts = {found.sort for name in usual for found in find_agencies(name)} or _OFFICES
    if agency.sort == "police" and re.search(r"羁押|人犯|被告人|嫌疑人", around):
        sorts = sorts | {"procuratorate", "court"}
    found: set[str] = set()
    for other in pools.agencies.get(place.document.id, ()):
        fits = other.sort in sorts - found and not other.levels and not other.part and not _VAGUE.search(other.name)
        if fits and exclude_each_other(other, agency):
            found.add(other.sort)
            yield other.name
    for name in usual:
        if name == "仲裁委员会" and not _DISPUTE.search(around):
            continue
        (read,) = find_agencies(name)[:1] or (None,)
        if read is None or read.sort not in found:
            yield name


_DISPUTE = re.compile("起诉|诉讼|赔偿|纠纷|调解|协议")
_VAGUE = re.compile(r"^(?:所在地|当地|原|主管|有关|本|各级|公安部门$|公安[局处厅]|公安分局)|[的、]|作出|受理|核发|同时")

"""A small corpus that nobody enacted, and records made by hand for tests that need one passage and not a base."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from index.records import Hit, Leg, ScoredClause
from ingest.clauses import split_clauses
from ingest.passages import split_passages
from ingest.records import Document, Kind, Passage, Section

RULES = "法规/青槐市巡防站管理规定(2023-05-10).txt"
DOGS_OLD = "法规/青槐市犬只管理办法(2015-03-01).txt"
DOGS_NEW = "法规/青槐市犬只管理办法(2021-09-01).txt"
GUIDE = "指引/走失老人查找工作指引.md"

FILES = {
    RULES: """青槐市巡防站管理规定
2023年5月10日青槐市人民政府发布
第一章 总则
第一条 为了规范巡防站的设置和管理，方便群众求助，制定本规定。
第二条 本规定所称巡防站，是指公安机关在街面设立的接待群众求助、开展巡逻防范的固定岗亭。
第二章 值守和巡逻
第三条 巡防站实行二十四小时值守，每班至少配备二名巡防员。
夜间巡逻每两小时进行一次，巡逻记录保存六十日。
第四条 巡防员不得有下列行为：
（一）饮酒后上岗；
（二）擅自离开岗位；
（三）泄露群众个人信息。
有前款行为之一的，由巡防站给予批评教育；情节严重的，调离岗位。
第四条之一 巡防员可以使用配发的手电、急救包和拒马，不得配备枪支。
第五条 群众遗失的物品送到巡防站的，应当登记，三日内移交派出所。
第三章 附则
第六条 本规定自2023年7月1日起施行。
""",
    DOGS_OLD: """青槐市犬只管理办法
2015年3月1日青槐市公安局发布
第一条 为了加强犬只管理，制定本办法。
第二条 养犬应当到派出所办理犬证，每只每年收取管理费一百元。
第三条 携犬出户不束犬链的，处五十元罚款。
第四条 本办法自2015年5月1日起施行。
""",
    DOGS_NEW: """青槐市犬只管理办法
2021年9月1日青槐市公安局发布
第一条 为了加强犬只管理，保障公民人身安全，制定本办法。
第二条 养犬应当到派出所办理犬证，犬证有效期为二年，不收取管理费。
第三条 携犬出户不束犬链的，给予警告；拒不改正的，处二百元罚款。
第四条 禁止遗弃犬只。遗弃犬只的，处五百元罚款。
第五条 本办法自2021年11月1日起施行。
""",
    GUIDE: """# 走失老人查找工作指引

核对日期：2026-01-10

## 一、接报询问

接到老人走失的报警，应当问清老人的姓名、年龄、体貌特征、走失时间和地点、患病情况以及常去的地方。不得以走失不满二十四小时为由拒绝受理。

## 二、查找步骤

1. 立即调取走失地点周边的视频，确定老人离开的方向。
2. 通知巡逻民警和社区网格员在一公里范围内寻找。
3. 联系救助站和医院，核对近期接收的无名人员。

## 三、找到以后

找到老人后先查看身体状况，需要救治的送医。与家属核对身份后交接，并由家属签字确认。
""",
}


def write_corpus(folder: Path, files: dict[str, str] = FILES) -> Path:
    """Write the files below ``folder`` and give it back."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def document(
    text: str = "第一条 养犬应当办证。",
    *,
    title: str = "犬只管理办法",
    version_date: str | None = "2021-09-01",
    effective_from: str | None = None,
    kind: Kind = Kind.UNKNOWN,
    page_starts: tuple[int, ...] = (),
) -> Document:
    """A document whose sections are its articles, one 第…条 to a line."""
    starts = [match.start() for match in re.finditer(r"(?m)^第\w+条(?:之一)?", text)] or [0]
    labels = re.findall(r"(?m)^第\w+?条(?:之一)?", text) or [None]
    return Document(
        id=f"{title}/{version_date}",
        title=title,
        kind=kind,
        issuer=None,
        version_date=version_date,
        effective_from=effective_from,
        instrument=title,
        source=f"{title}({version_date}).txt",
        sha256="",
        pages=len(page_starts) or None,
        page_starts=page_starts,
        text=text,
        sections=tuple(
            Section((label,) if label else (), start, end, label)
            for label, start, end in zip(labels, starts, [*starts[1:], len(text)], strict=True)
        ),
    )


def passages(of: Document) -> tuple[Passage, ...]:
    """The passages of a document, as a build divides it."""
    return split_passages(of)


def hit(of: Document, number: int = 0, *, cosines: Sequence[float] = ()) -> Hit:
    """A passage of a document as if it had been found, with the cosines of its clauses (0.9 where none is given)."""
    passage = passages(of)[number]
    clauses = split_clauses(passage.text)
    near = [*cosines, *[0.9] * (len(clauses) - len(cosines))]
    leg = Leg(1, max(near))
    scored = tuple(ScoredClause(clause, cosine) for clause, cosine in zip(clauses, near, strict=True))
    return Hit(passage, of, 1.0, leg, leg, leg, scored)

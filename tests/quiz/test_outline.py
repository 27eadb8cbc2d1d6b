"""Points of an essay that are numbered, counted, or said in one form."""

from __future__ import annotations

from dataclasses import replace

from ingest.records import Kind, Section
from quiz.items.essays import points_draft
from quiz.outline import read_points
from tests.quiz.essays import places

UNDER = ("二、值守的要求",)


def test_numbered_lines_run_over_passages_and_are_not_cut_at_a_comma() -> None:
    found = read_points(
        places(
            "二、值守的要求\n1、准时到岗接班签字,把上一班的情况问清楚,把装备逐件点清。",
            "2、耐心回答行人询问,不推给别的班次,不让人白跑一趟。\n3、细致登记每件物品,写明时间地点和特征。",
            path=UNDER,
        )
    )
    (points,) = found
    assert points.texts == (
        "准时到岗接班签字,把上一班的情况问清楚,把装备逐件点清",
        "耐心回答行人询问,不推给别的班次,不让人白跑一趟",
        "细致登记每件物品,写明时间地点和特征",
    )
    assert (points.lead, points.is_whole) == ("值守的要求", True)


def test_a_line_of_a_guide_keeps_its_later_clauses_which_say_what_to_do() -> None:
    made = places(
        "二、值守的要求\n1、遇到走失老人的,先联系家属,再报告派出所。\n2、遇到醉酒的人,先看有没有受伤。", path=UNDER
    )
    guide = [replace(place, document=replace(place.document, kind=Kind.GUIDANCE)) for place in made]
    assert read_points(guide)[0].texts[0] == "遇到走失老人的,先联系家属,再报告派出所"


def test_a_list_with_a_spoiled_passage_in_it_is_not_read_as_one() -> None:
    first, _, last = places("二、值守的要求\n1、准时到岗。\n2、耐心回答。", "spoiled", "3、细致登记。", path=UNDER)
    assert [len(points.members) for points in read_points((first, last))] == [2]


def test_a_slogan_of_a_count_is_asked_for_by_its_name() -> None:
    text = (
        "在值守中,要自觉做到“三个坚持,三个主动”。一是坚持每日到岗签名;二是坚持当面交接班次;三是坚持如实登记物品。"
        "“三个主动”一是主动询问行人;二是主动报告险情;三是主动上门走访。"
    )
    drafts = [points_draft(points) for points in read_points(places(text))]
    assert [draft.stem for draft in drafts if draft is not None] == [
        "《巡防站漫谈》一文所说的“三个坚持”，具体内容有哪些？请逐一列举。",
        "《巡防站漫谈》一文所说的“三个主动”，具体内容有哪些？请逐一列举。",
    ]


def test_circled_points_end_at_their_first_mark() -> None:
    text = "四种本领不强,①登记本领不强,常写错字。②问话本领不强,常问漏。③应变本领不强。④协调本领不强。"
    (points,) = read_points(places(text))
    assert points.texts == ("登记本领不强", "问话本领不强", "应变本领不强", "协调本领不强")


def test_points_after_one_another_are_read_up_to_the_end_of_their_sentence() -> None:
    text = (
        "二、值守的要求\n首先,要选好带班队员,讲清规矩。\n其次,要注重当面交接,逐项签字。\n最后,要加强夜间训练,常练不懈。"
    )
    (points,) = read_points(places(text, path=UNDER))
    assert points.texts == ("要选好带班队员,讲清规矩", "要注重当面交接,逐项签字", "要加强夜间训练,常练不懈")


def test_sentences_of_one_form_that_open_the_parts_of_an_essay_are_asked_for_together() -> None:
    texts = (
        "塑造热情周到的队员形象,打造让街坊放心的队伍。\n队员要主动问好。",
        "塑造纪律严明的队员形象,打造让商户信赖的队伍。\n队员要按时签到。",
        "塑造勇于担当的队员形象,打造让邻里满意的队伍。\n队员要迎难而上。",
    )
    (points,) = read_points(places(*texts))
    draft = points_draft(points)
    assert draft is not None
    assert draft.stem == (
        "《巡防站漫谈》一文用“塑造……的队员形象，打造让……的队伍”这一句式提出的要求有哪些？请逐一列举。"
    )
    assert len(draft.right) == 3


def test_points_under_their_subject_only_are_those_of_the_heading() -> None:
    text = "二、值守的要求\n所以,每个民警一是做好接班登记工作。二是做好夜间巡看工作。三是做好邻里走访工作。"
    (points,) = read_points(places(text, path=UNDER))
    assert (points.lead, points.is_heading) == ("值守的要求", True)


def test_a_heading_with_several_lists_under_it_is_the_lead_of_none() -> None:
    text = "二、值守的要求\n1、准时到岗。\n2、耐心回答。\n3、细致登记。\n1、按时归还。\n2、逐件点清。\n3、当面签字。"
    assert read_points(places(text, path=UNDER)) == ()


def test_a_heading_of_problems_and_plans_does_not_say_of_which_the_points_are() -> None:
    text = "三、存在问题和努力方向\n一是记录残缺不全;二是交接没有签字;三是装备无人保管。"
    assert read_points(places(text, path=("三、存在问题和努力方向",))) == ()


def test_a_heading_that_was_cut_at_a_comma_is_the_lead_of_no_points() -> None:
    text = "二、值守的要求,以及各班怎样交接\n所以,每个民警一是做好接班登记工作。二是做好夜间巡看工作。三是做好邻里走访工作。"
    (place,) = places(text, path=UNDER)
    document = replace(place.document, text=text, sections=(Section(UNDER, 0, len(text)),))
    assert read_points((replace(place, document=document),)) == ()
    whole = text.replace(",以及各班怎样交接", "")
    (place,) = places(whole, path=UNDER)
    document = replace(place.document, text=whole, sections=(Section(UNDER, 0, len(whole)),))
    assert len(read_points((replace(place, document=document),))) == 1


def test_a_lead_that_does_not_say_of_what_the_points_are_is_none() -> None:
    points = "一是坐等上门依然存在;二是推来推去依然存在;三是弄虚作假依然存在。"
    assert read_points(places(f"个别队员工作漂浮。主要表现在以下三种歪风:{points}")) == ()
    assert len(read_points(places(f"个别队员工作漂浮的三种歪风:{points}"))) == 1


def test_a_short_lead_is_asked_under_its_heading() -> None:
    text = "二、存在的差错\n四种本领不强,①登记本领不强,常写错字。②问话本领不强,常问漏。③应变本领不强。④协调本领不强。"
    (points,) = read_points(places(text, path=("二、存在的差错",)))
    draft = points_draft(points)
    assert draft is not None
    assert draft.stem.startswith("《巡防站漫谈》一文在“存在的差错”部分提出：“四种本领不强”。")


def test_the_word_that_only_opens_a_heading_is_no_part_of_the_point() -> None:
    made = (
        *places("一、首先抓好带班学习。\n每周一次。", path=("一、首先抓好带班学习",)),
        *places("二、练好值守本领。\n每天一练。", path=("二、练好值守本领",)),
        *places("三、管好装备物品。\n逐件清点。", path=("三、管好装备物品",)),
    )
    sections = tuple(Section(place.passage.path, 0, 0) for place in made)
    essay = [
        replace(place, row=row, document=replace(made[0].document, sections=sections)) for row, place in enumerate(made)
    ]
    assert read_points(essay)[0].texts == ("抓好带班学习", "练好值守本领", "管好装备物品")

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from quiz.export.qti import qti
from quiz.export.text import plain
from quiz.records import MultipleScoring, Paper
from tests.quiz.export.made import EVERY_TYPE, LIST, MATCHING, TRUE_FALSE, TWO_BLANKS, hostile_paper, paper

ITEM = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
MANIFEST = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def opened(made: Paper) -> dict[str, Element]:
    """Every file of the package, parsed."""
    with zipfile.ZipFile(io.BytesIO(qti(made).data)) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314  our own


def items(made: Paper) -> list[Element]:
    return [root for root in opened(made).values() if root.tag == f"{ITEM}qti-assessment-item"]


@pytest.mark.parametrize("made", [paper(), paper([]), hostile_paper()], ids=["every type", "empty", "hostile"])
def test_the_manifest_names_every_file_and_no_other(made: Paper) -> None:
    files = opened(made)
    resources = files["imsmanifest.xml"].findall(f"{MANIFEST}resources/{MANIFEST}resource")
    assert {one.get("href") for one in resources} == set(files) - {"imsmanifest.xml"}
    assert [one.get("href") for one in resources] == [one.find(f"{MANIFEST}file").get("href") for one in resources]
    names = {str(one.get("identifier")) for one in resources}
    assert len(names) == len(resources) and all(NCNAME.fullmatch(name) for name in names)
    for one in resources:
        assert {need.get("identifierref") for need in one.findall(f"{MANIFEST}dependency")} <= names
        kind = "item" if str(one.get("href")).startswith("items/") else "test"
        assert one.get("type") == f"imsqti_{kind}_xmlv3p0"
        root = files[str(one.get("href"))]
        assert (root.tag, root.get("identifier")) == (f"{ITEM}qti-assessment-{kind}", one.get("identifier"))


def test_the_manifest_says_which_qti_it_is() -> None:
    metadata = opened(paper())["imsmanifest.xml"].find(f"{MANIFEST}metadata")
    assert metadata is not None
    assert [one.text for one in metadata] == ["QTI Package", "3.0.1"]


def test_the_test_weighs_every_item_with_its_marks() -> None:
    (test,) = (root for root in opened(paper()).values() if root.tag == f"{ITEM}qti-assessment-test")
    found = {str(one.get("href")): one[0].get("value") for one in test.iter(f"{ITEM}qti-assessment-item-ref")}
    assert found["items/item-made-list.xml"] == "3"
    assert found["items/item-made-number.xml"] == "2"
    assert len(found) == len(EVERY_TYPE)


@pytest.mark.parametrize("made", [paper([*EVERY_TYPE, TWO_BLANKS]), hostile_paper()], ids=["every type", "hostile"])
def test_right_responses_are_among_what_can_be_chosen(made: Paper) -> None:
    for item in items(made):
        declared = {one.get("identifier"): one for one in item.findall(f"{ITEM}qti-response-declaration")}
        used = [one.get("response-identifier") for one in item.iter() if one.get("response-identifier")]
        assert sorted(used) == sorted(str(name) for name in declared)
        choices = {one.get("identifier") for one in item.iter(f"{ITEM}qti-simple-choice")}
        sets = [{one.get("identifier") for one in each} for each in item.iter(f"{ITEM}qti-simple-match-set")]
        for declaration in declared.values():
            right = [one.text or "" for one in declaration.iter(f"{ITEM}qti-value")]
            if declaration.get("base-type") == "identifier":
                assert right and set(right) <= choices
                assert declaration.get("cardinality") == "multiple" or len(right) == 1
            elif declaration.get("base-type") == "directedPair":
                pairs = [pair.split() for pair in right]
                assert right and all(left in sets[0] and to in sets[1] for left, to in pairs)
            mapped = [one.get("map-key") for one in declaration.iter(f"{ITEM}qti-map-entry")]
            assert len(mapped) == len(set(mapped))
            if mapped:
                assert set(right) <= set(mapped)


@pytest.mark.parametrize(
    ("scoring", "chosen", "score"),
    [
        (MultipleScoring.ALL_OR_NOTHING, "ABD", 1),
        (MultipleScoring.ALL_OR_NOTHING, "AB", 0),
        (MultipleScoring.HALF_FOR_PART, "ABD", 1),
        (MultipleScoring.HALF_FOR_PART, "A", 0.5),
        (MultipleScoring.HALF_FOR_PART, "ABCD", 0),
        (MultipleScoring.HALF_FOR_PART, "", 0),
        (MultipleScoring.PER_OPTION, "ABD", 1),
        (MultipleScoring.PER_OPTION, "AB", 2 / 3),
        (MultipleScoring.PER_OPTION, "ABC", 1 / 3),
        (MultipleScoring.PER_OPTION, "C", 0),
    ],
)
def test_multiple_choice_scores_as_the_paper_says(scoring: MultipleScoring, chosen: str, score: float) -> None:
    (item,) = items(paper([LIST], scoring))
    assert processed(item, {"RESPONSE": set(chosen)}) == pytest.approx(score)


@pytest.mark.parametrize(
    ("first", "second", "score"),
    [("两", "六十日", 1), ("两", "", 0.5), ("", "六十日", 0.5), ("三", "六十日", 0.5), ("", "", 0)],
)
def test_each_blank_counts_and_an_empty_one_counts_nothing(first: str, second: str, score: float) -> None:
    (item,) = items(paper([TWO_BLANKS]))
    assert processed(item, {"RESPONSE1": {first} - {""}, "RESPONSE2": {second} - {""}}) == score


@pytest.mark.parametrize(("pairs", "score"), [(set(), 0), ({"A T3", "B T1", "C T2"}, 1), ({"A T3", "B T2"}, 1 / 3)])
def test_each_pair_counts(pairs: set[str], score: float) -> None:
    (item,) = items(paper([MATCHING]))
    assert processed(item, {"RESPONSE": pairs}) == pytest.approx(score)


def test_players_are_told_to_letter_options_but_not_true_and_false() -> None:
    classes = [
        [one.get("class") for one in item.iter(f"{ITEM}qti-choice-interaction")]
        for item in items(paper([LIST, TRUE_FALSE]))
    ]
    assert classes == [["qti-labels-upper-alpha qti-labels-suffix-period"], [None]]


def test_letters_that_skip_one_are_not_counted_by_players() -> None:
    skipping = dataclasses.replace(LIST, options=(*LIST.options[:3], dataclasses.replace(LIST.options[3], id="E")))
    (item,) = items(paper([dataclasses.replace(skipping, key=("A", "B", "E"))]))
    assert [one.get("class") for one in item.iter(f"{ITEM}qti-choice-interaction")] == [None]


def test_what_is_matched_has_the_letters_and_numbers_of_the_key() -> None:
    (item,) = items(paper([MATCHING]))
    texts, targets = (["".join(one.itertext()) for one in each] for each in item.iter(f"{ITEM}qti-simple-match-set"))
    assert texts == ["A. 值守和夜间巡逻", "B. 不得有的行为", "C. 遗失物品的移交"]
    assert sorted(targets) == ["（1）第四条", "（2）第五条", "（3）第三条"]


def processed(item: Element, chosen: dict[str, set[str]]) -> float:
    """Run the response processing of one item: the few operators that it uses, as QTI defines them; an empty answer is null."""
    declared = {str(one.get("identifier")): one for one in item.findall(f"{ITEM}qti-response-declaration")}
    outcomes: dict[str, object] = {}

    def value(node: Element) -> object:
        identifier = str(node.get("identifier"))
        match node.tag.removeprefix(ITEM):
            case "qti-variable":
                return outcomes[identifier] if identifier in outcomes else chosen[identifier]
            case "qti-correct":
                return {one.text for one in declared[identifier].iter(f"{ITEM}qti-value")}
            case "qti-not":
                return not value(node[0])
            case "qti-is-null":
                return value(node[0]) == set()
            case "qti-sum":
                return sum(value(one) for one in node)  # type: ignore[misc]
            case "qti-base-value":
                return float(node.text or "") if node.get("base-type") == "float" else node.text
            case "qti-match":
                return value(node[0]) == value(node[1])
            case "qti-gt":
                return value(node[0]) > value(node[1])  # type: ignore[operator]
            case "qti-map-response":
                mapping = declared[identifier].find(f"{ITEM}qti-mapping")
                assert mapping is not None
                mapped = {one.get("map-key"): float(str(one.get("mapped-value"))) for one in mapping}
                total = sum(mapped.get(one, float(str(mapping.get("default-value")))) for one in chosen[identifier])
                return min(max(total, float(str(mapping.get("lower-bound")))), float(mapping.get("upper-bound", "inf")))
        raise AssertionError(node.tag)

    def run(nodes: list[Element]) -> None:
        for node in nodes:
            name = node.tag.removeprefix(ITEM)
            if name == "qti-set-outcome-value":
                outcomes[str(node.get("identifier"))] = value(node[0])
            else:
                assert name == "qti-response-condition"
                for branch in node:
                    if branch.tag == f"{ITEM}qti-response-else":
                        run(list(branch))
                        break
                    if value(branch[0]):
                        run(list(branch)[1:])
                        break

    processing = item.find(f"{ITEM}qti-response-processing")
    assert processing is not None
    run(list(processing))
    assert outcomes["FEEDBACK"] == "SHOWN"
    return float(outcomes["SCORE"])  # type: ignore[arg-type]


def test_blanks_are_fields_in_their_place() -> None:
    (item,) = items(paper([TWO_BLANKS]))
    body = item.find(f"{ITEM}qti-item-body/{ITEM}p")
    assert body is not None
    assert [body.text, *(one.tail for one in body)] == ["每", "小时一次，保存", "。"]


def test_true_false_is_worded_in_chinese() -> None:
    (item,) = items(paper([EVERY_TYPE[2]]))
    assert [(one.get("identifier"), one.text) for one in item.iter(f"{ITEM}qti-simple-choice")] == [
        ("T", "正确"),
        ("F", "错误"),
    ]


def test_hostile_text_is_text() -> None:
    made = hostile_paper()
    for item, entry in zip(items(made), made.items, strict=True):
        body = item.find(f"{ITEM}qti-item-body")
        assert body is not None
        lines = [line.text or "" for line in body.findall(f"{ITEM}p")]
        if "____" not in entry.item.stem:
            assert "\n".join(lines) == plain(entry.item.stem)

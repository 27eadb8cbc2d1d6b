"""A package of QTI 3.0: a manifest, one file an item, and a test that holds them together.

In: a Paper. Out: a zip. Namespaces and file layout follow 1EdTech's own examples. All three ways of marking multiple choice
are written out, each item scores between 0 and 1, and the test weighs it with its marks.
"""

from __future__ import annotations

from string import ascii_uppercase
from xml.etree.ElementTree import Element, SubElement, tostring

from quiz.export.questions import BLANK, KIND_TEXT, OPEN, RIGHT, WRONG, Kind, Question, questions, safe_name, sections
from quiz.export.records import Exported, file_name
from quiz.export.text import number, one_line
from quiz.export.zips import pack
from quiz.records import MultipleScoring, Paper

ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
MANIFEST = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
SCHEMAS = {
    ITEM: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd",
    MANIFEST: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
}
WRONG_CHOICE = "-100"  # so much that any wrong choice takes all away


def qti(paper: Paper) -> Exported:
    """Every kind of question is carried; open answers are scored by a person."""
    asked, left_out = questions(paper)
    files = [(f"items/{_id(question)}.xml", _bytes(_item(question, paper.scoring))) for question in asked]
    test = f"test-{safe_name(paper.id)}"
    files.append((f"{test}.xml", _bytes(_test(paper, test, asked))))
    data = pack([("imsmanifest.xml", _bytes(_manifest(paper, test, asked))), *files])
    return Exported(file_name(paper, "QTI3", "zip"), data, left_out)


def _id(question: Question) -> str:
    """XML wants a letter in front."""
    return f"item-{question.name}"


def _manifest(paper: Paper, test: str, asked: tuple[Question, ...]) -> Element:
    root = _root("manifest", MANIFEST, identifier=f"package-{safe_name(paper.id)}")
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTI Package"
    SubElement(metadata, "schemaversion").text = "3.0.1"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    whole = _resource(resources, test, "imsqti_test_xmlv3p0", f"{test}.xml")
    for question in asked:
        SubElement(whole, "dependency", identifierref=_id(question))
        _resource(resources, _id(question), "imsqti_item_xmlv3p0", f"items/{_id(question)}.xml")
    return root


def _resource(resources: Element, identifier: str, type: str, href: str) -> Element:
    node = SubElement(resources, "resource", identifier=identifier, type=type, href=href)
    SubElement(node, "file", href=href)
    return node


def _test(paper: Paper, test: str, asked: tuple[Question, ...]) -> Element:
    root = _root("qti-assessment-test", ITEM, identifier=test, title=one_line(paper.title) or "题目")
    _outcome(root, "SCORE")
    part = SubElement(
        root,
        "qti-test-part",
        {"identifier": "part-1", "navigation-mode": "nonlinear", "submission-mode": "simultaneous"},
    )
    for place, (kind, section) in enumerate(sections(asked), start=1):
        node = SubElement(
            part, "qti-assessment-section", identifier=f"section-{place}", title=KIND_TEXT[kind], visible="true"
        )
        for question in section:
            item = SubElement(
                node, "qti-assessment-item-ref", identifier=_id(question), href=f"items/{_id(question)}.xml"
            )
            SubElement(item, "qti-weight", identifier="MARKS", value=number(question.marks))
    if not asked:
        SubElement(part, "qti-assessment-section", identifier="section-1", title="无题目", visible="true")
    outcome = SubElement(SubElement(root, "qti-outcome-processing"), "qti-set-outcome-value", identifier="SCORE")
    SubElement(
        SubElement(outcome, "qti-sum"),
        "qti-test-variables",
        {"variable-identifier": "SCORE", "weight-identifier": "MARKS"},
    )
    return root


def _item(question: Question, scoring: MultipleScoring) -> Element:
    root = _root(
        "qti-assessment-item",
        ITEM,
        {"time-dependent": "false", "adaptive": "false", "xml:lang": "zh-CN"},
        identifier=_id(question),
        title=f"{KIND_TEXT[question.kind]} {question.number}",
    )
    _responses(root, question, scoring)
    _outcome(root, "SCORE", human=question.kind in OPEN)
    _outcome(root, "FEEDBACK", type="identifier")
    _body(SubElement(root, "qti-item-body"), question)
    _processing(SubElement(root, "qti-response-processing"), question, scoring)
    feedback = SubElement(
        root, "qti-modal-feedback", {"outcome-identifier": "FEEDBACK", "identifier": "SHOWN", "show-hide": "show"}
    )
    content = SubElement(feedback, "qti-content-body")
    explained = (f"答案：{question.answer_with_spellings}", *question.explanation.split("\n"))
    for line in (*explained, *(f"依据：{line}" for line in question.basis)):
        if line:
            SubElement(content, "p").text = line
    return root


def _responses(root: Element, question: Question, scoring: MultipleScoring) -> None:
    """What may be answered and what is right."""
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        several = "multiple" if question.kind is Kind.MULTIPLE else "single"
        node = _response(root, "RESPONSE", several, "identifier", tuple(question.answer))
        if question.kind is Kind.MULTIPLE and scoring is not MultipleScoring.ALL_OR_NOTHING:
            share = 1 / len(question.answer)
            wrong = number(-share) if scoring is MultipleScoring.PER_OPTION else WRONG_CHOICE
            mapped = {choice.letter: number(share) if choice.is_key else wrong for choice in question.choices}
            _mapping(node, mapped, upper=True)
    elif question.kind is Kind.TRUE_FALSE:
        _response(root, "RESPONSE", "single", "identifier", ("T" if question.key == (RIGHT,) else "F",))
    elif question.kind is Kind.BLANKS:
        each = number(1 / len(question.key))
        for place, word in enumerate(question.key, start=1):
            node = _response(root, f"RESPONSE{place}", "single", "string", (word,))
            _mapping(node, dict.fromkeys((word, *question.accept), each))
    elif question.kind is Kind.MATCHING:
        pairs = tuple(f"{one.letter} T{one.target + 1}" for one in question.choices if one.target is not None)
        node = _response(root, "RESPONSE", "multiple", "directedPair", pairs)
        _mapping(node, dict.fromkeys(pairs, number(1 / len(pairs))))
    else:
        _response(root, "RESPONSE", "single", "string", ())


def _response(root: Element, identifier: str, cardinality: str, type: str, right: tuple[str, ...]) -> Element:
    node = SubElement(
        root, "qti-response-declaration", {"identifier": identifier, "cardinality": cardinality, "base-type": type}
    )
    if right:
        correct = SubElement(node, "qti-correct-response")
        for value in right:
            SubElement(correct, "qti-value").text = value
    return node


def _mapping(node: Element, mapped: dict[str, str], *, upper: bool = False) -> None:
    limits = {"default-value": "0", "lower-bound": "0", **({"upper-bound": "1"} if upper else {})}
    mapping = SubElement(node, "qti-mapping", limits)
    for key, value in mapped.items():
        SubElement(mapping, "qti-map-entry", {"map-key": key, "mapped-value": value})


def _outcome(root: Element, identifier: str, *, type: str = "float", human: bool = False) -> None:
    attributes = {"identifier": identifier, "cardinality": "single", "base-type": type}
    if human:
        attributes["external-scored"] = "human"
    SubElement(root, "qti-outcome-declaration", attributes)


def _body(body: Element, question: Question) -> None:
    if question.kind is Kind.BLANKS:
        _blanks(body, question)
        return
    lines = question.stem.split("\n")
    for line in lines:
        SubElement(body, "p").text = line
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        most = "0" if question.kind is Kind.MULTIPLE else "1"  # 0: as many as there are
        offered = [(choice.letter, choice.text) for choice in question.choices]
        _choices(body, most, offered)
    elif question.kind is Kind.TRUE_FALSE:
        _choices(body, "1", [("T", RIGHT), ("F", WRONG)])
    elif question.kind is Kind.MATCHING:
        attributes = {
            "response-identifier": "RESPONSE",
            "shuffle": "false",
            "max-associations": str(len(question.choices)),
        }
        match = SubElement(body, "qti-match-interaction", attributes)
        texts, targets = SubElement(match, "qti-simple-match-set"), SubElement(match, "qti-simple-match-set")
        for choice, text in zip(question.choices, question.lettered, strict=True):
            _associable(texts, choice.letter, "1", text)
        for place, target in enumerate(question.targets, start=1):
            _associable(targets, f"T{place}", str(len(question.choices)), f"（{place}）{target}")
    else:
        SubElement(body, "qti-extended-text-interaction", {"response-identifier": "RESPONSE"})


def _choices(body: Element, most: str, offered: list[tuple[str, str]]) -> None:
    attributes = {"response-identifier": "RESPONSE", "shuffle": "false", "max-choices": most}
    if [letter for letter, _ in offered] == list(ascii_uppercase[: len(offered)]):  # players count from A
        attributes["class"] = "qti-labels-upper-alpha qti-labels-suffix-period"
    interaction = SubElement(body, "qti-choice-interaction", attributes)
    for letter, text in offered:
        SubElement(interaction, "qti-simple-choice", identifier=letter).text = text


def _associable(match_set: Element, identifier: str, most: str, text: str) -> None:
    node = SubElement(match_set, "qti-simple-associable-choice", {"identifier": identifier, "match-max": most})
    node.text = text


def _blanks(body: Element, question: Question) -> None:
    """Text entries where the blanks stand."""
    place = 0
    for line in question.stem.split("\n"):
        first, *rest = BLANK.split(line)
        paragraph = SubElement(body, "p")
        paragraph.text = first
        for part in rest:
            place += 1
            SubElement(paragraph, "qti-text-entry-interaction", {"response-identifier": f"RESPONSE{place}"}).tail = part


def _processing(node: Element, question: Question, scoring: MultipleScoring) -> None:
    """How an answer becomes a score between 0 and 1; 解析 is shown in any case."""
    if question.kind in OPEN:
        pass
    elif question.kind is Kind.BLANKS:
        _add_mapped(node, [f"RESPONSE{place}" for place in range(1, len(question.key) + 1)])
    elif question.kind is Kind.MATCHING or (question.kind is Kind.MULTIPLE and scoring is MultipleScoring.PER_OPTION):
        _add_mapped(node, ["RESPONSE"])
    else:
        condition = SubElement(node, "qti-response-condition")
        right = SubElement(condition, "qti-response-if")
        match = SubElement(right, "qti-match")
        SubElement(match, "qti-variable", identifier="RESPONSE")
        SubElement(match, "qti-correct", identifier="RESPONSE")
        _base_value(_set(right, "SCORE"), "float", "1")
        if question.kind is Kind.MULTIPLE and scoring is MultipleScoring.HALF_FOR_PART:
            part = SubElement(condition, "qti-response-else-if")
            above = SubElement(part, "qti-gt")
            SubElement(above, "qti-map-response", identifier="RESPONSE")
            _base_value(above, "float", "0")
            _base_value(_set(part, "SCORE"), "float", "0.5")
        _base_value(_set(SubElement(condition, "qti-response-else"), "SCORE"), "float", "0")
    _base_value(_set(node, "FEEDBACK"), "identifier", "SHOWN")


def _add_mapped(node: Element, identifiers: list[str]) -> None:
    """The sum of what the answers are worth. What was left empty is not looked up: some players stop at that and score nothing."""
    _base_value(_set(node, "SCORE"), "float", "0")
    for identifier in identifiers:
        answered = SubElement(SubElement(node, "qti-response-condition"), "qti-response-if")
        empty = SubElement(SubElement(answered, "qti-not"), "qti-is-null")
        SubElement(empty, "qti-variable", identifier=identifier)
        total = SubElement(_set(answered, "SCORE"), "qti-sum")
        SubElement(total, "qti-variable", identifier="SCORE")
        SubElement(total, "qti-map-response", identifier=identifier)


def _set(parent: Element, identifier: str) -> Element:
    return SubElement(parent, "qti-set-outcome-value", identifier=identifier)


def _base_value(parent: Element, type: str, value: str) -> None:
    SubElement(parent, "qti-base-value", {"base-type": type}).text = value


def _root(name: str, namespace: str, more: dict[str, str] | None = None, **attributes: str) -> Element:
    return Element(
        name,
        {
            "xmlns": namespace,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{namespace} {SCHEMAS[namespace]}",
            **attributes,
            **(more or {}),
        },
    )


def _bytes(root: Element) -> bytes:
    """Without indentation, which would become blanks in the text."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()

"""Pages read from their pictures: what is read, in which order, on which page, and what the report says."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from ingest.cleaning.clean import clean
from ingest.errors import UnreadableFile
from ingest.loaders import pdf, recognised, recognition, scans
from ingest.loaders.pdf import load_pdf
from ingest.loaders.recognition import NoRecogniser
from ingest.records import Line, Loaded
from tests.conftest import ROOT
from tests.ingest.scanned import broken, column, invented_text, pdf_of, printed, share_right, worn
from tests.reading import read_document

GUIDE = (
    "青石镇派出所接待来访工作指引",
    "一、基本要求",
    "来访群众进入接待大厅后，值班民警应当主动起身，问明来意，并在三分钟以内",
    "完成登记。登记内容包括姓名、联系电话、来访事由和到达时间，不得以任何理由",
    "推诿或者拒绝登记。",
    "二、记录与回访",
    "接待结束后，民警应当填写《来访接待记录表》（编号QS-2031），由来访人签名。",
    "每月25日以前抽取不少于10%的记录进行电话回访，满意率低于90%的，由教导员",
    "约谈承办民警。记录保存期限为3年，电子记录每日22:30自动备份。",
)
RULES = (
    "第七条 有下列情形之一的，值班民警应当立即报告指挥室：",
    "（一）十人以上集体来访的；",
    "（二）来访人员携带易燃、易爆物品的；",
    "（三）其他可能影响公共秩序的。",
    "报告应当包括时间、地点、人数和诉求；情况紧急的，可以先口头报告，并在两",
    "小时以内补交书面报告。",
    "第八条 违反本指引第七条规定，未及时报告的，由督察部门予以通报批评，并责",
    "令在五个工作日以内书面说明原因。",
)
TITLE = "社区警务简报"
LEFT = tuple(broken(invented_text(240, seed=1), 20))
RIGHT = tuple(broken(invented_text(240, seed=2), 20))
BELOW = tuple(broken(invented_text(100, seed=3), 40))
TWO_COLUMNS = [
    (TITLE, 230, 780, 20),
    *column(*LEFT, left=60, top=740, size=11, pitch=20),
    *column(*RIGHT, left=310, top=740, size=11, pitch=20),
    *column(*BELOW, left=60, top=470, size=11, pitch=20),
]
TABLE = [
    *column("附表：接待事项办理时限", top=760),
    *((text, 70 + 200 * place, 700, 12) for place, text in enumerate(("事项", "办理时限"))),
    *((text, 70 + 200 * place, 660, 12) for place, text in enumerate(("遗失物品登记", "当场办结，最长不"))),
    ("超过二十分钟。", 270, 642, 12),
    *((text, 70 + 200 * place, 610, 12) for place, text in enumerate(("邻里纠纷调解", "五个工作日"))),
]
GRID = [
    *((60, y, 366, y) for y in (720, 690, 630, 600)),
    *((x, 600, x, 720) for x in (60, 260, 366)),
]


@dataclass(frozen=True, slots=True)
class Case:
    """A file of one text page, five scans and an empty page, what was read of it and what was heard meanwhile."""

    data: bytes
    folder: Path
    loaded: Loaded
    heard: tuple[tuple[int, int], ...]

    def lines(self, page: int) -> list[Line]:
        return [line for line in self.loaded.lines if line.page == page]

    def text(self, page: int) -> str:
        return "".join(line.text for line in self.lines(page))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    guide = printed([(GUIDE[0], 150, 780, 18), *column(*GUIDE[1:])])
    pages = (
        guide,
        worn(printed(column(*RULES)), tilt=0.5),
        printed(TWO_COLUMNS),
        printed(TABLE, GRID),
    )
    data = pdf_of(column("第一条 本指引自公布之日起施行。"), *pages, [], mark="扫描全能王")
    folder = tmp_path_factory.mktemp("recognised")
    heard: list[tuple[int, int]] = []
    loaded = load_pdf(data, "指引.pdf", lambda done, total: heard.append((done, total)), folder)
    return Case(data, folder, loaded, tuple(heard))


def test_clean_page_is_read_nearly_without_fault(case: Case) -> None:
    assert share_right("".join(GUIDE), case.text(2)) >= 0.97
    assert case.lines(2)[1].text.strip() == "一、基本要求"


def test_page_askew_and_noisy_is_read_line_by_line(case: Case) -> None:
    assert share_right("".join(RULES), case.text(3)) >= 0.97
    assert len(case.lines(3)) == len(RULES)


def test_columns_are_read_in_order_between_title_and_last_paragraph(case: Case) -> None:
    assert share_right("".join((TITLE, *LEFT, *RIGHT, *BELOW)), case.text(4)) >= 0.97
    assert share_right(LEFT[-1] + RIGHT[0], "".join(line.text for line in case.lines(4)[12:14])) >= 0.9


def test_larger_lines_are_headings_and_the_rest_is_of_one_size(case: Case) -> None:
    assert [line.text for line in case.loaded.lines if line.level] == [GUIDE[0], TITLE]


def test_rows_of_a_ruled_table_are_lines_with_their_cells(case: Case) -> None:
    assert [line.text.strip() for line in case.lines(5)] == [
        "附表：接待事项办理时限",
        "事项 | 办理时限",
        "遗失物品登记 | 当场办结，最长不超过二十分钟。",
        "邻里纠纷调解 | 五个工作日",
    ]


def test_text_pages_stay_as_they_are_among_scans(case: Case) -> None:
    assert [line.text.strip() for line in case.lines(1)] == ["第一条 本指引自公布之日起施行。"]
    assert [line.page for line in case.loaded.lines] == sorted(line.page or 0 for line in case.loaded.lines)


def test_report_names_the_pages_that_were_recognised_and_those_without_text(case: Case) -> None:
    assert case.loaded.notes[0] == "第6页没有文字层"
    assert case.loaded.notes[-1].startswith("第2至5页没有可用的文字层，已用文字识别读出（可信度0.9")
    assert case.loaded.notes[-1].endswith("），引用前请核对原件")
    assert [entry.page for entry in case.loaded.recognised] == [2, 3, 4, 5]
    assert all(0.9 < entry.confidence <= 1 for entry in case.loaded.recognised)


def test_every_page_is_heard_of_and_the_count_never_falls(case: Case) -> None:
    done = [count for count, _ in case.heard]
    assert {total for _, total in case.heard} == {6}
    assert done == sorted(done) and done[-1] == 6 and {2, 3, 4, 5} <= set(done)


def test_lines_that_the_page_broke_are_joined_as_in_printed_text(case: Case) -> None:
    lines = clean(case.lines(3)).lines
    assert len(lines) == len(RULES) - 2
    assert lines[-1].text.startswith("第八条") and lines[-1].text.endswith("书面说明原因。")


def test_lines_of_a_narrow_column_are_joined_though_others_are_wide(case: Case) -> None:
    lines = clean(case.lines(4)).lines
    assert lines[0].text == TITLE
    assert len(lines) <= 4 and share_right("".join(LEFT), lines[1].text[: len("".join(LEFT))]) >= 0.95


def test_second_reading_takes_what_is_stored(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "read_picture", None)  # calling it would fail
    assert load_pdf(case.data, "指引.pdf", recognised_folder=case.folder) == case.loaded


def test_document_knows_which_pages_were_recognised(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "read_picture", None)
    (tmp_path / "指引.pdf").write_bytes(case.data)
    document = read_document(tmp_path, "指引.pdf", recognised_folder=case.folder)
    assert document.recognised == case.loaded.recognised and document.pages == 6


def test_reading_goes_on_where_a_stopped_one_was(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    of = recognition.version()
    known = recognised.stored_readings(case.folder, case.data, of)
    monkeypatch.setattr(scans, "read_picture", lambda picture, *, pixel: known[3])
    recognised.store_readings(tmp_path, case.data, of, {number: known[number] for number in (2, 4, 5)})
    assert load_pdf(case.data, "指引.pdf", recognised_folder=tmp_path).recognised[:2] == case.loaded.recognised[:2]
    assert set(recognised.stored_readings(tmp_path, case.data, of)) == {2, 3, 4, 5, 6}


def test_full_disk_costs_a_remark_and_not_the_file(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    known = recognised.stored_readings(case.folder, case.data, recognition.version())
    monkeypatch.setattr(scans, "stored_readings", lambda *_: {number: known[number] for number in (2, 3, 4, 5)})

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scans, "store_readings", fail)
    loaded = load_pdf(case.data, "指引.pdf", recognised_folder=case.folder)
    assert loaded.lines == case.loaded.lines
    assert loaded.notes[-1] == "识别结果未能写入磁盘，下次建库将重新识别；请检查磁盘空间和权限"


def test_pages_beyond_the_limit_are_named(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_MOST_RECOGNISED", 3)
    monkeypatch.setattr(scans, "read_picture", None)
    heard: list[int] = []
    loaded = load_pdf(case.data, "指引.pdf", lambda done, total: heard.append(done), case.folder)
    assert [entry.page for entry in loaded.recognised] == [2, 3, 4]
    assert loaded.notes[-1] == "第5至6页超出每个文件识别3页的上限，未识别；请把文件拆分后放入"
    assert heard[-1] == 6


def test_page_that_was_not_read_with_certainty_is_left_out_and_named(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    of = recognition.version()
    known = recognised.stored_readings(case.folder, case.data, of)
    unsure = replace(known[3], lines=tuple(replace(line, confidence=0.7) for line in known[3].lines))
    recognised.store_readings(tmp_path, case.data, of, {**known, 3: unsure})
    loaded = load_pdf(case.data, "指引.pdf", recognised_folder=tmp_path)
    assert [entry.page for entry in loaded.recognised] == [2, 4, 5]
    assert loaded.notes[-1] == "第3页识别的结果不可信（可信度不足0.75），未采用；请换清晰的扫描件"
    assert {line.page for line in loaded.lines} == {1, 2, 4, 5}


def test_missing_recogniser_leaves_the_text_pages_and_says_what_to_do(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise NoRecogniser

    monkeypatch.setattr(scans, "read_picture", fail)
    loaded = load_pdf(case.data, "指引.pdf", recognised_folder=tmp_path)
    assert loaded.notes[-1] == "第2至6页需要文字识别，但识别组件缺失或损坏；请按 requirements.txt 重新安装"
    assert "第一条" in loaded.lines[0].text
    with pytest.raises(UnreadableFile, match="识别组件缺失或损坏；请按 requirements"):
        load_pdf(pdf_of(printed(column("甲"))), "扫描.pdf")


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.soak
def test_page_on_its_side_or_head_is_turned(quarters: int) -> None:
    turned = printed(column(*RULES)).rotate(90 * quarters, expand=True)
    assert (
        share_right("".join(RULES), "".join(line.text for line in load_pdf(pdf_of(turned), "扫描.pdf").lines)) >= 0.97
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.soak
def test_long_columns_worn_and_askew_are_read_in_order(seed: int) -> None:
    left, right = (tuple(broken(invented_text(600, seed=seed * 2 + side), 20)) for side in (0, 1))
    page = [
        (TITLE, 230, 790, 20),
        *column(*left, left=60, top=755, size=11, pitch=17),
        *column(*right, left=310, top=755, size=11, pitch=17),
        *column(*BELOW, left=60, top=755 - 17 * 31, size=11, pitch=17),
    ]
    data = pdf_of(worn(printed(page), tilt=(seed - 2.5) / 5))
    found = "".join(line.text for line in load_pdf(data, "简报.pdf").lines)
    assert share_right("".join((TITLE, *left, *right, *BELOW)), found) >= 0.97


@pytest.mark.parametrize("tilt", [None, 0.5])
def test_single_short_line_on_a_page_is_found(tilt: float | None) -> None:
    page = printed(column("（此件公开发布）"))
    loaded = load_pdf(pdf_of(page if tilt is None else worn(page, tilt=tilt)), "扫描.pdf")
    assert "此件公开发布" in loaded.lines[0].text


def test_page_that_is_a_picture_without_text_is_refused_with_the_next_step() -> None:
    with pytest.raises(UnreadableFile, match="共1页，各页都没有文字层，也没有识别出文字；请先用文字识别"):
        load_pdf(pdf_of(Image.new("RGB", (600, 800), "white")), "扫描.pdf")


def test_nothing_of_recognition_is_loaded_without_need_and_nothing_is_printed(tmp_path: Path) -> None:
    (tmp_path / "空白.pdf").write_bytes(pdf_of(column("第一条 甲"), []))
    (tmp_path / "扫描.pdf").write_bytes(pdf_of(printed(column("第一条 甲乙丙丁"))))
    code = f"""
import sys
from pathlib import Path
from ingest.loaders.load import load
heavy = {{"rapidocr", "onnxruntime", "cv2", "numpy"}}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
load(Path({str(tmp_path)!r}) / "空白.pdf")
assert not {{"rapidocr", "onnxruntime", "cv2"}} & set(sys.modules)
lines = load(Path({str(tmp_path)!r}) / "扫描.pdf").lines
assert "甲乙丙丁" in lines[0].text, lines
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")

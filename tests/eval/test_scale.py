"""Figures of made bases: small ones measured whole, and growth worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from eval.probe import FILTERED, WHOLE, Probed, Recalled, recall
from eval.scale import Sized, asking, growth, measure, scale_table
from eval.scale_page import to_html
from index.build import build
from index.config import IndexSettings
from index.encoder import SentenceEncoder, open_encoder
from index.published import current_id, generations_folder
from tests.conftest import TinyIndex
from tests.index.test_large import MANY
from tests.invented import write_corpus

LEGS = ("passages", "clauses", "words")


def sized(passages: int, milliseconds: float, writing: float) -> Sized:
    times: Mapping[str, tuple[float, ...]] = dict.fromkeys(
        (*LEGS, WHOLE, FILTERED), (milliseconds / 1000, milliseconds / 500)
    )
    cosines = np.array([0.6, 0.7, 0.9], np.float32)
    return Sized(
        passages=passages,
        clauses=3 * passages,
        exact=passages < 1000,
        writing=writing,
        encoding=99 * writing,
        size=2**20 * passages,
        probed=Probed(0.5, 2**30, 2**31, times, times),
        recalled=Recalled(0.98, dict.fromkeys(LEGS, 1.0)),
        real_nearest=cosines,
        made_nearest=cosines - 0.1,
    )


def test_growth_is_told_against_n_log_n() -> None:
    # From 100 to 10,000 n log n grows by 100 · 2 = 200.
    both = [sized(100, 4, 1), sized(10_000, 800, 100)]
    assert growth(both, asking) == pytest.approx([1, 1])
    assert growth(both, lambda s: s.writing) == pytest.approx([1, 0.5])


def test_the_table_has_a_column_for_each_size() -> None:
    lines = [line.split("\t") for line in scale_table([sized(100, 4, 1), sized(10_000, 8, 100)]).splitlines()]
    told = {label: cells for label, *cells in lines}
    assert told["段 / 语句"] == ["100 / 300", "10,000 / 30,000"]
    assert told["比较方式"] == ["逐条", "先找候选"]
    assert told["编码以外的份额"] == ["1.0%", "1.0%"]
    assert told["一问，全部，毫秒 p50 / p95"] == ["4.0 / 8.0", "8.0 / 16.0"]
    assert told["常驻内存，打开后 / 提问后，MB"] == ["1,024 / 2,048"] * 2


def test_the_page_draws_every_curve() -> None:
    page = to_html([sized(100, 4, 1), sized(10_000, 8, 100)], date(2026, 3, 1))
    assert page.count("<polyline") == 6 + 2 + 2 + 2 * 2  # asking, building, sizes, and two distributions of each size
    assert "nan" not in page and "10,000 段：与最近邻的余弦，累计" in page


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="resident memory is read from /proc")
def test_a_made_base_is_measured_in_its_own_process(
    tiny_index: TinyIndex, real_encoder: SentenceEncoder, tmp_path: Path
) -> None:
    questions = ["犬证有效期多久", "走失老人怎么办"]
    steps: list[str] = []
    [found] = measure(tiny_index.generation, real_encoder, questions, [40], tmp_path, progress=steps.append)
    assert (found.passages, found.exact, found.recalled) == (40, True, Recalled(1.0, dict.fromkeys(LEGS, 1.0)))
    assert {name: len(times) for name, times in found.probed.wall.items()} == dict.fromkeys((*LEGS, WHOLE, FILTERED), 2)
    assert 0 < found.probed.resident_open <= 2**40 and found.size > 10_000
    assert len(steps) == 3 and list(tmp_path.iterdir()) == []


def test_recall_counts_what_exact_search_finds(tmp_path: Path, tiny_model: Path) -> None:
    encoder = open_encoder(str(tiny_model), tmp_path)
    report = build(
        write_corpus(tmp_path / "corpus", MANY),
        tmp_path / "index",
        encoder,
        now=datetime(2026, 3, 1, tzinfo=UTC),
        settings=IndexSettings(exact=0),
    )
    assert report.generation == current_id(tmp_path / "index")
    questions = ["犬", "罚"]
    found = recall(
        generations_folder(tmp_path / "index") / report.generation, questions, encoder.encode_questions(questions)
    )
    assert found.legs["words"] == 1.0
    assert 0.5 <= found.whole <= 1.0

"""Topics: passages that lie together, under words of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.generation import Generation
from index.vectors import VectorIndex
from ingest.records import Document, Kind, Passage
from library.topics import COMMON_WORDS, Topic, find_topics
from tests.conftest import TinyIndex
from tests.invented import document, passages

HOTELS = document(
    "\n".join(f"第{n}条 旅馆接待旅客住宿应当登记身份证件，公安机关予以检查。" for n in "一二三四五六七八九十"),
    title="青槐市旅馆办法",
    kind=Kind.LOCAL_RULE,
)
ROADS = document(
    "\n".join(
        f"第{n}条 机动车驾驶人在路口遇红灯应当停车，超速的扣留驾驶证，公安机关予以处罚。"
        for n in "一二三四五六七八九十"
    ),
    title="青槐市道路规定",
    kind=Kind.LAW,
)
HOTELS_GUIDE = replace(HOTELS, id="指引", title="旅馆工作指引", instrument="旅馆工作指引", kind=Kind.GUIDANCE)


@pytest.fixture
def made(tiny_index: TinyIndex) -> Generation:
    """Two subjects in three documents, 30 passages each, whose vectors lie apart."""
    held: list[Passage] = []
    vectors = []
    for subject, documents in enumerate(((HOTELS, HOTELS_GUIDE), (ROADS,))):
        own = [(of, passage) for of in documents for passage in passages(of)]
        for n in range(30):
            of, passage = own[n % len(own)]
            held.append(replace(passage, id=f"{of.id}/{n}", document_id=of.id))
            vectors.append([subject, 1 - subject, 0.01 * n])
    matrix = np.array(vectors, dtype=np.float32)
    return replace(
        tiny_index.generation,
        documents={each.id: each for each in (HOTELS, HOTELS_GUIDE, ROADS)},
        passages=tuple(held),
        vectors=VectorIndex.build(matrix / np.linalg.norm(matrix, axis=1, keepdims=True)),
    )


def about(topics: tuple[Topic, ...], kind: Kind) -> Topic:
    return next(topic for topic in topics if topic.count(kind))


def test_each_subject_is_a_topic_with_its_levels(made: Generation) -> None:
    topics = find_topics(made)
    assert [topic.passages for topic in topics] == [30, 30]
    assert about(topics, Kind.LAW).levels == ((Kind.LAW, 30),)
    assert about(topics, Kind.GUIDANCE).levels == ((Kind.LOCAL_RULE, 20), (Kind.GUIDANCE, 10))


def test_a_topic_is_called_by_its_own_words(made: Generation) -> None:
    words = about(find_topics(made), Kind.LAW).words
    assert 2 <= len(words) <= 4
    assert {"驾驶证", "路口", "红灯", "机动车", "停车", "超速", "驾驶人", "扣留"} >= set(words)
    assert not {"应当", "公安机关", "处罚", "予以"} & set(words)


def test_the_documents_with_most_passages_lead_and_the_example_is_one_of_them(made: Generation) -> None:
    topic = about(find_topics(made), Kind.GUIDANCE)
    assert [place.title for place in topic.leading] == ["青槐市旅馆办法", "旅馆工作指引"]
    assert topic.example.document_id in {HOTELS.id, HOTELS_GUIDE.id}
    assert topic.example.passage_id in {passage.id for passage in made.passages}
    assert topic.example_text.startswith(topic.example.label)


def test_the_same_base_has_the_same_topics(made: Generation) -> None:
    assert find_topics(made) == find_topics(made)


def test_names_of_places_name_no_topic(made: Generation) -> None:
    def moved(passage: Passage) -> Passage:
        return replace(passage, text=passage.text + "北京市和北京市和北京市。")

    everywhere = replace(made, passages=tuple(moved(each) for each in made.passages))
    assert not any("北京" in word for topic in find_topics(everywhere) for word in topic.words)


def test_a_small_base_has_no_topics(tiny_index: TinyIndex) -> None:
    assert find_topics(tiny_index.generation) == ()


def test_of_two_versions_the_newer_leads(made: Generation) -> None:
    older: Document = replace(HOTELS, id="旧", version_date="2015-03-01")
    passages_of_both = tuple(
        replace(each, document_id="旧") if each.document_id == HOTELS.id and row % 3 else each
        for row, each in enumerate(made.passages)
    )
    both = replace(made, documents={**made.documents, "旧": older}, passages=passages_of_both)
    leading = about(find_topics(both), Kind.GUIDANCE).leading
    assert [(place.title, place.version_date) for place in leading][:1] == [("青槐市旅馆办法", "2021-09-01")]


def test_the_common_words_stand_once_each() -> None:
    words = COMMON_WORDS.read_text(encoding="utf-8").split()
    assert len(words) == len(set(words))

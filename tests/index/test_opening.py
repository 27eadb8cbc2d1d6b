"""Opening what answers: on this machine, or with its rows in Milvus."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import EngineError, NoGeneration
from index.milvus import published
from index.milvus.address import parse_address
from index.milvus.engine import MilvusEngine
from index.milvus.push import push
from index.milvus.server import connect
from index.opening import open_engine, open_in_use, open_with_engine
from index.published import list_generations
from index.published import publish as publish_here
from tests.index.milvus.generations import articles, made

NOBODY = "milvus://127.0.0.1:9/base"  # the port of “discard”, where nothing listens


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder of two generations, of three and four articles; the second is current."""
    for count in (3, 4):
        made(tmp_path, articles(count))
    return tmp_path / "index"


def test_without_a_setting_current_says_what_answers_here(index: Path) -> None:
    generation, engine = open_with_engine(index, None)
    assert (generation.manifest.passages, engine) == (4, None)
    assert open_in_use(index, None, str) == (generation.manifest.id, None)
    assert open_engine(generation, None) is None


def test_where_nothing_was_published_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(NoGeneration, match="还没有建好的索引"):
        open_with_engine(tmp_path, None)


def test_with_milvus_the_alias_says_what_answers_whatever_is_current_here(index: Path, tmp_path: Path) -> None:
    setting = str(tmp_path / "opening.db")
    server = connect(parse_address(setting))
    with pytest.raises(NoGeneration, match=r"上还没有索引；请运行 python -m index engine push"):
        open_with_engine(index, setting)
    first, second = list_generations(index)
    for manifest in (second, first):
        publish_here(index, manifest.id)
        push(open_with_engine(index, None)[0], server)
        published.use(server, manifest)
        publish_here(index, second.id)
        generation, engine = open_with_engine(index, setting)
        assert open_in_use(index, setting, str) == (manifest.id, None)
        assert generation.manifest.id == manifest.id
        assert isinstance(engine, MilvusEngine)
        assert engine.rows == manifest.passages


def test_a_server_that_nobody_runs_is_named_within_seconds(index: Path) -> None:
    with pytest.raises(EngineError, match=r"Milvus（milvus://127.0.0.1:9/base）：打不开，请检查地址、端口"):
        open_with_engine(index, NOBODY)


def test_a_file_in_a_folder_that_is_not_there_is_refused(index: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"lacking.db 所在的文件夹不存在"):
        open_with_engine(index, str(tmp_path / "no" / "lacking.db"))

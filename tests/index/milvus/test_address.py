"""The one setting of the engine, read."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import EngineError
from index.milvus.address import parse_address


def test_a_server_is_named_by_host_port_and_the_name_of_the_base() -> None:
    address = parse_address("milvus://10.0.0.5:19531/station_4")
    assert (address.uri, address.name, address.is_file) == ("http://10.0.0.5:19531", "station_4", False)
    assert str(address) == "milvus://10.0.0.5:19531/station_4"


def test_the_usual_port_need_not_be_written() -> None:
    assert parse_address("milvus://db.local/base").uri == "http://db.local:19530"


def test_an_address_of_six_parts_keeps_its_brackets() -> None:
    assert parse_address("milvus://[fd00::5]/base").uri == "http://[fd00::5]:19530"


def test_user_and_password_are_handed_on_and_never_shown() -> None:
    address = parse_address("milvus://jing:p%40ss@10.0.0.5/base")
    assert address.token == "jing:p@ss"  # noqa: S105 - invented
    assert "p@ss" not in f"{address} {address!r}"


def test_a_path_that_ends_in_db_is_a_file(tmp_path: Path) -> None:
    address = parse_address(str(tmp_path / "base.db"))
    assert (address.uri, address.name, address.is_file) == (str(tmp_path / "base.db"), "jingwen", True)
    assert str(address) == str(tmp_path / "base.db")


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("10.0.0.5:19530", "检索引擎的设置 '10.0.0.5:19530' 看不懂；应写成 milvus://主机:19530/名称"),
        ("http://10.0.0.5/base", "检索引擎的设置 'http://10.0.0.5/base' 看不懂"),
        ("milvus:///base", "检索引擎的设置 'milvus:///base' 看不懂"),
        ("milvus://jing:secret@/base", "检索引擎的设置 'milvus://…@/base' 看不懂"),
        ("milvus://10.0.0.5:many/base", "端口或主机看不懂"),
        ("milvus://10.0.0.5/", "检索引擎的名称 '' 不能用"),
        ("milvus://10.0.0.5/知识库", "检索引擎的名称 '知识库' 不能用：应以字母开头"),
        ("milvus://10.0.0.5/two__parts", "检索引擎的名称 'two__parts' 不能用"),
        ("milvus://10.0.0.5/" + "a" * 65, "最多 64 个字符"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(setting: str, says: str) -> None:
    with pytest.raises(EngineError) as refused:
        parse_address(setting)
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)

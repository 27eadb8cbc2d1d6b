"""Records as JSON: what is written comes back as it was."""

from __future__ import annotations

import json

import pytest

from ingest.records import ArticleLink, Kind, Override
from ingest.wire import link_from_json, link_to_json, override_from_json, override_to_json


@pytest.mark.parametrize(
    "override",
    [
        Override(),
        Override(
            title="规定",
            kind=Kind.LAW,
            issuer="公安部",
            version_date="2024-01-05",
            effective_from="2024-03-01",
            effective_to="2029-02-28",
            repealed_on="2026-05-01",
            replaces=("甲", "乙"),
            checked_by="张三",
            checked_on="2026-11-01",
        ),
    ],
)
def test_what_the_manifest_says_comes_back_as_it_was(override: Override) -> None:
    assert override_from_json(json.loads(json.dumps(override_to_json(override)))) == override


@pytest.mark.parametrize("article", ["第八条", None])
def test_a_link_comes_back_as_it_was(article: str | None) -> None:
    link = ArticleLink("犬只管理办法", "a", "第九条", "b", article, 0.75)
    assert link_from_json(json.loads(json.dumps(link_to_json(link)))) == link

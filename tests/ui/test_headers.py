from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import file_util

from ui.headers import PageGuard, chinese_page, page_routes, script_hashes, security_headers


def client() -> TestClient:
    async def page(_request: Request) -> Response:
        return HTMLResponse("<html lang='en'>theirs</html>", headers={"Cache-Control": "no-cache", "ETag": '"1"'})

    async def data(_request: Request) -> Response:
        return PlainTextResponse("data")

    routes = [*page_routes(), Route("/", page), Route("/_stcore/health", data), Route("/media/a", page)]
    app = Starlette(routes=routes, middleware=[Middleware(PageGuard)])
    return TestClient(app, base_url="http://127.0.0.1:8501")


def test_every_response_carries_the_headers() -> None:
    for path in ("/", "/_stcore/health", "/jingwen/page.js", "/nowhere"):
        headers = client().get(path).headers
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert "connect-src 'self' ws://127.0.0.1:8501 wss://127.0.0.1:8501;" in headers["Content-Security-Policy"], (
            path
        )


def test_the_page_is_ours_and_its_cache_header_is_not() -> None:
    response = client().get("/")
    assert '<html lang="zh-CN">' in response.text and "<title>警问</title>" in response.text
    assert "theirs" not in response.text
    assert response.headers["Cache-Control"] == "no-cache" and "etag" not in response.headers
    assert int(response.headers["content-length"]) == len(response.content)
    head = client().head("/")
    assert head.content == b"" and head.headers["content-length"] == response.headers["content-length"]


def test_other_html_is_left_alone() -> None:
    assert client().get("/media/a").text == "<html lang='en'>theirs</html>"


def test_the_inline_script_of_the_installed_page_is_the_only_one_allowed() -> None:
    original = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    page = chinese_page(original)
    script = original.split("<script>")[1].split("</script>")[0]
    expected = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert script_hashes(page) == (f"'sha256-{expected}'",)
    scripts = security_headers(script_hashes(page), "127.0.0.1:8501")["Content-Security-Policy"].split("; ")[1]
    assert scripts == f"script-src 'self' 'sha256-{expected}'"


def test_the_installed_page_is_fully_rewritten() -> None:
    original = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    page = chinese_page(original)
    assert "JavaScript to run" not in page and "<title>Streamlit" not in page and 'as="font"' not in page
    assert "./jingwen/page.css?v=" in page and "./jingwen/page.js?v=" in page
    assert page.count("<noscript>") == 1 and "警问需要浏览器允许运行脚本" in page


def test_a_forged_host_does_not_reach_the_policy() -> None:
    policy = security_headers((), "a; script-src *")["Content-Security-Policy"]
    assert "connect-src 'self';" in policy and "*" not in policy


def test_the_page_names_the_visit_in_a_cookie_that_ends_with_the_browser() -> None:
    given = client().get("/").headers["set-cookie"]
    name, *rest = given.split("; ")
    assert re.fullmatch(r"jingwen_visit=[A-Za-z0-9_-]{43}", name)
    assert rest == ["Path=/", "HttpOnly", "SameSite=Strict"]
    assert given != client().get("/").headers["set-cookie"], "every visit has a name of its own"


def test_a_visit_keeps_its_name_and_what_is_no_name_is_replaced() -> None:
    name = "a" * 43
    assert "set-cookie" not in client().get("/", headers={"cookie": f"other=1; jingwen_visit={name}"}).headers
    for wrong in ("", "short", "a" * 44, "a" * 42 + "%"):
        assert "set-cookie" in client().get("/", headers={"cookie": f"jingwen_visit={wrong}"}).headers, wrong


def test_only_the_page_sets_the_cookie() -> None:
    for path in ("/_stcore/health", "/jingwen/page.js", "/media/a", "/nowhere"):
        assert "set-cookie" not in client().get(path).headers, path

"""What every response of the server carries, and the page that holds the screens.

In: the index.html of the installed Streamlit, ui/page.css and ui/page.js. Out: an ASGI middleware that adds the
security headers, serves that page in Chinese and gives each browser a cookie that names its visit; and the routes of the two files.
Does not touch the WebSocket, cache headers or anything the screens draw.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

_FILES = {"page.css": "text/css", "page.js": "text/javascript"}
_FOLDER = "/jingwen"
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='6' fill='%231b4f8f'/%3E"
    "%3Cpath d='M8 9h16v10H15l-5 5v-5H8z' fill='%23fff'/%3E%3C/svg%3E"
)
_NO_SCRIPT = "<noscript><p>警问需要浏览器允许运行脚本。请在浏览器设置中允许本站脚本后刷新。</p></noscript>"
VISIT_COOKIE = "jingwen_visit"
_VISIT = re.compile(r"[A-Za-z0-9_-]{43}")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_OTHER_PAGES = ("/_stcore/", "/media/", "/component/", "/static/", _FOLDER + "/")


class PageGuard:
    """Add the security headers to every response and put our page in the place of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._page = chinese_page((Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8"))
        self._body = self._page.encode("utf-8")
        self._hashes = script_hashes(self._page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        fixed = security_headers(self._hashes, asked.get("host", ""))
        ours = False  # whether the response under way is the page, whose body we replace

        async def guarded(message: Message) -> None:
            nonlocal ours
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                ours = message["status"] == 200 and _is_page(scope["path"], headers)
                if ours:
                    _describe(headers, len(self._body))
                    if not names_a_visit(_cookie(asked)):
                        headers.append("set-cookie", _new_visit())
                for name, value in fixed.items():
                    headers[name] = value
            elif ours and message["type"] == "http.response.body":
                if message.get("more_body", False):
                    return
                body = b"" if scope["method"] == "HEAD" else self._body
                message = {"type": "http.response.body", "body": body, "more_body": False}
            await send(message)

        await self._app(scope, receive, guarded)


def names_a_visit(value: str) -> bool:
    """Whether a cookie is one that we gave: 32 random bytes, written in 43 characters."""
    return _VISIT.fullmatch(value) is not None


def page_routes() -> list[Route]:
    """Serve ui/page.css and ui/page.js, read once at the start."""
    return [Route(f"{_FOLDER}/{name}", _serve_file(name, kind)) for name, kind in _FILES.items()]


def chinese_page(original: str) -> str:
    """Rewrite Streamlit's page: language, title, icon, words for browsers without scripts, our two files.

    ``<html lang="en">`` becomes ``<html lang="zh-CN">``; the preloaded Latin font goes, since no text here uses it.
    """
    page = re.sub(r"<html\b[^>]*>", '<html lang="zh-CN">', original, count=1)
    page = re.sub(r"<title>.*?</title>", "<title>警问</title>", page, count=1, flags=re.DOTALL)
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="{_ICON}" />', page, count=1)
    page = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", _NO_SCRIPT, page, count=1, flags=re.DOTALL)
    ours = f'<link rel="stylesheet" href=".{_address("page.css")}" />\n    '
    ours += f'<script defer src=".{_address("page.js")}"></script>\n  </head>'
    return page.replace("</head>", ours, 1)


def script_hashes(page: str) -> tuple[str, ...]:
    """Give the CSP source of every inline script of the page: ``'sha256-…'``."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)


def security_headers(hashes: tuple[str, ...], host: str) -> dict[str, str]:
    """Write the headers; the WebSocket is named by the host asked for, as older browsers do not count it as 'self'."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", *hashes)),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page while it runs
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'" + sockets,
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _cookie(asked: Headers) -> str:
    """The visit that the browser names; empty if none."""
    for given in asked.getlist("cookie"):
        if (value := cookie_parser(given).get(VISIT_COOKIE)) is not None:
            return value
    return ""


def _new_visit() -> str:
    """A cookie that no script and no other site can read, and that ends with the browser."""
    return f"{VISIT_COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Strict"


def _is_page(path: str, headers: MutableHeaders) -> bool:
    return headers.get("content-type", "").startswith("text/html") and not path.startswith(_OTHER_PAGES)


def _describe(headers: MutableHeaders, length: int) -> None:
    headers["content-length"] = str(length)
    headers["content-type"] = "text/html; charset=utf-8"
    # They describe the file we replaced: a browser would be told "not modified" after one of our files changed.
    for name in ("etag", "last-modified", "content-encoding", "accept-ranges"):
        if name in headers:
            del headers[name]


def _address(name: str) -> str:
    digest = hashlib.sha256(_read(name)).hexdigest()[:12]
    return f"{_FOLDER}/{name}?v={digest}"


def _serve_file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    body = _read(name)

    async def serve(_request: Request) -> Response:
        return Response(body, media_type=kind, headers={"Cache-Control": "no-cache"})

    return serve


def _read(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()

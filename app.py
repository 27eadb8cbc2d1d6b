"""The entry of the browser application: ``streamlit run app.py``.

In: nothing. Out: the ASGI application that serves ui/main.py with our headers and page files.
Draws nothing except the notice of an unforeseen error, and decides nothing.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from ui import headers, openers

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
logger = logging.getLogger("jingwen")


@asynccontextmanager
async def warmed(_app: st.App) -> AsyncIterator[None]:
    """Open the base and load its model before the first request is taken, so that ready means: as fast as ever."""
    await asyncio.to_thread(openers.warm_current)
    yield


def tell_failure(error: Exception) -> bool:
    """Log an unforeseen error under a number and show only the number."""
    number = secrets.token_hex(3)
    logger.error("failure %s", number, exc_info=error)
    st.error(f"程序出错，编号 {number}。请刷新页面重试；若再次出现，请把编号告诉维护人员。")
    return True


app = st.App(
    "ui/main.py",
    routes=headers.page_routes(),
    middleware=[Middleware(headers.PageGuard)],
    lifespan=warmed,
    on_script_error=tell_failure,
)

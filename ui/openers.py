"""Open what the screens need, once, and share it between sessions.

In: the environment (JINGWEN_CORPUS, JINGWEN_INDEX, JINGWEN_MODEL, JINGWEN_RERANKER) and the published index.
Out: Setup and an opened, warming Assistant. The only place of the screens that reads the environment.
Does not build an index and draws nothing.
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from answer import assistant
from index import generation
from index.config import Places, default_places
from ingest.errors import KnowledgeBaseError

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Setup:
    """Where this server finds its folders, which model it uses (None: the one that comes with the packages), and a cross-encoder."""

    places: Places
    model: str | None
    reranker: str | None = None


def read_setup() -> Setup:
    """Take the folders below the project root, save where the environment names others."""
    usual = default_places(ROOT)
    places = Places(
        corpus=Path(os.environ.get("JINGWEN_CORPUS") or usual.corpus),
        index=Path(os.environ.get("JINGWEN_INDEX") or usual.index),
        models=usual.models,
        recognised=usual.recognised,
        bank=usual.bank,
    )
    return Setup(places, os.environ.get("JINGWEN_MODEL") or None, os.environ.get("JINGWEN_RERANKER") or None)


@st.cache_resource(max_entries=2, show_spinner=False)
def open_generation(
    generation_id: str, index: str, models: str, model: str | None, reranker: str | None
) -> assistant.Assistant:
    """Open the published index and start loading its model; a new generation is a new key, so no restart is needed."""
    opened = assistant.open_assistant(Path(index), Path(models), model, reranker)
    threading.Thread(target=_warm, args=(opened,), name=f"warm-{generation_id}", daemon=True).start()
    return opened


def open_current(setup: Setup) -> assistant.Assistant | None:
    """Give the assistant of the generation in use, or None where nothing is published yet."""
    generation_id = generation.current_id(setup.places.index)
    if generation_id is None:
        return None
    places = setup.places
    return open_generation(generation_id, str(places.index), str(places.models), setup.model, setup.reranker)


def warm_current() -> None:
    """Open the generation in use before anybody asks; what goes wrong is shown when a page asks for it again."""
    try:
        open_current(read_setup())
    except KnowledgeBaseError as error:
        logger.warning("nothing to warm: %s", error)


def _warm(opened: assistant.Assistant) -> None:
    try:
        opened.warm()
    except KnowledgeBaseError as error:
        logger.warning("the model could not be loaded ahead: %s", error)

"""Open what the screens need, once, and share it between sessions.

In: the environment (JINGWEN_CORPUS, JINGWEN_INDEX, JINGWEN_BANK, JINGWEN_MODEL, JINGWEN_RERANKER, JINGWEN_ENGINE) and the published index.
Out: Setup, and the Base in use with its model loaded. The only place of the screens that reads the environment.
Does not build an index and draws nothing.
"""

from __future__ import annotations

import gc
import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from answer.assistant import Assistant
from answer.feedback import FeedbackStore
from index import encoder, opening, published
from index.config import Places, default_places
from index.encoder import Encoder
from index.errors import NothingPublished
from index.reranker import Reranker
from ingest.errors import KnowledgeBaseError
from ingest.page_picture import page_picture
from library.references import ReferenceIndex
from library.shelf import Shelf
from quiz.bank import Bank, open_bank

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Setup:
    """Where this server finds its folders, which model it uses (None: the one that comes with the packages), a cross-encoder and an engine."""

    places: Places
    model: str | None
    reranker: str | None = None
    engine: str | None = None  # where questions are compared (index/opening.py); None: here


@dataclass(frozen=True, slots=True)
class Base:
    """One open generation: what answers from it and what reads in it, over the same tables."""

    assistant: Assistant
    shelf: Shelf
    references: ReferenceIndex
    encoder: Encoder
    warning: str | None = None  # for everybody who uses it: it stands in for a generation that cannot be opened


def read_setup() -> Setup:
    """Take the folders below the project root, save where the environment names others."""
    usual = default_places(ROOT)
    places = Places(
        corpus=Path(os.environ.get("JINGWEN_CORPUS") or usual.corpus),
        index=Path(os.environ.get("JINGWEN_INDEX") or usual.index),
        models=usual.models,
        recognised=usual.recognised,
        feedback=usual.feedback,
        bank=Path(os.environ.get("JINGWEN_BANK") or usual.bank),
    )
    return Setup(
        places,
        os.environ.get("JINGWEN_MODEL") or None,
        os.environ.get("JINGWEN_RERANKER") or None,
        os.environ.get("JINGWEN_ENGINE") or None,
    )


def open_encoder(setup: Setup) -> Encoder:
    """Give the encoder of this setup; one that is equal to an earlier one is that one, so that its model is loaded once."""
    opened = encoder.open_encoder(setup.model, setup.places.models)
    return _share_encoder(opened.name, setup.model, str(setup.places.models), opened)


@st.cache_resource(max_entries=2, show_spinner=False)
def _share_encoder(name: str, model: str | None, models: str, _opened: Encoder) -> Encoder:
    return _opened


def open_base(generation_id: str, setup: Setup) -> Base:
    """Open one generation and load what answering from it needs; raise a KnowledgeBaseError where it cannot be opened."""
    opened = published.open_generation(setup.places.index, generation_id)
    reranker = Reranker(Path(setup.reranker).expanduser()) if setup.reranker else None
    shared = open_encoder(setup)
    assistant = Assistant(opened, shared, reranker=reranker, engine=opening.open_engine(opened, setup.engine))
    base = Base(assistant, assistant.shelf, assistant.references, shared)
    try:
        base.assistant.warm()
        base.references.referring("", "")  # reads every text once
    except KnowledgeBaseError as error:  # the documents can be read all the same; whoever asks is told
        logger.warning("the model could not be loaded ahead: %s", error)
    return base


@st.cache_resource(max_entries=2, show_spinner=False)
def _share_base(generation_id: str, setup: Setup) -> Base:
    base = open_base(generation_id, setup)
    _spare_collections()
    return base


def open_current(setup: Setup) -> Base | None:
    """Give the generation in use, or None where nothing is published yet; a new one is opened without a restart."""
    index = setup.places.index
    try:
        base, warning = opening.open_in_use(index, setup.engine, lambda id_: _share_base(id_, setup))
    except NothingPublished:
        return None
    return replace(base, warning=warning) if warning else base


@st.cache_data(max_entries=20, show_spinner=False)
def open_page_picture(source: str, sha256: str, page: int) -> bytes:
    """Give the picture of a page as a JPEG; raise a KnowledgeBaseError where the file cannot be shown any more."""
    return page_picture(read_setup().places.corpus, source, sha256, page)


def open_feedback() -> FeedbackStore:
    """Give the store of feedback of this installation; raise a KnowledgeBaseError where it cannot be opened."""
    return FeedbackStore(read_setup().places.feedback)


@st.cache_resource(show_spinner=False)
def open_items(path: Path) -> Bank:
    """Give the bank of items, open once for all sessions; raise a KnowledgeBaseError where it cannot be opened."""
    return open_bank(path)


def warm_current() -> None:
    """Open the generation in use before anybody asks; what goes wrong is shown when a page asks for it again."""
    try:
        open_current(read_setup())
    except Exception:
        logger.exception("the knowledge base could not be opened ahead")


def _spare_collections() -> None:
    """Take what is open now out of the reach of garbage collection, after one for what an earlier base left.

    Streamlit collects everything after each run of a script. Over a base and a model that takes 0.4 seconds, in which no
    other thread moves: neither the one that sends the answer just found nor the next question.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()

"""Text to search words: jieba words and character bigrams, the same for questions and passages.

In: any text. Out: a list of words. Widths, letter case and traditional characters are folded and numerals before a unit
become Arabic, so that 三十日, 30日 and ３０日, 處罰 and 处罚 meet. Does not weigh words (lexical.py) and never changes text
that is shown.

jieba trusts the cache file of its dictionary, so that file is kept in a folder of our own, not in the shared temporary one.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path

import jieba
from opencc import OpenCC

from ingest import numerals
from ingest.numerals import NUMERAL, parse_number

TERMS = Path(__file__).with_name("terms.txt")
CACHE_FOLDER = Path(__file__).resolve().parent.parent / "var" / "jieba"

_lock = threading.Lock()  # jieba's dictionary loads on first use and is not protected against two first uses
_HAN = re.compile(r"[㐀-鿿]+")
_WORD = re.compile(r"[㐀-鿿a-z0-9.%]+")
_NUMBER_WITH_UNIT = re.compile(
    rf"(?!十分[^钟之])([{NUMERAL}]+)(?=[条款项编章节日天周月年元岁人次分倍级等名位户张发届票米]|个|小时|工作日|星期|平方|公里|余元|多)(?!分之)"
)
_FUNCTION_WORDS = frozenset("的了着过和与或及是在把被让给对于为以而且也都就还又再吧吗呢啊呀哪么")


def words(text: str) -> list[str]:
    """Words of a text for BM25: search-mode words of jieba, then bigrams of each run of Chinese characters.

    ``处三十日拘留`` → ``['处', '30', '日', '拘留', '日拘', '拘留']`` (single function words are left out).
    """
    folded = fold(text)
    found = [word for word in _cut(folded) if _WORD.fullmatch(word) and word not in _FUNCTION_WORDS]
    for run in _HAN.findall(folded):
        found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def digest_splitting() -> str:
    """A digest of everything that decides the words of a text: these rules, their numerals, the dictionaries and who reads them."""
    versions = [version("jieba"), version("opencc"), unicodedata.unidata_version]
    own = [Path(__file__), Path(numerals.__file__), TERMS]
    return hashlib.sha256(b"\x1f".join([*map(str.encode, versions), *(path.read_bytes() for path in own)])).hexdigest()


def fold(text: str) -> str:
    """Fold widths, letter case, traditional characters and numerals before a unit: ``Ａ類３０日、三十日`` → ``a类30日、30日``."""
    return _NUMBER_WITH_UNIT.sub(_arabic, simplified(unicodedata.normalize("NFKC", text).lower()))


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, each at the place it had: ``處罰法第四十三條`` → ``处罚法第四十三条``."""
    readable = text.encode("utf-8", "replace").decode()  # half a character pair, which a page may send, becomes “?”
    converted: str = _converter().convert(readable)
    # Phrases decide between characters (乾燥, 乾隆); should one ever change its length, single characters do not.
    return converted if len(converted) == len(text) else "".join(_simplified_character(char) for char in readable)


def segments(text: str) -> list[str]:
    """The text cut into words of the dictionary, nothing left out; what the dictionary lacks falls into characters."""
    return list(_segmenter().cut(text, HMM=False))


def is_word(text: str) -> bool:
    """Whether the dictionary has it."""
    return bool(_segmenter().FREQ.get(text))


def _arabic(match: re.Match[str]) -> str:
    number = parse_number(match[1])
    return match[1] if number is None else str(number)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified_character(char: str) -> str:
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char


def _cut(text: str) -> list[str]:
    return list(_segmenter().cut_for_search(text))


@cache
def _segmenter() -> jieba.Tokenizer:
    with _lock:
        jieba.setLogLevel(logging.WARNING)
        CACHE_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        CACHE_FOLDER.chmod(0o700)
        segmenter = jieba.Tokenizer()
        segmenter.tmp_dir = str(CACHE_FOLDER)
        segmenter.initialize()
        segmenter.load_userdict(str(TERMS))
        return segmenter

"""What can go wrong, as one family.

In: nothing. Out: the exceptions that commands and screens translate for people; each message is a Chinese
sentence naming the thing, what was expected, what was found and what to do next.
Does not hold the errors of generations; those stand in index/errors.py and share this base.
"""

from __future__ import annotations


class KnowledgeBaseError(Exception):
    """Base of every error that a person can act on; its text is shown as it stands."""


class IngestError(KnowledgeBaseError):
    """Base of everything that keeps one file or one folder out of the knowledge base."""


class UnreadableFile(IngestError):
    """One file cannot become a document: empty, binary, encrypted, truncated, mis-named or of no known format."""


class NoCorpus(IngestError):
    """The corpus folder does not exist, is not a folder, or holds no file that could be read."""

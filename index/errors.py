"""What can go wrong with a generation or with the embedding model.

In: nothing. Out: the exceptions that commands and screens translate for people; each message is a Chinese
sentence naming the thing, what was expected, what was found and what to do next.
Does not hold the errors of reading documents; those stand in ingest/errors.py and share the base.
"""

from __future__ import annotations

from ingest.errors import KnowledgeBaseError


class GenerationError(KnowledgeBaseError):
    """Base of everything that keeps a built index from being opened, built or published."""


class NoGeneration(GenerationError):
    """No generation has been published in this index folder, or the one asked for does not exist."""


class NothingPublished(NoGeneration):
    """Nothing was ever published in this index folder; a first build is what is missing."""


class DamagedGeneration(GenerationError):
    """The files of one generation are missing, changed or do not agree with each other."""


class Busy(GenerationError):
    """Somebody else is changing this index folder."""


class WrongModel(GenerationError):
    """A generation was built with another embedding model than the one asked for; their vectors do not compare."""


class EngineError(GenerationError):
    """The place where rows are compared cannot be reached, or does not hold what it should."""


class ModelError(KnowledgeBaseError):
    """Base of everything that keeps an embedding model from being used."""


class NoModel(ModelError):
    """The model is not there or not the one expected: no package, no folder, missing files or a wrong checksum."""


class DamagedModel(ModelError):
    """The bytes or settings of a model are there but cannot be read as a model."""


class TuningError(ModelError):
    """The embedding model cannot be tuned with what was given: no pairs, a file that cannot be read."""

"""What can go wrong with quizzes, as one family.

In: nothing. Out: the exceptions that commands and screens show to people; each message is a Chinese sentence naming the
thing, what was expected, what was found and what to do next. Does not hold the errors of documents or generations.
"""

from __future__ import annotations

from ingest.errors import KnowledgeBaseError


class QuizError(KnowledgeBaseError):
    """Base of everything that keeps an item, a paper or a bank from being used."""


class BadRecord(QuizError):
    """JSON that is no item and no paper: a field is missing, unknown, or of another kind."""


class BankError(QuizError):
    """Base of everything that a bank refuses; what is wrong with its file is told by index/database.py."""


class NotInBank(BankError):
    """The bank has no item or paper with that id."""


class IllegalMove(BankError):
    """A status cannot follow another, or the item changed in the meantime."""


class BadBlueprint(QuizError):
    """A blueprint file that cannot be followed: the message names the row and the reason."""


class UnusableFile(QuizError):
    """An old item bank that cannot be read: broken, foreign, too large or hostile. Nothing of it was stored."""

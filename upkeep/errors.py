"""What can go wrong with backups and with the removal of a text.

In: nothing. Out: the exceptions that commands show to people; each message is a Chinese sentence naming the thing, what was
expected, what was found and what to do next. Does not hold the errors of databases; those stand in index/database.py.
"""

from __future__ import annotations

from ingest.errors import KnowledgeBaseError


class UpkeepError(KnowledgeBaseError):
    """Base of everything that keeps a backup from being made or a text from being removed."""


class BadBackup(UpkeepError):
    """A file that is no backup of ours, or is damaged, cut off, hostile or of a newer format; nothing was put in place."""


class NotNamed(UpkeepError):
    """No document, or more than one, goes by the name that was given."""


class StillThere(UpkeepError):
    """The text stands where it would come back from: in the corpus folder, or in what was built last."""


class NotGone(UpkeepError):
    """After the removal, words of the text were found, or something could not be searched."""

"""Papers as files that open where trainers work: Word, tables, Moodle, QTI, Anki, JSON Lines, a page."""

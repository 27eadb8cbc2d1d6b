"""Gold questions and a generation to a report. Nothing imports this package."""

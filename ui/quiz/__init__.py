"""The screen 出题: from documents to items, papers and practice."""

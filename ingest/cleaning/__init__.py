"""Cleaning: what is not the text is taken away, and every deletion is accounted for."""

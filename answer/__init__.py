"""Hits to a cited answer or a refusal. Knows no screen."""

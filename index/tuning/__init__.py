"""Tuning the embedding model to how people ask: pairs, then training, then a small adapter."""

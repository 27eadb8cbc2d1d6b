"""Makers of items, one file for each way to ask."""

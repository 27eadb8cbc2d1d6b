"""Passages to a published generation, and a generation to hits. Knows no answers and no screen."""

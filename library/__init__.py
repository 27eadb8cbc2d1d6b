"""What the base holds, as readers see it: documents to open, places in them, and the catalogue."""

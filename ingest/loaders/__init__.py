"""One file per format: bytes of a file to the lines a reader would see."""

"""Old item banks: read from the files people have, made into items, bound to the articles they rest on."""

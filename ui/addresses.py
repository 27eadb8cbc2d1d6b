"""The addresses of places in the reader, and of the reader's other states.

In: a Place. Out: a relative address that opens it, safe inside an HTML attribute.
Does not resolve places; library/links.py does.
"""

from __future__ import annotations

import html
from urllib.parse import urlencode

from library.links import to_query
from library.records import Place

# What the address of the reader says beside the place.
COMPARE = "c"  # the document compared with
FIND = "f"  # words to find
TAKEN = "x"  # whether words that cleaning took out are shown
ALL = "u"  # whether a comparison shows what is the same too
SCAN = "g"  # the page whose picture is shown


def address(place: Place, **states: str) -> str:
    """``source?d=…&amp;at=…``, escaped."""
    return html.escape(f"source?{urlencode({**to_query(place), **states})}", quote=True)

"""The server's settings that keep it on this machine and quiet; a lost line here would change nothing visible."""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_server_listens_to_this_machine_only_and_checks_origins() -> None:
    server = SETTINGS["server"]
    assert server["address"] == "127.0.0.1" and server["headless"] is True
    assert server["enableCORS"] is True and server["enableXsrfProtection"] is True
    assert server["allowedHosts"] == ["127.0.0.1", "localhost"]
    assert server["enableStaticServing"] is False and server["maxUploadSize"] <= 1
    assert server["fileWatcherType"] == "none"


def test_nothing_is_reported_to_anybody_and_no_details_are_shown() -> None:
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["client"]["showErrorDetails"] == "none" and SETTINGS["client"]["showErrorLinks"] is False
    assert SETTINGS["client"]["toolbarMode"] == "minimal"
    assert all(origin.startswith("http://127.0.0.1") for origin in SETTINGS["client"]["allowedOrigins"])


def test_no_font_or_theme_is_fetched() -> None:
    theme = str(SETTINGS["theme"])
    assert "://" not in theme and "fontFaces" not in theme


def test_text_stands_out_from_its_background() -> None:
    for name in ("light", "dark"):
        theme = SETTINGS["theme"][name]
        for background in ("backgroundColor", "secondaryBackgroundColor"):
            assert contrast(theme["textColor"], theme[background]) >= 7, (name, background)
        assert contrast(theme["linkColor"], theme["backgroundColor"]) >= 4.5, name
        assert contrast("#ffffff", theme["primaryColor"]) >= 4, name  # white words on the button


def contrast(one: str, other: str) -> float:
    """Contrast after WCAG 2: black on white is 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Where the marks of a plot stand, in units of its SVG picture.

In: calibration, risk and coverage, shares by type. Out: dots, a line, bars. page.html draws them; nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.curves import Band, Step, TypeShare

LEFT, TOP, SIDE = 46, 10, 240  # the square of plots from 0 to 1 in both directions
BAR_LEFT, BAR_LENGTH, BAR_PITCH = 120, 150, 26
_LONGEST_LABEL = 14  # letters that fit in front of a bar


@dataclass(frozen=True, slots=True)
class Dot:
    """A share with its interval."""

    x: float
    y: float
    radius: float
    top: float  # of the interval
    bottom: float
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of a count."""

    y: float
    length: float
    label: str
    says: str


def x_at(share: float) -> float:
    """0 stands at the left edge of the square, 1 at the right."""
    return round(LEFT + SIDE * share, 1)


def y_at(share: float) -> float:
    """0 stands at the bottom of the square, 1 at the top."""
    return round(TOP + SIDE * (1 - share), 1)


def dots(bands: Sequence[Band]) -> tuple[Dot, ...]:
    """Probability to the right, share right upward; the area of a dot grows with its answers."""
    most = max((band.answers for band in bands), default=1)
    return tuple(
        Dot(
            x=x_at(band.probability),
            y=y_at(band.right),
            radius=round(3 + 6 * (band.answers / most) ** 0.5, 1),
            top=y_at(band.high),
            bottom=y_at(band.low),
            says=f"把握 {band.probability:.2f}：{band.answers} 题中答对 {band.right:.2f}",
        )
        for band in bands
    )


def line(steps: Sequence[Step]) -> str:
    """Points of a polyline: coverage to the right, risk upward."""
    return " ".join(f"{x_at(step.coverage)},{y_at(step.risk)}" for step in steps)


def bars(shares: Sequence[TypeShare]) -> tuple[Bar, ...]:
    """One bar below the other."""
    return tuple(
        Bar(
            y=TOP + BAR_PITCH * place,
            length=round(BAR_LENGTH * share.right / share.questions, 1),
            label=share.type if len(share.type) <= _LONGEST_LABEL else f"{share.type[: _LONGEST_LABEL - 1]}…",
            says=f"{share.right}/{share.questions}",
        )
        for place, share in enumerate(shares)
    )

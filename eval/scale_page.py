"""How an index grows as one HTML page that needs nothing else.

In: what each size costs. Out: HTML: the figures as a table, and plots of them over the number of passages; the distances between
made vectors beside those between real ones. Measures nothing and writes no file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import plots
from eval.probe import WHOLE
from eval.scale import LABELS, Sized, scale_table

_SHARES = 60  # points of a distribution
_COLOURS = ("#2f6fb0", "#c0392b", "#2e8b57", "#8e5ea2", "#b8860b")


@dataclass(frozen=True, slots=True)
class Curve:
    """A line with its name."""

    name: str
    colour: str
    points: str  # of a polyline


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over passages, or shares over cosines."""

    title: str
    curves: tuple[Curve, ...]
    across: tuple[tuple[float, str], ...]  # place and text of each tick
    up: tuple[tuple[float, str], ...]
    x_name: str
    y_name: str


def to_html(measured: Sequence[Sized], today: date) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    rows = [(line.split("\t")[0], line.split("\t")[1:]) for line in scale_table(measured).splitlines()]
    return environment.get_template("scale.html").render(
        rows=rows, shown=[*_grown(measured), *map(_nearest, measured)], day=today.isoformat(), plots=plots
    )


def _grown(measured: Sequence[Sized]) -> list[Plot]:
    """Costs over the number of passages, both by powers of ten."""
    asked = [
        *((label, _quantile(name, 0.5)) for name, label in LABELS.items()),
        (f"{LABELS[WHOLE]}，p95", _quantile(WHOLE, 0.95)),
    ]
    return [
        _plot("提问，毫秒（p50，除非另有说明）", measured, asked),
        _plot(
            "打开与写入，秒",
            measured,
            [("打开", lambda s: s.probed.opening), ("写入与校验（CPU）", lambda s: s.writing)],
        ),
        _plot(
            "大小，MB",
            measured,
            [("磁盘", lambda s: s.size / 2**20), ("常驻内存，提问后", lambda s: s.probed.resident / 2**20)],
        ),
    ]


def _quantile(name: str, share: float) -> Callable[[Sized], float]:
    return lambda sized: sized.milliseconds(name, share)


def _plot(title: str, measured: Sequence[Sized], costs: Sequence[tuple[str, Callable[[Sized], float]]]) -> Plot:
    wide = _Powers([each.passages for each in measured])
    values = [[max(cost(each), 1e-3) for each in measured] for _, cost in costs]
    high = _Powers([value for row in values for value in row])
    curves = tuple(
        Curve(
            name,
            _COLOURS[at % len(_COLOURS)],
            " ".join(
                f"{plots.x_at(wide.share(s.passages))},{plots.y_at(high.share(v))}"
                for s, v in zip(measured, row, strict=True)
            ),
        )
        for at, ((name, _), row) in enumerate(zip(costs, values, strict=True))
    )
    across = tuple((plots.x_at(share), text) for share, text in wide.ticks())
    up = tuple((plots.y_at(share), text) for share, text in high.ticks())
    return Plot(title, curves, across, up, "段", "")


def _nearest(sized: Sized) -> Plot:
    """Which share of passages has a nearest neighbour no nearer than this."""
    shares = np.linspace(0, 1, _SHARES)
    low = float(min(sized.real_nearest.min(), sized.made_nearest.min()))
    curves: list[Curve] = []
    for name, cosines in (("真实的段", sized.real_nearest), ("生成的段", sized.made_nearest)):
        at = (np.quantile(cosines, shares) - low) / max(1 - low, 1e-6)
        points = " ".join(f"{plots.x_at(float(x))},{plots.y_at(float(y))}" for x, y in zip(at, shares, strict=True))
        curves.append(Curve(name, _COLOURS[len(curves)], points))
    across = tuple((plots.x_at(share), f"{low + share * (1 - low):.2f}") for share in (0, 0.5, 1))
    up = tuple((plots.y_at(share), f"{share:g}") for share in (0, 0.5, 1))
    return Plot(f"{sized.passages:,} 段：与最近邻的余弦，累计", tuple(curves), across, up, "余弦", "份额")


class _Powers:
    """A scale of powers of ten."""

    def __init__(self, values: Sequence[float]) -> None:
        self._low = math.floor(math.log10(min(values)))
        self._high = max(self._low + 1, math.ceil(math.log10(max(values))))

    def share(self, value: float) -> float:
        """Where a value stands, 0 to 1."""
        return (math.log10(value) - self._low) / (self._high - self._low)

    def ticks(self) -> list[tuple[float, str]]:
        return [(self.share(10.0**power), f"{10.0**power:g}") for power in range(self._low, self._high + 1)]

"""The invented extract that the book ships with: calibrated to the published report, generated from a seed.

`calibrate` solves targets from the published numbers (scipy, some minutes); `synthesize` makes registers from
the committed targets (no solver, seconds). Neither writes a result: the book computes those.
"""

from __future__ import annotations

from evalbook.synthetic.generate import synthesize

__all__ = ["calibrate", "synthesize"]


def calibrate(*arguments: object) -> None:
    """Writes the targets anew: see `evalbook.synthetic.calibration.calibrate`."""
    from evalbook.synthetic.calibration import calibrate as solve  # scipy is needed here only

    solve(*arguments)

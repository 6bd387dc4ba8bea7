"""A drawing that is dark where its reader's system is: the same lines, each colour on the other side of the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls

GROUND = "#121212"  # of a page in the dark, as the theme has it; what is white on paper
BLACK_ON_PAPER = "#000000"
LIGHTEST, CALMER = 0.93, 0.75  # what is black on paper, and how much of a colour's saturation is left
EVEN = 0.179  # luminance at which black and white words have the same contrast, 4.6
# What light words (those that are black on paper) and dark ones need below them for a contrast of 4.5.
UNDER_LIGHT, UNDER_DARK = 0.14, 0.205
STEP = 0.01
PAINT = re.compile(r'(fill|stroke): (#[0-9a-f]{6})(?=[;"])')
STYLE_END = "</style>"


def with_dark(svg: str) -> str:
    """A drawing of matplotlib with its colours for the dark, which a program that asks for none leaves alone."""
    paints = sorted(set(PAINT.findall(svg)))
    rules = [f'[style*="{kind}: {colour}"]{{{kind}:{dark(colour)}!important}}' for kind, colour in paints]
    ink = f":root{{fill:{dark(BLACK_ON_PAPER)}}}"  # of what has no colour of its own
    return svg.replace(STYLE_END, f"@media (prefers-color-scheme:dark){{{ink}{''.join(rules)}}}{STYLE_END}", 1)


def dark(colour: str) -> str:
    """The colour that stands for one on white: as far from the ground of the page as that is from white.

    Words on it are dark where they were white and light where they were black; so it keeps clear of the middle, on
    which neither would be read.
    """
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    darkest = rgb_to_hls(*_parts(GROUND))[1]
    turned = darkest + (1 - lightness) * (LIGHTEST - darkest)
    is_under_black = luminance(_parts(colour)) >= EVEN
    while not _clear(found := hls_to_rgb(hue, turned, saturation * CALMER), is_dark=is_under_black):
        turned += -STEP if is_under_black else STEP
    return "#" + "".join(f"{round(255 * part):02x}" for part in found)


def _clear(colour: tuple[float, float, float], *, is_dark: bool) -> bool:
    return luminance(colour) <= UNDER_LIGHT if is_dark else luminance(colour) >= UNDER_DARK


def luminance(colour: Sequence[float]) -> float:
    """WCAG 2's relative luminance of red, green and blue."""
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue

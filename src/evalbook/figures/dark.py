"""A drawing that is dark where its reader's system is: the same lines, each colour on the other side of the middle."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls

GROUND = "#121212"  # of a page in the dark, as the theme has it; what is white on paper
BLACK_ON_PAPER = "#000000"
LIGHTEST, CALMER = 0.93, 0.75  # what is black on paper, and how much of a colour's saturation is left
PAINT = re.compile(r'(fill|stroke): (#[0-9a-f]{6})(?=[;"])')
STYLE_END = "</style>"


def with_dark(svg: str) -> str:
    """A drawing of matplotlib with its colours for the dark, which a program that asks for none leaves alone."""
    paints = sorted(set(PAINT.findall(svg)))
    rules = [f'[style*="{kind}: {colour}"]{{{kind}:{dark(colour)}!important}}' for kind, colour in paints]
    ink = f":root{{fill:{dark(BLACK_ON_PAPER)}}}"  # of what has no colour of its own
    return svg.replace(STYLE_END, f"@media (prefers-color-scheme:dark){{{ink}{''.join(rules)}}}{STYLE_END}", 1)


def dark(colour: str) -> str:
    """The colour that stands for one on white: as far from the ground of the page as that is from white."""
    if colour == "#ffffff":
        return GROUND
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    darkest = rgb_to_hls(*_parts(GROUND))[1]
    turned = darkest + (1 - lightness) * (LIGHTEST - darkest)
    return "#" + "".join(f"{round(255 * part):02x}" for part in hls_to_rgb(hue, turned, saturation * CALMER))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue

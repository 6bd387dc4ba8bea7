"""Figures on a dark page: other colours of the same lines, as clear on its ground, and none for who prints."""

import io
import re

import pytest
from PIL import Image

from browser import visit
from evalbook.figures.dark import EVEN, GROUND, dark, with_dark
from evalbook.figures.drawing import LOOKS
from test_figures import luminance

DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><defs><style>*{stroke-linecap: butt}</style></defs>"
    '<rect width="90" height="30" style="fill: #ffffff"/><rect width="30" height="30" style="fill: #0b4a82"/>'
    '<rect x="30" width="30" height="30"/></svg>'
)


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", sorted({look.colour for look in LOOKS.values()} | {"#222222", "#000000", "#555555"}))
def test_a_colour_is_as_clear_in_the_dark_as_on_white(colour):
    assert contrast(dark(colour), GROUND) >= 4.5


@pytest.mark.parametrize("hue", ["#{0:02x}{0:02x}{0:02x}", "#0b{0:02x}82", "#b8{0:02x}0b", "#{0:02x}2386"])
def test_words_in_a_cell_of_any_shade_are_read_in_the_dark_too(hue):
    """A word is black or white on paper, as the luminance of its cell has it."""
    for shade in range(0, 256, 5):
        ground = hue.format(shade)
        word = "#ffffff" if luminance(ground) < EVEN else "#000000"
        assert contrast(word, ground) >= 4.5 and contrast(dark(word), dark(ground)) >= 4.4, ground


def test_two_groups_that_stand_together_stay_apart():
    pairs = [("gedoog", "experiment"), ("IVA", "Wajong"), ("share_starters", "share_comparable")]
    assert all(dark(LOOKS[one].colour) != dark(LOOKS[other].colour) for one, other in pairs)


def test_white_is_the_ground_of_the_page_in_the_dark(browser, shipped_book):
    with visit(browser, scheme="dark") as page:
        page.goto((shipped_book / "chapters" / "04_steps_to_work.html").as_uri())
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shown = page.evaluate("getComputedStyle(document.querySelector('article figure img')).filter")
    assert dark("#ffffff") == GROUND == "#" + bytes(map(int, re.findall(r"\d+", ground)[:3])).hex()
    assert shown == "none"


@pytest.mark.parametrize(
    ("scheme", "ground", "line", "ink"),
    [
        ("light", "#ffffff", "#0b4a82", "#000000"),
        ("dark", GROUND, dark("#0b4a82"), dark("#000000")),
    ],
)
def test_a_drawing_follows_the_scheme_of_its_reader(browser, tmp_path, scheme, ground, line, ink):
    (tmp_path / "one.svg").write_text(with_dark(DRAWING), encoding="utf-8")
    (tmp_path / "page.html").write_text("<body style='margin: 0'><img src='one.svg'></body>", encoding="utf-8")
    with visit(browser, scheme=scheme) as page:
        page.goto((tmp_path / "page.html").as_uri())
        picture = Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")
    assert [f"#{bytes(picture.getpixel(at)).hex()}" for at in ((75, 15), (15, 15), (45, 15))] == [ground, line, ink]


def test_every_colour_of_a_figure_has_its_own_for_the_dark(shipped_book):
    for path in (shipped_book / "_images").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        if "prefers-color-scheme" in text:
            style, drawn = text.split("</style>", 1)
            painted = {f"{kind}: {colour}" for kind, colour in re.findall(r"(fill|stroke): (#\w+)", drawn)}
            assert painted == {*re.findall(r'style\*="(.*?)"', style)}, path.name
        else:
            assert path.name.startswith("formula"), path.name

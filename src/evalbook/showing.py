"""What a cell of a chapter puts out: MyST with a preview of it, and drawings with their text alternatives."""

from __future__ import annotations

from IPython.display import display

from evalbook.exhibits.preview import DRAWING, both
from evalbook.figures.alt_texts import AltText
from evalbook.figures.drawing import Drawing
from evalbook.figures.figures import Drawn


def show(markdown: str, **about: str) -> None:
    """Shows a text; `about` says what it is."""
    display(both(markdown), raw=True, metadata={"evalbook": about} if about else {})


def show_drawn(name: str, drawn: Drawn, **more: str) -> None:
    """Shows a figure, its caption, and what stands below it."""
    draw(name, drawn.drawing, drawn.alt, **more)
    show(drawn.caption, caption_of=name)
    if drawn.below:
        show(drawn.below)


def draw(name: str, drawing: Drawing, alt: AltText, **more: str) -> None:
    """Shows a drawing; its metadata holds its text alternative with the keys of its numbers."""
    about = {"figure": name, "alt": alt.text, "alt_keys": list(alt.keys), **more}
    display({DRAWING: drawing.svg(), "text/plain": alt.text}, raw=True, metadata={"evalbook": about})

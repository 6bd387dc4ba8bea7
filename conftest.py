"""How nbval reads the committed chapters, so that `pytest --nbval chapters/X.ipynb` needs no more options."""

from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

from evalbook.exhibits.preview import DRAWING, FORMULA, PAGE, PICTURE
from evalbook.exhibits.sentences import NAMES

SANITIZE = Path(__file__).parent / "tests" / "nbval.cfg"


def pytest_configure(config: pytest.Config) -> None:
    """The kernel is of this environment, whatever the notebook names."""
    config.option.nbval_current_env = True
    config.option.nbval_sanitize_with = config.option.nbval_sanitize_with or str(SANITIZE)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Completes a stored cell with what is not stored: that it was run, and that a picture or formula was a drawing.

    The page's own text is not stored either, nor what names stand for as data: the text beside it is compared.
    """
    if isinstance(item, IPyNbCell):
        item.add_marker("chapter")
        item.parent.skip_compare = {*item.parent.skip_compare, PAGE, NAMES}
        item.cell.execution_count = 1
        for output in item.cell.outputs:
            if {PICTURE, FORMULA} & output.get("data", {}).keys():
                output.data[DRAWING] = "<svg></svg>"

"""How nbval reads the committed chapters, so that `pytest --nbval chapters/X.ipynb` needs no more options."""

import multiprocessing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import nbval.kernel
import pytest
from jupyter_client.manager import KernelManager
from nbval.plugin import IPyNbCell

from evalbook.book.kernels import WARM_MODULES, ForkedKernel, ForkedProvisioner
from evalbook.exhibits.preview import DRAWING, FORMULA, PAGE, PICTURE
from evalbook.exhibits.sentences import NAMES

SANITIZE = Path(__file__).parent / "tests" / "nbval.cfg"


class ForkedManager(KernelManager):
    """Has its kernel from a server that did the imports of chapters once: in each kernel they take two seconds."""

    def __init__(self, folder: str, **traits: object) -> None:
        room = mkdtemp(dir=folder)
        super().__init__(transport="ipc", connection_file=f"{room}/kernel.json", **traits)
        kernel = ForkedKernel("forkserver")
        self.provisioner = ForkedProvisioner(kernel, kernel_spec=self.kernel_spec, parent=self)


def pytest_configure(config: pytest.Config) -> None:
    """The kernel is of this environment, whatever the notebook names."""
    multiprocessing.set_forkserver_preload(list(WARM_MODULES))
    room = TemporaryDirectory(prefix="evalbook-", ignore_cleanup_errors=True)
    config.add_cleanup(room.cleanup)
    nbval.kernel.KernelManager = partial(ForkedManager, room.name)
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

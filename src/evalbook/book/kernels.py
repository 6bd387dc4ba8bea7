"""Kernels that are forked from a process that has its imports behind it.

Papermill starts a kernel for each chapter, and most of a short chapter's time would go to the kernel's
imports. Here the process that runs a chapter forks its kernel before it opens any socket, and the kernel
waits for the connection file that papermill's kernel manager writes. What it then does is IPython's own.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets.config import Config

WARM_MODULES = ("papermill", "ipykernel.kernelapp", "matplotlib.backends.backend_svg", "evalbook.report")


class ForkedKernel:
    """A kernel's process, with the part of `subprocess.Popen` that a provisioner uses.

    Forked from this process; with the method `forkserver`, for one with sockets or threads, from a server of its own.
    """

    stdin = stdout = stderr = None

    def __init__(self, method: str = "fork") -> None:
        context = multiprocessing.get_context(method)
        receiver, self._sender = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=_serve, args=(receiver, self._sender), daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def serve(self, connection_file: str) -> None:
        self._sender.send(connection_file)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _serve(receiver: Connection, sender: Connection) -> None:
    from ipykernel.kernelapp import IPKernelApp

    sender.close()  # this process's copy, so that waiting ends when the other one is gone
    try:
        connection_file = receiver.recv()
    except EOFError:
        return
    kernel = IPKernelApp.instance(
        parent_handle=os.getppid(),  # it ends when the process that forked it does
        log_level=logging.CRITICAL,  # below it, every ordinary shutdown is reported as an interrupt
    )
    nobodys = str(Path(connection_file).parent)  # the user's own start-up files stay out of the book
    kernel.initialize(["-f", connection_file, "--ipython-dir", nobodys])
    kernel.start()


class ForkedProvisioner(LocalProvisioner):
    """Hands the connection file to a kernel that is there already instead of starting a program."""

    def __init__(self, kernel: ForkedKernel, **traits: object) -> None:
        super().__init__(**traits)
        self._kernel = kernel

    async def launch_kernel(self, cmd: list[str], **_: object) -> dict:
        self.process = self._kernel
        self.pid = self._kernel.pid
        self._kernel.serve(self.parent.connection_file)
        return self.connection_info


def kernel_options(folder: Path) -> dict[str, object]:
    """Papermill's options for a kernel forked from this process, its sockets in `folder`.

    Call it before anything in this process has opened a socket or started a thread. Sockets are files, not
    ports: nobody else can reach them, and two kernels never race for one.
    """
    os.environ["IPYTHONDIR"] = str(folder)  # papermill's client makes the user's own otherwise
    kernel = ForkedKernel()

    class Manager(AsyncKernelManager):
        def __init__(self, **traits: object) -> None:
            super().__init__(**traits)
            self.provisioner = ForkedProvisioner(kernel, kernel_spec=self.kernel_spec, parent=self)

    sockets = {"transport": "ipc", "connection_file": str(folder / "kernel.json")}
    return {"kernel_manager_class": Manager, "config": Config(KernelManager=sockets)}

"""What programs and systems leave beside the files of a person: it is passed over, and nobody need be told."""

from __future__ import annotations

# What Excel, LibreOffice, macOS and Windows leave behind: lock files, settings of folders, thumbnails.
LITTER = {
    ".ds_store",
    ".localized",
    ".apdisk",
    "icon\r",
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    ".directory",
    "__macosx",
    "$recycle.bin",
    "system volume information",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    ".temporaryitems",
    ".documentrevisions-v100",
}
LITTER_STARTS = ("~$", "._", "~wrl", ".nfs", ".~lock.")


def is_litter(name: str) -> bool:
    """Whether a file is what a program or system leaves beside the files of a person."""
    lower = name.lower()
    return lower in LITTER or lower.startswith(LITTER_STARTS)

"""Fences: what the Linux kernel keeps from a process that asks for it, whatever it does later.

Landlock (Linux 5.13): files are read below the folders that are named, and written in one of its own.
From Linux 6.7 no TCP either. A network namespace: there is no network at all, not even this machine.
Both are asked for by the process itself and cannot be taken back. Sources: landlock(7),
include/uapi/linux/landlock.h, unshare(2).
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

FILES, NETWORK = "files", "network"

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls, of the same numbers on every architecture since 2021."""

_VERSION = 1
_PATH_BENEATH = 1
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SIGKILL = 9

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << n for n in range(6))
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_TRUNCATE = 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_READ = _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _TRUNCATE

_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights on files each version of Landlock knows, from the first on."""

_TCP, _SCOPES = 0b11, 0b11
"""Bind and connect (version 4); abstract sockets of, and signals to, others (version 6)."""

_SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store", "/gnu/store", "/etc/ld.so.cache",
    "/etc/fonts", "/etc/localtime", "/etc/timezone", "/dev/null", "/dev/urandom",
    "/sys/devices/system/cpu",
)  # fmt: skip
"""Where libraries, fonts and time zones of the machine lie; nothing there is anybody's secret."""


_OWN_FONTS = (".fonts", ".local/share/fonts")
"""Where people keep fonts of their own, below their home."""


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def landlock_version() -> int:
    """The version of Landlock that the kernel offers, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)))


def end_with_parent(parent: int) -> None:
    """Have this process killed when ``parent``, its parent, ends in whatever way."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)


def raise_fences(reads: Iterable[Path], own: Path) -> frozenset[str]:
    """Raise what fences there are around this process, and give those that stand.

    Files below ``reads`` may be read, besides those of Python, of brochure and of the machine's
    libraries; ``own`` is the one folder in which files may be made. No program may be started.
    """
    if sys.platform != "linux":
        return frozenset()
    stand = set()
    if _without_network():
        stand.add(NETWORK)
    if _landlock([*readable(), *reads], own):
        stand.add(FILES)
    return frozenset(stand)


def _without_network() -> bool:
    """Whether this process is now in a network namespace with nothing in it.

    Root asks for that alone: a user namespace too would take its right to read what others own.
    """
    if os.geteuid() == 0 and _libc().unshare(_CLONE_NEWNET) == 0:
        return True
    return bool(_libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def readable() -> Iterable[Path]:
    """What all work may read: modules that may still be imported, what comes with brochure, fonts.

    The folder that the command was started in is on the path too under ``python -m``, and is a folder
    of documents.
    """
    from brochure import assets

    yield from (assets.PACKAGE, assets.templates_folder(), assets.fonts_folder())
    yield assets.summit_page().parent
    yield from {Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix)}
    yield from map(Path, _SYSTEM)
    with suppress(RuntimeError):  # nobody's home
        yield from (Path.home() / name for name in _OWN_FONTS)
    here = Path.cwd()
    yield from (Path(entry) for entry in sys.path if entry and Path(entry) != here)


def _landlock(reads: Iterable[Path], own: Path) -> bool:
    version = landlock_version()
    if not version:
        return False
    count = max(n for known, n in _RIGHTS_BY_VERSION.items() if known <= version)
    handled = (1 << count) - 1
    attributes = struct.pack(
        "=QQQ", handled, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = _libc().syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        for path in dict.fromkeys(reads):
            _allow(rules, path, _READ)
        _allow(rules, own, _WRITE & handled)
        _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(_libc().syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    """Allow ``rights`` below ``path``; what is not there is not allowed either."""
    try:
        found = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(found).st_mode):
            rights &= _OF_FILES
        rule = struct.pack("=Qi", rights, found)
        _libc().syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(found)

"""Firefox over WebDriver BiDi (W3C), as much of it as the tests need: pages, scripts, keys."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import signal
import socket
import struct
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class Socket:
    """A WebSocket of texts (RFC 6455)."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self.stream = socket.create_connection((where.hostname, where.port), timeout=120)
        key = base64.b64encode(os.urandom(16)).decode()
        asked = (
            f"GET {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self.stream.sendall(asked.encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.stream.recv(1)
        assert b" 101 " in head.split(b"\r\n")[0]

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 0xFE, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0xFF, size)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self.stream.sendall(head + mask + masked)

    def receive(self) -> str:
        """The next text, of one frame or more."""
        whole, is_last = b"", False
        while not is_last:
            first, size = self._exactly(2)
            size &= 0x7F
            if size >= 126:
                form, length = ("!H", 2) if size == 126 else ("!Q", 8)
                (size,) = struct.unpack(form, self._exactly(length))
            part = self._exactly(size)
            if first & 0x0F in (0, 1):
                whole, is_last = whole + part, bool(first & 0x80)
        return whole.decode()

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self.stream.recv(count - len(data))
            assert part, "the browser closed the connection"
            data += part
        return data


class RefusedError(Exception):
    """Firefox did not do what it was asked."""


class Firefox:
    """Firefox without a window, with a profile of its own in ``folder``, and one page in it."""

    def __init__(self, program: str, folder: Path, language: str) -> None:
        self.folder = folder
        profile = folder / "profile"
        profile.mkdir()
        preferences = {
            "intl.accept_languages": language,
            "browser.download.dir": str(folder),
            "browser.download.folderList": 2,
            "browser.download.always_ask_before_handling_new_types": False,
        }
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in preferences.items())
        (profile / "user.js").write_text("".join(lines))
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", profile,
             "--remote-debugging-port", "0"],
            text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
        for line in self.process.stderr or ():
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                break
        else:
            raise AssertionError("Firefox did not start")
        stderr = self.process.stderr
        threading.Thread(target=lambda: [*(stderr or ())], daemon=True).start()  # it must not fill
        self.socket = Socket(f"{found[1]}/session")
        self.numbers = itertools.count(1)
        self.call("session.new", capabilities={})
        self.page = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def close(self) -> None:
        """End it at once: it has nothing to keep."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer: dict[str, Any] = json.loads(self.socket.receive())
            if answer.get("id") == number:
                if answer["type"] != "success":
                    raise RefusedError(answer)
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def tell(self, function: str, *values: str) -> Any:
        """What a function of JavaScript gives for texts: a text, a number or a truth value."""
        found = self.call(
            "script.callFunction", functionDeclaration=function, awaitPromise=True,
            target={"context": self.page}, userActivation=True,
            arguments=[{"type": "string", "value": value} for value in values],
        )  # fmt: skip
        if found["type"] != "success":
            raise RefusedError(found)
        return found["result"].get("value")

    def until(self, function: str, *values: str, seconds: float = 120) -> None:
        """Wait until the function says true; while a page is left there is nothing to ask."""
        end, said = time.monotonic() + seconds, False
        while not said:
            with suppress(RefusedError):
                said = bool(self.tell(function, *values))
            assert time.monotonic() < end, self.tell("() => document.body.innerText")
            time.sleep(0.2)

    def type(self, text: str) -> None:
        """Press keys one after the other."""
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.call(
            "input.performActions", context=self.page,
            actions=[{"type": "key", "id": "keys", "actions": keys}],
        )  # fmt: skip

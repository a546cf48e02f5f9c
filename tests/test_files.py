"""Writing files whole or not at all, and reading only what is a file."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from smartrank import files
from smartrank.dataset.load import load
from smartrank.errors import DatasetError, SmartrankError, UsageError
from smartrank.files import read_bytes, write_whole
from smartrank.text import escape_unsafe


def refused(path: Path, *, force: bool = False) -> tuple[int, str, str | None]:
    """Exit code, message and hint of a refusal to write."""
    with pytest.raises(SmartrankError) as error:
        write_whole(path, b"new", force=force)
    return error.value.exit_code, str(error.value), error.value.hint


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("force", [False, True], ids=["plain", "force"])
def test_new_file_is_written_with_the_usual_rights(tmp_path: Path, force: bool) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.json", b"\x00\r\n\xff", force=force)
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert (tmp_path / "a.json").read_bytes() == b"\x00\r\n\xff"
    assert mode(tmp_path / "a.json") == 0o640
    assert names(tmp_path) == ["a.json"]


def test_existing_file_is_replaced_only_by_force_and_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"old and longer")
    file.chmod(0o604)
    hint = "give `force=True` to replace it, or name another"
    assert refused(file) == (2, f"`{file}` exists", hint)
    assert file.read_bytes() == b"old and longer"
    write_whole(file, b"new", force=True)
    assert file.read_bytes() == b"new"
    assert mode(file) == 0o604
    assert names(tmp_path) == ["a.json"]


def test_empty_content_and_the_longest_name_are_written(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 255)
    write_whole(file, b"")
    assert file.read_bytes() == b""


def test_relative_path_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_whole(Path("a.json"), b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_symbolic_link_is_followed_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "real.json").write_bytes(b"old")
    (tmp_path / "middle").symlink_to(Path("elsewhere", "real.json"))
    link = tmp_path / "link.json"
    link.symlink_to("middle")
    assert refused(link)[0] == 2
    write_whole(link, b"new", force=True)
    assert (folder / "real.json").read_bytes() == b"new"
    assert not (folder / "real.json").is_symlink()
    assert link.readlink() == Path("middle")
    assert (tmp_path / "middle").readlink() == Path("elsewhere", "real.json")
    assert (names(tmp_path), names(folder)) == (["elsewhere", "link.json", "middle"], ["real.json"])


def test_symbolic_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("force", [False, True], ids=["plain", "force"])
def test_what_is_no_file_is_never_replaced(tmp_path: Path, force: bool) -> None:
    folder, pipe, link = tmp_path / "folder", tmp_path / "pipe", tmp_path / "link"
    folder.mkdir()
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    said = {path: refused(path, force=force)[:2] for path in (folder, pipe, link)}
    assert said == {
        folder: (1, f"`{folder}` is a folder, not a file"),
        pipe: (1, f"`{pipe}` is a named pipe, not a file"),
        link: (1, f"`{link}` is a named pipe, not a file"),
    }
    assert names(tmp_path) == ["folder", "link", "pipe"]
    device = Path("/dev/full")
    assert refused(device, force=force)[:2] == (1, "`/dev/full` is a device, not a file")
    assert stat.S_ISCHR(device.stat().st_mode)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "missing"
    message = f"cannot write `{folder / 'a.json'}`: no such file or directory"
    hint = f"create the folder `{folder}` first"
    assert refused(folder / "a.json") == (1, message, hint)
    assert names(tmp_path) == []


def test_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    code, message, _ = refused(tmp_path / "file" / "a.json", force=True)
    assert (code, message) == (
        1,
        f"cannot write `{tmp_path / 'file' / 'a.json'}`: not a directory",
    )


@pytest.mark.parametrize("force", [False, True], ids=["plain", "force"])
def test_circle_of_links_is_an_error_and_no_traceback(tmp_path: Path, force: bool) -> None:
    link = tmp_path / "link"
    link.symlink_to("link")
    code, message, _ = refused(link, force=force)
    assert code == 1
    assert message.startswith(f"cannot write `{link}`: ")
    with pytest.raises(SmartrankError, match="too many levels of symbolic links"):
        read_bytes(link)


def test_name_that_is_too_long_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 5000)
    assert refused(file)[:2] == (1, f"cannot write `{file}`: file name too long")
    with pytest.raises(SmartrankError, match="file name too long"):
        read_bytes(file)


def test_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"old")
    file.chmod(0o444)
    if os.access(file, os.W_OK):
        pytest.skip("this user may write every file")
    assert refused(file, force=True)[:2] == (1, f"cannot write `{file}`: permission denied")
    assert file.read_bytes() == b"old"


def test_read_only_file_is_not_replaced_as_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused(file, force=True)[:2] == (1, f"cannot write `{file}`: permission denied")
    assert (file.read_bytes(), names(tmp_path)) == (b"old", ["a.json"])


def test_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write every folder")
    try:
        assert refused(tmp_path / "a.json")[1].endswith(": permission denied")
    finally:
        tmp_path.chmod(0o755)


# --- what goes wrong on the way ------------------------------------------------------------------


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    file = tmp_path / "a.json"
    file.write_bytes(b"old")
    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises((SmartrankError, KeyboardInterrupt)) as raised:
        write_whole(file, b"new", force=True)
    monkeypatch.undo()
    if isinstance(error, OSError):
        assert str(raised.value) == f"cannot write `{file}`: no space left on device"
    assert (file.read_bytes(), names(tmp_path)) == (b"old", ["a.json"])


def test_file_that_appears_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    real = os.fsync

    def sync_while_another_writes(handle: int) -> None:
        real(handle)
        file.write_bytes(b"of another")

    monkeypatch.setattr(os, "fsync", sync_while_another_writes)
    assert refused(file)[:2] == (2, f"`{file}` exists")
    assert (file.read_bytes(), names(tmp_path)) == (b"of another", ["a.json"])


def test_file_system_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    write_whole(tmp_path / "a.json", b"new")
    assert ((tmp_path / "a.json").read_bytes(), names(tmp_path)) == (b"new", ["a.json"])


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_kill_leaves_the_old_file_and_nothing_that_is_read_later(tmp_path: Path, step: str) -> None:
    file = tmp_path / "musterstadt.toml"
    file.write_bytes(b"old")
    program = (
        "import os, signal, sys; from pathlib import Path; from smartrank.files import write_whole;"
        f"{'os' if step == 'fsync' else 'Path'}.{step} = lambda *_, **__: "
        "os.kill(os.getpid(), signal.SIGKILL);"
        "write_whole(Path(sys.argv[1]), b'new' * 100_000, force=True)"
    )
    killed = subprocess.run([sys.executable, "-c", program, file], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert file.read_bytes() == b"old"
    left = [name for name in names(tmp_path) if name != file.name]
    assert all(name.startswith(".") and not name.endswith(".toml") for name in left)


# --- reading -------------------------------------------------------------------------------------


def test_ten_million_bytes_are_read_and_not_one_more(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(bytes(10_000_000))
    assert read_bytes(file) == bytes(10_000_000)
    with file.open("ab") as longer:
        longer.write(b"x")
    with pytest.raises(SmartrankError, match=rf"^`{file}` is larger than 10 MB$"):
        read_bytes(file)


def test_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    file = tmp_path / "a"
    file.write_bytes(b"x" * 5)
    small = file.stat()
    file.write_bytes(b"x" * 11)
    monkeypatch.setattr(Path, "stat", lambda _: small)
    with pytest.raises(SmartrankError, match="is larger than"):
        read_bytes(file)


@pytest.mark.parametrize(
    ("name", "named"),
    [(None, "`{path}`"), ("the page `x`", "the page `x`")],
)
def test_every_error_of_reading_says_what_was_read(
    tmp_path: Path, name: str | None, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pipe").parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * 11)
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    for path, what in (
        (tmp_path / "missing", "cannot read {}: no such file or directory"),
        (tmp_path / "large" / "x", "cannot read {}: not a directory"),
        (tmp_path, "{} is a folder, not a file"),
        (tmp_path / "pipe", "{} is a named pipe, not a file"),
        (Path("/dev/null"), "{} is a device, not a file"),
        (tmp_path / "large", "{} is larger than 0 MB"),
    ):
        with pytest.raises(SmartrankError) as error:
            read_bytes(path, name)
        assert str(error.value) == what.format(named.format(path=path))


@pytest.mark.parametrize("path", ["a\0b", "\0", "x/\0/y.toml"])
def test_path_with_a_nul_is_an_error_and_no_traceback(path: str) -> None:
    shown = path.replace("\0", "\\x00")
    for act in (read_bytes, lambda path: write_whole(path, b"")):
        with pytest.raises(SmartrankError) as error:
            act(Path(path))
        assert str(error.value).endswith(f"`{shown}`: a path cannot hold a NUL character")


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\u2028", "\u202e", "\x7f"])
def test_name_of_a_file_cannot_make_two_lines_of_one_error(tmp_path: Path, sign: str) -> None:
    path = tmp_path / f"a{sign}error: b.toml"
    for act in (read_bytes, lambda path: write_whole(path / "x", b"")):
        with pytest.raises(SmartrankError) as error:
            act(path)
        assert "".join([*error.value.lines, error.value.hint or ""]).isprintable()
    path.write_text("x")
    with pytest.raises(DatasetError) as refused:
        load(path)
    assert refused.value.faults[0].file == str(path)
    (line,) = refused.value.lines
    assert line.isprintable()
    assert (refused.value.hint or "").isprintable()
    assert escape_unsafe(str(path)) in line


def test_standard_input_that_is_closed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.TextIOWrapper(io.BytesIO(b""))
    closed.close()
    told = []
    for stream in (None, closed):
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(SmartrankError) as error:
            read_bytes(Path("-"))
        told.append(str(error.value))
    assert told[0] == "cannot read standard input: it is closed"
    assert told[1].startswith("cannot read standard input: ")
    assert "closed file" in told[1]


def test_standard_input_can_have_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SmartrankError, match=r"^cannot read the page: it is closed$"):
        read_bytes(Path("-"), "the page")


def test_standard_input_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    program = "from smartrank.files import *; read_bytes(Path('-'))"
    with (tmp_path / "only-written").open("wb") as stream:
        run = subprocess.run(
            [sys.executable, "-c", program],
            stdin=stream,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
    assert "SmartrankError: cannot read standard input: bad file descriptor" in run.stderr


def test_reason_without_words_of_the_system() -> None:
    assert files.reason(OSError("Broken")) == "broken"


def test_usage_error_is_an_error_with_another_exit_code() -> None:
    assert issubclass(UsageError, SmartrankError)
    assert (SmartrankError("a").exit_code, UsageError("a").exit_code) == (1, 2)
    assert SmartrankError("what", hint="way out").lines == ("what",)

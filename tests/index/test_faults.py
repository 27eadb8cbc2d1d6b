"""A build may be killed, starved or refused at any moment: officers go on being served, and the next build puts it right."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from index import published, storage
from index.errors import GenerationError
from index.journal import Event
from index.published import current_id, list_generations, open_current, open_in_use, publish
from index.search import Search
from index.tidying import remove
from ingest.corpus import Corpus
from tests.conftest import ROOT
from tests.index.faults import (
    NEW,
    OLD,
    Lost,
    Yard,
    check,
    count_operations,
    in_a_fork,
    killed_before,
    make_yard,
    read_corpora,
    said_in_a_fork,
)
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="builders are forked, which this system cannot do")


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Corpus]:
    return read_corpora(tmp_path_factory.mktemp("corpora"))


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpora: dict[str, Corpus]) -> Yard:
    return make_yard(tmp_path, monkeypatch, corpora)


def again(yard: Yard, number: int) -> Yard:
    """The same yard, untouched, under another name."""
    folder = yard.folder / f"again-{number}"
    shutil.copytree(yard.index, folder / "index")
    return Yard(folder, folder / "index", yard.before, yard.corpora)


def kill_everywhere(yard: Yard, steps: list[int]) -> int:
    """Kill a builder before each of these operations, each in a copy, and check; how many were really killed."""
    killed = 0
    for step in steps:
        copy = again(yard, step)
        outcome = killed_before(step, copy, copy.build)
        assert outcome in (0, -signal.SIGKILL)
        killed += outcome == -signal.SIGKILL
        try:
            check(copy)
        except Lost as lost:
            raise Lost(f"killed before operation {step}: {lost}") from lost
        shutil.rmtree(copy.folder)
    return killed


def test_a_builder_may_be_killed_before_any_operation(yard: Yard) -> None:
    """Every twelfth operation here, each one in ``make soak-index``."""
    first = again(yard, 0)
    count = count_operations(first, first.build)
    assert count > 100
    steps = list(range(1, count + 1, 12))
    assert kill_everywhere(yard, steps) == len(steps)


@pytest.mark.soak_index
def test_two_hundred_kills(yard: Yard) -> None:
    first = again(yard, 0)
    count = count_operations(first, first.build)
    chance = random.Random(1)
    steps = [*range(1, count + 1), *(chance.randrange(1, count + 1) for _ in range(max(0, 200 - count)))]
    copies = [
        steps[at : at + 50] for at in range(0, len(steps), 50)
    ]  # step numbers repeat, folders are removed between
    assert sum(kill_everywhere(yard, part) for part in copies) == len(steps) >= 200


def test_the_harness_notices_loss(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a builder that clears away what is in use before the new one is published."""

    def careless(index_folder: Path, *arguments: object, **named: object) -> None:
        shutil.rmtree(index_folder / "generations" / yard.before)
        publish(index_folder, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("index.release.publish", careless)
    first = again(yard, 0)
    count = count_operations(first, first.build)
    with pytest.raises(Lost, match=r"nothing can be opened|people were warned"):
        kill_everywhere(yard, list(range(count, count - 40, -1)))


def test_the_harness_notices_a_pointer_that_is_written_in_place(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(index_folder: Path, generation_id: str, event: Event = Event.PUBLISHED, **named: object) -> None:
        with (index_folder / "CURRENT").open("w", encoding="ascii") as file:
            os.fsync(file.fileno())
            file.write(f"{generation_id} {published.seal(index_folder / 'generations' / generation_id)}\n")

    monkeypatch.setattr("index.release.publish", in_place)
    first = again(yard, 0)
    count = count_operations(first, first.build)
    with pytest.raises(Lost, match="people were warned"):
        kill_everywhere(yard, list(range(count, count - 12, -1)))


def test_everything_is_on_the_disk_before_current_names_it(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut loses what was not synced: files first, then their folders, then the pointer, then its folder."""
    synced: list[str] = []
    fsync, replace, rename = os.fsync, Path.replace, Path.rename

    def noted(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    def noted_replace(path: Path, target: Path) -> Path:
        synced.append(f"replace {target.name}")
        return replace(path, target)

    def noted_rename(path: Path, target: Path) -> Path:
        synced.append(f"rename {target.name}")
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", noted)
        patched.setattr(Path, "replace", noted_replace)
        patched.setattr(Path, "rename", noted_rename)
        report = yard.build()
    final = yard.index / "generations" / report.generation
    renamed = synced.index(f"rename {report.generation}")
    before = [path.split(f"{report.generation}-")[-1].partition("/")[2] for path in synced[:renamed]]
    names = {path.relative_to(final).as_posix() for path in final.rglob("*")}
    assert names <= set(before)
    after = synced[renamed + 1 :]
    assert after[0] == str(yard.index / "generations")
    pointer = after.index("replace CURRENT")
    assert after[pointer - 1].endswith(".tmp") and after[pointer + 1] == str(yard.index)


@pytest.mark.parametrize("most", [0, 200, 2_000, 6_000, 20_000])
def test_a_disk_that_is_full_is_said_in_words(most: int, yard: Yard) -> None:
    """No file may grow beyond some bytes, as on a full disk; everything there is stays."""

    def starved() -> object:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        return yard.build()

    outcome, err = said_in_a_fork(starved)
    assert outcome == 1, err
    assert "磁盘空间" in err or "不能写入" in err, err
    check(yard)


@pytest.mark.parametrize("lost", [".", "generations", "encodings.sqlite", "journal.jsonl", "build.lock"])
def test_permission_that_was_lost_is_said_in_words(lost: str, yard: Yard) -> None:
    """The builder is an unprivileged user, and somebody else owns a part of the index folder."""
    folder = Path(tempfile.mkdtemp())  # where others may look
    try:
        shutil.copytree(yard.index, folder / "index")
        there = Yard(folder, folder / "index", yard.before, yard.corpora)
        refused = [there.index / lost, *(there.index.glob(f"{lost}-*") if lost != "." else [])]
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)
        for path in refused:
            path.chmod(0o555 if path.is_dir() else 0o444)

        def unprivileged() -> object:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            return there.build()

        outcome, err = said_in_a_fork(unprivileged)
        assert outcome == 1 and "权限" in err, err
        for path in refused:
            path.chmod(0o777 if path.is_dir() else 0o666)
        check(there)
    finally:
        shutil.rmtree(folder)


def test_of_two_builders_one_builds_and_the_other_is_told(yard: Yard, capfd: pytest.CaptureFixture[str]) -> None:
    outcomes: list[int] = []
    threads = [threading.Thread(target=lambda: outcomes.append(in_a_fork(yard.build))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in ([0, 0], [0, 1])  # 0, 0: one came when the other had finished
    if 1 in outcomes:
        assert "正在被改动" in capfd.readouterr().err
    assert NEW in "".join(passage.text for passage in open_current(yard.index).passages)
    check(yard)


def test_whatever_file_is_cut_off_or_changed_nobody_reads_anything_wrong(yard: Yard) -> None:
    """The generation in use, or with a warning the one before it, or a refusal that names the file: never other words."""
    yard.build()
    newest = str(current_id(yard.index))
    whole = {manifest.id: open_current_text(yard.index, manifest.id) for manifest in list_generations(yard.index)}
    for path in sorted(path for path in yard.index.rglob("*") if path.is_file() and path.stat().st_size):
        content = path.read_bytes()
        flipped = bytearray(content)
        flipped[len(content) // 2] ^= 1
        for damaged in (content[: len(content) // 2], b"", bytes(flipped)):
            path.write_bytes(damaged)
            warnings: list[str] = []
            generation = open_current(yard.index, warnings.append)
            assert "\n".join(each.text for each in generation.passages) == whole[generation.manifest.id]
            current = newest in path.parts
            assert bool(warnings) == (current or path.name == "CURRENT"), path
            assert not current or path.name in warnings[0]
        path.write_bytes(content)


def open_current_text(index: Path, generation_id: str) -> str:
    return "\n".join(passage.text for passage in published.open_generation(index, generation_id).passages)


def hammer(yard: Yard, publishes: int) -> tuple[int, list[str]]:
    """Publish old and new in turn while readers ask; how many answers came, and everything that was wrong with one."""
    new = yard.build().generation
    folders = yard.index / "generations"
    for generation_id in (yard.before, new):
        shutil.copytree(folders / generation_id, yard.folder / generation_id)
    wrong: list[str] = []
    answers = 0
    done = threading.Event()

    def read() -> None:
        nonlocal answers
        while not done.is_set():
            try:
                search, warning = open_in_use(
                    yard.index, lambda id_: Search(published.open_generation(yard.index, id_), WordCountEncoder())
                )
                hits = search.find("遗弃犬只怎么罚", limit=50)
            except Exception as error:
                wrong.append(repr(error))
                continue
            text = "\n".join(hit.passage.text for hit in hits)
            is_old = search.generation.manifest.id == yard.before
            if warning or (OLD in text) != is_old or (NEW in text) == is_old:
                wrong.append(warning or f"{search.generation.manifest.id} says something else")
            answers += 1

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(publishes):
        seen = answers
        while answers == seen and not wrong:
            time.sleep(0.001)  # so that somebody asks between any two publishes
        coming, going = (yard.before, new) if turn % 2 == 0 else (new, yard.before)
        if not (folders / coming).exists():
            shutil.copytree(yard.folder / coming, folders / f".{coming}")
            (folders / f".{coming}").rename(folders / coming)
        publish(yard.index, coming)
        if turn % 5 == 0:
            remove(yard.index, going, "清理")
    done.set()
    for reader in readers:
        reader.join()
    return answers, wrong


def test_readers_get_whole_answers_through_publishes(yard: Yard) -> None:
    answers, wrong = hammer(yard, 20)
    assert wrong == [] and answers > 0


@pytest.mark.soak_index
def test_readers_get_whole_answers_through_a_hundred_publishes(yard: Yard) -> None:
    answers, wrong = hammer(yard, 100)
    assert wrong == [] and answers > 50


@pytest.mark.soak_index
def test_a_full_file_system_is_said_in_words(yard: Yard) -> None:
    """A real one of 300 kB in memory, where this system lets a test mount it."""
    mounted = yard.folder / "small"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(mounted)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this system does not let a test mount a file system")
    try:
        shutil.copytree(yard.index, mounted / "index")
        there = Yard(mounted, mounted / "index", yard.before, yard.corpora)
        filler = mounted / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError):
            while True:
                file.write(b"x" * 1024)
        with pytest.raises(GenerationError, match=r"磁盘空间|不能写入"):
            there.build()
        filler.unlink()
        served = open_current(there.index)
        assert served.manifest.id == yard.before
    finally:
        subprocess.run(["umount", "-l", str(mounted)], check=True)


@pytest.mark.soak_index
def test_ten_kills_with_the_real_model_and_commands(tmp_path: Path) -> None:
    """Whole processes with all they start, killed at ten moments from the first operation to the last."""
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    command = ["build", "--corpus", str(corpus), "--index", str(index), "--progress", "lines"]
    assert _command(command, 0).returncode == 0
    before = current_id(index)
    rules = next(path for path in corpus.rglob("*") if path.is_file() and OLD in path.read_text(encoding="utf-8"))
    rules.write_text(rules.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    for step in (1, 5, 12, 20, 30, 45, 60, 75, 90, 105):
        killed = _command(command, step)
        assert killed.returncode in (0, -signal.SIGKILL)
        warnings: list[str] = []
        text = "".join(passage.text for passage in open_current(index, warnings.append).passages)
        is_old = current_id(index) == before
        assert warnings == [] and (OLD in text) == is_old and (NEW in text) != is_old
    assert _command(command, 0).returncode == 0
    assert NEW in "".join(passage.text for passage in open_current(index).passages)


def _command(arguments: list[str], step: int) -> subprocess.CompletedProcess[bytes]:
    """``python -m index`` in a process that is killed before its operation ``step`` on the index folder; 0: never."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.index.faults import _number_operations\n"
        "from index.__main__ import main\n"
        "step, index = int(sys.argv[1]), Path(sys.argv[sys.argv.index('--index') + 1])\n"
        "_number_operations(index, lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == step else None)\n"
        "sys.exit(main(sys.argv[2:]))"
    )
    command = [sys.executable, "-c", code, str(step), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=600, check=False)


def test_a_verifier_that_finds_fault_rejects_the_build_and_it_never_stands_in(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = storage.write_clauses
    with monkeypatch.context() as patched:
        patched.setattr(storage, "write_clauses", lambda path, clauses: write(path, clauses[:-1]))
        with pytest.raises(GenerationError):
            yard.build()
    assert [entry.event for entry in published.read_journal(yard.index)] == [Event.PUBLISHED, Event.REJECTED]
    assert published.in_use(yard.index) == (yard.before,)
    check(yard)


def test_what_is_built_again_over_a_damaged_generation_is_whole(yard: Yard) -> None:
    report = yard.build()
    path = yard.index / "generations" / report.generation / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    assert yard.build().generation == report.generation
    check(yard)

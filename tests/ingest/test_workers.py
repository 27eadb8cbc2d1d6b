"""Children that hang, swell, die or cannot be started: their file gets a reason, and the next files are read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ingest.child import Child, Limits, NoWorkers, Request
from ingest.reading import Reading, read_file
from ingest.workers import Workers
from tests.ingest.test_corpus import GUIDE, RULES, write

# A child that does what the name of the file says. "once" leaves a mark, so that it dies only the first time.
ACTOR = """
import json, os, signal, sys, time
def say(message):
    print(json.dumps(message), flush=True)
say({"ready": True})
for line in sys.stdin:
    request = json.loads(line)
    path = os.path.join(request["folder"], request["source"])
    name = request["source"]
    if name.startswith("hang"):
        time.sleep(1000)
    if name.startswith("spin"):
        while True: pass
    if name.startswith("stop"):
        say({"page": [1, 9]})
        time.sleep(1000)
    if name.startswith("slow"):
        for page in range(1, 4):
            time.sleep(0.4)
            say({"page": [page, 3]})
    if name.startswith("swell"):
        held = bytearray(os.urandom(1)) * 300_000_000
        time.sleep(1000)
    if name.startswith("grow"):
        held = bytearray(os.urandom(1)) * 150_000_000
    if name.startswith("die") or (name.startswith("once") and not os.path.exists(path)):
        open(path, "w").close()
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("quit"):
        os._exit(7)
    say({"unreadable": f"{name} by {os.getpid()}"})
"""
ACTING = (sys.executable, "-c", ACTOR)
QUICK = Limits(seconds=1, seconds_per_megabyte=0, seconds_per_page=2, silence=0.8, memory=200 * 2**20)


def acted(folder: Path, *sources: str, limits: Limits = QUICK) -> list[str]:
    """What became of these files in one child after another."""
    with Workers(most=1, limits=limits, command=ACTING) as workers:
        outcomes = list(zip(sources, workers.read_all([Request(folder, source) for source in sources]), strict=True))
    assert [source for source, _ in outcomes] == list(sources)
    return [str(outcome) for _, outcome in outcomes]


@pytest.fixture
def no_child_left() -> Iterator[None]:
    """Whatever happens in a test, its children are gone afterwards."""
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


pytestmark = pytest.mark.usefixtures("no_child_left")


def test_files_are_given_in_their_order_and_read_as_without_children(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path, f"{number}.txt", RULES.replace("规范", f"规范{number}" * (5000 if number == 0 else 1)))
    sources = [f"{number}.txt" for number in range(9)]
    with Workers(most=2) as workers:
        outcomes = list(zip(sources, workers.read_all([Request(tmp_path, source) for source in sources]), strict=True))
    assert [source for source, _ in outcomes] == sources
    assert [outcome for _, outcome in outcomes] == [read_file(tmp_path, source) for source in sources]


def test_a_child_stays_for_the_next_file(tmp_path: Path) -> None:
    first, second = acted(tmp_path, "a", "b")
    assert first.split()[-1] == second.split()[-1]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hang.pdf", "应是1秒内能读完的文件，实际到时仍没有读完"),
        ("spin.pdf", "应是1秒内能读完的文件，实际到时仍没有读完"),
        ("stop.pdf", "应是每页1秒内能读完的文件，实际有一页读了1秒仍没有结果"),
        ("swell.pdf", "应是用200 MB 内存以内能读完的文件，实际还没读完就超过了"),
        ("die.pdf", "应是可以正常打开的文件，实际读取程序2次都因它中断（被信号 11 终止）"),
        ("quit.pdf", "应是可以正常打开的文件，实际读取程序2次都因它中断（退出码 7）"),
    ],
)
def test_a_child_that_fails_is_replaced_and_its_file_gets_a_reason(tmp_path: Path, name: str, found: str) -> None:
    before, reason, after = acted(tmp_path, "a", name, "b")
    assert reason.startswith(f"{name}：{found}；请用原来的软件打开核对后另存一份") and reason.endswith("后再放入。")
    assert before.startswith("a by ") and after.startswith("b by ") and before.split()[-1] != after.split()[-1]


def test_pages_that_come_one_by_one_may_take_longer_together_than_a_file_without_pages(tmp_path: Path) -> None:
    [outcome] = acted(tmp_path, "slow.pdf")
    assert outcome.startswith("slow.pdf by ")


def test_nothing_takes_longer_than_the_longest_whatever_number_of_pages_it_announces(tmp_path: Path) -> None:
    limits = Limits(seconds=1, seconds_per_page=1000, silence=1000, longest=1.5)
    assert "应是2秒内能读完的文件" in acted(tmp_path, "stop.pdf", limits=limits)[0]


def test_a_large_file_may_take_longer(tmp_path: Path) -> None:
    write(tmp_path, "slow.txt", b"x" * 2**20)
    limits = Limits(seconds=0.2, seconds_per_megabyte=30, seconds_per_page=0)
    assert acted(tmp_path, "slow.txt", limits=limits)[0].startswith("slow.txt by ")


def test_a_file_whose_child_died_once_is_tried_again(tmp_path: Path) -> None:
    [outcome] = acted(tmp_path, "once.pdf")
    assert outcome.startswith("once.pdf by ")


def test_several_hanging_files_in_a_row_do_not_stop_the_others(tmp_path: Path) -> None:
    outcomes = acted(tmp_path, "hang1", "a", "hang2", "hang3", "b")
    assert [outcome.split()[0] for outcome in outcomes if " by " in outcome] == ["a", "b"]


def test_a_name_that_could_steer_a_terminal_is_written_out(tmp_path: Path) -> None:
    assert acted(tmp_path, "hang\x1b[31m")[0].startswith("hang\\x1b[31m：")


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (("/no/such/python",), "No such file or directory"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "退出码 3"),
        ((sys.executable, "-c", "import time; time.sleep(1000)"), "1秒内没有准备好"),
    ],
)
def test_children_that_cannot_be_started_are_an_error_of_their_own(
    tmp_path: Path, command: tuple[str, ...], found: str
) -> None:
    workers = Workers(limits=Limits(start=1), command=command)
    with pytest.raises(NoWorkers, match=f"子进程无法启动（{found}）；请检查"), workers:
        list(workers.read_all([Request(tmp_path, "a.txt")]))


def test_leaving_in_the_middle_ends_the_children_at_once(tmp_path: Path) -> None:
    with Workers(most=1, command=ACTING) as workers:
        outcomes = workers.read_all([Request(tmp_path, name) for name in ("a", "hang", "hang")])
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]


def test_no_files_start_no_child(tmp_path: Path) -> None:
    with Workers(command=("/no/such/python",)) as workers:
        assert list(workers.read_all([])) == []


def test_a_child_inherits_neither_environment_nor_the_users_own_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    write(tmp_path, "json.py", "raise SystemExit(9)")
    write(tmp_path, "指引.md", GUIDE)
    monkeypatch.chdir(tmp_path)
    child = Child(Limits())
    outcome = child.read(Request(tmp_path, "指引.md"))
    environment = psutil.Process(child._process.pid).environ()
    child.end()
    assert isinstance(outcome, Reading)
    assert environment.keys() <= {"LC_CTYPE"}  # which Python itself sets


def test_a_child_that_grew_large_is_not_used_again(tmp_path: Path) -> None:
    """The next file must not pay for what the last one left in memory; a quarter of the limit is large."""
    limits = Limits(memory=400 * 2**20)
    first, second, third = acted(tmp_path, "a", "grow", "b", limits=limits)
    assert first.split()[-1] == second.split()[-1] != third.split()[-1]

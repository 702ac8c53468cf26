"""What is left when a command is killed, interrupted, or has nowhere to write."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduling.check import violations
from scheduling.cli import main
from scheduling.files import problem_bytes, read_problem, read_solution, write
from scheduling.generate import Shape, generated
from scheduling.problem import Problem
from scheduling.writing import _begun
from tests.scheduling.cases import small

WRITER = """
import sys
from pathlib import Path
from scheduling.writing import write
number = 0
while True:
    number += 1
    write(Path(sys.argv[1]), b"%07d" % number * 200_000)
    print(number, flush=True)
"""
WRITTEN = 7 * 200_000
OPTIONS = ("--time", "600", "--workers", "1")
PATIENCE = 60


@pytest.fixture
def fair() -> Problem:
    """One that is not proven best within seconds."""
    return generated(Shape(people=120, slots=12, meetings=9, fill=0.97, demand=1.2), seed=3)


def solving(folder: Path, fair: Problem) -> tuple[subprocess.Popen[bytes], Path]:
    """The solver at work on a fair, and where it is to write."""
    path, out = folder / "problem.json", folder / "out.json"
    path.write_bytes(problem_bytes(fair))
    command = [sys.executable, "-c", SOLVER, "solve", str(path), "-o", str(out), *OPTIONS]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"searching\n"
    return process, out


SOLVER = """
from importlib import import_module
from scheduling.cli import main
module = import_module("scheduling.solve")
solve = module.solve
def told(*arguments, progress, **more):
    def tell(state):
        if state.phase == "search":
            print("searching", flush=True)
        progress(state)
    return solve(*arguments, progress=tell, **more)
module.solve = told
main()
"""
"""The command, which says when its search has begun."""


def test_a_process_that_is_killed_while_it_writes_leaves_whole_files_alone(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out.json"
    for round_number in range(12):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, out], stdout=subprocess.PIPE)
        assert writer.stdout
        assert writer.stdout.readline() == b"1\n"
        time.sleep(0.003 * round_number)
        writer.kill()
        writer.communicate()
        for file in (out, *tmp_path.iterdir()):  # a hidden one beside, if killed as the name changed hands
            data = file.read_bytes()
            assert data == data[:7] * 200_000
            assert len(data) == WRITTEN


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_ends_the_search_with_the_best_so_far(
    tmp_path: Path, fair: Problem, number: signal.Signals
) -> None:
    process, out = solving(tmp_path, fair)
    process.send_signal(number)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    assert told.decode().splitlines()[0].startswith("Ending: the best schedule so far will be written.")
    solution, _ = read_solution(out)
    assert solution.figures.placed > len(fair.requests) / 2
    assert violations(fair, solution) == ()


def test_a_second_signal_ends_at_once_and_writes_nothing(tmp_path: Path, fair: Problem) -> None:
    process, out = solving(tmp_path, fair)
    process.send_signal(signal.SIGTERM)
    assert process.stderr
    assert process.stderr.readline().startswith(b"Ending: ")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGTERM or out.exists()  # it may have been that quick
    assert {path.name for path in tmp_path.iterdir()} <= {"problem.json", "out.json"}


def test_a_solver_that_is_killed_leaves_no_file(tmp_path: Path, fair: Problem) -> None:
    process, _ = solving(tmp_path, fair)
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]


def alone() -> dict[str, str]:
    """The surroundings of a command that nobody measures: a measure would write files as well."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def no_larger_than(size: int) -> None:
    """What a full disk does: files of this process cannot grow beyond this size."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_is_told_in_a_line_and_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "fair.json"
    out.write_bytes(b"old")
    told = subprocess.run(
        [sys.executable, "-m", "scheduling", "generate", "--people", "400", "-o", str(out)],
        capture_output=True,
        check=False,
        preexec_fn=lambda: no_larger_than(20_000),
        env=alone(),
    )
    assert (told.returncode, told.stdout) == (1, b"")
    assert told.stderr.decode() == f"/: {out} cannot be written: File too large.\n"
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_device_without_room_is_told_in_a_line() -> None:
    told = CliRunner().invoke(main, ["generate", "--people", "9", "-o", "/dev/full"])
    assert (told.exit_code, told.stderr) == (1, "/: /dev/full cannot be written: No space left on device.\n")


def test_a_reader_that_leaves_early_is_no_reason_for_a_traceback() -> None:
    command = [sys.executable, "-m", "scheduling", "generate", "--people", "2000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b"/: Standard output cannot be written: Broken pipe.\n"
    assert process.returncode == 1


@pytest.mark.parametrize("where", ["none/out.json", "file/out.json", "", "x" * 300])
def test_where_nothing_can_be_written_a_line_says_so(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("no folder")
    told = CliRunner().invoke(main, ["generate", "--people", "9", "-o", str(tmp_path / where)])
    assert (told.exit_code, told.stdout, len(told.stderr.splitlines())) == (1, "", 1)
    assert " cannot be written: " in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_where_files_without_a_name_are_unknown_one_beside_serves(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    handle, nameless = _begun(folder, "beside", 0)
    os.close(handle)
    os.close(folder)
    assert not nameless
    assert [path.name for path in tmp_path.iterdir()] == ["beside"]


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write(link, problem_bytes(small()))
    assert link.is_symlink()
    assert read_problem(real) == small()
    assert real.stat().st_mode & 0o777 == 0o640
    assert json.loads(real.read_text())["name"] == ""


UNPRIVILEGED = "import os; from scheduling.cli import main; os.geteuid() or os.setuid(65534); main()"
"""The commands of somebody who may not write everywhere."""


def test_a_folder_that_may_not_be_written_to_is_told_in_a_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    out = tmp_path / "out.json"
    command = [sys.executable, "-c", UNPRIVILEGED, "generate", "--people", "9", "-o", str(out)]
    told = subprocess.run(command, capture_output=True, check=False, env=alone())
    tmp_path.chmod(0o755)
    assert (told.returncode, told.stdout) == (1, b"")
    assert told.stderr.decode() == f"/: {out} cannot be written: Permission denied.\n"
    assert list(tmp_path.iterdir()) == []

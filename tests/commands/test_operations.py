"""What docs/operations.md lets people type: units, a proxy, commands. It is tried as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from fairs import config
from fairs.cli import main
from tests.delivery.conftest import certificate  # noqa: F401 - a fixture
from tests.serving import COMMAND

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PLACED = re.compile(r"# (/etc/\S+)\n")
INSTALLED = "/opt/maillage/.venv/bin/maillage"
UNITS = {
    found[1]: text for kind, text in BLOCKS if kind == "ini" and (found := PLACED.match(text)) is not None
}
SHELL = "".join(text for kind, text in BLOCKS if kind == "sh")
TYPED = re.compile(r"^(?:MAILLAGE_\w+=\S+ )*maillage ([a-z].*)$", re.MULTILINE)
STARTED = re.compile(rf"{INSTALLED} ([^'\n]*)")
MENTIONED = re.compile(r"`maillage ([a-z][^`]*)`")
COMMANDS = sorted(
    {
        *TYPED.findall(SHELL),
        *(line for text in UNITS.values() for line in STARTED.findall(text)),
        *(
            line
            for page in [PAGE, (ROOT / "README.md").read_text(encoding="utf-8")]
            for line in MENTIONED.findall(page)
        ),
    }
)
PARTS = {"serve", "web", "worker", "clock"}


def test_the_page_says_how_each_part_is_run() -> None:
    assert {line.split()[0] for text in UNITS.values() for line in STARTED.findall(text)} == PARTS | {
        "backup"
    }


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_exists_with_these_options(line: str) -> None:
    words = [word for word in shlex.split(re.split(r" [|<>#]| \[", line)[0]) if word not in {"$OPTIONS", "…"}]
    command: click.Command = main
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"there is no {words[0]}"
        command, words = found, words[1:]
    command.make_parser(click.Context(command)).parse_args(words)  # an unknown option raises


@pytest.mark.parametrize("options", re.findall(r"OPTIONS='([^']+)'", SHELL))
def test_what_a_worker_may_be_told_to_do_otherwise(options: str) -> None:
    worker = main.get_command(click.Context(main), "worker")
    assert worker is not None
    given = worker.make_context("worker", options.split()).params
    assert given["queues"] == ["solve", "render"]


def test_each_setting_is_one_that_the_program_reads() -> None:
    source = Path(config.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r"\bMAILLAGE_[A-Z_]+\b", PAGE))
    assert {name for name in named if name not in source} == set()
    assert set(re.findall(r'"(MAILLAGE_[A-Z_]+)"', source)) - named == {"MAILLAGE_DEMO"}


def test_each_unit_that_is_enabled_is_on_the_page() -> None:
    units = {Path(name).name for name in UNITS}
    for line in re.findall(r"^systemctl (?:enable --now|start) (.*)$", SHELL, re.MULTILINE):
        for name in line.split():
            unit = re.sub(r"@\w+$", "@", name)
            assert unit in units or f"{unit}.service" in units


def test_every_part_keeps_what_it_writes_to_itself() -> None:
    """For each unit, because its name begins like the folder of what holds for all."""
    common = read(
        next(text for name, text in UNITS.items() if name.endswith("maillage-.service.d/site.conf"))
    )
    assert {name: common["Service"][name] for name in ("UMask", "StateDirectoryMode", "User")} == {
        "UMask": "0077",
        "StateDirectoryMode": "0700",
        "User": "maillage",
    }
    assert {"Wants", "After"} <= set(common["Unit"])
    services = [Path(name).name for name in UNITS if name.endswith(".service")]
    assert len(services) == 5
    assert all(name.startswith("maillage-") for name in services)


def read(unit: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # systemd minds capitals
    parser.read_string(unit)
    return parser


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name, text in UNITS.items():
        place = tmp_path / Path(name).relative_to("/etc/systemd/system")
        place.parent.mkdir(exist_ok=True)
        place.write_text(text.replace(INSTALLED, str(COMMAND)))
    names = [Path(name).name for name in UNITS if not name.endswith(".conf")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(name.replace("@.", "@1.") for name in names)],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "maillage" in line or str(tmp_path) in line]
    assert ours == []


def test_nginx_understands_the_proxy(tmp_path: Path, certificate: Path) -> None:  # noqa: F811 - the fixture
    (text,) = [text for kind, text in BLOCKS if kind == "nginx"]
    own = re.sub(r"/etc/letsencrypt/\S+\.pem", str(certificate), text)
    (tmp_path / "site").write_text(own)
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; include {tmp_path}/site; }}\n"
    )
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    done = subprocess.run(
        [str(nginx), "-t", "-p", tmp_path, "-c", whole], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.parametrize("script", [text for kind, text in BLOCKS if kind == "sh"])
def test_a_shell_understands_what_is_typed(script: str) -> None:
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)


def test_what_is_written_as_settings_is_read_as_such(tmp_path: Path) -> None:
    """By a shell, as the command for root does; the quotes are those that systemd takes off too."""
    lines = "\n".join(re.findall(r"^MAILLAGE_[A-Z_]+='.*'$", SHELL, re.MULTILINE))
    (tmp_path / "settings").write_text(lines.replace("$(openssl rand -hex 32)", "x" * 64))
    printed = subprocess.run(
        ["sh", "-ac", f". {tmp_path}/settings; env"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    settings = config.from_environment(dict(line.split("=", 1) for line in printed.splitlines()))
    assert (settings.distributed, settings.secure) == (True, True)
    assert settings.secret_key == "x" * 64

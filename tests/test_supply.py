"""What is installed: every package pinned and hashed, its licence allowed, all of them listed; and
the container says what a careful owner asks of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from handbook.settings import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
LICENCES = tomllib.loads((ROOT / "docs" / "licences.toml").read_text(encoding="utf-8"))


def locked(name: str = LOCKS[0]) -> Iterator[tuple[Requirement, list[str]]]:
    """Each requirement of a lock with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        said, *hashes = line.split("--hash=")
        yield Requirement(said.strip()), [h.strip() for h in hashes]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_one_version_and_its_hashes(name: str) -> None:
    found = list(locked(name))
    assert len(found) > 100
    for requirement, hashes in found:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert requirement.url is None
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", h) for h in hashes), requirement


def declared(package: str) -> list[str]:
    """The licences that an installed package declares, as far as the list knows their names."""
    about = metadata(package)
    expression = about.get("License-Expression")
    if expression:
        return [w for w in re.findall(r"[\w.+-]+", expression) if w not in ("AND", "OR", "WITH")]
    named = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", ()) if "License ::" in c]
    named = [n for n in named if n != "OSI Approved"]
    named = named or [str(about.get("License", "")).strip().partition("\n")[0]]
    return [LICENCES["words"].get(name, name) for name in named]


def test_every_licence_is_one_that_the_owner_has_allowed() -> None:
    looked_at, wrong = 0, []
    for requirement, _ in locked():
        try:
            names = declared(requirement.name)
        except PackageNotFoundError:
            assert requirement.marker, f"{requirement} is not installed"
            continue
        looked_at += 1
        if not names or not set(names) <= set(LICENCES["allowed"]):
            wrong.append((requirement.name, names))
    assert looked_at > 100
    assert wrong == []


def test_the_bill_of_materials_lists_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    made = tmp_path / "sbom.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible"]
    subprocess.run(
        [*command, "--pyproject", "pyproject.toml", "--no-validate", "-o", made, LOCKS[0]],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    bill = json.loads(made.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    listed = {
        f"{part['name']}=={part['version']}": {
            h["content"] for place in part["externalReferences"] for h in place["hashes"]
        }
        for part in bill["components"]
    }
    for requirement, hashes in locked():
        assert {h.removeprefix("sha256:") for h in hashes} <= listed[
            f"{requirement.name}{requirement.specifier}"
        ]


def test_an_audit_that_could_ask_nobody_does_not_end_well() -> None:
    """pip-audit passes over what it could not ask about, unless it is told to be strict."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = [line for line in makefile.splitlines() if "/pip-audit" in line]
    assert "--strict" in line.split()
    assert "--require-hashes" in line.split()


def steps(name: str) -> list[list[tuple[str, str]]]:
    """The instructions of a Containerfile, stage by stage, without comments."""
    text = re.sub(r"^#.*\n", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    stages: list[list[tuple[str, str]]] = [[]]
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, " ".join(rest.split())))
    return stages


def command_of_the_image() -> list[str]:
    """What a container of the image runs that is given no command."""
    *_, last = steps("Containerfile")
    command: list[str] = json.loads(dict(last)["CMD"])
    return command


def test_the_container_runs_as_nobody_over_a_root_that_it_does_not_write() -> None:
    _, packages, last = steps("Containerfile")
    said = dict(last)
    assert said["USER"] == "10001:10001"
    assert said["VOLUME"] == "/data"
    assert "HANDBOOK_DATA=/data" in said["ENV"]
    assert "PYTHONDONTWRITEBYTECODE=1" in said["ENV"]
    assert "/healthz" in said["HEALTHCHECK"]
    assert command_of_the_image() == ["handbook", "serve"]
    assert "ENTRYPOINT" not in said  # so a command of deploy/ begins with its program
    assert "--chown" not in str(last)
    after_user = [word for word, _ in last[[w for w, _ in last].index("USER") :]]
    assert not {"RUN", "COPY", "ADD"} & set(after_user)
    install = dict(packages)["RUN"]
    assert "--require-hashes" in install
    assert "--only-binary :all:" in install


def test_the_container_holds_all_that_runs_and_no_secret() -> None:
    (_, *_, last) = steps("Containerfile")
    copied = {a for word, rest in last if word == "COPY" for a in rest.split()[:-1]}
    parts = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests"}
    assert parts | {"app.py", "corpus", "prompts", "models"} <= copied
    assert not re.search(r"(?i)password|secret|token|_key", str(last))
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert {".git", ".handbook", ".venv"} <= set(ignored)

"""The files of deploy/: each is whole, names settings that exist and counts that are counted, and
what the builder does each day is tried again where it fails."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from app import application
from handbook.access.start import must_sign_in
from handbook.book import Handbook
from handbook.cli import parser
from handbook.settings import PREFIX, ROOT, Settings
from tests.test_supply import command_of_the_image

DEPLOY = ROOT / "deploy"
BUILDER = DEPLOY / "builder.sh"
COMPOSED = sorted(DEPLOY.glob("compose.*.yaml"))
_NAME = re.compile(r"\b(?:handbook|process)_[a-z_]+\b")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def services() -> list[tuple[str, dict[str, Any]]]:
    """Every service with its name."""
    found = [(p, read(p)["services"]) for p in COMPOSED]
    return [(f"{path.stem}/{name}", s) for path, each in found for name, s in each.items()]


def ours() -> list[tuple[str, dict[str, Any]]]:
    return [(name, service) for name, service in services() if "build" in service]


def test_there_is_a_server_and_a_region() -> None:
    assert [p.name for p in COMPOSED] == ["compose.region.yaml", "compose.server.yaml"]
    assert all(
        "Not run: no engine that reads compose files was at hand" in p.read_text() for p in COMPOSED
    )


@pytest.mark.parametrize(("name", "service"), ours(), ids=[name for name, _ in ours()])
def test_a_service_has_settings_that_hold_and_signs_people_in(
    name: str, service: dict[str, Any]
) -> None:
    given = {k: v for k, v in service["environment"].items() if k.startswith(PREFIX)}
    assert given == service["environment"]
    settings = Settings.from_environment({"HANDBOOK_HOST": "0.0.0.0", **given})
    assert must_sign_in(settings)
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert "entrypoint" not in service  # the image has none, and so a command begins with a program
    command = service.get("command", command_of_the_image())
    if name.endswith("builder"):
        assert command == ["sh", "/builder.sh"]
        assert "./builder.sh:/builder.sh:ro" in service["volumes"]
        lines = re.findall(r"tried (handbook .+)", BUILDER.read_text(encoding="utf-8"))
        assert [shlex.split(line)[1] for line in lines] == ["sync", "ingest", "expire", "backup"]
        done = [shlex.split(line) for line in lines]
    else:
        done = [command]
    for program, *words in done:
        assert program == "handbook"
        assert parser().parse_args(words).run


@pytest.mark.parametrize("path", COMPOSED, ids=lambda p: p.name)
def test_the_only_port_that_is_published_speaks_tls(path: Path) -> None:
    composed = read(path)["services"]
    assert [name for name, service in composed.items() if "ports" in service] == ["sign-on"]
    sign_on = composed["sign-on"]
    given, mounted = sign_on["environment"], [v.split(":")[1] for v in sign_on["volumes"]]
    [published] = sign_on["ports"]
    assert published == f"443:{given['OAUTH2_PROXY_HTTPS_ADDRESS'].rpartition(':')[2]}"
    assert "OAUTH2_PROXY_HTTP_ADDRESS" not in given  # it stays on the container's own loopback
    for name in ("OAUTH2_PROXY_TLS_CERT_FILE", "OAUTH2_PROXY_TLS_KEY_FILE"):
        assert Path(given[name]).parent.as_posix() in mounted


def test_a_service_starts_after_what_it_needs_and_writes_where_its_user_may() -> None:
    region = read(DEPLOY / "compose.region.yaml")
    services = region["services"]
    replicas = [name for name in services if name.startswith("replica-")]
    assert services["balancer"]["depends_on"] == replicas
    assert all("chroma" in services[name]["depends_on"] for name in [*replicas, "builder"])
    image = (ROOT / "Containerfile").read_text(encoding="utf-8")
    owned = re.findall(r"--owner handbook .* (/data /backup)\n", image)
    for volume in services["builder"]["volumes"]:
        source, target, *how = volume.split(":")
        assert how == ["ro"] or (source in region["volumes"] and target in owned[0].split())


def _built_by(folder: Path, handbook: str, **settings: str) -> tuple[list[str], str, int]:
    """What a day of the builder asks of a stand-in for ``handbook``, a line of shell; what the log
    says, and how it ends when it is told to."""
    asked, log = folder / "asked", folder / "log"
    program = folder / "bin" / "handbook"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" >> "{asked}"\n{handbook}\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    given = os.environ | {"PATH": path, "KEPT": "/kept", "DAY": "5", "PAUSE": "0"} | settings
    with log.open("w") as errors:
        builder = subprocess.Popen(["sh", str(BUILDER)], env=given, stderr=errors)
        until = time.monotonic() + 30
        while time.monotonic() < until and not (asked.exists() and "backup" in asked.read_text()):
            time.sleep(0.05)
        time.sleep(0.2)
        builder.terminate()
        ended = builder.wait(30)
    return asked.read_text().splitlines(), log.read_text(), ended


def test_the_builder_tries_a_step_again_where_it_fails(tmp_path: Path) -> None:
    twice = f'[ "$1" != ingest ] || [ $(grep -c ingest "{tmp_path}/asked") -gt 2 ]'
    asked, log, ended = _built_by(tmp_path, twice)
    assert [line.split()[0] for line in asked] == ["sync", *["ingest"] * 3, "expire", "backup"]
    assert re.fullmatch(r"backup /kept/handbook-\d{4}-\d\d-\d\d\.tar\.gz", asked[-1])
    assert log == ""
    assert ended == 0


def test_the_builder_says_what_goes_on_failing_and_does_the_rest(tmp_path: Path) -> None:
    asked, log, _ = _built_by(tmp_path, '[ "$1" != sync ]', TRIES="4")
    assert [line.split()[0] for line in asked] == [*["sync"] * 4, "ingest", "expire", "backup"]
    assert log == "handbook sync failed 4 times; the next day tries again.\n"


@pytest.mark.parametrize("path", COMPOSED, ids=lambda p: p.name)
def test_every_file_and_service_that_is_named_is_there(path: Path) -> None:
    composed = read(path)
    theirs = {"sign-on.env", "corpus", "tls", "token"}
    for service in composed["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            place = source.removeprefix("./")
            assert source in composed["volumes"] or place in theirs or (DEPLOY / place).exists()
    addresses = re.findall(r"http://([a-z0-9-]+):\d+", path.read_text())
    assert set(addresses) <= composed["services"].keys()


def test_the_balancer_and_prometheus_know_each_replica() -> None:
    region = read(DEPLOY / "compose.region.yaml")["services"]
    replicas = {f"{name}:7860" for name in region if name.startswith("replica-")}
    balanced = set(re.findall(r"server (replica-\d+:7860)", (DEPLOY / "nginx.conf").read_text()))
    [job] = read(DEPLOY / "prometheus.yaml")["scrape_configs"]
    assert balanced == replicas == set(job["static_configs"][0]["targets"])


def test_it_is_said_that_nobody_is_told_of_a_rule_that_fires() -> None:
    assert "alerting" not in read(DEPLOY / "prometheus.yaml")
    assert "no `alerting:` here" in (DEPLOY / "prometheus.yaml").read_text(encoding="utf-8")


def test_what_is_watched_is_counted(corpus_book: Handbook) -> None:
    written = TestClient(application(corpus_book)).get("/metrics").text
    counted = {line.split()[2] for line in written.splitlines() if line.startswith("# TYPE")}
    groups = read(DEPLOY / "alerts.yaml")["groups"]
    rules = [rule["expr"] for group in groups for rule in group["rules"]]
    watched = {name for rule in rules for name in _NAME.findall(rule)}
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    table = "".join(line for line in page.splitlines(True) if line.startswith("|"))
    watched |= set(re.findall(r"`((?:handbook|process)_[a-z_]+)`", table))
    assert len(watched) > 8
    assert {name.removesuffix("_bucket") for name in watched} <= counted

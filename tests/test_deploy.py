"""The files of deploy/: each is whole, names settings that exist and counts that are counted."""

from __future__ import annotations

import re
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

DEPLOY = ROOT / "deploy"
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
    assert all("Not run: no container engine was at hand" in p.read_text() for p in COMPOSED)


@pytest.mark.parametrize(("name", "service"), ours(), ids=[name for name, _ in ours()])
def test_a_service_has_settings_that_hold_and_signs_people_in(
    name: str, service: dict[str, Any]
) -> None:
    given = {k: v for k, v in service["environment"].items() if k.startswith(PREFIX)}
    assert given == service["environment"]
    settings = Settings.from_environment({"HANDBOOK_HOST": "0.0.0.0", **given})
    assert must_sign_in(settings)
    command = service.get("command", ["handbook", "serve"])
    if command[0] == "handbook":
        assert parser().parse_args(command[1:]).run
    else:
        assert name.endswith("builder")
        for line in re.findall(r"handbook [a-z]+", command[-1]):
            assert line.split()[1] in parser().format_help()


@pytest.mark.parametrize("path", COMPOSED, ids=lambda p: p.name)
def test_every_file_and_service_that_is_named_is_there(path: Path) -> None:
    composed = read(path)
    theirs = {"sign-on.env", "corpus", "backup", "token"}
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

"""The examples of docs/api.md do what the page says, run as they stand against a real server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from handbook.settings import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
WRITTEN = "http://127.0.0.1:7860"


def _block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert isinstance(found, str)
    return found


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_python_example_prints_what_is_shown(address: str) -> None:
    printed = _run([sys.executable, "-c", _block("python").replace(WRITTEN, address)])
    assert printed == _block("text")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_example_gives_an_answer(address: str) -> None:
    answer = json.loads(_run(["bash", "-c", _block("sh").replace(WRITTEN, address)]))
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"] in answer["text"]


def test_every_address_that_is_named_is_one_of_the_openapi_document(address: str) -> None:
    listed = json.loads(
        _run(
            [
                sys.executable,
                "-c",
                "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())",
                f"{address}/api/v1/openapi.json",
            ]
        )
    )
    told = {f"{m} /api/v1{path}" for path, ways in listed["paths"].items() for m in ways}
    named = {f"{m.lower()} {path}" for m, path in re.findall(r"^\| `([A-Z]+) (\S+)`", PAGE, re.M)}
    assert named == told

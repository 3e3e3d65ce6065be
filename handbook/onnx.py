"""Models and their vocabularies from files: the only door to onnxruntime and tokenizers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state
from tokenizers import Tokenizer

from handbook.errors import ModelError
from handbook.machine import cores

Inputs = Mapping[str, NDArray[np.int64]]
"""A graph's inputs by name."""
Outputs = Sequence[NDArray[np.float32]]
"""What a graph gives, in its order."""

_BROKEN = (
    ValueError,  # of tokenizers
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NoModel,
    state.NotImplemented,
    state.RuntimeException,
)
"""What the libraries raise on files that are no model; those of onnxruntime have no base but
Exception."""

_NOTHING_ELSE = onnxruntime.RunOptions()
_NOTHING_ELSE.only_execute_path_to_fetches = True


@dataclass(frozen=True, slots=True)
class Model:
    """A graph with its tokenizer; safe to share between threads."""

    fingerprint: str
    """Twelve hexadecimal digits that differ wherever either file does."""
    tokenizer: Tokenizer
    _session: onnxruntime.InferenceSession

    @classmethod
    def load(cls, folder: Path) -> Model:
        """The model in ``folder`` (``model.onnx``, ``tokenizer.json``).

        Raises ModelError when a file is missing or cannot be read as what it should be.
        """
        try:
            graph = (folder / "model.onnx").read_bytes()
            vocabulary = (folder / "tokenizer.json").read_bytes()
        except OSError as fault:
            raise ModelError(
                f"The model's file {fault.filename} cannot be read ({fault.strerror}); "
                "restore the folder from the checkout, or point its setting at one that is whole."
            ) from fault
        try:
            tokenizer = Tokenizer.from_buffer(vocabulary)
            session = _session(graph)
        except _BROKEN as fault:
            raise ModelError(
                f"The model in {folder} is broken; restore its model.onnx and tokenizer.json."
            ) from fault
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(hashlib.sha256(graph + vocabulary).hexdigest()[:12], tokenizer, session)

    def run(self, inputs: Inputs, *, first: bool = False) -> Outputs:
        """The graph's outputs for its named inputs; the ``first`` alone, with no work for the
        others."""
        names = [self._session.get_outputs()[0].name] if first else None
        outputs: Outputs = self._session.run(names, inputs, _NOTHING_ELSE if first else None)
        return outputs

    def run_each(self, many: Sequence[Inputs], *, first: bool = False) -> list[Outputs]:
        """The outputs for each of several inputs, in their order, on all cores; see ``run``."""
        run = partial(self.run, first=first)
        if len(many) < 2:
            return [run(inputs) for inputs in many]
        return list(_threads(os.getpid()).map(run, many))

    @property
    def width(self) -> int:
        """The size of the first output's last axis."""
        return int(self._session.get_outputs()[0].shape[-1])


@cache
def _threads(_process: int) -> ThreadPoolExecutor:
    """The threads of a process that all models share, one to a core, however many people ask."""
    return ThreadPoolExecutor(cores())


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    """A session whose runs take one core each: several runs side by side are faster than each on
    all cores in turn, and leave the cores to others while they wait."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

"""Opening ONNX weights with the thread settings that all our ONNX engines share."""

from __future__ import annotations

from pathlib import Path

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort

from models.base import EngineUnavailable

RUN_ERRORS: tuple[type[Exception], ...] = (
    ort.EPFail,
    ort.Fail,
    ort.InvalidArgument,
    ort.RuntimeException,
    RuntimeError,
)
"""What `InferenceSession.run` raises when the network breaks on its input."""

_LOAD_ERRORS: tuple[type[Exception], ...] = (
    *RUN_ERRORS,
    ort.InvalidGraph,
    ort.InvalidProtobuf,
    ort.ModelLoaded,
    ort.NoModel,
    ort.NoSuchFile,
    ort.NotImplemented,
    OSError,
)


def open_session(
    model: Path, threads: int, providers: tuple[str, ...] = ("CPUExecutionProvider",)
) -> onnxruntime.InferenceSession:
    """Load the weights in `model`, to be run with `threads` threads.

    Raises
    ------
    EngineUnavailable
        The file is missing, is damaged, or is not ONNX.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # By default the pool's threads spin after each run, burning the cores that the
    # recogniser and the language model are waiting for.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors only: warnings concern the graph, not users
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=list(providers))
    except _LOAD_ERRORS as error:
        raise EngineUnavailable(
            f"The weights in {model} cannot be read ({_first_line(error)})",
            "Fetch them again, or name another file",
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")

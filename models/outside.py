"""Engines from outside Viva: classes that a user's own catalogue file names.

Only that file can name one, so whoever runs the program decides what is imported. Names that
come with a request are looked up in the catalogue and never imported.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

from models.base import EngineUnavailable, VivaError

MARK = ":"
"""Stands between module and class, as in "my_module:MyVoice"; no engine of ours has it."""


def is_outside(engine: str) -> bool:
    """Whether `engine` names a class rather than one of Viva's own engines."""
    return MARK in engine


def make(engine: str, protocol: type, *arguments: object) -> Any:
    """Import the class that `engine` names, and make one of it.

    Parameters
    ----------
    engine : str
        "module:Class"; the module is looked for as by any import.
    protocol : type
        The seam of `models.base` that it must satisfy.
    *arguments : object
        What the factory gives to engines of this kind.

    Raises
    ------
    EngineUnavailable
        It cannot be imported or made, or lacks something that the seam asks for.
    """
    kind = _class(engine)
    try:
        made = kind(*arguments)
    except VivaError:
        raise
    except Exception as error:  # whatever somebody else's code may raise
        raise EngineUnavailable(
            f"The engine {engine} could not be started ({type(error).__name__}: {error})",
            "Correct it, or choose another",
        ) from error
    if lacking := [name for name in members(protocol) if not hasattr(made, name)]:
        raise EngineUnavailable(
            f"The engine {engine} cannot be used as {protocol.__name__}: "
            f"it lacks {', '.join(lacking)}",
            f"See {protocol.__name__} in models/base.py for what it must have",
        )
    return made


def members(protocol: type) -> tuple[str, ...]:
    """Names of the attributes and methods that a protocol asks for."""
    own = (*inspect.get_annotations(protocol), *vars(protocol))
    return tuple(dict.fromkeys(name for name in own if not name.startswith("_")))


def _class(engine: str) -> Callable[..., object]:
    module, _, name = engine.partition(MARK)
    try:
        found = getattr(importlib.import_module(module), name)
    except AttributeError as error:
        raise EngineUnavailable(
            f"The engine {engine} cannot be used: {module} has no {name}",
            "Correct `engine` in your catalogue file",
        ) from error
    except Exception as error:  # whatever somebody else's module may raise
        raise EngineUnavailable(
            f"The engine {engine} cannot be imported ({type(error).__name__}: {error})",
            f"Put {module}.py beside your catalogue file, or install the package it is in",
        ) from error
    if not callable(found):
        raise EngineUnavailable(
            f"The engine {engine} is no class", "Correct `engine` in your catalogue file"
        )
    made: Callable[..., object] = found
    return made

"""The house rules that a machine can check: who imports whom, sizes, what is written where."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import PackageNotFoundError, requires
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAX_LINES = 480
MOST_FILES = 22
MOST_LANGUAGES = 2  # in one module: English, and perhaps one that needs care of its own

FILES = sorted([ROOT / "app.py", *(ROOT / "models").rglob("*.py"), *(ROOT / "voice").rglob("*.py")])
TREES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
        file.read_text(encoding="utf-8")
    )
    for file in FILES
}
"""Every module by its name."""

PACKAGES = {module for module in TREES if any(name.startswith(f"{module}.") for name in TREES)}

OUTSIDE_IN = (
    ("app",),
    ("voice.server",),
    ("voice.api", "voice.bench", "voice.ui"),
    ("voice.transports",),
    ("voice.sessions",),
    ("voice.examining",),
    ("voice.conversation",),
    ("voice.hearing",),
    ("voice.engines",),
    ("voice.exam",),
    ("voice.speaking", "voice.settings"),
    ("voice.core",),
    ("models",),
)
"""Rooms: a module imports from its own room and from those that come after it, never from one
beside it."""

ONLY_IN = {
    "fastrtc": (
        "voice.transports.webrtc_handler",
        "voice.transports.webrtc_calls",
        "voice.api.realtime.calls",
        "voice.bench",
    ),
    "gradio": ("voice.ui", "voice.server.site"),
    "aiortc": (
        "voice.transports.arriving",
        "voice.transports.webrtc_calls",
        "voice.api.realtime.calls",
        "voice.bench",
    ),
}
"""Libraries that must stay behind their adapters."""

DISTRIBUTIONS = {
    "faster_whisper": "faster-whisper",
    "huggingface_hub": "huggingface-hub",
    "jwt": "pyjwt",
    "markdown_it": "markdown-it-py",
    "piper": "piper-tts",
    "fastapi_standalone_docs": "fastapi-standalone-docs",
    "prometheus_client": "prometheus-client",
    "whisper_normalizer": "whisper-normalizer",
    "sklearn": "scikit-learn",
    "text_to_num": "text2num",
    "yaml": "pyyaml",
    "pydantic_core": "pydantic-core",
}
"""Whose import is called otherwise than what pip installs."""

COMES_WITH = {
    "fastapi": ("gradio",),  # gradio's page is mounted into our application
    "starlette": ("gradio", "fastapi"),  # its middleware, requests and errors
    "uvicorn": ("gradio",),  # serves it
    "pydantic": ("gradio",),  # checks what clients send
    "pydantic-core": ("gradio", "pydantic"),  # an error of a kind of our own
    "httpx": ("gradio",),  # also ollama's client
    "rich": ("gradio", "typer"),  # progress bars on the terminal
    "joserfc": ("authlib",),  # its errors
    "av": ("aiortc",),  # its frames are what tracks carry
    "aioice": ("aiortc",),  # its ICE, taught to use loopback
    "librosa": ("fastrtc",),  # resamples in FastRTC's own pipeline, which a benchmark rebuilds
}
"""Imported although no line names it: it cannot be absent, since these, from left to right,
depend on one another."""


def imported(tree: ast.Module) -> set[str]:
    """Full names of the modules that a module imports, also within functions."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            base = node.module or ""
            inner = {f"{base}.{alias.name}" for alias in node.names}
            names.update(inner & set(TREES) or {base})
    return names


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def room(module: str) -> tuple[int, str]:
    """Layer, counted from the outside, and the package named there."""
    for depth, packages in enumerate(OUTSIDE_IN):
        for package in packages:
            if within(module, package):
                return depth, package
    raise AssertionError(f"{module} has no layer")


def ours(tree: ast.Module) -> set[str]:
    return {name for name in imported(tree) if name.split(".")[0] in ("app", "voice", "models")}


def requirements(name: str) -> list[str]:
    """Lines of a requirements file, without comments."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for raw in lines if (line := raw.partition("#")[0].strip())]


def named(*files: str) -> set[str]:
    """Distributions that requirements files name."""
    lines = [line for file in files for line in requirements(file) if not line.startswith("-r")]
    return {re.split(r"[=\[<>~! ]", line)[0].lower() for line in lines}


# --- imports ----------------------------------------------------------------------------------


@pytest.mark.parametrize("module", [module for module in TREES if module != "voice"])
def test_imports_go_inwards(module: str) -> None:
    depth, package = room(module)
    for name in ours(TREES[module]):
        inner, other = room(name)
        assert inner >= depth, f"{module} imports {name}, which lies further out"
        assert inner > depth or package == other, f"{module} imports {name}, which lies beside it"


def test_models_know_no_voice() -> None:
    for module, tree in TREES.items():
        if within(module, "models"):
            assert not [name for name in ours(tree) if not within(name, "models")], module


@pytest.mark.parametrize("module", TREES)
def test_languages_are_data(module: str) -> None:
    codes = {file.stem for file in (ROOT / "prompts" / "languages").glob("*.toml")}
    named = {node.value for node in ast.walk(TREES[module]) if isinstance(node, ast.Constant)}
    assert len(codes & named) <= MOST_LANGUAGES, (
        f"{module} names {', '.join(sorted(codes & named))}: words belong to prompts/languages"
    )


def test_nothing_imports_in_a_circle() -> None:
    graph = {module: ours(tree) - {module} for module, tree in TREES.items()}
    # A package's __init__ runs before its modules; that it also gathers them is no circle.
    TopologicalSorter({m: n - PACKAGES for m, n in graph.items()}).prepare()


def test_no_folders_import_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for module, tree in TREES.items():
        if module in PACKAGES or module.endswith(".__main__"):
            continue  # the face of a package may gather what lies in its rooms
        folder = module.rpartition(".")[0]
        others = {name.rpartition(".")[0] for name in ours(tree) - PACKAGES}
        graph.setdefault(folder, set()).update(others - {folder})
    TopologicalSorter(graph).prepare()


def test_nothing_imports_the_tests() -> None:
    for module, tree in TREES.items():
        assert not [name for name in imported(tree) if within(name, "tests")], module


@pytest.mark.parametrize("library", ONLY_IN)
def test_libraries_stay_behind_their_adapters(library: str) -> None:
    users = {m for m, tree in TREES.items() if any(within(n, library) for n in imported(tree))}
    strays = {m for m in users if not any(within(m, room) for room in ONLY_IN[library])}
    assert users
    assert not strays


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_are_short_enough_to_be_read(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("folder", sorted({file.parent for file in FILES}), ids=str)
def test_folders_are_small_enough_to_be_taken_in(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) <= MOST_FILES


def test_voice_is_rooms_alone() -> None:
    assert [file.name for file in (ROOT / "voice").glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("module", TREES)
def test_every_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(TREES[module])


def test_public_methods_are_documented_once() -> None:
    """With themselves, or with the protocol that they fulfil; an empty phrase is none."""
    classes = [
        (module, node)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    seams = [node for _, node in classes if is_seam(node)]
    promised = {method.name for seam in seams for method in methods(seam) if told(method)}
    for module, node in classes:
        for method in methods(node):
            known = method.name in promised and not is_seam(node)
            assert known or told(method), f"{module}.{node.name}.{method.name} is not explained"


def is_seam(node: ast.ClassDef) -> bool:
    """Whether a class is a protocol, which others fulfil."""
    return any("Protocol" in ast.unparse(base) for base in node.bases)


def methods(node: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Public methods of a public class; the setter of a property needs nothing of its own."""
    found = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        one
        for one in found
        if not node.name.startswith("_")
        and not one.name.startswith("_")
        and not any(ast.unparse(mark).endswith(".setter") for mark in one.decorator_list)
    ]


def told(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a docstring says more than where to look."""
    text = ast.get_docstring(method) or ""
    return bool(text) and not re.fullmatch(r"[Ss]ee `[\w.]+`\.?", text)


@pytest.mark.parametrize("module", TREES)
def test_no_module_keeps_state(module: str) -> None:
    for name, value in assignments(TREES[module]):
        mutable = isinstance(
            value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
        ) or (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in ("list", "dict", "set", "defaultdict", "deque", "Counter")
        )
        constant = name.isupper() or name == "__all__"
        assert not mutable or constant, f"{module}.{name} would be shared by all sessions"
    assert not [node for node in ast.walk(TREES[module]) if isinstance(node, ast.Global)], module


def assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Names assigned at the module's top level, and what to."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield ast.unparse(target), node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield ast.unparse(node.target), node.value


# --- what is installed ------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(file: str) -> None:
    loose = [line for line in requirements(file) if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line)]
    assert [line for line in loose if line != "-r requirements.txt"] == []


@pytest.mark.parametrize("module", TREES)
def test_what_is_imported_is_installed(module: str) -> None:
    files = ["requirements.txt"]
    if within(module, "voice.bench"):
        files.append("requirements-dev.txt")
    if module == "voice.bench.train_entailment":
        files.append("requirements-train.txt")
    installed = named(*files)
    for name in imported(TREES[module]):
        top = name.split(".")[0]
        if top in sys.stdlib_module_names or top in ("app", "voice", "models"):
            continue
        distribution = DISTRIBUTIONS.get(top, top)
        assert distribution in installed or COMES_WITH.get(distribution, ("",))[0] in installed, (
            f"{module} imports {name}, which no line of {' or '.join(files)} brings"
        )


@pytest.mark.parametrize("package", COMES_WITH)
def test_what_is_said_to_come_along_does(package: str) -> None:
    chain = [*COMES_WITH[package], package]
    assert chain[0] in named("requirements.txt")
    for above, below in pairwise(chain):
        try:
            lines = requires(above) or []
        except PackageNotFoundError:
            lines = []
        always = [line for line in lines if "extra ==" not in line]
        assert below in {re.split(r"[\s<>=!;\[(~]", line)[0].lower() for line in always}


# --- the commands -----------------------------------------------------------------------------

RUN = "pip install -r requirements.txt && python app.py"
TEST = "pip install -r requirements-dev.txt && pytest"


@pytest.mark.parametrize("command", [RUN, TEST])
def test_the_commands_stand_at_the_top_of_the_readme(command: str) -> None:
    top = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]
    assert command in top, "whoever opens the README does not see how to begin"


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"tests='{TEST}'" in script
    assert re.search(r'^timeout .*bash .*-c "\$tests"$', script, re.MULTILINE)

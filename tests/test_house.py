"""The rules of the house, checked over the source: who may import whom, who owns what, and what stands nowhere."""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache

import pytest

from tests.conftest import ROOT

PACKAGES = ("ingest", "index", "library", "answer", "quiz", "upkeep", "ui", "eval")

# Imports run one way; upkeep, ui and eval are siblings on the top level, and nothing imports upkeep or eval.
MAY_IMPORT = {
    "ingest": {"ingest"},
    "index": {"ingest", "index"},
    "library": {"ingest", "index", "library"},
    "answer": {"ingest", "index", "library", "answer"},
    "quiz": {"ingest", "index", "library", "quiz"},
    "upkeep": {"ingest", "index", "library", "answer", "quiz", "upkeep"},
    "ui": {"ingest", "index", "library", "answer", "quiz", "ui"},
    "eval": {"ingest", "index", "library", "answer", "quiz", "eval"},
    "app": {"ui"},
}

OWNERS = {
    "pypdf": {"ingest/loaders/pdf.py"},
    "pypdfium2": {"ingest/loaders/pdf.py", "ingest/loaders/pdf_pictures.py", "ingest/loaders/scans.py"},
    "PIL": {"ingest/loaders/pdf_pictures.py"},
    "rapidocr": {"ingest/loaders/recognition.py"},
    "onnxruntime": {"ingest/loaders/recognition.py"},
    "cv2": {"ingest/loaders/recognition.py"},
    "datasketch": {"ingest/duplicates.py"},
    "rapidfuzz": {"ingest/lineage.py", "quiz/staleness.py"},
    "pypinyin": {"ingest/sound.py"},
    "jinja2": {"ingest/report.py", "eval/page.py", "eval/scale_page.py", "answer/printed.py", "quiz/export/page.py"},
    "docx": {"answer/word.py", "quiz/export/word.py"},
    "xlsxwriter": {"quiz/export/xlsx.py"},
    "genanki": {"quiz/export/anki.py"},
    "jsonschema": {"quiz/export/jsonl.py"},
    "tabulate": {"ingest/__main__.py", "eval/__main__.py"},
    "ir_measures": {"eval/gain.py"},
    "psutil": {"ingest/child.py"},
    "jieba": {"index/words.py"},
    "opencc": {"index/words.py"},
    "bm25s": {"index/lexical.py"},
    "faiss": {"index/clusters.py", "index/inverted.py", "index/vectors.py"},
    "pymilvus": {"index/milvus/server.py"},
    "grpc": {"index/milvus/server.py"},
    "torch": {"index/encoder.py", "index/tuning/train.py"},
    "peft": {"index/tuning/train.py"},
    "sentence_transformers": {"index/encoder.py", "index/reranker.py"},
    "transformers": {"index/encoder.py"},
    "huggingface_hub": {"index/encoder.py"},
    "tokenizers": {"index/expansion.py"},
    "safetensors": {"index/adapter.py", "index/expansion.py", "index/model.py", "index/tuning/train.py"},
    "filelock": {"index/lock.py", "index/model.py"},
    "streamlit": {"ui/", "app.py"},
    "starlette": {"ui/", "app.py"},
    "tqdm": {
        "index/__main__.py",
        "index/progress_display.py",
        "answer/__main__.py",
        "quiz/__main__.py",
        "eval/__main__.py",
    },
    "openpyxl": {"quiz/importing/xlsx.py"},
    "playwright": {"eval/serving.py"},
    "numpy": {
        "index/",
        "eval/",
        "quiz/importing/matching.py",
        "quiz/checks.py",
        "upkeep/finding.py",
        "quiz/pools.py",
        "ingest/loaders/recognition.py",
    },  # arrays travel between modules of index; pictures are arrays
}

BROUGHT_ALONG = {"torch"}  # by sentence_transformers: owned, so that nobody else imports it, but not imported by name

# Where the environment may be touched, and how. Machine matters are read where a program starts, and nowhere else.
ENVIRONMENT = {
    "ingest/__main__.py": {"read"},
    "index/__main__.py": {"read"},
    "answer/__main__.py": {"read"},
    "quiz/__main__.py": {"read"},
    "upkeep/__main__.py": {"read"},
    "eval/__main__.py": {"read"},
    "ui/openers.py": {"read"},
    "index/encoder.py": {"set"},  # the hub libraries take their switches from there only
    "eval/serving.py": {"copy"},  # handed on to the served app
}

FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve"}
FORBIDDEN_CALLS = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen"),
    *("yaml.load", "torch.load", "pandas.read_pickle", "numpy.fromfile"),
}
DANGEROUS_SWITCHES = ("allow_pickle", "trust_remote_code", "shell")
NEED_ALLOW_PICKLE_FALSE = {"load", "save", "savez", "savez_compressed"}  # of numpy


def sources() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "app.py", *(found for name in PACKAGES for found in (ROOT / name).rglob("*.py")))
    )


@cache
def tree(source: str) -> ast.Module:
    return ast.parse((ROOT / source).read_text(encoding="utf-8"), source)


def imported(module: ast.Module) -> Iterator[str]:
    """Full names of everything imported anywhere in a file: ``from index import storage`` gives index.storage."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and dotted(node.func) in {"importlib.import_module", "import_module"}:
            assert isinstance(node.args[0], ast.Constant), "import of a computed name"
            yield str(node.args[0].value)


def top_names(source: str) -> set[str]:
    return {name.split(".")[0] for name in imported(tree(source))}


def dotted(node: ast.expr) -> str:
    """``np.load`` as written; empty for what is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value)):
        return f"{owner}.{node.attr}"
    return ""


def calls(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the full name of what is called, aliases of imports resolved: ``np.load`` is numpy.load."""
    names = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            first, _, rest = name.partition(".")
            yield f"{names.get(first, first)}.{rest}".rstrip("."), node


def is_owner(source: str, owners: set[str]) -> bool:
    return any(source == owner or (owner.endswith("/") and source.startswith(owner)) for owner in owners)


def test_the_rules_look_at_real_files() -> None:
    found = sources()
    assert {"app.py", "ingest/loaders/pdf.py", "index/encoder.py", "answer/compose.py", "ui/main.py"} <= set(found)
    assert {source.split("/")[0].removesuffix(".py") for source in found} == set(MAY_IMPORT)
    for owners in (*OWNERS.values(), ENVIRONMENT):
        assert all((ROOT / owner).exists() for owner in owners), owners


def test_imports_run_one_way() -> None:
    wrong = [
        f"{source} imports {name}"
        for source in sources()
        for name in top_names(source) & set(MAY_IMPORT)
        if name not in MAY_IMPORT[source.split("/")[0].removesuffix(".py")]
    ]
    assert wrong == []


def test_every_third_party_package_has_one_owner() -> None:
    wrong = [
        f"{source} imports {name}, which belongs to {OWNERS.get(name, 'nobody: name an owner')}"
        for source in sources()
        for name in top_names(source) - sys.stdlib_module_names - set(MAY_IMPORT)
        if not is_owner(source, OWNERS.get(name, set()))
    ]
    assert wrong == []


def test_every_owner_uses_what_it_owns() -> None:
    idle = [
        f"{owner} does not import {name}"
        for name, owners in OWNERS.items()
        for owner in owners
        if name not in BROUGHT_ALONG
        and not any(name in top_names(source) for source in sources() if is_owner(source, {owner}))
    ]
    assert idle == []


def test_nothing_is_unpickled_evaluated_or_handed_to_a_shell() -> None:
    wrong = [f"{source} imports {name}" for source in sources() for name in top_names(source) & FORBIDDEN_MODULES]
    wrong += [
        f"{source}:{call.lineno} calls {name}"
        for source in sources()
        for name, call in calls(tree(source))
        if is_unsafe(name, call)
    ]
    assert wrong == []


def is_unsafe(name: str, call: ast.Call) -> bool:
    """A forbidden call, arrays read or written without allow_pickle=False, or a dangerous switch that is not plainly off."""
    switches = {keyword.arg: getattr(keyword.value, "value", None) for keyword in call.keywords}
    if name.startswith("numpy.") and name.split(".")[-1] in NEED_ALLOW_PICKLE_FALSE:
        switches.setdefault("allow_pickle", None)
    return name in FORBIDDEN_CALLS or any(switches.get(switch, False) is not False for switch in DANGEROUS_SWITCHES)


def test_only_commands_print() -> None:
    wrong = [
        f"{source}:{call.lineno} calls {name}"
        for source in sources()
        if not source.endswith("__main__.py")
        for name, call in calls(tree(source))
        if name in {"print", "pprint.pprint", "sys.stdout.write", "sys.stderr.write"}
    ]
    assert wrong == []


def test_the_environment_is_touched_only_where_it_may_be() -> None:
    found = {source: environment_uses(tree(source)) for source in sources()}
    assert {source: uses for source, uses in found.items() if uses} == ENVIRONMENT


def environment_uses(module: ast.Module) -> set[str]:
    """What a file does with os.environ: read, set, or hand a copy on."""
    uses = set()
    parents = {child: node for node in ast.walk(module) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            assert not {alias.name for alias in node.names} & {"environ", "getenv", "putenv"}, "write os.environ"
        if not isinstance(node, ast.Attribute):
            continue
        name, parent = dotted(node), parents[node]
        if name in {"os.getenv", "os.getenvb", "os.environb"}:
            uses.add("read")
        elif name == "os.putenv":
            uses.add("set")
        elif name == "os.environ":
            stored = isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store | ast.Del)
            setter = isinstance(parent, ast.Attribute) and parent.attr in {"setdefault", "update", "pop"}
            uses.add("set" if stored or setter else "copy" if isinstance(parent, ast.Dict) else "read")
    return uses


def test_every_module_says_what_it_does() -> None:
    wrong = [
        source
        for source in sources()
        if not (docstring := ast.get_docstring(tree(source))) or docstring.splitlines()[0][-1] not in ".:"
    ]
    assert wrong == []


def test_every_module_says_what_comes_in_and_out() -> None:
    wrong = [
        source
        for source in sources()
        if not source.endswith("__init__.py")
        and not re.search(r"^In: .*\bOut\b", ast.get_docstring(tree(source)) or "", re.MULTILINE | re.DOTALL)
    ]
    assert wrong == []


def commands(package: str) -> dict[str, argparse.ArgumentParser]:
    """The verbs of ``python -m package``."""
    parser = importlib.import_module(f"{package}.__main__")._parser()
    (verbs,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(verbs.choices)


PROGRAMS = [name for name in PACKAGES if (ROOT / name / "__main__.py").exists()]


@pytest.mark.parametrize("package", PROGRAMS)
def test_the_readme_names_every_command(package: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = " ".join(re.findall(rf"python -m {package} (.+)", readme))
    missing = [verb for verb in commands(package) if not re.search(rf"(?<![\w-]){verb}(?![\w-])", told)]
    assert missing == []


@pytest.mark.parametrize("package", PROGRAMS)
def test_every_command_has_one_line_of_help_with_an_example(package: str) -> None:
    parser = importlib.import_module(f"{package}.__main__")._parser()
    (verbs,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for choice in verbs._choices_actions:
        assert f"例：python -m {package} {choice.dest}" in str(choice.help)


@pytest.mark.parametrize(
    ("package", "verbs"),
    [
        ("ingest", {"check", "show"}),
        ("index", {"build", "verify", "list", "use", "prune", "status"}),
        ("answer", {"ask", "batch", "feedback"}),
        ("quiz", {"build", "export", "import", "lint", "stale", "list", "approve", "paper"}),
        ("upkeep", {"backup", "restore", "purge"}),
        ("eval", {"run"}),
    ],
)
def test_the_commands_that_others_rely_on_are_there(package: str, verbs: set[str]) -> None:
    assert verbs <= set(commands(package))


# The rules must be able to fail: each is shown one file that breaks it.


def test_an_import_hidden_in_a_function_is_found() -> None:
    module = ast.parse("def f():\n    from index.storage import load\n    import faiss as f, os.path\n")
    assert sorted(imported(module)) == ["faiss", "index.storage.load", "os.path"]


def test_calls_are_found_behind_aliases() -> None:
    module = ast.parse("import numpy as np\nfrom yaml import load as l\nnp.load('a')\nl('b')\neval('c')\nx.y.z()\n")
    assert [name for name, _ in calls(module)] == ["numpy.load", "yaml.load", "eval", "x.y.z"]


@pytest.mark.parametrize(
    ("code", "use"),
    [
        ("os.environ['A'] = '1'", {"set"}),
        ("os.environ.setdefault('A', '1')", {"set"}),
        ("os.environ.get('A')", {"read"}),
        ("os.environ['A']", {"read"}),
        ("os.getenv('A')", {"read"}),
        ("x = {**os.environ}", {"copy"}),
        ("os.path.join('a')", set()),
    ],
)
def test_reading_and_setting_the_environment_are_told_apart(code: str, use: set[str]) -> None:
    assert environment_uses(ast.parse(code)) == use


@pytest.mark.parametrize(
    ("code", "unsafe"),
    [
        ("numpy.load('a')", True),
        ("numpy.load('a', allow_pickle=True)", True),
        ("numpy.load('a', allow_pickle=flag)", True),
        ("numpy.load('a', allow_pickle=False)", False),
        ("bm25s.load('a', allow_pickle=True)", True),
        ("subprocess.run('a', shell=True)", True),
        ("subprocess.run(['a'])", False),
        ("exec('a')", True),
        ("yaml.load('a')", True),
        ("json.loads('a')", False),
    ],
)
def test_unsafe_calls_are_told_from_safe_ones(code: str, unsafe: bool) -> None:
    assert [is_unsafe(name, call) for name, call in calls(ast.parse(code))] == [unsafe]

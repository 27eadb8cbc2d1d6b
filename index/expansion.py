"""Write the default embedding model as an ordinary sentence-transformers folder.

In: a Q4Model, perhaps an Adapter, and an empty folder. Out: in that folder, the files any sentence-transformers program can load.
Does not find, check or publish anything (model.py) and does not import torch: numbers and JSON are enough.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.adapter import Adapter
from index.q4 import Floats, Q4Model, Q4Pieces, Q4Shape

# Half precision halves the disk; rounding a 4-bit number times its scale to it leaves cosines at 1 − 1e-7.
_STORED = np.float16

_SIMILARITY = "cosine"
_PROMPTS = {"query": "query: ", "document": "passage: "}  # the ones the model was trained with

_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_model_folder(model: Q4Model, folder: Path, adapter: Adapter | None = None) -> None:
    """Write weights, corrected by the adapter, tokenizer and settings of the model into the folder."""
    save_file(
        {name: _corrected(name, weight, adapter) for name, weight in _weights(model)},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    (folder / "tokenizer.json").write_text(build_tokenizer(model.vocabulary).to_str(), encoding="utf-8")
    for name, content in _settings(model.shape, model.vocabulary):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    # safetensors lets only the owner read what it writes; the service may run under another account.
    shutil.copymode(folder / "tokenizer.json", folder / "model.safetensors")


def build_tokenizer(vocabulary: Q4Pieces) -> Tokenizer:
    """Build the tokenizer of XLM-RoBERTa from its pieces: text in, the model's own ids out."""
    name = {id_: vocabulary.pieces[id_][0] for id_ in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk)}
    bos, eos = name[vocabulary.bos], name[vocabulary.eos]
    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            *_keep("～", normalizers.NFKC()),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(piece, special=True, normalized=False) for piece in name.values()])
    return tokenizer


def _keep(character: str, normalizer: normalizers.Normalizer) -> Iterator[normalizers.Normalizer]:
    """Let one character pass a normaliser unchanged.

    XLM-RoBERTa was trained with ～ as it stands, as in 五日～十日, where NFKC would make it a plain tilde.
    """
    stand_in = "\ufdd0"  # a code point that is never a character of any text
    yield normalizers.Replace(character, stand_in)
    yield normalizer
    yield normalizers.Replace(stand_in, character)


def _corrected(name: str, weight: Floats, adapter: Adapter | None) -> Floats:
    correction = adapter.correction(name) if adapter else None
    return weight if correction is None else (weight.astype(np.float32) + correction).astype(_STORED)


def _weights(model: Q4Model) -> Iterator[tuple[str, Floats]]:
    hidden, wide = model.shape.hidden, model.shape.feed_forward
    tables = (
        ("word", "emb.word", model.shape.vocabulary),
        ("position", "emb.pos", model.shape.positions),
        ("token_type", "emb.type", model.shape.token_types),
    )
    for table, name, rows in tables:
        yield f"embeddings.{table}_embeddings.weight", model.unpack(name, (rows, hidden), _STORED)
    yield "embeddings.LayerNorm.weight", model.unpack("emb.ln.w", (hidden,), _STORED)
    yield "embeddings.LayerNorm.bias", model.unpack("emb.ln.b", (hidden,), _STORED)
    sizes = {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (hidden,), "oln": (hidden,)}
    for layer in range(model.shape.layers):
        for part, name in _LAYER_PARTS.items():
            size = sizes.get(part, (hidden, hidden))
            yield f"encoder.layer.{layer}.{name}.weight", model.unpack(f"l{layer}.{part}.w", size, _STORED)
            yield f"encoder.layer.{layer}.{name}.bias", model.unpack(f"l{layer}.{part}.b", size[:1], _STORED)
    yield from _unused_pooler(hidden)


def _unused_pooler(hidden: int) -> Iterator[tuple[str, npt.NDArray[np.float16]]]:
    """Give zeros for a layer that mean pooling never reads; without it a loader draws random ones and warns."""
    yield "pooler.dense.weight", np.zeros((hidden, hidden), _STORED)
    yield "pooler.dense.bias", np.zeros(hidden, _STORED)


def _settings(shape: Q4Shape, vocabulary: Q4Pieces) -> Iterator[tuple[str, object]]:
    yield "config.json", _network_settings(shape, vocabulary)
    yield "tokenizer_config.json", _tokenizer_settings(shape, vocabulary)
    yield "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False}
    yield (
        "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    )
    yield "1_Pooling/config.json", {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True}
    yield "2_Normalize/config.json", {}
    yield (
        "config_sentence_transformers.json",
        {"prompts": _PROMPTS, "default_prompt_name": None, "similarity_fn_name": _SIMILARITY},
    )


def _network_settings(shape: Q4Shape, vocabulary: Q4Pieces) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": float(f"{shape.norm_epsilon:.7g}"),  # 1e-12 as written, not its nearest float32
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        "pad_token_id": vocabulary.pad,
        "dtype": "float32",  # of computing; the weights are stored in half of it
    }


def _tokenizer_settings(shape: Q4Shape, vocabulary: Q4Pieces) -> dict[str, object]:
    bos, eos, pad, unk = (
        vocabulary.pieces[id_][0] for id_ in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk)
    )
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": shape.positions,
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
        "bos_token": bos,
        "cls_token": bos,
        "eos_token": eos,
        "sep_token": eos,
        "pad_token": pad,
        "unk_token": unk,
    }

"""The program of one process of encoding_pool.py: ``python -m index.encoding_worker MODEL FOLDER THREADS``.

In: the model (empty: the default), the folder of models, a number of threads; on standard input lines, each a JSON list of passages.
Out: on standard output the vectors of each list, float32, little-endian, nothing else. Ends with its input, so that none is left
behind when a build is killed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from index.encoder import limit_threads, open_encoder


def main(model: str, models_folder: str, threads: str) -> None:
    """Encode until there is nothing more."""
    # Whatever a library says goes to standard error: on standard output it would be taken for vectors.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        limit_threads(int(threads))
        encoder = open_encoder(model or None, Path(models_folder))
        for line in sys.stdin.buffer:
            out.write(encoder.encode_passages(json.loads(line)).astype("<f4").tobytes())
            out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

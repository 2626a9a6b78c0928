#!/usr/bin/env python3
"""Cleans a folder of WARC files and writes JSONL, with datatrove.

    python/examples/warc_to_jsonl.py WARCS OUT [TASKS]

Each task cleans a share of the files in its own process. Statistics and logs are in OUT/logs.
"""

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter

from dechrome.datatrove import DechromeExtractor


def main(warcs: str, out: str, tasks: str = "1") -> None:
    pipeline = [WarcReader(warcs), DechromeExtractor(), JsonlWriter(f"{out}/rows")]
    LocalPipelineExecutor(pipeline, tasks=int(tasks), logging_dir=f"{out}/logs").run()


if __name__ == "__main__":
    main(*sys.argv[1:])

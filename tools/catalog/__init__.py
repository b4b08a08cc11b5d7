"""Renew the facts in `data/models/` from the packages and files that state them.

Run it in a checkout in which whichllm is importable (`pip install -e .`, or `PYTHONPATH=src`):

    python -m tools.catalog update --from FOLDER

One importer a source (`sources/`) yields facts in one form (`facts`), one merge (`merge`) decides between them by the
order in `authority.yaml`, and one writer (`write`) puts them into the YAML so that only what changed is written anew.
"""

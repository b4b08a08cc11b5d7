"""Renew the catalog from its sources, or list where they disagree: `python -m tools.catalog --help`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.catalog.blocks import ModelFile, read_models
from tools.catalog.facts import Fact, load_yaml
from tools.catalog.fetch import NotFoundError, folders, published, version
from tools.catalog.merge import Report, merge, read_rules
from tools.catalog.sources import Importer, importers
from tools.catalog.write import note_version, write_models
from whichllm import load_catalog
from whichllm.base.errors import DataError
from whichllm.loading import data_folder, forget

CACHE = Path.home() / ".cache" / "whichllm-catalog"


@dataclass(slots=True)
class Gathered:
    """What the sources state: their facts, the releases that were read, and the sources that were not at hand."""

    facts: list[Fact] = field(default_factory=list)
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)
    ran: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. 0: done; 1: a source was not at hand; 2: misuse, or the result does not hold together."""
    options = _parser().parse_args(arguments)
    known = importers()
    unknown = [name for name in options.source or () if name not in known]
    if unknown:
        print(f"no importer for {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = {name: known[name] for name in options.source or known}
    roots = [*options.roots, options.cache] if options.offline else options.roots
    gathered = gather(chosen, roots, None if options.offline else options.cache)
    files = read_models(options.data)
    rules = read_rules(
        {block["id"] for block in load_yaml(options.data / "licenses.yaml")["licenses"]},
        {block["code"] for block in load_yaml(options.data / "vocabulary.yaml")["languages"]},
    )
    today = datetime.now(UTC).date().isoformat()
    report = merge((block for file in files for block in file.blocks), gathered.facts, gathered.ran, rules, today)
    if options.command == "conflicts":
        _print_conflicts(report)
    else:
        _print_report(report, gathered)
        if not options.dry_run:
            problems = save(files, gathered, options.data, today)
            if problems:
                print(f"nothing was written: the result does not hold together\n{problems}", file=sys.stderr)
                return 2
    return 1 if gathered.missing else 0


def gather(chosen: dict[str, Importer], roots: Sequence[Path], cache: Path | None) -> Gathered:
    """Read the sources, one after the other."""
    gathered = Gathered()
    for name, importer in chosen.items():
        origin = importer.ORIGIN
        try:
            places = list(dict.fromkeys(folders(origin, roots, cache)))
        except NotFoundError as error:
            gathered.missing.append(str(error))
            continue
        for place in places:
            gathered.facts.extend(importer.facts(place))
        if len(origin.packages) == 1:
            (package,) = origin.packages
            gathered.versions[name] = (version(places[0], package), published(places[0], package))
        gathered.ran.add(name)
    return gathered


def save(files: list[ModelFile], gathered: Gathered, data: Path, today: str) -> str:
    """Write the catalog and read it again. What does not hold together is put back; returns what is wrong with it."""
    before = write_models(files)
    sources = data / "sources.yaml"
    text = old = sources.read_text(encoding="utf-8")
    for source, (release, built) in gathered.versions.items():
        text = note_version(text, source, release, built, today)
    if text != old:
        before[sources] = old
        sources.write_text(text, encoding="utf-8")
    try:
        forget()
        load_catalog(data)
    except DataError as error:
        for path, content in before.items():
            path.write_text(content, encoding="utf-8")
        return "\n".join(map(str, error.problems))
    return ""


def _print_report(report: Report, gathered: Gathered) -> None:
    for change in report.changes:
        print(f"{change.model}: {change.field}: {_short(change.before)} -> {_short(change.after)} ({change.source})")
    for remark in report.remarks:
        print(f"to decide: {remark}")
    _print_conflicts(report)
    for missing in gathered.missing:
        print(f"skipped: {missing}", file=sys.stderr)
    fields = Counter(change.field for change in report.changes)
    print(f"\n{len(report.changes)} changes ({', '.join(f'{name} {number}' for name, number in fields.most_common())})")
    print(f"{len(report.conflicts)} conflicts, {len(report.remarks)} to decide by hand")
    for source in sorted(gathered.ran):
        print(f"  {source}: {report.confirmed[source]} facts of the catalog stand in it")


def _print_conflicts(report: Report) -> None:
    for one in report.conflicts:
        kept, other = f"{_short(one.kept)} ({one.kept_from})", f"{_short(one.other)} ({one.other_from})"
        print(f"conflict: {one.model}: {one.field}: {kept}, not {other}")


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 100 else text[:97] + "..."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m tools.catalog", description="Renew the catalog from its sources, or list where they disagree."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    update = commands.add_parser("update", help="bring data/models up to what the sources state")
    update.add_argument("--dry-run", action="store_true", help="print what would change and write nothing")
    conflicts = commands.add_parser("conflicts", help="list where sources disagree, and which one the catalog follows")
    for command in (update, conflicts):
        command.add_argument("--source", nargs="+", metavar="NAME", help="only these sources (ids in sources.yaml)")
        command.add_argument(
            "--from",
            dest="roots",
            type=Path,
            default=[],
            action="append",
            metavar="FOLDER",
            help="where files and unpacked or installed packages lie; may be given more than once",
        )
        command.add_argument("--cache", type=Path, default=CACHE, help=f"where downloads go (default {CACHE})")
        command.add_argument(
            "--offline", action="store_true", help="download nothing: read --from and earlier downloads"
        )
        command.add_argument("--data", type=Path, default=data_folder(), help="the catalog to renew")
    return parser


if __name__ == "__main__":
    sys.exit(main())

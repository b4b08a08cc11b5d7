"""A snapshot changes nothing but the time: it is never needed, and believed only if it is what it should be."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, SMALL, at_once
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_golden import ANSWERS, OWN_ANSWERS

from whichllm import Catalog, UnknownNameError, WhichllmError, load_catalog, loading
from whichllm.answers.browsing import explain, list_categories, list_models, list_tasks
from whichllm.answers.kinds import Answer
from whichllm.answers.recommending import recommend_from
from whichllm.answers.surveying import survey
from whichllm.documents import document
from whichllm.loading import forget, read_catalog
from whichllm.loading.assembly import assemble
from whichllm.ranking import favor, rank
from whichllm.ranking.affinity import Mention
from whichllm.ranking.placing import places

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="owners, permissions and pipes are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small catalog, and a cache of its own in `cache` beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    forget()
    return Path(shutil.copytree(SMALL, tmp_path / "catalog"))


def _kept(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").rglob("*.sqlite"))


def _loaded(folder: Path | None, *own: Path) -> Catalog:
    forget()
    return load_catalog(folder, own)


def _from_files(folder: Path | None, *own: Path) -> Catalog:
    """The catalog as it is read without a snapshot."""
    catalog = read_catalog(folder, own).catalog
    assert catalog is not None
    return catalog


def _snapshot(folder: Path, *own: Path) -> Path:
    """The one snapshot of a catalog."""
    _loaded(folder, *own)
    (path,) = _kept(folder)
    return path


def _answered(answer: Callable[[Catalog], Answer], catalog: Catalog) -> Answer | str:
    try:
        return answer(catalog)
    except UnknownNameError as error:
        return f"{error} {error.hint}"


def _explained(name: str, catalog: Catalog) -> Answer | str:
    return _answered(partial(explain, name), catalog)


def _answers(catalog: Catalog) -> str:
    """Answers of every kind, to the byte."""
    names = (*catalog.models, *catalog.tasks, "scribble", "quil 2", "")
    entries = [_answered(answer, catalog) for answer in ANSWERS.values()]
    entries += [_explained(name, catalog) for name in names]
    documents = [{"error": entry} if isinstance(entry, str) else document(entry) for entry in entries]
    return json.dumps([*documents, *map(repr, catalog.hardware.values())])


@pytest.fixture
def no_yaml(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on nothing can be read from YAML."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("YAML was read")

    return lambda: monkeypatch.setattr("yaml.load", refuse)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Catalog, Catalog]]:
    """Catalogs over a snapshot, each with the same as it is read from its files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.chdir(HERE)
        own = (Path("own/acme.yaml"), Path("own/team.yaml"))
        loads: dict[str, tuple[Path | None, tuple[Path, ...]]] = {
            "shipped": (None, ()),
            "small": (SMALL, ()),
            "own": (SMALL, own),
        }
        pairs = {}
        for name, (folder, files) in loads.items():
            _loaded(folder, *files)
            pairs[name] = _loaded(folder, *files), _from_files(folder, *files)
    return pairs


class TestItIsUsed:
    def test_from_the_second_load_on(self, folder: Path, no_yaml: Callable[[], None]) -> None:
        first = _answers(_loaded(folder))
        no_yaml()
        assert _answers(_loaded(folder)) == first

    def test_without_loading_what_it_makes_needless(self, folder: Path) -> None:
        _snapshot(folder)
        code = f"import sys, whichllm; whichllm.load_catalog({str(folder)!r}); print('yaml' in sys.modules)"
        assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"

    def test_for_own_files_by_themselves(self, folder: Path, no_yaml: Callable[[], None]) -> None:
        own = Path(shutil.copy(HERE / "own" / "acme.yaml", folder.parent)), HERE / "own" / "team.yaml"
        plain, with_own = _answers(_loaded(folder)), _answers(_loaded(folder, *own))
        assert plain != with_own
        assert len(_kept(folder)) == 2
        no_yaml()
        assert _answers(_loaded(folder)) == plain
        assert _answers(_loaded(folder, *own)) == with_own

    def test_for_the_catalog_that_comes_along(self, folder: Path) -> None:
        assert _loaded(None) is not load_catalog(folder)
        assert len(_kept(folder)) == 2


class TestItAnswersTheSame:
    """Every public answer over a snapshot is that of the catalog read from its files."""

    @pytest.mark.parametrize("name", [*ANSWERS, *OWN_ANSWERS])
    def test_to_what_is_recorded(self, name: str, pairs: dict[str, tuple[Catalog, Catalog]]) -> None:
        answer = {**ANSWERS, **OWN_ANSWERS}[name]
        over, read = pairs["own" if name in OWN_ANSWERS else "small"]
        assert document(answer(over)) == document(answer(read))

    @pytest.mark.parametrize("name", ["shipped", "small", "own"])
    def test_in_every_field(self, name: str, pairs: dict[str, tuple[Catalog, Catalog]]) -> None:
        over, read = pairs[name]
        for part in ("categories", "tasks", "licenses", "libraries", "sources", "hardware", "models", "revisions"):
            assert list(getattr(over, part).items()) == list(getattr(read, part).items())
        assert (over.vocabulary, [*over.associations]) == (read.vocabulary, [*read.associations])
        assert (len(over.associations), over.associations[:1]) == (len(read.associations), read.associations[:1])
        assert (over.version, over.own, over.checked) == (read.version, read.own, read.checked)

    def test_to_lists_and_counts(self, pairs: dict[str, tuple[Catalog, Catalog]]) -> None:
        over, read = pairs["shipped"]
        for answer in (survey, list_models, list_tasks, list_categories):
            assert document(answer(over)) == document(answer(read))
        for category in read.categories:
            assert document(list_models(over, category)) == document(list_models(read, category))
            assert len(over.models_in(category)) == sum(model.in_category(category) for model in read.models.values())
        for task in read.tasks.values():
            assert list(over.models_for(task)) == [model for model in read.models.values() if model.serves(task)]
            assert document(list_tasks(over, task=task.id)) == document(list_tasks(read, task=task.id))

    def test_to_names(self, pairs: dict[str, tuple[Catalog, Catalog]]) -> None:
        over, read = pairs["shipped"]
        models = list(read.models.values())[::7]
        known = [name for model in models for name in (model.id, model.name, model.family, *model.aliases)]
        for name in (*read.categories, *read.tasks, *known, *(model.id[1:] for model in models[::9])):
            one, other = _explained(name, over), _explained(name, read)
            if isinstance(one, str) or isinstance(other, str):
                assert one == other
            else:
                assert document(one) == document(other)

    def test_in_the_order_of_models(self, pairs: dict[str, tuple[Catalog, Catalog]]) -> None:
        over, read = pairs["shipped"]
        for task in read.tasks.values():
            kept, weighed = rank(task, over), rank(task, read)
            assert kept.picks[3:17] == weighed.picks[3:17]
            assert list(kept.picks) == list(weighed.picks)
            assert kept.picks[-1:] == weighed.picks[-1:]
            assert list(kept.rejections) == list(weighed.rejections)
            assert kept.rejections[-1:] == weighed.rejections[-1:]
            assert (kept.places, kept.models, kept.rejected()) == (weighed.places, weighed.models, weighed.rejected())

    @settings(max_examples=100, deadline=None)
    @given(data=st.data())
    def test_to_words_about_models(self, pairs: dict[str, tuple[Catalog, Catalog]], data: st.DataObject) -> None:
        over, read = pairs["shipped"]
        task = data.draw(st.sampled_from([task for task in read.tasks.values() if rank(task, read).models]))
        before = {pick.model.id: pick for pick in rank(task, read).all_picks()}
        values = st.floats(0.1, 3.0).map(lambda value: Mention(round(value, 2), ("word",)))
        mentions = data.draw(st.dictionaries(st.sampled_from([*before, "nobody/knows"]), values, max_size=4))
        kept, weighed = (favor(rank(task, catalog), mentions, catalog) for catalog in (over, read))
        assert list(kept.picks) == list(weighed.picks)
        assert kept.places == weighed.places == places(kept.picks, over, kept.small_enough)
        for place, pick in enumerate(kept.picks):
            assert {kept.picks.place_of(entry.model.id) for entry in pick.family()[:3]} == {place}
        assert kept.picks.place_of("nobody/knows") is weighed.picks.place_of("nobody/knows") is None
        # As it would be if all were sorted anew.
        points = [pick.score for pick in kept.picks]
        assert points == sorted(points, reverse=True)
        after = {pick.model.id: pick for pick in kept.all_picks()}
        assert after.keys() == before.keys()
        assert {name for name in after if after[name] != before[name]} == mentions.keys() & before.keys()

    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def test_to_descriptions(self, pairs: dict[str, tuple[Catalog, Catalog]], data: st.DataObject) -> None:
        over, read = pairs["shipped"]
        examples = [example for task in read.tasks.values() for example in task.examples]
        description = " and then ".join(data.draw(st.lists(st.sampled_from(examples), min_size=1, max_size=2)))
        assert document(recommend_from(description, over)) == document(recommend_from(description, read))

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        names=st.lists(st.text("aäß İı-_/:. 語\N{PILE OF POO}B1", min_size=1).map(str.strip).filter(str.isalnum)),
        value=st.floats(allow_nan=False, allow_infinity=False),
        parameters=st.integers(min_value=1),
    )
    def test_whatever_own_files_say(self, folder: Path, names: list[str], value: float, parameters: int) -> None:
        aliases = list(dict.fromkeys(name.casefold() for name in names))
        block = {
            "id": "acme/one",
            "category": "seq2seq",
            "tasks": ["translation"],
            "license": "mit",
            "aliases": aliases,
            "parameters": parameters,
            "evidence": [{"task": "translation", "benchmark": "B", "value": value, "higher_is_better": True}],
            "recommended": [{"task": "translation", "by": "default of a library"}],
        }
        own = folder.parent / "own.yaml"
        own.write_text(json.dumps({"models": [block]}, ensure_ascii=False), encoding="utf-8")
        assembled = read_catalog(folder, [own])
        if assembled.catalog is not None:
            _loaded(folder, own)
            over = _loaded(folder, own)
            assert over.models["acme/one"] == assembled.catalog.models["acme/one"]
            for name in names:
                one, other = _explained(name, over), _explained(name, assembled.catalog)
                assert (one if isinstance(one, str) else document(one)) == (
                    other if isinstance(other, str) else document(other)
                )


def _write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _cut(share: float) -> Callable[[Path], object]:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


def _sql(*statements: str) -> Callable[[Path], object]:
    def tamper(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return tamper


def _in_place(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace


_MODEL = "UPDATE models SET content = CAST(replace(CAST(content AS TEXT), '{}', '{}') AS BLOB)"
DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": _cut(0),
    "a header only": _cut(0.01),
    "half": _cut(0.5),
    "without its end": _cut(0.97),
    "words": _write(b"not a database"),
    "zeros": _write(bytes(8192)),
    "another database": _in_place(_sql("CREATE TABLE other (one)")),
    "no tables": _sql("DROP TABLE models", "DROP TABLE parts"),
    "no models": _sql("DELETE FROM models"),
    "a model less": _sql("DELETE FROM models WHERE position = 2"),
    "no parts": _sql("DELETE FROM parts"),
    "no names": _sql("DELETE FROM parts WHERE name LIKE 'shelf%'"),
    "no associations": _sql("DELETE FROM parts WHERE name = 'associations'"),
    "no hardware": _sql("DELETE FROM parts WHERE name = 'hardware'"),
    "no tasks": _sql("DELETE FROM parts WHERE name LIKE 'task%'"),
    "other licenses": _sql(_MODEL.format('"license":"mit"', '"license":"forged"')),
    "models changed about": _sql(
        "UPDATE models SET position = position + 1000", "UPDATE models SET position = 1003 - position"
    ),
    "parts changed about": _sql(
        "UPDATE parts SET name = 'x' WHERE name = 'licenses'",
        "UPDATE parts SET name = 'licenses' WHERE name = 'sources'",
        "UPDATE parts SET name = 'sources' WHERE name = 'x'",
    ),
    "text for bytes": _sql("UPDATE models SET content = CAST(content AS TEXT)", "UPDATE parts SET digest = 1"),
    "a table more": _sql("CREATE TABLE more (one)"),
    "a trigger": _sql("CREATE TRIGGER more AFTER INSERT ON parts BEGIN DELETE FROM models; END"),
    "a view without end": _sql(
        "DROP TABLE parts",
        "CREATE VIEW parts AS WITH RECURSIVE n(name) AS (SELECT 1 UNION ALL SELECT name + 1 FROM n)"
        " SELECT name, 1 AS content, 1 AS digest FROM n",
    ),
    "a folder": _in_place(Path.mkdir),
}
if sys.platform != "win32":
    DAMAGE |= {
        "a pipe": _in_place(os.mkfifo),
        "a link": _in_place(lambda path: path.symlink_to(os.devnull)),
        "a link to itself": _in_place(lambda path: path.symlink_to(path)),
        "writable by others": lambda path: path.chmod(0o666),
        "without permissions": lambda path: path.chmod(0),
        "in a folder writable by others": lambda path: path.parent.chmod(0o777),
    }


class TestItIsNotBelieved:
    @pytest.mark.parametrize("damage", DAMAGE)
    def test_when_damaged(self, damage: str, folder: Path) -> None:
        path = _snapshot(folder)
        expected = _answers(_from_files(folder))
        DAMAGE[damage](path)
        assert _answers(_loaded(folder)) == expected
        assert _answers(_loaded(folder)) == expected

    @pytest.mark.parametrize("damage", sorted(DAMAGE.keys() - {"a folder", "in a folder writable by others"}))
    def test_and_written_anew(self, damage: str, folder: Path, no_yaml: Callable[[], None]) -> None:
        path = _snapshot(folder)
        DAMAGE[damage](path)
        answers = _answers(_loaded(folder))
        no_yaml()
        assert _answers(_loaded(folder)) == answers

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
    def test_when_one_bit_differs(self, folder: Path, place: float, bit: int) -> None:
        path = _snapshot(folder)
        content = bytearray(path.read_bytes())
        content[int(place * len(content))] ^= 1 << bit
        path.write_bytes(content)
        assert _answers(_loaded(folder)) == _answers(_from_files(folder))

    def test_when_further_pages_of_a_ranking_are_gone(self, folder: Path) -> None:
        own = HERE / "standings.yaml"
        path = _snapshot(folder, own)
        _sql("DELETE FROM parts WHERE name LIKE 'rankings % page %' OR name LIKE 'rankings % names %'")(path)
        over, read = _loaded(folder, own), _from_files(folder, own)
        kept, weighed = (rank(catalog.tasks["sorting"], catalog).picks for catalog in (over, read))
        assert kept[7:12] == weighed[7:12]
        assert list(kept) == list(weighed)
        for name in ("made/raw", "line/one", "nobody/knows"):
            assert kept.place_of(name) == weighed.place_of(name)

    def test_when_of_another_catalog(self, folder: Path) -> None:
        path = _snapshot(folder)
        other = shutil.copy(path, folder.parent / "other")
        (folder / "models" / "speech.yaml").unlink()
        _loaded(folder)
        (new,) = {*_kept(folder)} - {path}
        shutil.copy(other, new)
        assert _answers(_loaded(folder)) == _answers(_from_files(folder))

    @pytest.mark.parametrize("name", ["categories.yaml", "sources.yaml", "models/speech.yaml", "own"])
    def test_when_a_byte_of_a_file_differs(self, name: str, folder: Path) -> None:
        own = Path(shutil.copy(HERE / "own" / "acme.yaml", folder.parent / "own.yaml"))
        before = _loaded(folder, own)
        path = own if name == "own" else folder / name
        state, text = path.stat(), path.read_bytes()
        path.write_bytes(re.sub(rb"(name: [\w ]+)\w", rb"\1~", text, count=1))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert path.stat().st_size == state.st_size
        after = _loaded(folder, own)
        assert after.version == _from_files(folder, own).version != before.version

    def test_when_files_come_and_go(self, folder: Path) -> None:
        before = _loaded(folder)
        (folder / "models" / "speech.yaml").rename(folder.parent / "speech.yaml")
        after = _loaded(folder)
        assert 0 < len(after.models) < len(before.models)
        (folder.parent / "speech.yaml").rename(folder / "models" / "speech.yaml")
        assert list(_loaded(folder).models) == list(before.models)

    def test_when_a_file_changes_while_it_is_read(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        licenses = (folder / "licenses.yaml").read_bytes()

        def read_while_writing(*given: Any) -> Any:
            (folder / "licenses.yaml").write_bytes(licenses.replace(b"name: MIT", b"name: Not MIT"))
            assembled = assemble(*given)
            (folder / "licenses.yaml").write_bytes(licenses + b"# edited\n")
            return assembled

        with monkeypatch.context() as patch:
            patch.setattr("whichllm.loading.assembly.assemble", read_while_writing)
            _loaded(folder)
        assert not _kept(folder)
        (folder / "licenses.yaml").write_bytes(licenses)
        assert _loaded(folder).licenses == _from_files(folder).licenses

    def test_when_mistakes_come_in(self, folder: Path) -> None:
        _loaded(folder)
        with (folder / "licenses.yaml").open("a", encoding="utf-8") as stream:
            stream.write("mistake: 1\n")
        (folder / "sources.yaml").unlink()
        with pytest.raises(WhichllmError):
            _loaded(folder)


@POSIX
class TestStamps:
    """Of the files that come with whichllm, the time stamps tell whether they must be read again."""

    @pytest.fixture
    def shipped(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A copy of the small catalog in the place of the one that comes with whichllm."""
        monkeypatch.setattr("whichllm.loading.data_folder", lambda: folder)
        monkeypatch.setattr("whichllm.loading.stamps.SETTLED", 0)
        return folder

    def test_files_that_stayed_as_they_were_are_not_read_again(
        self, shipped: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = _loaded(None).version

        def refuse(*_: object) -> None:
            raise AssertionError("files were read")

        monkeypatch.setattr("whichllm.loading.stamps.fingerprint", refuse)
        assert _loaded(None).version == before

    def test_what_changes_in_the_dark_is_noticed(self, shipped: Path) -> None:
        before = _loaded(None)
        path = shipped / "categories.yaml"
        state, text = path.stat(), path.read_bytes()
        path.write_bytes(re.sub(rb"(name: [\w ]+)\w", rb"\1~", text, count=1))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert path.stat().st_size == state.st_size
        after = _loaded(None)
        assert after.version == _from_files(shipped).version != before.version

    def test_what_has_only_just_changed_is_read_again(self, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("whichllm.loading.stamps.SETTLED", 10**12)
        _loaded(None)
        assert not list((shipped.parent / "cache").rglob("stamps-*"))

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"stamps": 1, "fingerprint": "xyz"}', b"\xff"])
    def test_damage_means_reading(self, content: bytes, shipped: Path) -> None:
        before = _loaded(None).version
        (kept,) = (shipped.parent / "cache").rglob("stamps-*")
        kept.write_bytes(content)
        assert _loaded(None).version == before


class TestInUse:
    def test_it_may_be_removed(self, folder: Path) -> None:
        path = _snapshot(folder)
        catalog = _loaded(folder)
        path.unlink()
        assert _answers(catalog) == _answers(_from_files(folder))

    def test_it_may_be_cut_off(self, folder: Path) -> None:
        path = _snapshot(folder)
        catalog = _loaded(folder)
        assert recommend_from("transcribe this", catalog).suits
        _cut(0.3)(path)
        assert _answers(catalog) == _answers(_from_files(folder))

    def test_files_that_change_with_it_gone_are_not_mixed_in(self, folder: Path) -> None:
        path = _snapshot(folder)
        catalog = _loaded(folder)
        path.unlink()
        (folder / "models" / "speech.yaml").unlink()
        with pytest.raises(WhichllmError, match="changed"):
            list(catalog.models)

    def test_threads_get_the_same_models(self, folder: Path) -> None:
        _snapshot(folder)
        catalog = _loaded(folder)
        found = at_once(8, lambda _: [catalog.models[name] for name in catalog.models])
        assert len(found) == 8
        assert all(one is other for models in found for one, other in zip(models, found[0], strict=True))

    def test_what_is_expected_takes_no_more_memory_each_time(self, folder: Path) -> None:
        _snapshot(folder)
        compiled = _loaded(folder).compiled
        assert compiled
        words = [f"word{number}" for number in range(20)]
        for word in words:
            compiled.expect("words", words)
            compiled.value("words", word)
        tracemalloc.start()
        for _ in range(1_000):
            compiled.expect("words", words)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert held < 20_000, "a byte a word"

    @pytest.mark.parametrize("lock", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
    def test_it_may_be_locked(self, lock: str, folder: Path, no_yaml: Callable[[], None]) -> None:
        path = _snapshot(folder)
        expected = _answers(_from_files(folder))
        no_yaml()
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(lock)
            connection.execute("DELETE FROM models")
            assert _answers(_loaded(folder)) == expected

    def test_fifty_processes_at_once(self, folder: Path) -> None:
        code = f"import whichllm; print(whichllm.load_catalog({str(folder)!r}).version)"
        command = [sys.executable, "-c", code]
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(50)
        ]
        assert {process.communicate() for process in running} == {(f"{_from_files(folder).version}\n", "")}
        assert [path.suffix for path in (folder.parent / "cache" / "whichllm" / "snapshots").iterdir()] == [".sqlite"]


class TestTheFolder:
    def test_few_are_kept(self, folder: Path) -> None:
        own = folder.parent / "own.yaml"
        for number in range(12):
            own.write_text(f"models: [{{id: quill-2, note: number {number}}}]\n", encoding="utf-8")
            _loaded(folder, own)
            newest = max(_kept(folder), key=lambda path: path.stat().st_mtime_ns)
        assert len(_kept(folder)) == 8
        assert newest in _kept(folder)

    def test_what_was_left_behind_is_removed(self, folder: Path) -> None:
        snapshots = folder.parent / "cache" / "whichllm" / "snapshots"
        snapshots.mkdir(parents=True, mode=0o700)
        old, new = snapshots / "old.tmp", snapshots / "new.tmp"
        for path in (old, new):
            path.write_bytes(b"half a snapshot")
        os.utime(old, (time.time() - 86_400,) * 2)
        _loaded(folder)
        assert {path.name for path in snapshots.glob("*.tmp")} == {"new.tmp"}

    @POSIX
    def test_it_is_for_one_user_only(self, folder: Path) -> None:
        path = _snapshot(folder)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700

    @POSIX
    def test_nothing_is_written_where_others_can(self, folder: Path) -> None:
        snapshots = folder.parent / "cache" / "whichllm" / "snapshots"
        snapshots.mkdir(parents=True)
        snapshots.chmod(0o777)
        _loaded(folder)
        assert not _kept(folder)

    @POSIX
    def test_nothing_is_written_through_a_link(self, folder: Path) -> None:
        elsewhere = folder.parent / "elsewhere"
        elsewhere.mkdir(mode=0o700)
        (folder.parent / "cache" / "whichllm").mkdir(parents=True)
        (folder.parent / "cache" / "whichllm" / "snapshots").symlink_to(elsewhere)
        _loaded(folder)
        assert not list(elsewhere.iterdir())

    def test_nothing_is_written_elsewhere(self, folder: Path) -> None:
        before = {*folder.parent.rglob("*")}
        _loaded(folder)
        _loaded(folder)
        cache = folder.parent / "cache"
        assert {*folder.parent.rglob("*")} - before == {cache, *cache.rglob("*")}

    def test_a_place_that_depends_on_where_one_is_does_not_count(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder.parent)
        monkeypatch.setenv("XDG_CACHE_HOME", "here")
        monkeypatch.setattr(Path, "home", lambda: folder.parent / "home")
        _loaded(folder)
        assert not (folder.parent / "here").exists()
        assert list((folder.parent / "home").rglob("*.sqlite"))

    def test_none_is_no_hindrance(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = _answers(_loaded(folder))
        (folder.parent / "file").write_text("in the way", encoding="utf-8")
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "file"))
        assert _answers(_loaded(folder)) == expected
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", _no_home)
        assert _answers(_loaded(folder)) == expected

    def test_a_full_disk_is_no_hindrance(self, folder: Path) -> None:
        pytest.importorskip("resource")
        code = (
            "import resource, whichllm\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
            f"print(whichllm.load_catalog({str(folder)!r}).version)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert (done.stdout, done.stderr) == (f"{_from_files(folder).version}\n", "")
        assert not [path for path in (folder.parent / "cache").rglob("*") if path.is_file()]

    def test_no_sqlite_is_no_hindrance(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = _answers(_loaded(folder))
        monkeypatch.delitem(sys.modules, "whichllm.loading.snapshots", raising=False)
        monkeypatch.delattr(loading, "snapshots", raising=False)
        monkeypatch.setitem(sys.modules, "sqlite3", None)
        assert _answers(_loaded(folder)) == expected

    @POSIX
    def test_a_pipe_is_read_once(self, folder: Path) -> None:
        pipe = folder.parent / "own.yaml"
        os.mkfifo(pipe)
        writer = threading.Thread(
            target=lambda: pipe.write_text("models: [{id: quill-2, note: piped}]\n", encoding="utf-8")
        )
        writer.start()
        assert _loaded(folder, pipe).models["quill-2"].note == "piped"
        writer.join()
        assert not _kept(folder)


def _no_home() -> Path:
    raise RuntimeError


def test_a_package_is_the_same_whenever_it_is_built(tmp_path: Path) -> None:
    """The order of sets differs from process to process."""
    code = "import sys, pathlib, whichllm.loading as l; l.write_snapshot(*map(pathlib.Path, sys.argv[1:]))"
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed), str(SMALL)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()

"""Files of the user's own: what they add and change, which of them wins, and where each fact comes from."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import HERE, SMALL, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichllm import Catalog, DataError, load_catalog, own_files, recommend
from whichllm.answers.browsing import explain
from whichllm.documents import document
from whichllm.loading import read_catalog
from whichllm.pages import page

BROKEN = sorted((HERE / "broken_own").glob("*.yaml"))
SIX_LINES = """\
models:
  - id: acme/contract-translator
    category: seq2seq
    tasks: [translation]
    license: mit
    note: Tuned on contracts.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; the settings of the user are in `settings` below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.delenv("WHICHLLM_CATALOG", raising=False)
    (tmp_path / "settings" / "whichllm").mkdir(parents=True)
    return tmp_path


def test_of_very_many_models_further_down_some_are_named(folder: Path, run: Run) -> None:
    block = "  - {{id: acme/m{0}, family: F{0}, category: seq2seq, tasks: [translation], license: mit}}\n"
    file = _write(folder / "many.yaml", "models:\n" + "".join(map(block.format, range(30))))
    out = " ".join(run("recommend", "translate documents", "--catalog", str(file), "--limit", "1").out.split())
    assert out.count("acme/m") == 10
    assert "and 20 more" in out


def test_a_rule_may_weigh_whatever_its_author_likes(folder: Path) -> None:
    weights = ", ".join(f"{{says: wordsmith{number}, weight: {sign}1000000}}" for number, sign in enumerate(("", "-")))
    file = _write(folder / "loud.yaml", f"tasks: [{{id: translation, rules: [{weights}]}}]\n")
    loud = load_catalog(SMALL, own=file)
    assert recommend("wordsmith0", catalog=loud).matches[0].confidence == 0.99
    assert not recommend("wordsmith1", catalog=loud).matches


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _recommended(catalog: Catalog) -> list[tuple[str, str, str]]:
    return [(entry.task, entry.by, entry.source) for entry in catalog.models["acme/scribe-large"].recommended]


def _noted(path: Path, note: str) -> Path:
    """A file that changes one fact: the note of a model."""
    return _write(path, f"models: [{{id: quill-2, note: {note}}}]\n")


class TestWhatTheyHold:
    def test_a_model_in_six_lines(self, folder: Path) -> None:
        catalog = load_catalog(SMALL, own=_write(folder / "ours.yaml", SIX_LINES))
        model = catalog.models["acme/contract-translator"]
        assert (model.name, model.maker, model.family) == ("contract-translator", "acme", "contract-translator")
        assert (model.category, model.status, model.license) == ("seq2seq", "current", "mit")
        assert model.sources == {"own-ours.yaml": ("tasks", "license")}
        assert catalog.sources["own-ours.yaml"].name == "own catalog ours.yaml"
        answer = recommend("translate documents", catalog=catalog)
        assert answer.best
        assert model.id in [pick.model.id for pick in answer.best.ranking.picks]

    def test_the_shipped_catalog_is_as_it_was(self, own: Catalog, small: Catalog) -> None:
        assert own.models.keys() - small.models.keys() == {"acme/contract-translator"}
        for model in ("old-babel", "turns/who", "ear/two"):
            assert own.models[model] == small.models[model]
        assert (small.own, small.revisions) == ((), {})
        assert own.version != small.version

    def test_a_changed_fact_moves_to_its_new_source(self, own: Catalog, small: Catalog) -> None:
        before, after = small.models["acme/scribe-large"], own.models["acme/scribe-large"]
        assert (before.languages, after.languages) == (("en", "fr"), ("en",))
        assert (after.parameters, after.note) == (before.parameters, before.note)
        facts = ("tasks", "license", "open_weights", "parameters", "languages", "translates", "released", "libraries")
        assert before.sources == {"list": facts}
        assert after.sources == {
            "list": ("tasks", "open_weights", "parameters", "translates", "released", "libraries"),
            "own-acme.yaml": ("languages",),
            "own-team.yaml": ("license",),
        }

    def test_a_fact_gets_another_source_without_being_changed(self, own: Catalog, small: Catalog) -> None:
        assert own.models["quill-2"].price == small.models["quill-2"].price
        assert own.models["quill-2"].sources["contract"] == ("price",)
        assert "price" not in own.models["quill-2"].sources["list"]

    def test_an_unknown_license_needs_no_source(self, own: Catalog) -> None:
        model = own.models["acme/scribe-small"]
        assert model.license == "unknown"
        assert not any("license" in facts for facts in model.sources.values())
        assert model.sources["own-team.yaml"] == ("parameters", "context", "modalities", "downloads_month")

    def test_pairs_of_letters_are_added_once(self, own: Catalog) -> None:
        assert own.vocabulary.spellings == (("ize", "ise"), ("our", "or"))

    def test_a_key_without_a_value_takes_a_fact_away(self, own: Catalog, small: Catalog) -> None:
        assert small.models["quill-2"].released
        assert own.models["quill-2"].released == ""
        assert not any("released" in facts for facts in own.models["quill-2"].sources.values())

    def test_growing_lists_grow_and_the_same_figure_is_replaced(self, own: Catalog) -> None:
        model = own.models["acme/scribe-large"]
        assert model.aliases == ("scribe", "house scribe")
        assert [(entry.value, entry.source) for entry in model.evidence] == [(61.0, "own-team.yaml")]

    def test_recommendations_grow_and_that_of_the_same_source_is_replaced(self, own: Catalog, folder: Path) -> None:
        shipped = ("translation", "first example of the Babel library", "board")
        house = ("summarization", "the house's choice", "own-acme.yaml")
        assert _recommended(own) == [shipped, house]
        text = "models: [{id: acme/scribe-large, recommended: [{task: translation, by: its default, source: board}]}]\n"
        catalog = load_catalog(SMALL, own=_write(folder / "ours.yaml", text))
        assert _recommended(catalog) == [("translation", "its default", "board")]

    def test_rules_words_tasks_and_names_are_read(self, own: Catalog, small: Catalog) -> None:
        for wish, task in (
            ("condense it", "summarization"),
            ("which clause settles it", "clause-lookup"),
            ("transcribe my voicemail", "automatic-speech-recognition"),
        ):
            assert recommend(wish, catalog=own).matches[0].task == task
        assert not recommend("condense it", catalog=small).matches
        assert "voicemail" in recommend("transcribe my voicemail", catalog=own).matches[0].evidence[-1].words
        assert explain("two towers", own) == explain("seq2seq", own)

    def test_a_rule_can_be_silenced(self, folder: Path, small: Catalog) -> None:
        text = "tasks: [{id: translation, rules: [{says: translate|translation, weight: 0}]}]\n"
        catalog = load_catalog(SMALL, own=_write(folder / "quiet.yaml", text))
        assert len(catalog.tasks["translation"].rules) == len(small.tasks["translation"].rules)
        assert recommend("translate it", catalog=small).matches
        assert not recommend("translate it", catalog=catalog).matches

    def test_a_source_may_say_more_of_the_file(self, folder: Path) -> None:
        text = f"source: {{id: register, name: Our register, url: 'https://example.org'}}\n{SIX_LINES}"
        catalog = load_catalog(SMALL, own=_write(folder / "ours.yaml", text))
        assert catalog.models["acme/contract-translator"].sources == {"register": ("tasks", "license")}
        assert catalog.sources["register"].url == "https://example.org"

    def test_files_of_the_same_name_are_two_sources(self, folder: Path) -> None:
        for place in ("a", "b"):
            (folder / place).mkdir()
            _write(folder / place / "Größe 2.yaml", SIX_LINES.replace("contract", place))
        catalog = load_catalog(SMALL, own=[folder / "a", folder / "b"])
        assert {source for source in catalog.sources if source.startswith("own")} == {
            "own-gr-sse-2.yaml",
            "own-gr-sse-2.yaml-2",
        }

    @pytest.mark.parametrize("text", ["", "# nothing yet\n", "models:\n", "{}"])
    def test_a_file_may_hold_nothing(self, text: str, folder: Path, small: Catalog) -> None:
        catalog = load_catalog(SMALL, own=_write(folder / "empty.yaml", text))
        assert catalog.models == small.models
        assert [file.file for file in catalog.own] == [str(folder / "empty.yaml")]

    @pytest.mark.parametrize(
        "path", [HERE / "own" / "acme.yaml", HERE / "own" / "team.yaml", HERE.parent / "docs" / "our-models.yaml"]
    )
    def test_they_fit_the_schema_for_editors(self, path: Path) -> None:
        schema = json.loads((HERE.parent / "data" / "schemas" / "own.json").read_text(encoding="utf-8"))
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)


class TestWhichWins:
    def test_options_over_environment_over_settings(
        self, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def note(*arguments: str) -> str:
            text = run("explain", "quill-2", "--format", "json", *arguments).out
            return str(json.loads(text).get("note", ""))

        model = '{id: quill-2, category: seq2seq, maker: Q, tasks: [translation], license: mit, note: "%s"}'
        for name, place in (("b", "settings/whichllm"), ("a", "settings/whichllm"), ("c", "."), ("d", "."), ("e", ".")):
            _write(folder / place / f"{name}.yaml", f"models: [{model % name}]\n")
        assert note() == "b"
        monkeypatch.setenv("WHICHLLM_CATALOG", os.pathsep.join(["d.yaml", "", "c.yaml"]))
        assert note() == "c"
        assert note("--catalog", "e.yaml", "--catalog", "d.yaml") == "d"
        assert note("--catalog", "d.yaml", "--catalog", "e.yaml") == "e"

    def test_the_order_of_places(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        settings_folder = folder / "settings" / "whichllm"
        for name in ("b.yaml", "a.yml", "notes.txt"):
            _write(settings_folder / name, "{}")
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.setenv("WHICHLLM_CATALOG", os.pathsep.join(["~/x.yaml", "y.yaml"]))
        assert own_files(["z"]) == (
            settings_folder / "a.yml",
            settings_folder / "b.yaml",
            folder / "x.yaml",
            Path("y.yaml"),
            Path("z"),
        )
        monkeypatch.delenv("XDG_CONFIG_HOME")
        monkeypatch.delenv("WHICHLLM_CATALOG")
        (folder / ".config" / "whichllm").mkdir(parents=True)
        _write(folder / ".config" / "whichllm" / "mine.yaml", "{}")
        assert own_files() == (folder / ".config" / "whichllm" / "mine.yaml",)

    def test_no_home_is_no_hindrance(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("XDG_CONFIG_HOME")
        monkeypatch.setenv("WHICHLLM_CATALOG", "~/x.yaml")
        monkeypatch.setattr(Path, "home", _no_home)
        monkeypatch.setattr(Path, "expanduser", _no_home)
        assert own_files() == (Path("~/x.yaml"),)

    def test_windows_keeps_settings_elsewhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        _write(folder / "settings" / "whichllm" / "mine.yaml", "{}")
        monkeypatch.setattr("sys.platform", "win32")
        monkeypatch.setenv("APPDATA", str(folder / "settings"))
        monkeypatch.delenv("XDG_CONFIG_HOME")
        assert own_files() == (folder / "settings" / "whichllm" / "mine.yaml",)

    def test_a_file_named_twice_counts_where_it_stands_last(self, folder: Path) -> None:
        first, second = _noted(folder / "1.yaml", "one"), _noted(folder / "2.yaml", "two")
        catalog = load_catalog(SMALL, own=[first, second, Path("1.yaml")])
        assert catalog.models["quill-2"].note == "one"
        assert [file.file for file in catalog.own] == [str(second), "1.yaml"]

    def test_hidden_files_are_those_of_editors(self, folder: Path) -> None:
        """Emacs locks a file by a link to nowhere, macOS keeps a copy beside it."""
        _noted(folder / "mine.yaml", "mine")
        for name in (".#mine.yaml", "._mine.yaml", ".mine.yml"):
            (folder / name).symlink_to("somebody@somewhere.1")
        catalog = load_catalog(SMALL, own=folder)
        assert [file.file for file in catalog.own] == [str(folder / "mine.yaml")]

    def test_a_folder_stands_for_its_files_by_name(self, folder: Path) -> None:
        _noted(folder / "2.yaml", "two")
        _noted(folder / "1.yml", "one")
        assert load_catalog(SMALL, own=str(folder)).models["quill-2"].note == "two"

    def test_the_library_reads_own_files_only_when_asked(self, folder: Path) -> None:
        _write(folder / "settings" / "whichllm" / "mine.yaml", "models: 3\n")
        assert load_catalog().own == ()
        with pytest.raises(DataError):
            load_catalog(own=own_files())

    def test_a_file_that_changes_is_read_anew(self, folder: Path) -> None:
        path = _noted(folder / "1.yaml", "before")
        first = load_catalog(SMALL, own=[path])
        assert load_catalog(SMALL, own=[path]) is first
        _noted(path, "and after")
        assert load_catalog(SMALL, own=[path]).models["quill-2"].note == "and after"

    def test_nothing_is_written_beside_them(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        path = _noted(folder / "1.yaml", "kept")
        before = set(folder.iterdir())
        load_catalog(SMALL, own=[path])
        assert set(folder.iterdir()) - before == {folder / "cache"}
        assert any(b"kept" in file.read_bytes() for file in (folder / "cache").rglob("*.sqlite"))


class TestWhereFactsComeFrom:
    def test_each_file_and_what_it_replaced(self, own: Catalog) -> None:
        origins = document(explain("acme/scribe-large", own))["origins"]
        assert [(origin["file"], origin["adds"]) for origin in origins] == [
            ("own/acme.yaml", False),
            ("own/team.yaml", False),
        ]
        assert origins[0]["facts"] == ["license", "aliases", "languages", "evidence", "recommended"]
        assert origins[0]["before"]["license"]["id"] == "cc-by-nc-4.0"
        assert origins[0]["before"].keys() == {"license", "languages"}
        assert origins[1]["before"]["license"]["id"] == "mit"
        assert [entry["value"] for entry in origins[1]["before"]["evidence"]] == [58.2]

    def test_added_blocks_say_so(self, own: Catalog) -> None:
        first, second = document(explain("acme/contract-translator", own))["origins"]
        assert (first["file"], first["adds"], "before" in first) == ("own/acme.yaml", True, False)
        assert (second["facts"], second["before"]) == (
            ["name", "open_weights", "price"],
            {"name": "contract-translator"},
        )

    def test_tasks_and_categories_carry_them_as_well(self, own: Catalog) -> None:
        assert document(explain("clause-lookup", own))["origins"][0]["adds"]
        assert document(explain("summarization", own))["origins"] == [
            {"file": "own/acme.yaml", "facts": ["rules", "examples"], "adds": False}
        ]
        assert document(explain("seq2seq", own))["origins"][0]["facts"] == ["aliases"]

    def test_replaced_values_of_a_task_are_kept(self, folder: Path) -> None:
        text = "tasks: [{id: translation, summary: Ours., rules: [{says: translate|translation, weight: 1}]}]\n"
        catalog = load_catalog(SMALL, own=_write(folder / "ours.yaml", text))
        assert document(explain("translation", catalog))["origins"][0]["before"] == {
            "summary": "Puts a text into another language.",
            "rules": [{"says": "translate|translation", "weight": 4.0}],
        }

    def test_models_of_the_catalog_carry_none(self, own: Catalog, small: Catalog) -> None:
        assert "origins" not in document(explain("turns/who", own))
        assert "own" not in document(explain("turns/who", small))["catalog"]

    def test_every_answer_names_the_files_in_use(self, folder: Path, run: Run) -> None:
        _write(folder / "ours.yaml", SIX_LINES)
        for arguments in (("recommend", "translate it"), ("list",), ("explain", "translation")):
            assert "With your own: ours.yaml" in run(*arguments, "--catalog", "ours.yaml").out
            assert "With your own" not in run(*arguments).out
        ran = run("recommend", "translate it", "--catalog", "ours.yaml", "--format", "json")
        assert json.loads(ran.out)["catalog"]["own"] == ["ours.yaml"]

    def test_own_models_are_named_wherever_they_stand(self, folder: Path, run: Run) -> None:
        _write(folder / "ours.yaml", SIX_LINES)
        ran = run("recommend", "translate it", "--catalog", "ours.yaml", "--limit", "1", "--format", "json")
        assert [model["id"] for model in json.loads(ran.out)["models"]] != ["acme/contract-translator"]
        out = run("recommend", "translate it", "--catalog", "ours.yaml", "--limit", "1").out
        assert "Your own, further down: acme/contract-translator (" in out
        out = run("recommend", "translate it", "--catalog", "ours.yaml", "--limit", "0").out
        assert "acme/contract-translator" in out
        assert "further down" not in out

    def test_batches_read_them(self, folder: Path, run: Run) -> None:
        _write(folder / "ours.yaml", "tasks: [{id: translation, rules: [{says: verdolmetschen, weight: 4}]}]\n")
        ran = run("recommend", "--file", "-", "--catalog", "ours.yaml", stdin=b"verdolmetschen\n")
        assert json.loads(ran.out)["matches"][0]["task"] == "translation"


class TestMistakes:
    @pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.stem)
    def test_mistakes_are_named(self, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(case.parent)
        lines = case.read_text(encoding="utf-8").splitlines()
        expected = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
        with pytest.raises(DataError) as caught:
            load_catalog(SMALL, own=[Path(case.name)])
        assert [str(problem) for problem in caught.value.problems] == expected

    def test_each_mistake_is_found_in_its_file(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of a block that several files make up, the line is named that states the wrong value."""
        _write(folder / "a.yaml", SIX_LINES.replace("mit", "mitt") + "    languages: [en]\n    released: '2025-13'\n")
        _write(folder / "b.yaml", "models:\n  - id: acme/contract-translator\n    subtasks: [diarization]\n")
        _write(folder / "c.yaml", "models:\n  - id: acme/contract-translator\n    released: '2025'\n")
        with pytest.raises(DataError) as caught:
            load_catalog(SMALL, own=["a.yaml", "b.yaml", "c.yaml"])
        assert [str(problem) for problem in caught.value.problems] == [
            "a.yaml:5: unknown license 'mitt' (did you mean 'mit'?)",
            "b.yaml:3: 'diarization' is a subtask of 'voice-activity-detection'"
            " (add 'voice-activity-detection' to 'tasks')",
        ]

    def test_sources_and_words_keep_their_lines(self, folder: Path) -> None:
        cite = "models:\n  - id: quill-2\n    note: x\n    sources: {lists: [price], list: [prize, context]}\n"
        words = "vocabulary:\n  concepts:\n    - {id: text, words: [page]}\n    - {id: page, words: ['?']}\n"
        _write(folder / "a.yaml", cite + words)
        _write(
            folder / "b.yaml",
            "models: [{id: quill-2, context: 5}]\nvocabulary: {concepts: [{id: page, words: ['!']}]}\n",
        )
        with pytest.raises(DataError) as caught:
            load_catalog(SMALL, own=["a.yaml", "b.yaml"])
        said = [str(problem) for problem in caught.value.problems]
        assert said[0] == "a.yaml:4: 'prize' is not a fact that needs a source (did you mean 'price'?)"
        assert said[1] == "a.yaml:4: unknown source 'lists' (did you mean 'list'?)"
        assert said[2] == "a.yaml:8: '?' holds no letter or digit (write a word, or leave it out)"
        assert said[3] == "b.yaml:2: '!' holds no letter or digit (write a word, or leave it out)"
        assert len(said) == 4

    def test_what_lies_below_a_mistake_is_not_blamed(self, folder: Path) -> None:
        _write(folder / "a.yaml", SIX_LINES.replace("[translation]", "5"))
        _write(folder / "b.yaml", "models: [{id: acme/contract-translator, note: fine}]\n")
        with pytest.raises(DataError) as caught:
            load_catalog(SMALL, own=["a.yaml", "b.yaml"])
        assert [str(problem) for problem in caught.value.problems] == [
            "a.yaml:4: expected a list for 'tasks', found the number 5 (write it as [one, two])"
        ]

    def test_a_missing_file_and_an_empty_folder_are_named(self, folder: Path, run: Run) -> None:
        (folder / "none").mkdir()
        ran = run("list", "--catalog", "none", "--catalog", "nowhere.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert "none: is a folder without YAML files" in ran.err
        assert "nowhere.yaml: cannot be read: No such file or directory" in ran.err
        assert "2 mistakes in the data files" in ran.err
        with pytest.raises(DataError):
            load_catalog(own="with\0null")

    def test_a_whole_catalog_is_not_laid_on_top(self, run: Run) -> None:
        ran = run("list", "--catalog", str(SMALL))
        assert (ran.code, ran.out) == (2, "")
        assert "holds a whole catalog" in ran.err


plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.sampled_from(["text", "mit", "2026"])
)
KEYS = """
id category tasks license sources aliases evidence recommended by task benchmark value rules says weight concepts words
includes languages code source name status superseded_by price unit
"""
keys = st.sampled_from(KEYS.split())
values = st.recursive(
    plain, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=5)), max_leaves=12
)
blocks = st.builds(
    lambda name, more: {**more, "id": name},
    st.sampled_from(["quill-2", "acme/new", "translation", "seq2seq", "mit", "list"]),
    st.dictionaries(keys, values, max_size=5),
)
tops = st.sampled_from(["models", "tasks", "categories", "licenses", "sources", "hardware", "vocabulary", "source"])
files = st.dictionaries(tops, st.one_of(values, st.lists(blocks, max_size=3)), max_size=4)
anything = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet="abc:-[]{}&*!|>'\"#%@,?\n\t 0", max_size=60).map(lambda text: f"models:\n{text}".encode()),
    files.map(lambda content: yaml.safe_dump(content).encode()),
    files.map(lambda content: json.dumps(content).encode()),
)


@settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(first=anything, second=anything)
def test_any_bytes_are_a_catalog_or_clear_mistakes(
    tmp_path_factory: pytest.TempPathFactory, first: bytes, second: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    paths = [folder / "first.yaml", folder / "second.yaml"]
    for path, content in zip(paths, (first, second), strict=True):
        path.write_bytes(content)
    assembled = read_catalog(SMALL, paths)
    if assembled.catalog is None:
        assert assembled.problems
        assert all(problem.message and problem.file in map(str, paths) for problem in assembled.problems)
        return
    for name in assembled.catalog.models:
        answer = explain(name, assembled.catalog)
        assert json.dumps(document(answer))
        assert page(answer)
    recommend("translate the text", catalog=assembled.catalog)


def _no_home(*_: object) -> Path:
    raise RuntimeError


def test_own_domains_and_the_words_for_them(folder: Path) -> None:
    """A team names a kind of material, the words for it, and the model that it made for it."""
    text = """\
vocabulary:
  domains:
    - {id: shipping, name: freight papers}
  demands:
    - {says: "bill|bills of lading", demand: domain, value: shipping}
models:
  - id: acme/freight-translator
    category: seq2seq
    tasks: [translation]
    domains: [shipping]
    license: mit
"""
    (folder / "whichllm.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog(SMALL, [folder / "whichllm.yaml"])
    model = catalog.models["acme/freight-translator"]
    assert model.sources == {"own-whichllm.yaml": ("tasks", "domains", "license")}
    assert document(explain("acme/freight-translator", catalog))["domains"] == ["shipping"]
    assert ("Made for", "freight papers") in page(explain("acme/freight-translator", catalog))[1].pairs
    demands = recommend("translate bills of lading", catalog=catalog).demands
    assert [(demand.name, demand.value) for demand in demands] == [("domain", "shipping")]


def test_an_unknown_domain_is_named(folder: Path) -> None:
    text = "models:\n  - id: acme/scribe-large\n    domains: [shiping]\n"
    (folder / "whichllm.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(SMALL, [folder / "whichllm.yaml"])
    assert "unknown domain 'shiping'" in str(caught.value.problems[0])

"""Names that a model must have or must not: who made it, what runs it, what is not wanted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from whichllm.catalog import Catalog, Model, plain_name
from whichllm.catalog.derived import derived
from whichllm.reading.names import find_library, pick_name
from whichllm.requirements.kinds import Kind, Option, Situation, commonest

# What the vocabulary lists as names of makers.
_MAKERS = ("ai-maker", "maker-name")
_PARTS_OF_A_NAME = 3
# No name of a maker ends with what goes before another one.
_JOINING = frozenset({"and", "&", "of", "for", "the", "by", "with", "at", "trained"})


def _library(value: str, catalog: Catalog) -> str:
    def hint() -> str:
        return commonest(library for model in catalog.models.values() for library in model.libraries)

    return find_library(value, catalog, hint).id


def _runs_with(model: Model, library: str, _: Situation) -> bool | None:
    return library in model.libraries if model.libraries else None


def _maker(value: str, catalog: Catalog) -> str:
    """A maker, in plain form, or "Owner/" for all whose ids begin so.

    It may be named by the words that it begins with (Meta is Meta AI, too) or by what the ids of its models begin with.
    """

    def hint() -> str:
        return f"what ids begin with, or {commonest(model.maker for model in catalog.models.values())}"

    found = pick_name(value, _makers(catalog), "maker", hint, may_begin=True)
    return found if found.endswith("/") else plain_name(found)


@derived()
def _makers(catalog: Catalog) -> Mapping[str, str]:
    """All that makers are called, and "Owner/" for what the ids of several begin with."""
    makers: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for model in catalog.models.values():
        makers |= {begin: begin for begin in _beginnings(model.maker)}
        makers[model.maker.replace(" ", "")] = model.maker
        owner, slash, _ = model.id.partition("/")
        if slash:
            owners.setdefault(owner, set()).add(model.maker)
    published = {owner: f"{owner}/" if len(named) > 1 else next(iter(named)) for owner, named in owners.items()}
    return {**published, **makers}


def _made_by(model: Model, maker: str, _: Situation) -> bool:
    """What somebody else has trained is still by the maker who comes first."""
    if maker.endswith("/"):
        return model.id.startswith(maker)
    return maker in map(plain_name, _beginnings(model.maker))


@lru_cache(maxsize=4096)
def _beginnings(maker: str) -> tuple[str, ...]:
    words = maker.split()
    ends = (count for count in range(len(words), 0, -1) if words[count - 1] not in _JOINING)
    return tuple(" ".join(words[:count]).rstrip(",") for count in ends)


def _unwanted(value: str, catalog: Catalog) -> tuple[str, ...]:
    """Names of models, families, makers or owners of ids, in plain form; each must be that of a model.

    The beginning of one will do; what people call a maker counts as its name, too.
    """
    makers = {
        plain_name(word): plain_name(entry.value)
        for entry in catalog.vocabulary.names
        if entry.kind in _MAKERS
        for word in entry.words
    }
    parted = _parted(value, catalog)
    names = tuple(dict.fromkeys(called for name in parted for called in (makers.get(name, name), name)))
    known_as = (_is_known(catalog, name) or _is_known(catalog, makers.get(name, "")) for name in parted)
    unknown = next((name for name, known in zip(parted, known_as, strict=True) if not known), "")
    if unknown or not names:
        known = {
            name: name
            for model in catalog.models.values()
            for name in (model.family, model.maker, model.id, model.id.partition("/")[0])
        }
        pick_name(unknown or value, known, "model, family or maker", "'whichllm list models' shows them")
    return names


def _parted(value: str, catalog: Catalog) -> tuple[str, ...]:
    """The names in a list parted by commas, in plain form; some hold a comma ("Google, trained by timm")."""
    parts = value.split(",")
    names: list[str] = []
    while parts:
        lengths = range(min(len(parts), _PARTS_OF_A_NAME), 1, -1)
        joined = ((length, plain_name(",".join(parts[:length]))) for length in lengths)
        length, name = next((found for found in joined if _is_known(catalog, found[1])), (1, plain_name(parts[0])))
        names += [name] if name else []
        parts = parts[length:]
    return tuple(names)


@derived(most=1024)
def _is_known(catalog: Catalog, name: str) -> bool:
    return bool(name) and any(_is_called(model, name) for model in catalog.models.values())


def _is_called(model: Model, name: str) -> bool:
    """Whether a model, its family, its maker or the owner of its id goes by a name that begins so.

    YOLO26 n is a YOLO, OPUS-MT no MT. Where the beginning ends, no word goes on, and no number: neither is a MetaFormer
    by Meta, nor GPT-41 a GPT-4. Of its further names, one must be met whole.
    """
    called = map(plain_name, (model.name, model.family, model.id.rpartition("/")[2], model.maker, model.id))
    return any(own.startswith(name) and not _goes_on(name, own[len(name) :]) for own in called) or (
        name in map(plain_name, model.aliases)
    )


def _goes_on(name: str, rest: str) -> bool:
    return rest[:1].isalpha() or (rest[:1].isdigit() and name[-1:].isdigit())


def _is_none_of(model: Model, names: tuple[str, ...], _: Situation) -> bool:
    return not any(_is_called(model, name) for name in names)


LIBRARY = Kind(
    "library",
    "library",
    "that the library does not run",
    _library,
    _runs_with,
    (Option("--library", "A library or program that must run it: transformers, ollama.", "NAME"),),
    is_complete=False,
    column="libraries",
)

MAKER = Kind(
    "maker",
    "maker",
    "by other makers",
    _maker,
    _made_by,
    (Option("--maker", "Who made it, by name or as its ids begin: Google, Qwen.", "NAME"),),
    column="maker",
)

WITHOUT = Kind(
    "without",
    "without",
    "of a name that is not wanted",
    _unwanted,
    _is_none_of,
    (Option("--without", "Leave out what has such a name, id, family or maker: whisper,openai.", "NAMES"),),
    repeated="each",
)

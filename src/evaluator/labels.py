"""Labels of an instrument in another language: `<language>.yaml` beside its rule files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path

from evaluator import resources
from evaluator.diagnostics.kinds import labels as kinds
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.intake import document as nodes
from evaluator.intake.decode import Form, read_document
from evaluator.model.instrument import Former
from evaluator.pipeline import Program
from evaluator.source import Source, Span
from evaluator.syntax import tree

Plain = str | bool | None | list["Plain"] | dict[str, "Plain"]

RULES = ".takar"
SUFFIXES = (".yaml", ".yml")


def check_labels(folder: Traversable, program: Program) -> Iterator[Diagnostic]:
    """What is wrong with the label files in a folder of rules and below it.

    Label files stand beside rule files; other YAML, such as a response in `cases`, is not one.
    """
    entries = [e for e in folder.iterdir() if not (isinstance(e, Path) and e.is_symlink())]
    beside = any(entry.name.endswith(RULES) for entry in entries)
    for entry in sorted(entries, key=lambda e: e.name):
        if entry.is_dir():
            yield from check_labels(entry, program)
        elif beside and entry.name.endswith(SUFFIXES):
            yield from check_label_file(
                entry.as_posix() if hasattr(entry, "as_posix") else entry.name,
                entry.read_bytes(),
                program,
            )


def check_label_file(name: str, data: bytes, program: Program) -> Iterator[Diagnostic]:
    """What is wrong with one label file: its form, and ids that no edition has."""
    read = read_document(data, name=name, form=Form.YAML)
    if read.value is None or any(d.is_error for d in read.diagnostics):
        yield from read.diagnostics
        return
    labels = plain(read.value)
    problems = list(_invalid(labels))
    for path in problems:
        yield _at(kinds.LABELS_INVALID, name, read.value, path)
    if not problems and isinstance(labels, dict):
        known = _known(program, str(labels["instrument"]))
        for path, candidates in _unknown(labels, known):
            near = get_close_matches(path[-1], candidates, n=3) or sorted(candidates)[:6]
            yield _at(kinds.LABEL_OF_NOTHING, name, read.value, path, near=tuple(near))


def plain(value: nodes.Value) -> Plain:
    """A document as plain Python data; numbers are left as their text, since labels have none."""
    match value:
        case nodes.Object(members=members):
            return {member.key.value: plain(member.value) for member in members}
        case nodes.Array(items=items):
            return [plain(item) for item in items]
        case nodes.String(value=text):
            return text
        case nodes.Boolean(value=truth):
            return truth
        case nodes.Number(value=number):
            return str(number)
        case _:
            return None


def _invalid(labels: Plain) -> Iterator[tuple[str, ...]]:
    """The paths at which the document departs from the schema of label files."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 — heavy, and only needed here

    schema = json.loads((resources.dsl() / "schemas" / "labels-1.json").read_text("utf-8"))
    for error in Draft202012Validator(schema).iter_errors(labels):
        yield tuple(str(key) for key in error.absolute_path)


Known = Mapping[str, Mapping[str, Iterable[str]]]
"""What may be labelled: by section, by the id of a table or scale, the keys below it."""


def _known(program: Program, instrument: str) -> Known:
    """Everything that any edition of the instrument has a label for."""
    sections: dict[str, dict[str, set[str]]] = {
        name: {} for name in ("labels", "bands", "levels", "evidence", "assumptions")
    }
    sections["labels"][instrument] = set()
    for edition in program.declared.of(instrument):
        for statement in _all(edition.body):
            _note(sections, statement)
    for edition in program.declared.of(instrument):
        for rename in (s for s in edition.body if isinstance(s, tree.Rename)):
            section = _section(rename.head)
            for name in ("labels", "bands") if section == "bands" else (section,):
                old = sections[name].get(rename.name.text, set())
                sections[name].setdefault(rename.new.text, set()).update(old)
        for statement in edition.body:
            match statement:
                case tree.RenameChoice(of=tree.ChoicesOfScale(name=scale), new=new):
                    sections["levels"].setdefault(scale.text, set()).add(new.text)
                case _:
                    pass
    return sections


def _section(sort: str) -> str:
    """Where the labels stand of what a head begins."""
    match sort:
        case "scale":
            return "levels"
        case "evidence":
            return "evidence"
        case "assumption":
            return "assumptions"
        case "bands" | "categories":
            return "bands"
        case _:
            return "labels"


def followed(labels: Mapping[str, object], formerly: Iterable[Former]) -> dict[str, object]:
    """The labels of an edition: what was renamed has that of its former id, unless it has its own.

    Where a thing had several ids, the last one that has a label counts.
    """
    found: dict[str, object] = dict(labels)
    for former in reversed([*formerly]):
        if former.of is not None:
            _follow_choice(found, former)
            continue
        section = _section(former.sort)
        for name in ("labels", "bands") if section == "bands" else (section,):
            stated = found.get(name)
            if isinstance(stated, Mapping) and former.former in stated:
                found[name] = {former.id: stated[former.former], **stated}
    return found


def _follow_choice(found: dict[str, object], former: Former) -> None:
    """Only the names on a scale have labels of their own."""
    levels = found.get("levels")
    if former.sort != "choice_of_scale" or not isinstance(levels, Mapping):
        return
    stated = levels.get(former.of)
    if isinstance(stated, Mapping) and former.former in stated:
        named = {former.id: stated[former.former], **stated}
        found["levels"] = {**levels, former.of: named}


def _note(sections: dict[str, dict[str, set[str]]], statement: tree.Node) -> None:
    match statement:
        case tree.Item(name=name) | tree.Input(name=name) | tree.Assesses(name=name):
            sections["labels"].setdefault(name.text, set())
        case (
            tree.Value(name=tree.Name() as name)
            | tree.Cases(name=tree.Name() as name)
            | tree.Table(name=tree.Name() as name)
        ):
            sections["labels"].setdefault(name.text, set())
        case tree.Bands(name=name, lines=lines) | tree.ChangeBands(name=name, lines=lines):
            sections["labels"].setdefault(name.text, set())
            rows = {line.label.text for line in lines or () if isinstance(line, tree.Band)}
            sections["bands"].setdefault(name.text, set()).update(rows)
        case tree.Categories(name=name, lines=categories):
            sections["labels"].setdefault(name.text, set())
            rows = {line.label.text for line in categories if not isinstance(line, tree.Error)}
            sections["bands"].setdefault(name.text, set()).update(rows)
        case tree.Scale(name=name, choices=choices):
            keys = {c.key for c in choices if isinstance(c, tree.Choice)}
            texts = {k.text if isinstance(k, tree.Name) else k.written for k in keys}
            sections["levels"].setdefault(name.text, set()).update(texts)
        case tree.EvidenceKind(name=name):
            sections["evidence"].setdefault(name.text, set())
        case tree.Assumption(name=name):
            sections["assumptions"].setdefault(name.text, set())
        case _:
            pass


def _all(body: Iterable[tree.Statement]) -> Iterator[tree.Node]:
    for statement in body:
        inner: tree.Node = statement
        if isinstance(statement, tree.Change | tree.Add):
            inner = statement.statement
        yield inner
        if isinstance(inner, tree.Item):
            yield from _all(inner.body or ())


def _unknown(
    labels: Mapping[str, Plain], known: Known
) -> Iterator[tuple[tuple[str, ...], Sequence[str]]]:
    """Paths of labels that belong to nothing, with what could have been meant."""
    for section, there in known.items():
        stated = labels.get(section)
        if not isinstance(stated, dict):
            continue
        for name, below in stated.items():
            if name not in there:
                yield (section, name), list(there)
            elif section in {"bands", "levels"} and isinstance(below, dict):
                rows = list(there[name])
                yield from (((section, name, row), rows) for row in below if row not in rows)


def _at(
    kind: Kind, name: str, document: nodes.Value, path: tuple[str, ...], **facts: tuple[str, ...]
) -> Diagnostic:
    at, value = Span(Source(name, ""), 0, 0), document
    for key in path:
        members = value.members if isinstance(value, nodes.Object) else ()
        member = next((m for m in members if m.key.value == key), None)
        if member is None:
            break
        at, value = member.key.at, member.value
    key = path[-1] if path else ""
    return Diagnostic(kind=kind, at=at, facts={"key": key, **facts})


def load_labels(folder: Traversable, instrument: str, language: str) -> Mapping[str, Plain] | None:
    """The labels of an instrument in a language, if its folder has them.

    They are checked by `takar check`; here a file that cannot be read is as if it were not there.
    """
    entry = folder / instrument / f"{language}.yaml"
    if not entry.is_file():
        return None
    read = read_document(entry.read_bytes(), name=entry.name, form=Form.YAML)
    labels = plain(read.value) if read.value is not None else None
    return labels if isinstance(labels, dict) else None

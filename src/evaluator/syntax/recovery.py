"""How reading goes on after a mistake in the shape of a statement.

In this order: quotes that are missing, a word or mark that is missing, words that are too many, and
at last the statement is given up; the lines in its braces are read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Fact, Kind, Shape
from evaluator.source import Span
from evaluator.syntax.addressed import words_of_id
from evaluator.syntax.braces import MAX_DEPTH
from evaluator.syntax.expected import expected, expected_lines
from evaluator.syntax.heads import heads
from evaluator.syntax.machine import END, advance
from evaluator.syntax.order import reordered
from evaluator.syntax.other_ways import is_comma_for_end, labels_among, raised
from evaluator.syntax.over_records import formula_over_records
from evaluator.syntax.scanner import BARE, MARKS, WORDS, Lexeme
from evaluator.syntax.unknown_parts import unknown_part

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_REST = re.compile(r'(?:[^"#;{}\r\n]|"[^"\r\n]*"?)*')
_LINE = re.compile(r"[^\r\n]*")
_RAW = re.compile(r'"[^"\r\n]*"?|\w+|.')
_CALLED = re.compile(r"\w+(?:[ \t]+\w+){0,3}(?=[ \t]*\{)")
_CALL = re.compile(r'\((?:[^()"#{}\r\n]|"[^"\r\n]*"|\((?:[^()"#{}\r\n]|"[^"\r\n]*")*\))*\)')
"""What stands in brackets on one line, with brackets inside it once."""
_BLANK = re.compile(r"[ \t]*")
_SEVERAL = re.compile(r"[A-Za-z_]\w*(?:[ \t]+[A-Za-z_]\w*)*(?=[ \t]*\")", re.ASCII)
_MOST_SKIPPED = 100
_MOST_INSTEAD = 4
"""How much of what could stand at a place a repair offers."""
_DECLARED = 2
"""How many words a head has behind which an id has just been declared."""
_IDS = frozenset({"TREE", "_INSTRUMENT", "_SCALE", "_EVIDENCE", "_INPUT", "_VALUE", "_BANDS"})
"""Heads that declare an id."""
_LINE_ENDS = "\r\n;#}"
_MARKS_FIRST = ("_EQUALS", "_COLON", "_RPAR", "_COMMA", "_LPAR")
_HEADS: Mapping[str, tuple[str, ...]] = {
    "TREE": ("TREE", "NAME"),
    "_INSTRUMENT": ("_INSTRUMENT", "NAME", "_EDITION", "TEXT"),
    "_EXAMPLE": ("_EXAMPLE", "TEXT", "_FOR", "NAME", "_EDITION", "TEXT"),
    "_EVERY": ("_EVERY", "TREE"),
    "_SCALE": ("_SCALE", "NAME"),
    "_EVIDENCE": ("_EVIDENCE", "NAME"),
    "_INPUT": ("_INPUT", "NAME", "_ONE_OF"),
    "_LIST_OF": ("_INPUT", "NAME", "_LIST_OF"),
    "_VALUE": ("_VALUE", "NAME"),
    "_BY": ("_VALUE", "NAME", "_BY", "NAME"),
    "_BANDS": ("_BANDS", "NAME", "_OF", "NAME"),
    "_FOR_EACH": ("_FOR_EACH", "NAME"),
}
"""A head for lines in braces whose own head could not be read."""


def recover(run: Run, lexeme: Lexeme) -> None:
    """Go on after something that cannot stand where it does."""
    is_end = run.scanner.text[lexeme.start] == "}"
    if not is_end and (
        _unknown_part(run, lexeme)
        or _comma_for_end(run, lexeme)
        or _raised(run, lexeme)
        or _labels_among(run, lexeme)
        or _opening(run, lexeme)
        or reordered(run, lexeme.start)
        or _missing_head(run, lexeme)
        or _function(run, lexeme)
        or _given_label(run, lexeme)
        or _named_list(run, lexeme)
        or _formula_of_records(run, lexeme)
        or _quote(run, lexeme)
        or _insert(run, lexeme)
        or _id_of_several_words(run, lexeme)
    ):
        return
    if is_end:
        unfinished(run, lexeme.start, "_CLOSE")
        if not run.machine.accepts("_CLOSE"):  # its opening brace has been left out with a line
            run.at = lexeme.end
        return
    kind = kinds.UNEXPECTED if run.head or _after_close(run) else kinds.UNKNOWN_LINE
    _complain(run, kind, lexeme.start, lexeme.end)
    if not _skip(run, lexeme):
        _abandon(run, lexeme.start)


def unfinished(run: Run, place: int, terminal: str) -> None:
    """Go on where a statement ends too early, at a line end or a closing brace."""
    states = run.machine.states
    after = advance(run.scanner.tables, states, "_RPAR") if run.depth else None
    if after is not None and advance(run.scanner.tables, after, terminal) is not None:
        _missing(run, "_RPAR", place, place)
        return
    end = run.tokens[-1].at.end if run.tokens else place
    _complain(run, kinds.UNFINISHED_LINE, end, end)
    _abandon(run, place)


def give_up(run: Run, lexeme: Lexeme) -> None:
    """Leave a formula that is too long or too deep."""
    if run.depth > MAX_DEPTH:
        facts: Mapping[str, Fact] = {"limit": MAX_DEPTH, "mark": "("}
        run.report(kinds.TOO_DEEP, run.span(lexeme.start, lexeme.end), facts)
    else:
        facts = {"limit": run.operators - 1}
        run.report(kinds.FORMULA_TOO_LONG, run.span(lexeme.start, lexeme.end), facts)
    run.muted = True
    run.depth = run.operators = 0
    _abandon(run, lexeme.start)


def open_anyway(run: Run, place: int) -> None:
    """Read lines whose opening brace is missing, and whose head could not be read either."""
    run.muted = True
    _behind_made_up_head(run, place)


def close(run: Run) -> None:
    """End the text wherever it stops: what is open is closed, what is unfinished is given up."""
    if not run.stopped and not run.end_of_statement():
        unfinished(run, len(run.scanner.text), END)
    while not run.machine.accepts(END):
        place = run.span(run.at, run.at)
        if run.machine.accepts("_CLOSE"):
            run.feed("_CLOSE", "}", place)
        else:
            _fail(run, run.at)


# What is missing ---------------------------------------------------------------------------------


def _quote(run: Run, lexeme: Lexeme) -> bool:
    """Take words as a text whose quotes are missing."""
    states = run.machine.states
    after = advance(run.scanner.tables, states, "TEXT")
    text = run.scanner.text
    digits = text[lexeme.start].isdigit() and run.machine.acceptable() == ["TEXT"]
    if after is None or not (text[lexeme.start].isalpha() or digits):
        return False
    bare = BARE.match(text, lexeme.start)
    end = bare.end() if bare else lexeme.end
    for word in WORDS.finditer(text, lexeme.end, end):
        if run.scanner.phrase(word.start(), after):
            end = word.start()
            break
    written = text[lexeme.start : end].rstrip()
    end = lexeme.start + len(written)
    if not run.scanner.goes_on(end, after):
        return False
    at = run.span(lexeme.start, end)
    if not run.muted and not _is_torn(run, lexeme.start):
        run.report(kinds.MISSING_QUOTES, at, {"text": written})
    run.feed("TEXT", written, at)
    run.at = end
    return True


def _id_of_several_words(run: Run, lexeme: Lexeme) -> bool:
    """Take words behind an id as going on with it, where nothing but the id can have them."""
    last = run.tokens[-1] if run.tokens else None
    words = _SEVERAL.match(run.scanner.text, lexeme.start)
    if last is None or words is None or last.terminal != "NAME" or len(run.head) != _DECLARED:
        return False
    if run.muted or run.head[0] not in _IDS:
        return False
    if not run.scanner.goes_on(words.end(), run.machine.states):
        return False
    at = run.span(last.at.start, words.end())
    run.report(kinds.BAD_NAME, at, {"found": at.text, "meant": "_".join(at.text.split())})
    run.muted = True
    run.at = words.end()
    return True


def _opening(run: Run, lexeme: Lexeme) -> bool:
    """Put in an opening brace where the line goes on to a closing one that closes nothing."""
    text, ignored = run.scanner.text, run.scanner.ignored
    if not ignored:
        return False
    line = _LINE.match(text, lexeme.start)
    places = range(lexeme.start, line.end() if line else lexeme.end)
    closing = next((place for place in places if place in ignored), None)
    inside = advance(run.scanner.tables, run.machine.states, "_OPEN")
    if closing is None or inside is None or not run.scanner.possible(lexeme.start, inside):
        return False
    at = run.span(lexeme.start, lexeme.end)
    run.report(kinds.MISSING_WORD, at, {"missing": "{", "found": _short(at.text)})
    run.feed("_OPEN", "{", run.span(lexeme.start, lexeme.start))
    run.at = lexeme.start
    run.scanner = replace(run.scanner, ignored=ignored - {closing})
    run.answered.add(closing)
    return True


def _insert(run: Run, lexeme: Lexeme) -> bool:
    """Put in the one word or mark with which reading can go on for two words more."""
    if not run.head:
        return False
    fitting = [terminal for terminal in run.machine.acceptable() if _fits(run, terminal, lexeme)]
    marks = [terminal for terminal in _MARKS_FIRST if terminal in fitting]
    chosen = marks[0] if marks else fitting[0] if len(fitting) == 1 else None
    if chosen is None:
        return False
    _missing(run, chosen, lexeme.start, lexeme.end)
    return True


def _fits(run: Run, terminal: str, lexeme: Lexeme) -> bool:
    if not terminal.startswith("_") or terminal in {"_SEP", "_OPEN", "_CLOSE"}:
        return False
    if terminal == "_EQUALS" and run.scanner.takes(run.machine.states, "COMPARE"):
        return False  # in a formula it is one of several signs that could be meant
    after = advance(run.scanner.tables, run.machine.states, terminal)
    if after is None:
        return False
    second = run.scanner.read(lexeme.start, after)
    if second.terminal is None or second.doubtful or second.kind is not None:
        return False
    rest = advance(run.scanner.tables, after, second.terminal)
    return rest is not None and run.scanner.goes_on(second.end, rest)


def _missing(run: Run, terminal: str, start: int, end: int) -> None:
    spelled = next((mark for mark, named in MARKS.items() if named == terminal), None)
    missing = spelled or run.scanner.words.by_terminal[terminal][0].text
    before = run.scanner.text[start:end]
    last = run.tokens[-1].at.text if run.tokens else ""
    if not run.muted and not _is_torn(run, start):
        facts = {"missing": missing, "found": _short(before or last)}
        at = run.span(start, end) if before else run.span(start, start)
        run.report(kinds.MISSING_WORD, at, facts)
    run.muted = True
    run.depth += (terminal == "_LPAR") - (terminal == "_RPAR")
    run.feed(terminal, missing, run.span(start, start))
    run.at = start


# What is written in another way -------------------------------------------------------------------


def _function(run: Run, lexeme: Lexeme) -> bool:
    """Say of a name with brackets, as spreadsheets have functions, that there is none such."""
    text, last = run.scanner.text, run.tokens[-1] if run.tokens else None
    called = _CALL.match(text, lexeme.start)
    if called is None or last is None or last.terminal != "NAME" or last.at.end != lexeme.start:
        return False
    if not run.scanner.takes(run.machine.states, "COMPARE"):
        return False
    if not run.muted and not _is_torn(run, lexeme.start):
        at = run.span(last.at.start, called.end())
        run.report(kinds.UNKNOWN_FUNCTION, at, {"found": last.at.text})
    run.muted = True
    _abandon(run, called.end())
    return True


def _given_label(run: Run, lexeme: Lexeme) -> bool:
    """Say of the label of a level or choice in an example by what it is given."""
    text, last = run.scanner.text, run.tokens[-1] if run.tokens else None
    if last is None or run.head[:1] != ["_GIVEN"] or last.terminal not in {"_EQUALS", "_IS"}:
        return False
    label = text[lexeme.start : lexeme.end]
    labelled = set(re.findall(rf"(?:^|[{{;\r\n])[ \t]*(\w+)[ \t]*{re.escape(label)}", text))
    if text[lexeme.start] != '"' or len(labelled) != 1:
        return False
    (key,) = labelled
    sign = "=" if key.isdigit() else run.scanner.words.spelled("_IS", "is")
    _written_otherwise(run, last.at.start, lexeme.end, f"{sign} {key}")
    _abandon(run, lexeme.end)
    return True


def _written_otherwise(run: Run, start: int, end: int, meant: str, before: str = "") -> None:
    """Say what is written for a stretch, unless a mistake of its statement or lines was told."""
    if not run.muted and not _is_torn(run, start) and not _is_torn(run, end):
        at = run.span(start, end)
        run.report(kinds.WRITTEN_OTHERWISE, at, {"found": f"{before}{at.text}", "meant": meant})
    run.muted = True


def _unknown_part(run: Run, lexeme: Lexeme) -> bool:
    """Take a word for parts that there is not as one; what it stands for does not matter."""
    end = unknown_part(run, lexeme.start)
    if end is None:
        return False
    at = run.span(lexeme.start, end)
    run.feed("TREE", run.scanner.words.by_terminal["TREE"][0].value, at)
    run.at = end
    return True


def _comma_for_end(run: Run, lexeme: Lexeme) -> bool:
    """Take a comma between levels or choices as the end of one; told once in their braces."""
    if not is_comma_for_end(run, lexeme.start):
        return False
    at = run.span(lexeme.start, lexeme.end)
    last = run.found[-1] if run.found else None
    is_told = last is not None and last.kind is kinds.WRONG_SIGN
    if last is None or not is_told or last.at.start < run.opened_at[-1]:
        run.report(kinds.WRONG_SIGN, at, {"found": ",", "meant": ";"})
    run.feed("_SEP", ",", at)
    run.at = lexeme.end
    return True


def _raised(run: Run, lexeme: Lexeme) -> bool:
    """Leave out a sign for powers, with what is to be written for it."""
    told = raised(run, lexeme.start)
    if told is None:
        return False
    start, end, meant = told
    _written_otherwise(run, start, end, meant, "… ")
    run.at = end
    return True


def _labels_among(run: Run, lexeme: Lexeme) -> bool:
    """Say how a category is asked for one of several labels, and give up the line."""
    told = labels_among(run, lexeme.start)
    if told is None:
        return False
    start, end, meant = told
    _written_otherwise(run, start, end, meant)
    _abandon(run, end)
    return True


def _missing_head(run: Run, lexeme: Lexeme) -> bool:
    """Ask for the word with which an id is declared, where it is to be changed or removed."""
    told = None if run.muted else words_of_id(run, lexeme.start)
    if told is None:
        return False
    phrases, facts = told
    at = run.span(run.tokens[-1].at.start, lexeme.end)
    run.report(kinds.ID_WITHOUT_WORD, at, facts)
    run.muted = True
    if len(phrases) > 1:
        _abandon(run, lexeme.start)
    else:
        run.feed(phrases[0].terminal, phrases[0].value, run.span(lexeme.start, lexeme.start))
        run.at = lexeme.start
    return True


def _ties(run: Run, start: int, end: int) -> bool:
    """Say of a rank that does not say it what equal values do, and which end comes first."""
    open_order = run.machine.accepts("HIGHEST_FIRST")
    if run.muted or not run.head or not (open_order or run.machine.accepts("TIES_SKIPPED")):
        return False
    if run.head[0] not in {"_RANK", "_ADD", "_CHANGE"} or _is_torn(run, start):
        return False
    words = run.scanner.words
    written = run.scanner.text[run.begin : run.tokens[-1].at.end]
    first = f" {words.spelled('HIGHEST_FIRST', '')}" if open_order else ""
    ties = (words.spelled(terminal, "") for terminal in ("TIES_SKIPPED", "TIES_DENSE"))
    lines = tuple(f"{' '.join(written.split())}{first} {tie}" for tie in ties)
    facts: Mapping[str, Fact] = {"lines": lines}
    run.report(kinds.RANK_UNFINISHED, run.span(start, end), facts)
    run.muted = True
    return True


def _named_list(run: Run, lexeme: Lexeme) -> bool:
    """Leave out what a list is called behind the words for it: the id stands before them."""
    last = run.tokens[-1] if run.tokens else None
    called = _CALLED.match(run.scanner.text, lexeme.start)
    if last is None or last.terminal != "_LIST_OF" or called is None or run.muted:
        return False
    at = run.span(last.at.start, called.end())
    run.report(kinds.WRITTEN_OTHERWISE, at, {"found": at.text, "meant": last.at.text})
    run.muted = True
    run.at = called.end()
    return True


def _formula_of_records(run: Run, lexeme: Lexeme) -> bool:
    """Say of a formula in the place of a field that it stands by itself, and give up the line."""
    told = None if run.muted else formula_over_records(run, lexeme.start)
    if told is None:
        return False
    run.report(kinds.FORMULA_OVER_RECORDS, *told)
    run.muted = True
    _abandon(run, lexeme.start)
    return True


# What is too much --------------------------------------------------------------------------------


def _skip(run: Run, lexeme: Lexeme) -> bool:
    """Leave out words up to where the statement can go on or end; false if it nowhere can."""
    if (not run.head and not _after_close(run)) or run.scanner.text[lexeme.start] == "{":
        return False
    text, states, at = run.scanner.text, run.machine.states, lexeme.end
    for count in range(_MOST_SKIPPED):
        blank = _BLANK.match(text, at)
        at = blank.end() if blank else at
        if at >= len(text) or text[at] in _LINE_ENDS:
            break
        if text[at] == "{":
            break
        if _can_resume(run, at, first=count == 0):
            run.at = at
            return True
        raw = _RAW.match(text, at)
        at = raw.end() if raw else at + 1
    else:
        rest = _REST.match(text, at)
        at = rest.end() if rest else at
    run.at = at
    if at < len(text) and text[at] == "{":
        return advance(run.scanner.tables, states, "_OPEN") is not None
    return run.end_of_statement()


def _can_resume(run: Run, at: int, *, first: bool) -> bool:
    if run.scanner.phrase(at, run.machine.states):
        return True
    if not first:
        return False
    lexeme = run.scanner.read(at, run.machine.states)
    return lexeme.terminal is not None and not lexeme.doubtful


def _after_close(run: Run) -> bool:
    return bool(run.tokens) and run.tokens[-1].terminal == "_CLOSE"


# What is given up --------------------------------------------------------------------------------


def _abandon(run: Run, start: int) -> None:
    """Give up a statement from `start` to its end; lines in its braces are read."""
    text = run.scanner.text
    end = _end_of_statement(run, start)
    if end < len(text) and text[end] == "{":
        _behind_made_up_head(run, end)
    else:
        _fail(run, end)


def _end_of_statement(run: Run, start: int) -> int:
    """The end of the statement: its line and those that go on with it, or its opening brace."""
    text = run.scanner.text
    rest = _REST.match(text, start)
    end = rest.end() if rest else start
    below = run.scanner.gap(end)
    if (
        end < len(text)
        and text[end] in "\r\n#"
        and below.semicolon is None
        and _goes_on(run, below.end)
    ):
        return _end_of_statement(run, below.end)
    return end


def _goes_on(run: Run, at: int) -> bool:
    """Whether a line begins with a word that only goes on with the line before."""
    scanner = run.scanner
    return any(
        phrase.text in words.continues
        for words in (scanner.words, scanner.foreign)
        for phrase, _ in words.at(scanner.text, at)
    )


def _fail(run: Run, end: int) -> None:
    """Put an error in the place of the statement."""
    dropped = run.machine.unwind("ERROR")
    start = next((piece.start for piece in dropped if piece.start is not None), min(run.at, end))
    run.at = max(run.at, end)
    muted = run.muted
    run.feed("ERROR", "", run.span(start, max(start, end)))
    run.muted = muted
    run.depth = run.operators = 0


def _behind_made_up_head(run: Run, brace: int) -> None:
    head = list(run.head)
    if run.machine.accepts("_SEP"):
        run.feed("_SEP", "", run.span(brace, brace))
    dropped = run.machine.unwind("ERROR")
    start = next((piece.start for piece in dropped if piece.start is not None), brace)
    run.at = brace
    is_missing = run.scanner.text[brace : brace + 1] != "{"
    made_up = _made_up_head(run, head, brace if is_missing else brace + 1)
    if made_up:
        for index, terminal in enumerate(made_up):
            place = start if index == 0 else brace
            run.feed(terminal, "", run.span(place, place))
        if is_missing:
            run.feed("_OPEN", "{", run.span(brace, brace))
        return
    if is_missing:
        _fail(run, brace)
        return
    run.at = end = _behind_block(run.scanner.text, brace)
    run.closings = [place for place in run.closings if place >= end]
    _fail(run, end)


def _made_up_head(run: Run, head: Sequence[str], inside: int) -> Sequence[str] | None:
    """The head that was begun, else one whose lines begin as those inside the braces do."""
    first = run.scanner.gap(inside).end
    lists = run.scanner.words.by_terminal["_LIST_OF"][0].text
    if re.search(rf"\b{lists}\s*$", run.scanner.text[: inside - 1][-_MOST_SKIPPED:]):
        head = [*head, "_LIST_OF"]
    fitting = [(made_up, _states_inside(run, made_up)) for made_up in _begun(head)]
    possible = [(made_up, states) for made_up, states in fitting if states is not None]
    if possible and head and _HEADS.keys() & {*head[:2], head[-1]}:
        return possible[0][0]
    if first < len(run.scanner.text):
        for made_up, states in possible:
            if run.scanner.phrase(first, states):
                return made_up
        for made_up, states in possible:
            if run.scanner.read(first, states).terminal is not None:
                return made_up
    return possible[0][0] if possible else None


def _begun(head: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The head that was begun, then any that may stand there."""
    prefix = tuple(head[:1]) if head[:1] in (["_CHANGE"], ["_ADD"]) else ()
    if "_BY" in head:
        yield (*prefix, *_HEADS["_BY"])
    if prefix:
        yield (head[0], *_HEADS.get(head[1] if len(head) > 1 else "TREE", _HEADS["TREE"]))
    if "_LIST_OF" in head:
        yield _HEADS["_LIST_OF"]
    if head and head[0] in _HEADS:
        yield _HEADS[head[0]]
    yield from _HEADS.values()


def _states_inside(run: Run, terminals: Sequence[str]) -> Sequence[int] | None:
    states: Sequence[int] | None = run.machine.states
    for terminal in (*terminals, "_OPEN"):
        states = None if states is None else advance(run.scanner.tables, states, terminal)
    return states


def _behind_block(text: str, brace: int) -> int:
    depth = 0
    for piece in re.finditer(r'"[^"\r\n]*"?|#[^\r\n]*|[{}]', text[brace:]):
        depth += (piece[0] == "{") - (piece[0] == "}")
        if depth == 0:
            return brace + piece.end()
    return len(text)


# What is said ------------------------------------------------------------------------------------


def _complain(run: Run, kind: Kind, start: int, end: int) -> None:
    """Say what stands where it cannot, and what could; once a statement."""
    if _ties(run, start, end):
        return
    if not run.muted and not _is_torn(run, start):
        found = run.scanner.text[start:end] or (run.tokens[-1].at.text if run.tokens else "")
        at: Span = run.span(start, end)
        if kind is kinds.UNEXPECTED and run.machine.acceptable() == ["NAME"]:
            run.report(kinds.ID_MISSING, at, {"found": _short(found)})
            run.muted = True
            return
        expected = _alternatives(run, kind, found)
        facts: Mapping[str, Fact] = {"found": _short(found), "expected": expected}
        if kind is kinds.UNEXPECTED:
            fitting = tuple(each for each in expected if not _is_end(each)) or expected
            facts = {**facts, "instead": fitting[:_MOST_INSTEAD]}
        run.report(kind, at, facts)
    run.muted = True


def _is_end(alternative: Fact) -> bool:
    return isinstance(alternative, Shape) and alternative.name == "end"


def _alternatives(run: Run, kind: Kind, found: str) -> tuple[Fact, ...]:
    acceptable, words = run.machine.acceptable(), run.scanner.words
    if kind is not kinds.UNKNOWN_LINE:
        return expected(acceptable, words, found)
    return expected_lines(heads(acceptable, run.opened[-1] if run.opened else ()), words, found)


def _is_torn(run: Run, place: int) -> bool:
    """Whether the place, or the word before it, stands on a line with an unclosed text."""
    lines = {run.span(place, place).line}
    lines.update(token.at.line for token in run.tokens[-1:])
    return not run.torn.isdisjoint(lines)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"

"""The commands of `takar`, one row each, in the order of the help.

A row names the module that holds the command as `command`; it is imported when the command is run.
"""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.cli.bilingual import Both


@dataclass(frozen=True, slots=True)
class Row:
    """A command: its name, its module in `evaluator.cli`, and what it does in one line."""

    name: str
    module: str
    about: Both


COMMANDS: tuple[Row, ...] = (
    Row("check", "check", Both("memeriksa berkas aturan", "check rule files")),
    Row("fmt", "fmt", Both("merapikan berkas aturan", "format rule files")),
    Row("test", "test", Both("menjalankan contoh-contoh aturan", "run the examples of rules")),
    Row("eval", "eval", Both("menilai satu jawaban, hasilnya JSON", "evaluate one response")),
    Row(
        "explain",
        "explain",
        Both("menjelaskan penilaian satu jawaban", "explain the result of one response"),
    ),
    Row(
        "forecast",
        "forecast",
        Both("memperkirakan perubahan nilai oleh waktu", "tell what time does to a result"),
    ),
    Row(
        "migrate",
        "migrate",
        Both("membawa jawaban ke edisi yang lebih baru", "carry a response to a newer edition"),
    ),
    Row(
        "cohort",
        "cohort",
        Both(
            "menilai banyak jawaban dan pembacaannya", "evaluate many responses, in every reading"
        ),
    ),
    Row("score", "score", Both("menilai satu berkas berisi banyak subjek", "score a file of many")),
    Row("schema", "schema", Both("skema JSON untuk jawaban", "the JSON Schema of a response")),
    Row("sql", "sql", Both("menampilkan aturan sebagai SQL", "print rules as SQL")),
    Row(
        "show",
        "show",
        Both("menampilkan satu edisi sebagai dokumen", "print an edition as a document"),
    ),
    Row("new", "new", Both("membuat berkas aturan baru", "begin a rule file")),
    Row("publish", "publish", Both("menerbitkan satu edisi", "publish an edition")),
    Row("demo", "demo", Both("menilai dan menjelaskan contoh", "evaluate and explain a sample")),
    Row("help", "help", Both("menampilkan bantuan", "print help, also on one command")),
    Row("version", "version", Both("menampilkan versi Takar", "print the version of Takar")),
)

"""What can be wrong with a response, from its bytes to its meaning."""

from __future__ import annotations

from evaluator.diagnostics.model import Kind, Severity

# The text as a whole.
INPUT_NOT_UTF8 = Kind("input-not-utf8", Severity.ERROR)
INPUT_ENCODING = Kind("input-encoding", Severity.ERROR)
INPUT_TOO_LARGE = Kind("input-too-large", Severity.ERROR)
INPUT_TOO_DEEP = Kind("input-too-deep", Severity.ERROR)
INPUT_TOO_MANY_VALUES = Kind("input-too-many-values", Severity.ERROR)
INPUT_EMPTY = Kind("input-empty", Severity.ERROR)
TOO_MANY_MISTAKES = Kind("input-too-many-mistakes", Severity.ERROR)

# The form of JSON.
JSON_CUT_OFF = Kind("json-cut-off", Severity.ERROR)
JSON_BRACKET = Kind("json-bracket", Severity.ERROR)
JSON_COMMA_MISSING = Kind("json-comma-missing", Severity.ERROR)
JSON_COMMA_EXTRA = Kind("json-comma-extra", Severity.ERROR)
JSON_COLON_MISSING = Kind("json-colon-missing", Severity.ERROR)
JSON_KEY_UNQUOTED = Kind("json-key-unquoted", Severity.ERROR)
JSON_VALUE_MISSING = Kind("json-value-missing", Severity.ERROR)
JSON_UNEXPECTED = Kind("json-unexpected", Severity.ERROR)
JSON_COMMENT = Kind("json-comment", Severity.ERROR)
JSON_OTHER_FORM = Kind("json-other-form", Severity.ERROR)
JSON_MORE_TEXT = Kind("json-more-text", Severity.ERROR)
JSON_WORD = Kind("json-word", Severity.ERROR)
JSON_QUOTES = Kind("json-quotes", Severity.ERROR)

# Texts, characters and numbers, in JSON and YAML alike.
TEXT_OPEN = Kind("text-open", Severity.ERROR)
TEXT_ESCAPE = Kind("text-escape", Severity.ERROR)
CONTROL_CHARACTER = Kind("input-control-character", Severity.ERROR)
ODD_CHARACTER = Kind("odd-character", Severity.ERROR)
LONE_SURROGATE = Kind("lone-surrogate", Severity.ERROR)
DUPLICATE_KEY = Kind("duplicate-key", Severity.ERROR)
NOT_A_NUMBER = Kind("input-not-a-number", Severity.ERROR)
NUMBER_EXPONENT = Kind("number-exponent", Severity.ERROR)
NUMBER_TOO_LONG = Kind("number-too-long", Severity.ERROR)
NUMBER_LEADING_ZERO = Kind("number-leading-zero", Severity.ERROR)
NUMBER_COMMA = Kind("number-comma", Severity.ERROR)
NUMBER_FORM = Kind("number-form", Severity.ERROR)

# The form of YAML.
YAML_ANCHOR = Kind("yaml-anchor", Severity.ERROR)
YAML_TAG = Kind("yaml-tag", Severity.ERROR)
YAML_DOCUMENTS = Kind("yaml-documents", Severity.ERROR)
YAML_MERGE_KEY = Kind("yaml-merge-key", Severity.ERROR)
YAML_PLAIN_WORD = Kind("yaml-plain-word", Severity.ERROR)
YAML_VALUE_MISSING = Kind("yaml-value-missing", Severity.ERROR)
YAML_KEY = Kind("yaml-key", Severity.ERROR)
YAML_TAB = Kind("yaml-tab", Severity.ERROR)
YAML_STRUCTURE = Kind("yaml-structure", Severity.ERROR)

# Values given from Python.
FLOAT_REFUSED = Kind("float-refused", Severity.ERROR)
TYPE_REFUSED = Kind("type-refused", Severity.ERROR)
KEY_NOT_TEXT = Kind("key-not-text", Severity.ERROR)

# The shape of a response.
RESPONSE_NOT_OBJECT = Kind("response-not-object", Severity.ERROR)
OBJECT_EXPECTED = Kind("object-expected", Severity.ERROR)
LIST_EXPECTED = Kind("list-expected", Severity.ERROR)
TEXT_EXPECTED = Kind("text-expected", Severity.ERROR)
NUMBER_EXPECTED = Kind("number-expected", Severity.ERROR)
NUMBER_AS_TEXT = Kind("number-as-text", Severity.ERROR)
YES_NO_EXPECTED = Kind("yes-no-expected", Severity.ERROR)
DATE_EXPECTED = Kind("date-expected", Severity.ERROR)
DATE_FORM = Kind("input-date-form", Severity.ERROR)
DATE_UNREAL = Kind("input-date-unreal", Severity.ERROR)
PLAIN_VALUE_EXPECTED = Kind("plain-value-expected", Severity.ERROR)
TEXT_EMPTY = Kind("text-empty", Severity.ERROR)
TEXT_TOO_LONG = Kind("text-too-long", Severity.ERROR)
TOO_MANY_ATTRIBUTES = Kind("too-many-attributes", Severity.ERROR)
UNKNOWN_KEY = Kind("unknown-key", Severity.ERROR)
MISSING_KEY = Kind("missing-key", Severity.ERROR)

# The rules it is for.
UNKNOWN_SCHEMA = Kind("unknown-schema", Severity.ERROR)
UNKNOWN_INSTRUMENT = Kind("unknown-instrument", Severity.ERROR)
NO_INSTRUMENTS = Kind("no-instruments", Severity.ERROR)
UNKNOWN_EDITION = Kind("unknown-edition", Severity.ERROR)
NO_EDITION_IN_FORCE = Kind("no-edition-in-force", Severity.ERROR)
TWO_EDITIONS_IN_FORCE = Kind("two-editions-in-force", Severity.ERROR)
PERIOD_REVERSED = Kind("period-reversed", Severity.ERROR)

# What it says, against the rules.
UNKNOWN_ITEM = Kind("unknown-item", Severity.ERROR)
COMPUTED_ITEM = Kind("computed-item", Severity.ERROR)
LEVEL_EXPECTED = Kind("level-expected", Severity.ERROR)
LEVEL_OFF_SCALE = Kind("level-off-scale", Severity.ERROR)
NUMBER_OUT_OF_RANGE = Kind("number-out-of-range", Severity.ERROR)
UNKNOWN_CHOICE = Kind("unknown-choice", Severity.ERROR)
RECORDS_EXPECTED = Kind("records-expected", Severity.ERROR)
ANSWER_BY_VERIFIER = Kind("answer-by-verifier", Severity.ERROR)
POINTS_WITHOUT_REASON = Kind("points-without-reason", Severity.ERROR)
RECORD_ID_TWICE = Kind("record-id-twice", Severity.ERROR)
UNKNOWN_RECORD = Kind("unknown-record", Severity.ERROR)
RECORD_ID_DIFFERS = Kind("record-id-differs", Severity.ERROR)
RECORD_AND_LIST = Kind("record-and-list", Severity.ERROR)
RECORD_FINDING_UNCLEAR = Kind("record-finding-unclear", Severity.ERROR)
LIST_NOT_REPEATED = Kind("list-not-repeated", Severity.ERROR)
ITEM_NOT_APPLICABLE = Kind("item-not-applicable", Severity.ERROR)
NOT_APPLICABLE_REFUSED = Kind("not-applicable-refused", Severity.ERROR)
NOT_APPLICABLE_WITH_VALUE = Kind("not-applicable-with-value", Severity.ERROR)
EVIDENCE_ON_INPUT = Kind("evidence-on-input", Severity.ERROR)
UNKNOWN_EVIDENCE = Kind("unknown-evidence", Severity.ERROR)
NO_EVIDENCE_LISTED = Kind("no-evidence-listed", Severity.ERROR)
UNKNOWN_EVIDENCE_KIND = Kind("unknown-evidence-kind", Severity.ERROR)
NO_EVIDENCE_KINDS = Kind("no-evidence-kinds", Severity.ERROR)
STAGE_WITHOUT_FINDINGS = Kind("stage-without-findings", Severity.ERROR)
STAGE_WITHOUT_DECISIONS = Kind("stage-without-decisions", Severity.ERROR)

# Results that are taken together in groups.
RESULTS_DIFFER = Kind("results-differ", Severity.ERROR)
SUBJECT_TWICE = Kind("subject-twice", Severity.ERROR)
GROUP_MISSING = Kind("group-missing", Severity.ERROR)

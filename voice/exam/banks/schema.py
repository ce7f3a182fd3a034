"""`python -m voice.exam.banks.schema`: writes the JSON Schema of bank files for editors."""

from __future__ import annotations

import json
from pathlib import Path

from voice.exam.model.bank import Bank

SCHEMA_FILE = Path(__file__).parents[3] / "prompts" / "banks" / "bank.schema.json"


def schema() -> str:
    """The schema as JSON text."""
    made = Bank.model_json_schema()
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema(), encoding="utf-8")

"""Prints what frictionless finds in each table of a corpus, as JSON.

In: [{name, file, text, schema, lines, others?}]. Out: {name: ["code[/constraint] line|- field"]}, sorted.
"""

import gzip
import json
import re
import sys
import tempfile
from pathlib import Path

from frictionless import Package

V2 = "https://datapackage.org/profiles/2.0/"
DIALECT = {
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "lineTerminator": "\r\n",
}


def resource(folder, name, file, text, schema):
    data = text.encode()
    (folder / file).write_bytes(gzip.compress(data) if file.endswith(".gz") else data)
    kind = file.split(".")[1]
    csv = {"csv": {"delimiter": "\t" if kind == "tsv" else ",", **DIALECT}}
    return {
        "name": name,
        "type": "table",
        "path": file,
        "encoding": "utf-8",
        "schema": {"$schema": f"{V2}tableschema.json", **schema},
        **({} if kind == "jsonl" else {"dialect": {"$schema": f"{V2}tabledialect.json", **csv["csv"]}}),
    }


def told(error, case):
    row = getattr(error, "row_number", None)
    line = "-" if row is None else case["lines"][row - 1]
    code = error.type
    if code == "primary-key":
        field = ", ".join(case["schema"]["primaryKey"])
    elif code == "foreign-key":
        field = ", ".join(error.field_names)
    elif code in ("blank-row", "extra-cell", "missing-cell"):
        field = ""
    else:
        field = (error.label if code in ("extra-label", "duplicate-label") else None) or getattr(error, "field_name", "")
    if code == "constraint-error":
        code += "/" + re.match(r'constraint "(\w+)"', error.note)[1]
    return f"{code} {line} {field}".rstrip()


def found(case):
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        resources = [resource(folder, "data", case["file"], case["text"], case["schema"])]
        for name, other in case.get("others", {}).items():
            resources.append(resource(folder, name, f"{name}.csv", other["text"], other["schema"]))
        descriptor = {"$schema": f"{V2}datapackage.json", "resources": resources}
        package = Package.from_descriptor(descriptor, basepath=made)
        report = package.get_resource("data").validate(limit_errors=10**6)
        if report.errors:
            return [f"{error.type}: {error.note}" for error in report.errors]
        return sorted({told(error, case) for error in report.tasks[0].errors})


print(json.dumps({case["name"]: found(case) for case in json.load(sys.stdin)}))

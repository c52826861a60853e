"""Write `terms.py` and `context.jsonld` from the Turtle: `python -m ontology`."""

from ontology import generate

(generate.HERE / "terms.py").write_text(generate.render(), encoding="utf-8")

from ontology import jsonld  # noqa: E402 - it needs the terms that were just written

(generate.HERE / jsonld.CONTEXT).write_text(jsonld.render(), encoding="utf-8")

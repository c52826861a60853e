"""The profile checker of the OWL API, where it is installed (Debian: libowlapi-java and a JDK), agrees with our own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ontology.documents import document
from ontology.others import XSD_DATE
from tests import world

JARS = Path("/usr/share/java")
pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(
        not (shutil.which("javac") and (JARS / "owlapi-api.jar").exists()),
        reason="the OWL API is not installed: apt-get install libowlapi-java default-jdk-headless",
    ),
]


def report(folder: Path, text: str) -> list[str]:
    path = folder / "ontology.ttl"
    path.write_text(text, encoding="utf-8")
    program = Path(__file__).parent / "owlapi" / "Profile.java"
    done = subprocess.run(
        ["java", "-cp", f"{JARS}/*", str(program), str(path)], capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.splitlines()


def test_the_ontology_is_in_owl_2_dl(tmp_path: Path) -> None:
    found = report(tmp_path, document("ontology.ttl")[0].decode())
    assert found[-1] == "in profile true"
    assert int(found[0].split()[1]) > 1000


def test_the_ontology_with_data_is_in_owl_2_dl_but_for_the_dates(tmp_path: Path) -> None:
    """And for the names and addresses of articles, whose properties are notes here."""
    data = [q for q in world.merged() if getattr(q.object, "datatype", None) != XSD_DATE]
    text = document("ontology.ttl")[0].decode() + "".join(f"{q.triple} .\n" for q in data)
    assert report(tmp_path, text)[-1] == "in profile true"


@pytest.mark.parametrize(
    "more",
    [
        "cmq:holds a owl:FunctionalProperty .",
        "cmq:Unknown rdfs:subClassOf cmq:Undeclared .",
        "cmq:represents a owl:IrreflexiveProperty .",
        "cmq:holds a owl:DatatypeProperty .",
    ],
)
def test_what_is_outside_is_told(tmp_path: Path, more: str) -> None:
    found = report(tmp_path, document("ontology.ttl")[0].decode() + more)
    assert found[-1] == "in profile false"
    assert any(line.startswith("violation") for line in found)

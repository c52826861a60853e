"""FAIR Signposting: the typed links between a landing page, what describes it and what belongs to it.

The landing page of an entity is its page, that of an article its own address, that of the dataset the first page. It
names its lasting address, its type, its licence, the documents that describe it and what it consists of; these lead
back to it. Pure: the same names give the same links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from server.store.citing import CRATE
from server.web.formats import GRAPHS, TURTLE, Format

_SCHEMA = "https://schema.org/"
_PRIMARY_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"
_TYPES = {
    "person": "Person",
    "state": "Country",
    "organization": "Organization",
    "community": "Organization",
    "group": "Organization",
    "place": "Place",
    "office": "Role",
    "holding": "OrganizationRole",
    "event": "Event",
    "claim": "Claim",
    "run": "Action",
}
LINKSETS = (
    Format("json", "page", ("application/linkset+json", "application/json"), "JSON"),
    Format("txt", "page", ("application/linkset", "text/plain"), "Text"),
)
"""The formats of link sets (RFC 9264)."""


class Link(NamedTuple):
    """A link as a header gives it: where to, in which relation, and the media type there, "" where it is left open."""

    target: str
    relation: str
    type: str = ""


class Signpost(NamedTuple):
    """A link with where it starts."""

    anchor: str
    link: Link


@dataclass(frozen=True, slots=True)
class Signposts:
    """All links between a landing page and what belongs to it; `linkset` is the address where they stand together."""

    landing: str
    linkset: str
    posts: tuple[Signpost, ...]

    def at(self, address: str) -> tuple[Link, ...]:
        """Return the links that a resource gives in its header: its own, and those to the link set."""
        own = [post.link for post in self.posts if post.anchor == address]
        sets = [Link(f"{self.linkset}.{form.suffix}", "linkset", form.types[0]) for form in LINKSETS]
        return (*own, *sets)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a dataset is visited: the address or path before all others, its base IRI, its licence, its publisher."""

    root: str
    base: str
    licence: str
    publisher: str = ""

    def thing(self, segment: str, slug: str) -> Signposts:
        """Return the links of an entity, a fact or another thing with an IRI below `id/`."""
        path = f"{segment}/{quote(slug)}"
        iri, page = f"{self.base}id/{path}", f"{self.root}/page/{path}"
        data = [(f"{self.root}/data/{path}.{form.suffix}", form.types[0]) for form in GRAPHS]
        topics = [Signpost(one, Link(iri, _PRIMARY_TOPIC)) for one in (page, *(address for address, _ in data))]
        return self._signposts(
            page, iri, f"linkset/{path}", (_TYPES[segment], "AboutPage"), data, more=topics, whole=f"{self.root}/"
        )

    def article(self, slug: str) -> Signposts:
        """Return the links of an article: the graph of what it says is what it consists of."""
        path = f"article/{quote(slug)}"
        page, iri = f"{self.root}/{path}", f"{self.base}{path}"
        data = [(f"{page}.{form.suffix}", form.types[0]) for form in GRAPHS]
        graph = [(f"{self.root}/graph/{quote(slug)}", "")]
        types = ("NewsArticle", "AboutPage")
        return self._signposts(page, iri, f"linkset/{path}", types, data, graph, whole=f"{self.root}/")

    def dataset(self, dumps: tuple[tuple[str, str], ...]) -> Signposts:
        """Return the links of the dataset; `dumps` are the names and media types of the files to download."""
        data = [(f"{self.root}/{name}", TURTLE.types[0]) for name in (".well-known/void", "dcat")]
        crates = [name for name, _ in dumps if name == CRATE]
        data += [(f"{self.root}/dumps/{name}", "application/ld+json") for name in crates]
        files = [(f"{self.root}/dumps/{name}", kind) for name, kind in dumps if name not in crates]
        return self._signposts(
            f"{self.root}/", self.base, "linkset/dataset", ("Dataset", "AboutPage"), data, files, kind="DataDownload"
        )

    def _signposts(
        self,
        page: str,
        iri: str,
        linkset: str,
        types: tuple[str, ...],
        data: list[tuple[str, str]],
        items: list[tuple[str, str]] | None = None,
        *,
        more: list[Signpost] | None = None,
        whole: str = "",
        kind: str = "Dataset",
    ) -> Signposts:
        items = items or []
        posts = [Signpost(page, Link(iri, "cite-as"))]
        posts += [Signpost(page, Link(_SCHEMA + name, "type")) for name in types]
        posts += [Signpost(page, Link(address, "describedby", type_)) for address, type_ in data]
        posts += [Signpost(page, Link(address, "item", type_)) for address, type_ in items]
        if self.publisher.startswith(("http://", "https://")):
            posts.append(Signpost(page, Link(self.publisher, "author")))
        if whole:
            posts.append(Signpost(page, Link(whole, "collection", "text/html")))
        for address, _ in data:
            posts += [Signpost(address, Link(iri, "cite-as")), Signpost(address, Link(page, "describes", "text/html"))]
        for address, _ in items:
            posts.append(Signpost(address, Link(page, "collection", "text/html")))
            posts.append(Signpost(address, Link(_SCHEMA + kind, "type")))
        resources = dict.fromkeys((page, *(address for address, _ in (*data, *items))))
        posts += [Signpost(address, Link(self.licence, "license")) for address in resources if self.licence]
        return Signposts(page, f"{self.root}/{linkset}", (*posts, *(more or [])))

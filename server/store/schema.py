"""The ledger's tables, and the questions about several rows at once."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,          -- which article: its address, identifier or text digest
    digest TEXT NOT NULL,       -- of the article's text and metadata
    graph TEXT NOT NULL,
    published TEXT NOT NULL,    -- ISO day or ''
    text BLOB NOT NULL,         -- canonical text, zlib
    metadata TEXT NOT NULL,     -- JSON: url, identifier, headline, publisher, flags
    reader TEXT NOT NULL,       -- reader, its version, model
    nquads BLOB NOT NULL,       -- zlib
    nquads_digest TEXT NOT NULL,
    receipt TEXT NOT NULL CHECK (receipt IN ('accepted', 'flagged', 'quarantined', 'retracted')),
    reasons TEXT NOT NULL       -- JSON list
) STRICT;
CREATE INDEX IF NOT EXISTS versions_by_key ON versions (key, seq);
CREATE INDEX IF NOT EXISTS versions_by_graph ON versions (graph, seq);
CREATE TABLE IF NOT EXISTS departed (   -- things that a version no longer tells of: their addresses were given out
    iri TEXT PRIMARY KEY, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS touched (    -- articles that mean others since a version of another article
    graph TEXT PRIMARY KEY, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS touched_by_seq ON touched (seq);
CREATE TABLE IF NOT EXISTS corrections (
    fact TEXT PRIMARY KEY, rejected_by TEXT NOT NULL, why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (
    fact TEXT, property TEXT, value TEXT NOT NULL, changed_by TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (fact, property)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS apart (     -- what people say is not the same, though it was taken for that
    a TEXT NOT NULL, b TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refusals (
    source TEXT NOT NULL, reason TEXT NOT NULL, advice TEXT NOT NULL, PRIMARY KEY (source, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
CURRENT = """SELECT v.* FROM versions v WHERE v.receipt != 'retracted' AND v.seq =
    (SELECT max(seq) FROM versions w WHERE w.key = v.key AND w.receipt != 'quarantined')"""
_STEP = """, v.graph, v.published, v.receipt, EXISTS (
    SELECT 1 FROM versions w WHERE w.key = v.key AND w.seq < v.seq AND w.receipt != 'quarantined') AS known"""
_NEWEST = """v.receipt != 'quarantined' AND NOT EXISTS (SELECT 1 FROM versions w
    WHERE w.key = v.key AND w.seq > v.seq AND w.seq <= :shown AND w.receipt != 'quarantined')"""
STEPS = f"""SELECT v.seq AS number{_STEP}, 0 AS again FROM versions v
    WHERE v.seq > :after AND v.seq <= :shown AND {_NEWEST}"""  # noqa: S608
STEPS_AGAIN = f"""SELECT t.seq AS number{_STEP}, v.seq <= :after AS again
    FROM touched t JOIN versions v ON v.graph = t.graph
    WHERE t.seq > :after AND t.seq <= :shown AND v.seq < t.seq AND v.receipt != 'retracted' AND {_NEWEST}"""  # noqa: S608
RECEIPTS = """SELECT key, receipt, reasons FROM versions v
    WHERE seq = (SELECT max(seq) FROM versions w WHERE w.key = v.key)"""

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
STEPS = """SELECT v.seq, v.graph, v.published, v.receipt, EXISTS (
    SELECT 1 FROM versions w WHERE w.key = v.key AND w.seq < v.seq AND w.receipt != 'quarantined') AS known
    FROM versions v WHERE v.seq > :after AND v.seq <= :shown AND v.receipt != 'quarantined' AND NOT EXISTS (
    SELECT 1 FROM versions w
    WHERE w.key = v.key AND w.seq > v.seq AND w.seq <= :shown AND w.receipt != 'quarantined')"""
RECEIPTS = """SELECT key, receipt, reasons FROM versions v
    WHERE seq = (SELECT max(seq) FROM versions w WHERE w.key = v.key)"""

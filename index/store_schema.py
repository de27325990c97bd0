"""The tables of the SQLite store, as a list of migrations: the schema's version is their number."""

from __future__ import annotations

# Each migration is a tuple of statements run in one transaction. A migration that
# was ever released is never changed: a new one is added after it.
# ``documents.text`` is the last column: SQLite reads the others without walking through it.
# ``documents.source`` names what versions have in common: the id of the first of them.
# ``record`` holds a whole record as JSON (see ``store_rows``); what is searched by is drawn out of it.
TOKENIZER = "porter unicode61 remove_diacritics 2"

_FIRST = (
    """
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        id TEXT NOT NULL,
        source TEXT NOT NULL,
        version INTEGER NOT NULL,
        current INTEGER NOT NULL,
        medium TEXT,
        body TEXT,
        title TEXT,
        url TEXT,
        published TEXT,
        met TEXT,
        reader TEXT NOT NULL,
        added TEXT NOT NULL,
        text_sha256 TEXT NOT NULL,
        headings TEXT NOT NULL,
        turns TEXT NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (source, version)
    )
    """,
    "CREATE INDEX documents_by_id ON documents (id)",
    "CREATE INDEX documents_by_date ON documents (published)",
    """
    CREATE TABLE sightings (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        address TEXT NOT NULL,
        fetched TEXT NOT NULL,
        raw_sha256 TEXT NOT NULL,
        parser TEXT NOT NULL,
        headers TEXT NOT NULL,
        partial INTEGER NOT NULL,
        machine_made INTEGER NOT NULL
    )
    """,
    "CREATE INDEX sightings_by_address ON sightings (address, number)",
    "CREATE INDEX sightings_by_document ON sightings (document, number)",
    """
    CREATE TABLE passages (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        vector_key INTEGER NOT NULL,
        heading TEXT,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX passages_by_place ON passages (document, start)",
    "CREATE INDEX passages_by_vector ON passages (vector_key)",
    f"""
    CREATE VIRTUAL TABLE passages_fts USING fts5(
        text, heading, content='passages', content_rowid='number', tokenize='{TOKENIZER}'
    )
    """,
    "CREATE VIRTUAL TABLE passages_vocabulary USING fts5vocab('passages_fts', 'col')",
    """
    CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
        INSERT INTO passages_fts (rowid, text, heading) VALUES (new.number, new.text, new.heading);
    END
    """,
    """
    CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
        INSERT INTO passages_fts (passages_fts, rowid, text, heading)
        VALUES ('delete', old.number, old.text, old.heading);
    END
    """,
    """
    CREATE TABLE quotes (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        record TEXT NOT NULL
    )
    """,
    "CREATE INDEX quotes_by_document ON quotes (document)",
    """
    CREATE TABLE statements (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        record TEXT NOT NULL,
        speaker TEXT GENERATED ALWAYS AS (json_extract(record, '$.speaker')) VIRTUAL,
        speaker_label TEXT GENERATED ALWAYS AS (json_extract(record, '$.speaker_label')) VIRTUAL,
        due TEXT GENERATED ALWAYS AS (json_extract(record, '$.deadline.due')) VIRTUAL
    )
    """,
    "CREATE INDEX statements_by_place ON statements (document, start)",
    """
    CREATE TABLE statement_kinds (
        statement INTEGER NOT NULL REFERENCES statements (number) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        PRIMARY KEY (statement, kind)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX statements_by_kind ON statement_kinds (kind, statement)",
    """
    CREATE TABLE links (
        id TEXT PRIMARY KEY,
        statement TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        record TEXT NOT NULL
    )
    """,
    "CREATE INDEX links_by_statement ON links (statement, place)",
    "CREATE INDEX links_by_document ON links (document)",
    """
    CREATE TABLE traces (
        statement TEXT PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
        traced TEXT NOT NULL,
        searched TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE failures (
        address TEXT PRIMARY KEY,
        reason TEXT NOT NULL,
        message TEXT NOT NULL,
        at TEXT NOT NULL
    )
    """,
)

# Corrections by people point to a place in a document, not to a statement: statements are found anew, and the
# sentence that was corrected may have been none.
_CORRECTIONS = (
    """
    CREATE TABLE corrections (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        record TEXT NOT NULL
    )
    """,
    "CREATE INDEX corrections_by_place ON corrections (document, start)",
)

# Judgements by people, too, point to the places that they are about: statements are found anew, links are replaced.
# ``record`` of a judgement is the link with the judgement in it, of a verdict the verdict.
_JUDGEMENTS = (
    """
    CREATE TABLE link_judgements (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        record TEXT NOT NULL
    )
    """,
    "CREATE INDEX link_judgements_by_place ON link_judgements (document, start)",
    """
    CREATE TABLE verdicts (
        number INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents (number),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        record TEXT NOT NULL
    )
    """,
    "CREATE INDEX verdicts_by_place ON verdicts (document, start)",
)

# What the ledger lists, a row for each pledge and request, made from its links (``store_ledger``). A row whose
# statement is read, traced or judged anew is marked stale and made again when the ledger is next asked for.
_LEDGER = (
    """
    CREATE TABLE ledger (
        statement TEXT PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
        answer TEXT NOT NULL,
        day TEXT,
        due TEXT,
        up_to TEXT,
        mentions INTEGER NOT NULL,
        silent INTEGER NOT NULL,
        moved INTEGER NOT NULL,
        done TEXT,
        late INTEGER NOT NULL,
        reply TEXT,
        reply_place TEXT,
        promise TEXT,
        stale INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ledger_by_promise ON ledger (promise, day)",
    "CREATE INDEX ledger_stale ON ledger (statement) WHERE stale",
    """
    CREATE TRIGGER ledger_read_anew AFTER UPDATE OF record ON statements BEGIN
        UPDATE ledger SET stale = 1 WHERE statement = new.id;
    END
    """,
    """
    CREATE TRIGGER ledger_traced AFTER INSERT ON traces BEGIN
        UPDATE ledger SET stale = 1 WHERE statement = new.statement;
    END
    """,
    """
    CREATE TRIGGER ledger_traced_anew AFTER UPDATE ON traces BEGIN
        UPDATE ledger SET stale = 1 WHERE statement = new.statement;
    END
    """,
    """
    CREATE TRIGGER ledger_judged AFTER INSERT ON link_judgements BEGIN
        UPDATE ledger SET stale = 1 WHERE statement IN (
            SELECT s.id FROM statements s JOIN documents d ON d.number = s.document
            WHERE d.source = (SELECT source FROM documents WHERE number = new.document)
        );
    END
    """,
)

# The moment at which every traced statement was up to date (``store_traces``): one row.
_TRACE_PASSES = ("CREATE TABLE trace_passes (moment TEXT NOT NULL)",)

# What is followed on the web, and everything that was ever fetched from there (``store_sources``). ``fetches`` only
# grows; the whole answer (address, time, headers) is a file of the archive, named by ``told_sha256``.
# ``statements.fate`` is what became of the words of a page that was changed (``store_versions``), NULL if nothing.
# Of stores made before it the fate is worked out here without its nuances: the words are no longer there.
_SOURCES = (
    "ALTER TABLE documents ADD COLUMN people TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN anchors TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE sightings ADD COLUMN also TEXT NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE fetches (
        number INTEGER PRIMARY KEY,
        asked TEXT NOT NULL,
        address TEXT NOT NULL,
        fetched TEXT NOT NULL,
        unchanged INTEGER NOT NULL,
        raw_sha256 TEXT NOT NULL,
        told_sha256 TEXT NOT NULL
    )
    """,
    "CREATE INDEX fetches_by_address ON fetches (asked, number)",
    """
    CREATE TABLE followed (
        number INTEGER PRIMARY KEY,
        address TEXT NOT NULL,
        committee TEXT NOT NULL,
        since TEXT,
        site INTEGER NOT NULL,
        added TEXT NOT NULL,
        last_good TEXT,
        UNIQUE (address, committee)
    )
    """,
    """
    CREATE TABLE harvests (
        number INTEGER PRIMARY KEY,
        followed INTEGER NOT NULL REFERENCES followed (number) ON DELETE CASCADE,
        at TEXT NOT NULL,
        since TEXT,
        meetings INTEGER NOT NULL,
        documents INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        requests INTEGER NOT NULL,
        alarm TEXT
    )
    """,
    "CREATE INDEX harvests_by_source ON harvests (followed, number)",
    """
    CREATE TABLE meetings (
        followed INTEGER NOT NULL REFERENCES followed (number) ON DELETE CASCADE,
        id TEXT NOT NULL,
        held TEXT,
        seen TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (followed, id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE documents_of_source (
        followed INTEGER NOT NULL REFERENCES followed (number) ON DELETE CASCADE,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        PRIMARY KEY (followed, document)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX sources_of_document ON documents_of_source (document)",
    "CREATE INDEX documents_by_body ON documents (body, medium)",
    "ALTER TABLE failures ADD COLUMN followed INTEGER REFERENCES followed (number) ON DELETE SET NULL",
    "ALTER TABLE statements ADD COLUMN fate TEXT",
    "CREATE INDEX statements_vanished ON statements (document) WHERE fate = 'vanished'",
    """
    UPDATE statements SET fate = 'vanished' WHERE document IN (SELECT number FROM documents WHERE current = 0)
    AND EXISTS (
        SELECT 1 FROM documents old JOIN documents newest ON newest.source = old.source AND newest.current = 1
        WHERE old.number = statements.document AND NOT instr(newest.text, json_extract(statements.record, '$.text'))
    )
    """,
)

# The last verdict in the row of the ledger, so that what people settled is not called overdue; and by which ranking
# a statement was traced (``store_traces``), so that a new one traces it anew. Every row is made again once: a search
# that covered no later record was called "checked" before.
_VERDICT_AND_RANKING = (
    "ALTER TABLE ledger ADD COLUMN verdict TEXT",
    "UPDATE ledger SET stale = 1",
    """
    CREATE TRIGGER ledger_rated AFTER INSERT ON verdicts BEGIN
        UPDATE ledger SET stale = 1 WHERE statement IN (
            SELECT s.id FROM statements s JOIN documents d ON d.number = s.document
            WHERE d.source = (SELECT source FROM documents WHERE number = new.document)
        );
    END
    """,
    "ALTER TABLE traces ADD COLUMN ranking TEXT NOT NULL DEFAULT ''",
)

# What of a feed is wanted (JSON lists of words and places), and how many of its entries a round left alone for that.
_FEEDS = (
    "ALTER TABLE followed ADD COLUMN about TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE followed ADD COLUMN places TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE harvests ADD COLUMN unwanted INTEGER NOT NULL DEFAULT 0",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _CORRECTIONS,
    _JUDGEMENTS,
    _LEDGER,
    _TRACE_PASSES,
    _SOURCES,
    _VERDICT_AND_RANKING,
    _FEEDS,
)
VERSION = len(MIGRATIONS)

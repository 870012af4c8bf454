"""Documents, their passages, cues and sentences, with vectors; staff text is hidden by row-level security."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE policies.documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    hash text NOT NULL,
    document text NOT NULL,
    version text NOT NULL,
    cite text,
    title text NOT NULL,
    summary text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    products text[] NOT NULL,
    states text[] NOT NULL,
    audience text NOT NULL CHECK (audience IN ('borrower', 'staff')),
    governed_by text NOT NULL CHECK (governed_by IN ('today', 'agreement')),
    owner text NOT NULL,
    sources text[] NOT NULL,
    words integer NOT NULL,
    ingested_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (collection, key)
);
CREATE INDEX ON policies.documents (collection, document);

CREATE TABLE policies.sections (
    document_id bigint NOT NULL REFERENCES policies.documents ON DELETE CASCADE,
    position integer NOT NULL,
    anchor text NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    audience text NOT NULL,
    PRIMARY KEY (document_id, anchor)
);

CREATE TABLE policies.passages (
    id bigint GENERATED ALWAYS AS IDENTITY,
    collection text NOT NULL,
    document_id bigint NOT NULL REFERENCES policies.documents ON DELETE CASCADE,
    anchor text NOT NULL,
    title text NOT NULL,
    part integer NOT NULL,
    language text NOT NULL,
    audience text NOT NULL,
    text text NOT NULL,
    context text NOT NULL,
    embedding vector(384) NOT NULL,
    multilingual vector(384),
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', context), 'A') || setweight(to_tsvector('english', text), 'D')) STORED,
    PRIMARY KEY (id, collection)
) PARTITION BY LIST (collection);

CREATE TABLE policies.cues (
    collection text NOT NULL,
    document_id bigint NOT NULL REFERENCES policies.documents ON DELETE CASCADE,
    anchor text,
    audience text NOT NULL,
    text text NOT NULL,
    embedding vector(384) NOT NULL
) PARTITION BY LIST (collection);

CREATE TABLE policies.sentences (
    collection text NOT NULL,
    passage_id bigint NOT NULL,
    position integer NOT NULL,
    audience text NOT NULL,
    text text NOT NULL,
    embedding vector(384) NOT NULL,
    PRIMARY KEY (passage_id, collection, position),
    FOREIGN KEY (passage_id, collection) REFERENCES policies.passages (id, collection) ON DELETE CASCADE
);
"""

# The borrower-facing collection lies apart: its index holds nothing else, other collections cannot crowd it out.
_PARTITIONS = """
CREATE TABLE policies.{table}_policies PARTITION OF policies.{table} FOR VALUES IN ('policies');
CREATE TABLE policies.{table}_others PARTITION OF policies.{table} DEFAULT;
CREATE INDEX ON policies.{table} (document_id);
CREATE INDEX ON policies.{table} USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 100);
"""

# Policies for reading: borrowers' text for everybody, staff text only where the transaction said so.
_SECURITY = """
ALTER TABLE policies.{table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies.{table} FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON policies.{table} FOR SELECT TO assistant_app
    USING (audience = 'borrower' OR current_setting('policies.audience', true) = 'staff');
CREATE POLICY ingests ON policies.{table} TO policies_ingest USING (true) WITH CHECK (true);
GRANT SELECT ON policies.{table} TO assistant_app;
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON policies.{table} TO policies_ingest;
"""


def upgrade() -> None:
    """Create the tables, their indexes, grants and row-level security."""
    op.execute(_TABLES)
    for table in ("passages", "cues"):
        op.execute(_PARTITIONS.format(table=table))
    op.execute("CREATE INDEX ON policies.passages USING gin (words)")
    op.execute("GRANT USAGE ON SCHEMA policies TO assistant_app, policies_ingest")
    for table in ("documents", "sections", "passages", "cues", "sentences"):
        op.execute(_SECURITY.format(table=table))


def downgrade() -> None:
    """Remove the tables; the documents themselves are files and can be ingested again."""
    for table in ("sentences", "cues", "passages", "sections", "documents"):
        op.execute(f"DROP TABLE policies.{table}")

"""Policy documents, their ingestion and hybrid search."""

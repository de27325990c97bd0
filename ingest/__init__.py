"""A source (web page, PDF, feed, file) becomes a Document: fixed text and its provenance."""

"""Statements and passages become a store, word and vector search, and links to later evidence."""

"""A Document becomes quotations, speakers and Statements with kinds and slots."""

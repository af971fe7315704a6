"""Headings, paragraphs, sentences, clauses, and facts about the document."""

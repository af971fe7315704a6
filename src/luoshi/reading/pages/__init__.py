"""From characters with boxes to text: rows, columns, running heads, paragraphs, tables."""

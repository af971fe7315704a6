"""Records to JSON and back, by the names of the contract."""

from luoshi.codec.alignments import to_alignment_line, to_alignment_record, to_coverage_lines
from luoshi.codec.decode import from_record
from luoshi.codec.encode import dumps, to_json_line, to_record
from luoshi.codec.findings import to_change_line, to_change_record, to_finding_line, to_finding_record

__all__ = [
    "dumps",
    "from_record",
    "to_alignment_line",
    "to_alignment_record",
    "to_change_line",
    "to_change_record",
    "to_coverage_lines",
    "to_finding_line",
    "to_finding_record",
    "to_json_line",
    "to_record",
]

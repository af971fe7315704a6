"""What luoshi is measured beside: jieba's segmentation, JioNLP's times and sums, a plain expression."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from types import ModuleType

from luoshi.model import Document

Run = Callable[[Document], object]
_PLAIN = re.compile(
    r"(?:到)?\d{4}年(?:底|前)?|[一二三四五六七八九十百千万亿两\d.]+(?:个百分点|万亿元|亿元|万元|万人|公里|个|项|家|所|%)"
    r"|(?:确保|力争|加快|推进|完成|建成|新增|不低于|不少于|达到|以上|左右)"
)


def jieba() -> Run:
    """Give jieba's precise mode."""
    import jieba as segmenter

    segmenter.setLogLevel(logging.ERROR)
    segmenter.initialize()
    return lambda document: segmenter.lcut(document.text)


def expression() -> Run:
    """Give one pass of a regular expression over years, quantities and words of force."""
    return lambda document: _PLAIN.findall(document.text)


def has_jionlp() -> bool:
    """Tell whether JioNLP is installed, without loading it."""
    return find_spec("jionlp") is not None


def jionlp() -> tuple[Run, Run] | None:
    """Give JioNLP's extraction of times and of sums of money; ``None`` where it is not installed.

    Its segmenter jiojio (85 MB) is for places alone: it is not asked for here, so it need not be there.
    """
    for name in ("jiojio", "requests"):
        sys.modules.setdefault(name, ModuleType(name))
    try:
        from jionlp.algorithm.ner.money_extractor import MoneyExtractor
        from jionlp.algorithm.ner.time_extractor import TimeExtractor
    except ImportError:
        return None
    times, money = TimeExtractor(), MoneyExtractor()
    logging.getLogger().addFilter(_is_no_error_of_its_own)
    return (lambda document: times(document.text)), (lambda document: money(document.text))


def _is_no_error_of_its_own(record: logging.LogRecord) -> bool:
    """Leave out the tracebacks that JioNLP logs, by the hundred, of stretches which prove to be no time."""
    return not record.getMessage().startswith("Traceback")

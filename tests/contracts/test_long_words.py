"""Words of any length are kept whole and found, though no index takes them whole."""

from dataclasses import replace

from made import AT, FACTS, make_document, make_statements

from luoshi.model import Actor
from luoshi.stores import Filter

LONG = "市推进产业创新综合体建设工作领导小组" * 200


def test_long_words_are_kept_and_found(store):
    document = make_document(1, 2)
    one, other = make_statements(document)
    one = replace(one, section=(LONG,), kind=LONG, themes=(LONG,), actors=(Actor(LONG, "lead", 0, 4),))
    store.add_document(document, FACTS, [one, other], author="张三", at=AT, source=document.source)
    assert store.row(1).statement == one
    for wanted in (Filter(section=LONG), Filter(kind=LONG), Filter(theme=LONG), Filter(lead=LONG[:40])):
        assert [row.number for row in store.rows(wanted)] == [1]
    assert store.verify_chain() == 3

"""What holds for the quantities of any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.extracting.numbers.quantities import quantities
from luoshi.normalize.fold import fold, fold_numerals
from luoshi.normalize.numerals import numeral

PIECES = st.one_of(
    st.sampled_from(["1,234", "3.5", "0.6", "２０", "1/3", "5", "12", "2025"]),
    st.sampled_from(
        "．.%％—至到-~万亿千百十一二两三半几〇点又/^ek成折打第前个家人元年月日"
        "多余约近翻番倍负和，、。（）“”级位陆壹佰萬 \u3000\n"
    ),
    st.sampled_from(["公里", "千瓦", "个百分点", "分之", "左右", "以上", "以内", "不低于", "超过"]),
    st.sampled_from(["控制在", "最多", "最少", "之间", "增长", "建成", "项目"]),
)
NUMBERISH = "0123456789.,%/-^ek十百千万亿一二两三半几零点分之又多余至—番成折打第前个家元年约负"
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map("".join), st.text(NUMBERISH, max_size=20), st.text(max_size=60)
)
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
WIDE = str.maketrans("0123456789.%/-", "０１２３４５６７８９．％／－")


@settings(max_examples=500)
@given(st.one_of(TEXTS, ANY_TEXT))
def test_offsets_are_sane_and_in_order(text):
    end = 0
    for found in quantities(text):
        assert end <= found.start < found.end <= len(text)
        assert found.low == found.low
        assert abs(found.low) != float("inf")
        assert found.high is None or found.low < found.high
        assert (found.comparator == "range") == (found.high is not None)
        assert found.comparator in {"approx", "ge", "gt", "le", "lt", "eq", "range"}
        end = found.end


@given(st.one_of(TEXTS, ANY_TEXT, st.text("0123456789.,eE-+十百万亿一三零点分之又负几打", max_size=8)))
def test_a_numeral_has_a_finite_value_or_none(text):
    found = numeral(text)
    assert found is None or abs(found.value) < float("inf")


@given(st.one_of(TEXTS, ANY_TEXT))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(fold_numerals(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@settings(max_examples=300)
@given(TEXTS)
def test_full_width_forms_are_equal(text):
    # a lone full-width comma stays a comma of the sentence, so texts with one are left out
    narrow = fold(text.replace(",", "").replace("，", ""))
    assert quantities(narrow) == quantities(narrow.translate(WIDE))


@settings(max_examples=300)
@given(TEXTS, TEXTS, TEXTS)
def test_sentences_do_not_change_each_other(before, text, after):
    alone = quantities("。" + text + "。")
    ahead = len(before)
    joined = quantities(before + "。" + text + "。" + after)
    inside = [q for q in joined if q.start > ahead and q.end <= ahead + 1 + len(text)]
    assert [q._replace(start=q.start - ahead, end=q.end - ahead) for q in inside] == alone


@given(st.integers(1, 10**9), st.sampled_from(["个", "家", "万人", "亿元", "%", "公里"]))
def test_written_with_separators_or_without(number, unit):
    plain, parted, wide = f"完成{number}{unit}", f"完成{number:,}{unit}", f"完成{number:,}{unit}"
    wide = wide.translate(WIDE).replace(",", "，")
    values = [[(q.low, q.unit) for q in quantities(text)] for text in (plain, parted, wide)]
    assert values == [[(number, unit)]] * 3

"""The grammar of a question in a dictionary's words, and what of it was said whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.speech.sphinx_grammar import grammar_for, words_of_phrase
from ari_app.speech.sphinx_model import find_sphinx_model, read_vocabulary

WORDS = frozenset("零一二三四五六七八九十 分 大概 吧 疼 不 月 号 日 救命 救 命 一 幺".split()) | frozenset(
    "零一二三四五六七八九十"
)


def asked(qtype: QType) -> Expectation:
    return Expectation("item", qtype, "", expected_phrases(qtype, {}))


def test_phrases_are_split_into_the_longest_words() -> None:
    assert words_of_phrase("救命", WORDS) == ("救命",)
    assert words_of_phrase("不疼", WORDS) == ("不", "疼")
    assert words_of_phrase("not at all", frozenset({"not", "at", "all"})) == ("not", "at", "all")
    assert words_of_phrase("一点不疼", WORDS) is None
    assert words_of_phrase("", WORDS) is None


def test_a_score_s_grammar_holds_answers_and_danger() -> None:
    grammar = grammar_for(asked(QType.NRS), WORDS)
    assert grammar.jsgf.startswith("#JSGF V1.0;\ngrammar open;\n<answer> = ")
    assert "七 分" in grammar.jsgf
    assert "<danger> = 救命;" in grammar.jsgf
    assert "public <said> = [大概] <answer> [吧] | <danger>;" in grammar.jsgf


def test_only_a_whole_sentence_is_one() -> None:
    grammar = grammar_for(asked(QType.NRS), WORDS)
    whole = ("七分", "大概七分吧", "大概七分", "七", "救命")
    assert all(grammar.is_whole(text) for text in whole)
    assert not any(grammar.is_whole(text) for text in ("", "大概", "七分八分", "救"))
    assert grammar.is_danger("救命")
    assert not grammar.is_danger("七分")


def test_an_identity_number_is_any_four_digits() -> None:
    grammar = grammar_for(asked(QType.ID_TAIL), WORDS)
    assert "<digit> <digit> <digit> <digit>" in grammar.jsgf
    assert grammar.is_whole("四四幺七")
    assert not grammar.is_whole("四四幺")


def test_a_birthday_is_any_day_of_the_year() -> None:
    grammar = grammar_for(asked(QType.BIRTH_MD), WORDS)
    assert all(grammar.is_whole(text) for text in ("八月二号", "十二月三十一日", "一月十号"))
    assert not grammar.is_whole("八月三十二号")


def test_a_dictionary_that_knows_nothing_gives_no_grammar() -> None:
    assert grammar_for(asked(QType.NRS), frozenset({"hello"})).jsgf == ""


def model(folder: Path, *acoustics: str, highest: str = "-upperf 3500") -> Path:
    for name in acoustics:
        (folder / name).mkdir()
        for file in ("mdef", "means"):
            (folder / name / file).touch()
        (folder / name / "feat.params").write_text(f"-lowerf 1\n{highest}\n")
    (folder / "words.dic").write_text("七\tq i\n了\tl e\n了(2)\tl iao\n", "utf-8")
    return folder


@pytest.mark.parametrize("highest, rate", [("-upperf 4000", 8000), ("-upperf 6800", 16_000), ("", 16_000)])
def test_a_model_is_found_with_its_rate(tmp_path: Path, highest: str, rate: int) -> None:
    found = find_sphinx_model(model(tmp_path, "b_sc", "a_ptm", highest=highest))
    assert found is not None
    assert [path.name for path in found.acoustics] == ["a_ptm", "b_sc"]
    assert found.sample_rate == rate
    assert read_vocabulary(found.dictionary) == {"七", "了"}


def test_half_a_model_is_none(tmp_path: Path) -> None:
    assert find_sphinx_model(tmp_path / "none") is None
    assert find_sphinx_model(model(tmp_path)) is None

"""Another wording: only one that may be spoken, for its share of the patients, always the same ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import pytest

from ari_app.config.settings import WordingSettings
from ari_app.core.errors import ConfigError, WrongInput
from ari_app.wiring import instruments
from ari_app.wiring.wordings import open_wordings


def other(
    folder: Path, version: str = "2.0.0-b", prompts: Mapping[str, object] = MappingProxyType({})
) -> Path:
    data = json.loads(instruments.prompt_source())
    data["version"] = version
    data["prompts"] |= dict(prompts)
    path = folder / "other.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_without_another_wording_everybody_hears_the_usual_one() -> None:
    wordings = open_wordings(WordingSettings())
    assert wordings.variant_of(UUID(int=1)) is None
    assert wordings.of(None) is wordings.of("b") is instruments.prompts()


@pytest.mark.req("M07-002")
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_patients_are_split_by_the_ratio_and_stay_where_they_are(tmp_path: Path, share: float) -> None:
    wordings = open_wordings(WordingSettings(other=other(tmp_path), share=share))
    people = [UUID(int=number) for number in range(3_000)]
    variants = [wordings.variant_of(each) for each in people]
    assert variants.count("b") / len(people) == pytest.approx(share, abs=0.03)
    assert set(variants) == {"a", "b"}
    assert variants == [wordings.variant_of(each) for each in people]
    assert (wordings.of("a").version, wordings.of("b").version) == (instruments.prompts().version, "2.0.0-b")


def test_what_may_not_be_spoken_is_refused_before_any_call(tmp_path: Path) -> None:
    silent = {"say": ["您好，这里是{hospital}随访中心。", "可以吗？"], "protected": True}
    with pytest.raises(ConfigError, match="does not tell") as refused:
        open_wordings(WordingSettings(other=other(tmp_path, prompts={"consent.ask": silent})))
    assert refused.value.mend is not None and "ari-app script check" in refused.value.mend
    with pytest.raises(ConfigError, match="has the version of the usual wording"):
        open_wordings(WordingSettings(other=other(tmp_path, instruments.prompts().version)))
    with pytest.raises(ConfigError, match="cannot be read"):
        open_wordings(WordingSettings(other=tmp_path / "none.json"))
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(WrongInput):
        open_wordings(WordingSettings(other=tmp_path / "bad.json"))

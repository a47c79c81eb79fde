"""What is said beside the answer to a question answered in words: the weather, a question of the patient's own."""

from __future__ import annotations

from ari_app.language.phrases import Phrases

_SMALL_TALK = Phrases(
    "(今天|这几天|最近|这两天|外面|外头)*(的)?(天气|天儿|太阳|(?<!今)(?<!昨)(?<!前)(?<!明)(?<!后)(?<!每)(?<!两)(?<!几)(?<!整)(?<!白)(?<!一)(?<!三)(?<!那)(?<!多)天)[可真很挺太这么那是还也都]*(不错|不好|暖和|好|热|冷|凉|闷|晴|阴|大)[啊呀呢了的得很]*",
)
_MAY_I = "(能不能|可不可以|能否|可否|该不该|要不要|用不用|需不需要|会不会|是不是|有没有必要)(?!说|算|是)[^，]{1,14}$"
_IS_IT = (
    "(还|都|就)?(能|可以|可|要|得|该)[^不没吗么一二三四五六七八九半]{1,7}(吗|么|伐|不|没|行不|啵)[啊呀呢]*$"
)
_QUESTION = Phrases(f"[我俺咱那你们请问想现在这]*{_MAY_I}", f"[我俺咱那你们请问想现在这]*{_IS_IT}")


def without_small_talk(text: str) -> str:
    """`text` without words about the weather, whose 好 and 热 answer nothing."""
    return _SMALL_TALK.stripped(text)


def without_questions(text: str) -> str:
    """`text` without the patient's own question at its end (我能不能吃海鲜啊), whose words name no option."""
    return _QUESTION.stripped(text)

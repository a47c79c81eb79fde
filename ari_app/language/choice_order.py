"""An option named by its place: 第二个, 中间那个, 最后面的, 第二个不不第三个."""

from __future__ import annotations

import re

from ari_app.language.corrections import corrects

_KIND = "(?:个|项|种|条|样|类|档|选项|选择|答案|情况)"
_DIGITS = {**{str(i): i for i in range(1, 7)}, **{c: i + 1 for i, c in enumerate("一二三四五六")}}
_LETTERS = {c: i + 1 for i, c in enumerate("abcde")}
_OTHER_COUNT = "(?!天|次|回|顿|个?(?:星期|礼拜|月|小时|孩子)|年|胎|代)"
_REAR = "(?<!然)(?<!以)(?<!之)(?<!今)(?<!饭)(?<!术)后[面头边]"
_PLACE = re.compile(
    rf"倒数第(?P<back>[一二三四五六1-6]){_KIND}?"
    rf"|(?:第|选|选项)(?P<nth>[一二三四五六1-6]){_KIND}?{_OTHER_COUNT}"
    rf"|(?P<first>(?<![线里外上下前后边骨馒念指口罐钟石木枕镜额床拳])(?:头|首)一?{_KIND}(?!月|星期|礼拜|小时)|(?:最?前[面头边]|打头|开头|最先|最上面?|最早说?)的?那?一?{_KIND})"
    rf"|(?P<middle>(?:中间|当中|中不溜|正中|居中|中[间]?的)的?那?一?(?:{_KIND}|的)?)"
    rf"|(?P<last>(?:(?:最后|最末|末尾|末了|最底下|最下面?|尾)[面头边]?|{_REAR})的?那?一?(?:{_KIND}|的)"
    rf"|末一?{_KIND}|最后[面头]?$)"
)
_ALONE = re.compile(r"(?:选|就|我选)?(?:(?P<bare>[一二三四五1-5])(?:号|吧|)?|(?P<letter>[a-e])(?:吧|)?)")
_DENIES = re.compile(r"不(?:是|选|要)$")


def by_place(text: str, bare: str, count: int) -> tuple[list[int], bool]:
    """The places (from 0) that are named and not taken back, and whether one was named that there is not."""
    places: list[int] = []
    off, end = False, 0
    alone = _ALONE.fullmatch(bare)
    for found in [alone] if alone is not None else _PLACE.finditer(text):
        if _DENIES.search(text[: found.start()]):
            end = found.end()
            continue
        place = _place(found, count)
        if places and corrects(text[end : found.start()]):
            places.clear()
        end = found.end()
        if place is None or not 0 <= place < count:
            off = True
        elif place not in places:
            places.append(place)
    return places, off


def _place(found: re.Match[str], count: int) -> int | None:
    kind, said = next((name, text) for name, text in found.groupdict().items() if text is not None)
    if kind == "back":
        return count - _DIGITS[said]
    if kind in ("nth", "bare"):
        return _DIGITS[said] - 1
    if kind == "letter":
        return _LETTERS[said] - 1
    if kind == "middle":
        return count // 2 if count % 2 else None
    return 0 if kind == "first" else count - 1

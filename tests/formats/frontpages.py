"""Front pages as newspapers set them: stories in boxes of their own columns, printed by Chromium."""

from __future__ import annotations

from dataclasses import dataclass

_STYLE = (
    '<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>@page{size:A4;margin:15mm}'
    "body{margin:0;font:10.5pt/1.5 'Noto Serif CJK SC',serif}p{margin:0;text-indent:2em;text-align:justify}"
    "h1,h2,h3{text-align:center;margin:0 0 2mm}h1{font-size:26pt}h2{font-size:17pt}h3{font-size:13pt}"
    ".caption{font-size:9pt;text-indent:0}.picture{background:#bbb;break-inside:avoid}.side{display:flex;gap:7mm}"
    ".boxed{border:1px solid #000;padding:3mm}.two{columns:2;column-gap:7mm}.three{columns:3;column-gap:7mm}"
    ".four{display:grid;grid-template-columns:repeat(4,1fr);gap:6mm}.wide{flex:1}</style>"
)
_CLAUSES = (
    "市委召开专题会议",
    "部署下一阶段工作",
    "把扩大内需放在更加突出的位置",
    "推动重大项目早开工早见效",
    "各区各部门压实责任",
    "确保全年目标任务按期完成",
    "会议还审议了其他事项",
    "持续改善民生福祉",
)


@dataclass(frozen=True)
class FrontPage:
    """A page and the lines it should give, story by story."""

    name: str
    page: str
    lines: list[str]


def _story(name: str, paragraphs: int) -> list[str]:
    return [
        f"{name}第{number}段，"
        + "，".join(_CLAUSES[(3 * number + at) % 8] for at in range(4 + number % 4))
        + "。"
        for number in range(1, paragraphs + 1)
    ]


def _set(story: list[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def _head_story() -> FrontPage:
    head, left, right = _story("头条", 6), _story("左稿", 4), _story("右稿", 5)
    page = (
        f"<h1>云川日报</h1><h2>全市重点工作推进会在云川召开部署任务</h2><div class=three>{_set(head)}</div>"
        f"<div class=side style='margin-top:6mm'><div style='flex:0 0 62mm'>"
        f"<h3>左边的小标题</h3>{_set(left)}</div>"
        f"<div class=wide><h3>右边的稿件标题更长一些</h3><div class=two>{_set(right)}</div></div></div>"
    )
    lines = ["云川日报", "全市重点工作推进会在云川召开部署任务", *head, "左边的小标题", *left]
    return FrontPage("head story", page, [*lines, "右边的稿件标题更长一些", *right])


def _boxed_side() -> FrontPage:
    main, side, foot = _story("主稿", 6), _story("框稿", 4), _story("底稿", 3)
    page = (
        f"<div class=side><div class=wide><h2>主稿标题横跨两栏</h2><div class=two>{_set(main[:3])}"
        "<div class=picture style='height:38mm'></div><p class=caption>图为云川东站建设现场。</p>"
        f"{_set(main[3:])}</div></div><div class=boxed style='flex:0 0 50mm;align-self:flex-start'>"
        f"<h3>框内的短评</h3>{_set(side)}</div></div>"
        f"<div style='margin-top:6mm'><h2>底部通栏稿件</h2><div class=three>{_set(foot)}</div></div>"
    )
    lines = ["主稿标题横跨两栏", *main[:3], "图为云川东站建设现场。", *main[3:], "框内的短评", *side]
    return FrontPage("boxed side story", page, [*lines, "底部通栏稿件", *foot])


def _four_columns() -> FrontPage:
    one, two, three, four = _story("一稿", 4), _story("二稿", 6), _story("三稿", 3), _story("四稿", 4)
    page = (
        f"<h1>云川日报</h1><div class=four><div><h3>一稿的标题</h3>{_set(one)}</div>"
        f"<div style='grid-column:2/4'><h2>二稿标题横跨中间两栏</h2><div class=two>{_set(two)}</div></div>"
        "<div><div class=picture style='height:30mm'></div><p class=caption>农民正在收割早稻。</p>"
        f"<h3>三稿的标题</h3>{_set(three)}</div></div>"
        f"<div class=boxed style='margin-top:5mm'><h3>四稿在框内分两栏</h3>"
        f"<div class=two>{_set(four)}</div></div>"
    )
    lines = ["云川日报", "一稿的标题", *one, "二稿标题横跨中间两栏", *two]
    lines += ["农民正在收割早稻。", "三稿的标题", *three]
    return FrontPage("four columns", page, [*lines, "四稿在框内分两栏", *four])


def front_pages() -> list[FrontPage]:
    """Give three front pages: a head story above two others, a boxed side story, four columns."""
    pages = (_head_story(), _boxed_side(), _four_columns())
    return [FrontPage(page.name, _STYLE + page.page, page.lines) for page in pages]

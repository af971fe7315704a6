"""A folder of many small reports of invented years, some damaged, the same on every run."""

from __future__ import annotations

from pathlib import Path
from random import Random

PLACES = {
    "长沙市": "湖南省",
    "浙江省": "浙江省",
    "苏州市": "江苏省",
    "成都市": "四川省",
    "云栖口高新区": "未详",
}
DAMAGED = (  # ending, bytes, code of the error
    ("txt", b"", "empty"),
    ("txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), None),
    ("docx", b"PK\x03\x04" + bytes(60), "damaged"),
    ("txt", "断".encode()[:2] * 99 + b"\xff", "undecodable"),
)
_WORK = (
    "要加快建成{a}个产业项目，确保年底前全部投产。",
    "地区生产总值增长{b}%左右，城镇新增就业{a}万人以上。",
    "力争到{year}年底新建公园{a}个、停车泊位{c}个。",
    "新建学校{a}所，新增学位{c}个，由市教育局牵头，市财政局配合。",
    "积极推动“一网通办”，支持企业技术改造{c}家。",
    "去年完成投资{c}亿元，建成公园{a}个，仍有短板，营商环境还需改善。",
)


def report(place: str, year: int, seed: int) -> str:
    """Give the report of a place."""
    random = Random(seed)  # noqa: S311
    lines = [f"{year}年{place}政府工作报告", f"（{year}年1月{random.randint(5, 28)}日）", "一、重点任务"]
    for work in random.sample(_WORK, 4):
        numbers = {"a": random.randint(2, 90), "b": random.randint(3, 9), "c": random.randint(100, 900)}
        lines.append(work.format(year=year, **numbers))
    return "\n".join(lines) + "\n"


def write_folder(folder: Path, count: int, damaged: int) -> None:
    """Write ``count`` files, ``damaged`` of them spread over the rest, a hundred a folder."""
    step = count // damaged if damaged else count + 1
    places = list(PLACES)
    for number in range(count):
        inside = folder / f"{number // 100:03d}"
        inside.mkdir(parents=True, exist_ok=True)
        if damaged and number % step == step - 1:
            ending, raw, _ = DAMAGED[number // step % len(DAMAGED)]
            (inside / f"{number:05d}.{ending}").write_bytes(raw)
        else:
            place = places[number % len(places)]
            text = report(place, 2022 + number // len(places) % 4, number)
            (inside / f"{number:05d}.txt").write_text(text, "utf-8")

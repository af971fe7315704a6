"""Builds the site, Chinese first and English beside it.

``make docs``, or ``python docs/site/build.py [FOLDER]``.

Everything that the code can say is asked of the code (docs/site/made.py); the rest are the pages of docs/.
Nothing in the site is loaded from elsewhere.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from made import made_pages
from staging import LANGUAGES, ROOT, stage

HERE = Path(__file__).parent
SPHINX = {"zh": "zh_CN", "en": "en"}


def build(out: Path) -> int:
    """Build both languages into a folder; give the exit status, not 0 where anything is amiss."""
    shutil.rmtree(out, ignore_errors=True)
    for language in LANGUAGES:
        pages, files = made_pages(language)
        with tempfile.TemporaryDirectory() as folder:
            source, trees = Path(folder) / "pages", Path(folder) / "trees"
            source.mkdir()
            stage(language, pages, source)
            target = out if language == "zh" else out / language
            call = ["-q", "-W", "--keep-going", "-b", "html", "-c", str(HERE), "-d", str(trees)]
            call += ["-D", f"language={SPHINX[language]}", str(source), str(target)]
            # a process for each: Sphinx keeps the words of its own pages in the language that came first
            status = subprocess.run([sys.executable, "-m", "sphinx", *call], check=False).returncode  # noqa: S603
        if status:
            return status
        for name, text in files.items():
            (target / name).write_text(text, encoding="utf-8", newline="\n")
        for spare in (".buildinfo", "objects.inv"):
            (target / spare).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"))

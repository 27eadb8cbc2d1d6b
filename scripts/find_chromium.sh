#!/bin/sh
# Print the path of a Chromium for the browser test: $1 if given, else an installed one, else Debian's, installed with fonts.
set -eu
wanted=${1:-}
if [ -n "$wanted" ]; then
    [ -x "$wanted" ] && echo "$wanted" && exit 0
    echo "CHROMIUM=$wanted 不是可执行文件。" >&2
    exit 1
fi
find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_fonts() { fc-list :lang=zh 2>/dev/null | grep -q .; }
if ! find_browser >/dev/null || ! has_fonts; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fontconfig fonts-noto-cjk; } >&2
    fi
fi
find_browser || { echo "浏览器测试需要 Chromium 和中文字体：sudo apt-get install chromium fonts-noto-cjk，或用 make test CHROMIUM=路径 指定。" >&2; exit 1; }

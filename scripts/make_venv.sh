#!/bin/sh
# Make the virtual environment $1 with $PYTHON (3.11), installing Debian's python3-venv where that is missing and allowed.
set -eu
folder=$1
python=${PYTHON:-python3.11}
command -v "$python" >/dev/null || python=python3
if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    echo "需要 Python 3.11，找到的是：$("$python" --version 2>&1 || echo 没有 Python)。请安装 Python 3.11，或用 make PYTHON=路径 指定。" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3-venv
    else
        echo "缺少 venv 模块。请先运行：sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"

#!/bin/sh
# Installs Debian's Chromium for the tests of the page. Needs root; does nothing when a browser is there.
set -eu

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" > /dev/null 2>&1; then
    echo "$name is there"
    exit 0
  fi
done
if ! command -v apt-get > /dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
  echo "needs apt-get and root; install Chromium by other means, or name one in CHROMIUM" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
install() {
  apt-get install -y --no-install-recommends chromium fonts-liberation
}
install || { apt-get update && install; }

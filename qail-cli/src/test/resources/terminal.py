"""Runs a command in a pseudo-terminal: python3 terminal.py ANSWER COMMAND… types the answer when it is asked for, and
whatever comes from standard input at once."""

import os
import pty
import select
import signal
import sys

answer = sys.argv[1]
pid, terminal = pty.fork()
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a build in the background ignores it
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
sources = [terminal, 0]
while True:
    ready = select.select(sources, [], [])[0]
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed:
            os.write(terminal, typed)
        else:
            sources.remove(0)
    if terminal not in ready:
        continue
    try:
        part = os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other side is closed
        break
    if not part:
        break
    seen += part
    sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    if answer and b"\n> " in seen:
        os.write(terminal, (answer + "\n").encode())
        answer = ""
_, status = os.waitpid(pid, 0)
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))

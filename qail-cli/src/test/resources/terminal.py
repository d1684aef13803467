"""Runs a command in a pseudo-terminal: python3 terminal.py ANSWER COMMAND… types the answer when it is asked for."""

import os
import pty
import sys

answer = sys.argv[1]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other side is closed
        break
    if not part:
        break
    seen += part
    sys.stdout.buffer.write(part)
    if answer and b"\n> " in seen:
        os.write(terminal, (answer + "\n").encode())
        answer = ""
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.flush()
sys.exit(os.WEXITSTATUS(status))

"""Becomes another program that dies with the process which started it; runs alone, as a script, before any import."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, signal_at_death: int, owner: str, command: list[str]) -> None:
    """Take the owner's rights ('uid:gid', or '' to keep ours), tie our life to the parent's, and run the command."""
    # The parent waits for these and has blocked them; the program must hear them again.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    if owner:
        uid, gid = (int(part) for part in owner.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid, which would forget it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_at_death, 0, 0, 0)
    if os.getppid() != parent:
        # The parent died before we asked to be told.
        os.kill(os.getpid(), signal.SIGKILL)
    os.execv(command[0], command)


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])

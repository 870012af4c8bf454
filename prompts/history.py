"""What version control says of approvals: who really wrote the line that approves a version."""

import re
from pathlib import Path

from prompts.lock import git

_BY = re.compile(r'"by": "(?P<by>[^"]*)"')
_UNCOMMITTED = "not.committed.yet"


def forged(root: Path) -> list[str]:
    """Approvals in `prompts.lock` whose line was committed by somebody else than the one it names.

    An approval that is not committed yet counts as none. Outside a repository there is nothing to compare with.
    """
    found: list[str] = []
    approving = False
    committer = ""
    for line in git(root, "blame", "--line-porcelain", "--", "prompts.lock").splitlines():
        if line.startswith("author-mail "):
            committer = line.removeprefix("author-mail ").strip("<> ").lower()
        if not line.startswith("\t"):
            continue
        approving = approving or '"approved": {' in line
        if approving and (named := _BY.search(line)):
            approving = False
            by = named["by"].lower()
            if committer == _UNCOMMITTED:
                found.append(f"the approval by {by} is not committed")
            elif committer != by:
                found.append(f"the approval in the name of {by} was committed by {committer}")
    return found

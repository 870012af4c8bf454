"""Why a person's decision about a proposal was not taken. Nothing was changed; each message says what to do."""


class ProposalNotFound(LookupError):
    """There is no such proposal for this caller; somebody else's looks the same as none."""


class ProposalAltered(ValueError):
    """The confirmation is not of what is stored: another digest, a changed record, or a tool that has changed since."""


class ProposalExpired(ValueError):
    """Its time has passed; ask again for a fresh one."""


class NotPermitted(PermissionError):
    """This caller may see the proposal but not decide it: not its maker, or not a second person."""


class StepUpNeeded(PermissionError):
    """The caller must give a second factor first; the proposal stays open meanwhile."""


class UndoFailed(ValueError):
    """It cannot be taken back, now or at all; the message gives the account system's own reasons where it has any."""

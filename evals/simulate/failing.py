"""What can go wrong on a simulated user's side that is nobody's fault."""


class UserModelFailed(RuntimeError):
    """The model that plays the borrower did not answer; this says nothing about the assistant."""

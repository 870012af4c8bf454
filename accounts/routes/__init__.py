"""The HTTP edge of the account system: one router per subject, errors as problem documents."""

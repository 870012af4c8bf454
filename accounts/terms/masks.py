"""Phone numbers and e-mail addresses as they are shown: enough to know them by, not enough to use them."""

import re


def masked_phone(phone: str | None) -> str | None:
    """A phone number of which the last two digits are seen."""
    return phone and re.sub(r"[0-9](?=[0-9]{2})", "*", phone)


def masked_email(email: str | None) -> str | None:
    """An address of which the first letter and the domain are seen."""
    if not email:
        return None
    name, _, domain = email.partition("@")
    return f"{name[0]}***@{domain}"

"""`assist code`: development's authenticator, in the place of the app on a person's phone."""

import json
from pathlib import Path

from api.commands.session import open_session, out, settings_for
from stack.people import find, identity_of, people


def code(person: str, data_dir: Path | None, *, as_json: bool) -> None:
    """Print the person's one-time code of this moment. Raises PersonUnknown."""
    session = open_session(settings_for(data_dir))
    issuer = session.embedded.issuer
    subject = identity_of(find(people(session.accounts_url, issuer), person)).subject
    shown = issuer.codes.code(subject)
    out.print(json.dumps({"code": shown}) if as_json else shown, highlight=False)

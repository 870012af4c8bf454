from guardrails.validator_base import Validator

class WebSanitization(Validator):
    def __init__(self) -> None: ...

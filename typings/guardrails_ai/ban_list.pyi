from guardrails.validator_base import Validator

class BanList(Validator):
    def __init__(self, banned_words: list[str], max_l_dist: int = ...) -> None: ...

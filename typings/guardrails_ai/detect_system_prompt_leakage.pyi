from guardrails.validator_base import Validator

class DetectSystemPromptLeakage(Validator):
    def __init__(self, system_prompt: str, threshold: int = ...) -> None: ...

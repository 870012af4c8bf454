from guardrails.classes.rc import RC

class Settings:
    rc: RC

settings: Settings

"""Numbers, months and weekdays as words, English and Spanish."""

import re

_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_ES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
    "treinta",
]
_TENS_EN = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENS_ES = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_HUNDREDS_ES = [
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]

NUMBERS: dict[str, int] = {
    **{word: value for value, word in enumerate(_EN)},
    **{word: value for value, word in enumerate(_ES)},
    **{word: 30 + 10 * step for step, word in enumerate(_TENS_EN)},
    **{word: 30 + 10 * step for step, word in enumerate(_TENS_ES)},
    **{word: 200 + 100 * step for step, word in enumerate(_HUNDREDS_ES)},
    "cien": 100, "ciento": 100, "dozen": 12, "docena": 12, "twice": 2, "thrice": 3,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "mil": 1000, "million": 1_000_000, "millón": 1_000_000}
ORDINALS = {
    word: value
    for words in (
        "second third fourth fifth sixth seventh eighth ninth tenth",
        "segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
        "segunda tercera cuarta quinta sexta séptima octava novena décima",
    )
    for value, word in enumerate(words.split(), start=2)
} | {"tercer": 3}
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"sept": 9, "setiembre": 9}
WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miércoles jueves viernes sábado domingo",
    )
    for number, name in enumerate(names.split())
}
UNITS = {
    "day": "day", "days": "day", "día": "day", "días": "day", "month": "month", "months": "month", "mes": "month",
    "meses": "month", "year": "year", "years": "year", "año": "year", "años": "year", "week": "week",
    "weeks": "week", "semana": "week", "semanas": "week", "hour": "hour", "hours": "hour", "hora": "hour",
    "horas": "hour", "minute": "minute", "minutes": "minute", "minuto": "minute", "minutos": "minute",
}  # fmt: skip
_JOINT = re.compile(r"[\s-]+(?:and\s+|y\s+)?")


def value_of(words: str) -> int:
    """`two hundred and five` -> 205, `treinta y cinco` -> 35."""
    total = current = 0
    for word in _JOINT.split(words.lower().strip()):
        if word in SCALES:
            scaled = max(current, 1) * SCALES[word]
            total, current = (total + scaled, 0) if SCALES[word] > 100 else (total, scaled)
        else:
            current += NUMBERS[word]
    return total + current

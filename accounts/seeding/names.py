"""Names of the seeded people: first and family names as they meet in American communities."""

from random import Random

_FIRST = """
Rosa Marcus Linh Aisha Dmitri Priya Terrence Guadalupe Hannah Kwame Mei Joseph Fatima Caleb Sofia Tyrone Anh
Ingrid Rafael Naomi Samir Brianna Wei Luis Deborah Jamal Yuki Elena Patrick Imani Arjun Carmen Walter Noor
Isabel Darnell Grace Mateo Svetlana Earl Thuy Gabriela Hassan Mary Kofi Lakshmi Diego Ruth Andre Xiomara Thomas
Leilani Omar Beatriz Clarence Minh Abigail Javier Shanice Viktor Hye-jin Ramona Curtis Nadia Esteban Lorraine
Malik Teresa Bao Jasmine Harold Pilar Yusuf Cheyenne Oscar Winona Rohan Valeria Desmond Akiko
"""
_FAMILY = """
Delgado Washington Nguyen Rahman Volkov Patel Brooks Hernandez Miller Mensah Chen Kowalski Haddad Johnson Reyes
Jefferson Tran Lindqvist Morales Goldberg Khan Taylor Zhang Ortiz Cohen Robinson Tanaka Petrov O'Brien Okafor
Sharma Castillo Schmidt Ahmed Vargas Freeman Kim Ramirez Ivanova Hughes Pham Mendoza Ali Sullivan Owusu Iyer
Salazar Feldman Carter Guzman Anderson Kealoha Farouk Campos Banks Le Peterson Dominguez Franklin Novak Park
Begay Coleman Aziz Navarro Dubois Simmons Rosario Vu Bennett Larson Fuentes Yilmaz Lightfoot Romero Redhorse Das
Acosta Boateng Sato
"""
_SPANISH_FIRST = """
Rosa Guadalupe Rafael Luis Carmen Isabel Mateo Gabriela Diego Javier Beatriz Esteban Pilar Valeria Teresa
"""
_SPANISH_FAMILY = """
Delgado Hernandez Reyes Morales Ortiz Castillo Vargas Ramirez Mendoza Salazar Navarro Fuentes
"""
FIRST = tuple(_FIRST.split())
FAMILY = tuple(_FAMILY.split())
SPANISH_FIRST = tuple(_SPANISH_FIRST.split())
SPANISH_FAMILY = tuple(_SPANISH_FAMILY.split())


def slug(name: str) -> str:
    """The handle of a name: `Rosa Delgado` -> `rosa-delgado`."""
    return name.lower().replace("'", "").replace(" ", "-")


def draw_name(random: Random, taken: set[str], *, spanish: bool) -> str:
    """A name nobody in `taken` (handles) has yet; its handle is added."""
    firsts, families = (SPANISH_FIRST, SPANISH_FAMILY) if spanish else (FIRST, FAMILY)
    while True:
        name = f"{random.choice(firsts)} {random.choice(families)}"
        if slug(name) not in taken:
            taken.add(slug(name))
            return name

"""Ids as they stand in paths; another form is refused before the books are asked."""

from typing import Annotated

from fastapi import Path

AccountId = Annotated[str, Path(pattern=r"^(CL|IL)-[0-9]{6}$", examples=["CL-104233"])]
DrawPath = Annotated[str, Path(pattern=r"^DR-[0-9a-f]{10}$", examples=["DR-5f3a9c01d2"])]
PaymentPath = Annotated[str, Path(pattern=r"^PM-[0-9a-f]{10}$", examples=["PM-5f3a9c01d2"])]
FeePath = Annotated[str, Path(pattern=r"^FE-[0-9a-f]{10}$", examples=["FE-5f3a9c01d2"])]

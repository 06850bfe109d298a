"""What templates show of the study drug: the pharmacy's own, and the card of a site's day."""

from __future__ import annotations

from decimal import Decimal

from django import template

from bedside.conduct.frame.words import language
from bedside.conduct.pharmacy.accounts import ACCOUNTS, KINDS, TEMPERATURES, Account, Kind, Temperature
from bedside.conduct.pharmacy.actions_corrections import LASTING
from bedside.conduct.pharmacy.models import Lot, Movement
from bedside.conduct.pharmacy.reading import Stock, lot_text, supply_of
from bedside.conduct.pharmacy.warnings import warnings
from bedside.protocol.model import Product
from bedside.rules.words import said_decimal, said_quantity
from bedside.values.quantity import quantity
from bedside.values.wording import Text

register = template.Library()


@register.filter
def act_text(row: Movement) -> Text:
    """What an act was, in words."""
    return KINDS[Kind(row.kind)]


@register.filter
def temperature_text(row: Movement) -> Text:
    """What the recorder of a shipment said, in words."""
    return TEMPERATURES[Temperature(row.temperature)]


@register.filter
def correctable(row: Movement) -> bool:
    """Whether an act can be taken back."""
    return Kind(row.kind) not in LASTING


@register.filter
def lot_said(lot: Lot) -> Text:
    """The product of a lot with its strength."""
    return lot_text(lot)


@register.filter
def strength_said(product: Product, strength: str) -> Text:
    """A product with one of its strengths."""
    return lot_text(Lot(product=product.id, strength=strength), product)


@register.filter
def on(stock: Stock, account: str) -> int:
    """How many units stand on an account."""
    return stock.held[Account(account)]


@register.filter
def accounts_of(stock: Stock) -> list[tuple[Text, int]]:
    """Every account on which something stands, in words."""
    inside = (each for each in Account if each not in (Account.SPONSOR, Account.UNEXPLAINED))
    return [(ACCOUNTS[each], stock.held[each]) for each in inside if stock.held[each]]


@register.filter
def quantity_said(text: str) -> str:
    """A strength (`5 mg`) in the reader's language; empty for none."""
    return said_quantity(quantity(text), language()) if text else ""


@register.filter
def amount(number: Decimal, unit: str) -> str:
    """An amount with its unit in the reader's language."""
    return said_decimal(number, unit or "1", language())


@register.inclusion_tag("pharmacy/card.html", takes_context=True)
def pharmacy_card(context: template.Context, site: str) -> dict[str, object]:
    """A card of what a site has to look at about its study drug."""
    if "SEE_PHARMACY" not in context.get("my_actions", ()):
        return {}
    return {"here": site, "warnings": warnings(supply_of(site))}

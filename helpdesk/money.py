"""Money: the one place that rounds, and how an amount is written."""

from decimal import ROUND_HALF_UP, Decimal

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "RON": "lei", "CHF": "CHF"}
CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR "
    "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV "
    "WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG".split()
)  # ISO 4217: the money that people pay with
SEPARATORS = {"en": (",", "."), "it": (".", ","), "fr": ("\u202f", ","), "ro": (".", ",")}


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Round ``value`` half away from zero to ``places`` decimals (vector B22: 2.525 is 2.53)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_number(value: Decimal, language: str, places: int = 2) -> str:
    """Write ``value`` with the separators of ``language``."""
    thousands, decimal = SEPARATORS.get(language, SEPARATORS["en"])
    text = f"{half_up(value, places):,.{places}f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def format_money(value: Decimal, currency: str, language: str) -> str:
    """Write an amount of money the way a reader of ``language`` expects it."""
    number = format_number(value, language)
    symbol = SYMBOLS.get(currency, currency)
    return f"{symbol}{number}" if language == "en" and len(symbol) == 1 else f"{number}\u00a0{symbol}"

"""Papers that go along with what people say: pictures of errors, an order, a log."""

from pathlib import Path

from helpdesk import files
from tickets.drafts import NewFile

PAPERS = Path(__file__).parent / "papers"
NAMES = {
    "vpn": ("vpn.png", {"it": "errore-vpn.png", "fr": "erreur-vpn.png", "ro": "eroare-vpn.png"}),
    "erp": ("erp.png", {"it": "errore-gestionale.png", "fr": "erreur-gestion.png", "ro": "eroare-program.png"}),
    "mail": ("mail.png", {"it": "messaggio-sospetto.png", "fr": "message-suspect.png", "ro": "mesaj-suspect.png"}),
    "photo": ("photo.png", {"it": "foto-portatile.png", "fr": "photo-portable.png", "ro": "foto-laptop.png"}),
    "plan": ("plan.png", {"it": "planimetria.png", "fr": "plan-des-locaux.png", "ro": "planul-cladirii.png"}),
    "alarm": ("alarm.png", {"it": "allarme-nas.png", "fr": "alarme-nas.png", "ro": "alarma-nas.png"}),
    "order": ("order.pdf", {"it": "ordine-118.pdf", "fr": "commande-118.pdf", "ro": "comanda-118.pdf"}),
    "list": ("inventory.csv", {"it": "inventario.csv", "fr": "inventaire.csv", "ro": "inventar.csv"}),
    "log": ("backup.txt", {}),
}
TYPES = {".png": ("image", "png"), ".pdf": ("application", "pdf"), ".csv": ("text", "csv"), ".txt": ("text", "plain")}


def read(kind: str) -> bytes:
    """Return the bytes of a paper."""
    return (PAPERS / NAMES[kind][0]).read_bytes()


def name_of(kind: str, language: str) -> str:
    """Return the name somebody who speaks ``language`` gave to a paper."""
    source, names = NAMES[kind]
    return names.get(language, source)


def is_picture(kind: str) -> bool:
    """Say whether it is shown among the words."""
    return NAMES[kind][0].endswith(".png")


def type_of(kind: str) -> tuple[str, str]:
    """Return the two halves of its media type."""
    return TYPES[Path(NAMES[kind][0]).suffix]


def content_id(kind: str) -> str:
    """Return by what the words of a mail point at a picture."""
    return f"{kind}@demo.example"


def attached(kind: str, language: str) -> tuple[NewFile, ...]:
    """Return a paper as a file of a message; nothing for no paper."""
    if not kind:
        return ()
    shown = is_picture(kind)
    file = files.store(read(kind))
    return (NewFile(file, name_of(kind, language), content_id(kind) if shown else "", is_inline=shown),)

"""S/MIME: the mail inside an opaque signature is taken out; nothing is verified, nothing decrypted."""

from mail.parser.mime import Part

TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
MAX_SIZE = 30 * 1024 * 1024


def is_smime(part: Part) -> bool:
    """Tell whether ``part`` is a signed or encrypted mail in one piece."""
    return part.type in TYPES


def signed_content(part: Part) -> bytes:
    """Return the MIME inside a signed part; nothing when it is encrypted, broken, or a list of certificates."""
    from asn1crypto import cms  # noqa: PLC0415 -- costs more to import than most mails to read

    try:
        info = cms.ContentInfo.load(part.data[:MAX_SIZE])
        if info["content_type"].native != "signed_data":
            return b""
        content = info["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return b""
    return content if isinstance(content, bytes) else b""

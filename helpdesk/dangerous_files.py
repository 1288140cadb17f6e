"""Files that can do harm when they are opened; pure."""

import re
import unicodedata

EXECUTABLE = set(
    "exe scr com bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta msi msp msix appx lnk jar iso img vhd vhdx reg cpl pif "
    "dll sys gadget application scf url chm inf ade adp mde msc sct docm dotm xlsm xltm xlam pptm potm ppam ppsm one "
    "html htm xhtml mht mhtml shtml svg svgz xml xsl php phtml jsp asp aspx sh bash app dmg pkg deb rpm apk htaccess".split()
)
HARMLESS_LOOKING = set("pdf doc docx xls xlsx ppt pptx txt jpg jpeg png gif odt ods rtf csv zip".split())
SNIFFED = re.compile(
    r"(dosexec|msdownload|portable-executable|x-executable|x-sharedlib|x-elf|x-mach|x-msi|x-sh\b|html|svg)"
)
MAGIC = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def is_dangerous(name: str, kind: str) -> bool:
    """Tell whether a file may do harm, by the end of its name once nothing hides it, and by what its bytes show."""
    return _has_bad_name(name) or bool(SNIFFED.search(kind))


def _has_bad_name(name: str) -> bool:
    if any(sign in name for sign in TURNING):
        return True
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c)[0] != "C")
    ends = [end.strip() for end in seen.lower().rstrip(" .").split(".")]
    return len(ends) > 1 and (
        ends[-1] in EXECUTABLE or (ends[-1] not in HARMLESS_LOOKING and bool(EXECUTABLE & {*ends[1:-1]}))
    )


def is_program(data: bytes) -> bool:
    """Tell whether bytes are a program for some system."""
    return data.startswith(MAGIC)

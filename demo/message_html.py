"""From the plain words of a story to the HTML that people send. Knows neither the database nor the web."""

from html import escape


def paragraphs(text: str) -> str:
    """Return ``text`` as HTML: a paragraph after each empty line, a list where lines begin with a dash."""
    return "".join(_block(block) for block in text.strip().split("\n\n") if block.strip())


def _block(block: str) -> str:
    lines = block.strip().split("\n")
    items = [line[2:] for line in lines if line.startswith("- ")]
    words = [escape(line, quote=False) for line in lines if not line.startswith("- ")]
    listed = "".join(f"<li>{escape(item, quote=False)}</li>" for item in items)
    return (f"<p>{'<br>'.join(words)}</p>" if words else "") + (f"<ul>{listed}</ul>" if listed else "")


def picture(content_id: str) -> str:
    """Return a paragraph that shows a picture sent along."""
    return f'<p><img src="cid:{content_id}" alt=""></p>'


def signed(text: str, name: str, job: str, company: str) -> str:
    """Return ``text`` with the name, the job and the company of who wrote it."""
    below = " · ".join(part for part in (job, company) if part)
    return f"{text}\n\n{name}\n{below}".rstrip()

# syntax=docker/dockerfile:1

# ── Packages: exactly the locked ones, each checked by its hash
FROM python:3.12-slim-bookworm AS packages
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir 'uv>=0.8' && \
    uv venv /opt/venv && \
    uv pip sync --python /opt/venv/bin/python --require-hashes --compile-bytecode requirements.lock

# ── The product: static files collected, translations compiled; pg_dump of the database's version, for backups
FROM python:3.12-slim-bookworm AS product
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
        ca-certificates postgresql-common libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && \
    /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && \
    apt-get install -y --no-install-recommends postgresql-client-18 && \
    rm -rf /var/lib/apt/lists/*
# An empty PYTHONTZPATH: time zones come from the locked package tzdata alone, not from the system's.
ENV PATH=/opt/venv/bin:$PATH PYTHONTZPATH= PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HELPDESK_VAR=/var/lib/helpdesk
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Static files are made at build time, with a key that is used for nothing else.
RUN useradd --system --uid 10001 --home-dir /var/lib/helpdesk --create-home helpdesk && \
    mkdir -p /var/lib/helpdesk/media && \
    SECRET_KEY=build DATABASE_URL=postgresql:///none REDIS_URL=redis://none python manage.py collectstatic --no-input && \
    if [ -d locale ]; then SECRET_KEY=build python manage.py compile_translations; fi && \
    mv /var/lib/helpdesk/static /opt/static && \
    chown -R helpdesk:helpdesk /var/lib/helpdesk
ENV STATIC_ROOT=/opt/static
USER helpdesk
VOLUME /var/lib/helpdesk
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "helpdesk.project.wsgi:application"]

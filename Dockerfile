# luoshi as a service: the page, the API and a worker in one process tree. See docs/howto/serve.zh.md.
# Where packages come from is the machine's own affair (PIP_INDEX_URL and the like as build arguments).
FROM python:3.12-slim AS build
ARG PIP_INDEX_URL
ARG PIP_TRUSTED_HOST
WORKDIR /src
RUN python -m venv /opt/luoshi
COPY requirements/serve.lock requirements/serve.lock
RUN /opt/luoshi/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements/serve.lock
COPY pyproject.toml setup.py README.md LICENSE ./
COPY src src
RUN /opt/luoshi/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
COPY --from=build /opt/luoshi /opt/luoshi
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin luoshi && mkdir -p /data && chown luoshi /data
ENV PATH=/opt/luoshi/bin:$PATH PYTHONUNBUFFERED=1 LUOSHI_LANG=zh LUOSHI_FILES=/data/files
WORKDIR /data
USER luoshi
VOLUME /data
EXPOSE 8000
# stops at SIGTERM: what is being read is finished or put back in the queue first
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["sh", "-c", "exec luoshi serve --host 0.0.0.0 --port 8000 --store \"${LUOSHI_STORE:-luoshi.db}\""]

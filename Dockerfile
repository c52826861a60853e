# The main job in a container: publish articles into the volume /data, then serve pages and the SPARQL endpoint.
#   docker build -t communique .
#   docker run -p 8000:8000 -v communique-data:/data communique

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml requirements.lock README.md LICENSE THIRD_PARTY.md hatch_build.py ./
COPY ontology ontology
COPY extractors extractors
COPY queries queries
COPY server server
RUN python -m venv /opt/communique
RUN /opt/communique/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check -c requirements.lock .

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin communique
RUN install -d -o communique -g communique /data
COPY --from=build /opt/communique /opt/communique
COPY examples /opt/examples
ENV PATH=/opt/communique/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONUNBUFFERED=1
ENV ARTICLES=/opt/examples
ENV HOST=0.0.0.0
ENV PORT=8000
ENV BASE=http://localhost:8000/
USER communique
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["sh", "-c", "communique publish \"$ARTICLES\" --dataset /data/dataset $([ -f /data/dataset/communique.toml ] || echo --base \"$BASE\") || [ $? = 1 ] && exec communique serve --dataset /data/dataset --host \"$HOST\" --port \"$PORT\""]

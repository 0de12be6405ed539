# The production image: one for web, worker, importer, beat and migrate (docker-compose.yml says which command each runs).
# Build: docker build --tag jobbtorg .

# `@sha256:…`, as `make digests` writes them: then it is these images and no others.
ARG NODE_DIGEST=
ARG PYTHON_DIGEST=

FROM node:24-slim${NODE_DIGEST} AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim${PYTHON_DIGEST} AS packages
COPY requirements/production.txt ./
RUN python -m venv /opt/packages \
    && /opt/packages/bin/pip install --no-cache-dir --no-compile --require-hashes --requirement production.txt

FROM python:3.13-slim${PYTHON_DIGEST}
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin jobbtorg
ENV PATH=/opt/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ENVIRONMENT=production \
    ENV_FILE= \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /app
COPY --from=packages /opt/packages /opt/packages
COPY . .
COPY --from=front-end /app/node_modules node_modules
# Throw-away values: settings insist on secrets, collecting files uses none of them. Nothing of this stays in the image.
RUN SECRET_KEY=build IDENTITY_ENCRYPTION_KEYS=build IDENTITY_LOOKUP_KEY=build \
    DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --no-input
USER jobbtorg
EXPOSE 8000
CMD ["gunicorn"]

# The server as an image: docker build -t flow-executor .
# docs/install.md says how to run it. Both bases are Debian, which has libseccomp; nothing of Node or make is in the result.
ARG PYTHON_IMAGE=python:3.13-slim

# Compiles the engine, bundles the modules and builds the wheel. Node and the engine's sources come from PyPI, at pinned
# versions (scripts/with-node, engine/sources.py). Nothing of the compiler is in the result.
FROM ${PYTHON_IMAGE} AS wheel
RUN apt-get update && apt-get install --yes --no-install-recommends make gcc libc6-dev
WORKDIR /src
COPY . .
RUN make wheel

# An environment with the pinned requirements, compiled, as it will lie in the result: no pip in it, nothing to write.
FROM ${PYTHON_IMAGE} AS environment
COPY requirements.txt /
COPY --from=wheel /src/dist/ /dist/
RUN python3 -m venv /opt/flow-executor \
    && /opt/flow-executor/bin/pip install --no-cache-dir --require-hashes -r /requirements.txt \
    && /opt/flow-executor/bin/pip install --no-cache-dir --no-deps /dist/flow_executor-*.whl \
    && /opt/flow-executor/bin/python -c 'from executor import server; server.import_all()' \
    && /opt/flow-executor/bin/pip uninstall --yes pip setuptools

FROM ${PYTHON_IMAGE}
COPY --from=environment /opt/flow-executor /opt/flow-executor
ENV PATH=/opt/flow-executor/bin:$PATH \
    EXECUTOR_LISTEN=0.0.0.0:50051 \
    EXECUTOR_ADMIN_LISTEN=0.0.0.0:8080
# By number, so that Kubernetes can see that it is not root.
USER 65534:65534
EXPOSE 50051 8080
# The server is process 1: it reaps what it starts, and drains at SIGTERM.
ENTRYPOINT ["flow-executor", "serve"]

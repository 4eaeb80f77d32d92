# The three programs on the libraries of Debian 13, without a shell: about 100 MB.
# hack/image makes the same image without Docker, from the same scripts.
FROM debian:trixie-slim AS build
WORKDIR /src
COPY hack/install-deps hack/
COPY hack/lib/common.sh hack/lib/
COPY hack/lib/image/base hack/lib/image/
RUN hack/install-deps build
RUN hack/lib/image/base /image/base
COPY . .
RUN hack/lib/image/binaries /image/binaries

FROM scratch
ARG REVISION=unknown
LABEL org.opencontainers.image.title="vedette"
LABEL org.opencontainers.image.description="Probers, writer and operator of Vedette, which watches websites"
LABEL org.opencontainers.image.licenses="Apache-2.0"
LABEL org.opencontainers.image.revision="${REVISION}"
ENV PATH=/usr/bin
COPY --from=build /image/base/ /
COPY --from=build /image/binaries/ /
USER 65532:65532
CMD ["vedette-prober", "--help"]

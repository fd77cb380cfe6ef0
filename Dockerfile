# Everything that can be built here, with the package list that toolchain/run uses, too.
# Stages for people: toolchain, test, runtime (Chandler's image), order-food (the example's).

FROM debian:trixie-slim AS compiler
COPY toolchain/packages toolchain/list toolchain/install /toolchain/
RUN /toolchain/install build && rm -rf /var/lib/apt/lists/*

FROM compiler AS toolchain
RUN /toolchain/install test lint && rm -rf /var/lib/apt/lists/*

FROM toolchain AS toolchain-go
RUN /toolchain/install go && rm -rf /var/lib/apt/lists/*

FROM toolchain AS toolchain-browser
RUN /toolchain/install browser && rm -rf /var/lib/apt/lists/*

FROM compiler AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/var/cache/ccache \
    CCACHE_DIR=/var/cache/ccache CCACHE_MAXSIZE=5G toolchain/build release chandler order-food \
 && toolchain/dist /dist

FROM toolchain AS test
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/var/cache/ccache \
    CCACHE_DIR=/var/cache/ccache CCACHE_MAXSIZE=5G bash -c "toolchain/build dev && toolchain/test dev 'unit|golden'"

# Tables and a menu for the example are in its image, where `image:` sources find them.
FROM scratch AS order-food
COPY --from=build /dist/order-food/ /
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/order-food/bin/order-food"]

# /chandler holds all there is, and can be copied as it is into another image's pod.
FROM scratch AS runtime
COPY --from=build /dist/runtime/ /
ENV SSL_CERT_FILE=/chandler/etc/ca.crt
USER 65532:65532
ENTRYPOINT ["/chandler/bin/chandler"]

# Everything a person or CI runs. `make` lists the targets.

GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# A static binary without machine paths: the same commit gives the same bytes.
BUILD   := CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -buildid= -X main.version=$(VERSION)"
TOOL    := $(GO) tool -modfile=tools/go.mod
PKG     ?= ./...

.DEFAULT_GOAL := help
.PHONY: help demo run build web dev browser test test-race test-rest test-documents lint fmt vuln generate generate-check fuzz bench microbench conformance e2e ci setup clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## a gateway with a sample upstream and a partner, on a temporary data folder
	@./bin/gatehouse demo

run: build ## the server on ./gatehouse-data, with the default addresses
	@./bin/gatehouse serve

build: web ## the static binary with the console in it, to bin/gatehouse
	@$(BUILD) -o bin/gatehouse ./cmd/gatehouse

WEB := internal/webui/dist/build/index.html

web: $(WEB) ## the console, to internal/webui/dist (needs Node)

$(WEB): $(shell git ls-files web ':!web/tests' 2>/dev/null) web/node_modules/.package-lock.json
	cd web && npm run --silent build
	@touch $@

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent
	@touch $@

dev: build ## the demo and the console's pages from source, reloaded on every change
	@scripts/dev

# PAGES picks test files by parts of their names; all by default.
browser: build ## the tests of console and portal, in jsdom and in a real browser (installs Chromium)
	@scripts/setup browser
	cd web && npm run --silent lint && npm run --silent test:unit && npm run --silent test:browser -- $(PAGES)

setup: ## install what the tests need (a quick no-op when it is there)
	@scripts/setup test

# Asked for some packages, it leaves the console alone.
test: setup $(if $(filter ./...,$(PKG)),browser) ## all tests: the console's, and Go's with a real PostgreSQL and the real curl
	$(GO) test $(PKG)

# The recipe drives a real binary, which the race detector does not see.
test-race: setup ## all Go tests but the recipe, with the race detector
	$(GO) test -race -p 1 -timeout 30m $$($(GO) list $(PKG) | grep -v '^gatehouse/e2e')

test-rest: setup ## what test-race leaves out: the files it cannot see into, and the recipe
	$(GO) test -count=1 -p 1 -timeout 30m ./internal/http1 ./internal/gateway ./e2e/...

lint: ## vet, format and the linters of .golangci.yml (its first build takes minutes)
	$(TOOL) golangci-lint run ./...

fmt: ## format the code as lint wants it
	$(TOOL) golangci-lint fmt ./...

vuln: ## known vulnerabilities in what we call
	@scripts/vuln $(TOOL) govulncheck ./...

generate: ## write the generated files again
	@scripts/generate write

generate-check: ## fail when a generated file is stale
	@scripts/generate check

test-documents: ## import and export of some forty real OpenAPI documents, which it installs (400 MB)
	scripts/openapi-documents
	go test -tags documents -run RealDocuments -v ./internal/openapi

fuzz: ## each fuzz target for FUZZTIME (default 30s)
	@scripts/fuzz

bench: ## the gateway against nginx and HAProxy in one run
	@scripts/setup bench
	$(GO) run ./bench $(BENCHFLAGS)

microbench: ## the Go benchmarks
	$(GO) test -run '^$$' -bench . -benchmem $(PKG)

conformance: ## the HTTP rules for an intermediary, as tests; h2spec for HTTP/2
	$(GO) test -count=1 ./internal/http1/... ./internal/gateway/...
	$(GO) test -count=1 -tags h2spec ./internal/h2

e2e: setup ## the recipe with the real binary and the real curl
	$(GO) test -count=1 ./e2e/...

# Each test runs once, so that a change is judged within 25 minutes on two
# cores; of the fuzz targets, those that read what strangers send (`make fuzz`
# runs all of them, and longer); of the pages, the recipe, a partner's way to the
# first call and the sizes (`make test` runs all of them, ten minutes more).
ci: export FUZZTIME ?= 20000x
ci: export FUZZIN ?= internal/http1 internal/h2 internal/routing
ci: PAGES ?= recipe journey budget bundle
ci: setup generate-check lint fuzz browser test-race test-rest ## what .ci/run runs

clean: ## remove what was built
	@rm -rf bin internal/webui/dist/build

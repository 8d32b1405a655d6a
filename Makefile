# `make` or `make help` lists the targets.

GOFUMPT     = go run mvdan.cc/gofumpt@v0.12.0
STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help build test verify bench profile golden lint

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/'

build: ## build ./ipsplan
	go build -trimpath -o ipsplan ./cmd/ipsplan

test: ## run the tests
	go test ./...

verify: ## compare the engine and the accounts with their plain counterparts on many more random plans (minutes)
	IPSPLAN_VERIFY=200 go test -timeout 60m -v -run "Reference|Conserv|Draws|Episode|Everyone|Intake|Cohorts|Million" ./model
	IPSPLAN_VERIFY=10 go test -timeout 60m -v -run "Agree|Books|AWider" ./budgets
	IPSPLAN_VERIFY=10 go test -timeout 60m -v -run "Agree|Invariants" ./budgets/contract
	IPSPLAN_VERIFY=100 go test -timeout 60m -v -run "EveryCell|OneFormula|RestsOnItself" ./output/xlsx

bench: ## time the simulator
	go test -run '^$$' -bench . -benchmem ./model ./scenarios/study

profile: ## record anew where the program spends its time, which the compiler goes by (cmd/ipsplan/default.pgo)
	go test -trimpath -run '^$$' -bench Project/all -benchtime 150x -cpuprofile "$(CURDIR)/cmd/ipsplan/default.pgo" -o "$$(mktemp -d)/study.test" ./scenarios/study

golden: ## write the expected outputs anew; read the difference before committing it
	go test ./cmd/ipsplan -run 'TestGolden' -update

lint: ## vet, formatting and static checks
	go vet ./...
	@unformatted=$$($(GOFUMPT) -l .); test -z "$$unformatted" || { echo "not formatted (run gofumpt -w):"; echo "$$unformatted"; exit 1; }
	$(STATICCHECK) ./...

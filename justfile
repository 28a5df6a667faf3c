# Every command a contributor needs. Without `just`, type what stands under the name.

_default:
    @just --list

# checks every rule against everything in the workspace
tck *ARGUMENTS:
    cargo tck {{ARGUMENTS}}

# all tests
test:
    cargo test --workspace

# format and lints, as in CI
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings

# the documentation, as in CI
doc:
    RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --all-features

# what proves each rule
rules *ARGUMENTS:
    cargo tck rules {{ARGUMENTS}}

# which checks catch which fault
faults *ARGUMENTS:
    cargo tck faults {{ARGUMENTS}}

# rewrites the generated lists in spec-notes
notes-update:
    SPEC_NOTES=update cargo test --package reactive-streams-tck-cli --test spec_notes
    SPEC_NOTES=update cargo test --package reactive-streams-operators --test capabilities
    SPEC_NOTES=update cargo test --package overload-examples --test note

# the messages of the compiler about the refused programs, anew
refusals-update:
    TRYBUILD=overwrite cargo test --package reactive-streams --test compile_fail

# all interleavings of the engines, and many random ones
model *ARGUMENTS:
    .ci/model {{ARGUMENTS}}

# whether the models find faults that are planted; names of plants, or all of them
model-plants *ARGUMENTS:
    .ci/model-plants {{ARGUMENTS}}

# the live page in a real browser, or pictures of it (`--screenshots FOLDER [URL]`); needs node
browser *ARGUMENTS:
    .ci/browser {{ARGUMENTS}}

# the pipelines of examples/porting, on the JVM and here; needs a JDK and Maven
porting:
    .ci/porting

# what overload does, and what helps, in virtual time; names of examples, or all of them
overload *NAMES:
    cargo run --quiet --package overload-examples -- {{NAMES}}

# core without std
no-std:
    .ci/no-std

# leaks over the whole suite; needs valgrind
memory *ARGUMENTS:
    .ci/memory {{ARGUMENTS}}

# side by side with the peers; names of scenarios, and `--quick` for a glance
bench *ARGUMENTS:
    cargo run --quiet --release --manifest-path benches/Cargo.toml -- {{ARGUMENTS}}

# the same with Reactor, RxJava, Pekko Streams and Java's own; needs a JDK and Maven
bench-jvm *ARGUMENTS:
    cargo run --quiet --release --manifest-path benches/Cargo.toml -- --jvm {{ARGUMENTS}}

# how many instructions an element takes, against the baseline; needs valgrind
instructions *ARGUMENTS:
    .ci/instructions {{ARGUMENTS}}

# how many of them are locked, in one pipeline; needs valgrind and objdump
locked PIPELINE:
    .ci/locked "{{PIPELINE}}"

# many runs in a row under 24 busy loops
calm RUNS="200":
    .ci/calm {{RUNS}}

# whether a file is JUnit XML; needs xmllint, or python3 with lxml
junit-schema FILE:
    .ci/junit-schema {{FILE}}

# the bridge to the JVM: builds both sides and runs its tests; needs a JDK and Maven
jvm:
    .ci/jvm

# the official TCK of the JVM on our implementations; a word runs those whose name contains it
jvm-tck *WORD:
    .ci/jvm tck {{WORD}}

# our suite on the libraries of the JVM; takes the arguments of `just tck`
[positional-arguments]
tck-jvm *ARGUMENTS:
    .ci/tck-jvm "$@"

# a million elements across the border, cancellations and exceptions at random; what is left is counted
jvm-stress *SEED:
    .ci/jvm stress {{SEED}}

# three brokers of Kafka and one of NATS, on loopback; needs a JDK and Maven
broker-up:
    .ci/brokers up

# stops them, and forgets what they stored
broker-down:
    .ci/brokers down

# what talks to brokers: lints, documentation, conformance and tests, against real ones; starts them unless they run
test-brokers:
    .ci/test-brokers

# our suite on the sources and sinks, over brokers that run; takes the arguments of `just tck`
[positional-arguments]
tck-brokers *ARGUMENTS:
    cargo run --quiet --manifest-path brokers/Cargo.toml --target-dir target --package broker-conformance -- "$@"

# speed beside the plain clients of the brokers: names of contests, `--quick`, `--write`; `memory`: of a slow consumer
broker-bench *ARGUMENTS:
    cargo run --quiet --release --manifest-path brokers/Cargo.toml --package broker-bench -- {{ARGUMENTS}}

# a service that is offered five times what it can do, without a plan and with one; `--kill`, `--json`, `--help`
flash-sale *ARGUMENTS:
    cargo run --quiet --release --package flash-sale -- {{ARGUMENTS}}

# the pictures of its readme, from a run; needs node and Chromium
flash-sale-pictures *ARGUMENTS:
    .ci/flash-sale-pictures {{ARGUMENTS}}

# what is lost when brokers, links and consumers fail, as a table: a quarter of an hour, kills brokers that run; names of faults, `--write`, `--help`
broker-faults *ARGUMENTS:
    cargo run --quiet --release --manifest-path brokers/Cargo.toml --target-dir target --package broker-faults -- {{ARGUMENTS}}

# the orders of a shop through Kafka: consumers are added, one is killed, the totals are exact; needs brokers; `--json`, `--help`
pipeline *ARGUMENTS:
    cargo run --quiet --release --manifest-path brokers/Cargo.toml --target-dir target --package pipeline -- run {{ARGUMENTS}}

# the chart of its readme, from a run
pipeline-chart *ARGUMENTS:
    .ci/pipeline-chart {{ARGUMENTS}}

# kills a process a hundred times while it writes to a queue on disk, and looks at what is left; a number of runs, a seed
spill-kill RUNS="100" SEED="1":
    cargo test --quiet --release --package reactive-streams-spill --test kill -- {{RUNS}} {{SEED}}

# the queue on disk beside a loop over its bare store
spill-bench:
    cargo run --quiet --release --package reactive-streams-spill --example bench

# everything that CI runs
ci:
    .ci/run

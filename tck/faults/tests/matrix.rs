//! The suite is trusted because of this test.

use std::collections::BTreeSet;

use reactive_streams_tck::{Check, Options, Role, checks};
use reactive_streams_tck_faults::{CheckEntry, FaultEntry, Kind, Matrix, corpus};

/// The kinds of fault that the JVM's TCK passes, and its example publisher.
const PASSES_THE_JVM: [&str; 18] = [
    "empty_stream_never_completes",
    "second_subscriber_never_completes",
    "ignores_cancel_while_demand_is_outstanding",
    "completes_after_cancel_on_a_worker",
    "signals_overlap_on_two_threads",
    "goes_dead_when_demand_overflows",
    "request_of_nothing_is_forgiven",
    "wrong_order",
    "keeps_a_subscriber_that_has_completed",
    "slow_request",
    "cancel_waits_for_on_next",
    "on_next_always_panics",
    "requests_from_a_thread_after_the_end",
    "cancels_from_a_thread_after_the_end",
    "requests_from_several_threads_at_once",
    "adopts_the_second_subscription_and_cancels_it",
    "one_too_many_for_each_full_batch",
    "completion_after_an_error",
];

#[test]
fn every_fault_is_caught_and_every_check_catches_one() {
    let matrix = Matrix::compute(&Options::default());
    assert!(matrix.problems().is_empty(), "{matrix}");
}

#[test]
fn the_corpus_is_large_and_its_names_are_unique() {
    let names: BTreeSet<_> = corpus().iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), corpus().len());
    assert!(names.len() >= 70, "{} faults", names.len());
    assert!(corpus().iter().all(|fault| fault.kind != Kind::Program));
}

#[test]
fn what_passes_the_tck_of_the_jvm_is_there_by_name() {
    for name in PASSES_THE_JVM {
        assert!(corpus().iter().any(|fault| fault.name == name && fault.passes_jvm), "{name}");
    }
    let example =
        corpus().into_iter().find(|fault| fault.name == "one_too_many_for_each_full_batch");
    assert_eq!(example.map(|fault| fault.rules), Some(&["1.1"][..]));
}

#[test]
fn every_rule_that_is_checked_has_a_fault() {
    let broken: BTreeSet<_> = corpus().iter().flat_map(|fault| fault.rules).collect();
    let roles = [Role::Publisher, Role::Subscriber, Role::Processor];
    let by_scenario = |check: &&'static Check| check.refused_programs().is_empty();
    for check in roles.into_iter().flat_map(checks).filter(by_scenario) {
        for rule in check.rules {
            assert!(
                broken.contains(rule),
                "no fault breaks §{rule}, which {} is about",
                check.name
            );
        }
    }
}

#[test]
fn each_kind_of_problem_is_reported() {
    let fault = |name, blamed_for: &[&'static str]| FaultEntry {
        name,
        kind: Kind::Publisher,
        rules: vec!["1.1"],
        what: "",
        passes_jvm: false,
        caught_by: Vec::new(),
        blamed_for: blamed_for.iter().copied().collect(),
    };
    let matrix = Matrix {
        faults: vec![fault("unseen", &[]), fault("mistaken", &["1.3", "1.7"])],
        checks: vec![CheckEntry { name: "idle", catches: Vec::new() }],
        failing_controls: vec!["right::check".into()],
    };
    let expected = [
        "nothing catches unseen, which breaks §1.1",
        "mistaken breaks §1.1 and is caught only under §1.3, 1.7",
        "idle catches nothing",
        "right::check fails, and the implementation is correct",
    ];
    assert_eq!(matrix.problems(), expected);
}

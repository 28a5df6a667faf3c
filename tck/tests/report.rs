//! What a report says.

use std::convert::Infallible;

use reactive_streams::{Publisher, Subscriber};
use reactive_streams_tck::{Options, Suite, run};

/// Forgets its subscriber.
struct Forgetful;

impl Publisher for Forgetful {
    type Item = u8;
    type Error = Infallible;

    fn subscribe<S: Subscriber<u8, Infallible>>(self, _subscriber: S) {}
}

fn options(filter: &str) -> Options {
    let replay = "run '{name}' --seed {seed}".into();
    Options { filter: Some(filter.into()), replay, ..Options::default() }
}

fn suite() -> Suite {
    let mut suite = Suite::new();
    suite.publisher("forgetful", |_| Forgetful);
    suite
}

#[test]
fn a_failure_is_told_whole() {
    let report = run(&suite(), &options("must_issue_on_subscribe"));
    insta::assert_snapshot!(report);
}

#[test]
fn verdicts_of_every_kind_have_their_words_in_json() {
    let report = run(&suite(), &options("spec1"));
    let json = report.to_json();
    let verdicts = json["implementations"][0]["verdicts"].as_array().unwrap();
    for word in ["failed", "declined", "compiler"] {
        assert!(verdicts.iter().any(|verdict| verdict["verdict"] == word), "{word}");
    }
    let failed = verdicts.iter().find(|verdict| verdict["verdict"] == "failed").unwrap();
    assert_eq!(failed["failure"]["seed"], 1);
    assert!(failed["failure"]["replay"].as_str().unwrap().starts_with("run 'forgetful::"));
}

#[test]
fn a_run_of_nothing_is_no_success() {
    assert!(!run(&Suite::new(), &Options::default()).is_success());
    assert!(!run(&suite(), &options("no check is called this")).is_success());
}

#[test]
#[should_panic(expected = "choose another name")]
fn a_name_is_given_once() {
    let mut suite = suite();
    suite.publisher("forgetful", |_| Forgetful);
}

#[test]
fn a_subscriber_that_cannot_be_made_fails_and_says_why() {
    let mut suite = Suite::new();
    suite.subscriber("impossible", |_| panic!("there is no such thing"));
    let report = run(&suite, &options("impossible::required_spec201"));
    assert_eq!(report.totals().failed, 2);
    assert!(report.to_string().contains("there is no such thing"), "{report}");
}

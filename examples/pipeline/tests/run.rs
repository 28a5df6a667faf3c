//! A short run, with real processes and real brokers: two consumers, one of which is killed.

use std::process::Command;

use serde_json::{Value, from_slice, from_str};

#[test]
fn the_totals_are_exact_though_a_consumer_is_killed() {
    let directory = tempfile::tempdir().unwrap();
    let samples = directory.path().join("samples.json");
    let output = Command::new(env!("CARGO_BIN_EXE_pipeline"))
        .args(["run", "--json", "--kafka", broker_support::kafka()])
        .args(["--orders", "12000", "--rate", "4000", "--consumers", "2", "--samples"])
        .arg(&samples)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}{errors}");

    let figures: Value = from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(figures["orders"], 12000);
    assert_eq!(figures["enriched"], 12000);
    assert_eq!(figures["lost"], 0);
    assert_eq!(figures["totals_exact"], true);

    let recording: Value = from_slice(&std::fs::read(&samples).unwrap()).unwrap();
    let events: Vec<_> = recording["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["what"].as_str().unwrap())
        .collect();
    // A consumer in place of the one that was killed comes if the lag asks for it, which depends on the machine.
    assert_eq!(events[..2], ["2 consumers", "one is killed, 1 left"], "{errors}");
    assert_eq!(events.last(), Some(&"drained"), "{errors}");
    let enriched = recording["samples"].as_array().unwrap().last().unwrap()["enriched"].clone();
    assert_eq!(enriched.as_u64(), Some(12000 + figures["duplicates"].as_u64().unwrap()));
}

//! The line of JSON, and what a run fails for.

use std::collections::BTreeMap;

use flash_sale::account::Account;
use flash_sale::load::Tally;
use flash_sale::picture::draw;
use flash_sale::report::{Line, Outcome, table};

fn outcome() -> Outcome {
    let mut memory = vec![10 << 20; 12];
    memory[11] = 11 << 20;
    Outcome {
        tally: Tally {
            offered: 10,
            interactive: 10,
            accepted: 6,
            shed: 3,
            unanswered: 1,
            requests: 12,
            retries: 2,
            without_answer: 1,
            interactive_answers: BTreeMap::from([(201, 6), (429, 4), (503, 1)]),
            ..Tally::default()
        },
        account: Account {
            accepted: 6,
            stored: 4,
            spilled: 2,
            in_time: 4,
            latencies: vec![(0, 1_500), (0, 2_500)],
            ..Account::default()
        },
        memory,
        began: 0,
        seconds: 4.0,
        capacity: 1,
        died: None,
        killed: false,
    }
}

#[test]
fn the_line_of_json_is_what_was_agreed() {
    let line = Line { planned: Some(outcome().figures()), unbounded: None };
    let expected = concat!(
        r#"{"planned":{"offered":10,"accepted":6,"stored":4,"spilled":2,"shed":3,"lost":0,"#,
        r#""goodput_ratio":1.0,"p50_ms":1.5,"p99_ms":2.5,"rss_growth_ratio":1.1},"#,
        r#""unbounded":null}"#,
    );
    assert_eq!(serde_json::to_string(&line).unwrap(), expected);
}

#[test]
fn a_fine_account_has_no_faults() {
    assert!(outcome().faults().is_empty());
    assert!(outcome().missed().is_empty());
}

#[test]
fn every_fault_is_said() {
    type Fault = fn(&mut Outcome);
    let faults: [(Fault, &str); 7] = [
        (|o| o.tally.requests += 1, "not every answer is counted"),
        (|o| o.tally.unanswered += 1, "not every answer is counted"),
        (|o| o.tally.without_retry_after = 1, "1 were not told when to come again"),
        (|o| o.account.lost = 1, "1 orders lost"),
        (|o| o.account.duplicates = 1, "1 orders stored twice"),
        (|o| o.account.strangers = 1, "1 orders of nobody"),
        (|o| o.account.stored = 3, "3 stored and 2 spilled"),
    ];
    for (plant, said) in faults {
        let mut outcome = outcome();
        plant(&mut outcome);
        let found = outcome.faults();
        assert!(found.iter().any(|fault| fault.contains(said)), "{said}: {found:?}");
    }
}

#[test]
fn every_missed_target_is_said() {
    type Miss = fn(&mut Outcome);
    let misses: [(Miss, &str); 4] = [
        (|o| o.account.latencies = vec![(0, 100_000)], "p99 Some(100.0) ms"),
        (|o| o.account.in_time = 3, "goodput 0.75"),
        (|o| o.memory[11] = 12 << 20, "memory × Some(1.2)"),
        (|o| o.memory.truncate(10), "memory × None"),
    ];
    for (plant, said) in misses {
        let mut outcome = outcome();
        plant(&mut outcome);
        assert_eq!(outcome.missed(), [said]);
    }
}

#[test]
fn the_table_has_a_column_for_each() {
    let outcome = outcome();
    let table = table(&[("planned", &outcome), ("unbounded", &outcome)]);
    let row = |name: &str| {
        let row = table.lines().find_map(|line| line.trim_start().strip_prefix(name));
        row.map(|cells| cells.split_whitespace().collect::<Vec<_>>())
    };
    assert_eq!(row("answers 429").unwrap(), ["4", "4"]);
    assert_eq!(row("spilled: still on disk").unwrap(), ["2", "2"]);
    assert!(table.lines().next().unwrap().ends_with("unbounded"));
}

#[test]
fn the_picture_has_a_line_for_each_in_each_chart() {
    let outcome = outcome();
    let svg = draw(&outcome, &outcome);
    for name in ["planned", "unbounded"] {
        let lines: Vec<_> =
            svg.split(&format!("<polyline class=\"{name}\" points=\"")).skip(1).collect();
        let points = |line: &&str| line.split('"').next().map(|points| points.split(' ').count());
        // All orders were due in the first second; memory has twelve samples.
        assert_eq!(lines.iter().map(points).collect::<Vec<_>>(), [Some(1), Some(12)]);
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

//! What a run comes to, and what it fails for.

use pipeline::order::Order;
use pipeline::picture::draw;
use pipeline::recording::{Event, Recording, Sample};
use pipeline::report::Outcome;
use pipeline::totals::Ledger;

fn outcome(numbers: impl Iterator<Item = u64>) -> Outcome {
    let mut ledger = Ledger::default();
    numbers.for_each(|number| ledger.enter(&Order::numbered(number).priced()));
    let sample = |n: u32| {
        let enriched = u64::from(n);
        Sample { seconds: n.into(), ingested: 20, enriched, lag: 20 - enriched }
    };
    let events = vec![Event { seconds: 5.0, what: "2 consumers".to_owned() }];
    let recording = Recording { samples: (0..=20).map(sample).collect(), events };
    Outcome { orders: 20, summary: ledger.close(), is_killed: true, recording }
}

#[test]
fn a_run_in_which_all_came_has_no_faults() {
    let outcome = outcome((0..20).chain(3..6));
    assert_eq!(outcome.faults(), [] as [&str; 0]);
    let expected = concat!(
        r#"{"orders":20,"enriched":20,"duplicates":3,"lost":0,"totals_exact":true,"#,
        r#""max_lag":20,"seconds":20.0}"#,
    );
    assert_eq!(serde_json::to_string(&outcome.figures()).unwrap(), expected);
}

#[test]
fn an_order_that_did_not_come_is_lost_and_missing_in_the_totals() {
    let faults = outcome((0..20).filter(|number| *number != 7)).faults();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("1 orders are lost"));
}

#[test]
fn an_order_in_place_of_another_is_seen_in_the_totals() {
    assert_eq!(outcome(1..21).faults(), ["the totals are not those of the orders"]);
}

#[test]
fn a_run_in_which_nobody_was_killed_shows_nothing() {
    assert_eq!(Outcome { is_killed: false, ..outcome(0..20) }.faults().len(), 1);
}

#[test]
fn the_picture_has_the_lag_the_rates_and_what_happened() {
    let svg = draw(&outcome(0..20).recording);
    let points = |name| {
        let line = svg.split(&format!("<polyline class=\"{name}\" points=\"")).nth(1).unwrap();
        line.split('"').next().unwrap().split(' ').count()
    };
    assert_eq!((points("lag"), points("enriched"), points("ingested")), (21, 20, 20));
    assert!(svg.contains(">2 consumers</text>"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}
